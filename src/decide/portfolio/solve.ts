import type { Range } from "../../quantity/range.ts";
import { reduced, undominated } from "./dominance.ts";
import { better, type Choice, isAllowed, type Problem, type Solution, solutionOf, valueOfParts } from "./problem.ts";
import { type Price, type Program, programOf, scoreOfUsd } from "./program.ts";
import { climbed } from "./search.ts";

/**
 * With `isRelaxed` nothing need be whole, and the bound is that of the relaxation.
 * Values of the columns of a solution whose gain is within `gap` of the best, and the most that any could gain; null where there is
 * no solution.
 */
export type Maximize = (
  program: Pick<Program, "columns" | "rows">,
  gap: number,
  isRelaxed: boolean,
) => { readonly values: ArrayLike<number>; readonly bound: number } | null;

/** The best plan that was found, and what a better one could still have at its price of a dollar, in scores. */
export interface Solved {
  readonly solution: Solution;
  readonly gap: number;
}

const ROUNDS = 8;
/** Lots beyond which one price has to do, to a coarser gap. */
const MANY = 20;
/** Lots beyond which whole numbers take too long: the relaxation bounds a plan that is rounded from it and climbed. */
const TOO_MANY = 60;
/** In scores; the ranges of the bills move scores by hundredths. */
const GAP = 1e-9;
const GAP_OF_MANY = 5e-4;
/** Bills to begin with, over that of a plan climbed to. */
const SPREAD = [1, 0.5, 2, 0.25, 4];

/**
 * The best plan by a mixed-integer program. A program is linear and the value of a bill is not, so a dollar gets the price that it
 * has at the bill of the plan before, until the plan is the best at its own price: where the value is convex the best plan of all
 * is one of these. From several beginnings; `onRound` hears of each program before it is solved.
 */
export function solve(
  problem: Problem,
  maximize: Maximize,
  onRound: (round: number) => void = () => {},
): Solved | null {
  const kept = problem.lots.map((_, l) => undominated(problem, l));
  if (kept.some((open) => open.length === 0)) return null;
  const isLarge = kept.length > MANY;
  const start = startOf(problem, kept);
  let best: Solved | null = isAllowed(problem, start.bill) ? { solution: start, gap: Number.POSITIVE_INFINITY } : null;
  let round = 0;
  const seen = new Set<string>();
  for (const factor of isLarge ? [1] : SPREAD) {
    const { low, likely, high } = start.bill.usdPerMonth;
    let bill: Range = { low: low * factor, likely: likely * factor, high: high * factor };
    for (let i = 0; i < (isLarge ? 1 : ROUNDS); i++) {
      onRound(++round);
      const price = priceAt(problem, bill);
      const found = solvedAt(problem, kept, price, maximize, isLarge ? GAP_OF_MANY : GAP, kept.length > TOO_MANY);
      if (found === null) return best;
      const solution = isLarge ? climbed(problem, kept, found.choice) : solutionOf(problem, found.choice);
      const gap = Math.max(0, found.bound - linear(problem, solution, price));
      if (isAllowed(problem, solution.bill) && (best === null || better(solution, best.solution) < 0))
        best = { solution, gap };
      else if (best !== null)
        best = { ...best, gap: Math.min(best.gap, Math.max(0, found.bound - linear(problem, best.solution, price))) };
      const key = found.choice.join(" ");
      if (seen.has(key)) break;
      seen.add(key);
      bill = solution.bill.usdPerMonth;
    }
  }
  return best;
}

/** What a program says that a plan gains. */
const linear = (problem: Problem, { choice, bill }: Solution, price: Price): number =>
  valueOfParts(problem, choice) - scoreOfUsd(bill.usdPerMonth, price);

/** A choice that is the best, to `gap`, where a dollar has this price; null where the limits allow none. */
export function solvedAt(
  problem: Problem,
  kept: readonly (readonly number[])[],
  price: Price,
  maximize: Maximize,
  gap: number,
  isRelaxed = false,
): { readonly choice: Choice; readonly bound: number } | null {
  const program = programOf(problem, reduced(problem, kept, price), price);
  const found = maximize(program, gap, isRelaxed);
  return found && { choice: program.read(found.values), bound: found.bound };
}

/** Dear and cheap beginnings, each climbed; the better of them. */
function startOf(problem: Problem, kept: readonly (readonly number[])[]): Solution {
  const by = (of: (l: number, o: number) => number): Choice =>
    kept.map((open, l) => open.reduce((b, o) => (of(l, o) > of(l, b) ? o : b), open[0] ?? 0));
  const dear = climbed(
    problem,
    kept,
    by((l, o) => problem.lots[l]?.options[o]?.value ?? 0),
  );
  const cheap = climbed(
    problem,
    kept,
    by((l, o) => -(problem.lots[l]?.options[o]?.own.likely ?? 0)),
  );
  const [a, b] = [isAllowed(problem, dear.bill), isAllowed(problem, cheap.bill)];
  if (a !== b) return a ? dear : cheap;
  return better(dear, cheap) <= 0 ? dear : cheap;
}

const STEP = 1e-3;

/** By how much the value of the bill falls per dollar, at each end. */
export function priceAt({ billValue }: Problem, bill: Range): Price {
  const at = billValue(bill);
  const slope = (end: "low" | "high"): number => {
    const more = Math.max(1, STEP * bill[end]);
    return Math.max(0, (at - billValue({ ...bill, [end]: bill[end] + more })) / more);
  };
  return { low: slope("low"), high: slope("high") };
}
