import type { Quality } from "../estimate/estimate.ts";
import type { Groups } from "../rules/columns.ts";
import { FALSE } from "../rules/condition.ts";
import type { Applied, Verdicts } from "../rules/evaluate.ts";
import type { Subject } from "../rules/fact.ts";
import type { Base, Rulebook, ScoreRule } from "../rules/rulebook.ts";
import { CRITERIA, type Criterion } from "../vocabulary.ts";
import { valueOf } from "./value-function.ts";

/** How far from the pessimistic end an interval is ranked: ignorance must not beat evidence. */
export const ALPHA = 0.25;

/** Values of all candidates, criterion by criterion, in [0, 1]. Row = criterion in the fixed order, column = candidate. */
export interface Scores {
  readonly count: number;
  readonly weights: Float64Array;
  readonly low: readonly Float64Array[];
  readonly high: readonly Float64Array[];
  /** low + ALPHA * (high - low) */
  readonly value: readonly Float64Array[];
  readonly total: Float64Array;
  readonly totalLow: Float64Array;
  readonly totalHigh: Float64Array;
}

/** Priorities on any scale → weights that sum to 1, in the fixed order of criteria. */
export function normalize(priorities: Readonly<Record<Criterion, number>>): Float64Array {
  const sum = CRITERIA.reduce((s, c) => s + priorities[c], 0);
  return Float64Array.from(CRITERIA, (c) => priorities[c] / sum);
}

/** Interval at which a criterion starts, before the rules: a constant, or an estimate read through its breakpoints. */
export function baseInterval(base: Base | undefined, subject: Subject): readonly [number, number] {
  if (!base) return [0.5, 0.5];
  if (base.constant !== null) return [base.constant, base.constant];
  const read = (x: number) => valueOf(base.breakpoints, x, base.log);
  if (base.of === "candidate.quality.index") {
    const { index, low, high } = subject.quality;
    return index === null ? unknownInterval(base) : [read(low), read(high)];
  }
  const month = subject.estimate.usdPerMonth;
  return month === null ? unknownInterval(base) : [read(month.high), read(month.low)];
}

function unknownInterval({ breakpoints }: Base): readonly [number, number] {
  const ends = breakpoints.map((p) => p[1]);
  return [Math.min(...ends), Math.max(...ends)];
}

/**
 * Additive values on absolute anchors: v = clip(base + sum of points). A verdict that is unknown adds the smaller of its two
 * outcomes to the low end and the larger to the high end.
 */
export function score(rulebook: Rulebook, moves: Moves, subjects: readonly Subject[], weights: Float64Array): Scored {
  const raw = unclipped(rulebook, moves, subjects);
  const copy = (rows: readonly Float64Array[]) => rows.map((row) => row.slice());
  return { ...weigh(copy(raw.low), copy(raw.high), weights), raw };
}

/** Scores with both ends as they were before they were cut off at 0 and 1. */
export interface Scored extends Scores {
  readonly raw: Pick<Scores, "low" | "high">;
}

/** Where `weigh` writes. A second weighing of as many candidates may have the room of the first: new memory costs more than the sums. */
export type Room = Pick<Scores, "value" | "total" | "totalLow" | "totalHigh">;

export const roomFor = (count: number): Room => ({
  value: CRITERIA.map(() => new Float64Array(count)),
  total: new Float64Array(count),
  totalLow: new Float64Array(count),
  totalHigh: new Float64Array(count),
});

/** Both ends of every value cut off at 0 and 1 (in place), what is ranked with, and the weighted sums. */
export function weigh(
  low: readonly Float64Array[],
  high: readonly Float64Array[],
  weights: Float64Array,
  room: Room = roomFor(low[0]?.length ?? 0),
): Scores {
  const { value, total, totalLow, totalHigh } = room;
  const count = total.length;
  total.fill(0);
  totalLow.fill(0);
  totalHigh.fill(0);
  for (let c = 0; c < CRITERIA.length; c++) {
    const w = weights[c] as number;
    const lo = low[c] as Float64Array;
    const hi = high[c] as Float64Array;
    const v = value[c] as Float64Array;
    for (let i = 0; i < count; i++) {
      const a = clean(clip(lo[i] as number));
      const b = clean(clip(hi[i] as number));
      const x = clean(a + ALPHA * (b - a));
      lo[i] = a;
      hi[i] = b;
      v[i] = x;
      total[i] = (total[i] as number) + w * x;
      totalLow[i] = (totalLow[i] as number) + w * a;
      totalHigh[i] = (totalHigh[i] as number) + w * b;
    }
  }
  return { count, weights, low, high, value, total, totalLow, totalHigh };
}

/** What is ranked with of a value between two ends that are not cut off yet, by the very sums of `weigh`. */
export function valueWithin(low: number, high: number): number {
  const a = clean(clip(low));
  const b = clean(clip(high));
  return clean(a + ALPHA * (b - a));
}

/** base + sum of points, both ends, before anything is cut off at 0 and 1. Row = criterion, column = candidate. */
export function unclipped(
  rulebook: Pick<Rulebook, "bases">,
  moves: Moves,
  subjects: readonly Subject[],
): Pick<Scores, "low" | "high"> {
  const count = subjects.length;
  const low = CRITERIA.map(() => new Float64Array(count));
  const high = CRITERIA.map(() => new Float64Array(count));
  const sums = new Sums(CRITERIA.length);
  CRITERIA.forEach((criterion, c) => {
    const base = rulebook.bases.find((b) => b.criterion === criterion);
    if (base && base.constant === null) addBases(low[c] as Float64Array, high[c] as Float64Array, base, subjects);
    else sums.addToAll(c, base?.constant ?? 0.5, base?.constant ?? 0.5);
    for (const { verdicts, yes, no } of moves[criterion]) sums.add(c, verdicts, yes, no);
  });
  sums.spread(low, high);
  return { low, high };
}

