import type { Scores } from "./score.ts";

/** Share of the weight that rests on what is known: 1 - sum of weight * width. */
export const coverageOf = (s: Pick<Scores, "totalLow" | "totalHigh">, i: number): number =>
  1 - ((s.totalHigh[i] as number) - (s.totalLow[i] as number));

/** Who stands before whom: score (to 1e-9), then coverage, then id. */
export function standing(
  scores: Pick<Scores, "total" | "totalLow" | "totalHigh">,
  idOf: (i: number) => string,
): (a: number, b: number) => number {
  const rounded = (x: number) => Math.round(x * 1e9);
  return (a, b) =>
    rounded(scores.total[b] as number) - rounded(scores.total[a] as number) ||
    rounded(coverageOf(scores, b)) - rounded(coverageOf(scores, a)) ||
    (idOf(a) < idOf(b) ? -1 : 1);
}

/** Candidates `among`, best first. */
export function rank(
  scores: Pick<Scores, "total" | "totalLow" | "totalHigh">,
  among: readonly number[],
  idOf: (i: number) => string,
): number[] {
  return [...among].sort(standing(scores, idOf));
}

/** The rank that each of `others`, sorted as `order` is, would have among those of `order`. */
export function ranksAmong(
  order: readonly number[],
  others: readonly number[],
  before: (a: number, b: number) => number,
): number[] {
  let ahead = 0;
  return others.map((i) => {
    while (ahead < order.length && before(order[ahead] as number, i) < 0) ahead++;
    return ahead + 1;
  });
}
