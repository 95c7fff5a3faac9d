import type { Candidate } from "../candidates/candidate.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { repriced } from "../catalog/reprice.ts";
import { type Decision, examine } from "../decide/decide.ts";
import { levelOf } from "../estimate/quality.ts";
import { isMetered } from "../estimate/reads.ts";
import { type EstimateContext, estimate } from "../estimate/tco.ts";
import { usd } from "../quantity/format.ts";
import { times } from "../quantity/range.ts";
import type { Exception } from "../requirements/requirements.ts";
import { subjectColumns } from "../rules/columns.ts";
import type { Subject } from "../rules/fact.ts";
import type { Rulebook } from "../rules/rulebook.ts";
import type { Flip } from "./flips.ts";
import { displayName } from "./place.ts";

/** What imagined facts are judged by. */
export interface Judge {
  readonly rulebook: Rulebook;
  readonly exceptions: readonly Exception[];
  readonly context: EstimateContext & { readonly catalog: Pick<Catalog, "benchmarks"> };
  readonly weights: Float64Array;
}

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
/** Scores are told apart to 1e-9. */
const MORE = 1e-9;
/** A price is looked for down to a hundredth of what it is now, and up to a hundred times. */
const FURTHEST = 100;
const HALVINGS = 12;

export const factFlipsOf = (decision: Decision, judge: Judge): Flip[] =>
  factChangesOf(decision, judge).map(({ text, newWinner }) => ({
    kind: "fact",
    text,
    newWinner: newWinner.id,
    change: null,
  }));

/** At what price, or at what measured quality, the winner would lose, and each of the next models would win. */
export function factChangesOf({ order, subjects, scores }: Decision, judge: Judge): FactChange[] {
  const [winner] = order;
  if (winner === undefined) return [];
  const subject = (i: number) => subjects[i] as Subject;
  const modelOf = (i: number) => subject(i).candidate.model.id;
  const ofModel = (i: number) => order.filter((j) => modelOf(j) === modelOf(i));
  const seen = new Set([modelOf(winner)]);
  const rivals = order.filter((i) => !seen.has(modelOf(i)) && seen.add(modelOf(i))).slice(0, RIVALS);
  const most = scores.total[winner] as number;
  const changes = rivals.flatMap((i) => {
    const family = ofModel(i).map(subject);
    return [cheaper(subject(i), most, judge), better(family, most, judge)];
  });
  const [next] = rivals;
  const own = ofModel(winner);
  const lost =
    next === undefined
      ? []
      : [
          dearer(own.map(subject), order, subject, (i) => scores.total[i] as number, judge),
          worse(own.map(subject), subject(next), scores.total[next] as number, judge),
        ];
  return [...lost, ...changes].filter((c) => c !== null);
}

/** By how much its prices, or its bill, would have to fall for a candidate to score more than `most`. */
export function cheaper(s: Subject, most: number, judge: Judge, passing = true): FactChange | null {
  if (!s.estimate.usdPerMonth) return null;
  const wins = (factor: number) => best([atCost(s, factor, judge)], judge, passing) > most + MORE;
  const factor = nearest(1 / FURTHEST, wins);
  if (factor === null) return null;
  const off = Math.ceil(100 * (1 - factor));
  if (off >= 100 || !wins(1 - off / 100)) return null;
  const name = displayName(s.candidate);
  const [now, then] = [s, atCost(s, 1 - off / 100, judge)].map(month) as [string, string];
  const text = isMetered(s.candidate.deployment.kind)
    ? `If the prices of ${name} fell by ${off} % (${then} a month in all instead of ${now}), it would win.`
    : `If ${name} cost ${off} % less (${then} a month instead of ${now}), it would win.`;
  return { text, factor: 1 - off / 100, index: null, newWinner: s.candidate, of: s.candidate };
}

/** The measured quality at which one of a model's candidates would score more than `most`. */
export function better(family: readonly Subject[], most: number, judge: Judge, passing = true): FactChange | null {
  const [first] = family;
  const now = first?.quality.index ?? null;
  if (!first || now === null) return null;
  const at = (index: number) => family.map((s) => atQuality(s, index - now, judge));
  const wins = (index: number) => best(at(index), judge, passing) > most + MORE;
  const index = nearestIndex(now, 100, wins, Math.ceil);
  if (index === null) return null;
  const newWinner = (at(index)[firstBest(at(index), judge, passing)] ?? first).candidate;
  const text = `If ${first.candidate.model.name} proved as good as ${index} of 100 on your own cases (measured ${whole(now)}), ${family.length === 1 ? "it" : displayName(newWinner)} would win.`;
  return { text, factor: null, index, newWinner, of: first.candidate };
}

