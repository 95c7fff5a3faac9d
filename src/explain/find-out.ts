import type { Candidate } from "../candidates/candidate.ts";
import type { Decision } from "../decide/decide.ts";
import { ALPHA, baseInterval } from "../decide/score.ts";
import { valueOfKnowing } from "../decide/value-of-knowing.ts";
import { UNKNOWN } from "../rules/condition.ts";
import { verdictOf } from "../rules/evaluate.ts";
import type { Subject } from "../rules/fact.ts";
import { grainOf } from "../rules/facts.ts";
import type { Rulebook } from "../rules/rulebook.ts";
import { missingFacts } from "../rules/trace.ts";
import { CRITERIA, type Criterion } from "../vocabulary.ts";
import { displayName } from "./place.ts";
import { questionOf } from "./standing.ts";

/** One thing that is not known, and what it is worth to find it out before choosing. */
export interface OpenQuestion {
  /** Names of the finalists that it is about. */
  readonly candidates: readonly string[];
  /** The criterion that it moves most; null for a condition. */
  readonly criterion: Criterion | null;
  readonly what: string;
  /** Width of the score of one of them that hangs on it. */
  readonly width: number;
  /** What choosing afterwards gains on average, in points of the score. */
  readonly evoi: number;
  /** The probability that it makes another model first. */
  readonly flipProbability: number;
}

/** How many finalists are looked at, and how many questions are told. */
const FINALISTS = 5;
const TOLD = 5;
/** Candidates to verify that would be first. */
const TO_VERIFY = 2;

/** By how much a value is open, by candidate and criterion, of those that share what is not known. */
type Open = Map<number, Map<number, number>>;

interface Question {
  readonly what: string;
  readonly finalists: Set<number>;
  /** By what shares one answer: a model, a place, one candidate. Answers are independent of each other. */
  readonly open: Map<string, Open>;
}

/**
 * What to find out first about those who come first in random draws, and about who would be first if it were allowed: EVOI, where what
 * is unknown turns out well with the probability α, which makes its mean the value that is ranked with. What changes the choice comes
 * first, then what moves scores most.
 */
export function openQuestions(decision: Decision, bases: Rulebook["bases"]): OpenQuestion[] {
  const { order, subjects, scores, robustness, toVerify, columns } = decision;
  const [winner] = order;
  if (winner === undefined || !robustness) return [];
  const candidate = (i: number) => (subjects[i] as Subject).candidate;
  const outcomes = outcomesOf(decision);
  const facts = questionsOn(decision, bases).map((q): OpenQuestion => {
    const { values, p, who } = outcomes(q);
    return {
      candidates: [...q.finalists].map((i) => displayName(candidate(i))),
      ...widest(decision, q),
      what: q.what,
      ...valueOfKnowing(values, p, 0, (n) => candidate(who[n] as number).model.id),
    };
  });
  const gates = toVerify
    .filter((v) => v.rankIfPassed === 1 && candidate(v.index).model.id !== candidate(winner).model.id)
    .slice(0, TO_VERIFY)
    .map(({ index, gates: open }): OpenQuestion => {
      const lead = (scores.total[index] as number) - (scores.total[winner] as number);
      const subject = subjects[index] as Subject;
      const what = open.map((g) => questionOf(g, columns, subject, index)).join(" ");
      const worth = { width: lead, evoi: ALPHA * lead, flipProbability: ALPHA };
      return { candidates: [displayName(subject.candidate)], criterion: null, what, ...worth };
    });
  return [...gates, ...facts].sort((a, b) => round(b.evoi - a.evoi) || round(b.width - a.width)).slice(0, TOLD);
}

const round = (x: number): number => Math.round(x * 1e9);

/**
 * The scores under each combination of good and bad answers, how likely each is, and of whom: the winner first, then those who may come
 * first in one of them.
 */
function outcomesOf({ order, subjects, scores }: Decision) {
  const { raw } = scores;
  const shift = (i: number, open: ReadonlyMap<number, number>, isWell: boolean): number => {
    let sum = 0;
    for (const [c, width] of open) {
      const low = clip(((raw.low[c] as Float64Array)[i] as number) + (isWell ? width : 0));
      const high = clip(((raw.high[c] as Float64Array)[i] as number) - (isWell ? 0 : width));
      const value = (scores.value[c] as Float64Array)[i] as number;
      sum += (scores.weights[c] as number) * (low + ALPHA * (high - low) - value);
    }
    return sum;
  };
  const winner = order[0] as number;
  const total = (i: number) => scores.total[i] as number;
  const modelOf = (i: number) => (subjects[i] as Subject).candidate.model.id;
  return ({ open }: Question): { values: number[][]; p: number[]; who: number[] } => {
    const affected = new Set([...open.values()].flatMap((by) => [...by.keys()]));
    // Of those whom it does not touch, the best and the best of the winner's model stand for all.
    const best = order.find((i) => !affected.has(i));
    const sibling = order.find((i) => !affected.has(i) && modelOf(i) === modelOf(winner));
    const sharers = [...open.values()].map((by) =>
      [...by].map(([i, widths]) => ({ i, well: shift(i, widths, true), ill: shift(i, widths, false) })),
    );
    let sure = best === undefined ? Number.NEGATIVE_INFINITY : total(best);
    for (const some of sharers)
      for (const { i, well, ill } of some) sure = Math.max(sure, total(i) + Math.min(well, ill));
    const who = [...new Set([winner, ...[best, sibling].filter((i) => i !== undefined)])];
    const able = sharers.map((some) =>
      some.flatMap(({ i, well, ill }) => {
        if (i !== winner && modelOf(i) !== modelOf(winner) && total(i) + Math.max(well, ill) < sure) return [];
        const known = who.indexOf(i);
        return [{ n: known < 0 ? who.push(i) - 1 : known, well, ill }];
      }),
    );
    const totals = who.map(total);
    const values: number[][] = [];
    const p: number[] = [];
    for (let mask = 0; mask < 2 ** able.length; mask++) {
      const row = totals.slice();
      let likely = 1;
      able.forEach((some, k) => {
        const isWell = ((mask >> k) & 1) === 1;
        likely *= isWell ? ALPHA : 1 - ALPHA;
        for (const { n, well, ill } of some) row[n] = (row[n] as number) + (isWell ? well : ill);
      });
      values.push(row);
      p.push(likely);
    }
    return { values, p, who };
  };
}

