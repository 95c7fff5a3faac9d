import { Command } from "commander";
import { advise } from "../advise.ts";
import { type StalePrice, stalePrices } from "../check/stale-prices.ts";
import { EXIT, type ExitCode, Failure } from "../failure.ts";
import { ENDINGS, FORMATS, type Format, type RenderOptions, render } from "../report/format.ts";
import { type Paint, PLAIN } from "../report/paint.ts";
import type { Requirements } from "../requirements/requirements.ts";
import { VERSION } from "../version.ts";
import { overlaysOf, rulesOf } from "./catalog-options.ts";
import { commandLines } from "./command-line.ts";
import {
  addRequirementFlags,
  addSharedOptions,
  addWhatIf,
  collect,
  fileToo,
  list,
  type Options,
  oneOf,
  readShared,
  text,
  whatWasSaid,
} from "./common-options.ts";
import { loadEvaluations } from "./evaluations.ts";
import { colorLevel, type Io } from "./io.ts";
import { loadKnowledge, settleRequirements } from "./load.ts";
import { readMarker, readOutputs } from "./outputs.ts";
import { paintFor } from "./paint-for.ts";
import { progress } from "./progress.ts";
import { writeFiles } from "./write-file.ts";

/** `advisor recommend [file]`: the ranking with reasoning. */
export function recommendCommand(io: Io, done: (code: ExitCode) => void): Command {
  const command = new Command("recommend")
    .description("rank the ways to run every model for your requirements, with reasons and sources")
    .argument("[file]", "requirements; ./advisor.yaml where there is one")
    .addOption(fileToo())
    .option("--format <FORMAT>", `${FORMATS.join(", ")} (default: table)`)
    .option("--output <FILE>", "write a file, its format from the ending or as FORMAT:FILE (repeatable)", collect)
    .option("--marker <NAME>", "first line of markdown by which a bot finds its comment again")
    .option("--force", "overwrite files that advisor did not write")
    .option("--top <N>", "rows to show (default: 10)")
    .option("--all", "every candidate, not only the best deployment of each model")
    .option("--max-age <DAYS>", "fail where a shown price was read longer ago");
  addSharedOptions(command);
  addRequirementFlags(addWhatIf(command));
  return command.action(async (file: string | undefined, options: Options) =>
    done(await recommend(command, file, options, io)),
  );
}

async function recommend(command: Command, file: string | undefined, options: Options, io: Io): Promise<ExitCode> {
  const { today, seed, width } = readShared(options, io);
  const format: Format | null = text(options, "format") === null ? null : oneOf(options, "format", FORMATS, "table");
  const outputs = readOutputs(list(options, "output"), ENDINGS, format);
  const marker = readMarker(options);
  const top = wholeNumber("--top", text(options, "top"), "rows", 1);
  const maxAge = wholeNumber("--max-age", text(options, "maxAge"), "days", 0);
  const { catalog, rulebook } = await loadKnowledge(overlaysOf(options), rulesOf(options));
  const said = whatWasSaid(file, options);
  const settled = await settleRequirements(said, catalog, rulebook);
  const evaluations = await loadEvaluations(settled, said.file, overlaysOf(options));
  // A screen shows the first rows of each list; only data formats need them all worked out.
  const onlyScreen = outputs.length === 0 && (format === null || format === "table" || format === "markdown");
  const limit = onlyScreen ? Math.max(top ?? 10, 10) : null;
  const input = {
    settled,
    catalog,
    rulebook,
    today,
    seed,
    all: options["all"] === true,
    limit,
    version: VERSION,
    ...(evaluations ? { evaluations } : {}),
  };
  const whatIfs = list(options, "whatIf");
  const imagined = whatIfs.length === 0 ? null : (await import("./what-if.ts")).imagine(input, whatIfs);
  const tell = onlyScreen ? null : progress(io, options["quiet"] === true);
  tell?.say("working out every candidate");
  const recommendation = imagined ? imagined.recommendation : advise(input);
  if (!imagined && mayBeSplit(settled.requirements))
    recommendation.portfolio = await (await import("./recommend-portfolio.ts")).portfolioFor(input);
  tell?.end();
  const written = async (as: Format, how: RenderOptions, paint: Paint = PLAIN): Promise<string> =>
    imagined
      ? imagined.above(as, how.width, paint) + (await render(as, imagined.below(as), how))
      : render(as, recommendation, how);

  const shown = { width, top: top ?? 10, color: colorLevel(io, options["color"] !== false), limit: top, marker };
  const commands = onlyScreen ? {} : { commands: commandLines(command, said.file, options, { today, seed }) };
  const files = await Promise.all(
    outputs.map(async (o) => ({
      file: o.file,
      text: await written(o.format, { ...shown, ...commands, color: 0, width: 100 }),
    })),
  );
  writeFiles(files, options["force"] === true);
  if (format !== null || outputs.length === 0)
    io.stdout.write(
      await written(format ?? "table", { ...shown, ...commands }, imagined ? await paintFor(options, io) : PLAIN),
    );
  if (options["quiet"] !== true) for (const { file: name } of files) io.stderr.write(`wrote ${name}\n`);
  const ranked = recommendation.workloads.flatMap((w) => w.ranking.slice(0, top ?? 10));
  const stale = maxAge === null ? [] : stalePrices(ranked, catalog, today, maxAge);
  if (maxAge !== null && stale.length > 0) tellStale(stale, maxAge, io);
  const answered = recommendation.workloads.every((w) => w.winner !== null);
  return answered && stale.length === 0 ? EXIT.answered : EXIT.negative;
}

/** A part of the traffic is sensitive, or one workload more than another: two stacks may be better than one. */
const mayBeSplit = ({ workloads }: Requirements): boolean =>
  workloads.some(({ data: { sensitiveShare } }) => sensitiveShare > 0 && sensitiveShare < 1) ||
  new Set(workloads.map((w) => w.data.sensitivity)).size > 1;

function wholeNumber(flag: string, given: string | null, what: string, least: number): number | null {
  if (given === null) return null;
  const n = /^\d{1,6}$/u.test(given) ? Number(given) : -1;
  if (n >= least) return n;
  throw new Failure({ place: { file: flag }, text: `"${given}" is not a whole number of ${what}, ${least} or more.` });
}

/** Nothing of what was written is lost: the answer stands, the exit code says that it rests on old prices. */
function tellStale(stale: readonly StalePrice[], days: number, io: Io): void {
  const lines = stale.map((s) => `  ${s.id}: read ${s.checked}, ${s.ageDays} days ago (${s.source})`);
  const count = stale.length === 1 ? "1 shown price was" : `${stale.length} shown prices were`;
  io.stderr.write(
    `${[`--max-age ${days}: ${count} read longer ago. Refresh them: advisor catalog import --refresh`, ...lines].join("\n")}\n`,
  );
}
