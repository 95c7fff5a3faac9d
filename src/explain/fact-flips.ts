import type { Candidate } from "../candidates/candidate.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { repriced } from "../catalog/reprice.ts";
import { type Decision, examine } from "../decide/decide.ts";
import { covers } from "../decide/exceptions.ts";
import { rank } from "../decide/rank.ts";
import { levelOf } from "../estimate/quality.ts";
import { isMetered } from "../estimate/reads.ts";
import { type EstimateContext, estimate } from "../estimate/tco.ts";
import { usd } from "../quantity/format.ts";
import { times } from "../quantity/range.ts";
import type { Exception } from "../requirements/requirements.ts";
import { subjectColumns } from "../rules/columns.ts";
import { factsOf, TRUE, UNKNOWN } from "../rules/condition.ts";
import { applyRule, pickVerdicts, type Verdicts, verdictOf } from "../rules/evaluate.ts";
import type { Subject } from "../rules/fact.ts";
import type { Rule, Rulebook } from "../rules/rulebook.ts";
import type { Flip } from "./flips.ts";
import { displayName } from "./place.ts";

/** What imagined facts are made and judged by. */
export interface Means {
  readonly rulebook: Rulebook;
  readonly exceptions: readonly Exception[];
  readonly context: EstimateContext & { readonly catalog: Pick<Catalog, "benchmarks"> };
  readonly weights: Float64Array;
}

/** With what the rules say of everybody now. */
export interface Judge extends Means, Pick<Decision, "subjects" | "applied"> {}

export const judgeOf = ({ subjects, applied }: Decision, means: Means): Judge => ({ ...means, subjects, applied });

/** A price or a quality, told in words, at which somebody would win; `subjects` are the candidates as they would be. */
export interface FactChange {
  readonly text: string;
  /** Times its prices, or its bill, now; null for a quality. */
  readonly factor: number | null;
  /** The measured quality that it would have; null for a price. */
  readonly index: number | null;
  readonly newWinner: Candidate;
  /** Whose price, or whose model's quality, it is. */
  readonly of: Candidate;
}

/** Models after the winner's for which a price and a quality are sought. */
const RIVALS = 3;
/** A bill is looked for up to a hundred times what it is now: by whole percents to twice as much, then by tenths of it. */
const PERCENTS = 100;
const TENTHS = 10 * (100 - 2);

export const factFlipsOf = (decision: Decision, means: Means): Flip[] =>
  factChangesOf(decision, means).map(({ text, newWinner }) => ({
    kind: "fact",
    text,
    newWinner: newWinner.id,
    change: null,
  }));

/** At what price, or at what measured quality, the winner would lose, and each of the next models would win. */
export function factChangesOf(decision: Decision, means: Means): FactChange[] {
  const { order, subjects } = decision;
  const judge = judgeOf(decision, means);
  const ranked = order.map((i) => subjects[i] as Subject);
  const [winner] = ranked;
  if (winner === undefined) return [];
  const modelOf = (s: Subject) => s.candidate.model.id;
  const seen = new Set([modelOf(winner)]);
  const rivals = ranked.filter((s) => !seen.has(modelOf(s)) && seen.add(modelOf(s))).slice(0, RIVALS);
  const changes = rivals.flatMap((s) => [
    cheaper(s, winner, judge),
    better([s, ...siblingsOf(s, subjects)], winner, judge),
  ]);
  const [next] = rivals;
  const own = ranked.filter((s) => modelOf(s) === modelOf(winner));
  const lost = next === undefined ? [] : [dearer(own, ranked, judge), worse(own, next, judge)];
  return [...lost, ...changes].filter((c) => c !== null);
}

/** The other ways to run its model, those that something stops included: what a model proves to be, it is wherever it runs. */
export const siblingsOf = (of: Subject, subjects: readonly Subject[]): Subject[] =>
  subjects.filter((s) => s !== of && s.candidate.model.id === of.candidate.model.id);

/** By how many percent its prices, or its bill, would have to fall for a candidate to stand before `rival`. */
export function cheaper(s: Subject, rival: Subject, judge: Judge, isAside: Aside = nobody): FactChange | null {
  if (!s.estimate.usdPerMonth) return null;
  const at = (off: number) => atCost(s, 1 - off / 100, judge);
  const first = contestOf([s, rival], judge, ofEstimate, isAside);
  const off = leastWhole(99, (k) => first((x) => (x === s ? at(k) : x)) === s);
  if (off === null) return null;
  const name = displayName(s.candidate);
  const [now, then] = [s, at(off)].map(month) as [string, string];
  const text = isMetered(s.candidate.deployment.kind)
    ? `If the prices of ${name} fell by ${off} % (${then} a month in all instead of ${now}), it would win.`
    : `If ${name} cost ${off} % less (${then} a month instead of ${now}), it would win.`;
  return { text, factor: 1 - off / 100, index: null, newWinner: s.candidate, of: s.candidate };
}