const clip = (x: number): number => Math.min(1, Math.max(0, x));

/** The criterion that a question moves most in one of the finalists, and by how much of its score. */
function widest({ scores }: Decision, { finalists, open }: Question): { criterion: Criterion; width: number } {
  let [criterion, width]: [Criterion, number] = ["performance", 0];
  for (const by of open.values())
    for (const i of finalists)
      for (const [c, wide] of by.get(i) ?? []) {
        const whole = (scores.weights[c] as number) * wide;
        if (whole > width) [criterion, width] = [CRITERIA[c] as Criterion, whole];
      }
  return { criterion, width };
}

/** What is open of the finalists, and of whom else it is open in the same way. */
function questionsOn(
  { order, subjects, scores, robustness, moves, columns }: Decision,
  bases: Rulebook["bases"],
): Question[] {
  const [winner] = order;
  // Nobody else can come first, whatever turns out.
  const least = winner === undefined ? 0 : (scores.totalLow[winner] as number);
  const inReach = order.filter((i) => (scores.totalHigh[i] as number) >= least);
  const questions = new Map<string, Question>();
  const seen = new Set<string>();
  /** Those who share an answer; null where it has been taken from this rule already. */
  const ask = (what: string, sharer: string, finalist: number, by: string): Open | null => {
    let q = questions.get(what);
    if (!q) questions.set(what, (q = { what, finalists: new Set(), open: new Map() }));
    q.finalists.add(finalist);
    let open = q.open.get(sharer);
    if (!open) q.open.set(sharer, (open = new Map()));
    const key = `${what}\n${sharer}\n${by}`;
    if (seen.has(key)) return null;
    seen.add(key);
    return open;
  };
  for (const { index: i } of robustness?.finalists.slice(0, FINALISTS) ?? []) {
    const { candidate } = subjects[i] as Subject;
    CRITERIA.forEach((criterion, c) => {
      if (scores.weights[c] === 0) return;
      for (const { rule, verdicts, yes, no } of moves[criterion]) {
        if (yes === no || verdictOf(verdicts, i) !== UNKNOWN) continue;
        const missing = missingFacts(rule, columns, i);
        if (missing.length === 0) continue;
        const sharer = sharerOf(missing);
        const open = ask(spoken(missing), sharer(candidate), i, `${rule.id} ${criterion}`);
        if (!open) continue;
        const own = sharer(candidate);
        for (const j of inReach)
          if (verdictOf(verdicts, j) === UNKNOWN && sharer((subjects[j] as Subject).candidate) === own)
            widen(open, j, c, Math.abs(yes - no));
      }
      const base = bases.find((b) => b.criterion === criterion && b.constant === null);
      if (!base) return;
      const isQuality = base.of === "candidate.quality.index";
      // The same salaries, machines and traffic move all bills at once.
      const sharer = isQuality ? (x: Candidate) => x.model.id : () => "all";
      const open = ask(isQuality ? OWN_CASES : BILL, sharer(candidate), i, base.id);
      if (!open) return;
      for (const j of inReach) {
        const subject = subjects[j] as Subject;
        if (sharer(subject.candidate) !== sharer(candidate)) continue;
        const [a, b] = baseInterval(base, subject);
        if (a !== b) widen(open, j, c, Math.abs(b - a));
      }
    });
  }
  return [...questions.values()].filter((q) => [...q.open.values()].some((open) => open.size > 0));
}

function widen(open: Open, i: number, c: number, width: number): void {
  let by = open.get(i);
  if (!by) open.set(i, (by = new Map()));
  by.set(c, (by.get(c) ?? 0) + width);
}

/** A fact of a model or of a place is the same for all who share it. */
function sharerOf(facts: readonly string[]): (c: Candidate) => string {
  const grains = new Set(facts.map(grainOf));
  if (grains.size > 1 || grains.has("candidate")) return (c) => c.id;
  return grains.has("model") ? (c) => c.model.id : (c) => c.deployment.place;
}

const OWN_CASES = "quality on your own cases (--evaluations)";
const BILL = "what people and machines cost you";

/** Facts that are often open, as a question to go and ask. */
const WORDS: Readonly<Record<string, string>> = {
  "deployment.certificates": "which security certificates the service holds",
  "deployment.indemnity": "whether the service stands in for copyright claims",
  "deployment.noticeDays": "how long before its end a model is given notice",
  "deployment.operatorJurisdiction": "under which law the service is run",
  "deployment.processingIn": "in which countries it is processed",
  "deployment.retentionDays": "how long prompts are kept",
  "deployment.support": "what support is on sale",
  "deployment.trainsOnInputs": "whether inputs train models",
  "deployment.zeroRetention": "whether and how zero retention is had",
  "model.artifacts": "in which file format the weights come",
  "model.licenseOsi": "whether the licence is approved by the Open Source Initiative",
  "model.licenseOutputsMayTrain": "whether the licence lets outputs train other models",
  "model.vendorCodeOfPractice": "whether the maker signed the EU code of practice",
};

const spoken = (facts: readonly string[]): string => facts.map((f) => WORDS[f] ?? f).join(", and ");
