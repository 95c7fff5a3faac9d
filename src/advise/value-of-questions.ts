import { type Contest, MAY_PASS, OUT } from "../decide/contest.ts";
import type { Settled } from "../requirements/settle.ts";
import { UNKNOWN } from "../rules/condition.ts";
import { type Verdicts, verdictOf } from "../rules/evaluate.ts";
import type { Rule } from "../rules/rulebook.ts";
import type { Prospect, Standings } from "./prospect.ts";

/** A question that is still open: the requirements as each answer would settle them, and how likely it is (on any scale). */
export interface AskableQuestion {
  readonly path: string;
  readonly answers: readonly { readonly settled: Settled; readonly prior: number }[];
}

/** What it is worth to ask a question now. */
export interface QuestionValue {
  readonly path: string;
  /** Σ p·max V − max Σ p·V: the score that knowing the answer before choosing gains, over all workloads. Looks one question ahead. */
  readonly evoi: number;
  /** Probability of an answer under which another model wins, in any workload. */
  readonly flipProbability: number;
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
  const now = settled.requirements.workloads.map((_, n) => prospect.standings(settled, n));
  return questions.map(({ path, answers }) => {
    const whole = answers.reduce((s, a) => s + a.prior, 0);
    const priors = answers.map((a) => a.prior / whole);
    const values = now.map((today, n) => {
      const after = answers.map((a) => prospect.standings(a.settled, n));
      return valueIn(today, after, priors);
    });
    const sum = (of: (v: (typeof values)[number]) => number): number => values.reduce((s, v) => s + of(v), 0);
    return {
      path,
      evoi: sum((v) => v.evoi),
      flipProbability: priors.reduce((s, p, a) => s + (values.some((v) => v.flips[a]) ? p : 0), 0),
      candidatesTouched: sum((v) => v.touched),
      ruledOutUpTo: Math.max(0, ...answers.map((_, a) => sum((v) => v.ruledOut[a] ?? 0))),
      rules: [...new Set(values.flatMap((v) => v.rules))],
      winners: answers.map((_, a) => values.map((v) => v.winners[a] ?? null)),
    };
  });
}

function valueIn(now: Standings, after: readonly Standings[], priors: readonly number[]) {
  const contests = after.map((s) => s.contest);
  const firsts = contests.map((c) => c.first());
  const informed = contests.reduce(
    (s, c, a) => s + (priors[a] as number) * (firsts[a] === null ? 0 : c.scoreOf(firsts[a] as number)),
    0,
  );
  const leader = modelAt(now.contest, now.contest.first());
  return {
    evoi: Math.max(0, informed - bestUninformed(contests, priors)),
    flips: contests.map((c, a) => modelAt(c, firsts[a] ?? null) !== leader),
    winners: contests.map((c, a) => (firsts[a] === null ? null : c.idOf(firsts[a] as number))),
    ...effectsOf(now, after),
  };
}

const modelAt = ({ field }: Contest, i: number | null): string | null =>
  i === null ? null : (field.subjects[i]?.candidate.model.id ?? null);

/** max Σ p·V over the candidates, chosen before the answer is known; whoever is bounded below the best so far is not scored. */
function bestUninformed(contests: readonly Contest[], priors: readonly number[]): number {
  const count = contests[0]?.bounds.length ?? 0;
  const most = new Float64Array(count);
  contests.forEach(({ bounds, standing }, a) => {
    for (let i = 0; i < count; i++)
      if (standing[i] === MAY_PASS) most[i] = (most[i] as number) + (priors[a] as number) * (bounds[i] as number);
  });
  const expected = (i: number): number => contests.reduce((s, c, a) => s + (priors[a] as number) * c.scoreOf(i), 0);
  let best = 0;
  for (const c of contests) {
    const first = c.first();
    if (first !== null) best = Math.max(best, expected(first));
  }
  const queue = [...most.keys()].filter((i) => (most[i] as number) > best);
  queue.sort((x, y) => (most[y] as number) - (most[x] as number));
  for (const i of queue) {
    if ((most[i] as number) <= best) break;
    best = Math.max(best, expected(i));
  }
  return best;
}

/** Whom the answers touch among those that nothing rules out now, how many each rules out, and the rules that do it. */
function effectsOf(now: Standings, after: readonly Standings[]) {
  const { contest } = now;
  const inRunning = [...contest.standing.keys()].filter((i) => contest.standing[i] !== OUT);
  const touched = new Set<number>();
  const rules = new Set<Rule>();
  for (const { contest: then, estimateKeyOf } of after) {
    if (then.standing.length !== contest.standing.length)
      throw new Error("answers do not change who the candidates are");
    const isReweighed = then.weights.some((w, c) => w !== contest.weights[c]);
    for (const i of inRunning)
      if (isReweighed || then.standing[i] !== contest.standing[i] || estimateKeyOf(i) !== now.estimateKeyOf(i))
        touched.add(i);
    for (const [rule, was] of contest.verdicts) {
      const is = then.verdicts.get(rule) ?? null;
      if (is === was) continue;
      for (const i of inRunning)
        if (mayDiffer(rule, was, is, i)) {
          touched.add(i);
          rules.add(rule);
        }
    }
  }
  return {
    touched: touched.size,
    ruledOut: after.map(({ contest: then }) => inRunning.filter((i) => then.standing[i] === OUT).length),
    rules: [...rules].map((r) => r.id),
  };
}

/** What only an estimate settles may come out differently. */
function mayDiffer({ needsEstimate }: Rule, was: Verdicts | null, is: Verdicts | null, i: number): boolean {
  const [a, b] = [was === null ? null : verdictOf(was, i), is === null ? null : verdictOf(is, i)];
  return a !== b || (needsEstimate && a === UNKNOWN);
}
