import type { Foresight, Split } from "../advise/foresight.ts";
import { inOne } from "../advise/pieces.ts";
import type { AskableQuestion, QuestionValue, QuestionWorth } from "../advise/value-of-questions.ts";
import { wholePath } from "../requirements/answer-layer.ts";
import type { AskedQuestion } from "../requirements/question-schema.ts";
import type { Settled } from "../requirements/settle.ts";
import { holds, isOfOrganization, type Likely, likelyAnswers, pathsOf, preselectedProfile } from "./choices.ts";
import type { Context } from "./context.ts";
import { type Interview, isStated, jobsOf, replyTo, settledOf, withReply } from "./interview.ts";
import { asIfUnknown } from "./open-requirements.ts";

/** A question that is open, and what it is worth. */
export interface Open {
  readonly question: AskedQuestion;
  readonly worth: QuestionWorth;
}

/** The open questions of a job, in the order of the file. */
export interface Opened {
  /** Asked of everybody, or something that is left hangs on them. */
  readonly open: readonly AskedQuestion[];
  readonly untouched: readonly AskedQuestion[];
}

/** A question as it would settle the requirements, and what it is remembered by: under the same requirements it is the same, whoever said them. */
interface Keyed {
  readonly askable: AskableQuestion;
  readonly key: string;
}

/** So many answers of a question are weighed, the likely ones. */
export const WEIGHED = 4;

export const PRIORITIES = "priorities";

/** Which questions may still be asked, what hangs on each, and what it is worth: found out when it is asked for, and remembered. */
export class OpenQuestions {
  private readonly askables = new Map<string, Keyed>();
  private readonly worths = new Map<string, QuestionWorth>();
  private readonly values = new Map<string, QuestionValue>();
  private readonly touched = new Map<string, boolean>();
  private readonly splits = new Map<string, Split | null>();
  private readonly opened = new Map<string, Opened>();

  constructor(
    private readonly context: Context,
    private readonly foresight: Foresight,
  ) {}

  /** What is asked of everybody comes before anything is weighed, in the order of the file. */
  first(interview: Interview, settled: Settled | null, job: number): AskedQuestion | undefined {
    return this.context.questions.questions.find(
      (q) =>
        q.always === "first" &&
        this.isOpen(interview, q, job) &&
        (settled === null ? q.stage === "job" : this.isApplicable(q, settled, job)),
    );
  }

  of(interview: Interview, settled: Settled, job: number): Opened {
    return inOne(this.opening(interview, settled, job));
  }

  /** Those that make sense, whether or not anything hangs on them. */
  candidates(interview: Interview, settled: Settled, job: number): AskedQuestion[] {
    return this.context.questions.questions.filter(
      (q) => this.isOpen(interview, q, job) && this.isApplicable(q, settled, job),
    );
  }

