/** What we know of a figure: `low` to `high` holds it nine times in ten, `likely` is the best single guess. */
export interface Range {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

export const exactly = (x: number): Range => ({ low: x, likely: x, high: x });

export function plus(...ranges: readonly Range[]): Range {
  let low = 0;
  let likely = 0;
  let high = 0;
  for (const r of ranges) {
    low += r.low;
    likely += r.likely;
    high += r.high;
  }
  return { low, likely, high };
}

/** Scales by a number that is not negative. */
export const times = (r: Range, k: number): Range => ({ low: r.low * k, likely: r.likely * k, high: r.high * k });

export const multiply = (a: Range, b: Range): Range => ({
  low: a.low * b.low,
  likely: a.likely * b.likely,
  high: a.high * b.high,
});
