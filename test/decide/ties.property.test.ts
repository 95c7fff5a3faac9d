import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rank, ranksAmong, standing } from "../../src/decide/rank.ts";
import { certificate, robustness } from "../../src/decide/robustness.ts";
import { transfers } from "../../src/decide/transfer.ts";
import { CRITERIA } from "../../src/vocabulary.ts";
import { type Problem, scoresOf } from "./problem.ts";

const check = <T>(property: fc.IProperty<T>, numRuns = 300) => fc.assert(property, { seed: 20_261_125, numRuns });
const nameOf = (i: number) => `candidate-${String(i).padStart(3, "0")}`;
const orderOf = (p: Problem) => rank(scoresOf(p), [...p.low.keys()], nameOf);

/** Coarse values and few weights: many tie exactly, in the whole and at every turn. */
const cell = fc.constantFrom(0, 0.25, 0.5, 0.75, 1);
const row = fc.array(cell, { minLength: 8, maxLength: 8 });
const coarse = (open: boolean): fc.Arbitrary<Problem> =>
  fc
    .record({
      weights: fc
        .array(fc.nat({ max: 2 }), { minLength: 8, maxLength: 8 })
        .filter((w) => w.some((x) => x > 0))
        .map((w) => w.map((x) => x / w.reduce((a, b) => a + b, 0))),
      low: fc.array(row, { minLength: 2, maxLength: 8 }),
      high: fc.array(row, { minLength: 8, maxLength: 8 }),
      twins: fc.array(fc.nat({ max: 7 }), { maxLength: 3 }),
    })
    .map(({ weights, low, high, twins }) => {
      const tops = low.map((r, i) => r.map((x, c) => (open ? Math.max(x, high[i]?.[c] as number) : x)));
      const again = <T>(list: readonly T[]) => [...list, ...twins.map((t) => list[t % list.length] as T)];
      return { weights, low: again(low), high: again(tops) };
    });

describe("among candidates of which many tie", () => {
  it("a transfer's new winner is first just beyond it, and the old one stays first up to it", () => {
    let tied = 0;
    check(
      fc.property(coarse(true), (p) => {
        const s = scoresOf(p);
        const order = orderOf(p);
        const [winner] = order as [number];
        const total = (i: number) => s.total[i] as number;
        const found = transfers(s, order, { idOf: nameOf });
        for (const { from, to, weight, newWinner } of found) {
          const at = (t: number) =>
            orderOf({
              ...p,
              weights: p.weights.map((w, c) => w + (CRITERIA[c] === to ? t : 0) - (CRITERIA[c] === from ? t : 0)),
            });
          expect(at(weight + 1e-6)[0]).toBe(newWinner);
          if (weight > 1e-6) expect(at(weight - 1e-6)[0]).toBe(winner);
          if (total(newWinner) > total(winner) - 1e-12) tied++;
        }
      }),
    );
    expect(tied).toBeGreaterThan(50);
  });

  it("who would pass has the rank at which it would then stand", () => {
    check(
      fc.property(coarse(true), fc.array(fc.boolean(), { minLength: 11, maxLength: 11 }), (p, passes) => {
        const s = scoresOf(p);
        const whole = orderOf(p);
        const order = whole.filter((i) => passes[i]);
        const open = whole.filter((i) => !passes[i]);
        ranksAmong(order, open, standing(s, nameOf)).forEach((r, n) => {
          const i = open[n] as number;
          expect(r).toBe(1 + rank(s, [...order, i], nameOf).indexOf(i));
        });
      }),
    );
  });

  it("those that are alike in everything share the draws, whoever stands first", () => {
    const options = { lambda: 0.5, seed: 3, samples: 200 };
    let shared = 0;
    check(
      fc.property(coarse(false), (p) => {
        const r = robustness(scoresOf(p), orderOf(p), nameOf, (i) => i, options);
        const share = (i: number) => r.finalists.find((f) => f.index === i)?.share ?? 0;
        p.low.forEach((a, i) => {
          p.low.forEach((b, j) => {
            if (i >= j || JSON.stringify(a) !== JSON.stringify(b)) return;
            expect(share(i)).toBeCloseTo(share(j), 12);
            if (share(i) > 0) shared++;
          });
        });
        expect(r.finalists.reduce((sum, f) => sum + f.share, 0)).toBeCloseTo(1, 9);
      }),
    );
    expect(shared).toBeGreaterThan(50);
  });

  it("the certificate of a candidate that ties with its rival under the stated priorities is 0 or, if no criterion speaks for the rival, 1", () => {
    check(
      fc.property(coarse(false), (p) => {
        const s = scoresOf(p);
        const [a, ...rivals] = orderOf(p) as [number, ...number[]];
        for (const b of rivals) {
          if (Math.abs((s.total[a] as number) - (s.total[b] as number)) > 1e-12) continue;
          const speaks = CRITERIA.some((_, c) => (p.low[b]?.[c] as number) > (p.low[a]?.[c] as number));
          expect(certificate(s, a, b)).toBeCloseTo(speaks ? 0 : 1, 9);
        }
      }),
    );
  });
});