  /** Those that an earlier answer has made senseless. */
  senseless(interview: Interview, settled: Settled, job: number): AskedQuestion[] {
    return this.context.questions.questions.filter(
      (q) => this.isOpen(interview, q, job) && this.isSenseless(q, settled, job),
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

  isPrioritiesOpen(interview: Interview): boolean {
    return replyTo(interview, PRIORITIES, 0) === undefined && !isStated(interview, "priorities");
  }

  /** By the likely answers alone. */
  weigh(interview: Interview, settled: Settled, question: AskedQuestion, job: number): Open {
    if (question.splits) return { question, worth: this.worthOfSplit(interview, settled, question, job) };
    return { question, worth: this.worthOf(settled, this.askable(interview, settled, question, job, WEIGHED)) };
  }

  /** By every answer. */
  valueOf(interview: Interview, settled: Settled, question: AskedQuestion, job: number): QuestionValue {
    return this.whole(settled, this.askable(interview, settled, question, job, null));
  }

  weighPriorities(interview: Interview, settled: Settled): QuestionWorth {
    return this.worthOf(settled, this.askablePriorities(interview, settled));
  }

  valueOfPriorities(interview: Interview, settled: Settled): QuestionValue {
    return this.whole(settled, this.askablePriorities(interview, settled));
  }

  /** The same as `weigh`, answer by answer. */
  *weighing(interview: Interview, settled: Settled, question: AskedQuestion, job: number): Generator<void> {
    if (question.splits) yield* this.splitting(settled, job);
    else yield* this.pieces(settled, this.askable(interview, settled, question, job, WEIGHED));
  }

  *weighingPriorities(interview: Interview, settled: Settled): Generator<void> {
    yield* this.pieces(settled, this.askablePriorities(interview, settled));
  }

  /** The same as `of`, question by question. */
  *opening(interview: Interview, settled: Settled, job: number): Generator<void, Opened> {
    const key = `${job} ${keyOfAnswers(interview)}`;
    const known = this.opened.get(key);
    if (known) return known;
    const open: AskedQuestion[] = [];
    const untouched: AskedQuestion[] = [];
    for (const q of this.candidates(interview, settled, job)) {
      const list = (yield* this.untouched(interview, settled, q, job)) ? untouched : open;
      list.push(q);
      yield;
    }
    this.opened.set(key, { open, untouched });
    return { open, untouched };
  }

  /** Two gates may matter together while each alone does not: then the other open answers are taken as unknown. */
  *untouched(interview: Interview, settled: Settled, q: AskedQuestion, job: number): Generator<void, boolean> {
    if (q.always !== undefined) return false;
    if (q.splits) return (yield* this.splitting(settled, job)) === null;
    if (yield* this.hangs(settled, this.askable(interview, settled, q, job, WEIGHED))) return false;
    const others = this.candidates(interview, settled, job).filter((o) => o !== q);
    const paths = others.flatMap((o) => pathsOf(o).map((p) => wholePath(p, job)));
    const { path, answers } = this.askable(interview, settled, q, job, null).askable;
    const now = asIfUnknown(settled, paths);
    const unknown = answers.map((a) => ({ ...a, settled: asIfUnknown(a.settled, paths) }));
    return !(yield* this.hangs(now, keyed(now, { path, answers: unknown })));
  }

  /** What serving less sensitive requests apart would gain; null where nothing would be. */
  *splitting(settled: Settled, job: number): Generator<void, Split | null> {
    const key = `${job} ${JSON.stringify(settled.requirements)}`;
    const known = this.splits.get(key);
    if (known !== undefined) return known;
    const found = yield* this.foresight.splitting(settled, job);
    this.splits.set(key, found);
    return found;
  }

  /** Nobody else comes first; what is gained is gained in the share that is served apart. */
  private worthOfSplit(interview: Interview, settled: Settled, q: AskedQuestion, job: number): QuestionWorth {
    const gain = inOne(this.splitting(settled, job))?.gain ?? 0;
    const { answers } = this.askable(interview, settled, q, job, WEIGHED).askable;
    const whole = answers.reduce((s, a) => s + a.prior, 0);
    const apart = answers.reduce(
      (s, a) => s + a.prior * (1 - (a.settled.requirements.workloads[job]?.data.sensitiveShare ?? 1)),
      0,
    );
    return { evoi: (gain * apart) / whole, flipProbability: 0 };
  }

  /** The requirements after an answer that might be given. */
  after(interview: Interview, question: string, job: number, { sets, prior }: Likely) {
    const reply = { question, job, sets, chosen: [], isUnknown: false, said: "" };
    return { prior, settled: settledOf(withReply(interview, reply), this.context.defaults) as Settled };
  }

  isApplicable(q: AskedQuestion, settled: Settled, job: number): boolean {
    const task = settled.requirements.workloads[job]?.task;
    if (task === undefined || this.isSenseless(q, settled, job)) return false;
    const { unit, interactive } = this.context.defaults.tasks[task];
    return (
      (q.units === undefined || q.units.includes(unit)) &&
      (q.tasks === undefined || q.tasks.includes(task)) &&
      (q.interactive === undefined || q.interactive === interactive)
    );
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

  private worthOf(settled: Settled, { askable, key }: Keyed): QuestionWorth {
    return remember(this.worths, key, () => this.foresight.worth(settled, askable));
  }

  private whole(settled: Settled, { askable, key }: Keyed): QuestionValue {
    return remember(this.values, key, () => this.foresight.values(settled, [askable])[0] as QuestionValue);
  }

  private *pieces(settled: Settled, keyed: Keyed): Generator<void> {
    if (this.worths.has(keyed.key)) return;
    for (const a of [{ settled }, ...keyed.askable.answers]) yield* this.foresight.warming(a.settled);
    this.worthOf(settled, keyed);
    yield;
  }

  private *hangs(settled: Settled, { askable, key }: Keyed): Generator<void, boolean> {
    const found = this.touched.get(key) ?? (yield* this.foresight.hanging(settled, askable));
    this.touched.set(key, found);
    return found;
  }

  private askable(interview: Interview, settled: Settled, q: AskedQuestion, job: number, most: number | null): Keyed {
    return remember(this.askables, `${most} ${job} ${q.id} ${keyOfAnswers(interview)}`, () => {
      const likely = likelyAnswers(q, job, settled, this.context);
      const weighed = most === null ? likely : [...likely].sort((a, b) => b.prior - a.prior).slice(0, most);
      return keyed(settled, { path: q.id, answers: weighed.map((a) => this.after(interview, q.id, job, a)) });
    });
  }

  private askablePriorities(interview: Interview, settled: Settled): Keyed {
    const { profiles } = this.context.questions.priorities;
    const guessed = preselectedProfile(settled, this.context);
    const answers = profiles.map((p) => ({
      sets: { priorities: p.weights },
      prior: 0.5 * p.prior + (p.id === guessed ? 0.5 : 0),
    }));
    const after = answers.map((a) => this.after(interview, PRIORITIES, 0, a));
    return keyed(settled, { path: PRIORITIES, answers: after });
  }
}

const perEffort = ({ question, worth }: Open): readonly number[] => [
  worth.evoi / question.effort,
  worth.flipProbability / question.effort,
];

/** Value of information for the effort; the order of the file among equals. */
export function byWorth(a: Open, b: Open): number {
  if (a.question.always !== b.question.always) return a.question.always !== undefined ? -1 : 1;
  const [x, y] = [perEffort(a), perEffort(b)];
  for (let i = 0; i < x.length; i++) {
    const d = (y[i] as number) - (x[i] as number);
    if (Math.abs(d) > 1e-9) return d;
  }
  return 0;
}

export const keyOfAnswers = ({ start, replies, added }: Interview): string =>
  JSON.stringify([start.from, start.name, replies.map((r) => [r.question, r.job, r.sets]), added]);

function keyed({ requirements }: Settled, askable: AskableQuestion): Keyed {
  const { path, answers } = askable;
  const key = JSON.stringify([path, requirements, answers.map((a) => [a.prior, a.settled.requirements])]);
  return { askable, key };
}

export function remember<T>(map: Map<string, T>, key: string, make: () => T): T {
  let found = map.get(key);
  if (found === undefined) map.set(key, (found = make()));
  return found;
}
