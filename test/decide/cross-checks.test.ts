import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crossChecks, FLOOR, logProduct, netFlows, paretoFront } from "../../src/decide/cross-checks.ts";
import { rank } from "../../src/decide/rank.ts";
import { CRITERIA } from "../../src/vocabulary.ts";
import published from "../fixtures/mcda-vectors.json" with { type: "json" };
import { problemArbitrary, scoresOf } from "./problem.ts";

const { vectors } = published;
const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);

/** Exact values; criteria that a table does not have count nothing and are equal for all. */
function scored(rows: readonly (readonly number[])[], weights: readonly number[]) {
  const pad = (row: readonly number[], rest: number) => CRITERIA.map((_, c) => row[c] ?? rest);
  const low = rows.map((row) => pad(row, 1));
  return scoresOf({
    weights: pad(
      weights.map((w) => w / sum(weights)),
      0,
    ),
    low,
    high: low,
  });
}

/** Each figure as a share of the best of its column. */
const ofBest = (matrix: readonly (readonly number[])[], types: readonly number[]) =>
  matrix.map((row) =>
    row.map((x, c) => {
      const column = matrix.map((r) => r[c] as number);
      return (types[c] as number) > 0 ? x / Math.max(...column) : Math.min(...column) / x;
    }),
  );

describe("published results", () => {
  it("weighted product (scikit-criteria)", () => {
    const { input, expected, tolerance } = vectors["wpm-enwiki"];
    const shares = input.matrix.map((row) => row.map((x, c) => x / sum(input.matrix.map((r) => r[c] as number))));
    const s = scored(shares, input.weights);
    expected.score.forEach((x, i) => {
      expect(Math.abs(logProduct(s, i) / Math.LN10 - x)).toBeLessThanOrEqual(tolerance);
    });
  });

  it("half weighted sum, half weighted product (WASPAS, Chakraborty 2015)", () => {
    const { input, expected, tolerance } = vectors["waspas-chakraborty2015"];
    const s = scored(ofBest(input.matrix, input.types), input.weights);
    const whole = sum(input.weights);
    expected.score.forEach((x, i) => {
      const both = 0.5 * whole * (s.total[i] as number) + 0.5 * Math.exp(whole * logProduct(s, i));
      expect(Math.abs(both - x)).toBeLessThanOrEqual(tolerance);
    });
  });

  it("net flows of PROMETHEE II with the usual preference (Zhao 2013)", () => {
    const { input, expected, tolerance } = vectors["promethee2-zhao2013"];
    const s = scored(
      input.matrix.map((row) => row.map((x) => x / 5)),
      input.weights,
    );
    netFlows(s, [0, 1, 2], 0).forEach((x, i) => {
      expect(Math.abs(x - (expected.score[i] as number))).toBeLessThanOrEqual(tolerance);
    });
  });

  it("who is dominated (scikit-criteria)", () => {
    const { input, expected } = vectors["pareto-skc"];
    input.forEach(({ matrix, objectives }, n) => {
      const s = scored(
        ofBest(
          matrix,
          objectives.map((o) => (o === "max" ? 1 : -1)),
        ),
        [1, 1],
      );
      const front = paretoFront(s, [0, 1]);
      expect([0, 1].map((i) => (front.includes(i) ? 0 : 1))).toEqual(expected[n]);
    });
  });
});

describe("cross-checks", () => {
  const check = <T>(property: fc.IProperty<T>) => fc.assert(property, { seed: 20_261_125, numRuns: 200 });

  it("name the first by each method among those that passed, and change no rank", () => {
    check(
      fc.property(problemArbitrary(false, 8), (p) => {
        const s = scoresOf(p);
        const before = structuredClone(s);
        const order = rank(s, [...p.low.keys()], String);
        const { product, equal, front } = crossChecks(s, order);
        expect(s).toEqual(before);
        const value = (c: number, i: number) => (s.value[c] as Float64Array)[i] as number;
        const products = order.map((i) =>
          CRITERIA.reduce((x, _, c) => x * Math.max(FLOOR, value(c, i)) ** (p.weights[c] as number), 1),
        );
        const at = (i: number) => order.indexOf(i);
        expect(products[at(product)]).toBeCloseTo(Math.max(...products), 9);
        const sums = order.map((i) => sum(CRITERIA.map((_, c) => value(c, i))));
        expect(sums[at(equal)]).toBeCloseTo(Math.max(...sums), 9);
        for (const i of order) {
          const dominated = order.some(
            (j) =>
              CRITERIA.every((_, c) => value(c, j) >= value(c, i)) &&
              CRITERIA.some((_, c) => value(c, j) > value(c, i)),
          );
          expect(front.includes(i)).toBe(!dominated);
        }
      }),
    );
  });

  it("PROMETHEE: flows sum to nothing, and who dominates flows out more", () => {
    check(
      fc.property(problemArbitrary(true, 8), (p) => {
        const s = scoresOf(p);
        const all = [...p.low.keys()];
        const flows = netFlows(s, all, 0.2);
        expect(sum(flows)).toBeCloseTo(0, 9);
        for (const i of all)
          for (const j of all) {
            if (CRITERIA.every((_, c) => (p.low[i]?.[c] as number) >= (p.low[j]?.[c] as number)))
              expect(flows[i]).toBeGreaterThanOrEqual((flows[j] as number) - 1e-12);
          }
      }),
    );
  });
});
