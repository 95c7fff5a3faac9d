import { newBytes } from "./arena.ts";
import type { Columns } from "./columns.ts";
import { type Condition, FALSE, TRUE, UNKNOWN, type Verdict } from "./condition.ts";
import { FACTS, type FactValue } from "./facts.ts";
import type { Rule } from "./rulebook.ts";
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
export function applyRules(rules: readonly Rule[], columns: Columns): Applied[] {
  const applied: Applied[] = [];
  for (const rule of rules) {
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
  return on === TRUE ? verdicts : every([on, verdicts]);
}

/** Strong Kleene over columns: all = min, any = max, not = 2 - t. */
export function evaluate(condition: Condition, columns: Columns): Verdicts {
  if ("all" in condition) return every(condition.all.map((c) => evaluate(c, columns)));
  if ("any" in condition) return some(condition.any.map((c) => evaluate(c, columns)));
  if ("not" in condition) return opposite(evaluate(condition.not, columns));
  const fact = FACTS[condition.path];
  if (!fact) return UNKNOWN;
  const want = "fact" in condition.operand ? columns.scalar(condition.operand.fact) : condition.operand.value;
  const test = testLeaf(fact, condition.operator, want as FactValue);
  if (fact.stage === "requirement") return test(columns.scalar(condition.path));
  const { values, codes } = columns.column(condition.path);
  const verdicts = newBytes(values.length);
  for (let v = 0; v < verdicts.length; v++) verdicts[v] = test(values[v] as FactValue);
  const out = newBytes(codes.length);
  for (let i = 0; i < out.length; i++) out[i] = verdicts[codes[i] as number] as number;
  return out;
}

function every(parts: readonly Verdicts[]): Verdicts {
  let least: number = TRUE;
  for (const p of parts) if (typeof p === "number" && p < least) least = p;
  let out: Uint8Array | null = null;
  if (least === FALSE) return FALSE;
  for (const p of parts) {
    if (typeof p === "number") continue;
    if (out === null) {
      out = p;
      continue;
    }
    for (let i = 0; i < out.length; i++) if ((p[i] as number) < (out[i] as number)) out[i] = p[i] as number;
  }
  if (out === null) return least as Verdict;
  if (least === UNKNOWN) for (let i = 0; i < out.length; i++) if (out[i] === TRUE) out[i] = UNKNOWN;
  return out;
}

const some = (parts: readonly Verdicts[]): Verdicts => opposite(every(parts.map(opposite)));

/** Works in place: every column here was made for this one evaluation. */
function opposite(verdicts: Verdicts): Verdicts {
  if (typeof verdicts === "number") return (2 - verdicts) as Verdict;
  for (let i = 0; i < verdicts.length; i++) verdicts[i] = 2 - (verdicts[i] as number);
  return verdicts;
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