/** By how much the winner's model would have to become dearer, wherever it is run as the winner is, for another model to win. */
function dearer(
  family: readonly Subject[],
  order: readonly number[],
  subject: (i: number) => Subject,
  totalOf: (i: number) => number,
  judge: Judge,
): FactChange | null {
  const [first] = family;
  if (!first?.estimate.usdPerMonth) return null;
  const metered = isMetered(first.candidate.deployment.kind);
  const alike = family.filter((s) => isMetered(s.candidate.deployment.kind) === metered);
  const next = order.find((i) => !alike.includes(subject(i)));
  if (next === undefined || subject(next).candidate.model.id === first.candidate.model.id) return null;
  const at = (factor: number) => alike.map((s) => atCost(s, factor, judge));
  const loses = (factor: number) => best(at(factor), judge) < totalOf(next) - MORE;
  const factor = nearest(FURTHEST, loses);
  if (factor === null) return null;
  const rounded = factor < 2 ? 1 + Math.ceil(100 * (factor - 1)) / 100 : Math.ceil(10 * factor) / 10;
  if (!loses(rounded)) return null;
  const how = rounded < 2 ? `${Math.round(100 * (rounded - 1))} % more` : `${rounded} times as much`;
  const [now, then] = [first, atCost(first, rounded, judge)].map(month) as [string, string];
  const { candidate } = subject(next);
  const who = metered
    ? `everybody charged ${how} for ${first.candidate.model.name} (${then} a month in all instead of ${now})`
    : `running ${first.candidate.model.name} cost ${how} (${then} a month instead of ${now})`;
  return {
    text: `If ${who}, ${displayName(candidate)} would win.`,
    factor: rounded,
    index: null,
    newWinner: candidate,
    of: first.candidate,
  };
}

/** The measured quality down to which the winner's model stays first. */
function worse(family: readonly Subject[], next: Subject, least: number, judge: Judge): FactChange | null {
  const [first] = family;
  const now = first?.quality.index ?? null;
  if (!first || now === null) return null;
  const loses = (index: number) =>
    best(
      family.map((s) => atQuality(s, index - now, judge)),
      judge,
    ) <
    least - MORE;
  const index = nearestIndex(now, 0, loses, Math.floor);
  if (index === null) return null;
  const text = `If ${first.candidate.model.name} proved no better than ${index} of 100 on your own cases (measured ${whole(now)}), ${displayName(next.candidate)} would win.`;
  return { text, factor: null, index, newWinner: next.candidate, of: first.candidate };
}

/** The factor nearest to 1 from which on something holds; null where not even `end` is enough. */
function nearest(end: number, holds: (factor: number) => boolean): number | null {
  if (!holds(end)) return null;
  let [no, yes] = [1, end];
  for (let k = 0; k < HALVINGS; k++) {
    const middle = Math.sqrt(no * yes);
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

/** The whole number nearest to `now`, on the way to `end`, at which something holds. */
function nearestIndex(
  now: number,
  end: number,
  holds: (index: number) => boolean,
  round: (x: number) => number,
): number | null {
  if (!holds(end)) return null;
  let [no, yes] = [now, end];
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (no + yes) / 2;
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  const index = round(yes);
  return holds(index) ? index : end;
}

/** The highest score among them; none where nobody passes, unless what stops them is set aside. */
const best = (some: readonly Subject[], judge: Judge, passing = true): number =>
  Math.max(...scoresOf(some, judge, passing));

const firstBest = (some: readonly Subject[], judge: Judge, passing: boolean): number => {
  const scores = scoresOf(some, judge, passing);
  return scores.indexOf(Math.max(...scores));
};

function scoresOf(some: readonly Subject[], { rulebook, weights, exceptions }: Judge, passing: boolean): number[] {
  const { scores, rejectedBy, openAt } = examine(some, subjectColumns(some), rulebook, weights, exceptions);
  const passes = (i: number) => !passing || (rejectedBy[i]?.length === 0 && openAt[i]?.length === 0);
  return some.map((_, i) => (passes(i) ? (scores.total[i] as number) : Number.NEGATIVE_INFINITY));
}

/** A candidate at another price where it is metered; else with another bill. */
export function atCost(s: Subject, factor: number, { context }: Judge): Subject {
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
export function atQuality(s: Subject, points: number, { context: { catalog } }: Judge): Subject {
  const clip = (x: number) => Math.min(100, Math.max(0, x));
  const { index, low, high } = s.quality;
  if (index === null) return s;
  const moved = clip(index + points);
  const level = levelOf(moved, s.workload.task, catalog.benchmarks);
  return altered(s, {
    quality: { ...s.quality, index: moved, low: clip(low + points), high: clip(high + points), level },
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
const whole = (x: number): string => String(Math.round(x));
