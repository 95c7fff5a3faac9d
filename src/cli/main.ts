import type { CommanderError } from "commander";
import { EXIT, type ExitCode, Failure } from "../failure.ts";
import type { Io } from "./io.ts";
import { problemLines } from "./problem-lines.ts";
import { interviewProgram, program } from "./program.ts";

/** A flag where a command could stand belongs to the interview. */
const INTERVIEW = /^--(?!help$|version$)/u;

function isTerminal(io: Io): boolean {
  const keyboard = io.stdout.isTTY ? io.keyboard?.() : undefined;
  return keyboard?.input.isTTY === true && keyboard.output.isTTY === true;
}

/** Runs one command line. Never throws and never exits: the exit code is the answer. */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = EXIT.answered;
  try {
    const done = (c: ExitCode): void => {
      code = c;
    };
    const run = (other: readonly string[], elsewhere: Io = io): Promise<ExitCode> => main(other, elsewhere);
    const isInterview = argv.length === 0 ? isTerminal(io) : INTERVIEW.test(argv[0] ?? "");
    const root = isInterview ? await interviewProgram(io, done, run) : await program(io, done, argv[0], run);
    if (argv.length === 0 && !isInterview) {
      root.outputHelp({ error: true });
      io.stderr.write("\n");
      return (await import("./interview.ts")).insteadOfAsking(io);
    }
    await root.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    if (isCommanderError(error)) return error.exitCode === 0 ? EXIT.answered : EXIT.usage;
    if (error instanceof Failure) {
      io.stderr.write(failureText(error));
      return error.exitCode;
    }
    io.stderr.write(
      `This is a bug in advisor. Please report it with the lines below.\n${error instanceof Error ? error.stack : String(error)}\n`,
    );
    return EXIT.bug;
  }
}

/** By name: a command that is loaded when it is named comes with a class of its own. */
const isCommanderError = (error: unknown): error is CommanderError =>
  error instanceof Error && "code" in error && String(error.code).startsWith("commander.");

function failureText({ problems }: Failure): string {
  const count = problems.length === 1 ? [] : [`${problems.length} problems, nothing was computed.`];
  return `${[...problemLines(problems), ...count].join("\n")}\n`;
}
