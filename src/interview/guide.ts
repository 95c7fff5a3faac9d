import type { Finalists, Foresight, Readers, Split, Standing } from "../advise/foresight.ts";
import { inOne } from "../advise/pieces.ts";
import type { QuestionValue } from "../advise/value-of-questions.ts";
import { UNSTATED_DOUBT } from "../advise.ts";
import type { AskedQuestion } from "../requirements/question-schema.ts";
import type { Settled } from "../requirements/settle.ts";
import { isOfOrganization, likelyAnswers, pathsOf, preselectedProfile, setsOf } from "./choices.ts";
import type { Context } from "./context.ts";
import { type Interview, jobsOf, ownId, type Reply, replyTo, settledOf, withReply } from "./interview.ts";
import { byWorth, keyOfAnswers, OpenQuestions, PRIORITIES, remember, WEIGHED } from "./open-questions.ts";

import { DOUBT } from "./priorities.ts";

export { PRIORITIES } from "./open-questions.ts";

/** What stands beside every question. */
export interface Live {
  readonly standing: Standing;
  /** How likely the leader stays whatever is still answered, 0 to 1; null as long as it is being worked out. */
  readonly stays: number | "too early to say how sure" | "a close call" | null;
}

export type Step =
  | {
      readonly kind: "question";
      readonly question: AskedQuestion;
      readonly job: number;
      /** Its place among at most `most`. */
      readonly number: number;
      readonly most: number;
    }
  | { readonly kind: "offer"; readonly job: number; readonly left: number; readonly flipProbability: number }
  | { readonly kind: "priorities"; readonly number: number; readonly most: number }
  | {
      readonly kind: "trade-off";
      readonly number: number;
      readonly most: number;
      readonly finalists: Finalists & { readonly tradeOff: NonNullable<Finalists["tradeOff"]> };
    }
  | { readonly kind: "summary" };

type Asked = Step & { readonly kind: "question" };

/** A question that is not asked, since nothing hangs on it. */
export interface Skipped {
  readonly question: AskedQuestion;
  readonly job: number;
  /** The answer that settled it; null where no answer did. */
  readonly since: Reply | null;
}

/** Stages in their order: gates first, wishes last. */
const STAGES: readonly AskedQuestion["stage"][] = ["job", "gate", "figure", "wish"];
/** So many of the places that are left a stage keeps for the later ones, unless one of its questions may change the leader. */
const KEPT_FOR_LATER: Readonly<Record<AskedQuestion["stage"], number>> = { job: 0, gate: 3, figure: 1, wish: 0 };

/** Of so many answers to a question that everybody is asked it is foreseen what comes after all of those. */
const FORESEEN = 2;
/** Below this the rest of the questions may be left. */
const WORTH_ASKING = 0.02;

export const TRADE_OFF = "trade-off";
/** What flags said that no question asks. */
export const BY_FLAG = "flag";

/**
 * Which question is next, and why; a pure function of what was said, with a memory. Only what the choice of the next question hangs on
 * is worked out for it: what the questions of later stages are worth, and how sure the leader is, may come while a person reads.
 */
export class Guide {
  private readonly steps = new Map<string, Step>();
  private readonly standings = new Map<string, Standing>();
  private readonly staying = new Map<string, number>();
  private readonly questions: OpenQuestions;

  constructor(
    readonly context: Context,
    readonly foresight: Foresight,
  ) {
    this.questions = new OpenQuestions(context, foresight);
  }

  next(interview: Interview): Step {
    return inOne(this.choosing(interview));
  }

  /** Whether the next question is asked of everybody before anything is weighed. */
  isOpening(interview: Interview): boolean {
    return isOpening(this.next(interview));
  }

  /** What stands beside the next question, as far as it is worked out; null where nothing is, or the job is not known. */
  liveSoFar(interview: Interview): Live | null {
    const step = this.next(interview);
    const standing = this.standings.get(keyOf(interview));
    if (standing === undefined) return null;
    if (isOpening(step)) return { standing, stays: "too early to say how sure" };
    if (step.kind === "trade-off") return { standing, stays: "a close call" };
    return { standing, stays: this.staying.get(keyOf(interview)) ?? null };
  }

