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
