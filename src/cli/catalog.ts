import { Command } from "commander";
import type { ExitCode } from "../failure.ts";
import { catalogDiffCommand } from "./catalog-diff.ts";
import { catalogImportCommand } from "./catalog-import.ts";
import { catalogListCommand } from "./catalog-list.ts";
import { catalogShowCommand } from "./catalog-show.ts";
import { catalogTreeCommand } from "./catalog-tree.ts";
import type { Io } from "./io.ts";
import { catalogValidateCommand } from "./validate.ts";

/** `advisor catalog …`: look at, check and refresh the catalog. */
export function catalogCommand(io: Io, done: (code: ExitCode) => void): Command {
  return new Command("catalog")
    .description("look at, check and refresh the catalog")
    .addCommand(catalogListCommand(io, done))
    .addCommand(catalogShowCommand(io))
    .addCommand(catalogTreeCommand(io))
    .addCommand(catalogDiffCommand(io, done))
    .addCommand(catalogImportCommand(io, done))
    .addCommand(catalogValidateCommand(io, done));
}
