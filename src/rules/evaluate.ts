import { newBytes } from "./arena.ts";
import type { Columns, Groups } from "./columns.ts";
import { type Condition, FALSE, TRUE, UNKNOWN, type Verdict } from "./condition.ts";
import type { FactValue } from "./fact.ts";
import { FACTS } from "./facts.ts";
import type { Rule } from "./rulebook.ts";
import { testLeaf } from "./test-leaf.ts";

/** Verdicts of groups of candidates: `marks` by group, `groups` by candidate; groups null = a mark for each candidate. */
export interface Marks {
  readonly marks: Uint8Array;
  readonly groups: Groups;
}

/** One verdict for all candidates, or one for each group of them. */
export type Verdicts = Verdict | Marks;

/** A rule that is switched on, and what it says of each candidate. */
export interface Applied<R extends Rule = Rule> {
  readonly rule: R;
  readonly verdicts: Verdicts;
}

export const verdictOf = (verdicts: Verdicts, i: number): Verdict =>
  typeof verdicts === "number"
    ? verdicts
    : ((verdicts.marks[verdicts.groups === null ? i : (verdicts.groups[i] as number)] ?? UNKNOWN) as Verdict);

/** The verdicts on some of the candidates. */
export function pickVerdicts(verdicts: Verdicts, indices: readonly number[]): Verdicts {
  if (typeof verdicts === "number") return verdicts;
  const marks = newBytes(indices.length);
  for (let i = 0; i < marks.length; i++) marks[i] = verdictOf(verdicts, indices[i] as number);
  return { marks, groups: null };
}

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
  const { values, codes, groups } = columns.column(condition.path);
  const marks = newBytes(codes === null ? values.length : codes.length);
  if (codes === null) for (let g = 0; g < marks.length; g++) marks[g] = test(values[g] as FactValue);
  else {
    const verdicts = values.map(test);
    for (let g = 0; g < marks.length; g++) marks[g] = verdicts[codes[g] as number] as number;
  }
  return { marks, groups };
}

/** The least of the verdicts. */
const every = (parts: readonly Verdicts[]): Verdicts => extreme(parts, FALSE);

/** The greatest of them. */
const some = (parts: readonly Verdicts[]): Verdicts => extreme(parts, TRUE);

/** The verdict nearest to `end`, candidate by candidate; groups of two kinds are taken apart into their candidates. In place, as below. */
function extreme(parts: readonly Verdicts[], end: typeof FALSE | typeof TRUE): Verdicts {
  let constant: number = 2 - end;
  let out: Marks | null = null;
  for (const p of parts)
    if (typeof p === "number") constant = end === FALSE ? Math.min(constant, p) : Math.max(constant, p);
  if (constant === end) return end;
  for (const p of parts) if (typeof p !== "number") out = out === null ? p : merged(out, p, end);
  if (out === null) return constant as Verdict;
  const { marks } = out;
  if (constant === UNKNOWN) for (let g = 0; g < marks.length; g++) if (marks[g] === 2 - end) marks[g] = UNKNOWN;
  return out;
}

function merged(a: Marks, b: Marks, end: typeof FALSE | typeof TRUE): Marks {
  const [out, other] = a.groups === b.groups ? [a, b] : [apart(a), apart(b)];
  const { marks } = out;
  const theirs = other.marks;
  if (end === FALSE) {
    for (let g = 0; g < marks.length; g++)
      if ((theirs[g] as number) < (marks[g] as number)) marks[g] = theirs[g] as number;
  } else {
    for (let g = 0; g < marks.length; g++)
      if ((theirs[g] as number) > (marks[g] as number)) marks[g] = theirs[g] as number;
  }
  return out;
}

function apart({ marks, groups }: Marks): Marks {
  if (groups === null) return { marks, groups };
  const out = newBytes(groups.length);
  for (let i = 0; i < out.length; i++) out[i] = marks[groups[i] as number] as number;
  return { marks: out, groups: null };
}

/** Works in place: every column of marks here was made for this one evaluation. */
function opposite(verdicts: Verdicts): Verdicts {
  if (typeof verdicts === "number") return (2 - verdicts) as Verdict;
  const { marks } = verdicts;
  for (let g = 0; g < marks.length; g++) marks[g] = 2 - (marks[g] as number);
  return verdicts;
}
