import type { Columns } from "./columns.ts";
import { type Condition, FALSE, TRUE, UNKNOWN, type Verdict } from "./condition.ts";
import { FACTS, type FactValue } from "./facts.ts";
import type { Rule, Rulebook } from "./rulebook.ts";
import { testLeaf } from "./test-leaf.ts";

/** One verdict for all candidates, or one for each. */
export type Verdicts = Verdict | Uint8Array;

/** A rule that is switched on, and what it says of each candidate. */
export interface Applied<R extends Rule = Rule> {
  readonly rule: R;
  readonly verdicts: Verdicts;
}

export const verdictOf = (verdicts: Verdicts, i: number): Verdict =>
  typeof verdicts === "number" ? verdicts : ((verdicts[i] ?? UNKNOWN) as Verdict);

/** Every rule whose `onlyWhen` is not false, applied to all candidates. */
export function applyRules(rulebook: Rulebook, columns: Columns): Applied[] {
  const applied: Applied[] = [];
  for (const rule of rulebook.rules) {
    const verdicts = applyRule(rule, columns);
    if (verdicts !== null) applied.push({ rule, verdicts });
  }
  return applied;
}

/** null when the requirements switch the rule off. */
export function applyRule(rule: Pick<Rule, "onlyWhen" | "when">, columns: Columns): Verdicts | null {
  const on = rule.onlyWhen === null ? TRUE : evaluate(rule.onlyWhen, columns);
  if (on === FALSE) return null;
  const verdicts = evaluate(rule.when, columns);
  return on === TRUE ? verdicts : fold([on, verdicts], columns.count, Math.min);
}

/** Strong Kleene over columns: all = min, any = max, not = 2 - t. */
export function evaluate(condition: Condition, columns: Columns): Verdicts {
  if ("all" in condition) return fold(condition.all.map((c) => evaluate(c, columns)), columns.count, Math.min);
  if ("any" in condition) return fold(condition.any.map((c) => evaluate(c, columns)), columns.count, Math.max);
  if ("not" in condition) {
    const t = evaluate(condition.not, columns);
    return typeof t === "number" ? ((2 - t) as Verdict) : t.map((x) => 2 - x);
  }
  const fact = FACTS[condition.path];
  if (!fact) return UNKNOWN;
  const want = "fact" in condition.operand ? columns.scalar(condition.operand.fact) : condition.operand.value;
  const test = testLeaf(fact, condition.operator, want as FactValue);
  if (fact.stage === "requirement") return test(columns.scalar(condition.path));
  const values = columns.column(condition.path);
  const out = new Uint8Array(columns.count);
  for (let i = 0; i < out.length; i++) out[i] = test(values[i] ?? null);
  return out;
}

function fold(parts: readonly Verdicts[], count: number, pick: (a: number, b: number) => number): Verdicts {
  const strongest = pick(FALSE, TRUE) as Verdict;
  const scalars = parts.filter((p): p is Verdict => typeof p === "number");
  const columns = parts.filter((p): p is Uint8Array => typeof p !== "number");
  const neutral = (2 - strongest) as Verdict;
  const start = scalars.reduce<number>((a, b) => pick(a, b), neutral) as Verdict;
  if (columns.length === 0 || start === strongest) return start;
  const out = new Uint8Array(count).fill(start);
  for (const column of columns) {
    for (let i = 0; i < count; i++) out[i] = pick(out[i] as number, column[i] as number);
  }
  return out;
}

/** Facts that are unknown and keep this rule from a verdict, for one candidate. */
export function missingFacts(condition: Condition, columns: Columns, i: number): string[] {
  if ("all" in condition || "any" in condition) {
    const parts = "all" in condition ? condition.all : condition.any;
    return [...new Set(parts.flatMap((c) => missingFacts(c, columns, i)))];
  }
  if ("not" in condition) return missingFacts(condition.not, columns, i);
  return verdictOf(evaluate(condition, columns), i) === UNKNOWN ? [condition.path] : [];
}
