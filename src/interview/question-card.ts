import { wholePath } from "../requirements/answer-layer.ts";
import type { AskedQuestion } from "../requirements/question-schema.ts";
import type { Settled } from "../requirements/settle.ts";
import type { Card, Outcome } from "./card.ts";
import { choicesOf, pathsOf, preselected, setsOf } from "./choices.ts";
import type { Context } from "./context.ts";
import type { Guide, Step } from "./guide.ts";
import { type Interview, isStated, jobsOf, ownId, type Reply } from "./interview.ts";
import { readTyped } from "./typed.ts";
import { splitWords, standingLine, UNKNOWN_SAID, whyWords } from "./words.ts";

interface Room {
  readonly guide: Guide;
  readonly context: Context;
}

interface Asking {
  /** null where the question is asked out of its turn. */
  readonly step: (Step & { readonly kind: "question" }) | null;
  /** What was answered before it was taken back. */
  readonly before: Reply | null;
}

/** A question as a prompt. */
export function cardFor(
  room: Room,
  interview: Interview,
  settled: Settled | null,
  question: AskedQuestion,
  job: number,
  { step, before }: Asking,
): Card {
  const { context, guide } = room;
  const options = choicesOf(question, settled, context);
  const { typed } = question;
  const chosen = before ? before.chosen : preselected(question, job, settled, context);
  let reasons: readonly string[] | null = null;
  return {
    form: question.form,
    text: question.text,
    short: question.short,
    notes: [
      ...(step ? [standingLine(step, guide.liveSoFar(interview))] : []),
      ...(jobsOf(interview) > 1
        ? [`Job ${job + 1}: ${settled?.requirements.workloads[job]?.title ?? "another one"}`]
        : []),
      ...(question.example === undefined ? [] : [question.example]),
    ],
    options,
    chosen,
    ...(question.none ? { none: question.none.label } : {}),
    ...(typed
      ? {
          typing: {
            label: typed.label,
            ask: typed.ask,
            read: (text: string) => readTyped(text, typed, context.accelerators),
          },
        }
      : {}),
    mayBeUnknown: question.unknown !== undefined && question.unknown !== null,
    ...(before?.isUnknown ? { isUnknown: true } : {}),
    mayGoBack: true,
    mayLeave: true,
    why: () => (reasons ??= why(guide, interview, question, job)),
  };
}

function why(guide: Guide, interview: Interview, question: AskedQuestion, job: number): string[] {
  const { rules, isEstimated } = guide.readersOf(interview, question, job);
  const { gates, others } = guide.foresight.titles(rules);
  const split = question.splits ? guide.splitOf(interview, job) : null;
  if (question.splits) return [...splitWords(split), ...whyWords({ ...NOT_WEIGHED, rules: others, isEstimated })];
  const value = guide.valueOf(interview, question, job);
  return whyWords({
    rules: [...gates, ...others],
    gates: gates.length,
    isEstimated,
    touched: value?.candidatesTouched ?? null,
    ruledOutUpTo: value?.ruledOutUpTo ?? null,
    flipProbability: value?.flipProbability ?? null,
  });
}

const NOT_WEIGHED = { gates: 0, touched: null, ruledOutUpTo: null, flipProbability: null };

/** An outcome as an answer. */
export function replyFrom(
  outcome: Exclude<Outcome, { kind: "back" | "leave" }>,
  context: Context,
  interview: Interview,
  settled: Settled | null,
  question: AskedQuestion,
  job: number,
): Reply {
  const base = { question: question.id, job };
  if (outcome.kind === "unknown")
    return { ...base, sets: question.unknown ?? {}, chosen: [], isUnknown: true, said: UNKNOWN_SAID };
  if (outcome.kind === "typed" && question.typed) {
    const read = readTyped(outcome.text, question.typed, context.accelerators);
    if ("problem" in read) throw new Error(read.problem);
    return { ...base, sets: read.sets, chosen: [], isUnknown: false, said: read.said };
  }
  const ids = outcome.kind === "chosen" ? outcome.ids : [];
  const labels = choicesOf(question, settled, context)
    .filter((c) => ids.includes(c.id))
    .map((c) => c.label);
  const sets = setsOf(question, ids, settled);
  return {
    ...base,
    sets: { ...sets, ...ownId(sets, interview, job) },
    chosen: ids,
    isUnknown: false,
    said: labels.length > 0 ? labels.join(", ") : (question.none?.label ?? "none").toLowerCase(),
  };
}

/** Whether a question is answered by the start of the interview. */
export const isStatedBy = (interview: Interview, question: AskedQuestion, job: number): boolean =>
  pathsOf(question).some((p) => isStated(interview, wholePath(p, job)));
