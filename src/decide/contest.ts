import type { Exception } from "../requirements/requirements.ts";
import { newBytes } from "../rules/arena.ts";
import type { Columns } from "../rules/columns.ts";
import { type Condition, FALSE, TRUE, UNKNOWN, type Verdict } from "../rules/condition.ts";
import { applyRule, pickVerdicts, type Verdicts } from "../rules/evaluate.ts";
import type { Subject } from "../rules/fact.ts";
import { FACTS } from "../rules/facts.ts";
import type { Base, Rule, Rulebook } from "../rules/rulebook.ts";
import { CRITERIA, type Criterion } from "../vocabulary.ts";
import { examine } from "./decide.ts";
import { excepted } from "./exceptions.ts";
import { rank } from "./rank.ts";
import { baseInterval, type Ends, type Move, movesOf, normalize, unclippedFrom, valueWithin } from "./score.ts";
import { valueOf } from "./value-function.ts";

/** Candidates under some requirements, and what is known of them already. */
export interface Field {
  readonly subjects: readonly Subject[];
  readonly columns: Columns;
  /** What each rule but a note says of them where no estimate is known; null = switched off. */
  readonly verdicts: ReadonlyMap<Rule, Verdicts | null>;
  /** Where a criterion starts by something that the catalog says, kept in the same way. */
  readonly starts: (base: Base, make: () => Starts) => Starts;
  /** What rules leave of each criterion, kept as long as they say the same. */
  readonly ends: KeptEnds;
  /** Whether the estimate of a candidate has been made. */
  readonly isEstimated: (i: number) => boolean;
  /** USD a month that the estimate of a candidate is not below at its high end. */
  readonly leastUsdPerMonth: (i: number) => number;
}

export type KeptEnds = Map<Criterion, readonly { readonly moves: readonly Move[]; readonly ends: Ends }[]>;

/** So many of each criterion are kept. */
const KEPT_ENDS = 8;

/** Both ends of where a criterion starts, for each candidate. */
export interface Starts {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Where a candidate stands by what the catalog says of it. */
export const MAY_PASS = 0;
export const OPEN = 1;
export const OUT = 2;

/** Scores are told apart to 1e-9; sums of the two ways may differ by less. */
const SLACK = 4e-9;

/**
 * Who is first under these requirements, found without estimating everybody: no candidate scores more than its bound, where every
 * estimate that has not been made reads as well as one can; so whoever is bounded below the best that was examined is left alone.
 */
export class Contest {
  /** `MAY_PASS`, `OPEN` or `OUT` for each candidate. */
  readonly standing: Uint8Array;
  /** What each rule says where no estimate is known; null = switched off. */
  readonly verdicts: ReadonlyMap<Rule, Verdicts | null>;
  readonly weights: Float64Array;
  /** Without the gates that need no estimate: whoever is examined has passed them. */
  private readonly rest: Rulebook;
  private readonly early: readonly (readonly [Rule, Verdicts])[];
  private readonly total: Float64Array;
  private readonly totalLow: Float64Array;
  private readonly totalHigh: Float64Array;
  private readonly examined: Uint8Array;
  private readonly passing: number[] = [];
  private leader: number | null | undefined;
  private most: Float64Array | undefined;

  constructor(
    readonly field: Field,
    rulebook: Rulebook,
    private readonly exceptions: readonly Exception[],
  ) {
    const { subjects, verdicts } = field;
    const count = subjects.length;
    this.weights = normalize((subjects[0] as Subject).priorities);
    this.total = new Float64Array(count);
    this.totalLow = new Float64Array(count);
    this.totalHigh = new Float64Array(count);
    this.examined = new Uint8Array(count);
    this.verdicts = verdicts;
    const rules = rulebook.rules.filter(
      (r) => (verdicts.get(r) ?? null) !== null && (r.kind === "score" || r.needsEstimate),
    );
    this.rest = { ...rulebook, rules };
    this.early = rules.flatMap((r) => (r.needsEstimate ? [] : [[r, verdicts.get(r) as Verdicts] as const]));
    this.standing = this.stand();
  }

  /** The most that each may score of those that may pass. */
  get bounds(): Float64Array {
    this.most ??= this.bound();
    return this.most;
  }

  /** The first, by score, coverage and id; null where nobody passes. */
  first(): number | null {
    const pieces = this.search();
    while (!pieces.next().done);
    return this.leader ?? null;
  }

