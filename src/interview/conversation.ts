import type { Settled } from "../requirements/settle.ts";
import type { Asker, Card, Outcome } from "./card.ts";
import { choicesOf } from "./choices.ts";
import type { Context } from "./context.ts";
import type { Guide, Live, Skipped, Step } from "./guide.ts";
import {
  begin,
  type Interview,
  jobsOf,
  NOTHING,
  type Reply,
  type Start,
  settledOf,
  withJob,
  withoutLast,
  withReply,
} from "./interview.ts";
import { cardFor, replyFrom } from "./question-card.ts";
import { answersToChange, summaryLines } from "./summary.ts";
import { askPriorities, askTradeOff } from "./weighing.ts";
import { liveWords, offerWords, opening, skippedWords } from "./words.ts";

/** What a conversation needs of the world. */
export interface Host {
  readonly guide: Guide;
  readonly context: Context;
  readonly asker: Asker;
  readonly presets: Readonly<Record<string, unknown>>;
  /** A requirements file to start from. */
  readonly file: Start | null;
  /** Keeps the answers, so that they can be resumed. */
  readonly keep: (interview: Interview) => void;
  /** Milliseconds after an answer that what stands beside the next question is waited for. */
  readonly patience?: number;
}

const PATIENCE_MS = 60;
/** Before each question that everybody is asked it is thought ahead for so long: no later one has to wait for all of it. */
const SPREAD_MS = 90;

/** `left`: saved for later. */
export interface End {
  readonly interview: Interview;
  readonly isLeft: boolean;
}

/** Asks until everything is confirmed, or somebody leaves. Starts anew, or goes on where an interview stopped. */
export async function converse(host: Host, resumed: Interview | null): Promise<End> {
  const conversation = new Conversation(host);
  let interview = resumed ?? (await conversation.start());
  while (interview !== null) {
    host.keep(interview);
    const next = await conversation.step(interview);
    if (next === "done" || next === "left") return { interview, isLeft: next === "left" };
    interview = next === "start" ? await conversation.start() : next;
  }
  return { interview: begin(NOTHING), isLeft: true };
}

type Next = Interview | "done" | "left" | "start";

class Conversation {
  /** Answers that were taken back: preselected where they are asked for again. */
  private readonly taken = new Map<string, Reply>();
  /** Questions that were said to be skipped. */
  private said = new Set<string>();
  private isOpened = false;
  /** When the last answer was there. */
  private since = 0;

  constructor(private readonly host: Host) {}

  /** null = left. */
  async start(): Promise<Interview | null> {
    const { asker, context, file, presets } = this.host;
    const { mostQuestions, minutes } = context.questions;
    if (!this.isOpened) asker.tell(opening(mostQuestions, minutes));
    this.isOpened = true;
    for (;;) {
      const card: Card = {
        form: "one",
        text: "Where do we start?",
        short: "start",
        notes: [],
        chosen: [file ? "file" : "nothing"],
        options: [
          { id: "nothing", label: "With nothing", hint: "from the first question" },
          ...(file ? [{ id: "file", label: `With ${file.name}`, hint: "what it says is not asked" }] : []),
          { id: "preset", label: "With a ready example", hint: `${Object.keys(presets).length} to choose from` },
        ],
        mayLeave: true,
      };
      const outcome = await this.ask(() => card, begin(file ?? NOTHING), false);
      if (outcome.kind !== "chosen") return null;
      const [id] = outcome.ids;
      if (id === "nothing") return begin(NOTHING);
      if (id === "file" && file) return begin(file);
      const preset = await this.preset();
      if (preset) return begin(preset);
    }
  }

  private async preset(): Promise<Start | null> {
    const { asker, presets } = this.host;
    const outcome = await asker.ask({
      form: "search",
      text: "Which example is nearest?",
      short: "example",
      notes: ["Every answer of it can be changed before the ranking."],
      chosen: [],
      options: Object.keys(presets)
        .sort()
        .map((id) => ({ id, label: id, hint: titlesIn(presets[id]) })),
      mayGoBack: true,
    });
    const id = outcome.kind === "chosen" ? outcome.ids[0] : undefined;
    return id === undefined ? null : { from: "preset", name: id, value: presets[id] };
  }

