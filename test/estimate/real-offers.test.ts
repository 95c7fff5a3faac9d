import { describe, expect, it } from "vitest";
import type { Candidate } from "../../src/candidates/candidate.ts";
import { enumerate } from "../../src/candidates/enumerate.ts";
import type { Offer } from "../../src/catalog/catalog.ts";
import { loadCatalog } from "../../src/catalog/load.ts";
import { estimate } from "../../src/estimate/tco.ts";
import { settle } from "../../src/requirements/settle.ts";

const catalog = await loadCatalog();
const context = { catalog, today: "2026-11-25", assumptions: {} };
const TRAFFIC = {
  requestsPerDay: 12_345,
  inputTokens: 3210,
  outputTokens: 456,
  cachedInputShare: 0.35,
  batchShare: 0.2,
  growthPerYear: 0,
};
const MONTHS = 14;

function world(own: object = {}) {
  const value = {
    organization: { jurisdiction: "US" },
    workloads: [
      {
        task: "chat",
        deployments: ["vendor-api", "hosted-api"],
        lifetimeMonths: MONTHS,
        traffic: { ...TRAFFIC, ...own },
      },
    ],
  };
  const layer = { origin: "file" as const, value, locate: () => ({ file: "test" }) };
  const { requirements } = settle([layer], { requirements: catalog.defaults, tasks: catalog.tasks });
  const workload = requirements.workloads[0];
  if (!workload) throw new Error("no workload");
  return { workload, organization: requirements.organization };
}

/** First day of month `i` counted from the 25th of November 2026. */
const dayOf = (i: number): string =>
  `${2026 + Math.floor((10 + i) / 12)}-${String(((10 + i) % 12) + 1).padStart(2, "0")}-25`;

/** The price list read by hand: USD of one request at one offer, tokens of `inputs` fresh and cached, and written. */
function request(o: Offer, inputs: number): number {
  const tier = [...o.tiers]
    .sort((a, b) => b.aboveInputTokens - a.aboveInputTokens)
    .find((t) => inputs > t.aboveInputTokens);
  const pIn = tier ? tier.inputUsdPerMtok : (o.inputUsdPerMtok ?? Number.NaN);
  const pOut = tier ? tier.outputUsdPerMtok : (o.outputUsdPerMtok ?? Number.NaN);
  const pCached = tier ? (tier.cachedInputUsdPerMtok ?? pIn) : (o.cachedInputUsdPerMtok ?? pIn);
  const c = TRAFFIC.cachedInputShare;
  const input = (inputs * (1 - c) * pIn + inputs * c * pCached) / 1e6;
  const output = (TRAFFIC.outputTokens * pOut) / 1e6;
  const inBatch = o.batchInputUsdPerMtok !== null && o.inputUsdPerMtok ? o.batchInputUsdPerMtok / o.inputUsdPerMtok : 1;
  const outBatch =
    o.batchOutputUsdPerMtok !== null && o.outputUsdPerMtok ? o.batchOutputUsdPerMtok / o.outputUsdPerMtok : 1;
  const b = TRAFFIC.batchShare;
  return input * (1 - b) + input * b * inBatch + output * (1 - b) + output * b * outBatch + (o.perRequestUsd ?? 0);
}

/** USD a month over the term; null where a day has not exactly one plain price, or bands that do not fill the week. */
function listed(offers: readonly Offer[], inputs: number): number | null {
  let sum = 0;
  for (let i = 0; i < MONTHS; i++) {
    const day = dayOf(i);
    const active = offers.filter((o) => (o.from ?? "") <= day && (o.until ?? "9999") >= day);
    const shares = active.map((o) => o.band?.hourShare ?? 1);
    if (Math.abs(shares.reduce((a, x) => a + x, 0) - 1) > 1e-9) return null;
    sum += active.reduce((usd, o, k) => usd + request(o, inputs) * (shares[k] ?? 0), 0) * TRAFFIC.requestsPerDay * 30.4;
  }
  return sum / MONTHS;
}

const apis = (w: ReturnType<typeof world>): Candidate[] =>
  enumerate(catalog, w.organization, w.workload).filter(
    (c) =>
      c.deployment.offers.length > 0 &&
      c.deployment.offers.every((o) => o.inputUsdPerMtok !== null && o.outputUsdPerMtok !== null),
  );

