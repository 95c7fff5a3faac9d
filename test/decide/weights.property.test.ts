import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rank } from "../../src/decide/rank.ts";
import { certificate, robustness } from "../../src/decide/robustness.ts";
import { transfers } from "../../src/decide/transfer.ts";
import { CRITERIA } from "../../src/vocabulary.ts";
import { type Problem, problemArbitrary, scoresOf, weightsArbitrary } from "./problem.ts";

const SEED = 20_261_124;
const check = <T>(property: fc.IProperty<T>, numRuns = 150) => fc.assert(property, { seed: SEED, numRuns });

const EQUAL = 1e-12;
const all = (p: Problem) => p.low.map((_, i) => i);
const nameOf = (i: number) => `candidate-${String(i).padStart(3, "0")}`;
const orderOf = (p: Problem) => rank(scoresOf(p), all(p), nameOf);
const dot = (w: readonly number[], row: readonly number[] | undefined) =>
  w.reduce((s, x, c) => s + x * (row?.[c] ?? 0), 0);
const vertices = CRITERIA.map((_, k) => CRITERIA.map((_, c) => (c === k ? 1 : 0)));
const blend = (w: readonly number[], lambda: number, q: readonly number[]) =>
  w.map((x, c) => (1 - lambda) * x + lambda * (q[c] as number));
const family = (i: number) => `model-${i % 3}`;
const key = (i: number) => i * 977 + 13;

describe("the certificate", () => {
  /** By how much `a` leads its best rival for these weights. */
  const lead = (p: Problem, a: number, w: readonly number[], rivals: readonly number[]) =>
    dot(w, p.low[a]) - Math.max(...rivals.map((b) => dot(w, p.low[b])));

  it("holds all over W(λ) just below λ* and breaks at a vertex just above", () => {
    check(
      fc.property(
        problemArbitrary(true, 7),
        fc.array(weightsArbitrary, { minLength: 20, maxLength: 20 }),
        (p, random) => {
          const s = scoresOf(p);
          const order = orderOf(p);
          const [a, ...rivals] = order as [number, ...number[]];
          const { stableUpTo } = robustness(s, order, family, key, { lambda: 0.1, seed: 1, samples: 1 });
          expect(stableUpTo).toBe(Math.min(...rivals.map((b) => certificate(s, a, b))));
          for (const share of [0, 0.5, 0.999]) {
            for (const q of [...vertices, ...random])
              expect(lead(p, a, blend(p.weights, share * stableUpTo, q), rivals)).toBeGreaterThan(-EQUAL);
          }
          if (stableUpTo < 1e-6 || stableUpTo * 1.001 > 1) return;
          const leads = vertices.map((q) => lead(p, a, blend(p.weights, 1.001 * stableUpTo, q), rivals));
          expect(Math.min(...leads)).toBeLessThan(-EQUAL);
        },
      ),
    );
  });

  it("against other models leaves out the rivals of the winner's own", () => {
    check(
      fc.property(
        problemArbitrary(true, 7),
        fc.array(weightsArbitrary, { minLength: 9, maxLength: 9 }),
        (p, random) => {
          const s = scoresOf(p);
          const order = orderOf(p);
          const [a, ...rivals] = order as [number, ...number[]];
          const others = rivals.filter((b) => family(b) !== family(a));
          const r = robustness(s, order, family, key, { lambda: 0.1, seed: 1, samples: 1 });
          const own = order.filter((i) => family(i) === family(a));
          const each = own.map((i) => Math.min(1, ...others.map((b) => certificate(s, i, b))));
          expect(r.stableUpToOtherModels).toBe(Math.max(...each));
          // The model leads all over W(λ), whoever of it.
          for (const q of [...vertices, ...random]) {
            const w = blend(p.weights, 0.999 * r.stableUpToOtherModels, q);
            const most = (some: readonly number[]) => Math.max(...some.map((i) => dot(w, p.low[i])));
            if (others.length > 0) expect(most(own)).toBeGreaterThan(most(others) - EQUAL);
          }
        },
      ),
    );
  });
});

