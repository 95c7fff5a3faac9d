import { existsSync } from "node:fs";
import { Command } from "commander";
import { Foresight } from "../advise/foresight.ts";
import { EXIT, type ExitCode } from "../failure.ts";
import { Interrupted } from "../interview/card.ts";
import { fileOf, shellLine } from "../interview/command.ts";
import type { Context } from "../interview/context.ts";
import { converse, type Host } from "../interview/conversation.ts";
import { Guide } from "../interview/guide.ts";
import { begin, type Interview, withReply } from "../interview/interview.ts";
import { loadQuestions } from "../requirements/load-questions.ts";
import type { Said } from "../requirements/read-layers.ts";
import { printYaml } from "../yaml/print.ts";
import { overlaysOf, rulesOf } from "./catalog-options.ts";
import { addRequirementFlags, addSharedOptions, list, type Options, readShared, text } from "./common-options.ts";
import { askerFor, screenOf } from "./interview-asker.ts";
import { forgetKept, KEPT, keepInterview, resumeKept } from "./interview-kept.ts";
import { rankAndMenu } from "./interview-menu.ts";
import { NamedEvaluations, startBySaid, startingFile } from "./interview-start.ts";
import { withoutTerminal } from "./interview-without-terminal.ts";
import type { Io } from "./io.ts";
import { layersOf, loadKnowledge } from "./load.ts";
import { keepForeign, writeFiles } from "./write-file.ts";

/** Runs another command line of the program. */
export type Run = (argv: readonly string[], io?: Io) => Promise<ExitCode>;

const DEFAULT_FILE = "advisor.yaml";

/** `advisor`: the interview, the ranking, a menu. */
export function interviewCommand(io: Io, done: (code: ExitCode) => void, run: Run): Command {
  const command = new Command("advisor").description("the interview, then the ranking, then a menu");
  addRequirementFlags(addInterviewOptions(addSharedOptions(command)));
  return command.action(async (options: Options) => done(await interview(options, io, run, null)));
}

/** `advisor init [file]`: the interview alone; writes the requirements. */
export function initCommand(io: Io, done: (code: ExitCode) => void, run: Run): Command {
  const command = new Command("init")
    .description("the interview alone; writes advisor.yaml")
    .argument("[file]", "requirements to write (default: advisor.yaml)")
    .option("--force", "overwrite a file that advisor did not write");
  addRequirementFlags(addInterviewOptions(addSharedOptions(command)));
  return command.action(async (file: string | undefined, options: Options) =>
    done(await interview(options, io, run, file ?? DEFAULT_FILE)),
  );
}

const addInterviewOptions = (command: Command): Command =>
  command
    .option("--resume", "go on with the interview that was left")
    .option("--plain", "line by line, without repainting: for screen readers");

/** What to say where there is no terminal to ask on. */
export const insteadOfAsking = async (io: Io): Promise<ExitCode> => withoutTerminal(io, await loadQuestions(), null);

/** @param target where the requirements are written; null = rank them */
async function interview(options: Options, io: Io, run: Run, target: string | null): Promise<ExitCode> {
  const { today } = readShared(options, io);
  const { catalog, rulebook } = await loadKnowledge(overlaysOf(options), rulesOf(options));
  const context: Context = {
    questions: await loadQuestions(),
    defaults: { requirements: catalog.defaults, tasks: catalog.tasks },
    accelerators: catalog.accelerators.map((a) => a.id),
  };
  const read = (said: Said) => layersOf(said, catalog, rulebook);
  const said = await startBySaid(options, read, context);
  const keyboard = screenOf(io);
  if (keyboard === null) return withoutTerminal(io, context.questions, said);
  if (target !== null) keepForeign([target], options["force"] === true);
  const file = options["fresh"] === true ? null : await startingFile(target ?? DEFAULT_FILE, read, io);
  const evaluations = new NamedEvaluations(overlaysOf(options));
  await evaluations.read(said);
  await evaluations.read(file && begin(file));
  const asker = await askerFor(keyboard, options, io);
  const host: Host = {
    guide: new Guide(context, new Foresight({ catalog, rulebook, today, evaluationsOf: evaluations.of })),
    context,
    asker,
    presets: catalog.presets,
    file,
    keep: (i) => keepInterview(i, today),
    ...(io.patience === undefined ? {} : { patience: io.patience }),
  };
  const save = (i: Interview, file: string, force: boolean) => {
    writeFiles([{ file, text: requirementsText(i) }], force);
    io.stderr.write(`wrote ${file}\n`);
  };
  const signal = interruption(io);
  const whole = async (): Promise<ExitCode> => {
    const resumed = await resumeKept(host, options["resume"] === true);
    await evaluations.read(resumed);
    const end = await converse(host, resumed && said ? said.replies.reduce(withReply, resumed) : (resumed ?? said));
    if (end.isLeft) {
      if (existsSync(KEPT)) asker.tell(["Your answers are kept. Go on with: advisor --resume"]);
      return EXIT.answered;
    }
    if (target === null)
      return await rankAndMenu({ host, io, run, shared: sharedArguments(options), save }, end.interview);
    save(end.interview, target, options["force"] === true);
    forgetKept();
    asker.show(shellLine(["advisor", "recommend", target]));
    return EXIT.answered;
  };
  try {
    return await Promise.race([whole(), signal.raised]);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    if (!signal.isRaised()) tellKept(io);
    return EXIT.interrupted;
  } finally {
    signal.ignore();
    asker.close();
  }
}

/** Ctrl-C while no prompt is open, or where the terminal itself reads the line. */
function interruption(io: Io) {
  let isRaised = false;
  let listener = (): void => undefined;
  const raised = new Promise<never>((_, reject) => {
    listener = () => {
      isRaised = true;
      tellKept(io);
      reject(new Interrupted());
    };
    process.once("SIGINT", listener);
  });
  return { raised, isRaised: () => isRaised, ignore: () => void process.removeListener("SIGINT", listener) };
}

const tellKept = (io: Io): void =>
  io.stderr.write(existsSync(KEPT) ? "\nYour answers are kept. Go on with: advisor --resume\n" : "\n");

/** Options that every command of an interview carries on. */
const sharedArguments = (options: Options): string[] => [
  ...["catalog", "rules"].flatMap((name) => list(options, name).flatMap((value) => [`--${name}`, value])),
  ...["today", "seed", "width"].flatMap((name) => {
    const value = text(options, name);
    return value === null || (name === "seed" && value === "1") ? [] : [`--${name}`, value];
  }),
  ...(options["color"] === false ? ["--no-color"] : []),
];

const requirementsText = (interview: Interview): string =>
  `# yaml-language-server: $schema=./node_modules/model-advisor/schema/requirements.json\n${printYaml(fileOf(interview))}`;
