import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BenchmarksFile } from "../../src/catalog/schema/benchmarks.ts";
import type { Evidence } from "../../src/catalog/schema/model.ts";
import { atLeast, levelOf, quality, toIndex } from "../../src/estimate/quality.ts";
import { QUALITY_LEVELS } from "../../src/vocabulary.ts";

const TODAY = "2026-11-24";

type Board = BenchmarksFile["benchmarks"][string];
const board = (over: Partial<Board> = {}): Board => ({
  name: "A board",
  measures: "something",
  unit: "percent",
  higherIsBetter: true,
  kind: "independent",
  family: null,
  url: null,
  anchors: [
    { score: 0, index: 0 },
    { score: 100, index: 100 },
  ],
  anchorBasis: "assumed",
  spread: 8,
  tasks: { coding: 1, chat: 0.5 },
  note: null,
  source: "test",
  checked: "2026-11-01",
  ...over,
});

const FILE: BenchmarksFile = {
  schema: "advisor-benchmarks/1",
  version: 1,
  benchmarks: {
    a: board(),
    b: board(),
    c: board(),
    "a-sc": board({ family: "twins" }),
    "a-plain": board({ family: "twins" }),
    reasoning: board({ tasks: { reasoning: 1 } }),
    wer: board({
      higherIsBetter: false,
      anchors: [
        { score: 40, index: 0 },
        { score: 10, index: 50 },
        { score: 4, index: 100 },
      ],
      tasks: { "speech-recognition": 1 },
    }),
    silent: board({ tasks: {} }),
  },
  combination: {
    kindWeight: { independent: 1, "human-vote": 1, leaderboard: 0.9, vendor: 0.4 },
    kindDiscount: { independent: 0, "human-vote": 0, leaderboard: 0, vendor: 5 },
    halfLifeMonths: 12,
    efforts: ["low", "medium", "high", "max"],
    conditionSpread: { predecessor: 2 },
    commonError: 3,
    standIn: { tasks: ["coding", "chat", "reasoning"], from: ["reasoning", "coding"], spreadFactor: 1.5 },
    own: { outweighs: 4, pointsPerLogit: 15, slopeError: 0.4, unknownSamples: 100, unstitchedError: 20 },
    basis: "assumed",
    source: "test",
    date: "2026-11-01",
  },
  levels: [
    { tasks: ["coding", "chat", "reasoning"], capable: 40, strong: 66, frontier: 82 },
    { tasks: ["speech-recognition"], capable: 50, strong: 70, frontier: 85 },
  ],
  levelsBasis: "assumed",
  levelsSource: "test",
  levelsDate: "2026-11-01",
};

const row = (benchmark: string, score: number, over: Partial<Evidence> = {}): Evidence => ({
  benchmark,
  score,
  low: null,
  high: null,
  date: "2026-10-24",
  variant: null,
  conditions: null,
  kind: "independent",
  source: "test",
  url: null,
  ...over,
});
const model = (...evidence: Evidence[]) => ({ id: "maker/model-2", evidence });
const width = (...evidence: Evidence[]) => {
  const q = quality(model(...evidence), "coding", FILE, TODAY);
  return q.high - q.low;
};

