import { CRITERIA, type Criterion } from "../vocabulary.ts";
import { standing } from "./rank.ts";
import type { Scores } from "./score.ts";

/** Sums of hundredths are not exact. */
const TINY = 1e-12;
/** Who is level where the winner is reached is told apart a little further on. */
const BEYOND = 1e-6;

/** Moving `weight` from one priority to another brings `newWinner` level with the winner; a little more makes it first. */
export interface Transfer {
  readonly from: Criterion;
  readonly to: Criterion;
  /** Of all weight 1. */
  readonly weight: number;
  readonly newWinner: number;
}

interface Names {
  readonly idOf: (i: number) => string;
  /** Candidates of one family are no other answer: only another family dethrones the winner's. By default each is its own. */
  readonly familyOf: (i: number) => string;
}
const EACH: Names = { idOf: String, familyOf: String };

/**
 * For each pair of priorities the smallest transfer that dethrones the winner and its family. Against A: g_i = (v_ib - v_Ab) -
 * (v_ia - v_Aa), level at (s_A - s_i) / g_i where g_i > 0, possible when that does not exceed w_a; a rival has to be ahead of every
 * member of the family at once. Of several who draw level the one that gains most is first beyond it; of those that gain the same, the
 * one that stands first there. Smallest first.
 */
export function transfers(scores: Scores, order: readonly number[], names: Partial<Names> = {}): Transfer[] {
  const { idOf, familyOf } = { ...EACH, ...names };
  const { total, value, weights } = scores;
  const family = familyOf(order[0] as number);
  const isOwn = order.map((i) => familyOf(i) === family);
  const own = order.filter((_, n) => isOwn[n]);
  const rivals = order.filter((_, n) => !isOwn[n]);
  const totals = picked(total, rivals);
  const values = value.map((row) => picked(row, rivals));
  const found: Transfer[] = [];
  CRITERIA.forEach((from, f) => {
    const limit = weights[f] as number;
    CRITERIA.forEach((to, t) => {
      if (f === t || limit === 0) return;
      const slope = (i: number) =>
        ((value[t] as Float64Array)[i] as number) - ((value[f] as Float64Array)[i] as number);
      const ahead = upperOf(own, total, slope, limit).map((i): Line => [total[i] as number, slope(i)]);
      // Moving all of a weight to reach a tie is no win.
      const { least, level } = overtaking(
        ahead,
        totals,
        values[f] as Float64Array,
        values[t] as Float64Array,
        limit - 1e-9,
      );
      if (level.length === 0) return;
      const at = level.map((n) => rivals[n] as number);
      const newWinner =
        at.length === 1
          ? (at[0] as number)
          : firstOf(at, slope, standing(moved(scores, at, f, t, least + BEYOND), idOf));
      found.push({ from, to, weight: least, newWinner });
    });
  });
  return found.sort((x, y) => x.weight - y.weight);
}

function picked(row: Float64Array, places: readonly number[]): Float64Array {
  const out = new Float64Array(places.length);
  for (let n = 0; n < out.length; n++) out[n] = row[places[n] as number] as number;
  return out;
}

/** A score, and by how much it grows with the weight that is moved. */
type Line = readonly [total: number, slope: number];

/** Where rivals are first ahead of everybody in `ahead`, before `limit`, and which of them, by their places, are level there. */
function overtaking(
  ahead: readonly Line[],
  totals: Float64Array,
  from: Float64Array,
  to: Float64Array,
  limit: number,
): { readonly least: number; readonly level: readonly number[] } {
  const scores = Float64Array.from(ahead, ([score]) => score);
  const growths = Float64Array.from(ahead, ([, growth]) => growth);
  let least = limit;
  let level: number[] = [];
  for (let n = 0; n < totals.length; n++) {
    const slope = (to[n] as number) - (from[n] as number);
    const total = totals[n] as number;
    let low = 0;
    let high = Number.POSITIVE_INFINITY;
    for (let k = 0; k < scores.length; k++) {
      const gain = slope - (growths[k] as number);
      const lead = (scores[k] as number) - total;
      if (gain > TINY) {
        // Most come too late: told without a division.
        if (lead > low * gain) low = lead > (least + TINY) * gain ? limit : lead / gain;
      } else if (lead > -TINY) low = limit;
      else if (gain < -TINY) high = Math.min(high, lead / gain);
      if (low >= limit) break;
    }
    // Whoever only touches them is not first.
    if (low > least + TINY || low >= limit || low >= high - BEYOND) continue;
    if (low < least - TINY) {
      least = low;
      level = [n];
    } else level.push(n);
  }
  return { least, level };
}

/** Of a family, those that are first in it somewhere between no transfer and all of it, as they come. */
function upperOf(
  own: readonly number[],
  total: Float64Array,
  slope: (i: number) => number,
  limit: number,
): readonly number[] {
  const upper = [own[0] as number];
  let from = 0;
  for (;;) {
    const now = upper.at(-1) as number;
    let [next, least] = [-1, limit];
    for (const i of own) {
      const gain = slope(i) - slope(now);
      if (gain <= TINY) continue;
      const at = ((total[now] as number) - (total[i] as number)) / gain;
      if (at < from - TINY || at > least) continue;
      if (at < least || next < 0 || slope(i) > slope(next)) [next, least] = [i, at];
    }
    if (next < 0) return upper;
    upper.push(next);
    from = least;
  }
}

/** Totals of some candidates where `weight` has been moved from one criterion to another. */
function moved(
  { value, low, high, total, totalLow, totalHigh }: Scores,
  some: readonly number[],
  from: number,
  to: number,
  weight: number,
): Pick<Scores, "total" | "totalLow" | "totalHigh"> {
  const shift = (rows: readonly Float64Array[], totals: Float64Array): Float64Array => {
    const out = new Float64Array(totals.length);
    const gains = rows[to] as Float64Array;
    const losses = rows[from] as Float64Array;
    for (const i of some) out[i] = (totals[i] as number) + weight * ((gains[i] as number) - (losses[i] as number));
    return out;
  };
  return { total: shift(value, total), totalLow: shift(low, totalLow), totalHigh: shift(high, totalHigh) };
}

function firstOf(level: readonly number[], slope: (i: number) => number, before: (a: number, b: number) => number) {
  const [first] = [...level].sort((x, y) => {
    const more = slope(y) - slope(x);
    return Math.abs(more) > TINY ? more : before(x, y);
  });
  return first as number;
}

/** Points of 100, rounded up as far as somebody of another family is still first there, and who that is. */
export function inPoints(
  scores: Scores,
  order: readonly number[],
  { from, to, weight, newWinner }: Transfer,
  names: Partial<Names> = {},
): { readonly points: number; readonly newWinner: number } {
  const { idOf, familyOf } = { ...EACH, ...names };
  const [f, t] = [CRITERIA.indexOf(from), CRITERIA.indexOf(to)];
  const family = familyOf(order[0] as number);
  for (const unit of [1, 10, 100, 1000, 10_000]) {
    const points = Math.ceil(100 * unit * (weight + 1e-8)) / unit;
    if (points / 100 > (scores.weights[f] as number)) continue;
    const before = standing(moved(scores, order, f, t, points / 100), idOf);
    const first = order.reduce((best, i) => (before(i, best) < 0 ? i : best));
    if (familyOf(first) !== family) return { points, newWinner: first };
  }
  return { points: 100 * weight, newWinner };
}
