import { Command } from "commander";
import type { ExitCode } from "../failure.ts";
import { VERSION } from "../version.ts";
import type { Io } from "./io.ts";
import { presetsCommand } from "./presets.ts";
import { recommendCommand } from "./recommend.ts";
import { schemaCommand } from "./schema.ts";

type Done = (code: ExitCode) => void;

interface Row {
  readonly name: string;
  readonly description: string;
  readonly make: (io: Io, done: Done, run: Run) => Command | Promise<Command>;
}

/** Runs another command line. */
type Run = (argv: readonly string[], io?: Io) => Promise<ExitCode>;

/** The commands, one file each. What `recommend` does not need is loaded when its command is named. */
const COMMANDS: readonly Row[] = [
  {
    name: "recommend",
    description: "rank the ways to run every model for your requirements, with reasons and sources",
    make: recommendCommand,
  },
  {
    name: "init",
    description: "the interview alone; writes advisor.yaml",
    make: async (io, done, run) => (await import("./interview.ts")).initCommand(io, done, run),
  },
  {
    name: "catalog",
    description: "look at, check and refresh the catalog",
    make: async (io, done) => (await import("./catalog.ts")).catalogCommand(io, done),
  },
  {
    name: "rules",
    description: "look at, check and test the rules",
    make: async (io, done) => (await import("./rules.ts")).rulesCommand(io, done),
  },
  {
    name: "explain",
    description: "everything about one candidate, and what would make it win",
    make: async (io, done) => (await import("./explain.ts")).explainCommand(io, done),
  },
  {
    name: "compare",
    description: "two to five candidates side by side, term by term",
    make: async (io, done) => (await import("./compare.ts")).compareCommand(io, done),
  },
  {
    name: "check",
    description: "the CI gate: does the decision still hold?",
    make: async (io, done) => (await import("./check.ts")).checkCommand(io, done),
  },
  {
    name: "diff",
    description: "what changed since a saved recommendation, and which price, rule, evidence or answer caused it",
    make: async (io, done) => (await import("./diff.ts")).diffCommand(io, done),
  },
  {
    name: "tco",
    description: "what candidates cost: line by line, month by month, and their break-even",
    make: async (io, done) => (await import("./tco.ts")).tcoCommand(io, done),
  },
  {
    name: "plan",
    description: "which model for which traffic, what is shared, and whether a hybrid is worth it",
    make: async (io, done) => (await import("./plan.ts")).planCommand(io, done),
  },
  {
    name: "size",
    description: "memory, concurrency and speed of a model on accelerators",
    make: async (io, done) => (await import("./size.ts")).sizeCommand(io, done),
  },
  { name: "presets", description: "list the ready requirements", make: presetsCommand },
  { name: "schema", description: "print a JSON Schema", make: schemaCommand },
  {
    name: "completion",
    description: "print the completion script of a shell",
    make: async (io, done, run) =>
      (await import("./completion.ts")).completionCommand(io, () => program(io, done, "help", run)),
  },
];

const ON_ITS_OWN = `
Without a command, on a terminal: a dozen questions at most, then the ranking and a menu. --resume goes on with an
interview that was left, --plain asks line by line (screen readers), flags of recommend answer in advance.`;

/** The command line; of its commands the named one is whole, the others know only what help says of them. */
export async function program(io: Io, done: Done, named: string | undefined, run: Run): Promise<Command> {
  const root = new Command("advisor")
    .description(
      "Which AI model should do this job, run by whom, where and at what cost: a ranking with reasons and sources.",
    )
    .version(VERSION)
    .showSuggestionAfterError(true)
    .addHelpText("after", ON_ITS_OWN)
    .showHelpAfterError("(advisor --help lists the commands, advisor recommend --help the flags)");
  const whole = named === "help" ? null : named;
  for (const { name, description, make } of COMMANDS)
    root.addCommand(
      whole === null || name === whole ? await make(io, done, run) : new Command(name).description(description),
    );
  listen(root, io);
  return root;
}

/** `advisor` without a command: the interview. */
export async function interviewProgram(io: Io, done: Done, run: Run): Promise<Command> {
  const command = (await import("./interview.ts")).interviewCommand(io, done, run);
  listen(command, io);
  return command;
}

function listen(root: Command, io: Io): void {
  for (const command of [root, ...root.commands, ...root.commands.flatMap((c) => c.commands)]) {
    command.exitOverride().configureOutput({
      writeOut: (s) => io.stdout.write(s),
      writeErr: (s) => io.stderr.write(s),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
    });
  }
}
