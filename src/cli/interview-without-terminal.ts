import type { ExitCode } from "../failure.ts";
import { EXIT } from "../failure.ts";
import { pathsOf } from "../interview/choices.ts";
import type { Interview } from "../interview/interview.ts";
import { wholePath } from "../requirements/answer-layer.ts";
import type { QuestionsFile } from "../requirements/question-schema.ts";
import { QUESTIONS } from "../requirements/question-table.ts";
import type { Io } from "./io.ts";

/** What to say instead of asking: the flags that answer the questions of everybody, and those that were not given. */
export function withoutTerminal(io: Io, { questions }: QuestionsFile, said: Interview | null): ExitCode {
  const given = said?.replies.map((r) => r.question) ?? [];
  const isPreset = said?.start.from === "preset";
  const rows = questions
    .filter((q) => q.always !== undefined && !given.includes(q.id))
    .flatMap((q) => {
      const paths = pathsOf(q).map((p) => wholePath(p, 0));
      const row = QUESTIONS.find((r) => paths.includes(r.path));
      return row ? [{ flag: `--${row.flag}`, text: q.text }] : [];
    });
  const [task, ...others] = rows;
  const isTaskMissing = task?.flag === "--task" && !isPreset;
  const wanted = isTaskMissing ? others : rows;
  const width = Math.max(...rows.map((r) => r.flag.length), 0);
  const lines = [
    `Nothing can be asked: ${missing(io)} no terminal.`,
    ...(isTaskMissing
      ? [`Missing: --task. ${task?.text ?? ""} For example: advisor recommend --task document-analysis`]
      : []),
    ...(wanted.length > 0 && !isPreset
      ? ["Also asked of everybody; what is not said is assumed, and the answer says so:"]
      : []),
    ...(isPreset ? [] : wanted.map((r) => `  ${r.flag.padEnd(width)}  ${r.text}`)),
    "All flags: advisor recommend --help. Ready requirements: advisor presets.",
  ];
  io.stderr.write(`${lines.join("\n")}\n`);
  return EXIT.usage;
}

function missing(io: Io): string {
  const keyboard = io.keyboard?.();
  const names = [
    ...(keyboard?.input.isTTY === true ? [] : ["standard input"]),
    ...(io.stdout.isTTY ? [] : ["standard output"]),
    ...(keyboard?.output.isTTY === true || keyboard === undefined ? [] : ["standard error"]),
  ];
  const all = names.length > 0 ? names : ["standard input"];
  return `${all.join(" and ")} ${all.length > 1 ? "are" : "is"}`;
}
