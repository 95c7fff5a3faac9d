import { Failure, type Problem } from "../../failure.ts";
import {
  countAt,
  dayOf,
  isObject,
  type Json,
  listAt,
  objectAt,
  type ParsedEvaluation,
  scoreProblem,
  textAt,
} from "./row.ts";

/** Metrics between 0 and 1 that say how often the model is right; the first that a task has counts. */
const METRICS = ["acc_norm", "acc", "exact_match", "pass@1", "f1"] as const;

/** Does the document look like `results_*.json` of EleutherAI's lm-evaluation-harness? */
export const isLmEval = (document: Json): boolean =>
  isObject(document["results"]) &&
  Object.values(document["results"]).some(isObject) &&
  ["config", "n-samples", "versions", "lm_eval_version", "model_name"].some((key) => key in document);

/**
 * Mean over the tasks of one run. A group that has a metric of its own (`mmlu`) stands for its parts.
 * @throws Failure when the model is not named, no task has a metric of `METRICS`, or a score is out of range
 */
export function readLmEval(document: Json, file: string): ParsedEvaluation {
  const problems: Problem[] = [];
  const results = objectAt(document, "results");
  const names = namesOf(document);
  if (names.length === 0) {
    problems.push({
      place: { file },
      path: "config.model_args",
      text: "does not name the model.",
      hint: 'It is written "pretrained=Qwen/Qwen3-8B".',
    });
  }
  const scored = new Map<string, { metric: string; score: number }>();
  for (const [task, row] of Object.entries(results)) {
    const found = isObject(row) ? metricOf(row) : null;
    if (!found) continue;
    const wrong = scoreProblem(found.score);
    if (wrong) problems.push({ place: { file }, path: `results.${task}`, ...wrong });
    scored.set(task, found);
  }
  const parts = partsOfGroups(objectAt(document, "group_subtasks"), scored);
  const tasks = [...scored.keys()].filter((task) => !parts.has(task)).sort();
  if (tasks.length === 0) {
    problems.push({
      place: { file },
      path: "results",
      text: `holds no task with ${METRICS.slice(0, -1).join(", ")} or ${METRICS.at(-1)}.`,
      hint: "Other metrics (perplexity, BLEU) cannot be read as a share of cases solved.",
    });
  }
  if (problems.length > 0) throw new Failure(problems);

  const rows = tasks.map((task) => scored.get(task) ?? { metric: "", score: 0 });
  const kinds = [...new Set(rows.map((r) => r.metric))].sort().join(" / ");
  const skipped = Object.keys(results).filter(
    (task) => !scored.has(task) && !(task in objectAt(document, "group_subtasks")),
  );
  return {
    rows: [
      {
        names,
        score: rows.reduce((sum, r) => sum + r.score, 0) / rows.length,
        samples: samplesOf(objectAt(document, "n-samples"), (task) => scored.has(task)),
        metric: `${kinds} over ${tasks.length > 4 ? `${tasks.length} tasks` : tasks.join(", ")}`,
        suite: `lm-eval ${kinds} over ${tasks.join(", ")}`,
        workload: null,
        date: dayOf(document["date"]),
        source: file,
      },
    ],
    remarks:
      skipped.length === 0
        ? []
        : [
            {
              code: "evaluation-ignored",
              text: `${file}: no share of cases solved is given for ${skipped.join(", ")}.`,
            },
          ],
  };
}

/** Keys are `acc_norm,none` or, in older files, `acc_norm`; the part behind the comma is a filter. */
function metricOf(row: Json): { metric: string; score: number } | null {
  for (const metric of METRICS) {
    const key = Object.keys(row).find((k) => k === metric || k.startsWith(`${metric},`));
    const score = key === undefined ? undefined : row[key];
    if (typeof score === "number") return { metric, score };
  }
  return null;
}

/** Everything below a group that has a score of its own. */
function partsOfGroups(groups: Json, scored: ReadonlyMap<string, unknown>): ReadonlySet<string> {
  const parts = new Set<string>();
  const open = Object.keys(groups).filter((group) => scored.has(group));
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const part of listAt(groups, name)) {
      if (typeof part !== "string" || parts.has(part)) continue;
      parts.add(part);
      open.push(part);
    }
  }
  return parts;
}

/** Cases of all tasks; null where any count is missing. Groups are not counted there, only their parts. */
function samplesOf(counts: Json, isScored: (task: string) => boolean): number | null {
  const used = Object.keys(counts).filter(isScored);
  let sum = 0;
  for (const task of used) {
    const entry = counts[task];
    const n = isObject(entry) ? (countAt(entry, "effective") ?? countAt(entry, "original")) : countAt(counts, task);
    if (n === null || n === 0) return null;
    sum += n;
  }
  return sum === 0 ? null : sum;
}

/** `pretrained=` or `model=` of the arguments (text or mapping), then `model_name`. An adapter (`peft=`) is a model of its own. */
function namesOf(document: Json): readonly string[] {
  const args = argumentsOf(objectAt(document, "config")["model_args"]);
  const adapter = textAt(args, "peft");
  if (adapter !== null) return [adapter];
  const named = [textAt(args, "pretrained"), textAt(args, "model"), textAt(document, "model_name")];
  return [...new Set(named.filter((name) => name !== null))];
}

function argumentsOf(args: unknown): Json {
  if (isObject(args)) return args;
  const pairs = typeof args === "string" ? args.split(",") : [];
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf("=")).trim(), pair.slice(pair.indexOf("=") + 1)]),
  );
}
