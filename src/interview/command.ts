import { layerOf } from "../requirements/answer-layer.ts";
import { parsePath, putAt, valueAt } from "../requirements/layer.ts";
import { QUESTIONS, type Question } from "../requirements/question-table.ts";
import { CRITERIA } from "../vocabulary.ts";
import type { Interview } from "./interview.ts";

/** Flags that say what an interview said, so that a command repeats it: where it started from, and every answer. */
export function flagsOf({ start, replies }: Interview): string[] {
  const leaves = leavesOf(layerOf(replies).value);
  return [
    ...(start.from === "preset" && start.name !== null ? ["--preset", start.name] : []),
    ...leaves.flatMap(({ path, value }) => flagFor(path, value) ?? sets(path, value)),
  ];
}

const sets = (path: string, value: unknown): string[] =>
  path === "assumptions"
    ? Object.entries(value as object).flatMap(([name, v]) => ["--set", `${path}.${name}=${textOf(v)}`])
    : ["--set", `${path}=${textOf(value)}`];

function flagFor(path: string, value: unknown): string[] | null {
  const row = QUESTIONS.find((q) => q.path === path);
  if (!row) return null;
  const text = valueText(row, value);
  if (text === null) return null;
  return text === "" ? [`--${row.flag}`] : [`--${row.flag}`, text];
}

/** What stands behind the flag: nothing behind a switch; null where `--set` must say it. */
function valueText({ kind }: Question, value: unknown): string | null {
  if (kind === "switch") return value === true ? "" : null;
  if (kind === "files") return null;
  if (kind === "hardware")
    return Array.isArray(value) && value.length > 0
      ? value.map((h: { accelerator: string; count: number }) => `${h.accelerator}:${h.count}`).join(",")
      : null;
  if (kind === "weights") {
    const weights = value as Record<string, number>;
    return CRITERIA.filter((c) => weights[c] !== undefined)
      .map((c) => `${c}=${weights[c]}`)
      .join(",");
  }
  if (Array.isArray(value)) return kind === "list" && value.length > 0 ? value.join(",") : null;
  return kind === "list" && value !== "unknown" ? null : String(value);
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** Mappings that are one setting each: names of assumptions have dots of their own. */
const WHOLE = ["priorities", "assumptions"];

/** Settings of a layer one by one; priorities, assumptions and lists are one each. */
export function leavesOf(value: unknown, path = ""): { readonly path: string; readonly value: unknown }[] {
  if (path === "workloads" && Array.isArray(value)) return value.flatMap((w, i) => leavesOf(w, `workloads[${i}]`));
  if (value === null || typeof value !== "object" || Array.isArray(value) || WHOLE.includes(path))
    return [{ path, value }];
  return Object.entries(value).flatMap(([key, v]) => leavesOf(v, path === "" ? key : `${path}.${key}`));
}

/** A command line as a shell reads it. */
export const shellLine = (words: readonly string[]): string => words.map(quoted).join(" ");

const quoted = (word: string): string =>
  /^[A-Za-z0-9_@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** A requirements file that says the same: the start with the answers in their places. What nobody said is left out. */
export function fileOf({ start, replies }: Interview): Record<string, unknown> {
  const value = structuredClone(start.value ?? {}) as Record<string, unknown>;
  for (const { path, value: v } of leavesOf(layerOf(replies).value)) putAt(value, parsePath(path), v);
  const { schema: _, ...rest } = value;
  return { schema: "advisor-requirements/1", ...inOrder(rest) };
}

/** Keys in the order of the question table, the way the documentation shows them. */
function inOrder(value: Record<string, unknown>): Record<string, unknown> {
  const first = ["organization", "workloads", "priorities", "prioritiesDoubt"];
  const keys = [...first.filter((k) => k in value), ...Object.keys(value).filter((k) => !first.includes(k))];
  return Object.fromEntries(keys.map((k) => [k, k === "workloads" ? jobsInOrder(value[k]) : value[k]]));
}

const jobsInOrder = (jobs: unknown): unknown =>
  Array.isArray(jobs)
    ? jobs.map((job: Record<string, unknown>) => {
        const first = ["id", "title", "task"].filter((k) => valueAt(job, [k]) !== undefined);
        return Object.fromEntries(
          [...first, ...Object.keys(job).filter((k) => !first.includes(k))].map((k) => [k, job[k]]),
        );
      })
    : jobs;
