import { Failure } from "../failure.ts";
import { wholePath } from "../requirements/answer-layer.ts";
import type { QuestionsFile } from "../requirements/question-schema.ts";
import { pathsOf } from "./choices.ts";
import { BY_FLAG, PRIORITIES, TRADE_OFF } from "./guide.ts";
import type { Interview, Reply, Start } from "./interview.ts";

const SCHEMA = "advisor-interview/1";

/** An interview as a file that `--resume` reads. */
export const keptText = (interview: Interview, today: string): string =>
  `${JSON.stringify({ schema: SCHEMA, saved: today, ...interview }, null, 2)}\n`;

/**
 * The interview that such a file holds. Answers to questions that are no longer asked, or that set other keys than their question,
 * are dropped and counted.
 * @throws Failure when it is none
 */
export function readKept(
  text: string,
  file: string,
  questions: QuestionsFile,
): { readonly interview: Interview; readonly saved: string; readonly dropped: number } {
  const fail = (): never => {
    throw new Failure({
      place: { file },
      text: "holds no interview.",
      hint: "Remove it and start anew: advisor.",
    });
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail();
  }
  const v = value as Partial<Interview> & { schema?: unknown; saved?: unknown };
  if (v === null || typeof v !== "object" || v.schema !== SCHEMA) return fail();
  const start = v.start as Start | undefined;
  if (!start || !["nothing", "preset", "file"].includes(start.from) || !Array.isArray(v.replies)) return fail();
  const replies = v.replies.filter((r) => isReply(r, questions));
  return {
    interview: {
      start,
      replies,
      added: Number.isInteger(v.added) && (v.added as number) >= 0 ? Math.min(v.added as number, 20) : 0,
      finished: Number.isInteger(v.finished) && (v.finished as number) >= 0 ? (v.finished as number) : 0,
      goesOn: v.goesOn === true,
    },
    saved: typeof v.saved === "string" ? v.saved : "",
    dropped: v.replies.length - replies.length,
  };
}

function isReply(r: unknown, { questions }: QuestionsFile): r is Reply {
  if (r === null || typeof r !== "object") return false;
  const { question, job, sets, chosen, said } = r as Partial<Reply>;
  if (typeof question !== "string" || !Number.isInteger(job) || typeof said !== "string" || !Array.isArray(chosen))
    return false;
  if (sets === null || typeof sets !== "object") return false;
  // What flags said is any key: it is checked with all others.
  if (question === BY_FLAG) return true;
  const asked = questions.find((q) => q.id === question);
  const keys = Object.keys(sets as object);
  if (!asked)
    return (
      [PRIORITIES, TRADE_OFF].includes(question) && keys.every((k) => k === "priorities" || k === "prioritiesDoubt")
    );
  const legal = [...pathsOf(asked), ...Object.keys(asked.unknown ?? {})].map((p) => wholePath(p, 0));
  return keys.every((k) => legal.includes(wholePath(k, 0)));
}