  async step(interview: Interview): Promise<Next> {
    const { guide, context } = this.host;
    this.since = performance.now();
    const step = guide.next(interview);
    const settled = settledOf(interview, context.defaults);
    this.tellSkipped(interview, settled, step);
    switch (step.kind) {
      case "question":
        return this.question(step, interview, settled);
      case "offer":
        return this.offer(step, interview);
      case "priorities":
        return this.after(
          await askPriorities(this.thinking(interview), interview, settled as Settled, step),
          interview,
        );
      case "trade-off":
        return this.after(await askTradeOff(this.host, interview, step), interview);
      case "summary":
        return this.summary(interview, settled as Settled);
    }
  }

  private async question(
    step: Step & { kind: "question" },
    interview: Interview,
    settled: Settled | null,
  ): Promise<Next> {
    const { question, job } = step;
    const before = this.taken.get(`${job} ${question.id}`) ?? null;
    const card = () => cardFor(this.host, interview, settled, question, job, { step, before });
    const outcome = await this.ask(card, interview, true);
    return this.after(this.replied(outcome, interview, settled, question, job), interview);
  }

  private replied(
    outcome: Outcome,
    interview: Interview,
    settled: Settled | null,
    question: (Step & { kind: "question" })["question"],
    job: number,
  ): Reply | "back" | "leave" {
    if (outcome.kind === "back" || outcome.kind === "leave") return outcome.kind;
    return replyFrom(outcome, this.host.context, interview, settled, question, job);
  }