describe.each([
  ["short requests", 3210],
  ["requests above every tier", 900_001],
])("the bill of every API in the catalog, %s", (_, inputTokens) => {
  const w = world({ inputTokens });
  const all = apis(w);
  const checked = all.flatMap((c) => {
    const usd = listed(c.deployment.offers, inputTokens);
    return usd === null ? [] : [{ c, usd }];
  });

  it("is the price list to the cent", () => {
    const wrong = checked.flatMap(({ c, usd }) => {
      const e = estimate(c, w.workload, w.organization, context);
      const tokens = e.items.filter((i) => i.item === "tokens" || i.item === "media");
      const likely = tokens.reduce((sum, i) => sum + i.usdPerMonth.likely, 0);
      return Math.abs(likely - usd) < 0.005 ? [] : [`${c.id}: ${likely} instead of ${usd}`];
    });
    expect(wrong).toEqual([]);
  });
  it("was compared for nearly all, among them tiers, time bands, dated prices, batch and cache prices", () => {
    const of = (has: (o: Offer) => boolean) => checked.filter(({ c }) => c.deployment.offers.some(has)).length;
    expect(checked.length).toBeGreaterThan(0.95 * all.length);
    expect(checked.length).toBeGreaterThan(200);
    expect(of((o) => o.tiers.length > 0)).toBeGreaterThan(10);
    expect(of((o) => o.band !== null)).toBeGreaterThan(0);
    expect(of((o) => o.until !== null && o.until >= context.today)).toBeGreaterThan(0);
    expect(of((o) => o.batchInputUsdPerMtok !== null)).toBeGreaterThan(10);
    expect(of((o) => o.cachedInputUsdPerMtok !== null)).toBeGreaterThan(50);
  });
});

describe("one workload at ten APIs, by hand", () => {
  // 12,000 requests a day over 30.4 days, 2,500 tokens in of which 40 % repeat, 400 out: 547.2 million fresh, 364.8 million
  // repeated, 145.92 million out. Prices of 2026-11-25, USD for a million.
  const layer = {
    origin: "file" as const,
    value: {
      workloads: [
        {
          task: "chat",
          lifetimeMonths: 1,
          deployments: ["vendor-api", "hosted-api"],
          traffic: { requestsPerDay: 12_000, inputTokens: 2500, outputTokens: 400, cachedInputShare: 0.4 },
        },
      ],
    },
    locate: () => ({ file: "test" }),
  };
  const { requirements } = settle([layer], { requirements: catalog.defaults, tasks: catalog.tasks });
  const [workload] = requirements.workloads;
  if (!workload) throw new Error("no workload");
  const candidates = enumerate(catalog, requirements.organization, workload);

  it.each([
    ["anthropic/claude-opus-5.5@anthropic/api", "547.2 × 4 + 364.8 × 0.2 + 145.92 × 20", 5180.16],
    ["anthropic/claude-haiku-5.5@anthropic/api", "547.2 × 0.1 + 364.8 × 0.01 + 145.92 × 0.5", 131.33],
    ["xai/grok-4.7@xai/api", "547.2 × 2 + 364.8 × 0.5 + 145.92 × 6", 2152.32],
    ["google/gemini-4-argon@google/api", "547.2 × 2 + 364.8 × 0.1 + 145.92 × 10", 2590.08],
    ["cohere/command-a-plus-05-2026@cohere/api", "912 × 2.5 + 145.92 × 10, nothing for repeated", 3739.2],
    ["amazon/nova-pro@amazon-bedrock/eu", "547.2 × 0.92 + 364.8 × 0.23 + 145.92 × 3.68", 1124.31],
    ["minimax/minimax-m2.7@together/api", "547.2 × 0.3 + 364.8 × 0.06 + 145.92 × 1.2", 361.15],
    ["deepseek/deepseek-v3.2@google-vertex/api", "912 × 0.56 + 145.92 × 1.68, nothing for repeated", 755.87],
    [
      "deepseek/deepseek-v4-pro-0813@deepseek/api",
      "peak hours 0.2083 × 1,316.1984 + off-peak hours 0.7917 × 658.0992",
      795.18,
    ],
    ["alibaba/qwen3.8-27b@groq/api", "912 × 0.8 + 145.92 × 4, nothing for repeated", 1313.28],
  ])("%s: %s", (id, _, usd) => {
    const c = candidates.find((x) => x.id === id);
    if (!c) throw new Error(`no candidate ${id}`);
    const { items } = estimate(c, workload, requirements.organization, context);
    expect(items.find((i) => i.item === "tokens")?.usdPerMonth.likely.toFixed(2)).toBe(usd.toFixed(2));
  });
});
