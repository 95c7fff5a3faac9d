import { Command } from "commander";
import type { ExitCode } from "../failure.ts";
import { VERSION } from "../version.ts";
import { catalogCommand, rulesCommand } from "./catalog.ts";
import type { Io } from "./io.ts";
import { presetsCommand } from "./presets.ts";
import { recommendCommand } from "./recommend.ts";
import { schemaCommand } from "./schema.ts";

/** The command line: one file a command. */
export function program(io: Io, done: (code: ExitCode) => void): Command {
  const root = new Command("advisor")
    .description(
      "Which AI model should do this job, run by whom, where and at what cost: a ranking with reasons and sources.",
    )
    .version(VERSION)
    .showSuggestionAfterError(true)
    .showHelpAfterError("(advisor --help lists the commands, advisor recommend --help the flags)");
  const commands = [
    recommendCommand(io, done),
    catalogCommand(io, done),
    rulesCommand(io, done),
    presetsCommand(io),
    schemaCommand(io),
  ];
  for (const command of commands) root.addCommand(command);
  for (const command of [root, ...commands, ...commands.flatMap((c) => c.commands)]) {
    command.exitOverride().configureOutput({
      writeOut: (s) => io.stdout.write(s),
      writeErr: (s) => io.stderr.write(s),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
    });
  }
  return root;
}
