import { CRITERIA, type Criterion } from "../vocabulary.ts";
import { standing } from "./rank.ts";
import type { Scores } from "./score.ts";

/** Sums of hundredths are not exact. */
const TINY = 1e-12;
/** Who is level where the winner is reached is told apart a little further on. */
const BEYOND = 1e-6;

/** Moving `weight` from one priority to another makes `newWinner` first. */
export interface Transfer {
  readonly from: Criterion;
  readonly to: Criterion;
  readonly weight: number;
  /** Who is first a little further on. */
  readonly newWinner: number;
}

/**
 * For each pair of priorities the smallest transfer that dethrones the winner: g_i = (v_ib - v_Ab) - (v_ia - v_Aa), flips at
 * min (s_A - s_i) / g_i over g_i > 0, possible when it does not exceed w_a. Of several who draw level at once the one that gains most
 * is first beyond it; of those that gain the same, the one that stands first there. Smallest first.
 */
export function transfers(scores: Scores, order: readonly number[], idOf: (i: number) => string = String): Transfer[] {
  const a = order[0] as number;
  const found: Transfer[] = [];
  const gains = new Float64Array(order.length);
  const needs = new Float64Array(order.length);
  CRITERIA.forEach((from, f) => {
    const limit = scores.weights[f] as number;
    CRITERIA.forEach((to, t) => {
      if (f === t || limit === 0) return;
      const vf = scores.value[f] as Float64Array;
      const vt = scores.value[t] as Float64Array;
      const base = (vt[a] as number) - (vf[a] as number);
      let least = Number.POSITIVE_INFINITY;
      for (let n = 1; n < order.length; n++) {
        const i = order[n] as number;
        const gain = (vt[i] as number) - (vf[i] as number) - base;
        const lead = (scores.total[a] as number) - (scores.total[i] as number);
        const need = gain > TINY ? Math.max(0, lead / gain) : Number.NaN;
        gains[n] = gain;
        needs[n] = need;
        if (need < least) least = need;
      }
      // Moving all of a weight to reach a tie is no win.
      if (least >= limit - 1e-9) return;
      const level: number[] = [];
      for (let n = 1; n < order.length; n++) if ((needs[n] as number) <= least + TINY) level.push(n);
      const beyond = [f, t, least + BEYOND] as const;
      const next = level.length === 1 ? level[0] : firstAt(beyond, scores, order, level, gains, idOf);
      found.push({ from, to, weight: least, newWinner: order[next as number] as number });
    });
  });
  return found.sort((x, y) => x.weight - y.weight);
}

/** Of those that draw level, told by their places in `order`: who gains most, then who stands first where the weight has been moved. */
function firstAt(
  [from, to, weight]: readonly [from: number, to: number, weight: number],
  scores: Scores,
  order: readonly number[],
  level: readonly number[],
  gains: Float64Array,
  idOf: (i: number) => string,
): number | undefined {
  const moved = (rows: readonly Float64Array[], totals: Float64Array, i: number): number =>
    (totals[i] as number) +
    weight * (((rows[to] as Float64Array)[i] as number) - ((rows[from] as Float64Array)[i] as number));
  const at = (rows: readonly Float64Array[], totals: Float64Array) =>
    Float64Array.from(level, (n) => moved(rows, totals, order[n] as number));
  const there = {
    total: at(scores.value, scores.total),
    totalLow: at(scores.low, scores.totalLow),
    totalHigh: at(scores.high, scores.totalHigh),
  };
  const before = standing(there, (k) => idOf(order[level[k] as number] as number));
  const [first] = [...level.keys()].sort((x, y) => {
    const more = (gains[level[y] as number] as number) - (gains[level[x] as number] as number);
    return Math.abs(more) > TINY ? more : before(x, y);
  });
  return level[first as number];
}