/** The same of one criterion that starts at a constant. */
export function unclippedFrom(start: number, moves: readonly Move[], count: number): Ends {
  const low = new Float64Array(count);
  const high = new Float64Array(count);
  const sums = new Sums(1);
  sums.addToAll(0, start, start);
  for (const { verdicts, yes, no } of moves) sums.add(0, verdicts, yes, no);
  sums.spread([low], [high]);
  return { low, high };
}

/** Both ends of the values of one criterion, for each candidate. */
export interface Ends {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

function addBases(low: Float64Array, high: Float64Array, base: Base, subjects: readonly Subject[]): void {
  // Most candidates have the very quality of their model.
  const ofQuality = base.of === "candidate.quality.index" ? new Map<Quality, readonly [number, number]>() : null;
  for (let i = 0; i < low.length; i++) {
    const subject = subjects[i] as Subject;
    let ends = ofQuality?.get(subject.quality);
    if (ends === undefined) {
      ends = baseInterval(base, subject);
      ofQuality?.set(subject.quality, ends);
    }
    low[i] = Math.min(ends[0], ends[1]);
    high[i] = Math.max(ends[0], ends[1]);
  }
}

interface Sum {
  readonly groups: Groups;
  readonly low: readonly Float64Array[];
  readonly high: readonly Float64Array[];
}

/** Points by criterion, added up group by group before they are spread over the candidates. */
class Sums {
  private readonly allLow: Float64Array;
  private readonly allHigh: Float64Array;
  private readonly sums: Sum[] = [];

  constructor(private readonly rows: number) {
    this.allLow = new Float64Array(rows);
    this.allHigh = new Float64Array(rows);
  }

  addToAll(c: number, low: number, high: number): void {
    this.allLow[c] = (this.allLow[c] as number) + low;
    this.allHigh[c] = (this.allHigh[c] as number) + high;
  }

  /** True adds `yes` to both ends, false `no`; unknown adds the smaller to the low end and the larger to the high end. */
  add(c: number, verdicts: Verdicts, yes: number, no: number): void {
    const toLow = [no, Math.min(yes, no), yes];
    const toHigh = [no, Math.max(yes, no), yes];
    if (typeof verdicts === "number") {
      this.addToAll(c, toLow[verdicts] as number, toHigh[verdicts] as number);
      return;
    }
    const { marks, groups } = verdicts;
    const sum = this.sumOf(groups, marks.length);
    const low = sum.low[c] as Float64Array;
    const high = sum.high[c] as Float64Array;
    for (let g = 0; g < marks.length; g++) {
      const t = marks[g] as number;
      if (t === FALSE && no === 0) continue;
      low[g] = (low[g] as number) + (toLow[t] as number);
      high[g] = (high[g] as number) + (toHigh[t] as number);
    }
  }

  spread(low: readonly Float64Array[], high: readonly Float64Array[]): void {
    for (let c = 0; c < this.rows; c++) {
      const lo = low[c] as Float64Array;
      const hi = high[c] as Float64Array;
      const restLow = this.allLow[c] as number;
      const restHigh = this.allHigh[c] as number;
      for (const sum of this.sums) addSpread(lo, sum.low[c] as Float64Array, sum.groups);
      for (const sum of this.sums) addSpread(hi, sum.high[c] as Float64Array, sum.groups);
      for (let i = 0; i < lo.length; i++) {
        lo[i] = (lo[i] as number) + restLow;
        hi[i] = (hi[i] as number) + restHigh;
      }
    }
  }

  private sumOf(groups: Groups, length: number): Sum {
    let sum = this.sums.find((s) => s.groups === groups);
    if (!sum) {
      const zeros = () => Array.from({ length: this.rows }, () => new Float64Array(length));
      this.sums.push((sum = { groups, low: zeros(), high: zeros() }));
    }
    return sum;
  }
}

function addSpread(to: Float64Array, points: Float64Array, groups: Groups): void {
  for (let i = 0; i < to.length; i++)
    to[i] = (to[i] as number) + (points[groups === null ? i : (groups[i] as number)] as number);
}

/** What one rule does to one criterion. */
export interface Move {
  readonly rule: ScoreRule;
  readonly verdicts: Verdicts;
  /** Points where the verdict is true. */
  readonly yes: number;
  /** Points where it is false. */
  readonly no: number;
}

/** In the order of the rules. */
export type Moves = Readonly<Record<Criterion, readonly Move[]>>;

export function movesOf(applied: readonly Applied[]): Moves {
  const moves = Object.fromEntries(CRITERIA.map((c) => [c, []])) as unknown as Record<Criterion, Move[]>;
  for (const { rule, verdicts } of applied) {
    if (rule.kind !== "score") continue;
    const { then, otherwise } = rule;
    const same = otherwise?.criterion === then.criterion;
    moves[then.criterion].push({ rule, verdicts, yes: then.points, no: same ? otherwise.points : 0 });
    if (otherwise && !same) moves[otherwise.criterion].push({ rule, verdicts, yes: 0, no: otherwise.points });
  }
  return moves;
}

/** Points are hundredths, and sums of binary fractions are not exact: what is equal to 1e-13 becomes equal, by a sum that has no room for more. */
const clean = (x: number): number => x + 256 - 256;

const clip = (x: number): number => (x < 0 ? 0 : x > 1 ? 1 : x);
