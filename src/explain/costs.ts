import type { Decision } from "../decide/decide.ts";
import { curveOf } from "../estimate/curve.ts";
import { driversOf } from "../estimate/drivers.ts";
import { type EstimateContext, estimate } from "../estimate/tco.ts";
import type { Organization, Workload } from "../requirements/requirements.ts";
import type { Subject } from "../rules/fact.ts";
import { firstOfEach } from "./break-evens.ts";
import { displayName } from "./place.ts";

/** Models whose cash is drawn, beside the best of each other kind of deployment. */
const FIRST = 3;
const MOST = 6;

/** Bills are read this far on either side of today's traffic. */
const DECADES = 2;
const PER_DECADE = 6;

/** Cash month by month over the lifetime, bills by traffic, and what moves the winner's bill; null where nothing passes. */
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
  const traffics = around(workload.traffic.requestsPerDay);
  return {
    months,
    requestsPerDay: traffics,
    candidates: shown.map((candidate) => {
      const curve = curveOf(candidate, workload, organization, context, months);
      return {
        id: candidate.id,
        name: displayName(candidate),
        start: curve?.start ?? null,
        monthly: curve ? [...curve.monthly] : [],
        byTraffic: traffics.map((requestsPerDay) => {
          const at = { ...workload, traffic: { ...workload.traffic, requestsPerDay } };
          return estimate(candidate, at, organization, context).usdPerMonth?.likely ?? null;
        }),
      };
    }),
    drivers: driversOf(winner, workload, organization, context),
  };
}

/** Traffics evenly apart on a logarithmic scale, none below one request a day but today's; none where today's is 0. */
function around(now: number): number[] {
  if (now <= 0) return [];
  return Array.from({ length: 2 * DECADES * PER_DECADE + 1 }, (_, i) => i / PER_DECADE - DECADES)
    .map((exponent) => (exponent === 0 ? now : Number((now * 10 ** exponent).toPrecision(3))))
    .filter((q) => q >= 1 || q === now);
}
