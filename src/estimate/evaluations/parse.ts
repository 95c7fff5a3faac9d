import { Failure, type Place } from "../../failure.ts";
import { readCsv } from "./csv.ts";
import { isLmEval, readLmEval } from "./lm-eval.ts";
import { isPromptfoo, readPromptfoo } from "./promptfoo.ts";
import { isObject, type ParsedEvaluation } from "./row.ts";

/**
 * The results that a text holds; its format is known by its content, not by its name.
 * @throws Failure when it is empty, not well-formed, or in no format that we know
 */
export function parseEvaluation(text: string, file: string): ParsedEvaluation {
  const start = text.replace(/^\uFEFF/u, "").trimStart();
  if (start === "") throw new Failure({ place: { file }, text: "is empty.", hint: FORMATS });
  if (!start.startsWith("{") && !start.startsWith("[")) return readCsv(text, file);
  const document = parseJson(text.replace(/^\uFEFF/u, ""), file);
  if (isObject(document)) {
    if (isPromptfoo(document)) return readPromptfoo(document, file);
    if (isLmEval(document)) return readLmEval(document, file);
  }
  throw new Failure({ place: { file }, text: "is JSON, but no evaluation that we know.", hint: FORMATS });
}

const FORMATS =
  "Read are results.json of promptfoo, results_*.json of lm-evaluation-harness, and CSV with the columns model and score.";

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Failure({
      place: placeOf(message, text, file),
      text: `is not well-formed JSON: ${message.split(/ in JSON| \(line|, "|, \.\.\./u)[0]}.`,
      hint: "Was it cut off, or written as JSON lines? Export it again as one JSON document.",
    });
  }
}

/** V8 names an offset, or that the text ended, or neither. */
function placeOf(message: string, text: string, file: string): Place {
  const offset = /position (\d+)/u.exec(message)?.[1] ?? (/end of JSON/u.test(message) ? text.length : null);
  if (offset === null) return { file };
  const lines = text.slice(0, Number(offset)).split("\n");
  return { file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
