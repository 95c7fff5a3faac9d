import { existsSync } from "node:fs";
import { type Command, Option } from "commander";
import { Failure, nearest } from "../failure.ts";
import { isDay } from "../quantity/day.ts";
import type { FlagValues } from "../requirements/flag-layer.ts";
import { QUESTIONS } from "../requirements/question-table.ts";
import type { Said } from "../requirements/read-layers.ts";
import type { Io } from "./io.ts";

/** Says one remark on stderr, unless they are not wanted. */
export const remark =
  (options: Options, io: Io) =>
  (line: string): void =>
    void (options["quiet"] === true || io.stderr.write(`${line}\n`));

/** What commander hands over, by the names of the flags in camelCase. */
export type Options = Readonly<Record<string, unknown>>;

/** Values of an option that may be given more than once. */
export const collect = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

/** One flag for each row of the question table. No defaults here: who said nothing has said nothing. */
export function addRequirementFlags(command: Command): Command {
  for (const q of QUESTIONS) {
    const many = q.kind === "list" || q.kind === "files" || q.kind === "hardware" || q.kind === "weights";
    const option = new Option(q.kind === "switch" ? `--${q.flag}` : `--${q.flag} <${q.placeholder}>`, q.help);
    if (many) option.argParser(collect);
    command.addOption(option.helpGroup("Requirements:"));
  }
  return command;
}

/** Options that every command on requirements shares. */
export function addSharedOptions(command: Command): Command {
  return command
    .option("--preset <NAME>", "start from ready requirements (`advisor presets` lists them)")
    .option("--set <PATH=VALUE>", "any key of advisor.yaml; the first workload if unnamed (repeatable)", collect)
    .option("--fresh", "do not read ./advisor.yaml")
    .option("--catalog <DIR>", "lay a catalog folder over the catalog (repeatable)", collect)
    .option("--rules <DIR>", "add a folder of rule packs (repeatable)", collect)
    .option("--today <YYYY-MM-DD>", "decide as of this day")
    .option("--seed <N>", "seed of the sampling", "1")
    .option("--lang <LANG>", "language of the answer: en", "en")
    .option("--width <N>", "columns of the table (60 to 240 look best)")
    .option("--no-color", "no colour (NO_COLOR is kept too)")
    .option("--quiet", "no remarks on stderr");
}

/** A supposition about the world; what it means is read only where one is said. */
export function addWhatIf(command: Command): Command {
  return command.option(
    "--what-if <WHAT>",
    "vendor-cut-off=<vendor>, price=<provider>:x3, retire=<model> or export-ban=<country> (repeatable)",
    collect,
  );
}

/** For commands whose file is an argument: whoever gives it as other commands want it is understood. */
export const fileToo = (): Option => new Option("--file <FILE>", "the same as the argument").hideHelp();

/**
 * For commands whose arguments are candidates.
 * @throws Failure where one is a file
 */
export function refuseFiles(words: readonly string[]): void {
  const file = words.find((word) => /\.(ya?ml|json)$/iu.test(word));
  if (file !== undefined)
    throw new Failure({
      place: { file },
      text: "is a file, not a candidate.",
      hint: `Requirements are given as --file ${file}`,
    });
}

/** What flags, `--set`, preset and file say; ./advisor.yaml speaks unless a preset or a task was named instead. */
export function whatWasSaid(file: string | undefined, options: Options): Said {
  const isNamed = options["preset"] !== undefined || options["fresh"] === true;
  return {
    flags: flagValues(options),
    sets: list(options, "set"),
    preset: text(options, "preset"),
    file: file ?? text(options, "file") ?? (existsSync("advisor.yaml") && !isNamed ? "advisor.yaml" : null),
  };
}

function flagValues(options: Options): FlagValues {
  const values: Record<string, string | readonly string[] | boolean> = {};
  for (const { flag } of QUESTIONS) {
    const v = options[camel(flag)];
    if (v !== undefined) values[flag] = v as string | string[] | boolean;
  }
  return values;
}

export const list = (options: Options, name: string): readonly string[] =>
  (options[name] as string[] | undefined) ?? [];
export const text = (options: Options, name: string): string | null => (options[name] as string | undefined) ?? null;

const camel = (flag: string): string => flag.replace(/-(\w)/gu, (_, c: string) => c.toUpperCase());

/** @throws Failure when the day, the seed, the width or the language is not one */
export function readShared(options: Options, io: Io): { today: string; seed: number; width: number } {
  const problems: { place: { file: string }; text: string; hint?: string }[] = [];
  const today = text(options, "today") ?? io.today();
  if (!isDay(today))
    problems.push({ place: { file: "--today" }, text: `"${today}" is not a date.`, hint: "A date is YYYY-MM-DD." });
  const whole = (name: string, fallback: number, low: number, high: number): number => {
    const given = text(options, name);
    if (given === null) return fallback;
    const n = /^\d{1,10}$/u.test(given) ? Number(given) : Number.NaN;
    if (!(n >= low && n <= high))
      problems.push({ place: { file: `--${name}` }, text: `"${given}" is not a whole number from ${low} to ${high}.` });
    return n;
  };
  const seed = whole("seed", 1, 0, 4294967295);
  const width = whole("width", io.stdout.columns ?? (io.stdout.isTTY ? 80 : 100), 20, 1000);
  const lang = text(options, "lang") ?? "en";
  if (lang !== "en") problems.push({ place: { file: "--lang" }, text: `"${lang}" is not available; en is.` });
  if (problems.length > 0) throw new Failure(problems);
  return { today, seed, width };
}

/** @throws Failure with the nearest spelling */
export function oneOf<T extends string>(options: Options, name: string, legal: readonly T[], fallback: T): T {
  const given = text(options, name);
  if (given === null) return fallback;
  const found = legal.find((l) => l === given);
  if (found) return found;
  const close = nearest(given, legal);
  throw new Failure({
    place: { file: `--${name}` },
    text: `"${given}" is not one of ${legal.join(", ")}.`,
    ...(close ? { hint: `Did you mean ${close}?` } : {}),
  });
}