  /** Finds the first in small pieces; whoever stops it loses nothing that was examined. */
  *search(): Generator<void> {
    if (this.leader !== undefined) return;
    const { standing, bounds } = this;
    const queue = [...standing.keys()].filter((i) => standing[i] === MAY_PASS);
    queue.sort((a, b) => (bounds[b] as number) - (bounds[a] as number));
    yield;
    let best = Number.NEGATIVE_INFINITY;
    for (let at = 0, size = 8; at < queue.length; at += size, size = Math.min(64, size * 2)) {
      if ((bounds[queue[at] as number] as number) < best - SLACK) break;
      const batch = queue.slice(at, at + size);
      this.examine(batch);
      for (const i of batch) if (this.examined[i] === PASSED) best = Math.max(best, this.total[i] as number);
      yield;
    }
    const scores = { total: this.total, totalLow: this.totalLow, totalHigh: this.totalHigh };
    const near = this.passing.filter((i) => (this.total[i] as number) > best - SLACK);
    this.leader = rank(scores, near, (i) => this.idOf(i))[0] ?? null;
  }

  /** The first of some, whoever else there is; null where none of them passes. */
  firstOf(some: readonly number[]): number | null {
    this.examine(some.filter((i) => this.standing[i] === MAY_PASS));
    const scores = { total: this.total, totalLow: this.totalLow, totalHigh: this.totalHigh };
    const passed = some.filter((i) => this.examined[i] === PASSED);
    return rank(scores, passed, (i) => this.idOf(i))[0] ?? null;
  }

  /** All that pass and score at least so much. */
  atLeast(level: number): number[] {
    const { standing, bounds } = this;
    this.examine(
      [...standing.keys()].filter((i) => standing[i] === MAY_PASS && (bounds[i] as number) >= level - SLACK),
    );
    return this.passing.filter((i) => (this.total[i] as number) >= level);
  }

  /** What each of some candidates scores; 0 where it does not pass, since it cannot be chosen. */
  scoresOf(some: readonly number[]): number[] {
    this.examine(some.filter((i) => this.standing[i] === MAY_PASS));
    return some.map((i) => this.mostOf(i));
  }

  /** The most that a candidate may score by all that is known so far: its score where it has been examined. */
  mostOf(i: number): number {
    if (this.standing[i] !== MAY_PASS) return 0;
    const examined = this.examined[i];
    return (
      examined === undefined || examined === 0 ? this.bounds[i] : examined === PASSED ? this.total[i] : 0
    ) as number;
  }

  idOf(i: number): string {
    return (this.field.subjects[i] as Subject).candidate.id;
  }

  private stand(): Uint8Array {
    const { subjects } = this.field;
    const standing = new Uint8Array(subjects.length);
    for (const [rule, verdicts] of this.verdicts) {
      if (rule.kind !== "gate" || verdicts === null || verdicts === FALSE) continue;
      const own = this.exceptions.filter((e) => e.rule === rule.id);
      const held = excepted(verdicts, subjects, own);
      // What an estimate may still settle stops nobody.
      const unknown = rule.needsEstimate ? MAY_PASS : UNKNOWN_IS[rule.onUnknown];
      const meant = [MAY_PASS, unknown, OUT] as const;
      if (typeof held === "number") {
        if (meant[held] !== MAY_PASS)
          for (let i = 0; i < standing.length; i++) standing[i] = Math.max(standing[i] as number, meant[held]);
        continue;
      }
      const { marks, groups } = held;
      for (let i = 0; i < standing.length; i++) {
        const is = meant[marks[groups === null ? i : (groups[i] as number)] as Verdict];
        if (is > (standing[i] as number)) standing[i] = is;
      }
    }
    return standing;
  }

  private bound(): Float64Array {
    const { subjects, starts: kept } = this.field;
    const applied = [...this.verdicts].flatMap(([rule, verdicts]) =>
      rule.kind !== "score" || verdicts === null ? [] : [{ rule, verdicts }],
    );
    const moves = movesOf(applied);
    const running = [...this.standing.keys()].filter((i) => this.standing[i] === MAY_PASS);
    const total = new Float64Array(subjects.length);
    CRITERIA.forEach((criterion, c) => {
      const { low, high } = this.bestEnds(criterion, moves[criterion]);
      const base = this.rest.bases.find((b) => b.criterion === criterion && b.constant === null);
      const starts =
        base && (isOfEstimate(base) ? this.bestStarts(base, running) : kept(base, () => startsOf(base, subjects)));
      const w = this.weights[c] as number;
      for (const i of running) {
        const a = (low[i] as number) + (starts?.low[i] ?? 0);
        const b = (high[i] as number) + (starts?.high[i] ?? 0);
        total[i] = (total[i] as number) + w * valueWithin(a, b);
      }
    });
    return total;
  }