  /** The same, whole. */
  live(interview: Interview): Live | null {
    inOne(this.watching(interview));
    return this.liveSoFar(interview);
  }

  /** Works out what stands beside the next question, in small pieces, so that whoever drives it may stop at any. */
  *watching(interview: Interview): Generator<void> {
    const step = yield* this.choosing(interview);
    const settled = settledOf(interview, this.context.defaults);
    if (settled === null || step.kind === "summary") return;
    const job = "job" in step ? step.job : 0;
    const key = keyOf(interview);
    yield* this.foresight.warming(settled);
    remember(this.standings, key, () => this.foresight.standing(settled, job));
    yield;
    if (isOpening(step) || this.staying.has(key)) return;
    const { questions } = this;
    const isAtQuestions = step.kind === "question" || step.kind === "offer";
    const open = isAtQuestions ? questions.of(interview, settled, job).open : [];
    for (const q of open) yield* questions.weighing(interview, settled, q, job);
    const worths = open
      .map((q) => questions.weigh(interview, settled, q, job))
      .sort(byWorth)
      .slice(0, this.slots(interview, job))
      .map((o) => o.worth);
    if (job === 0 && questions.isPrioritiesOpen(interview)) {
      yield* questions.weighingPriorities(interview, settled);
      worths.push(questions.weighPriorities(interview, settled));
    }
    this.staying.set(
      key,
      worths.reduce((p, w) => p * (1 - w.flipProbability), 1),
    );
  }

  /**
   * Thinks ahead while a person reads: what stands beside this question, what would come after each likely answer to it, and what
   * would stand there; then one question further. What it finds, `next` and `live` need not find again.
   */
  *ahead(interview: Interview, depth = 2): Generator<void> {
    yield* this.watching(interview);
    const step = this.next(interview);
    if (step.kind === "priorities") {
      for (const then of this.likelyPriorities(interview)) yield* this.choosing(then);
      return;
    }
    if (step.kind !== "question") return;
    const thens = this.likely(interview, step);
    for (const [n, then] of thens.entries()) {
      const at = n < FORESEEN ? this.throughOpening(then) : then;
      yield* this.choosing(at);
      if (!this.isOpening(at)) this.skipped(at);
      yield;
    }
    for (const then of thens) yield* this.watching(then);
    const [likeliest] = thens;
    if (likeliest !== undefined && depth > 0) yield* this.ahead(likeliest, depth - 1);
  }

  /** What each answer would lead to, the likeliest first. */
  private likely(interview: Interview, { question, job }: Pick<Asked, "question" | "job">): Interview[] {
    const settled = settledOf(interview, this.context.defaults);
    const answers =
      settled === null
        ? question.choices.map((c) => ({ sets: setsOf(question, [c.id], null), prior: c.prior ?? 0 }))
        : likelyAnswers(question, job, settled, this.context);
    return answers
      .sort((a, b) => b.prior - a.prior)
      .map((a) => {
        const sets = { ...a.sets, ...ownId(a.sets, interview, job) };
        return withReply(interview, { question: question.id, job, sets, chosen: [], isUnknown: false, said: "" });
      });
  }

  private likelyPriorities(interview: Interview): Interview[] {
    const { profiles } = this.context.questions.priorities;
    const settled = settledOf(interview, this.context.defaults);
    const usual = settled && preselectedProfile(settled, this.context);
    return [...profiles]
      .sort((a, b) => Number(b.id === usual) - Number(a.id === usual))
      .map((p) => {
        const sets = { priorities: p.weights, prioritiesDoubt: DOUBT.profile };
        return withReply(interview, { question: PRIORITIES, job: 0, sets, chosen: [p.id], isUnknown: false, said: "" });
      });
  }

  /** As if the rest of what everybody is asked were answered as is likeliest. */
  private throughOpening(interview: Interview): Interview {
    const settled = settledOf(interview, this.context.defaults);
    for (let job = interview.finished; job < jobsOf(interview); job++) {
      const question = this.questions.first(interview, settled, job);
      const likeliest = question && this.likely(interview, { question, job })[0];
      if (likeliest) return this.throughOpening(likeliest);
    }
    return interview;
  }

