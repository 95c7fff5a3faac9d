import { Failure, nearest, type Problem } from "../../failure.ts";
import { isDay } from "../../quantity/day.ts";
import { type EvaluationRow, type ParsedEvaluation, plain, scoreProblem } from "./row.ts";
import { type Cell, readTable } from "./table.ts";

const COLUMNS = ["model", "candidate", "score", "metric", "samples", "workload", "date"] as const;
/** Problems of one file that are told one by one. */
const SHOWN = 50;
type Column = (typeof COLUMNS)[number];

/**
 * A table with a header: `model` or `candidate`, `score` (0 to 1, or 85%), and where known `metric`, `samples`, `workload`, `date`.
 * Separated by comma, semicolon or tab. Other columns are named in a remark.
 * @throws Failure with every bad cell, at line and column
 */
export function readCsv(text: string, file: string): ParsedEvaluation {
  const [header = [], ...lines] = readTable(text, file);
  const columns = header.map((cell) => COLUMNS.find((c) => c === cell.text.trim().toLowerCase()));
  const problems = headerProblems(header, columns, file);
  if (problems.length > 0) throw new Failure(problems);
  const rows = lines.flatMap((cells) => rowOf(cells, columns, file, problems) ?? []);
  if (lines.length === 0)
    problems.push({
      place: { file },
      text: "holds a header and no result.",
      hint: "One line a model: openai/gpt-6-sol,0.91",
    });
  if (problems.length > SHOWN) {
    const rest = { place: { file }, text: `${problems.length - SHOWN} more problems follow.` };
    throw new Failure([...problems.slice(0, SHOWN), rest]);
  }
  if (problems.length > 0) throw new Failure(problems);
  const ignored = header.filter((_, i) => columns[i] === undefined).map((cell) => `"${plain(cell.text)}"`);
  return {
    rows,
    remarks:
      ignored.length === 0
        ? []
        : [
            {
              code: "evaluation-ignored",
              text: `${file}: not used ${ignored.length === 1 ? "is the column" : "are the columns"} ${ignored.join(", ")}; read are ${COLUMNS.join(", ")}.`,
            },
          ],
  };
}

function headerProblems(header: readonly Cell[], columns: readonly (Column | undefined)[], file: string): Problem[] {
  const problems: Problem[] = [];
  const unknown = header.filter((_, i) => columns[i] === undefined).map((cell) => plain(cell.text));
  const missing = (what: string, word: Column) => {
    const close = unknown.find((name) => name !== "" && nearest(name, [word]) !== null);
    problems.push({
      place: { file, line: 1 },
      text: `has no column ${what}.`,
      hint: close
        ? `Is "${close}" meant? Call it ${word}.`
        : `The first line names the columns: model,score or ${COLUMNS.join(",")}.`,
    });
  };
  if (!columns.includes("model") && !columns.includes("candidate")) missing("model or candidate", "model");
  if (!columns.includes("score")) missing("score", "score");
  header.forEach((cell, i) => {
    if (columns[i] !== undefined && columns.indexOf(columns[i]) < i)
      problems.push({
        place: { file, line: cell.line, column: cell.column },
        text: `the column ${columns[i]} is there twice.`,
      });
  });
  return problems;
}

function rowOf(
  cells: readonly Cell[],
  columns: readonly (Column | undefined)[],
  file: string,
  problems: Problem[],
): EvaluationRow | null {
  const before = problems.length;
  const cell = (name: Column): Cell | null => {
    const found = cells[columns.indexOf(name)];
    return found && found.text.trim() !== "" ? found : null;
  };
  const text = (name: Column): string | null => plain(cell(name)?.text ?? "") || null;
  const report = (at: Cell | null | undefined, path: Column, words: Pick<Problem, "text" | "hint">) => {
    const { line = 1, column = 1 } = at ?? cells[0] ?? {};
    problems.push({ place: { file, line, column }, path, ...words });
  };
  if (cells.length > columns.length)
    report(cells[columns.length], "score", {
      text: `the line has ${cells.length} cells, the header ${columns.length}.`,
      hint: "Quote a text that holds the separator.",
    });
  const names = [text("candidate"), text("model")].filter((name) => name !== null);
  if (names.length === 0)
    report(null, "model", {
      text: "is missing.",
      hint: "Name the model: openai/gpt-6-sol, gpt-6-sol or Qwen/Qwen3-8B.",
    });
  const score = scoreOf(text("score"));
  const wrong = score === null ? null : scoreProblem(score);
  if (score === null)
    report(cell("score"), "score", {
      text: text("score") === null ? "is missing." : `"${text("score")}" is not a number.`,
      hint: "A score is 0.85 or 85%.",
    });
  else if (wrong) report(cell("score"), "score", wrong);
  const samples = text("samples");
  if (samples !== null && !/^[1-9]\d{0,9}$/u.test(samples))
    report(cell("samples"), "samples", { text: `"${samples}" is not a whole number of cases, 1 or more.` });
  const date = text("date");
  if (date !== null && !isDay(date))
    report(cell("date"), "date", { text: `"${date}" is not a date.`, hint: "A date is YYYY-MM-DD." });
  if (problems.length > before || score === null) return null;
  const metric = text("metric") ?? "score";
  const workload = text("workload");
  return {
    names,
    score,
    samples: samples === null ? null : Number(samples),
    metric,
    suite: `csv ${metric}`,
    workload,
    date,
    source: file,
  };
}

function scoreOf(text: string | null): number | null {
  const m = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(%?)$/iu.exec(text ?? "");
  return m ? Number(m[1]) / (m[2] === "%" ? 100 : 1) : null;
}
