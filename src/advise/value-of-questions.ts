import { type Contest, OUT } from "../decide/contest.ts";
import type { Settled } from "../requirements/settle.ts";
import { FALSE, TRUE, UNKNOWN, type Verdict } from "../rules/condition.ts";
import { type Verdicts, verdictOf } from "../rules/evaluate.ts";
import type { Gate, Rule } from "../rules/rulebook.ts";
import type { Prospect, Standings } from "./prospect.ts";

/** A question that is still open: the requirements as each answer would settle them, and how likely it is (on any scale). */
export interface AskableQuestion {
  readonly path: string;
  readonly answers: readonly { readonly settled: Settled; readonly prior: number }[];
}

/** What knowing the answer changes. */
export interface QuestionWorth {
  /** Σ p·max V − max Σ p·V: the score that knowing the answer before choosing gains, over all workloads. Looks one question ahead. */
  readonly evoi: number;
  /** Probability of an answer under which another model wins, in any workload. */
  readonly flipProbability: number;
}

/** What it is worth to ask a question now, and whom it concerns. */
export interface QuestionValue extends QuestionWorth {
  readonly path: string;
  /** Candidates in the running whose conditions, score or estimate hang on the answer; 0 = nothing does, the question may be skipped. */
  readonly candidatesTouched: number;
  /** The most that one answer rules out of those in the running, by what the catalog alone says of them. */
  readonly ruledOutUpTo: number;
  /** Gates and score rules that may say something else of a candidate in the running. */
  readonly rules: readonly string[];
  /** For each answer the winner of each workload; null = nothing passes. */
  readonly winners: readonly (readonly (string | null)[])[];
}

/**
 * What each open question is worth, in the order given. Exact: whoever could decide it is scored with its estimates; fast, since
 * `prospect` keeps what an answer does not change. Who is ruled out or left to verify under an answer scores 0 there. Keep one
 * prospect for a whole interview:
 *
 *     const prospect = new Prospect({ catalog, rulebook, today, evaluations });
 *     const answers = SENSITIVITIES.map((s) => ({ settled: settle([saying(path, s), ...layers], defaults), prior: 0.25 }));
 *     valueOfQuestions(prospect, settle(layers, defaults), [{ path, answers }]);
 */
export function valueOfQuestions(
  prospect: Prospect,
  settled: Settled,
  questions: readonly AskableQuestion[],
): QuestionValue[] {
  return questions.map((question) => {
    const contests = contestsOf(prospect, settled, question);
    const effects = contests.map(({ now, after }) => effectsOf(now, after));
    const gains = contests.map((c) => gainIn(c));
    const sum = (of: (v: (typeof effects)[number]) => number): number => effects.reduce((s, v) => s + of(v), 0);
    const { path, answers } = question;
    return {
      path,
      ...worthOf(gains, contests),
      candidatesTouched: sum((v) => v.touched),
      ruledOutUpTo: Math.max(0, ...answers.map((_, a) => sum((v) => v.ruledOut[a] ?? 0))),
      rules: [...new Set(effects.flatMap((v) => v.rules))],
      winners: answers.map((_, a) => gains.map((v) => v.winners[a] ?? null)),
    };
  });
}

/** The same worth as in a question's value, and nothing more. */
export function worthOfQuestion(prospect: Prospect, settled: Settled, question: AskableQuestion): QuestionWorth {
  const contests = contestsOf(prospect, settled, question);
  return worthOf(contests.map(gainIn), contests);
}

/** One workload now and under each answer, and how likely each is. */
interface Contests {
  readonly now: Standings;
  readonly after: readonly Standings[];
  readonly priors: readonly number[];
}

function contestsOf(prospect: Prospect, settled: Settled, { answers }: AskableQuestion): Contests[] {
  const whole = answers.reduce((s, a) => s + a.prior, 0);
  const priors = answers.map((a) => a.prior / whole);
  return settled.requirements.workloads.map((_, n) => ({
    now: prospect.standings(settled, n),
    after: answers.map((a) => prospect.standings(a.settled, n)),
    priors,
  }));
}

const worthOf = (gains: readonly Gain[], contests: readonly Contests[]): QuestionWorth => ({
  evoi: gains.reduce((s, g) => s + g.evoi, 0),
  flipProbability: (contests[0]?.priors ?? []).reduce((s, p, a) => s + (gains.some((g) => g.flips[a]) ? p : 0), 0),
});

/** Whether any candidate is touched, as in a question's value; stops at the first, in small pieces. */
export function* hangingOn(
  prospect: Prospect,
  settled: Settled,
  { answers }: AskableQuestion,
): Generator<void, boolean> {
  for (const n of settled.requirements.workloads.keys()) {
    const now = yield* prospect.standing(settled, n);
    for (const a of answers) {
      const then = yield* prospect.standing(a.settled, n);
      if (touches(now, then)) return true;
      yield;
    }
  }
  return false;
}

function touches(now: Standings, after: Standings): boolean {
  const { standing, weights, verdicts } = now.contest;
  const then = after.contest;
  const isReweighed = then.weights.some((w, c) => w !== weights[c]);
  const inRunning: number[] = [];
  for (let i = 0; i < standing.length; i++) {
    if (standing[i] === OUT) continue;
    if (isReweighed || after.estimateKeyOf(i) !== now.estimateKeyOf(i)) return true;
    inRunning.push(i);
  }
  for (const [rule, was] of verdicts) {
    const is = then.verdicts.get(rule) ?? null;
    if (is !== was && inRunning.some((i) => mayDiffer(rule, was, is, i))) return true;
  }
  return inRunning.some((i) => then.standing[i] !== standing[i]);
}

