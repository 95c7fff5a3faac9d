import { CRITERIA, type Criterion } from "../vocabulary.ts";
import type { Scores } from "./score.ts";

/** Sums of hundredths are not exact. */
const TINY = 1e-12;

/** Moving `weight` from one priority to another makes `newWinner` first. */
export interface Transfer {
  readonly from: Criterion;
  readonly to: Criterion;
  readonly weight: number;
  readonly newWinner: number;
}

/**
 * For each pair of priorities the smallest transfer that dethrones the winner: g_i = (v_ib - v_Ab) - (v_ia - v_Aa), flips at
 * min (s_A - s_i) / g_i over g_i > 0, possible when it does not exceed w_a. Smallest first.
 */
export function transfers(scores: Scores, order: readonly number[]): Transfer[] {
  const a = order[0] as number;
  const found: Transfer[] = [];
  CRITERIA.forEach((from, f) => {
    const limit = scores.weights[f] as number;
    CRITERIA.forEach((to, t) => {
      if (f === t || limit === 0) return;
      const vf = scores.value[f] as Float64Array;
      const vt = scores.value[t] as Float64Array;
      const base = (vt[a] as number) - (vf[a] as number);
      let least = Number.POSITIVE_INFINITY;
      let who = -1;
      for (const i of order) {
        const gain = (vt[i] as number) - (vf[i] as number) - base;
        if (i === a || gain <= TINY) continue;
        const need = ((scores.total[a] as number) - (scores.total[i] as number)) / gain;
        if (need < least) {
          least = need;
          who = i;
        }
      }
      // Moving all of a weight to reach a tie is no win.
      if (who >= 0 && least < limit - 1e-9) found.push({ from, to, weight: least, newWinner: who });
    });
  });
  return found.sort((x, y) => x.weight - y.weight);
}
