import { type Columns, valueAt } from "./columns.ts";
import { type Condition, FALSE, TRUE, UNKNOWN, type Verdict } from "./condition.ts";
import { evaluate, verdictOf } from "./evaluate.ts";
import type { FactValue } from "./fact.ts";
import type { Rule } from "./rulebook.ts";

/** One comparison of a condition, as it came out for one candidate. */
export interface TracedLeaf {
  readonly path: string;
  readonly operator: string;
  readonly want: unknown;
  /** The requirement that it is compared with; null = a constant. */
  readonly operand: string | null;
  readonly got: FactValue;
  readonly verdict: Verdict;
}

/** Why a rule said of one candidate what it said. */
export interface Trace {
  /** null = the requirements switch the rule off. */
  readonly verdict: Verdict | null;
  /** The fewest comparisons that decide the verdict; of an unknown one, those that are unknown and could still decide it. */
  readonly deciding: readonly TracedLeaf[];
  /** Facts to find out. */
  readonly missing: readonly string[];
}

export function traceOf({ onlyWhen, when }: Pick<Rule, "onlyWhen" | "when">, columns: Columns, i: number): Trace {
  const on = onlyWhen === null ? TRUE : verdictOf(evaluate(onlyWhen, columns), i);
  if (onlyWhen !== null && on === FALSE)
    return { verdict: null, deciding: deciding(onlyWhen, columns, i).leaves, missing: [] };
  const whole: Condition = onlyWhen === null || on === TRUE ? when : { all: [onlyWhen, when] };
  const { verdict, leaves } = deciding(whole, columns, i);
  return { verdict, deciding: leaves, missing: verdict === UNKNOWN ? [...new Set(leaves.flatMap(unknownOf))] : [] };
}

/** What is unknown of a comparison: its fact (a set that may hold `anywhere` too), or the requirement that it is compared with. */
const unknownOf = ({ path, got, want, operand, verdict }: TracedLeaf): string[] => [
  ...(got === null || (want !== null && verdict === UNKNOWN) ? [path] : []),
  ...(want === null && operand !== null ? [operand] : []),
];

/** Facts that are unknown and keep a rule from a verdict, for one candidate. */
export const missingFacts = (rule: Pick<Rule, "onlyWhen" | "when">, columns: Columns, i: number): string[] => [
  ...traceOf(rule, columns, i).missing,
];

interface Decided {
  readonly verdict: Verdict;
  readonly leaves: readonly TracedLeaf[];
}

/**
 * A false `all` and a true `any` are decided by one of their parts, the one that needs the fewest comparisons; a true `all` and a
 * false `any` by all of them. What is unknown stays so until its unknown parts are known.
 */
function deciding(condition: Condition, columns: Columns, i: number): Decided {
  if ("not" in condition) {
    const { verdict, leaves } = deciding(condition.not, columns, i);
    return { verdict: (2 - verdict) as Verdict, leaves };
  }
  if ("path" in condition) return leafOf(condition, columns, i);
  const isAll = "all" in condition;
  const parts = (isAll ? condition.all : condition.any).map((part) => deciding(part, columns, i));
  const strong = isAll ? FALSE : TRUE;
  const decisive = parts.filter((p) => p.verdict === strong);
  const [fewest] = [...decisive].sort((a, b) => a.leaves.length - b.leaves.length);
  if (fewest) return fewest;
  const open = parts.filter((p) => p.verdict === UNKNOWN);
  return open.length > 0
    ? { verdict: UNKNOWN, leaves: unique(open) }
    : { verdict: isAll ? TRUE : FALSE, leaves: unique(parts) };
}

function leafOf(leaf: Extract<Condition, { path: string }>, columns: Columns, i: number): Decided {
  const { path, operator, operand } = leaf;
  const want = "fact" in operand ? columns.scalar(operand.fact) : operand.value;
  const got = valueAt(columns.column(path), i);
  const verdict = verdictOf(evaluate(leaf, columns), i);
  return {
    verdict,
    leaves: [{ path, operator, want, operand: "fact" in operand ? operand.fact : null, got, verdict }],
  };
}

/** Each comparison once, in the order of the condition. */
function unique(parts: readonly Decided[]): TracedLeaf[] {
  const seen = new Map<string, TracedLeaf>();
  for (const leaf of parts.flatMap((p) => p.leaves)) {
    const key = JSON.stringify([leaf.path, leaf.operator, leaf.want]);
    if (!seen.has(key)) seen.set(key, leaf);
  }
  return [...seen.values()];
}
