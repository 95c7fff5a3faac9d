import type { Condition, Operator } from "../rules/condition.ts";
import { FACTS } from "../rules/facts.ts";
import type { Effect, Rule } from "../rules/rulebook.ts";
import type { TracedLeaf } from "../rules/trace.ts";
import { words } from "./fill.ts";

const OPERATORS: Readonly<Record<Exclude<Operator, "known" | "isEmpty">, readonly [yes: string, no: string]>> = {
  is: ["is", "is not"],
  isNot: ["is not", "is"],
  in: ["is one of", "is none of"],
  notIn: ["is none of", "is one of"],
  atLeast: ["is at least", "is below"],
  atMost: ["is at most", "is above"],
  above: ["is above", "is at most"],
  below: ["is below", "is at least"],
  between: ["lies between", "does not lie between"],
  has: ["has", "has not"],
  hasAnyOf: ["has any of", "has none of"],
  hasAllOf: ["has all of", "lacks some of"],
  hasNoneOf: ["has none of", "has any of"],
  within: ["lies within", "does not lie within"],
};

/** A condition as a sentence that names facts by their paths: `all` of it joined by "and", `any` by "or". */
export function conditionInWords(condition: Condition, negated = false): string {
  if ("not" in condition) return conditionInWords(condition.not, !negated);
  if ("all" in condition || "any" in condition) {
    const isAll = "all" in condition;
    const parts = isAll ? condition.all : condition.any;
    const joint = isAll !== negated ? " and " : " or ";
    return parts.map((p) => inner(conditionInWords(p, negated), parts.length > 1 && isGroup(p))).join(joint);
  }
  const { path, operator, operand } = condition;
  const want = "fact" in operand ? `${operand.fact} (asked)` : wantWords(path, operand.value);
  return comparison(path, operator, want, "fact" in operand ? undefined : operand.value, negated);
}

function comparison(path: string, operator: string, want: string, value: unknown, negated: boolean): string {
  if (operator === "known") return `${path} is ${(value === true) === negated ? "not known" : "known"}`;
  if (operator === "isEmpty") return `${path} is ${(value === true) === negated ? "not empty" : "empty"}`;
  const word = OPERATORS[operator as keyof typeof OPERATORS]?.[negated ? 1 : 0] ?? operator;
  return `${path} ${word} ${want}`;
}

const inner = (text: string, isJoined: boolean): string => (isJoined ? `(${text})` : text);
const isGroup = (c: Condition): boolean =>
  "not" in c ? isGroup(c.not) : ("all" in c && c.all.length > 1) || ("any" in c && c.any.length > 1);

function wantWords(path: string, value: unknown): string {
  const fact = FACTS[path];
  const one = (x: unknown): string =>
    typeof x === "boolean" ? (x ? "yes" : "no") : typeof x === "number" && fact ? words(fact, x) : String(x);
  if (!Array.isArray(value)) return one(value);
  return fact?.type === "number" ? value.map(one).join(" and ") : value.map(one).join(", ");
}

/** "deployment.retentionDays is 30, wanted at most 0" */
export function leafInWords({ path, operator, want, got }: TracedLeaf): string {
  const fact = FACTS[path];
  const value = fact ? words(fact, got) : String(got);
  return `${path} is ${value}: ${comparison(path, operator, wantWords(path, want), want, false).slice(path.length + 1)}`;
}

/** What a rule does where it is true, in a few words. */
export function effectInWords(rule: Rule): string {
  if (rule.kind === "gate") return rule.onUnknown === "verify" ? "rejects" : `rejects, unknown: ${rule.onUnknown}`;
  if (rule.kind === "note") return rule.tone === "obligation" ? "duty" : rule.tone;
  const points = ({ criterion, points: p }: Effect) => `${p > 0 ? "+" : "−"}${Math.abs(p)} ${criterion}`;
  return rule.otherwise ? `${points(rule.then)}, else ${points(rule.otherwise)}` : points(rule.then);
}
