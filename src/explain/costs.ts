import type { Decision } from "../decide/decide.ts";
import { curveOf } from "../estimate/curve.ts";
import { driversOf } from "../estimate/drivers.ts";
import type { EstimateContext } from "../estimate/tco.ts";
import type { Organization, Workload } from "../requirements/requirements.ts";
import type { Subject } from "../rules/fact.ts";
import { firstOfEach } from "./break-evens.ts";
import { displayName } from "./place.ts";

/** Models whose cash is drawn, beside the best of each other kind of deployment. */
const FIRST = 3;
const MOST = 6;

/** Cash month by month over the lifetime, and what moves the winner's bill; null where nothing passes. */
export function costsOf(
  { order, subjects }: Decision,
  workload: Workload,
  organization: Organization,
  context: EstimateContext,
) {
  const passed = order.map((i) => (subjects[i] as Subject).candidate);
  const [winner] = passed;
  if (!winner) return null;
  const kinds = firstOfEach(passed, (c) => c.deployment.kind);
  const models = firstOfEach(passed, (c) => c.model.id).slice(0, FIRST);
  const chosen = new Set([...kinds, ...models]);
  const shown = passed.filter((c) => chosen.has(c)).slice(0, MOST);
  const months = Math.max(1, Math.round(workload.lifetimeMonths));
  return {
    months,
    candidates: shown.map((candidate) => {
      const curve = curveOf(candidate, workload, organization, context, months);
      return {
        id: candidate.id,
        name: displayName(candidate),
        start: curve?.start ?? null,
        monthly: curve ? [...curve.monthly] : [],
      };
    }),
    drivers: driversOf(winner, workload, organization, context),
  };
}