  /** Questions that are not asked since nothing hangs on them. */
  skipped(interview: Interview): Skipped[] {
    const settled = settledOf(interview, this.context.defaults);
    if (settled === null) return [];
    return Array.from({ length: jobsOf(interview) }, (_, job) => job).flatMap((job) => [
      ...this.questions.senseless(interview, settled, job).map((question) => ({
        question,
        job,
        since:
          interview.replies.find((r) => r.job === job && Object.keys(question.notFor ?? {}).some((p) => p in r.sets)) ??
          null,
      })),
      ...this.questions
        .of(interview, settled, job)
        .untouched.map((question) => ({ question, job, since: this.sinceWhen(interview, question, job) })),
    ]);
  }

  /** What a question is worth with every answer weighed, for whoever asks why; null where the answer says who the candidates are. */
  valueOf(interview: Interview, question: AskedQuestion, job: number): QuestionValue | null {
    const settled = settledOf(interview, this.context.defaults);
    // Another job has other candidates: there is nothing to compare.
    if (settled === null || pathsOf(question).includes("task")) return null;
    return this.questions.valueOf(interview, settled, question, job);
  }

  /** Who would serve less sensitive requests better than the leader; null where nobody would. */
  splitOf(interview: Interview, job: number): Split | null {
    const settled = settledOf(interview, this.context.defaults);
    return settled === null ? null : inOne(this.questions.splitting(settled, job));
  }

