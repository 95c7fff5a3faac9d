import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rank } from "../../src/decide/rank.ts";
import { inPoints, transfers } from "../../src/decide/transfer.ts";
import { CRITERIA, type Criterion } from "../../src/vocabulary.ts";
import { type Problem, problemArbitrary, scoresOf } from "./problem.ts";

const idOf = (i: number) => `candidate-${String(i).padStart(3, "0")}`;
const familyOf = (i: number) => `model-${i % 3}`;
const names = { idOf, familyOf };
const orderOf = (p: Problem) => rank(scoresOf(p), [...p.low.keys()], idOf);
const movedBy = (p: Problem, from: Criterion, to: Criterion, t: number): Problem => ({
  ...p,
  weights: p.weights.map((w, c) => w + (CRITERIA[c] === to ? t : 0) - (CRITERIA[c] === from ? t : 0)),
});

describe("a transfer to another model", () => {
  it("is the first point at which the winner's own candidates have all fallen behind, on 1,000 problems", () => {
    let behind = 0;
    fc.assert(
      fc.property(problemArbitrary(false, 9), (p) => {
        const s = scoresOf(p);
        const order = orderOf(p);
        const [winner] = order as [number];
        const found = transfers(s, order, names);
        CRITERIA.forEach((from, f) => {
          const limit = p.weights[f] as number;
          for (const to of CRITERIA) {
            if (from === to || limit === 0) continue;
            const first = (t: number) => orderOf(movedBy(p, from, to, t))[0] as number;
            const one = found.find((t) => t.from === from && t.to === to);
            const end = one?.weight ?? limit;
            for (const share of [0.25, 0.5, 0.75, 1]) {
              const t = end * share - 1e-7;
              if (t > 0) expect(familyOf(first(t))).toBe(familyOf(winner));
            }
            if (!one) continue;
            expect(first(one.weight + 1e-6)).toBe(one.newWinner);
            if (first(one.weight - 1e-7) !== winner && one.weight > 1e-7) behind++;
          }
        });
      }),
      { seed: 20_261_125, numRuns: 1000 },
    );
    // A sibling of the winner often takes over on the way.
    expect(behind).toBeGreaterThan(100);
  }, 120_000);

  it("told in points names who is first there", () => {
    let whole = 0;
    let told = 0;
    fc.assert(
      fc.property(problemArbitrary(false, 9), (p) => {
        const s = scoresOf(p);
        const order = orderOf(p);
        for (const t of transfers(s, order, names)) {
          const { points, newWinner } = inPoints(s, order, t, names);
          expect(points / 100).toBeGreaterThan(t.weight);
          expect(points / 100).toBeLessThanOrEqual((p.weights[CRITERIA.indexOf(t.from)] as number) + 1e-12);
          expect(orderOf(movedBy(p, t.from, t.to, points / 100))[0]).toBe(newWinner);
          expect(familyOf(newWinner)).not.toBe(familyOf(order[0] as number));
          told++;
          if (Number.isInteger(points)) whole++;
        }
      }),
      { seed: 20_261_125, numRuns: 200 },
    );
    expect(whole / told).toBeGreaterThan(0.7);
  });
});
