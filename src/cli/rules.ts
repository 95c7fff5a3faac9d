import { Command } from "commander";
import type { ExitCode } from "../failure.ts";
import type { Io } from "./io.ts";
import { rulesTestCommand, rulesValidateCommand } from "./rules-check.ts";
import { rulesListCommand } from "./rules-list.ts";
import { rulesShowCommand } from "./rules-show.ts";

/** `advisor rules …`: look at, check and test the rules. */
export function rulesCommand(io: Io, done: (code: ExitCode) => void): Command {
  return new Command("rules")
    .description("look at, check and test the rules")
    .addCommand(rulesListCommand(io, done))
    .addCommand(rulesShowCommand(io))
    .addCommand(rulesValidateCommand(io, done))
    .addCommand(rulesTestCommand(io, done));
}