  /** The same of the priorities. */
  valueOfPriorities(interview: Interview, settled: Settled): QuestionValue {
    return this.questions.valueOfPriorities(interview, settled);
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
      likely.map((a) => this.questions.after(interview, question.id, job, a).settled),
      job,
    );
  }

  answerable(interview: Interview): { readonly question: AskedQuestion; readonly job: number }[] {
    return this.questions.answerable(interview);
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

  private *choosing(interview: Interview): Generator<void, Step> {
    const key = keyOf(interview);
    const known = this.steps.get(key);
    if (known) return known;
    const step = yield* this.chosen(interview);
    this.steps.set(key, step);
    return step;
  }

  private *chosen(interview: Interview): Generator<void, Step> {
    if (interview.finished >= jobsOf(interview)) return { kind: "summary" };
    const { mostQuestions: most } = this.context.questions;
    for (let job = interview.finished; job < jobsOf(interview); job++) {
      const settled = settledOf(interview, this.context.defaults);
      const number = 1 + asked(interview, job);
      const first = this.questions.first(interview, settled, job);
      if (first) return { kind: "question", question: first, job, number, most };
      if (settled === null) continue;
      const question = yield* this.bestOf(interview, settled, job);
      if (question === null) continue;
      const { open } = this.questions.of(interview, settled, job);
      const slots = this.slots(interview, job);
      const left = Math.min(open.length, slots) + this.wishesLeft(interview, job);
      const flipProbability = yield* this.rest(interview, settled, job, [
        question,
        ...open.filter((q) => q !== question),
      ]);
      if (flipProbability !== null) return { kind: "offer", job, left, flipProbability };
      const atMost = Math.min(most, asked(interview, job) + left);
      return { kind: "question", question, job, number, most: Math.max(number, atMost) };
    }
    return yield* this.ending(interview);
  }

  /** The open question of the earliest stage that is worth most; null where none is open, or no place is left. */
  private *bestOf(interview: Interview, settled: Settled, job: number): Generator<void, AskedQuestion | null> {
    const { questions } = this;
    const slots = this.slots(interview, job);
    if (slots === 0) return null;
    const { open } = yield* questions.opening(interview, settled, job);
    for (const [n, stage] of STAGES.entries()) {
      const here = open.filter((q) => q.stage === stage);
      const later = open.filter((q) => STAGES.indexOf(q.stage) > n);
      const always = here.find((q) => q.always !== undefined);
      if (always) return always;
      if (here.length === 0 || slots <= later.filter((q) => q.always !== undefined || q.splits).length) continue;
      for (const q of here) yield* questions.weighing(interview, settled, q, job);
      const [best] = here.map((q) => questions.weigh(interview, settled, q, job)).sort(byWorth);
      if (best === undefined) continue;
      const mayChange = best.worth.evoi > 0 || best.worth.flipProbability > 0;
      if (mayChange || slots > Math.min(later.length, KEPT_FOR_LATER[stage])) return best.question;
    }
    return null;
  }

  /** How likely open questions change the leader; null where it is worth asking on, or was said to be. */
  private *rest(
    interview: Interview,
    settled: Settled,
    job: number,
    open: readonly AskedQuestion[],
  ): Generator<void, number | null> {
    if (interview.goesOn || open.some((q) => q.always !== undefined)) return null;
    const { questions } = this;
    let stays = 1;
    for (const q of open) {
      yield* questions.weighing(interview, settled, q, job);
      stays *= 1 - questions.weigh(interview, settled, q, job).worth.flipProbability;
      if (1 - stays >= WORTH_ASKING) return null;
    }
    if (job === 0 && questions.isPrioritiesOpen(interview)) {
      yield* questions.weighingPriorities(interview, settled);
      stays *= 1 - questions.weighPriorities(interview, settled).flipProbability;
    }
    return 1 - stays < WORTH_ASKING ? 1 - stays : null;
  }

  /** Priorities and the trade-off, when nothing else is left to ask. */
  private *ending(interview: Interview): Generator<void, Step> {
    const settled = settledOf(interview, this.context.defaults);
    if (settled === null) return { kind: "summary" };
    const number = 1 + asked(interview, 0);
    if (this.questions.isPrioritiesOpen(interview)) {
      const rest = yield* this.rest(interview, settled, 0, []);
      if (rest !== null) return { kind: "offer", job: 0, left: 1, flipProbability: rest };
      return { kind: "priorities", number, most: Math.max(number, number + 1) };
    }
    if (replyTo(interview, TRADE_OFF, 0) !== undefined) return { kind: "summary" };
    yield* this.foresight.warming(settled);
    const finalists = this.finalists(settled);
    return finalists ? { kind: "trade-off", number, most: number, finalists } : { kind: "summary" };
  }

  private finalists(settled: Settled): (Finalists & { readonly tradeOff: NonNullable<Finalists["tradeOff"]> }) | null {
    const found = this.foresight.finalists(settled, 0, settled.requirements.prioritiesDoubt ?? UNSTATED_DOUBT);
    return found?.tradeOff ? { ...found, tradeOff: found.tradeOff } : null;
  }

  private wishesLeft(interview: Interview, job = 0): number {
    if (job > 0) return 0;
    const isTradeOffOpen = replyTo(interview, TRADE_OFF, 0) === undefined;
    return (this.questions.isPrioritiesOpen(interview) ? 1 : 0) + (isTradeOffOpen ? 1 : 0);
  }

  /** How many questions may still be asked before the priorities. */
  private slots(interview: Interview, job: number): number {
    const { mostQuestions } = this.context.questions;
    return Math.max(0, mostQuestions - asked(interview, job) - this.wishesLeft(interview, job));
  }

  /** The answer after which nothing hangs on a question any more; null where nothing ever did, once what everybody is asked was said. */
  private sinceWhen(interview: Interview, question: AskedQuestion, job: number): Reply | null {
    const { replies } = interview;
    const { questions } = this;
    for (let n = replies.length - 1; n > 0; n--) {
      const before = { ...interview, replies: replies.slice(0, n) };
      const settled = settledOf(before, this.context.defaults);
      if (settled === null || !questions.isApplicable(question, settled, job)) return replies[n] ?? null;
      if (!inOne(questions.untouched(before, settled, question, job))) return replies[n] ?? null;
      if (questions.first(before, settled, job) !== undefined) return null;
    }
    return null;
  }
}

/** What is asked of everybody before anything is weighed. */
const isOpening = (step: Step): boolean => step.kind === "question" && step.question.always === "first";

const asked = ({ replies }: Interview, job: number): number => replies.filter((r) => r.job === job).length;

const keyOf = (interview: Interview): string => `${interview.finished} ${interview.goesOn} ${keyOfAnswers(interview)}`;
