import type { Entrant, Field } from "./field.ts";

/** So many of each lot unless somebody wants more. */
export const FINALISTS = 40;
const OF_EACH_SIDE = 10;
const COMMON = 20;
const CHEAPEST = 5;

/**
 * Of each lot the best that pass, the best of each side (closed, self-operated, operated by others), the cheapest, and whoever could
 * serve the most lots: what the alternatives are made of.
 */
export function finalistsOf(
  fields: readonly Field[],
  least: (workload: string) => number,
  first: number | null,
): Entrant[][] {
  const passing = fields.map((f) => f.entrants.filter((e) => e.score >= least(f.lot.of.id)));
  if (first === null) return passing;
  const sums = new Map<string, { lots: number; score: number }>();
  for (const entrants of passing)
    for (const { id, score } of entrants) {
      const s = sums.get(id) ?? { lots: 0, score: 0 };
      sums.set(id, { lots: s.lots + 1, score: s.score + score });
    }
  const most = Math.max(0, ...[...sums.values()].map((s) => s.lots));
  const common = new Set(
    [...sums]
      .filter(([, s]) => s.lots === most)
      .sort((a, b) => b[1].score - a[1].score || (a[0] < b[0] ? -1 : 1))
      .slice(0, COMMON)
      .map(([id]) => id),
  );
  return passing.map((entrants) => {
    const kept = new Set<Entrant>(entrants.slice(0, first));
    for (const isOnSide of [isClosed, isOwn, (e: Entrant) => !isOwn(e)])
      for (const e of entrants.filter(isOnSide).slice(0, OF_EACH_SIDE)) kept.add(e);
    for (const e of cheapest(entrants)) kept.add(e);
    for (const e of entrants) if (common.has(e.id)) kept.add(e);
    return entrants.filter((e) => kept.has(e));
  });
}

/** Where every bill is beyond the anchors, scores do not tell who is cheap. */
function cheapest(entrants: readonly Entrant[]): Entrant[] {
  const usd = ({ subject }: Entrant): number => subject.estimate.usdPerMonth?.likely ?? Number.POSITIVE_INFINITY;
  return [...entrants].sort((a, b) => usd(a) - usd(b)).slice(0, CHEAPEST);
}

export const isClosed = ({ subject }: Entrant): boolean => subject.candidate.model.weights === "closed";

export const isOwn = ({ subject }: Entrant): boolean => subject.candidate.deployment.operator === "self";
