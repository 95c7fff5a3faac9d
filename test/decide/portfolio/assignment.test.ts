import { beforeAll, describe, expect, it } from "vitest";
import { loadSolver } from "../../../src/cli/solver.ts";
import { assign } from "../../../src/decide/portfolio/assign.ts";
import { Ledger } from "../../../src/decide/portfolio/ledger.ts";
import {
  better,
  billOf,
  type Choice,
  isAllowed,
  type Option,
  type Problem,
  type Solution,
  solutionOf,
} from "../../../src/decide/portfolio/problem.ts";
import { scoreOfUsd } from "../../../src/decide/portfolio/program.ts";
import { search } from "../../../src/decide/portfolio/search.ts";
import { type Maximize, priceAt, solve, solvedAt } from "../../../src/decide/portfolio/solve.ts";
import { problemOf, randomOf } from "./arbitrary.ts";

/** Every choice of a problem that its limits allow. */
function everyChoice(problem: Problem, hear: (solution: Solution) => void): void {
  const walk = (choice: Choice): void => {
    const lot = problem.lots[choice.length];
    if (lot) for (const o of lot.options.keys()) walk([...choice, o]);
    else {
      const found = solutionOf(problem, choice);
      if (isAllowed(problem, found.bill)) hear(found);
    }
  };
  walk([]);
}

function bruteForce(problem: Problem): Solution | null {
  let best: Solution | null = null;
  everyChoice(problem, (found) => {
    if (best === null || better(found, best) < 0) best = found;
  });
  return best;
}

const small = (seed: number): Problem => {
  const random = randomOf(seed * 7919);
  const lots = 1 + Math.floor(random() * 4);
  return problemOf(seed, { lots, options: 1 + Math.floor(random() * 6), limited: seed % 3 === 0 });
};

const SEEDS = Array.from({ length: 500 }, (_, i) => i + 1);

describe("the assignment", () => {
  let maximize: Maximize;
  beforeAll(async () => {
    maximize = await loadSolver();
  });

  it("is that of brute force on 500 random portfolios", () => {
    for (const seed of SEEDS) {
      const problem = small(seed);
      const wanted = bruteForce(problem);
      const { solution, isComplete } = search(problem, 1e6);
      expect(isComplete, `seed ${seed}`).toBe(true);
      expect(solution === null, `seed ${seed}`).toBe(wanted === null);
      if (wanted && solution) expect(solution.score, `seed ${seed}`).toBeCloseTo(wanted.score, 9);
    }
  });

  it("by a program is that of brute force on 40 random portfolios", () => {
    for (const seed of SEEDS.slice(200, 240)) {
      const problem = small(seed);
      const wanted = bruteForce(problem);
      const solved = solve(problem, maximize);
      expect(solved === null, `seed ${seed}`).toBe(wanted === null);
      if (wanted && solved) expect(solved.solution.score, `seed ${seed}`).toBeCloseTo(wanted.score, 8);
    }
  });

  it("at a given price of a dollar is that of brute force, limits kept", () => {
    for (const seed of SEEDS.slice(0, 60)) {
      const problem = small(seed);
      const kept = problem.lots.map((l) => [...l.options.keys()]);
      const price = priceAt(problem, { low: 10_000, likely: 15_000, high: 25_000 });
      let wanted = Number.NEGATIVE_INFINITY;
      const gain = ({ choice, bill }: Solution): number =>
        choice.reduce(
          (sum, o, l) => sum + (problem.lots[l]?.weight ?? 0) * (problem.lots[l]?.options[o]?.value ?? 0),
          0,
        ) - scoreOfUsd(bill.usdPerMonth, price);
      everyChoice(problem, (found) => {
        wanted = Math.max(wanted, gain(found));
      });
      const found = solvedAt(problem, kept, price, maximize, 1e-9);
      expect(found === null, `seed ${seed}`).toBe(wanted === Number.NEGATIVE_INFINITY);
      if (!found) continue;
      const solution = solutionOf(problem, found.choice);
      expect(isAllowed(problem, solution.bill), `seed ${seed}`).toBe(true);
      expect(gain(solution), `seed ${seed}`).toBeCloseTo(wanted, 8);
      expect(found.bound, `seed ${seed}`).toBeGreaterThanOrEqual(wanted - 1e-7);
    }
  });

  it("keeps a ledger that agrees with the bill whatever came and went", () => {
    const random = randomOf(3);
    for (const seed of SEEDS.slice(0, 50)) {
      const problem = small(seed);
      const pick = () => problem.lots.map((l) => Math.floor(random() * l.options.length));
      const ledger = new Ledger(problem);
      let choice = pick();
      const put = (c: Choice, sign: 1 | -1) =>
        c.forEach((o, l) => {
          ledger.put(problem.lots[l]?.options[o] as Option, sign);
        });
      put(choice, 1);
      for (let i = 0; i < 5; i++) {
        put(choice, -1);
        choice = pick();
        put(choice, 1);
        const bill = billOf(problem, choice);
        const usd = ledger.usdPerMonth();
        for (const end of ["low", "likely", "high"] as const) expect(usd[end]).toBeCloseTo(bill.usdPerMonth[end], 5);
        expect(ledger.isAllowed(usd)).toBe(isAllowed(problem, bill));
      }
    }
  });

  it("of thirty workloads is within a thousandth of the bound", async () => {
    const rounds: number[] = [];
    const found = await assign(
      problemOf(5, { lots: 30, options: 30 }),
      async () => maximize,
      (round) => rounds.push(round),
    );
    expect(found?.by).toBe("program");
    expect(found?.gap).toBeLessThan(1e-3);
    expect(rounds).toEqual([1]);
  }, 60_000);

  it("of more than sixty is bounded by the relaxation, and no worse than climbing", async () => {
    const found = await assign(problemOf(5, { lots: 70, options: 12 }), async () => maximize);
    expect(found?.by).toBe("program");
    expect(found?.gap).toBeGreaterThanOrEqual(0);
    expect(found?.gap).toBeLessThan(5e-3);
  }, 60_000);
});
