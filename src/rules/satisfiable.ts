import type { Condition, Operator } from "./condition.ts";
import { FACTS } from "./facts.ts";

type Leaf = Extract<Condition, { readonly path: string }>;
interface Literal {
  readonly leaf: Leaf;
  readonly negated: boolean;
}

/** More ways than this to be true are not followed. */
const MOST_WAYS = 512;

/**
 * Whether some facts make the condition true. Exact for constants of one fact (ranges, enums, sets); comparisons with requirements
 * are taken to allow everything but their own negation. `true` where there are too many ways to follow.
 */
export function canBeTrue(condition: Condition, negated = false): boolean {
  const ways = waysToBeTrue(condition, negated);
  return ways === null || ways.some(isConsistent);
}

/** The condition as alternatives of literals that hold together; null = too many. */
function waysToBeTrue(condition: Condition, negated: boolean): Literal[][] | null {
  if ("not" in condition) return waysToBeTrue(condition.not, !negated);
  if (!("all" in condition || "any" in condition)) return [[{ leaf: condition, negated }]];
  const isAll = "all" in condition;
  const parts = (isAll ? condition.all : condition.any).map((p) => waysToBeTrue(p, negated));
  let ways: Literal[][] = isAll !== negated ? [[]] : [];
  for (const part of parts) {
    if (part === null) return null;
    ways = isAll !== negated ? ways.flatMap((w) => part.map((p) => [...w, ...p])) : [...ways, ...part];
    if (ways.length > MOST_WAYS) return null;
  }
  return ways;
}

function isConsistent(literals: readonly Literal[]): boolean {
  const byPath = new Map<string, Literal[]>();
  for (const l of literals) byPath.set(l.leaf.path, [...(byPath.get(l.leaf.path) ?? []), l]);
  return [...byPath].every(([path, own]) => hasValue(path, own));
}

/** Whether one value of the fact satisfies all literals on it. */
function hasValue(path: string, literals: readonly Literal[]): boolean {
  const known = literals.filter(({ leaf }) => leaf.operator === "known");
  const others = literals.filter(({ leaf }) => leaf.operator !== "known");
  const wantsKnown = known.map(
    ({ leaf, negated }) => ("value" in leaf.operand && leaf.operand.value === true) !== negated,
  );
  if (wantsKnown.includes(true) && wantsKnown.includes(false)) return false;
  // A comparison is true of known values only.
  if (wantsKnown.includes(false)) return others.length === 0;
  if (hasOpposites(others)) return false;
  const constants = others.flatMap(({ leaf, negated }) =>
    "value" in leaf.operand ? [{ operator: leaf.operator, want: leaf.operand.value, negated }] : [],
  );
  const fact = FACTS[path];
  if (fact?.type === "number") return hasNumber(constants);
  return fact?.type === "set" ? hasSet(constants) : hasWord(fact?.type === "boolean" ? BOTH : fact?.values, constants);
}

const BOTH: readonly unknown[] = [true, false];

/** The same comparison, with and without `not`. */
function hasOpposites(literals: readonly Literal[]): boolean {
  const key = ({ leaf }: Literal) => JSON.stringify([leaf.operator, leaf.operand]);
  const yes = new Set(literals.filter((l) => !l.negated).map(key));
  return literals.some((l) => l.negated && yes.has(key(l)));
}

interface Test {
  readonly operator: Operator;
  readonly want: unknown;
  readonly negated: boolean;
}

/** Some number that passes: an end of a range, or a number between two ends. */
function hasNumber(tests: readonly Test[]): boolean {
  const ends = [...new Set(tests.flatMap(({ want }) => (Array.isArray(want) ? want : [want]) as number[]))].sort(
    (a, b) => a - b,
  );
  const between = ends.slice(1).map((x, i) => (x + (ends[i] as number)) / 2);
  const first = (ends[0] ?? 0) - 1;
  const last = (ends.at(-1) ?? 0) + 1;
  return [first, ...ends, ...between, last].some((x) => tests.every((t) => passesNumber(x, t) !== t.negated));
}

function passesNumber(x: number, { operator, want }: Test): boolean {
  const [a, b] = (Array.isArray(want) ? want : [want, want]) as [number, number];
  if (operator === "between") return x >= a && x <= b;
  if (operator === "above") return x > a;
  if (operator === "atLeast") return x >= a;
  if (operator === "below") return x < a;
  return operator === "atMost" ? x <= a : x === a;
}

const listOf = (want: unknown): readonly unknown[] => (Array.isArray(want) ? want : [want]);

/** Some word that passes: of the legal ones, or any other where every word is legal. */
function hasWord(values: readonly unknown[] | undefined, tests: readonly Test[]): boolean {
  const named = tests.flatMap(({ want }) => listOf(want));
  const order = values ?? [];
  const passes = (x: unknown, { operator, want }: Test): boolean => {
    if (operator === "atLeast") return order.indexOf(x) >= order.indexOf(want);
    if (operator === "atMost") return order.indexOf(x) <= order.indexOf(want);
    return listOf(want).includes(x) !== (operator === "isNot" || operator === "notIn");
  };
  return [...(values ?? [...named, Symbol("any other")])].some((x) => tests.every((t) => passes(x, t) !== t.negated));
}

/** Some set that passes: what has to be in it must not be shut out of it. */
function hasSet(tests: readonly Test[]): boolean {
  const positive = (...operators: Operator[]) => tests.filter((t) => operators.includes(t.operator) && !t.negated);
  const negative = (...operators: Operator[]) => tests.filter((t) => operators.includes(t.operator) && t.negated);
  const words = (list: readonly Test[]) => list.flatMap(({ want }) => listOf(want));
  const single = positive("hasAnyOf").filter(({ want }) => listOf(want).length === 1);
  const must = words([...positive("has", "hasAllOf"), ...single]);
  const mustNot = words([...positive("hasNoneOf"), ...negative("has", "hasAnyOf")]);
  const only = positive("within").map(({ want }) => listOf(want));
  const empty = tests.filter((t) => t.operator === "isEmpty").map((t) => (t.want === true) !== t.negated);
  if (empty.includes(true) && (empty.includes(false) || must.length > 0)) return false;
  return must.every((x) => !mustNot.includes(x) && only.every((list) => list.includes(x)));
}