describe("quality", () => {
  it("does not know a model without evidence", () => {
    expect(quality(model(), "coding", FILE, TODAY)).toEqual({
      index: null,
      low: 0,
      high: 100,
      level: null,
      evidence: [],
    });
  });

  it("takes nothing from boards that say nothing, or that the catalog does not know", () => {
    expect(quality(model(row("silent", 90), row("gone", 90)), "coding", FILE, TODAY).index).toBeNull();
  });

  it("never falls with a score", () => {
    const score = fc.double({ min: -10, max: 110, noNaN: true });
    fc.assert(
      fc.property(score, score, score, (other, p, q) => {
        const at = (s: number) =>
          quality(model(row("a", s), row("b", other, { kind: "vendor" })), "coding", FILE, TODAY).index ?? -1;
        expect(at(Math.max(p, q))).toBeGreaterThanOrEqual(at(Math.min(p, q)) - 1e-9);
      }),
    );
  });

  it("does not depend on the order of the rows", () => {
    const rows = [row("a", 60), row("b", 70), row("a", 50, { date: "2026-01-01" }), row("c", 80, { kind: "vendor" })];
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
        expect(quality(model(...shuffled), "coding", FILE, TODAY).index).toBeCloseTo(
          quality(model(...rows), "coding", FILE, TODAY).index ?? 0,
          9,
        );
      }),
    );
  });

  it("keeps low ≤ index ≤ high within 0 and 100", () => {
    const scores = fc.array(fc.double({ min: -20, max: 120, noNaN: true }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(scores, (list) => {
        const { index, low, high } = quality(
          model(...list.map((s, i) => row("abc"[i] ?? "a", s))),
          "coding",
          FILE,
          TODAY,
        );
        expect(index).not.toBeNull();
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(index ?? -1);
        expect(high).toBeGreaterThanOrEqual(index ?? 101);
        expect(high).toBeLessThanOrEqual(100);
      }),
    );
  });

  it("is surer of three boards that agree than of one", () => {
    expect(width(row("a", 60), row("b", 60), row("c", 60))).toBeLessThan(width(row("a", 60)));
  });

  it("never gets surer than the error that boards have in common", () => {
    expect(width(row("a", 60), row("b", 60), row("c", 60))).toBeGreaterThan(2 * FILE.combination.commonError);
  });

  it.each([
    ["boards that disagree", [row("a", 40), row("b", 80)], [row("a", 60), row("b", 60)]],
    ["a claim of the vendor", [row("a", 60, { kind: "vendor" })], [row("a", 60)]],
    ["an old result", [row("a", 60, { date: "2025-10" })], [row("a", 60)]],
    ["a wide published interval", [row("a", 60, { low: 40, high: 80 })], [row("a", 60)]],
    ["a predecessor", [row("a", 60, { conditions: "predecessor (version 1)" })], [row("a", 60)]],
    ["twins of one family", [row("a-sc", 60), row("a-plain", 60)], [row("a", 60), row("b", 60)]],
  ])("is less sure of %s", (_, less, more) => {
    expect(width(...less)).toBeGreaterThan(width(...more));
  });

  it("halves the say of a result in a half-life", () => {
    const { index } = quality(
      model(row("a", 90, { date: TODAY }), row("b", 30, { date: "2025-11-24" })),
      "coding",
      FILE,
      TODAY,
    );
    expect(index).toBeCloseTo(70, 1);
  });

  it("takes the discount off a claim", () => {
    expect(quality(model(row("a", 60, { kind: "vendor" })), "coding", FILE, TODAY).index).toBeCloseTo(55, 9);
  });

  it.each([
    ["the newest", row("a", 50), row("a", 90, { date: "2026-03" })],
    ["the one that names the model", row("a", 50, { variant: "Model 2" }), row("a", 90, { variant: "Model 1 (max)" })],
    ["the highest effort", row("a", 50, { variant: "model-2-max" }), row("a", 90, { variant: "model-2-high" })],
    ["any named effort before none", row("a", 50, { variant: "Model 2 (low)" }), row("a", 90, { variant: "Model 2" })],
    ["the lower score of two alike", row("a", 50), row("a", 90)],
  ])("of one board takes %s", (_, taken, left) => {
    for (const rows of [
      [taken, left],
      [left, taken],
    ]) {
      const q = quality(model(...rows), "coding", FILE, TODAY);
      expect(q.evidence).toEqual([taken]);
      expect(q.index).toBeCloseTo(50, 9);
    }
  });

  it("lets general evidence stand in, with a wider interval, for the tasks that allow it", () => {
    const borrowed = quality(model(row("reasoning", 60)), "coding", FILE, TODAY);
    const own = quality(model(row("a", 60)), "coding", FILE, TODAY);
    expect(borrowed.index).toBe(60);
    expect(borrowed.high - borrowed.low).toBeGreaterThan(own.high - own.low);
    expect(quality(model(row("reasoning", 60)), "speech-recognition", FILE, TODAY).index).toBeNull();
  });

  it("reads boards where less is better", () => {
    expect(quality(model(row("wer", 7)), "speech-recognition", FILE, TODAY)).toMatchObject({
      index: 75,
      level: "strong",
    });
  });
});

describe("toIndex", () => {
  it.each([
    [50, 0],
    [40, 0],
    [25, 25],
    [10, 50],
    [4, 100],
    [1, 100],
  ])("of a word error rate of %d is %d", (score, index) => {
    expect(toIndex(score, FILE.benchmarks["wer"] ?? board())).toBeCloseTo(index, 9);
  });
});

describe("levels", () => {
  it.each([
    [0, "basic"],
    [39.9, "basic"],
    [40, "capable"],
    [66, "strong"],
    [82, "frontier"],
    [null, null],
  ] as const)("of index %s is %s", (index, level) => {
    expect(levelOf(index, "coding", FILE)).toBe(level);
  });

  it("are unknown for a task without thresholds", () => {
    expect(levelOf(90, "forecasting", FILE)).toBeNull();
  });

  it.each([
    ["strong", [true, true, true, false]],
    [null, [true, null, null, null]],
  ] as const)("at least: %s", (level, wanted) => {
    expect(QUALITY_LEVELS.map((asked) => atLeast({ level }, asked))).toEqual(wanted);
  });
});