/** The measured quality at which one of a model's candidates, or the one that `isWanted`, would be first, before `rival`. */
export function better(
  family: readonly Subject[],
  rival: Subject,
  judge: Judge,
  isAside: Aside = nobody,
  isWanted: (s: Subject) => boolean = () => true,
): FactChange | null {
  const [best] = family;
  const now = best?.quality.index ?? null;
  if (!best || now === null) return null;
  const from = Math.floor(now);
  const first = contestOf([...family, rival], judge, ofQuality, isAside);
  const firstAt = (index: number) => first((x) => (x === rival ? x : atQuality(x, index - now, judge)));
  const wins = (s: Subject | null) => s !== null && s !== rival && isWanted(s);
  const more = leastWhole(100 - from, (k) => wins(firstAt(from + k)));
  if (more === null) return null;
  const index = from + more;
  const { candidate: newWinner } = firstAt(index) as Subject;
  const text = `If ${best.candidate.model.name} proved as good as ${index} of 100 on your own cases (measured ${measured(now, index)}), ${family.length === 1 ? "it" : displayName(newWinner)} would win.`;
  return { text, factor: null, index, newWinner, of: best.candidate };
}

/** By how much the winner's model would have to become dearer, wherever it is run as the winner is, for another model to win. */
function dearer(family: readonly Subject[], ranked: readonly Subject[], judge: Judge): FactChange | null {
  const [best] = family;
  if (!best?.estimate.usdPerMonth) return null;
  const metered = isMetered(best.candidate.deployment.kind);
  const alike = family.filter((s) => isMetered(s.candidate.deployment.kind) === metered);
  const next = ranked.find((s) => !alike.includes(s));
  if (next === undefined || family.includes(next)) return null;
  const first = contestOf([...alike, next], judge, ofEstimate);
  const at = (k: number) => (k <= PERCENTS ? (100 + k) / 100 : (20 + k - PERCENTS) / 10);
  const k = leastWhole(PERCENTS + TENTHS, (n) => first((x) => (x === next ? x : atCost(x, at(n), judge))) === next);
  if (k === null) return null;
  const factor = at(k);
  const how = factor < 2 ? `${k} % more` : `${factor} times as much`;
  const [now, then] = [best, atCost(best, factor, judge)].map(month) as [string, string];
  const who = metered
    ? `everybody charged ${how} for ${best.candidate.model.name} (${then} a month in all instead of ${now})`
    : `running ${best.candidate.model.name} cost ${how} (${then} a month instead of ${now})`;
  return {
    text: `If ${who}, ${displayName(next.candidate)} would win.`,
    factor,
    index: null,
    newWinner: next.candidate,
    of: best.candidate,
  };
}

/** The measured quality down to which the winner's model stays first. */
function worse(family: readonly Subject[], next: Subject, judge: Judge): FactChange | null {
  const [best] = family;
  const now = best?.quality.index ?? null;
  if (!best || now === null) return null;
  const from = Math.ceil(now);
  const first = contestOf([...family, next], judge, ofQuality);
  const less = leastWhole(from, (k) => first((x) => (x === next ? x : atQuality(x, from - k - now, judge))) === next);
  if (less === null) return null;
  const index = from - less;
  const text = `If ${best.candidate.model.name} proved no better than ${index} of 100 on your own cases (measured ${measured(now, index)}), ${displayName(next.candidate)} would win.`;
  return { text, factor: null, index, newWinner: next.candidate, of: best.candidate };
}

/** The least whole number from 1 to `most` from which on something holds; null where it does not at `most`. */
function leastWhole(most: number, holds: (k: number) => boolean): number | null {
  if (most < 1 || !holds(most)) return null;
  let [no, yes] = [0, most];
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2);
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

type Aside = (s: Subject) => boolean;
const nobody: Aside = () => false;

const ofEstimate = (r: Rule): boolean => r.needsEstimate;
const ofQuality = (r: Rule): boolean => [...factsOf(r.when)].some((f) => f.startsWith("candidate.quality."));

/**
 * Who is first of some candidates, time and again, as each of them would be where only rules that are touched may say something else
 * than now; null where nobody passes. What stops those that are set aside does not count.
 */
