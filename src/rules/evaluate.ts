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
  const { onlyWhen, when } = rule;
  if (onlyWhen === null) return evaluate(when, columns);
  const on = evaluate(onlyWhen, columns);
  return on === FALSE ? null : evaluate(on === TRUE ? when : { all: [onlyWhen, when] }, columns);
}

/** Strong Kleene over columns: all = min, any = max, not = 2 - t. */
export function evaluate(condition: Condition, columns: Columns): Verdicts {
  const least = new Least();
  lower(least, condition, false, columns);
  return least.verdicts();
}

/** Lowers `least` by a condition, or by its opposite: `any` is the opposite of the least of all opposites. */
function lower(least: Least, condition: Condition, opposite: boolean, columns: Columns): void {
  if ("path" in condition) lowerByLeaf(least, condition, opposite, columns);
  else if ("not" in condition) lower(least, condition.not, !opposite, columns);
  else if ("all" in condition !== opposite) {
    for (const part of "all" in condition ? condition.all : condition.any) lower(least, part, opposite, columns);
  } else {
    const inner = new Least();
    for (const part of "all" in condition ? condition.all : condition.any) lower(inner, part, !opposite, columns);
    const verdicts = inner.verdicts();
    if (typeof verdicts === "number") least.takeOne(2 - verdicts);
    else {
      const { marks } = verdicts;
      for (let g = 0; g < marks.length; g++) marks[g] = 2 - (marks[g] as number);
      least.take(verdicts);
    }
  }
}

function lowerByLeaf(
  least: Least,
  { path, operator, operand }: Extract<Condition, { path: string }>,
  opposite: boolean,
  columns: Columns,
): void {
  const fact = FACTS[path];
  if (!fact) {
    least.takeOne(UNKNOWN);
    return;
  }
  const want = "fact" in operand ? columns.scalar(operand.fact) : operand.value;
  const test = testLeaf(fact, operator, want as FactValue);
  const verdict = (value: FactValue) => (opposite ? 2 - test(value) : test(value));
  if (fact.stage === "requirement") {
    least.takeOne(verdict(columns.scalar(path)));
    return;
  }
  const { values, codes, groups } = columns.column(path);
  const marks = newBytes(values.length);
  for (let v = 0; v < marks.length; v++) marks[v] = verdict(values[v] as FactValue);
  if (codes === null) least.take({ marks, groups });
  else least.takeCoded(codes, marks, groups);
}

/** The smaller of two verdicts without a branch: in two bits at 8a + 2b. What is to come cannot be foreseen by the machine. */
const SMALLER = 0x24_14_00;

/** The least of verdicts taken one after the other. Works in place: every column of marks was made for this one evaluation. */
class Least {
  private one: number = TRUE;
  private marks: Uint8Array | null = null;
  private groups: Groups = null;

  takeOne(t: number): void {
    if (t < this.one) this.one = t;
  }

  take({ marks, groups }: Marks): void {
    if (this.marks === null) {
      this.marks = marks;
      this.groups = groups;
      return;
    }
    const out = this.spread(groups);
    const other = groups === this.groups ? marks : apart({ marks, groups });
    for (let g = 0; g < out.length; g++)
      out[g] = (SMALLER >>> (((out[g] as number) << 3) | ((other[g] as number) << 1))) & 3;
  }

  /** The mark of each group stands at its code: no column is made for them, but for the first. */
  takeCoded(codes: Uint16Array, marks: Uint8Array, groups: Groups): void {
    if (this.marks === null || groups !== this.groups) {
      const own = newBytes(codes.length);
      for (let g = 0; g < own.length; g++) own[g] = marks[codes[g] as number] as number;
      this.take({ marks: own, groups });
    } else {
      const out = this.marks;
      for (let g = 0; g < out.length; g++)
        out[g] = (SMALLER >>> (((out[g] as number) << 3) | ((marks[codes[g] as number] as number) << 1))) & 3;
    }
  }

  verdicts(): Verdicts {
    const { one, marks, groups } = this;
    if (one === FALSE || marks === null) return one as Verdict;
    if (one === UNKNOWN) for (let g = 0; g < marks.length; g++) if (marks[g] === TRUE) marks[g] = UNKNOWN;
    return { marks, groups };
  }

  /** Its marks, taken apart into candidates unless they are of the same groups. */
  private spread(groups: Groups): Uint8Array {
    const marks = this.marks as Uint8Array;
    if (groups === this.groups) return marks;
    this.marks = apart({ marks, groups: this.groups });
    this.groups = null;
    return this.marks;
  }
}

function apart({ marks, groups }: Marks): Uint8Array {
  if (groups === null) return marks;
  const out = newBytes(groups.length);
  for (let i = 0; i < out.length; i++) out[i] = marks[groups[i] as number] as number;
  return out;
}
