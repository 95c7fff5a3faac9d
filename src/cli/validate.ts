import { Command } from "commander";
import { loadCatalog } from "../catalog/load.ts";
import { EXIT, type ExitCode, Failure } from "../failure.ts";
import { overlaysOf } from "./catalog-options.ts";
import { collect, type Options } from "./common-options.ts";
import type { Io } from "./io.ts";
import { problemLines } from "./problem-lines.ts";

/** `advisor catalog validate`: every problem of every catalog file, at line and column. */
export function catalogValidateCommand(io: Io, done: (code: ExitCode) => void): Command {
  return new Command("validate")
    .description("check every catalog file")
    .option("--catalog <DIR>", "lay a catalog folder over the catalog (repeatable)", collect)
    .action(async (options: Options) => {
      await report(io, done, async () => {
        const c = await loadCatalog(overlaysOf(options));
        const offers = c.providers.reduce((n, p) => n + p.offers.length, 0);
        return `${c.models.length} models, ${offers} offers of ${c.providers.length} providers, ${c.accelerators.length} accelerators, ${c.licenses.length} licences: no problems`;
      });
    });
}

/** What was checked, or every problem of it and the exit code for that. */
export async function report(io: Io, done: (code: ExitCode) => void, work: () => Promise<string>): Promise<void> {
  try {
    io.stdout.write(`${await work()}\n`);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    io.stdout.write(
      `${problemLines(error.problems).join("\n")}\n${error.problems.length} problem${error.problems.length === 1 ? "" : "s"}\n`,
    );
    done(EXIT.negative);
  }
}
