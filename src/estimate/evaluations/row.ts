import type { Problem } from "../../failure.ts";
import { isDay } from "../../quantity/day.ts";

/** One result of the user's own evaluation, as its file tells it. */
export interface EvaluationRow {
  /** The model as written, most telling name first: `["openai:gpt-6-luna", "Luna with our prompt"]`. */
  readonly names: readonly string[];
  /** Share of cases passed, or the mean of scores between 0 and 1. */
  readonly score: number;
  /** Cases behind the score; null = the file does not say. */
  readonly samples: number | null;
  /** What was measured, for people: `pass rate`, `acc_norm over arc_easy`. */
  readonly metric: string;
  /** Only results of one suite are compared with one another. */
  readonly suite: string;
  /** Id of the workload it speaks for; null = of every one. */
  readonly workload: string | null;
  /** YYYY-MM-DD */
  readonly date: string | null;
  /** The file as the user named it. */
  readonly source: string;
}

/** What one file holds, and what in it was not used. */
export interface ParsedEvaluation {
  readonly rows: readonly EvaluationRow[];
  readonly remarks: readonly Warning[];
}

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (x: unknown): x is Json => x !== null && typeof x === "object" && !Array.isArray(x);
export const objectAt = (x: Json, key: string): Json => (isObject(x[key]) ? x[key] : {});
export const listAt = (x: Json, key: string): readonly unknown[] => (Array.isArray(x[key]) ? x[key] : []);
export const textAt = (x: Json, key: string): string | null =>
  typeof x[key] === "string" ? plain(x[key]) || null : null;

/** A text of somebody else's file as it may be shown: one line without control characters, not endless. */
export function plain(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, " ").trim();
  return line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT)}…` : line;
}
const MAX_TEXT = 200;
/** A whole number, 0 or more. */
export const countAt = (x: Json, key: string): number | null =>
  Number.isSafeInteger(x[key]) && (x[key] as number) >= 0 ? (x[key] as number) : null;

/** The day of an ISO time, or of seconds since 1970; null where it is neither. */
export function dayOf(x: unknown): string | null {
  if (typeof x === "string") {
    const day = x.slice(0, 10);
    return isDay(day) ? day : null;
  }
  if (typeof x !== "number" || !(x > 0 && x < 4e9)) return null;
  return new Date(x * 1000).toISOString().slice(0, 10);
}

/** What is wrong with a score, in words; null where nothing is. */
export function scoreProblem(score: number): Pick<Problem, "text" | "hint"> | null {
  if (score >= 0 && score <= 1) return null;
  return {
    text: `the score ${score} is not between 0 and 1.`,
    hint:
      score > 1 && score <= 100
        ? `Is it a percentage? Write ${Number((score / 100).toPrecision(6))} or ${score}%.`
        : "1 = every case passed.",
  };
}

/** Of one kind that many are told; the rest are counted. */
export const TOLD = 20;

export interface Warning {
  readonly code: string;
  readonly text: string;
}

/** The first warnings of each code, and how many more there are. */
export function told(warnings: readonly Warning[]): Warning[] {
  return [...groupBy(warnings, (w) => w.code)].flatMap(([code, list]) => {
    const rest = list.length - TOLD;
    return rest > 0
      ? [...list.slice(0, TOLD), { code, text: `${rest} more of your evaluations' lines are like that.` }]
      : list;
  });
}

/** In order of first appearance. */
export function groupBy<T>(list: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
