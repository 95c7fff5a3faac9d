import type { Command, Option } from "commander";
import { CRITERIA, PLAIN_QUANTIZATIONS, SECTORS, TASKS } from "../vocabulary.ts";

export interface Flag {
  /** With its dashes. */
  readonly name: string;
  readonly help: string;
  /** Words that may follow; `files` and `folders` are looked up by the shell; null: something else follows; none: nothing does. */
  readonly values: readonly string[] | "files" | "folders" | "none" | null;
}

/** What may stand at one place of the command line. */
export interface Level {
  /** The words so far: "" or "catalog list". */
  readonly path: string;
  readonly words: readonly { readonly word: string; readonly help: string }[];
  readonly flags: readonly Flag[];
}

/** Everything that can be typed, read off the commands themselves. */
export function grammar(root: Command, presets: readonly string[]): Level[] {
  const level = (command: Command, path: string): Level[] => {
    const choices = command.registeredArguments.flatMap((a) => a.argChoices ?? []);
    return [
      {
        path,
        words: [
          ...command.commands.map((c) => ({ word: c.name(), help: c.description() })),
          ...choices.map((word) => ({ word, help: "" })),
        ],
        flags: [
          ...command.options.flatMap((o) =>
            o.long && !o.hidden ? [{ name: o.long, help: o.description, values: valuesOf(o, presets) }] : [],
          ),
          { name: "--help", help: "display help for command", values: "none" as const },
        ],
      },
      ...command.commands.flatMap((c) => level(c, `${path} ${c.name()}`.trim())),
    ];
  };
  return level(root, "");
}

/** Lists that are too long for the help of a flag. */
const LONG: Readonly<Record<string, readonly string[]>> = {
  "--task": TASKS,
  "--sector": SECTORS,
  "--quantization": PLAIN_QUANTIZATIONS,
  "--priority": CRITERIA.map((c) => `${c}=`),
};

function valuesOf(option: Option, presets: readonly string[]): Flag["values"] {
  if (!option.required && !option.optional) return "none";
  if (option.long === "--preset") return presets;
  const long = LONG[option.long ?? ""];
  if (long) return long;
  if (/<DIR>/u.test(option.flags)) return "folders";
  if (/<FILE>/u.test(option.flags)) return "files";
  return option.argChoices ?? listedIn(option.description);
}

/** `table, markdown, json` of "what is printed: table, markdown, json (default: table)". */
function listedIn(help: string): readonly string[] | null {
  const list = /(?:^|: )((?:[a-z][\w.-]*, )+[a-z][\w.-]*)(?= \(|$)/u.exec(help)?.[1];
  return list ? list.split(", ") : null;
}