  /** The most that the rules leave of a criterion, without the start that is read from a figure; kept as long as every rule says the same. */
  private bestEnds(criterion: Criterion, moves: readonly Move[]): Ends {
    const known = this.field.ends.get(criterion) ?? [];
    const old = known.find(
      (k) =>
        k.moves.length === moves.length &&
        k.moves.every((m, n) => m.verdicts === moves[n]?.verdicts && m.rule === moves[n]?.rule),
    );
    if (old) return old.ends;
    const base = this.rest.bases.find((b) => b.criterion === criterion);
    const best = moves.map((m) => (m.rule.needsEstimate ? { ...m, verdicts: atBest(m.verdicts, m.yes >= m.no) } : m));
    const start = base === undefined ? 0.5 : (base.constant ?? 0);
    const ends = unclippedFrom(start, best, this.field.subjects.length);
    this.field.ends.set(criterion, [{ moves, ends }, ...known].slice(0, KEPT_ENDS));
    return ends;
  }

  /** By the estimate where there is one, else as well as the least cost can read; what is not known may read as anything. */
  private bestStarts(base: Base, running: readonly number[]): Starts {
    const { subjects, isEstimated, leastUsdPerMonth } = this.field;
    const top = Math.max(...base.breakpoints.map((p) => p[1]));
    const low = new Float64Array(subjects.length).fill(top);
    const high = low.slice();
    const isFalling = base.breakpoints.every((p, n) => p[1] <= (base.breakpoints[n - 1]?.[1] ?? top));
    const read = new Map<number, number>();
    for (const i of running) {
      if (isEstimated(i)) {
        const [a, b] = baseInterval(base, subjects[i] as Subject);
        low[i] = Math.min(a, b);
        high[i] = Math.max(a, b);
        continue;
      }
      const least = leastUsdPerMonth(i);
      let best = read.get(least);
      if (best === undefined)
        read.set(least, (best = isFalling && least > 0 ? valueOf(base.breakpoints, least, base.log) : top));
      low[i] = best;
    }
    return { low, high };
  }

  private examine(batch: readonly number[]): void {
    const { field, rest, weights, exceptions } = this;
    const fresh = batch.filter((i) => this.examined[i] === 0);
    if (fresh.length === 0) return;
    const subjects = fresh.map((i) => field.subjects[i] as Subject);
    const early = new Map(this.early.map(([rule, v]) => [rule, pickVerdicts(v, fresh)]));
    const columns = field.columns.pick(fresh);
    const { scores, rejectedBy, openAt } = examine(subjects, columns, rest, weights, exceptions, early);
    fresh.forEach((i, n) => {
      const passes = rejectedBy[n]?.length === 0 && openAt[n]?.length === 0;
      this.examined[i] = passes ? PASSED : STOPPED;
      if (!passes) return;
      this.passing.push(i);
      this.total[i] = scores.total[n] as number;
      this.totalLow[i] = scores.totalLow[n] as number;
      this.totalHigh[i] = scores.totalHigh[n] as number;
    });
  }
}

const UNKNOWN_IS = { reject: OUT, verify: OPEN, pass: MAY_PASS } as const;

const PASSED = 1;
const STOPPED = 2;

/** What a rule says of all candidates where no estimate is known; null = switched off. */
export const catalogVerdicts = (rule: Rule, columns: Columns, unestimated: Columns): Verdicts | null =>
  rule.needsEstimate ? withoutEstimate(rule, unestimated) : applyRule(rule, columns);

/** The verdicts where nothing is estimated; a rule that asks whether an estimate is known may say either. */
function withoutEstimate(rule: Rule, unestimated: Columns): Verdicts | null {
  const verdicts = applyRule(rule, unestimated);
  return verdicts !== null && asksWhetherEstimated(rule.when) ? UNKNOWN : verdicts;
}

function asksWhetherEstimated(condition: Condition): boolean {
  if ("all" in condition) return condition.all.some(asksWhetherEstimated);
  if ("any" in condition) return condition.any.some(asksWhetherEstimated);
  if ("not" in condition) return asksWhetherEstimated(condition.not);
  return condition.operator === "known" && FACTS[condition.path]?.stage === "estimate";
}

/** What is unknown taken as true or as false. */
function atBest(verdicts: Verdicts, best: boolean): Verdicts {
  const settled = best ? TRUE : FALSE;
  if (typeof verdicts === "number") return verdicts === UNKNOWN ? settled : verdicts;
  const marks = newBytes(verdicts.marks.length);
  for (let g = 0; g < marks.length; g++) {
    const t = verdicts.marks[g] as number;
    marks[g] = t === UNKNOWN ? settled : t;
  }
  return { marks, groups: verdicts.groups };
}

const isOfEstimate = (base: Base): boolean => base.constant === null && base.of === "candidate.usdPerMonth";

function startsOf(base: Base, subjects: readonly Subject[]): Starts {
  const ends = subjects.map((s) => baseInterval(base, s));
  return {
    low: Float64Array.from(ends, ([a, b]) => Math.min(a, b)),
    high: Float64Array.from(ends, ([a, b]) => Math.max(a, b)),
  };
}