type Gain = ReturnType<typeof gainIn>;

function gainIn({ now, after, priors }: Contests) {
  const contests = after.map((s) => s.contest);
  const firsts = contests.map((c) => c.first());
  const informed = contests.reduce((s, c, a) => {
    const first = firsts[a] ?? null;
    return s + (first === null ? 0 : (priors[a] as number) * c.mostOf(first));
  }, 0);
  const isAlwaysFirst = firsts.every((i) => i !== null && i === firsts[0]);
  const leader = modelAt(now.contest, now.contest.first());
  return {
    // Who wins under every answer is chosen without any: nothing is gained.
    evoi: isAlwaysFirst ? 0 : Math.max(0, informed - bestUninformed(contests, priors)),
    flips: contests.map((c, a) => modelAt(c, firsts[a] ?? null) !== leader),
    winners: contests.map((c, a) => (firsts[a] === null ? null : c.idOf(firsts[a] as number))),
  };
}

const modelAt = ({ field }: Contest, i: number | null): string | null =>
  i === null ? null : (field.subjects[i]?.candidate.model.id ?? null);

/** max Σ p·V over the candidates, chosen before the answer is known; whoever is bounded below the best so far is not scored. */
function bestUninformed(contests: readonly Contest[], priors: readonly number[]): number {
  const most = new Float64Array(contests[0]?.bounds.length ?? 0);
  contests.forEach((c, a) => {
    for (let i = 0; i < most.length; i++) most[i] = (most[i] as number) + (priors[a] as number) * c.mostOf(i);
  });
  const bestOf = (some: readonly number[]): number => {
    const sums = some.map(() => 0);
    contests.forEach((c, a) => {
      c.scoresOf(some).forEach((v, n) => {
        sums[n] = (sums[n] as number) + (priors[a] as number) * v;
      });
    });
    return Math.max(0, ...sums);
  };
  const firsts = contests.map((c) => c.first()).filter((i) => i !== null);
  let best = bestOf([...new Set(firsts)]);
  const queue = [...most.keys()].filter((i) => (most[i] as number) > best);
  queue.sort((x, y) => (most[y] as number) - (most[x] as number));
  for (let at = 0; at < queue.length; at += BATCH) {
    if ((most[queue[at] as number] as number) <= best) break;
    best = Math.max(best, bestOf(queue.slice(at, at + BATCH)));
  }
  return best;
}

const BATCH = 16;

/** Whom the answers touch among those that nothing rules out now, how many each rules out, and the rules that do it. */
function effectsOf(now: Standings, after: readonly Standings[]) {
  const { contest } = now;
  const { standing } = contest;
  const inRunning: number[] = [];
  for (let i = 0; i < standing.length; i++) if (standing[i] !== OUT) inRunning.push(i);
  const touched = new Uint8Array(standing.length);
  const rules = new Set<Rule>();
  const ruledOut = after.map(({ contest: then, estimateKeyOf }) => {
    if (then.standing.length !== standing.length) throw new Error("answers do not change who the candidates are");
    const isReweighed = then.weights.some((w, c) => w !== contest.weights[c]);
    let out = 0;
    for (const i of inRunning) {
      if (then.standing[i] === OUT) out++;
      if (isReweighed || then.standing[i] !== standing[i] || estimateKeyOf(i) !== now.estimateKeyOf(i)) touched[i] = 1;
    }
    for (const [rule, was] of contest.verdicts) {
      const is = then.verdicts.get(rule) ?? null;
      if (is === was) continue;
      for (const i of inRunning) {
        if ((touched[i] === 1 && rules.has(rule)) || !mayDiffer(rule, was, is, i)) continue;
        touched[i] = 1;
        rules.add(rule);
      }
    }
    return out;
  });
  return {
    touched: inRunning.reduce((n, i) => n + (touched[i] as number), 0),
    ruledOut,
    rules: [...rules].map((r) => r.id),
  };
}

/** What only an estimate settles may come out differently. */
function mayDiffer(rule: Rule, was: Verdicts | null, is: Verdicts | null, i: number): boolean {
  const a = was === null ? null : verdictOf(was, i);
  const b = is === null ? null : verdictOf(is, i);
  return effectOf(rule, a) !== effectOf(rule, b) || (rule.needsEstimate && a === UNKNOWN);
}

/** What a verdict does to a candidate, as a mark: a rule that is switched off (null) does as little as one that does not apply. */
function effectOf(rule: Rule, verdict: Verdict | null): number {
  if (verdict === null || (verdict === FALSE && !(rule.kind === "score" && rule.otherwise))) return NOTHING;
  return rule.kind === "gate" && verdict === UNKNOWN ? UNKNOWN_DOES[rule.onUnknown] : verdict;
}

const NOTHING = -1;
const UNKNOWN_DOES: Readonly<Record<Gate["onUnknown"], number>> = { pass: NOTHING, verify: UNKNOWN, reject: TRUE };