describe("a transfer", () => {
  const moved = (p: Problem, from: number, to: number, t: number) =>
    p.weights.map((w, c) => (c === from ? w - t : c === to ? w + t : w));

  it("dethrones the winner at t + 1e-9 and not at t - 1e-9, whatever pair of priorities it moves between", () => {
    check(
      fc.property(problemArbitrary(true, 7), (p) => {
        const s = scoresOf(p);
        const order = orderOf(p);
        const [a, ...rivals] = order as [number, ...number[]];
        const found = transfers(s, order);
        CRITERIA.forEach((from, f) => {
          CRITERIA.forEach((to, t) => {
            if (f === t) return;
            const lead = (x: number, b: number) => {
              const w = moved(p, f, t, x);
              return dot(w, p.low[a]) - dot(w, p.low[b]);
            };
            const one = found.find((x) => x.from === from && x.to === to);
            const limit = p.weights[f] as number;
            if (!one) {
              // Not even the whole weight of the one priority is enough.
              for (const b of rivals) expect(lead(limit, b)).toBeGreaterThan(-EQUAL);
              return;
            }
            expect(one.weight).toBeLessThanOrEqual(limit);
            expect(lead(one.weight + 1e-9, one.newWinner)).toBeLessThan(0);
            for (const b of rivals) expect(lead(one.weight - 1e-9, b)).toBeGreaterThan(0);
          });
        });
        expect(found.map((x) => x.weight)).toEqual(found.map((x) => x.weight).sort((x, y) => x - y));
      }),
    );
  });
});

describe("the order of criteria and candidates", () => {
  const keys = fc.array(fc.nat(), { minLength: 8, maxLength: 8 });
  const shuffle = (n: number, k: readonly number[]) =>
    Array.from({ length: n }, (_, i) => i).sort((a, b) => (k[a] as number) - (k[b] as number) || a - b);
  const pick = <T>(list: readonly T[], places: readonly number[]) => places.map((i) => list[i] as T);

  it("of criteria changes neither ranks, nor the certificate, nor transfers", () => {
    check(
      fc.property(problemArbitrary(false, 7), keys, (p, k) => {
        const places = shuffle(8, k);
        const rows = (list: Problem["low"]) => list.map((row) => pick(row, places));
        const q: Problem = { weights: pick(p.weights, places), low: rows(p.low), high: rows(p.high) };
        const order = orderOf(p);
        expect(orderOf(q)).toEqual(order);
        const [a, ...rivals] = order as [number, ...number[]];
        for (const b of rivals) expect(certificate(scoresOf(q), a, b)).toBeCloseTo(certificate(scoresOf(p), a, b), 9);
        // All of a weight and no more only ties, and rounding decides whether it counts.
        const weights = (x: Problem) =>
          transfers(scoresOf(x), order)
            .filter((t) => t.weight < (x.weights[CRITERIA.indexOf(t.from)] as number) - 1e-9)
            .map((t) => t.weight);
        const [before, after] = [weights(p), weights(q)];
        expect(after).toHaveLength(before.length);
        after.forEach((w, n) => expect(w).toBeCloseTo(before[n] as number, 9));
      }),
    );
  });

  it("of candidates changes no rank, no certificate, no transfer and no share", () => {
    check(
      fc.property(problemArbitrary(false, 7), keys, (p, k) => {
        const places = shuffle(p.low.length, k);
        const q: Problem = { weights: p.weights, low: pick(p.low, places), high: pick(p.high, places) };
        const was = (i: number) => places[i] as number;
        const run = (x: Problem, at: (i: number) => number) => {
          const s = scoresOf(x);
          const order = rank(s, all(x), (i) => nameOf(at(i)));
          const options = { lambda: 0.2, seed: 3, samples: 50 };
          const { finalists, ...rest } = robustness(
            s,
            order,
            (i) => family(at(i)),
            (i) => key(at(i)),
            options,
          );
          return {
            order: order.map(at),
            transfers: transfers(s, order, { idOf: (i) => nameOf(at(i)) }).map((t) => ({
              ...t,
              newWinner: at(t.newWinner),
            })),
            shares: Object.fromEntries(finalists.map((f) => [at(f.index), f.share])),
            rest,
          };
        };
        expect(run(q, was)).toEqual(run(p, (i) => i));
      }),
    );
  });
});

