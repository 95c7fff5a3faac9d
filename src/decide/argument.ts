import { CRITERIA, type Criterion } from "../vocabulary.ts";
import type { Scores } from "./score.ts";

/** One criterion of a comparison: weight × (value of A − value of B). The differences sum exactly to that of the scores. */
export interface Difference {
  readonly criterion: Criterion;
  readonly weight: number;
  readonly a: number;
  readonly b: number;
  readonly difference: number;
}

export const differencesOf = (scores: Scores, a: number, b: number): Difference[] =>
  CRITERIA.map((criterion, c) => {
    const weight = scores.weights[c] as number;
    const [x, y] = [(scores.value[c] as Float64Array)[a] as number, (scores.value[c] as Float64Array)[b] as number];
    return { criterion, weight, a: x, b: y, difference: weight * (x - y) };
  });

/**
 * The shortest sufficient argument for whoever is ahead: the fewest of its advantages, largest first, whose sum exceeds all that
 * speaks against it (after Labreuche 2011; taking the largest first is minimal). Empty where the two are level.
 */
export function argumentFor(differences: readonly Difference[]): {
  readonly advantages: readonly Difference[];
  readonly against: readonly Difference[];
  readonly isFirst: boolean;
} {
  const total = differences.reduce((sum, d) => sum + d.difference, 0);
  const isFirst = total >= 0;
  const side = (d: Difference) => (isFirst ? d.difference : -d.difference);
  const plus = differences.filter((d) => side(d) > 0).sort((x, y) => side(y) - side(x));
  const against = differences.filter((d) => side(d) < 0).sort((x, y) => side(x) - side(y));
  const weight = against.reduce((sum, d) => sum - side(d), 0);
  const advantages: Difference[] = [];
  let sum = 0;
  for (const d of plus) {
    if (sum > weight && advantages.length > 0) break;
    advantages.push(d);
    sum += side(d);
  }
  return { advantages, against, isFirst };
}