function contestOf(
  some: readonly Subject[],
  { rulebook, weights, exceptions, subjects, applied }: Judge,
  isTouched: (r: Rule) => boolean,
  isAside: Aside = nobody,
): (as: (s: Subject) => Subject) => Subject | null {
  const judging = rulebook.rules.filter((r) => r.kind !== "note");
  const touched = judging.filter(isTouched);
  const places = some.map((s) => subjects.indexOf(s));
  const isDecided = places.every((i) => i >= 0);
  const known = new Map<Rule, Verdicts>(
    isDecided ? applied.map((a) => [a.rule, pickVerdicts(a.verdicts, places)]) : [],
  );
  const columns = isDecided ? null : subjectColumns(some);
  const kept = judging.flatMap((rule) => {
    if (touched.includes(rule)) return [];
    const verdicts = columns === null ? (known.get(rule) ?? null) : applyRule(rule, columns);
    return verdicts === null ? [] : [{ rule, verdicts }];
  });
  const isStopped = (i: number): boolean =>
    kept.some(({ rule, verdicts }) => {
      if (rule.kind !== "gate") return false;
      const own = exceptions.filter((e) => e.rule === rule.id);
      const verdict = verdictOf(verdicts, i);
      const stops = verdict === TRUE || (verdict === UNKNOWN && rule.onUnknown !== "pass");
      return stops && !own.some((e) => covers(e, some[i] as Subject));
    });
  // Whoever is stopped by what does not change is never first.
  const live = some.flatMap((s, i) => (isAside(s) || !isStopped(i) ? [i] : []));
  const scoring = kept.filter((k) => k.rule.kind === "score");
  const early = new Map<Rule, Verdicts>(
    scoring.map(({ rule, verdicts }) => [rule, pickVerdicts(verdicts, live)] as const),
  );
  const used = new Set<Rule>([...touched, ...early.keys()]);
  const book = { ...rulebook, rules: rulebook.rules.filter((r) => used.has(r)) };
  const those = live.map((i) => some[i] as Subject);
  return (as) => {
    const changed = those.map(as);
    const { scores, rejectedBy, openAt } = examine(changed, subjectColumns(changed), book, weights, exceptions, early);
    const passes = (s: Subject, i: number) => isAside(s) || (rejectedBy[i]?.length === 0 && openAt[i]?.length === 0);
    const passed = those.flatMap((s, i) => (passes(s, i) ? [i] : []));
    const [first] = rank(scores, passed, (i) => (those[i] as Subject).candidate.id);
    return first === undefined ? null : (those[first] as Subject);
  };
}

/** A candidate at another price where it is metered; else with another bill. */
export function atCost(s: Subject, factor: number, { context }: Pick<Means, "context">): Subject {
  const { candidate } = s;
  const { deployment } = candidate;
  if (!isMetered(deployment.kind)) {
    const { usdPerMonth, usdTotal, usdPerMtok } = s.estimate;
    const scaled = { usdPerMonth, usdTotal, usdPerMtok };
    const changed = Object.fromEntries(Object.entries(scaled).map(([k, r]) => [k, r && times(r, factor)]));
    return altered(s, { estimate: { ...s.estimate, ...changed } });
  }
  const offers = deployment.offers.map((o) => repriced(o, factor));
  const dear: Candidate = { ...candidate, deployment: { ...deployment, offers } };
  return altered(s, { candidate: dear, estimate: estimate(dear, s.workload, s.organization, context) });
}

/** A candidate whose model is better or worse by some points. */
export function atQuality(s: Subject, points: number, { context: { catalog } }: Pick<Means, "context">): Subject {
  const clip = (x: number) => Math.min(100, Math.max(0, x));
  const { index, low, high } = s.quality;
  if (index === null) return s;
  const moved = clip(index + points);
  // One end may have been cut off.
  const half = Math.max(index - low, high - index);
  const level = levelOf(moved, s.workload.task, catalog.benchmarks);
  return altered(s, {
    quality: { ...s.quality, index: moved, low: clip(moved - half), high: clip(moved + half), level },
  });
}

const altered = (s: Subject, change: Partial<Subject>): Subject => ({
  organization: s.organization,
  workload: s.workload,
  priorities: s.priorities,
  task: s.task,
  today: s.today,
  candidate: s.candidate,
  estimate: s.estimate,
  quality: s.quality,
  ...change,
});

const month = (s: Subject): string => usd(s.estimate.usdPerMonth?.likely ?? 0);
/** Told so exactly that it is not the same as another index. */
const measured = (now: number, index: number): string =>
  Math.round(now) === index ? now.toFixed(1) : String(Math.round(now));
