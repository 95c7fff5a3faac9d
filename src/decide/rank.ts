import type { Scores } from "./score.ts";

/** Share of the weight that rests on what is known: 1 - sum of weight * width. */
export const coverageOf = (s: Pick<Scores, "totalLow" | "totalHigh">, i: number): number =>
  1 - ((s.totalHigh[i] as number) - (s.totalLow[i] as number));

/** Candidates `among`, best first: score (to 1e-9), then coverage, then id. */
export function rank(
  scores: Pick<Scores, "total" | "totalLow" | "totalHigh">,
  among: readonly number[],
  idOf: (i: number) => string,
): number[] {
  const rounded = (x: number) => Math.round(x * 1e9);
  return [...among].sort(
    (a, b) =>
      rounded(scores.total[b] as number) - rounded(scores.total[a] as number) ||
      rounded(coverageOf(scores, b)) - rounded(coverageOf(scores, a)) ||
      (idOf(a) < idOf(b) ? -1 : 1),
  );
}