describe("first shares", () => {
  /** A generator that owes nothing to the one under test (mulberry32). */
  function chance(seed: number): () => number {
    let a = seed;
    return () => {
      a = (a + 0x6d2b79f5) | 0;
      let t = Math.imul(a ^ (a >>> 15), 1 | a);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  }

  const TCO = CRITERIA.indexOf("tco");

  /** How often each comes first, everybody compared in every draw; uniform from the simplex by sorted cuts; one draw for all costs. */
  function sampled(p: Problem, order: readonly number[], lambda: number, samples: number): number[] {
    const next = chance(SEED);
    const shares = p.low.map(() => 0);
    for (let k = 0; k < samples; k++) {
      const cuts = [0, ...Array.from({ length: CRITERIA.length - 1 }, next).sort((a, b) => a - b), 1];
      const w = blend(
        p.weights,
        lambda,
        cuts.slice(1).map((x, c) => x - (cuts[c] as number)),
      );
      const cost = next();
      let [first, top] = [-1, Number.NEGATIVE_INFINITY];
      for (const i of order) {
        const v = w.reduce((s, x, c) => {
          const [low, high] = [p.low[i]?.[c] as number, p.high[i]?.[c] as number];
          return s + x * (low + (c === TCO ? cost : next()) * (high - low));
        }, 0);
        if (v > top) [first, top] = [i, v];
      }
      shares[first] = (shares[first] as number) + 1 / samples;
    }
    return shares;
  }

  /** Candidates that hardly differ, so that many come first now and then, and whose values are open where `isOpen` says so. */
  const near = (isOpen: (c: number, i: number) => boolean) =>
    problemArbitrary(false, 8).map((p): Problem => {
      const low = p.low.map((row) => row.map((x) => 0.5 + (x - 0.5) / 4));
      const high = low.map((row, i) => row.map((x, c) => (isOpen(c, i) ? Math.max(x, p.high[i]?.[c] as number) : x)));
      return { weights: p.weights, low, high };
    });
  const anyProblem = fc.oneof(
    near(() => false),
    near((c, i) => c === i % 8),
    near((c) => c === TCO),
    near(() => true),
    problemArbitrary(false, 8),
  );
  const doubt = fc.constantFrom(0.1, 0.2, 0.35, 0.9);

  it("are those of a sampler that leaves nobody out", () => {
    const samples = 2000;
    check(
      fc.property(anyProblem, doubt, (p, lambda) => {
        const order = orderOf(p);
        const r = robustness(scoresOf(p), order, family, key, { lambda, seed: 5, samples });
        const naive = sampled(p, order, lambda, samples);
        const share = (i: number) => r.finalists.find((f) => f.index === i)?.share ?? 0;
        // Four and a half standard deviations of the difference of two such shares.
        for (const i of order) expect(Math.abs(share(i) - (naive[i] as number))).toBeLessThan(0.072);
        const [winner] = order as [number];
        expect(r.firstShare).toBe(share(winner));
        const own = order.filter((i) => family(i) === family(winner));
        expect(r.familyFirstShare).toBeCloseTo(
          own.reduce((sum, i) => sum + share(i), 0),
          9,
        );
        expect(r.finalists.reduce((sum, f) => sum + f.share, 0)).toBeCloseTo(1, 9);
      }),
      40,
    );
  });

  it("are the same, to the last draw, when those who cannot come first are left in", () => {
    check(
      fc.property(anyProblem, doubt, (p, lambda) => {
        // Measured against somebody worthless nobody is left out beforehand.
        const nothing = CRITERIA.map(() => 0);
        const s = scoresOf({ ...p, low: [...p.low, nothing], high: [...p.high, nothing] });
        const order = orderOf(p);
        const finalists = (among: readonly number[]) =>
          robustness(s, among, family, key, { lambda, seed: 5, samples: 300 }).finalists;
        expect(finalists([p.low.length, ...order])).toEqual(finalists(order));
      }),
    );
  });

  it("stay as they are when somebody leaves who never comes first", () => {
    check(
      fc.property(anyProblem, fc.nat(), (p, pick) => {
        const s = scoresOf(p);
        const order = orderOf(p);
        const finalists = (among: readonly number[]) =>
          robustness(s, among, family, key, { lambda: 0.2, seed: 5, samples: 100 }).finalists;
        const before = finalists(order);
        const others = order.slice(1).filter((i) => !before.some((f) => f.index === i));
        fc.pre(others.length > 0);
        const gone = others[pick % others.length];
        expect(finalists(order.filter((i) => i !== gone))).toEqual(before);
      }),
    );
  });

  it("go to the winner alone where the certificate reaches as far as the doubt", () => {
    check(
      fc.property(problemArbitrary(true, 7), (p) => {
        const s = scoresOf(p);
        const order = orderOf(p);
        const { stableUpTo } = robustness(s, order, family, key, { lambda: 0, seed: 1, samples: 1 });
        const r = robustness(s, order, family, key, { lambda: stableUpTo * 0.999, seed: 9, samples: 100 });
        expect(r.firstShare).toBe(1);
      }),
    );
  });
});
