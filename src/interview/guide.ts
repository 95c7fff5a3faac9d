import type { Finalists, Foresight, Readers, Standing } from "../advise/foresight.ts";
import type { AskableQuestion, QuestionValue } from "../advise/value-of-questions.ts";
import { UNSTATED_DOUBT } from "../advise.ts";
import { wholePath } from "../requirements/answer-layer.ts";
import type { AskedQuestion } from "../requirements/question-schema.ts";
import type { Settled } from "../requirements/settle.ts";
import { holds, isOfOrganization, type Likely, likelyAnswers, pathsOf, preselectedProfile, setsOf } from "./choices.ts";
import type { Context } from "./context.ts";
import { type Interview, isStated, jobsOf, type Reply, replyTo, settledOf, withReply } from "./interview.ts";
import { asIfUnknown } from "./open-requirements.ts";

/** What stands beside every question. */
export interface Live {
  readonly standing: Standing;
  /** How likely the leader stays whatever is still answered, 0 to 1; null as long as it is too early to tell. */
  readonly stays: number | null;
}

export type Step =
  | {
      readonly kind: "question";
      readonly question: AskedQuestion;
      readonly job: number;
      /** Its place among at most `most`. */
      readonly number: number;
      readonly most: number;
      /** null until the job is known. */
      readonly live: Live | null;
      readonly value: QuestionValue | null;
    }
  | { readonly kind: "offer"; readonly left: number; readonly flipProbability: number; readonly live: Live }
  | {
      readonly kind: "priorities";
      readonly number: number;
      readonly most: number;
      readonly live: Live;
      readonly value: QuestionValue;
    }
  | {
      readonly kind: "trade-off";
      readonly number: number;
      readonly most: number;
      readonly live: Live;
      readonly finalists: Finalists & { readonly tradeOff: NonNullable<Finalists["tradeOff"]> };
    }
  | { readonly kind: "summary" };

/** Why a question is not asked. */
export interface Skipped {
  readonly question: AskedQuestion;
  readonly job: number;
  readonly why: "nothing hangs on it" | "others matter more";
  /** The answer that settled it. */
  readonly since: Reply | null;
}

/** Stages in their order: gates first, wishes last. */
const STAGES: readonly AskedQuestion["stage"][] = ["job", "gate", "figure", "wish"];

/** Below this the rest of the questions may be left. */
const WORTH_ASKING = 0.02;
/** So many answers of a question are weighed, the likely ones. */
const WEIGHED = 4;

export const PRIORITIES = "priorities";
export const TRADE_OFF = "trade-off";
/** What flags said that no question asks. */
export const BY_FLAG = "flag";

interface Plan {
  readonly job: number;
  readonly settled: Settled;
  /** In the order of worth. */
  readonly open: readonly Open[];
  readonly untouched: readonly AskedQuestion[];
}

interface Open {
  readonly question: AskedQuestion;
  readonly value: QuestionValue;
}

/** Which question is next, and why; a pure function of what was said, with a memory. */
export class Guide {
  private readonly steps = new Map<string, Step>();
  private readonly plans = new Map<string, Plan>();
  private readonly values = new Map<string, QuestionValue>();
  private readonly touched = new Map<string, number>();

  constructor(
    readonly context: Context,
    readonly foresight: Foresight,
  ) {}

  next(interview: Interview): Step {
    return remember(this.steps, keyOf(interview), () => this.makeStep(interview));
  }

  /**
   * Thinks ahead while a person reads: what would come after each likely answer to the question that is being asked. Goes in small
   * pieces, so that whoever drives it may stop at any; what it finds, `next` need not find again. Then one question further.
   */
  *ahead(interview: Interview, depth = 2): Generator<void> {
    const step = this.next(interview);
    if (step.kind !== "question") return;
    const { question, job } = step;
    const settled = settledOf(interview, this.context.defaults);
    const likely =
      settled === null
        ? question.choices.map((c) => ({ sets: setsOf(question, [c.id], null), prior: c.prior ?? 0 }))
        : likelyAnswers(question, job, settled, this.context);
    let likeliest: Interview | null = null;
    for (const { sets } of [...likely].sort((a, b) => b.prior - a.prior)) {
      const then = withReply(interview, { question: question.id, job, sets, chosen: [], isUnknown: false, said: "" });
      const after = settledOf(then, this.context.defaults);
      if (after === null) continue;
      likeliest ??= then;
      for (let n = 0; n < jobsOf(then) && this.first(then, after, n) === undefined; n++) {
        for (const q of this.candidates(then, after, n)) {
          this.worthOf(after, this.askable(then, after, q, n, WEIGHED));
          yield;
        }
      }
      this.next(then);
      yield;
    }
    if (likeliest !== null && depth > 0) yield* this.ahead(likeliest, depth - 1);
  }

