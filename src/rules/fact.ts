import type { Candidate } from "../candidates/candidate.ts";
import type { TasksFile } from "../catalog/schema/tasks.ts";
import type { Estimate, Quality } from "../estimate/estimate.ts";
import { withMembers } from "../quantity/country.ts";
import type { Day } from "../quantity/day.ts";
import type { Organization, Requirements, Workload } from "../requirements/requirements.ts";

/** What a rule may read of one candidate for one workload. */
export interface Subject {
  readonly organization: Organization;
  readonly workload: Workload;
  readonly priorities: Requirements["priorities"];
  readonly task: TasksFile["tasks"][Workload["task"]];
  readonly today: Day;
  readonly candidate: Candidate;
  readonly estimate: Estimate;
  readonly quality: Quality;
}

export type FactValue = number | boolean | string | readonly string[] | null;

/** Stands in a set of which not every member is known. */
export const PERHAPS_OTHERS = "perhaps others";

/** One row of the vocabulary: path, type, unit and how it is read. `null` = unknown. */
export interface Fact {
  readonly type: "number" | "boolean" | "text" | "enum" | "ordinal" | "set";
  /** Legal values; ordinals from least to most. Absent for numbers, booleans and free text. */
  readonly values?: readonly string[];
  /** Sets and texts of countries: `EU` stands for its members too. */
  readonly countries?: true;
  readonly unit?: string;
  /** requirement: known before any candidate is looked at. */
  readonly stage: "requirement" | "catalog" | "estimate";
  readonly read: (s: Subject) => FactValue;
}

export const number = (stage: Fact["stage"], unit: string, read: (s: Subject) => number | null): Fact => ({
  type: "number",
  stage,
  unit,
  read,
});
export const boolean = (stage: Fact["stage"], read: (s: Subject) => boolean | null): Fact => ({
  type: "boolean",
  stage,
  read,
});
export const text = (stage: Fact["stage"], read: (s: Subject) => string | null): Fact => ({
  type: "text",
  stage,
  read,
});
export const country = (stage: Fact["stage"], read: (s: Subject) => string | null): Fact => ({
  type: "text",
  countries: true,
  stage,
  read,
});
export const one = (stage: Fact["stage"], values: readonly string[], read: (s: Subject) => string | null): Fact => ({
  type: "enum",
  values,
  stage,
  read,
});
export const ordinal = (
  stage: Fact["stage"],
  values: readonly string[],
  read: (s: Subject) => string | null,
): Fact => ({
  type: "ordinal",
  values,
  stage,
  read,
});
export const set = (
  stage: Fact["stage"],
  values: readonly string[] | undefined,
  read: (s: Subject) => readonly string[] | null,
): Fact => ({
  type: "set",
  ...(values ? { values } : {}),
  stage,
  read,
});
export const countries = (stage: Fact["stage"], read: (s: Subject) => readonly string[] | null): Fact => ({
  type: "set",
  countries: true,
  stage,
  read,
});

export const R = "requirement";
export const C = "catalog";
export const E = "estimate";

/** Right-hand sides and candidate sets of countries are compared with `EU` standing for its members. */
export const expand = (fact: Fact, list: readonly string[]): readonly string[] =>
  fact.countries ? withMembers(list) : list;
