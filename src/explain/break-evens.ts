import type { Decision } from "../decide/decide.ts";
import { breakEven } from "../estimate/break-even.ts";
import type { EstimateContext } from "../estimate/tco.ts";
import type { Organization, Workload } from "../requirements/requirements.ts";
import type { Subject } from "../rules/fact.ts";
import { pairText } from "./pairs.ts";

/** The winner against the best of every other kind of deployment that passed: only what meets the asked quality is compared. */
export function breakEvensOf(
  { order, subjects }: Decision,
  workload: Workload,
  organization: Organization,
  context: EstimateContext,
) {
  const candidates = firstOfEach(
    order.map((i) => (subjects[i] as Subject).candidate),
    (c) => c.deployment.kind,
  );
  const [winner, ...others] = candidates;
  if (!winner) return [];
  return others.flatMap((other) => {
    const found = breakEven(winner, other, workload, organization, context);
    if (!found) return [];
    const { requestsPerDay, months } = found;
    return [
      {
        candidate: winner.id,
        against: other.id,
        requestsPerDay,
        months,
        text: pairText(winner, other, found, workload),
      },
    ];
  });
}

/** The first of each kind, in their order. */
export function firstOfEach<T>(list: readonly T[], kindOf: (x: T) => string): T[] {
  const seen = new Set<string>();
  return list.filter((x) => {
    const isNew = !seen.has(kindOf(x));
    seen.add(kindOf(x));
    return isNew;
  });
}