  /** Questions that are not asked, with their reasons. */
  skipped(interview: Interview): Skipped[] {
    const settled = settledOf(interview, this.context.defaults);
    if (settled === null) return [];
    return Array.from({ length: jobsOf(interview) }, (_, job) => job).flatMap((job) => {
      const plan = this.plan(interview, settled, job);
      const slots = this.slots(interview, job);
      const senseless = this.context.questions.questions.filter(
        (q) => this.isOpen(interview, q, job) && this.isSenseless(q, settled, job),
      );
      return [
        ...senseless.map((question) => ({
          question,
          job,
          why: "nothing hangs on it" as const,
          since:
            interview.replies.find(
              (r) => r.job === job && Object.keys(question.notFor ?? {}).some((p) => p in r.sets),
            ) ?? null,
        })),
        ...plan.untouched.map((question) => ({
          question,
          job,
          why: "nothing hangs on it" as const,
          since: this.sinceWhen(interview, question, job),
        })),
        ...plan.open
          .slice(slots)
          .map(({ question }) => ({ question, job, why: "others matter more" as const, since: null })),
      ];
    });
  }

  /** What a question is worth with every answer weighed, for whoever asks why; null where the answer says who the candidates are. */
  valueOf(interview: Interview, question: AskedQuestion, job: number): QuestionValue | null {
    const settled = settledOf(interview, this.context.defaults);
    // Another job has other candidates: there is nothing to compare.
    if (settled === null || pathsOf(question).includes("task")) return null;
    return this.worthOf(settled, this.askable(interview, settled, question, job, null));
  }

  /** The same of the priorities. */
  valueOfPriorities(interview: Interview, settled: Settled): QuestionValue {
    return this.worthOf(settled, this.askablePriorities(interview, settled));
  }

  /** The same question under the same requirements is worth the same, whoever said them. */
  private worthOf(settled: Settled, askable: AskableQuestion): QuestionValue {
    return remember(
      this.values,
      keyOfAskable(settled, askable),
      () => this.foresight.values(settled, [askable])[0] as QuestionValue,
    );
  }

  /** Who reads the answer to a question, by the rules and the estimates, whatever is left. */
  readersOf(interview: Interview, question: AskedQuestion, job: number): Readers {
    const settled = settledOf(interview, this.context.defaults);
    const sample = question.choices.filter((_, i, all) => i % Math.ceil(all.length / WEIGHED) === 0);
    const likely =
      settled === null
        ? sample.map((c) => ({ sets: setsOf(question, [c.id], null), prior: 1 }))
        : likelyAnswers(question, job, settled, this.context);
    return this.foresight.readers(
      likely.map((a) => this.after(interview, question.id, job, a).settled),
      job,
    );
  }

  /** Every question that an answer can be given to, in the order of the file. */
  answerable(interview: Interview): { readonly question: AskedQuestion; readonly job: number }[] {
    const settled = settledOf(interview, this.context.defaults);
    if (settled === null) return [];
    return Array.from({ length: jobsOf(interview) }, (_, job) => job).flatMap((job) =>
      this.context.questions.questions
        .filter((q) => (job === 0 || !isOfOrganization(q)) && this.isApplicable(q, settled, job))
        .map((question) => ({ question, job })),
    );
  }

  /** Without answers to questions that make no sense any more, after an earlier answer was changed. */
  pruned(interview: Interview): Interview {
    const settled = settledOf(interview, this.context.defaults);
    if (settled === null) return interview;
    const legal = this.answerable(interview);
    const isKept = (r: Reply): boolean =>
      r.question === PRIORITIES ||
      r.question === BY_FLAG ||
      r.question === TRADE_OFF ||
      legal.some(({ question, job }) => question.id === r.question && (isOfOrganization(question) || job === r.job));
    return { ...interview, replies: interview.replies.filter(isKept) };
  }

  private makeStep(interview: Interview): Step {
    if (interview.finished >= jobsOf(interview)) return { kind: "summary" };
    const { questions, defaults } = this.context;
    const { mostQuestions: most } = questions;
    for (let job = interview.finished; job < jobsOf(interview); job++) {
      const settled = settledOf(interview, defaults);
      const number = 1 + asked(interview, job);
      const first = this.first(interview, settled, job);
      if (first) {
        const live = settled && { standing: this.foresight.standing(settled, job), stays: null };
        return { kind: "question", question: first, job, number, most, live, value: null };
      }
      if (settled === null) continue;
      const plan = this.plan(interview, settled, job);
      const within = plan.open.slice(0, this.slots(interview, job));
      const next = earliest(within);
      if (!next) continue;
      const live = this.live(interview, settled, job, within);
      const rest = 1 - (live.stays ?? 0);
      if (!within.some((o) => o.question.always !== undefined) && !interview.goesOn && rest < WORTH_ASKING)
        return { kind: "offer", left: within.length + this.wishesLeft(interview), flipProbability: rest, live };
      const atMost = Math.min(most, asked(interview, job) + within.length + this.wishesLeft(interview, job));
      return { kind: "question", ...next, job, number, most: Math.max(number, atMost), live };
    }
    return this.weighing(interview);
  }

