import { Failure } from "../../failure.ts";
import { countAt, dayOf, isObject, type Json, listAt, objectAt, type ParsedEvaluation, textAt } from "./row.ts";

interface Tally {
  readonly names: readonly string[];
  passed: number;
  failed: number;
  errors: number;
}

/** Does the document look like the output of `promptfoo eval --output results.json` (version 3 on, and its older form)? */
export const isPromptfoo = (document: Json): boolean =>
  isObject(document["results"]) &&
  (Array.isArray(document["results"]["results"]) || Array.isArray(document["results"]["prompts"]));

/**
 * Pass rate of each provider: passed / (passed + failed), all prompts together. Calls that ended in an error say nothing about
 * the model and are left out. Counts come from `results.prompts[].metrics`, else from `results.results[]`.
 * @throws Failure when no case passed or failed
 */
export function readPromptfoo(document: Json, file: string): ParsedEvaluation {
  const results = objectAt(document, "results");
  const cases = listAt(results, "results").filter(isObject);
  const tallies = [...(ofPrompts(results, idsByLabel(cases)) ?? ofCases(cases)).values()];
  const useful = tallies.filter((t) => t.passed + t.failed > 0);
  if (useful.length === 0) {
    const errors = tallies.reduce((sum, t) => sum + t.errors, 0);
    throw new Failure({
      place: { file },
      text: `holds no promptfoo case that passed or failed${errors > 0 ? `; ${errors} ended in an error` : ""}.`,
      hint: "Run `promptfoo eval --output results.json` to its end.",
    });
  }
  const title = textAt(objectAt(document, "config"), "description");
  const metric = title === null ? "pass rate" : `pass rate of ${title}`;
  const date = dayOf(results["timestamp"]) ?? dayOf(objectAt(document, "metadata")["evaluationCreatedAt"]);
  const failed = tallies.filter((t) => t.errors > 0);
  return {
    rows: useful.map(({ names, passed, failed: lost }) => ({
      names,
      score: passed / (passed + lost),
      samples: passed + lost,
      metric,
      suite: `promptfoo ${metric}`,
      workload: null,
      date,
      source: file,
    })),
    remarks: failed.map((t) => ({
      code: "evaluation-errors",
      text: `${file}: ${t.errors} case${t.errors === 1 ? "" : "s"} of ${t.names[0]} ended in an error and ${t.errors === 1 ? "is" : "are"} not counted.`,
    })),
  };
}

function ofPrompts(results: Json, ids: ReadonlyMap<string, string>): Map<string, Tally> | null {
  const tallies = new Map<string, Tally>();
  for (const prompt of listAt(results, "prompts").filter(isObject)) {
    const label = textAt(prompt, "provider");
    const metrics = prompt["metrics"];
    if (label === null || !isObject(metrics)) return null;
    const passed = countAt(metrics, "testPassCount");
    const failed = countAt(metrics, "testFailCount");
    if (passed === null || failed === null) return null;
    const tally = tallyOf(tallies, ids.get(label) ?? label, label);
    tally.passed += passed;
    tally.failed += failed;
    tally.errors += countAt(metrics, "testErrorCount") ?? 0;
  }
  return tallies.size > 0 ? tallies : null;
}

/** promptfoo's `failureReason` of a case that was never answered. */
const ERROR = 2;

function ofCases(cases: readonly Json[]): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const row of cases) {
    const { id, label } = providerOf(row);
    if (id === null || typeof row["success"] !== "boolean") continue;
    const tally = tallyOf(tallies, id, label ?? id);
    if (row["failureReason"] === ERROR) tally.errors += 1;
    else if (row["success"]) tally.passed += 1;
    else tally.failed += 1;
  }
  return tallies;
}

function tallyOf(tallies: Map<string, Tally>, id: string, label: string): Tally {
  let tally = tallies.get(id);
  if (!tally) tallies.set(id, (tally = { names: id === label ? [id] : [id, label], passed: 0, failed: 0, errors: 0 }));
  return tally;
}

/** Prompts name a provider by its label, cases know its id as well. */
function idsByLabel(cases: readonly Json[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const row of cases) {
    const { id, label } = providerOf(row);
    if (id !== null && label !== null) ids.set(label, id);
  }
  return ids;
}

function providerOf(row: Json): { id: string | null; label: string | null } {
  const provider = row["provider"];
  if (isObject(provider))
    return { id: textAt(provider, "id") ?? textAt(provider, "label"), label: textAt(provider, "label") };
  return { id: textAt(row, "provider"), label: null };
}
