import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coverageOf, rank } from "../../src/decide/rank.ts";
import { certificate, robustness } from "../../src/decide/robustness.ts";
import { normalize } from "../../src/decide/score.ts";
import { transfers } from "../../src/decide/transfer.ts";
import { CRITERIA, type Criterion } from "../../src/vocabulary.ts";
import { type Problem, problemArbitrary, scoresOf, weightsArbitrary } from "./problem.ts";

const all = (p: Problem) => p.low.map((_, i) => i);
const orderOf = (p: Problem) => rank(scoresOf(p), all(p), (i) => String(i).padStart(3, "0"));
const total = (p: Problem, weights: readonly number[], i: number) => {
  const s = scoresOf({ ...p, weights });
  return s.total[i] as number;
};

describe("ranking", () => {
  it("never ranks a dominating candidate below the one it dominates", () => {
    fc.assert(
      fc.property(problemArbitrary(false), (p) => {
        const s = scoresOf(p);
        const order = orderOf(p);
        for (const i of all(p)) {
          for (const j of all(p)) {
            const dominates = CRITERIA.every(
              (_, c) =>
                (p.low[i]?.[c] as number) >= (p.low[j]?.[c] as number) &&
                (p.high[i]?.[c] as number) >= (p.high[j]?.[c] as number),
            );
            if (dominates && (s.total[i] as number) - (s.total[j] as number) > 1e-9)
              expect(order.indexOf(i)).toBeLessThan(order.indexOf(j));
            if (dominates) expect(s.total[i]).toBeGreaterThanOrEqual((s.total[j] as number) - 1e-12);
          }
        }
      }),
    );
  });

  it("keeps every pair in order when a candidate comes or goes", () => {
    fc.assert(
      fc.property(problemArbitrary(false), fc.nat(), (p, pick) => {
        const gone = pick % p.low.length;
        const before = orderOf(p).filter((i) => i !== gone);
        const s = scoresOf(p);
        const after = rank(
          s,
          all(p).filter((i) => i !== gone),
          (i) => String(i).padStart(3, "0"),
        );
        expect(after).toEqual(before);
      }),
    );
  });

  it("gives the same answer for priorities p and c·p, weights summing to 1", () => {
    const priorities = fc
      .array(fc.integer({ min: 0, max: 100 }), { minLength: 8, maxLength: 8 })
      .filter((p) => p.some((x) => x > 0));
    fc.assert(
      fc.property(priorities, fc.integer({ min: 1, max: 50 }), (p, k) => {
        const as = (f: number) =>
          Object.fromEntries(CRITERIA.map((c, i) => [c, (p[i] as number) * f])) as Record<Criterion, number>;
        const [a, b] = [normalize(as(1)), normalize(as(k))];
        expect(a.reduce((x, y) => x + y, 0)).toBeCloseTo(1, 12);
        a.forEach((w, i) => {
          expect(w).toBeGreaterThanOrEqual(0);
          expect(w).toBeCloseTo(b[i] as number, 12);
        });
      }),
    );
  });

  it("measures coverage as what is not left open", () => {
    fc.assert(
      fc.property(problemArbitrary(false), (p) => {
        const s = scoresOf(p);
        for (const i of all(p)) expect(coverageOf(s, i)).toBeGreaterThanOrEqual(-1e-9);
        const exact = scoresOf({ ...p, high: p.low });
        for (const i of all(p)) expect(coverageOf(exact, i)).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe("certificate", () => {
  it("holds against brute force over W(λ), vertices included", () => {
    fc.assert(
      fc.property(
        problemArbitrary(true, 6),
        fc.array(weightsArbitrary, { minLength: 5, maxLength: 5 }),
        (p, random) => {
          const s = scoresOf(p);
          const [a] = orderOf(p) as [number];
          const vertices = CRITERIA.map((_, k) => CRITERIA.map((_, c) => (c === k ? 1 : 0)));
          const lambda = Math.min(
            ...all(p)
              .filter((b) => b !== a)
              .map((b) => certificate(s, a, b)),
          );
          const leads = (l: number, q: readonly number[]) => {
            const w = p.weights.map((x, c) => (1 - l) * x + l * (q[c] as number));
            return all(p).every((b) => total(p, w, a) >= total(p, w, b) - 1e-10);
          };
          for (const q of [...vertices, ...random]) expect(leads(lambda * 0.999, q)).toBe(true);
          if (lambda > 1e-6 && lambda < 0.99)
            expect(vertices.every((q) => leads(Math.min(1, lambda * 1.001 + 1e-4), q))).toBe(false);
        },
      ),
    );
  });
});

describe("transfers", () => {
  it("flip just above the stated weight and not just below", () => {
    fc.assert(
      fc.property(problemArbitrary(true, 6), (p) => {
        const s = scoresOf(p);
        const order = orderOf(p);
        const a = order[0] as number;
        for (const t of transfers(s, order)) {
          const moved = (x: number) =>
            p.weights.map((w, c) => (CRITERIA[c] === t.from ? w - x : CRITERIA[c] === t.to ? w + x : w));
          const best = (x: number) =>
            Math.max(
              ...all(p)
                .filter((i) => i !== a)
                .map((i) => total(p, moved(x), i)),
            );
          expect(total(p, moved(t.weight + 1e-6), t.newWinner)).toBeGreaterThanOrEqual(
            total(p, moved(t.weight + 1e-6), a) - 1e-12,
          );
          if (t.weight > 1e-6)
            expect(total(p, moved(t.weight - 1e-6), a)).toBeGreaterThanOrEqual(best(t.weight - 1e-6) - 1e-12);
          expect(t.weight).toBeLessThanOrEqual((p.weights[CRITERIA.indexOf(t.from)] as number) + 1e-12);
        }
      }),
    );
  });
});

describe("first shares", () => {
  const options = { lambda: 0.35, seed: 7, samples: 400 };
  const run = (p: Problem, seed = 7) =>
    robustness(
      scoresOf(p),
      orderOf(p),
      (i) => `model-${i}`,
      (i) => i * 977 + 13,
      { ...options, seed },
    );

  it("sum to 1 and do not depend on anything but the problem and the seed", () => {
    fc.assert(
      fc.property(problemArbitrary(false), (p) => {
        const r = run(p);
        expect(r.finalists.reduce((s, f) => s + f.share, 0)).toBeCloseTo(1, 9);
        expect(run(p)).toEqual(r);
      }),
      { numRuns: 40 },
    );
  });

  it("never rise for the others when a candidate joins", () => {
    fc.assert(
      fc.property(problemArbitrary(false, 5), (p) => {
        const n = p.low.length - 1;
        const fewer = { weights: p.weights, low: p.low.slice(0, n), high: p.high.slice(0, n) };
        if (n < 2) return;
        const share = (r: ReturnType<typeof run>, i: number) => r.finalists.find((f) => f.index === i)?.share ?? 0;
        const [before, after] = [run(fewer), run(p)];
        for (let i = 0; i < n; i++) expect(share(after, i)).toBeLessThanOrEqual(share(before, i) + 1e-12);
      }),
      { numRuns: 40 },
    );
  });

  it("move by less than 0.05 with another seed", () => {
    const p: Problem = {
      weights: Array(8).fill(1 / 8),
      low: [
        [0.9, 0.2, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
        [0.2, 0.9, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
      ],
      high: [
        [0.9, 0.2, 0.6, 0.5, 0.5, 0.5, 0.5, 0.5],
        [0.2, 0.9, 0.6, 0.5, 0.5, 0.5, 0.5, 0.5],
      ],
    };
    const many = (seed: number) =>
      robustness(scoresOf(p), orderOf(p), String, (i) => i, { lambda: 0.35, seed, samples: 4000 }).firstShare;
    expect(Math.abs(many(1) - many(2))).toBeLessThan(0.05);
  });
});
