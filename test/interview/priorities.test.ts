import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tradeOff } from "../../src/advise/trade-off.ts";
import {
  centroidWeights,
  pointsOfOrder,
  pointWeights,
  readPoints,
  readWeights,
  weightWords,
} from "../../src/interview/priorities.ts";
import { CRITERIA, type Criterion } from "../../src/vocabulary.ts";

const NAMES = {
  performance: "Quality",
  tco: "Cost",
  privacy: "Privacy",
  customization: "Customization",
  geopolitics: "Independence",
  security: "Security",
  support: "Support",
  innovation: "Innovation",
} as const;
const order = fc.shuffledSubarray([...CRITERIA], { minLength: 1 });
const sum = (weights: Readonly<Partial<Record<Criterion, number>>>) =>
  Object.values(weights).reduce((s, w) => s + w, 0);

describe("weights from an order", () => {
  it("are rank-order centroids", () => {
    const all = centroidWeights(CRITERIA);
    expect(CRITERIA.map((c) => all[c])).toEqual([34, 21.5, 15.2, 11.1, 7.9, 5.4, 3.3, 1.6]);
  });

  it("fall with the rank, share what is not in the order, and sum to 100", () => {
    fc.assert(
      fc.property(order, (given) => {
        const weights = centroidWeights(given);
        expect(sum(weights)).toBeCloseTo(100, 0);
        const ranked = given.map((c) => weights[c]);
        expect(ranked).toEqual([...ranked].sort((a, b) => b - a));
        const rest = CRITERIA.filter((c) => !given.includes(c)).map((c) => weights[c]);
        expect(new Set(rest).size).toBeLessThanOrEqual(1);
        for (const w of rest) expect(w).toBeLessThanOrEqual(ranked.at(-1) as number);
      }),
    );
  });

  it("are points of which the first has 100", () => {
    fc.assert(
      fc.property(order, (given) => {
        const points = pointsOfOrder(given);
        expect(points[0]).toBe(100);
        expect(sum(pointWeights(given, points))).toBeCloseTo(100, 0);
        expect("points" in readPoints(points.join(", "), given.length)).toBe(true);
      }),
    );
  });
});

describe("what is typed", () => {
  it.each([
    ["100, 60", 2, [100, 60]],
    ["100/60/0", 3, [100, 60, 0]],
    ["100", 2, /2 numbers/u],
    ["60, 100", 2, /first/u],
    ["100, 160", 2, /0 to 100/u],
    ["100, a", 2, /0 to 100/u],
  ])("%j is read as points", (text, count, expected) => {
    const read = readPoints(text, count);
    if (expected instanceof RegExp) expect("problem" in read && read.problem).toMatch(expected);
    else expect(read).toEqual({ points: expected });
  });

  it.each([
    ["tco=30,privacy=30", { tco: 30, privacy: 30 }],
    ["Cost 40; Quality: 60", { tco: 40, performance: 60 }],
    ["price=3", /"price=3" is not criterion=number/u],
    ["tco=0", /above 0/u],
    ["tco=-1", /not criterion=number/u],
  ])("%j is read as weights", (text, expected) => {
    const read = readWeights(text, NAMES);
    if (expected instanceof RegExp) expect("problem" in read && read.problem).toMatch(expected);
    else expect(read).toEqual({ weights: expected });
  });

  it("is said back in shares, the heaviest first", () => {
    expect(weightWords({ tco: 1, privacy: 3 }, NAMES)).toBe("Privacy 75, Cost 25");
  });
});

describe("a trade-off", () => {
  const weights = Object.fromEntries(CRITERIA.map((c) => [c, 1 / 8])) as Record<Criterion, number>;
  const apart = (over: Partial<Record<Criterion, number>>) =>
    ({ ...Object.fromEntries(CRITERIA.map((c) => [c, 0])), ...over }) as Record<Criterion, number>;

  it("sets one lead of each against the other, and each answer moves the weights its way and leaves less doubt", () => {
    const found = tradeOff(weights, apart({ performance: 0.3, tco: -0.28, support: -0.9 }), 0.35);
    expect(found).toMatchObject({ first: "performance", second: "tco" });
    if (!found) return;
    expect(found.ifFirst.weights.performance).toBeGreaterThan(weights.performance);
    expect(found.ifSecond.weights.tco).toBeGreaterThan(weights.tco);
    for (const { weights: w, doubt } of [found.ifFirst, found.ifSecond]) {
      expect(sum(w)).toBeCloseTo(1, 9);
      expect(doubt).toBeLessThan(0.35);
      expect(doubt).toBeGreaterThan(0.2);
    }
  });

  it("is the same every time", () => {
    const difference = apart({ performance: 0.3, tco: -0.28 });
    expect(tradeOff(weights, difference, 0.2)).toEqual(tradeOff(weights, difference, 0.2));
  });

  it("is not asked where one has no lead, or nobody would answer otherwise", () => {
    expect(tradeOff(weights, apart({ performance: 0.3 }), 0.35)).toBeNull();
    expect(tradeOff(weights, apart({ performance: 0.9, tco: -0.03 }), 0.1)).toBeNull();
  });
});
