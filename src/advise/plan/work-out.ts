import { type Assigned, assign } from "../../decide/portfolio/assign.ts";
import type { Problem } from "../../decide/portfolio/problem.ts";
import { assumptionsOf } from "../../estimate/assumption.ts";
import type { EstimateContext } from "../../estimate/sharing.ts";
import type { Portfolio } from "../../portfolio.ts";
import type { Requirements } from "../../requirements/requirements.ts";
import { bestSingle, type Found, nameOf, split, whyNot } from "./alternatives.ts";
import { type Field, fieldOf } from "./field.ts";
import { finalistsOf } from "./finalists.ts";
import { lotsOf } from "./lots.ts";
import type { PlanInput } from "./plan-input.ts";
import { type Choices, idsOf, portfolioProblem } from "./portfolio-problem.ts";

/** Who serves what, and how it was found. */
export interface Worked {
  readonly fields: readonly Field[];
  /** Those that somebody may serve. */
  readonly lots: readonly Choices[];
  readonly problem: Problem;
  readonly unserved: Portfolio["unserved"];
  readonly chosen: Assigned | null;
  readonly hybrid: Found | null;
  readonly single: Found;
  readonly advice: Portfolio["advice"];
}

/** Fields, the assignment, the best single model and which of the two is advised. `isFull`: near misses are examined too. */
export async function workOut(input: PlanInput, requirements: Requirements, isFull: boolean): Promise<Worked> {
  const { catalog, rulebook, today, tell, solver } = input;
  const context: EstimateContext = { catalog, today, assumptions: requirements.assumptions };
  const settled = { ...input.settled, requirements };
  const parts = lotsOf(requirements);
  const fields = parts.map((lot, n) => {
    tell(`weighing ${lot.id} (${n + 1} of ${parts.length})`);
    return fieldOf({ ...input, settled }, lot, context, isFull ? NEAR_MISSES : 0);
  });
  const entrants = finalistsOf(fields, leastOf(requirements), input.finalists);
  const all = fields.map((field, l): Choices => ({ field, entrants: entrants[l] ?? [] }));
  const lots = all.filter((c) => c.entrants.length > 0);
  const unserved = all.flatMap(({ field, entrants: e }) =>
    e.length > 0 ? [] : [{ route: field.lot.id, text: unservedText(field) }],
  );
  const problem = portfolioProblem(lots, requirements, rulebook, context);
  tell(`assigning ${lots.reduce((sum, l) => sum + l.entrants.length, 0)} options to ${lots.length} shares of traffic`);
  const best =
    lots.length === 0
      ? null
      : await assign(problem, solver, (round) => tell(`assigning: mixed-integer program ${round}`));
  const single = bestSingle(problem, lots);
  const isMixed = best !== null && idsOf(lots, best.choice).size > 1;
  // A hybrid that is better by less, and dearer, is not worth its second stack.
  const worth = assumptionsOf(catalog.assumptions, requirements.assumptions).likely("secondStackScore");
  const prefersSingle =
    best !== null &&
    isMixed &&
    single.isWhole &&
    single.solution !== null &&
    best.score - single.solution.score < worth &&
    best.bill.usdPerMonth.likely >= single.solution.bill.usdPerMonth.likely;
  const advice = isMixed && !prefersSingle ? "hybrid" : "single";
  const chosen =
    best !== null && prefersSingle && single.solution
      ? { ...single.solution, choice: single.choice, by: best.by, gap: best.gap }
      : best;
  const hybrid: Found | null =
    best !== null && isMixed
      ? {
          name: "hybrid",
          choice: best.choice,
          solution: best,
          isWhole: unserved.length === 0,
          fails: unserved.map((u) => u.text),
        }
      : await split(problem, lots, solver);
  return { fields, lots, problem, unserved, chosen, hybrid, single, advice };
}

const NEAR_MISSES = 60;

/** The least score that the plan asks of whoever serves a workload. */
export const leastOf =
  ({ plan: limits }: Requirements) =>
  (workload: string): number =>
    limits?.leastScore?.[workload] ?? 0;

function unservedText(field: Field): string {
  const nearest = whyNot(field, () => true);
  const poor =
    field.entrants.length > 0 ? "nobody reaches the score that the plan asks" : "nobody passes every condition";
  return `${nameOf(field)}: ${poor}${nearest ? `; the nearest, ${nearest}` : ""}.`;
}