  /** Thinks ahead while somebody reads, and shows what was found out of this question. */
  private async ask(card: () => Card, interview: Interview, mayWait: boolean): Promise<Outcome> {
    const thoughts = this.host.guide.ahead(interview);
    const isDone = mayWait && this.thinkBefore(thoughts, interview);
    let show: (notes: readonly string[]) => void = () => undefined;
    const shown = card();
    const answer = this.host.asker.ask({
      ...shown,
      onNotes: (by) => {
        show = by;
      },
    });
    let isOpen = true;
    const close = () => {
      isOpen = false;
    };
    answer.then(close, close);
    const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));
    for (let n = 0; n < 3; n++) await breathe();
    let live = this.host.guide.liveSoFar(interview);
    while (isOpen && !isDone && thoughts.next().done !== true) {
      await breathe();
      const now = this.host.guide.liveSoFar(interview);
      if (isOpen && JSON.stringify(now) !== JSON.stringify(live)) show(card().notes);
      live = now;
    }
    return answer;
  }

  /** The same room, where it is thought ahead while something is asked. */
  private thinking(interview: Interview): Host {
    const asker = { ...this.host.asker, ask: (card: Card) => this.ask(() => card, interview, false) };
    return { ...this.host, asker };
  }

  /** Whether there is nothing more to think of. */
  private thinkBefore(thoughts: Generator<void>, interview: Interview): boolean {
    const { guide, patience = PATIENCE_MS } = this.host;
    const least = guide.isOpening(interview) ? SPREAD_MS : 0;
    const most = Math.max(least, patience);
    for (;;) {
      const ms = performance.now() - this.since;
      if (ms >= most || (ms >= least && isWhole(guide.liveSoFar(interview)))) return false;
      if (thoughts.next().done) return true;
    }
  }

  private after(outcome: Reply | "back" | "leave", interview: Interview): Next {
    if (outcome === "leave") return "left";
    if (outcome === "back") return this.back(interview);
    return withReply(interview, outcome);
  }

  private back(interview: Interview): Next {
    if (interview.replies.length === 0 && interview.added === 0) return "start";
    const before = withoutLast(interview);
    for (const r of interview.replies.slice(before.replies.length)) this.taken.set(`${r.job} ${r.question}`, r);
    return before;
  }

  private async offer(step: Step & { kind: "offer" }, interview: Interview): Promise<Next> {
    const live = this.host.guide.live(interview);
    const outcome = await this.host.asker.ask({
      form: "one",
      text: `${offerWords(step.left, step.flipProbability)} Stop here?`,
      short: "the rest",
      notes: live ? [liveWords(live)] : [],
      chosen: ["stop"],
      options: [
        { id: "stop", label: "Yes, to the summary", hint: "what was not asked is assumed, and said so" },
        { id: "go-on", label: "No, ask the rest", hint: "" },
      ],
      mayGoBack: true,
      mayLeave: true,
    });
    if (outcome.kind === "back") return this.back(interview);
    if (outcome.kind !== "chosen") return "left";
    return outcome.ids[0] === "stop" ? { ...interview, finished: jobsOf(interview) } : { ...interview, goesOn: true };
  }

  private async summary(interview: Interview, settled: Settled): Promise<Next> {
    const { asker } = this.host;
    asker.tell(summaryLines(this.host, interview, settled));
    const outcome = await asker.ask({
      form: "one",
      text: "Is this right?",
      short: "summary",
      notes: [],
      chosen: ["rank"],
      options: [
        { id: "rank", label: "Yes, rank now", hint: "" },
        { id: "change", label: "Change an answer", hint: "or give one that was assumed" },
        { id: "add", label: "Add another job", hint: "for the same organization" },
      ],
      mayGoBack: true,
      mayLeave: true,
    });
    if (outcome.kind === "leave") return "left";
    if (outcome.kind !== "chosen") return this.back(interview);
    if (outcome.ids[0] === "rank") return "done";
    if (outcome.ids[0] === "add") return withJob({ ...interview });
    return (await this.change(interview, settled)) ?? interview;
  }

  /** Another answer to any question; null = none. */
  async change(interview: Interview, settled: Settled): Promise<Interview | null> {
    const { asker, guide } = this.host;
    const answers = answersToChange(this.host, interview, settled);
    const outcome = await asker.ask({
      form: "search",
      text: "Which answer?",
      short: "change",
      notes: [],
      chosen: [],
      options: answers.map(({ id, label, said }) => ({
        id,
        label,
        hint: said,
        words: `${label} ${said} ${id}`.toLowerCase(),
      })),
      mayGoBack: true,
    });
    const found = outcome.kind === "chosen" ? answers.find((a) => a.id === outcome.ids[0]) : undefined;
    if (!found) return null;
    if (found.question === null) {
      const reply = await askPriorities(this.host, interview, settled, null);
      return typeof reply === "string" ? null : withReply(interview, reply);
    }
    const { question, job } = found;
    const card = cardFor(this.host, interview, settled, question, job, { step: null, before: null });
    const reply = this.replied(await asker.ask({ ...card, mayLeave: false }), interview, settled, question, job);
    return typeof reply === "string" ? null : guide.pruned(withReply(interview, reply));
  }

  /** Says once what an answer has made unnecessary. */
  private tellSkipped(interview: Interview, settled: Settled | null, step: Step): void {
    if (settled === null || (step.kind === "question" && step.question.always === "first")) return;
    const skipped = this.host.guide.skipped(interview).filter((s) => s.since !== null && s.question.splits !== true);
    const keyOf = (s: Skipped): string => `${s.job} ${s.question.id}`;
    const fresh = skipped.filter((s) => !this.said.has(keyOf(s)));
    this.said = new Set(skipped.map(keyOf));
    for (const since of new Set(fresh.map((s) => s.since))) {
      const those = fresh.filter((s) => s.since === since);
      this.host.asker.tell([skippedWords(those, since && this.because(since, settled))]);
    }
  }

  private because(reply: Reply, settled: Settled): string | null {
    const { context } = this.host;
    const question = context.questions.questions.find((q) => q.id === reply.question);
    const legal = question ? choicesOf(question, settled, context).map((c) => c.id) : [];
    const choice = question?.choices.find((c) => c.id === reply.chosen[0] && legal.includes(c.id));
    return choice?.because ?? null;
  }
}

export const changeAnAnswer = (host: Host, interview: Interview): Promise<Interview | null> =>
  new Conversation(host).change(interview, settledOf(interview, host.context.defaults) as Settled);

function titlesIn(preset: unknown): string {
  const { workloads } = preset as { workloads?: { title?: string; task?: string }[] };
  return (workloads ?? []).map((w) => w.title ?? w.task ?? "").join(" + ");
}

const isWhole = (live: Live | null): boolean => live !== null && live.stays !== null;
