import { readNumber } from "../quantity/read-number.ts";
import { type Layer, parsePath, putAt } from "./layer.ts";
import { QUESTIONS, type Question } from "./question-table.ts";

/** Flags as the command line gave them: text, several texts, or true for a switch. */
export type FlagValues = Readonly<Record<string, string | readonly string[] | boolean>>;

/** The layer that the flags make, not yet checked; null when there are none. */
export function flagLayer(flags: FlagValues): Layer | null {
  const value: Record<string, unknown> = {};
  const flagOf = new Map<string, string>();
  for (const question of QUESTIONS) {
    const given = flags[question.flag];
    if (given === undefined) continue;
    putAt(value, parsePath(question.path), convert(question, given));
    flagOf.set(parsePath(question.path).join("."), question.flag);
  }
  if (flagOf.size === 0) return null;
  const locate: Layer["locate"] = (path) => {
    for (let n = path.length; n > 0; n--) {
      const flag = flagOf.get(path.slice(0, n).join("."));
      if (flag) return { file: `--${flag}` };
    }
    return { file: "the flags" };
  };
  return { origin: "flag", value, locate };
}

function convert(question: Question, given: string | readonly string[] | boolean): unknown {
  if (typeof given === "boolean") return given;
  const texts = typeof given === "string" ? [given] : given;
  const items = texts
    .flatMap((t) => t.split(","))
    .map((t) => t.trim())
    .filter((t) => t !== "");
  const last = texts.at(-1) ?? "";
  switch (question.kind) {
    case "number":
      return readNumber(last);
    case "list":
      return items.length === 1 && items[0] === "unknown"
        ? "unknown"
        : question.placeholder === "COUNTRIES"
          ? items.map(countryCase)
          : items;
    case "files":
      return texts;
    case "hardware":
      return items.map((item) => {
        const [accelerator = "", count] = splitLast(item, ":");
        return { accelerator, count: count === undefined ? 1 : readNumber(count) };
      });
    case "weights":
      return Object.fromEntries(
        items.map((item) => {
          const [name = "", weight] = splitLast(item, "=");
          return [name, weight === undefined ? item : readNumber(weight)];
        }),
      );
    case "switch":
    case "text":
      return question.path === "organization.jurisdiction" ? countryCase(last) : last;
  }
}

const countryCase = (text: string): string => (/^[a-z]{2}$/iu.test(text) ? text.toUpperCase() : text);

function splitLast(text: string, mark: string): [string, string | undefined] {
  const at = text.lastIndexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