  /** What is asked of everybody comes before anything is weighed, in the order of the file. */
  private first(interview: Interview, settled: Settled | null, job: number): AskedQuestion | undefined {
    return this.context.questions.questions.find(
      (q) =>
        q.always === "first" &&
        this.isOpen(interview, q, job) &&
        (settled === null ? q.stage === "job" : this.isApplicable(q, settled, job)),
    );
  }

  /** Priorities and the trade-off, when nothing else is left to ask. */
  private weighing(interview: Interview): Step {
    const settled = settledOf(interview, this.context.defaults);
    if (settled === null) return { kind: "summary" };
    const number = 1 + asked(interview, 0);
    const live = this.live(interview, settled, 0, []);
    if (this.isPrioritiesOpen(interview)) {
      const value = this.valueOfPriorities(interview, settled);
      const rest = value.flipProbability;
      if (!interview.goesOn && rest < WORTH_ASKING) return { kind: "offer", left: 1, flipProbability: rest, live };
      return { kind: "priorities", number, most: Math.max(number, number + 1), live, value };
    }
    const finalists = replyTo(interview, TRADE_OFF, 0) === undefined ? this.finalists(settled) : null;
    return finalists ? { kind: "trade-off", number, most: number, live, finalists } : { kind: "summary" };
  }

  private finalists(settled: Settled): (Finalists & { readonly tradeOff: NonNullable<Finalists["tradeOff"]> }) | null {
    const found = this.foresight.finalists(settled, 0, settled.requirements.prioritiesDoubt ?? UNSTATED_DOUBT);
    return found?.tradeOff ? { ...found, tradeOff: found.tradeOff } : null;
  }

  private plan(interview: Interview, settled: Settled, job: number): Plan {
    return remember(this.plans, `${job} ${keyOfAnswers(interview)}`, () => {
      const candidates = this.candidates(interview, settled, job);
      const valued = candidates.map((question) => ({
        question,
        value: this.worthOf(settled, this.askable(interview, settled, question, job, WEIGHED)),
      }));
      const untouched = valued
        .filter(({ question, value }) => this.isUntouched(interview, settled, question, job, value))
        .map((v) => v.question);
      const open = valued.filter((v) => !untouched.includes(v.question)).sort(byWorth);
      return { job, settled, open, untouched };
    });
  }

  private candidates(interview: Interview, settled: Settled, job: number): AskedQuestion[] {
    return this.context.questions.questions.filter(
      (q) => this.isOpen(interview, q, job) && this.isApplicable(q, settled, job),
    );
  }

  /** Two gates may matter together while each alone does not: then the other open answers are taken as unknown. */
  private isUntouched(
    interview: Interview,
    settled: Settled,
    q: AskedQuestion,
    job: number,
    value: QuestionValue,
  ): boolean {
    if (q.always !== undefined || value.candidatesTouched > 0) return false;
    const others = this.candidates(interview, settled, job).filter((o) => o !== q);
    const paths = others.flatMap((o) => pathsOf(o).map((p) => wholePath(p, job)));
    const { path, answers } = this.askable(interview, settled, q, job, null);
    const now = asIfUnknown(settled, paths);
    const askable = { path, answers: answers.map((a) => ({ ...a, settled: asIfUnknown(a.settled, paths) })) };
    return remember(this.touched, keyOfAskable(now, askable), () => this.foresight.touches(now, askable)) === 0;
  }

  private askable(
    interview: Interview,
    settled: Settled,
    q: AskedQuestion,
    job: number,
    most: number | null,
  ): AskableQuestion {
    const likely = likelyAnswers(q, job, settled, this.context);
    const weighed = most === null ? likely : [...likely].sort((a, b) => b.prior - a.prior).slice(0, most);
    return { path: q.id, answers: weighed.map((a) => this.after(interview, q.id, job, a)) };
  }

  private askablePriorities(interview: Interview, settled: Settled): AskableQuestion {
    const { profiles } = this.context.questions.priorities;
    const guessed = preselectedProfile(settled, this.context);
    const answers = profiles.map((p) => ({
      sets: { priorities: p.weights },
      prior: 0.5 * p.prior + (p.id === guessed ? 0.5 : 0),
    }));
    return { path: PRIORITIES, answers: answers.map((a) => this.after(interview, PRIORITIES, 0, a)) };
  }

