import type { Base } from "../rules/rulebook.ts";
import { CRITERIA, type Criterion } from "../vocabulary.ts";
import type { Scores } from "./score.ts";

/** What alone would put a candidate first. */
export interface Winning {
  /** Weight moved from one priority to another, of all weight 1; the smallest that does it. */
  readonly transfer: { readonly from: Criterion; readonly to: Criterion; readonly weight: number } | null;
  /** The figure that a base would have to have: cost a month, or quality index. */
  readonly figures: readonly {
    readonly criterion: Criterion;
    readonly of: "candidate.usdPerMonth" | "candidate.quality.index";
    readonly figure: number;
  }[];
}

/** A base as a function of one figure of the candidate: its cost a month, or its quality index; ranges move along. */
export interface Reading {
  readonly base: Base;
  readonly now: number;
  readonly valueAt: (figure: number) => number;
  /** Where the figure may go at the most. */
  readonly until: number;
}

/**
 * For candidate `i` against everybody in `order`: for each pair of priorities the range of moved weight in which it beats all
 * rivals, smallest first (each rival bounds it from one side: gap = gain × t); and the figure at which its own cost or quality
 * would carry it past the leader, by bisection.
 */
export function winningFor(scores: Scores, order: readonly number[], i: number, readings: readonly Reading[]): Winning {
  const rivals = order.filter((r) => r !== i);
  let transfer: Winning["transfer"] = null;
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
        if (gain > 0) low = Math.max(low, gap / gain);
        else if (gain < 0) high = Math.min(high, gap / gain);
        else if (gap > 0) high = -1;
      }
      if (low <= high && (transfer === null || low < transfer.weight)) transfer = { from, to, weight: low };
    });
  });
  const leader = Math.max(...rivals.map((r) => scores.total[r] as number));
  const figures = readings.flatMap(({ base, now, valueAt, until }): Winning["figures"] => {
    const c = CRITERIA.indexOf(base.criterion);
    const weight = scores.weights[c] as number;
    if (base.of === null || weight === 0) return [];
    const value = (scores.value[c] as Float64Array)[i] as number;
    const gap = leader - (scores.total[i] as number);
    // The rules that move this criterion stay: the base has to make up the difference, and nothing counts above 1.
    const wins = (x: number) => weight * (Math.min(1, value + valueAt(x) - valueAt(now)) - value) >= gap;
    if (wins(now) || !wins(until)) return [];
    let [no, yes] = [now, until];
    for (let k = 0; k < 60; k++) {
      const middle = (no + yes) / 2;
      if (wins(middle)) yes = middle;
      else no = middle;
    }
    return [{ criterion: base.criterion, of: base.of, figure: yes }];
  });
  return { transfer, figures };
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
