import { nearest, type Problem } from "../failure.ts";
import { COUNTRIES } from "../quantity/country.ts";
import type { Condition, Operand, Operator } from "./condition.ts";
import type { Fact } from "./fact.ts";
import { FACTS } from "./facts.ts";

/** Where a condition is being read: reports a problem at a path below it. */
export type Report = (path: readonly PropertyKey[], problem: Omit<Problem, "place" | "path">, key?: boolean) => void;

/** The operators of each type of fact. */
export const LEGAL: Readonly<Record<Fact["type"], readonly Operator[]>> = {
  enum: ["is", "isNot", "in", "notIn", "known"],
  text: ["is", "isNot", "in", "notIn", "known"],
  ordinal: ["is", "isNot", "in", "notIn", "atLeast", "atMost", "known"],
  number: ["is", "above", "atLeast", "below", "atMost", "between", "known"],
  set: ["has", "hasAnyOf", "hasAllOf", "hasNoneOf", "within", "isEmpty", "known"],
  boolean: ["is", "known"],
};
const LISTS: ReadonlySet<Operator> = new Set(["in", "notIn", "hasAnyOf", "hasAllOf", "hasNoneOf", "within", "between"]);

/** A condition as written, checked against the vocabulary; null when a problem was reported. */
export function readCondition(raw: unknown, path: readonly PropertyKey[], report: Report): Condition | null {
  const fail = (text: string, hint?: string | null, at = path, key = false): null => {
    report(at, hint ? { text, hint } : { text }, key);
    return null;
  };
  if (raw === null || typeof raw !== "object" || Array.isArray(raw))
    return fail("is not a condition (a mapping of one key).");
  const keys = Object.keys(raw);
  const [key] = keys;
  if (keys.length !== 1 || key === undefined)
    return fail(`a condition has one key, this has ${keys.length}.`, "Join several with all: [ … ].");
  const inner: unknown = (raw as Record<string, unknown>)[key];
  const here = [...path, key];
  if (key === "all" || key === "any") {
    if (!Array.isArray(inner) || inner.length === 0) return fail("is not a list of conditions.", null, here);
    const parts = inner.map((part, i) => readCondition(part, [...here, i], report));
    const read = parts.filter((p): p is Condition => p !== null);
    if (read.length < parts.length) return null;
    return key === "all" ? { all: read } : { any: read };
  }
  if (key === "not") {
    const part = readCondition(inner, here, report);
    return part && { not: part };
  }
  const fact = FACTS[key];
  if (!fact) return fail(`unknown path '${key}'.`, suggestion(key, Object.keys(FACTS)), here, true);
  if (inner === null || typeof inner !== "object" || Array.isArray(inner)) {
    return fail(`'${key}' needs an operator: ${LEGAL[fact.type].join(", ")}.`, null, here);
  }
  const operators = Object.keys(inner);
  const [operator] = operators as [Operator | undefined];
  if (operators.length !== 1 || operator === undefined) return fail("a leaf has one operator.", null, here);
  const there = [...here, operator];
  if (!LEGAL[fact.type].includes(operator)) {
    return fail(
      `'${operator}' does not fit '${key}' (${fact.type}); it takes ${LEGAL[fact.type].join(", ")}.`,
      suggestion(operator, LEGAL[fact.type]),
      there,
      true,
    );
  }
  const operand = readOperand(key, fact, operator, (inner as Record<string, unknown>)[operator], (text, hint) =>
    fail(text, hint, there),
  );
  return operand && { path: key, operator, operand };
}

const suggestion = (word: string, legal: readonly string[]): string | null => {
  const close = nearest(word, legal);
  return close ? `Did you mean '${close}'?` : null;
};

type Fail = (text: string, hint?: string | null) => null;

function readOperand(path: string, fact: Fact, operator: Operator, raw: unknown, fail: Fail): Operand | null {
  if (operator === "known" || operator === "isEmpty" || fact.type === "boolean") {
    if (typeof raw === "boolean") return { value: raw };
    const isFixed = operator === "known" || operator === "isEmpty";
    return (
      (isFixed ? null : readReference(raw, fact, operator)) ?? fail(`${JSON.stringify(raw)} is not true or false.`)
    );
  }
  const reference = readReference(raw, fact, operator);
  if (reference) return reference;
  if (fact.type === "number") {
    const numbers = (operator === "between" ? (Array.isArray(raw) ? raw : []) : [raw]).map(readQuantity);
    const wanted = operator === "between" ? 2 : 1;
    if (numbers.length !== wanted || numbers.some((n) => n === null)) {
      return fail(
        `${JSON.stringify(raw)} is not ${wanted === 2 ? "a pair of numbers [low, high]" : "a number or the path of one"}.`,
      );
    }
    return { value: operator === "between" ? numbers : numbers[0] };
  }
  const list = LISTS.has(operator) ? raw : [raw];
  if (!Array.isArray(list) || !list.every((x): x is string => typeof x === "string")) {
    return fail(`${JSON.stringify(raw)} is not ${LISTS.has(operator) ? "a list of texts" : "a text"}.`);
  }
  const legal = fact.values ?? (fact.countries ? [...COUNTRIES, "anywhere"] : null);
  for (const word of list) {
    if (legal && !legal.includes(word)) {
      return fail(
        `'${word}' is not a value of '${path}'${legal.length <= 12 ? ` (${legal.join(", ")})` : ""}.`,
        suggestion(word, legal),
      );
    }
  }
  return { value: LISTS.has(operator) ? list : list[0] };
}

/** A text that is the path of a requirement fact stands for that fact's value. */
function readReference(raw: unknown, fact: Fact, operator: Operator): Operand | null {
  if (typeof raw !== "string") return null;
  const other = FACTS[raw];
  if (other?.stage !== "requirement" || operator === "between" || !mayEqual(fact, other)) return null;
  const wantsList = LISTS.has(operator);
  const fits = wantsList
    ? other.type === "set"
    : fact.type === "set"
      ? other.type !== "set"
      : other.type === fact.type || (isWord(other) && isWord(fact));
  return fits ? { fact: raw } : null;
}
/** Scales have to be the same, lists of words have to share one. */
function mayEqual(a: Fact, b: Fact): boolean {
  if (!a.values || !b.values) return true;
  const isScale = a.type === "ordinal" || b.type === "ordinal";
  return isScale ? a.values.join() === b.values.join() : a.values.some((v) => b.values?.includes(v));
}

const isWord = (fact: Fact): boolean => fact.type === "text" || fact.type === "enum";

/** 20k, 1.5M, 2G or a number. */
function readQuantity(raw: unknown): number | null {
  if (typeof raw === "number") return Number.isFinite(raw) ? raw : null;
  const m = typeof raw === "string" ? /^(\d+(?:\.\d+)?)([kMG])$/u.exec(raw) : null;
  return m ? Number(m[1]) * ({ k: 1e3, M: 1e6, G: 1e9 }[m[2] ?? ""] ?? 1) : null;
}
