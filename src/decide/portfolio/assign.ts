import type { Problem, Solution } from "./problem.ts";
import { search } from "./search.ts";
import { type Maximize, solve } from "./solve.ts";

export interface Assigned extends Solution {
  /** How it was found: every choice looked at or bounded, or a mixed-integer program. */
  readonly by: "search" | "program";
  /** What a better plan could still score, at this plan's price of a dollar; 0 = none. */
  readonly gap: number;
}

/** Nodes of our own search before a program is worth its start. */
const NODES = 4000;
const FEW = 12;

/**
 * The best choice, or null where no choice keeps within the limits. Few lots are searched whole; for more `solver` is asked for the
 * means to solve a program.
 */
export async function assign(
  problem: Problem,
  solver: () => Promise<Maximize>,
  onRound: (round: number) => void = () => {},
): Promise<Assigned | null> {
  const searched = search(problem, problem.lots.length <= FEW ? NODES : 0);
  if (searched.isComplete) return searched.solution && { ...searched.solution, by: "search", gap: 0 };
  const solved = solve(problem, await solver(), onRound);
  return solved && { ...solved.solution, by: "program", gap: solved.gap };
}
