import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type BreakEvenAsPublished,
  hoursToBreakEven,
  monthsToBreakEven,
  nodesUsdPerDay,
  tokensMPerWorkedMonth,
  tokensUsd,
} from "../../src/estimate/published-checks.ts";
import { assumptions } from "./builders.ts";

interface Published {
  readonly id: string;
  readonly source: string;
  readonly measured: number;
  readonly inputs: Readonly<Record<string, number | string>>;
}
const fixture = JSON.parse(readFileSync(join(import.meta.dirname, "../fixtures/estimator-cases.json"), "utf8")) as {
  published: Published[];
};
const from = (source: string): Published[] => fixture.published.filter((p) => p.source === source);
const number = ({ inputs, id }: Published, key: string): number => {
  const x = inputs[key];
  if (typeof x !== "number") throw new Error(`${id} has no number ${key}`);
  return x;
};
const median = (list: readonly number[]): number => {
  const sorted = [...list].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
};

/** arXiv:2509.18101v3, Table IV. */
const cells = from("cmu-2509.18101").map((p) => ({
  name: `${p.inputs["model"]} against ${p.inputs["api"]}`,
  api: p.inputs["api"],
  months: p.measured,
  tokensPerSecond: number(p, "throughputTokS"),
  input: {
    capexUsd: number(p, "capexUsd"),
    tokensMPerMonth: number(p, "monthlyTokensM"),
    usdPerMtokIn: number(p, "apiIn"),
    usdPerMtokOut: number(p, "apiOut"),
    devices: number(p, "gpuCount"),
    wattsPerDevice: number(p, "gpuWatts"),
    usdPerKwh: number(p, "electricityUsdKwh"),
  } satisfies BreakEvenAsPublished,
}));
const errorOf = (c: (typeof cells)[number]): number =>
  Math.abs((monthsToBreakEven(c.input) ?? Number.POSITIVE_INFINITY) / c.months - 1);

/** The table prints months to one decimal: 1.9 stands for 1.85 to 1.95. */
const HALF_A_DIGIT = 0.05;

describe("break-even in months as of arXiv:2509.18101v3", () => {
  it("has 18 cells, five of them against GPT-5", () => {
    expect(cells).toHaveLength(18);
    expect(cells.filter((c) => c.api === "GPT-5")).toHaveLength(5);
  });
  it("is within 2 % in the median", () => {
    expect(median(cells.map(errorOf))).toBeLessThan(0.02);
  });
  it.each(cells.map((c) => [c.name, c] as const))("%s is within 1 % of what the printed digit stands for", (_, c) => {
    const ours = monthsToBreakEven(c.input) ?? Number.POSITIVE_INFINITY;
    expect(ours).toBeGreaterThan((c.months - HALF_A_DIGIT) / 1.01);
    expect(ours).toBeLessThan((c.months + HALF_A_DIGIT) * 1.01);
  });
  it.each(cells.map((c) => [c.name, c] as const))("tokens of %s are those of 176 hours", (_, c) => {
    expect(tokensMPerWorkedMonth(c.tokensPerSecond)).toBeCloseTo(c.input.tokensMPerMonth, 0);
  });
  it("never comes against GPT-5 once a quarter of an engineer is paid", () => {
    const salary = assumptions.values["loadedSalary"]?.value;
    const likely = typeof salary === "object" ? salary.likely : Number.NaN;
    const otherUsdPerMonth = (0.25 * likely) / 12;
    for (const c of cells.filter((x) => x.api === "GPT-5"))
      expect(monthsToBreakEven({ ...c.input, otherUsdPerMonth })).toBeNull();
  });
});

describe("break-even in hours as of Lenovo Press LP2225", () => {
  const [lenovo] = from("lenovo-lp2225");
  if (!lenovo) throw new Error("the fixture has no row of Lenovo");
  const hours = (rent: number) =>
    hoursToBreakEven(number(lenovo, "capexUsd"), rent, number(lenovo, "onpremUsdPerHour"));
  it("is 8,556 at the price of May 2025", () => {
    expect(Math.round(hours(number(lenovo, "cloudUsdPerHour")) ?? 0)).toBe(8556);
    expect(lenovo.measured).toBe(8556);
  });
  it("is 15,392 at what the same instance costs since June 2025 (skypilot-catalog v8, p5.48xlarge)", () => {
    expect(Math.round(hours(55.04) ?? 0)).toBe(15_392);
  });
  it("never comes where renting costs no more than running", () => {
    expect(hours(0.87)).toBeNull();
  });
});

describe("a day of DeepSeek (open-infra-index, day 6)", () => {
  it("costs 87,072 USD: 226.75 nodes of eight at 2 USD an hour", () => {
    expect(nodesUsdPerDay(226.75, 8, 2)).toBe(87_072);
  });
  it("would earn what was published within a thousandth", () => {
    const [day] = from("deepseek-prod");
    if (!day) throw new Error("the fixture has no row of DeepSeek");
    const cached = number(day, "cacheHitTokensB") * 1e9;
    const revenue = tokensUsd([
      [cached, number(day, "priceHit")],
      [number(day, "inputTokensB") * 1e9 - cached, number(day, "priceMiss")],
      [number(day, "outputTokensB") * 1e9, number(day, "priceOut")],
    ]);
    expect(revenue).toBeCloseTo(562_100, 6);
    expect(Math.abs(revenue / day.measured - 1)).toBeLessThan(0.001);
  });
});
