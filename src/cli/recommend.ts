import { existsSync } from "node:fs";
import { Command } from "commander";
import { advise } from "../advise.ts";
import { EXIT, type ExitCode, Failure, nearest } from "../failure.ts";
import { FORMATS, type Format, formatOf, render } from "../report/format.ts";
import { VERSION } from "../version.ts";
import {
  addRequirementFlags,
  addSharedOptions,
  flagValues,
  list,
  type Options,
  readShared,
  text,
} from "./common-options.ts";
import { colorLevel, type Io } from "./io.ts";
import { loadKnowledge, settleRequirements } from "./load.ts";
import { writeFiles } from "./write-file.ts";

const collect = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

/** `advisor recommend [file]`: the ranking with reasoning. */
export function recommendCommand(io: Io, done: (code: ExitCode) => void): Command {
  const command = new Command("recommend")
    .description("rank the ways to run every model for your requirements, with reasons and sources")
    .argument("[file]", "requirements; ./advisor.yaml where there is one")
    .option("--format <FORMAT>", `${FORMATS.join(", ")} (default: table)`)
    .option("--output <FILE>", "write a file, its format from the ending (repeatable)", collect)
    .option("--force", "overwrite files that advisor did not write")
    .option("--top <N>", "rows to show (default: 10)")
    .option("--all", "every candidate, not only the best deployment of each model");
  addSharedOptions(command);
  addRequirementFlags(command);
  return command.action(async (file: string | undefined, options: Options) => done(await recommend(file, options, io)));
}

async function recommend(file: string | undefined, options: Options, io: Io): Promise<ExitCode> {
  const { today, seed, width } = readShared(options, io);
  const outputs = list(options, "output").map((name) => ({ name, format: outputFormat(name) }));
  const format = screenFormat(text(options, "format"));
  const top = topOf(text(options, "top"));
  const { catalog, rulebook } = await loadKnowledge(list(options, "catalog"), list(options, "rules"));
  const said = {
    flags: flagValues(options),
    sets: list(options, "set"),
    preset: text(options, "preset"),
    file: file ?? defaultFile(options),
  };
  const settled = await settleRequirements(said, catalog);
  // A screen shows the first rows of each list; only data formats need them all worked out.
  const onlyScreen = outputs.length === 0 && (format === null || format === "table" || format === "markdown");
  const limit = onlyScreen ? Math.max(top ?? 10, 10) : null;
  const recommendation = advise({
    settled,
    catalog,
    rulebook,
    today,
    seed,
    all: options["all"] === true,
    limit,
    version: VERSION,
  });

  const shown = { width, top: top ?? 10, color: colorLevel(io, options["color"] !== false), limit: top };
  const files = await Promise.all(
    outputs.map(async (o) => ({
      file: o.name,
      text: await render(o.format, recommendation, { ...shown, color: 0, width: 100 }),
    })),
  );
  writeFiles(files, options["force"] === true);
  if (format !== null || outputs.length === 0) io.stdout.write(await render(format ?? "table", recommendation, shown));
  if (options["quiet"] !== true) for (const { file: name } of files) io.stderr.write(`wrote ${name}\n`);
  return recommendation.workloads.every((w) => w.winner !== null) ? EXIT.answered : EXIT.negative;
}

/** ./advisor.yaml speaks unless a preset or a task was named instead. */
function defaultFile(options: Options): string | null {
  return existsSync("advisor.yaml") && options["preset"] === undefined ? "advisor.yaml" : null;
}

function screenFormat(name: string | null): Format | null {
  if (name === null) return null;
  const format = FORMATS.find((f) => f === name);
  if (format) return format;
  const close = nearest(name, FORMATS);
  throw new Failure({
    place: { file: "--format" },
    text: `"${name}" is not one of ${FORMATS.join(", ")}.`,
    ...(close ? { hint: `Did you mean ${close}?` } : {}),
  });
}

function outputFormat(file: string): Format {
  const format = formatOf(file);
  if (format) return format;
  throw new Failure({
    place: { file: `--output ${file}` },
    text: "the ending tells no format.",
    hint: `It is one of ${FORMATS.join(", ")}: report.md, report.json, report.csv, report.txt.`,
  });
}

function topOf(given: string | null): number | null {
  if (given === null) return null;
  const n = /^\d{1,6}$/u.test(given) ? Number(given) : 0;
  if (n >= 1) return n;
  throw new Failure({ place: { file: "--top" }, text: `"${given}" is not a whole number of rows, 1 or more.` });
}
