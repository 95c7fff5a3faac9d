import { grouped, usd } from "../quantity/format.ts";
import type { Range } from "../quantity/range.ts";

/** `0.42`, `412`, `4.1k`, `14.2k`, `1.25M`: three figures, without the currency. */
export function shortUsd(x: number): string {
  const a = Math.abs(x);
  if (a >= 999_500) return `${grouped(x / 1e6, 2)}M`;
  if (a >= 999.5) return `${a < 99_950 ? (x / 1000).toFixed(1) : grouped(x / 1000)}k`;
  if (a >= 10 || a === 0) return grouped(x);
  return a < 0.01 ? grouped(x, 4) : x.toFixed(2);
}

/** Half the width of a range against its likely value: `±34%`, or `null` where the figure is exact or nothing to measure by. */
export function spread({ low, likely, high }: Range): string | null {
  if (high <= low || likely <= 0) return null;
  const half = (high - low) / 2 / likely;
  return half < 0.005 ? null : `±${grouped(half * 100)}%`;
}

/** `$14,200 a month ($9,800 to $19,500)` */
export function monthly(range: Range): string {
  const { low, likely, high } = range;
  return `${usd(likely)} a month${spread(range) ? ` (${usd(low)} to ${usd(high)})` : ""}`;
}

/** `0.3 to 0.9`, or one figure where both would read the same. */
export function span(range: Range, digits: number): string {
  const low = grouped(range.low, digits);
  const high = grouped(range.high, digits);
  return low === high ? low : `${low} to ${high}`;
}