describe("what is told of a finalist", () => {
  const options = { lambda: 0.35, seed: 11, samples: 600, confidences: 3 };

  it("central weights are weights, within the doubt, and average to those that were drawn", () => {
    check(
      fc.property(coarse(true), (p) => {
        const { finalists } = robustness(scoresOf(p), orderOf(p), nameOf, (i) => i, options);
        const mean = CRITERIA.map((_, c) =>
          finalists.reduce((sum, f) => sum + f.share * (f.centralWeights[c] as number), 0),
        );
        for (const f of finalists) {
          expect([...f.centralWeights].reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
          f.centralWeights.forEach((w, c) => {
            expect(w).toBeGreaterThanOrEqual((1 - options.lambda) * (p.weights[c] as number) - 1e-12);
          });
        }
        // The mean draw is (1 - λ)w + λ/8.
        mean.forEach((w, c) => {
          expect(Math.abs(w - (0.65 * (p.weights[c] as number) + 0.35 / 8))).toBeLessThan(0.02);
        });
      }),
      60,
    );
  });

  it("its confidence is its first share under its central weights, 1 where values are known and it leads alone", () => {
    check(
      fc.property(coarse(false), (p) => {
        const { finalists } = robustness(scoresOf(p), orderOf(p), nameOf, (i) => i, options);
        finalists.forEach((f, place) => {
          if (place >= options.confidences) {
            expect(f.confidence).toBeNull();
            return;
          }
          const there = scoresOf({ ...p, weights: [...f.centralWeights] });
          const best = Math.max(...there.total);
          const first = [...there.total].filter((t) => t > best - 1e-12).length;
          const isFirst = (there.total[f.index] as number) > best - 1e-12;
          if (first === 1) expect(f.confidence).toBeCloseTo(isFirst ? 1 : 0, 12);
          // Its central weights lie in the convex set of weights under which it is first.
          expect(isFirst).toBe(true);
        });
      }),
      100,
    );
  });

  it("the certificate at worst is that of the winner at its low ends against others at their high ends", () => {
    check(
      fc.property(coarse(true), (p) => {
        const family = (i: number) => `model-${i % 3}`;
        const order = orderOf(p);
        const [a, ...rivals] = order as [number, ...number[]];
        const r = robustness(scoresOf(p), order, family, (i) => i, { lambda: 0.1, seed: 1, samples: 1 });
        const ends = (low: number, high: number) => {
          const pair = [p.low[low] as number[], p.high[high] as number[]];
          return certificate(scoresOf({ weights: p.weights, low: pair, high: pair }), 0, 1);
        };
        const others = rivals.filter((b) => family(b) !== family(a)).map((b) => ends(a, b));
        expect(r.stableUpToAtWorst).toBeCloseTo(Math.min(1, ...others), 9);
        expect(r.stableUpToAtWorst).toBeLessThanOrEqual(r.stableUpToOtherModels + 1e-12);
      }),
    );
  });
});
