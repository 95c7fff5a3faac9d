import { existsSync } from "node:fs";
import type { Command } from "commander";
import { collect, list, type Options } from "./common-options.ts";

/** Options of the commands that look at the catalog. */
export function addCatalogOptions(command: Command, formats: readonly string[]): Command {
  return command
    .option("--format <FORMAT>", `${formats.join(", ")} (default: table)`)
    .option("--catalog <DIR>", "lay a catalog folder over the catalog (repeatable)", collect)
    .option("--today <YYYY-MM-DD>", "decide as of this day")
    .option("--width <N>", "columns of the table")
    .option("--no-color", "no colour (NO_COLOR is kept too)");
}

/** A project's own overlay, used wherever it lies in the current folder. */
export const PROJECT_OVERLAY = ".advisor/catalog";

/** A project's own rules, used wherever they lie in the current folder. */
const PROJECT_RULES = ".advisor/rules";

/** Folders of rules, the later over the earlier: the project's own first, then those that were named. */
export function rulesOf(options: Options): readonly string[] {
  return [...(existsSync(PROJECT_RULES) ? [PROJECT_RULES] : []), ...list(options, "rules")];
}

/** Overlay folders, the later over the earlier: the project's own first, then those that were named. */
export function overlaysOf(options: Options): readonly string[] {
  return [...(existsSync(PROJECT_OVERLAY) ? [PROJECT_OVERLAY] : []), ...list(options, "catalog")];
}
