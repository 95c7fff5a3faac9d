import fc from "fast-check";
import { ALPHA, type Scores } from "../../src/decide/score.ts";
import { CRITERIA } from "../../src/vocabulary.ts";

/** A decision problem as plain intervals: rows are candidates, columns the eight criteria. */
export interface Problem {
  readonly weights: readonly number[];
  readonly low: readonly (readonly number[])[];
  readonly high: readonly (readonly number[])[];
}

/** The columns that the program works on, from rows that tests read easily. */
export function scoresOf({ weights, low, high }: Problem): Scores {
  const column = (rows: readonly (readonly number[])[], c: number) => Float64Array.from(rows, (r) => r[c] as number);
  const lows = CRITERIA.map((_, c) => column(low, c));
  const highs = CRITERIA.map((_, c) => column(high, c));
  const value = lows.map((lo, c) => lo.map((x, i) => x + ALPHA * ((highs[c]?.[i] as number) - x)));
  const total = (rows: readonly Float64Array[]) =>
    Float64Array.from(low, (_, i) => rows.reduce((s, r, c) => s + (weights[c] as number) * (r[i] as number), 0));
  return {
    count: low.length,
    weights: Float64Array.from(weights),
    low: lows,
    high: highs,
    value,
    total: total(value),
    totalLow: total(lows),
    totalHigh: total(highs),
  };
}

/** Hundredths: differences are then never so small that rounding decides. */
const unit = fc.integer({ min: 0, max: 100 }).map((x) => x / 100);
const eight = fc.array(unit, { minLength: 8, maxLength: 8 });

export const weightsArbitrary = eight
  .filter((w) => w.reduce((a, b) => a + b, 0) > 0.01)
  .map((w) => w.map((x) => x / w.reduce((a, b) => a + b, 0)));

export const problemArbitrary = (exact: boolean, max = 10): fc.Arbitrary<Problem> =>
  fc
    .record({
      weights: weightsArbitrary,
      a: fc.array(eight, { minLength: 2, maxLength: max }),
      b: fc.array(eight, { minLength: max, maxLength: max }),
    })
    .map(({ weights, a, b }) => ({
      weights,
      low: a.map((row, i) => row.map((x, c) => (exact ? x : Math.min(x, b[i]?.[c] as number)))),
      high: a.map((row, i) => row.map((x, c) => (exact ? x : Math.max(x, b[i]?.[c] as number)))),
    }));
