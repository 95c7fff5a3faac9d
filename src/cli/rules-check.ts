import { Command } from "commander";
import type { Catalog } from "../catalog/catalog.ts";
import { loadCatalog } from "../catalog/load.ts";
import { saturationOf } from "../decide/saturation.ts";
import { type ExitCode, Failure, type Problem } from "../failure.ts";
import type { CompiledPacks } from "../rules/compile-packs.ts";
import { lint, neverKnown, testExamples } from "../rules/lint.ts";
import { loadPacks } from "../rules/load.ts";
import { CRITERIA } from "../vocabulary.ts";
import { overlaysOf, rulesOf } from "./catalog-options.ts";
import { collect, type Options, readShared } from "./common-options.ts";
import type { Io } from "./io.ts";
import { report } from "./validate.ts";
import { presetWorlds, type World } from "./worlds.ts";

/** A criterion is saturated where it cuts off more than this share of the candidates at one end. */
const SATURATED = 0.05;

const withRules = (command: Command): Command =>
  command.option("--rules <DIR>", "add a folder of rule packs (repeatable)", collect);

/** `advisor rules validate`: every problem of every rule pack, at line and column. */
export function rulesValidateCommand(io: Io, done: (code: ExitCode) => void): Command {
  return withRules(new Command("validate"))
    .description("check every rule pack: types, unreachable rules, facts nobody states, double counting, saturation")
    .option("--catalog <DIR>", "lay a catalog folder over the catalog (repeatable)", collect)
    .option("--today <YYYY-MM-DD>", "check as of this day")
    .action(async (options: Options) => {
      const { today } = readShared(options, io);
      await report(io, done, async () => {
        const packs = await loadPacks(rulesOf(options));
        const catalog = await loadCatalog(overlaysOf(options));
        const worlds = worldsWithProgress(catalog, today, io);
        const problems = [
          ...lint(packs),
          ...neverKnown(
            packs,
            worlds.map((w) => w.columns),
          ),
          ...saturated(packs, worlds),
        ];
        if (problems.length > 0) throw new Failure(problems);
        const { rules, packs: names } = packs.book;
        return `${rules.length} rules in ${names.length} packs over ${worlds.length} workloads: no problems`;
      });
    });
}

/** `advisor rules test`: every example beside every rule. */
export function rulesTestCommand(io: Io, done: (code: ExitCode) => void): Command {
  return withRules(new Command("test"))
    .description("run the examples beside each rule")
    .action(async (options: Options) => {
      await report(io, done, async () => {
        const packs = await loadPacks(rulesOf(options));
        const { examples, problems } = testExamples(packs);
        if (problems.length > 0) throw new Failure(problems);
        return `${packs.book.rules.length} rules, ${examples} examples: all hold`;
      });
    });
}

/** Reading all facts of all ready requirements takes some seconds; a terminal is told how far it is. */
function worldsWithProgress(catalog: Catalog, today: string, io: Io): World[] {
  const worlds: World[] = [];
  const tell = (text: string) => {
    if (io.stderr.isTTY) io.stderr.write(`\r\u001b[K${text}`);
  };
  for (const world of presetWorlds(catalog, today)) {
    tell(`reading the facts of ${world.name}`);
    worlds.push(world);
  }
  tell("");
  return worlds;
}

function saturated({ book, locate }: CompiledPacks, worlds: readonly World[]): Problem[] {
  const rows = worlds.flatMap((w) => saturationOf(book, w.subjects, w.columns));
  return CRITERIA.flatMap((criterion) => {
    const own = rows.filter((r) => r.criterion === criterion);
    const sum = (of: (r: (typeof rows)[number]) => number) => own.reduce((n, r) => n + of(r), 0);
    const all = sum((r) => r.candidates);
    return [
      { end: 0, count: sum((r) => r.atZero) },
      { end: 1, count: sum((r) => r.atOne) },
    ].flatMap(({ end, count }): Problem[] => {
      if (count <= all * SATURATED) return [];
      const base = book.bases.find((b) => b.criterion === criterion);
      const place = base ? locate(base.id) : undefined;
      return [
        {
          ...(place ? { place } : {}),
          text: `${criterion} is cut off at ${end} for ${Math.round((100 * count) / all)} % of the candidates: its points run over the end, and candidates there cannot be told apart.`,
          hint: "Lower the points, or move its base.",
        },
      ];
    });
  });
}
