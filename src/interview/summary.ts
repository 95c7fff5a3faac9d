import type { AskedQuestion } from "../requirements/question-schema.ts";
import type { Settled } from "../requirements/settle.ts";
import { choicesOf, isOfOrganization, pathsOf, settledAt } from "./choices.ts";
import type { Context } from "./context.ts";
import { type Guide, PRIORITIES } from "./guide.ts";
import { type Interview, isStated, jobsOf, replyTo } from "./interview.ts";
import { weightWords } from "./priorities.ts";
import { isStatedBy } from "./question-card.ts";

interface Room {
  readonly guide: Guide;
  readonly context: Context;
}

export interface Changeable {
  readonly id: string;
  /** null = the priorities. */
  readonly question: AskedQuestion | null;
  readonly job: number;
  readonly label: string;
  readonly said: string;
  readonly by: "answer" | "start" | "nobody";
}

/** Everything that may be answered, and what stands there now. */
export function answersToChange({ guide, context }: Room, interview: Interview, settled: Settled): Changeable[] {
  const many = jobsOf(interview) > 1;
  const rows = guide.answerable(interview).map(({ question, job }): Changeable => {
    const reply = replyTo(interview, question.id, job);
    const by = reply ? "answer" : isStatedBy(interview, question, job) ? "start" : "nobody";
    const prefix = many && !isOfOrganization(question) ? `${job + 1}. ` : "";
    return {
      id: `${job} ${question.id}`,
      question,
      job,
      label: `${prefix}${question.short}`,
      said: reply?.said ?? valueWords(question, job, settled, context),
      by,
    };
  });
  const given = replyTo(interview, PRIORITIES, 0);
  const { names } = context.questions.priorities;
  const priorities: Changeable = {
    id: PRIORITIES,
    question: null,
    job: 0,
    label: context.questions.priorities.short,
    said: given?.said ?? weightWords(settled.requirements.priorities, names),
    by: given ? "answer" : isStated(interview, "priorities") ? "start" : "nobody",
  };
  return [...rows, priorities];
}

/** What the requirements say now: the choice that says the same, else the value. */
function valueWords(question: AskedQuestion, job: number, settled: Settled, context: Context): string {
  const same = question.choices.find((c) =>
    Object.entries(c.sets ?? {}).every(
      ([path, v]) => JSON.stringify(v === "unknown" ? null : v) === JSON.stringify(settledAt(settled, job, path)),
    ),
  );
  const shown = choicesOf(question, settled, context);
  if (same && question.collects === undefined) return shown.find((c) => c.id === same.id)?.label ?? same.id;
  const [unit] = question.units ?? [];
  const words = (question.typed?.paths ?? pathsOf(question))
    .map((path) => settledAt(settled, job, path))
    .filter((v) => v !== undefined)
    .map(spoken)
    .join(" / ");
  return unit === undefined ? words : `${words} ${unit}`;
}

function spoken(value: unknown): string {
  if (value === null) return "not known";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map((v) => spoken(v)).join(", ");
  if (typeof value === "object") return Object.values(value).map(spoken).join(" × ");
  return typeof value === "number" ? value.toLocaleString("en-US") : String(value);
}

/** What was said, what the start says, and what is assumed: a paragraph each. */
export function summaryLines(room: Room, interview: Interview, settled: Settled): string[] {
  const rows = answersToChange(room, interview, settled);
  const of = (by: Changeable["by"]): string =>
    rows
      .filter((r) => r.by === by)
      .map((r) => `${r.label}: ${r.said}`)
      .join(" · ");
  const { from, name } = interview.start;
  const start = from === "preset" ? `From the example ${name}` : `From ${name}`;
  const doubt = settled.requirements.prioritiesDoubt;
  const sharper = interview.replies.find((r) => r.question === "trade-off" && "priorities" in r.sets);
  const weights = sharper
    ? `After the trade-off the priorities are ${weightWords(settled.requirements.priorities, room.context.questions.priorities.names)}.`
    : "";
  return [
    `You said: ${of("answer") || "nothing yet"}.`,
    ...(of("start") === "" ? [] : [`${start}: ${of("start")}.`]),
    ...(weights === "" ? [] : [weights]),
    ...(of("nobody") === "" ? [] : [`Assumed, not asked: ${of("nobody")}.`]),
    ...(doubt === undefined ? [] : [`Your priorities are taken to be off by up to ${Math.round(100 * doubt)} %.`]),
  ];
}