  private after(interview: Interview, question: string, job: number, { sets, prior }: Likely) {
    const reply = { question, job, sets, chosen: [], isUnknown: false, said: "" };
    return { prior, settled: settledOf(withReply(interview, reply), this.context.defaults) as Settled };
  }

  private live(interview: Interview, settled: Settled, job: number, rest: readonly Open[]): Live {
    const standing = this.foresight.standing(settled, job);
    const weights = this.isPrioritiesOpen(interview) && job === 0 ? this.valueOfPriorities(interview, settled) : null;
    const stays = [...rest.map((o) => o.value), ...(weights ? [weights] : [])].reduce(
      (p, v) => p * (1 - v.flipProbability),
      1,
    );
    return { standing, stays };
  }

  private isOpen(interview: Interview, q: AskedQuestion, job: number): boolean {
    const isShared = isOfOrganization(q);
    if (isShared ? interview.replies.some((r) => r.question === q.id) : replyTo(interview, q.id, job) !== undefined)
      return false;
    return !pathsOf(q).some((p) => isStated(interview, wholePath(p, job)));
  }

  private isSenseless(q: AskedQuestion, settled: Settled, job: number): boolean {
    return Object.entries(q.notFor ?? {}).some(([path, values]) => holds(settled, job, path, values));
  }

  private isApplicable(q: AskedQuestion, settled: Settled, job: number): boolean {
    const task = settled.requirements.workloads[job]?.task;
    if (task === undefined || this.isSenseless(q, settled, job)) return false;
    const { unit, interactive } = this.context.defaults.tasks[task];
    return (
      (q.units === undefined || q.units.includes(unit)) &&
      (q.tasks === undefined || q.tasks.includes(task)) &&
      (q.interactive === undefined || q.interactive === interactive)
    );
  }

  private isPrioritiesOpen(interview: Interview): boolean {
    return replyTo(interview, PRIORITIES, 0) === undefined && !isStated(interview, "priorities");
  }

  private wishesLeft(interview: Interview, job = 0): number {
    if (job > 0) return 0;
    return (this.isPrioritiesOpen(interview) ? 1 : 0) + (replyTo(interview, TRADE_OFF, 0) === undefined ? 1 : 0);
  }

  /** How many questions may still be asked before the priorities. */
  private slots(interview: Interview, job: number): number {
    const left = this.context.questions.mostQuestions - asked(interview, job) - this.wishesLeft(interview, job);
    return Math.max(0, left);
  }

  /** The answer after which nothing hangs on a question any more. */
  private sinceWhen(interview: Interview, question: AskedQuestion, job: number): Reply | null {
    const { replies } = interview;
    for (let n = replies.length - 1; n > 0; n--) {
      const before = { ...interview, replies: replies.slice(0, n) };
      const settled = settledOf(before, this.context.defaults);
      if (settled === null || !this.isApplicable(question, settled, job)) return replies[n] ?? null;
      const value = this.worthOf(settled, this.askable(before, settled, question, job, WEIGHED));
      if (!this.isUntouched(before, settled, question, job, value)) return replies[n] ?? null;
    }
    return null;
  }
}

const asked = ({ replies }: Interview, job: number): number => replies.filter((r) => r.job === job).length;

const worth = ({ question, value }: Open): readonly number[] => [
  value.evoi / question.effort,
  value.flipProbability / question.effort,
  value.candidatesTouched,
];

/** Value of information for the effort; the order of the file among equals. */
function byWorth(a: Open, b: Open): number {
  if (a.question.always !== b.question.always) return a.question.always !== undefined ? -1 : 1;
  const [x, y] = [worth(a), worth(b)];
  for (let i = 0; i < x.length; i++) {
    const d = (y[i] as number) - (x[i] as number);
    if (Math.abs(d) > 1e-9) return d;
  }
  return 0;
}

function earliest(list: readonly Open[]): Open | undefined {
  const stageOf = (o: Open) => STAGES.indexOf(o.question.stage);
  const first = Math.min(...list.map(stageOf));
  return list.find((o) => stageOf(o) === first);
}

const keyOfAnswers = ({ start, replies, added }: Interview): string =>
  JSON.stringify([start.from, start.name, replies.map((r) => [r.question, r.job, r.sets]), added]);
const keyOf = (interview: Interview): string => `${interview.finished} ${interview.goesOn} ${keyOfAnswers(interview)}`;

const keyOfAskable = ({ requirements }: Settled, { path, answers }: AskableQuestion): string =>
  JSON.stringify([path, requirements, answers.map((a) => [a.prior, a.settled.requirements])]);

function remember<T>(map: Map<string, T>, key: string, make: () => T): T {
  let found = map.get(key);
  if (found === undefined) map.set(key, (found = make()));
  return found;
}
