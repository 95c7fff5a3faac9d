import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rank } from "../../src/decide/rank.ts";
import { certificate, robustness } from "../../src/decide/robustness.ts";
import { priorityRange, winningTransfer } from "../../src/decide/winning.ts";
import { CRITERIA, type Criterion } from "../../src/vocabulary.ts";
import { type Problem, problemArbitrary, scoresOf, weightsArbitrary } from "./problem.ts";

/** Closed forms against trying it out, on 1,000 random problems each. */
const check = <T>(property: fc.IProperty<T>) => fc.assert(property, { seed: 20_261_125, numRuns: 1000 });

const nameOf = (i: number) => `candidate-${String(i).padStart(3, "0")}`;
const orderOf = (p: Problem) => rank(scoresOf(p), [...p.low.keys()], nameOf);
const dot = (w: readonly number[], row: readonly number[] | undefined) =>
  w.reduce((s, x, c) => s + x * (row?.[c] ?? 0), 0);
const vertices = CRITERIA.map((_, k) => CRITERIA.map((_, c) => (c === k ? 1 : 0)));
const movedBy = (p: Problem, from: Criterion, to: Criterion, t: number): Problem => ({
  ...p,
  weights: p.weights.map((w, c) => w + (CRITERIA[c] === to ? t : 0) - (CRITERIA[c] === from ? t : 0)),
});

describe("on 1,000 problems", () => {
  it("the certificate holds everywhere below λ* and breaks at a vertex above", () => {
    let certified = 0;
    check(
      fc.property(
        problemArbitrary(true, 8),
        fc.array(weightsArbitrary, { minLength: 12, maxLength: 12 }),
        (p, random) => {
          const [a, ...rivals] = orderOf(p) as [number, ...number[]];
          const { stableUpTo } = robustness(scoresOf(p), [a, ...rivals], nameOf, (i) => i, {
            lambda: 0,
            seed: 1,
            samples: 1,
          });
          expect(stableUpTo).toBe(Math.min(...rivals.map((b) => certificate(scoresOf(p), a, b))));
          const lead = (lambda: number, q: readonly number[]) => {
            const w = p.weights.map((x, c) => (1 - lambda) * x + lambda * (q[c] as number));
            return Math.min(...rivals.map((b) => dot(w, p.low[a]) - dot(w, p.low[b])));
          };
          for (const q of [...vertices, ...random])
            for (const share of [0.4, 0.999]) expect(lead(share * stableUpTo, q)).toBeGreaterThan(-1e-12);
          if (stableUpTo < 1e-6 || 1.001 * stableUpTo > 1) return;
          certified++;
          expect(Math.min(...vertices.map((q) => lead(1.001 * stableUpTo, q)))).toBeLessThan(0);
        },
      ),
    );
    expect(certified).toBeGreaterThan(500);
  }, 60_000);

  it("one priority keeps the winner within its range, the others in their proportions, and nowhere beyond", () => {
    let ends = 0;
    check(
      fc.property(problemArbitrary(false, 8), fc.nat({ max: 7 }), (p, c) => {
        const order = orderOf(p);
        const [winner] = order as [number];
        const own = p.weights[c] as number;
        fc.pre(own < 1);
        const [low, high] = priorityRange(scoresOf(p), order, c);
        const first = (x: number) =>
          orderOf({ ...p, weights: p.weights.map((w, k) => (k === c ? x : (w * (1 - x)) / (1 - own))) })[0];
        for (const share of [0.02, 0.3, 0.7, 0.98]) {
          const x = low + share * (high - low);
          if (high - low > 1e-6) expect(first(x)).toBe(winner);
        }
        if (low > 1e-5) expect(first(low - 1e-6)).not.toBe(winner);
        if (high < 1 - 1e-5) expect(first(high + 1e-6)).not.toBe(winner);
        if (low > 1e-5 || high < 1 - 1e-5) ends++;
      }),
    );
    expect(ends).toBeGreaterThan(500);
  }, 60_000);

  it("the transfer that makes a loser win does, none is smaller, and where none is named none exists", () => {
    let won = 0;
    check(
      fc.property(problemArbitrary(false, 6), fc.nat(), (p, pick) => {
        const order = orderOf(p);
        fc.pre(order.length > 1);
        const loser = order[1 + (pick % (order.length - 1))] as number;
        const found = winningTransfer(scoresOf(p), order, loser);
        const first = (from: Criterion, to: Criterion, t: number) => orderOf(movedBy(p, from, to, t))[0];
        if (found) {
          won++;
          expect(first(found.from, found.to, found.points / 100)).toBe(loser);
        }
        // Whole points, up to what is named or to all that a priority has.
        CRITERIA.forEach((from, f) => {
          const limit = Math.floor(100 * (p.weights[f] as number) - 1e-6);
          for (const to of CRITERIA)
            for (let points = 1; from !== to && points <= Math.min(limit, (found?.points ?? 101) - 1); points += 3)
              if (first(from, to, points / 100) === loser) expect(found?.points ?? 0).toBeLessThanOrEqual(points);
        });
      }),
    );
    expect(won).toBeGreaterThan(300);
  }, 120_000);
});
