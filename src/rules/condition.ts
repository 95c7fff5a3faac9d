/** Three-valued verdicts (strong Kleene): all = min, any = max, not = 2 - t. */
export const FALSE = 0;
export const UNKNOWN = 1;
export const TRUE = 2;
export type Verdict = typeof FALSE | typeof UNKNOWN | typeof TRUE;

export const OPERATORS = [
  "is",
  "isNot",
  "in",
  "notIn",
  "atLeast",
  "atMost",
  "above",
  "below",
  "between",
  "has",
  "hasAnyOf",
  "hasAllOf",
  "hasNoneOf",
  "within",
  "isEmpty",
  "known",
] as const;
export type Operator = (typeof OPERATORS)[number];

/** What a leaf compares with: a constant, or the value of a requirement fact. */
export type Operand = { readonly value: unknown } | { readonly fact: string };

/** A condition after reading: every path, operator and value has been checked against the vocabulary. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly path: string; readonly operator: Operator; readonly operand: Operand };

/** Every fact that a condition reads, the ones it compares with included. */
export function factsOf(condition: Condition, found: Set<string> = new Set()): Set<string> {
  if ("all" in condition) for (const c of condition.all) factsOf(c, found);
  else if ("any" in condition) for (const c of condition.any) factsOf(c, found);
  else if ("not" in condition) factsOf(condition.not, found);
  else {
    found.add(condition.path);
    if ("fact" in condition.operand) found.add(condition.operand.fact);
  }
  return found;
}
