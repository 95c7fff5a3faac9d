import type { Columns } from "../rules/columns.ts";
import { applyRule } from "../rules/evaluate.ts";
import type { Subject } from "../rules/fact.ts";
import type { Rulebook } from "../rules/rulebook.ts";
import { CRITERIA, type Criterion } from "../vocabulary.ts";
import { movesOf, unclipped } from "./score.ts";

/** How many candidates of a criterion are cut off at 0, and at 1. */
export interface Saturation {
  readonly criterion: Criterion;
  readonly candidates: number;
  readonly atZero: number;
  readonly atOne: number;
}

/** Where the points of the rules run over the ends of a criterion: a value that is cut off cannot tell candidates apart. */
export function saturationOf(rulebook: Rulebook, subjects: readonly Subject[], columns: Columns): Saturation[] {
  const applied = rulebook.rules.flatMap((rule) => {
    const verdicts = rule.kind === "score" ? applyRule(rule, columns) : null;
    return verdicts === null ? [] : [{ rule, verdicts }];
  });
  const { low, high } = unclipped(rulebook, movesOf(applied), subjects);
  const count = (row: Float64Array | undefined, is: (x: number) => boolean): number =>
    row ? row.reduce((n, x) => n + (is(x) ? 1 : 0), 0) : 0;
  return CRITERIA.map((criterion, c) => ({
    criterion,
    candidates: subjects.length,
    atZero: count(high[c], (x) => x < -EDGE),
    atOne: count(low[c], (x) => x > 1 + EDGE),
  }));
}

/** Sums of hundredths are not exact. */
const EDGE = 1e-9;
