import { existsSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { importCatalog, OUTSIDE, readAll } from "../catalog/import/index.ts";
import { isImported } from "../catalog/import/overlay.ts";
import type { Outside } from "../catalog/import/row.ts";
import { EXIT, type ExitCode, Failure, nearest, type Problem } from "../failure.ts";
import { isDay } from "../quantity/day.ts";
import { PROJECT_OVERLAY } from "./catalog-options.ts";
import { type Options, text } from "./common-options.ts";
import { importReport } from "./import-report.ts";
import type { Io } from "./io.ts";
import { readOutside } from "./read-outside.ts";
import { writeFolder } from "./write-folder.ts";

const NAMES = OUTSIDE.map((o) => o.name);

/** `advisor catalog import`: what a public price list says about our prices, and an overlay with what is newer there. */
export function catalogImportCommand(io: Io, done: (code: ExitCode) => void): Command {
  return new Command("import")
    .description("take over newer prices from a public catalog into an overlay folder")
    .argument("[source]", "file, folder or address; the publisher's address where none is named")
    .requiredOption("--from <CATALOG>", `${NAMES.join(", ")}`)
    .option("--output <DIR>", `overlay folder to write (default: ${PROJECT_OVERLAY})`)
    .option("--as-of <YYYY-MM-DD>", "the day of the public catalog (default: the day it states, or today)")
    .option("--today <YYYY-MM-DD>", "import as of this day")
    .option("--timeout <SECONDS>", "limit of the whole exchange (default: 20)")
    .option("--refresh", "renew the source and the day of prices that it confirms, too")
    .option("--dry-run", "report only; write nothing")
    .option("--all", "list every difference and every entry that was not matched")
    .option("--force", "overwrite files that an import did not write")
    .action(async (source: string | undefined, options: Options) => {
      await runImport(source ?? null, options, io);
      done(EXIT.answered);
    });
}

async function runImport(source: string | null, options: Options, io: Io): Promise<void> {
  const { outside, today, asOf: given, seconds } = readOptions(options, io);
  const output = text(options, "output") ?? PROJECT_OVERLAY;
  const reading = readAll(outside, await readOutside(outside, source, seconds));
  const asOf = given ?? reading.asOf ?? today;
  if (asOf > today)
    throw new Failure({ place: { file: source ?? outside.name }, text: `is of ${asOf}, after ${today}.` });
  const overlays = existsSync(output) ? [output] : [];
  const result = await importCatalog({
    outside,
    reading,
    asOf,
    today,
    overlays,
    refresh: options["refresh"] === true,
  });
  const dry = options["dryRun"] === true;
  if (!dry) writeFolder(output, result.files, options["force"] === true, isImported);
  io.stdout.write(importReport(result, options["all"] === true));
  io.stdout.write(
    `\n${ending(
      result.files.map((f) => join(output, f.path)),
      output,
      dry,
    )}\n`,
  );
}

function ending(files: readonly string[], output: string, dry: boolean): string {
  if (files.length === 0) return "Nothing to take over; nothing is written.";
  const what = `${files.length} file${files.length === 1 ? "" : "s"}`;
  if (dry) return `Would write ${what} into ${output}: ${files.join(", ")}`;
  const use =
    output === PROJECT_OVERLAY ? "Every command in this folder uses them." : `Use them with --catalog ${output}.`;
  return `Wrote ${what} into ${output}. ${use}`;
}

function readOptions(
  options: Options,
  io: Io,
): { outside: Outside; today: string; asOf: string | null; seconds: number } {
  const problems: Problem[] = [];
  const name = text(options, "from") ?? "";
  const outside = OUTSIDE.find((o) => o.name === name);
  if (!outside) {
    const close = nearest(name, NAMES);
    problems.push({
      place: { file: "--from" },
      text: `"${name}" is not one of ${NAMES.join(", ")}.`,
      ...(close ? { hint: `Did you mean ${close}?` } : {}),
    });
  }
  const today = text(options, "today") ?? io.today();
  const asOf = text(options, "asOf");
  for (const [flag, day] of [
    ["--today", today],
    ["--as-of", asOf],
  ] as const) {
    if (day !== null && !isDay(day))
      problems.push({ place: { file: flag }, text: `"${day}" is not a date.`, hint: "A date is YYYY-MM-DD." });
  }
  if (asOf !== null && isDay(asOf) && isDay(today) && asOf > today)
    problems.push({ place: { file: "--as-of" }, text: `${asOf} is after ${today}.` });
  const timeout = text(options, "timeout") ?? "20";
  const seconds = /^\d{1,4}(\.\d+)?$/u.test(timeout) ? Number(timeout) : 0;
  if (!(seconds > 0 && seconds <= 3600))
    problems.push({
      place: { file: "--timeout" },
      text: `"${timeout}" is not a number of seconds, above 0, at most 3600.`,
    });
  if (!outside || problems.length > 0) throw new Failure(problems);
  return { outside, today, asOf, seconds };
}
