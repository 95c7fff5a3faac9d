import { CRITERIA, type Criterion } from "../vocabulary.ts";
import type { Scores } from "./score.ts";

/** The smallest weight, moved from one priority to another, with which a candidate is first, in points of 100. */
export interface WinningTransfer {
  readonly from: Criterion;
  readonly to: Criterion;
  readonly points: number;
}

/**
 * For candidate `i` against everybody in `order`: for each pair of priorities the range of moved weight in which it beats all rivals
 * (each rival bounds it from one side: gap = gain × t), rounded up as far as it is still first there. Null where no pair is enough.
 */
export function winningTransfer(scores: Scores, order: readonly number[], i: number): WinningTransfer | null {
  const rivals = order.filter((r) => r !== i);
  let best: WinningTransfer | null = null;
  CRITERIA.forEach((from, f) => {
    CRITERIA.forEach((to, t) => {
      if (f === t) return;
      const vf = scores.value[f] as Float64Array;
      const vt = scores.value[t] as Float64Array;
      let low = 0;
      let high = scores.weights[f] as number;
      for (const r of rivals) {
        const gap = (scores.total[r] as number) - (scores.total[i] as number);
        const gain = (vt[i] as number) - (vf[i] as number) - ((vt[r] as number) - (vf[r] as number));
        if (gain > TINY) low = Math.max(low, gap / gain);
        else if (gap > -TINY) high = -1;
        else if (gain < -TINY) high = Math.min(high, gap / gain);
      }
      const points = roundWithin(low, high);
      if (points !== null && (best === null || points < best.points)) best = { from, to, points };
    });
  });
  return best;
}

const TINY = 1e-12;

/** The roundest number of points above `low` and below `high`, both shares of 1. */
function roundWithin(low: number, high: number): number | null {
  for (const unit of [1, 10, 100, 1000]) {
    const points = Math.ceil(100 * unit * (low + 1e-8)) / unit;
    if (points / 100 < high - 1e-8) return points;
  }
  return null;
}

/** How far one priority may go, the others in their proportions, before the winner `a` loses the first rank: shares of all weight. */
export function priorityRange(
  scores: Scores,
  order: readonly number[],
  c: number,
): readonly [low: number, high: number] {
  const a = order[0] as number;
  const w = scores.weights[c] as number;
  let low = 0;
  let high = 1;
  if (w >= 1) return [low, high];
  for (const r of order) {
    if (r === a) continue;
    const values = scores.value[c] as Float64Array;
    const d = (values[a] as number) - (values[r] as number);
    const rest = ((scores.total[a] as number) - (scores.total[r] as number) - w * d) / (1 - w);
    // lead(t) = t·d + (1 − t)·rest
    const slope = d - rest;
    if (slope === 0) continue;
    const root = -rest / slope;
    if (slope > 0) low = Math.max(low, Math.min(root, w));
    else high = Math.min(high, Math.max(root, w));
  }
  return [low, high];
}
