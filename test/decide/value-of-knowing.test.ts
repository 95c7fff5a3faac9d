import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { valueOfKnowing } from "../../src/decide/value-of-knowing.ts";
import published from "../fixtures/mcda-vectors.json" with { type: "json" };

const { input, expected, tolerance } = published.vectors["evoi-small"];

describe("the value of knowing something before choosing", () => {
  it("of two answers, in closed form", () => {
    // Rows of the vector are candidates.
    const byAnswer = input.p.map((_, a) => input.valuesByAnswer.map((row) => row[a] as number));
    const { evoi, flipProbability } = valueOfKnowing(byAnswer, input.p, 0);
    expect(Math.abs(evoi - expected.evoi)).toBeLessThanOrEqual(tolerance);
    expect(flipProbability).toBeCloseTo(expected.flipProbability, 12);
  });

  const table = fc
    .record({
      rows: fc.integer({ min: 1, max: 5 }),
      count: fc.integer({ min: 1, max: 6 }),
      cells: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 30, maxLength: 30 }),
      p: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 5, maxLength: 5 }),
    })
    .map(({ rows, count, cells, p }) => ({
      values: Array.from({ length: rows }, (_, a) => cells.slice(6 * a, 6 * a + count).map((x) => x / 100)),
      p: p.slice(0, rows).map((x) => x / p.slice(0, rows).reduce((s, y) => s + y, 0)),
    }));

  it("is what a chooser who knows gains over the best of those who do not, and never less than nothing", () => {
    fc.assert(
      fc.property(table, ({ values, p }) => {
        const count = values[0]?.length ?? 0;
        const means = Array.from({ length: count }, (_, i) =>
          values.reduce((sum, row, a) => sum + (p[a] as number) * (row[i] as number), 0),
        );
        const first = means.indexOf(Math.max(...means));
        const { evoi, flipProbability } = valueOfKnowing(values, p, first);
        // Every policy that answers each outcome with a candidate: none does better than the value says.
        let bestPolicy = 0;
        for (let policy = 0; policy < count ** values.length; policy++) {
          const choice = (a: number) => Math.floor(policy / count ** a) % count;
          const gain = values.reduce((sum, row, a) => sum + (p[a] as number) * (row[choice(a)] as number), 0);
          bestPolicy = Math.max(bestPolicy, gain);
        }
        expect(evoi).toBeCloseTo(bestPolicy - (means[first] as number), 12);
        expect(evoi).toBeGreaterThanOrEqual(0);
        const stays = values.reduce((sum, row, a) => sum + (row[first] === Math.max(...row) ? (p[a] as number) : 0), 0);
        expect(flipProbability).toBeCloseTo(1 - stays, 12);
      }),
      { seed: 20_261_125, numRuns: 200 },
    );
  });

  it("is nothing where every outcome leaves the first one first, or where only a sibling overtakes it", () => {
    expect(
      valueOfKnowing(
        [
          [0.6, 0.5],
          [0.7, 0.2],
        ],
        [0.5, 0.5],
        0,
      ),
    ).toEqual({ evoi: 0, flipProbability: 0 });
    const { evoi, flipProbability } = valueOfKnowing(
      [
        [0.6, 0.7],
        [0.7, 0.2],
      ],
      [0.5, 0.5],
      0,
      () => "model",
    );
    expect(evoi).toBeCloseTo(0.05, 12);
    expect(flipProbability).toBe(0);
  });
});
