import type { Problem, Solution } from "../../decide/portfolio/problem.ts";
import { robustness } from "../../decide/robustness.ts";
import { normalize, weigh } from "../../decide/score.ts";
import { exactly, times } from "../../quantity/range.ts";
import type { Requirements } from "../../requirements/requirements.ts";
import type { Rulebook } from "../../rules/rulebook.ts";
import { CRITERIA, type Criterion } from "../../vocabulary.ts";
import type { Entrant } from "./field.ts";
import { type Choices, costValue } from "./portfolio-problem.ts";

const TCO = CRITERIA.indexOf("tco");
const SAMPLES = 1000;

/** A whole plan by its criteria: parts by their weight, cost by the one bill. */
export interface Measured {
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly value: readonly number[];
}

export function measure(
  { lots }: Pick<Problem, "lots">,
  choices: readonly Choices[],
  choice: readonly number[],
  solution: Solution,
  workloads: number,
  rulebook: Rulebook,
): Measured {
  const entrants = choice.map((o, l) => choices[l]?.entrants[o] as Entrant);
  const whole = lots.reduce((sum, l) => sum + l.weight, 0);
  const of = (pick: (e: Entrant) => number): number =>
    entrants.reduce((sum, e, l) => sum + ((lots[l]?.weight ?? 0) * pick(e)) / whole, 0);
  const bill = times(solution.bill.usdPerMonth, 1 / workloads);
  const cost = (usd: typeof bill): number => clip(of((e) => e.besideBill) + costValue(rulebook, usd));
  const by = (rows: (e: Entrant) => readonly number[], usd: typeof bill): number[] =>
    CRITERIA.map((_, c) => (c === TCO ? cost(usd) : of((e) => rows(e)[c] ?? 0)));
  return {
    low: by((e) => e.lows, exactly(bill.high)),
    high: by((e) => e.highs, exactly(bill.low)),
    value: by((e) => e.values, bill),
  };
}

const clip = (x: number): number => Math.min(1, Math.max(0, x));

/** How often each plan comes first while priorities are off by up to `lambda` and figures lie anywhere in their ranges. */
export function firstShares(
  all: readonly Measured[],
  { priorities }: Requirements,
  lambda: number,
  seed: number,
): number[] {
  // Two names of one plan share its place.
  const keys = all.map((m) => [...m.low, ...m.high].map((x) => x.toFixed(12)).join(" "));
  const plans = all.filter((_, i) => keys.indexOf(keys[i] ?? "") === i);
  if (plans.length === 0) return [];
  const column = (of: (m: Measured) => readonly number[]): Float64Array[] =>
    CRITERIA.map((_, c) => Float64Array.from(plans, (m) => of(m)[c] ?? 0));
  const scores = weigh(
    column((m) => m.low),
    column((m) => m.high),
    normalize(priorities),
  );
  const order = plans
    .map((_, i) => i)
    .sort((a, b) => (scores.total[b] as number) - (scores.total[a] as number) || a - b);
  const { finalists } = robustness(scores, order, String, (i) => i + 1, { lambda, seed, samples: SAMPLES });
  const place = (i: number): number => plans.indexOf(all[keys.indexOf(keys[i] ?? "")] as Measured);
  return all.map((_, i) => finalists.find((f) => f.index === place(i))?.share ?? 0);
}

export function weakestOf({ value }: Measured): { readonly criterion: Criterion; readonly value: number } {
  const least = Math.min(...value);
  return { criterion: CRITERIA[value.indexOf(least)] as Criterion, value: least };
}
