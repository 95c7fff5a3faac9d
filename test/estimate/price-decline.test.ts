import { describe, expect, it } from "vitest";
import type { Candidate } from "../../src/candidates/candidate.ts";
import { curveOf } from "../../src/estimate/curve.ts";
import { driversOf } from "../../src/estimate/drivers.ts";
import { estimate } from "../../src/estimate/tco.ts";
import { accelerators, candidate, cloud, context, model, offer, organization, workload } from "./builders.ts";

const H100 = "nvidia-h100-80gb-sxm";
const dense = model({ parameters: { totalB: 70.6, activeB: null } });
const api = candidate("vendor-api", { offers: [offer({ inputUsdPerMtok: 2, outputUsdPerMtok: 10 })] });
const rented = candidate("cloud-gpu", { provider: cloud("nebius-cloud"), processingIn: ["EU"] }, dense);
const bought = candidate("on-premises", {}, dense);
const TRAFFIC = { requestsPerDay: 100_000, inputTokens: 1500, outputTokens: 400 };

function of(c: Candidate, values: Record<string, number>, months: number, growthPerYear = 0) {
  const { catalog, ...rest } = context(values);
  const at = { ...rest, catalog: { ...catalog, accelerators: accelerators.filter((a) => a.id === H100) } };
  const w = workload({ ...TRAFFIC, growthPerYear }, { lifetimeMonths: months });
  const e = estimate(c, w, organization(), at);
  const usd = (item: string) => e.items.find((i) => i.item === item)?.usdPerMonth ?? { low: 0, likely: 0, high: 0 };
  return {
    e,
    usd,
    curve: curveOf(c, w, organization(), at, months),
    drivers: () => driversOf(c, w, organization(), at),
  };
}
/** Mean of 0.8^(month/12) over the months, each weighted. */
const mean = (months: number, weight: (i: number) => number = () => 1): number => {
  let sum = 0;
  for (let i = 0; i < months; i++) sum += weight(i) * 0.8 ** (i / 12);
  return sum / months;
};

describe("prices that fall by a fifth a year", () => {
  it("take nothing off a bill unless said, and are among what moves it", () => {
    expect(of(api, {}, 24).usd("tokens").likely).toBeCloseTo(21_280, 6);
    const driver = of(api, {}, 24)
      .drivers()
      .find((d) => d.input === "priceDecline.api");
    expect(driver?.atLow).toBe(of(api, {}, 24).e.usdPerMonth?.likely);
    expect(driver?.atHigh).toBe(of(api, { "priceDecline.api": 0.3 }, 24).e.usdPerMonth?.likely);
    expect(driver?.atHigh).toBeLessThan(driver?.atLow ?? 0);
  });
  it("take their mean over the months off an API, month by month on the curve", () => {
    const own = of(api, { "priceDecline.api": 0.2 }, 24);
    expect(own.usd("tokens").likely).toBeCloseTo(21_280 * mean(24), 6);
    const plain = of(api, {}, 24).curve?.monthly ?? [];
    const paid = own.curve?.monthly ?? [];
    expect((plain[12] ?? 0) - (paid[12] ?? 0)).toBeCloseTo(21_280 * 0.2, 6);
    expect(paid[0]).toBeCloseTo(plain[0] ?? Number.NaN, 6);
  });
  it("weigh the months by their requests where traffic grows", () => {
    const own = of(api, { "priceDecline.api": 0.2 }, 24, 0.5);
    expect(own.usd("tokens").likely).toBeCloseTo(21_280 * mean(24, (i) => 1.5 ** (i / 12)), 6);
  });
  it("take the same off rented machines", () => {
    const [plain, own] = [of(rented, {}, 24), of(rented, { "priceDecline.rental": 0.2 }, 24)];
    expect(own.usd("accelerators").likely).toBeCloseTo(plain.usd("accelerators").likely * mean(24), 6);
    expect(own.usd("accelerators").high).toBeCloseTo(plain.usd("accelerators").high * mean(24), 6);
    const gone = (i: number) => (plain.curve?.monthly[i] ?? 0) - (own.curve?.monthly[i] ?? 0);
    expect(gone(0)).toBeCloseTo(0, 6);
    expect(gone(12)).toBeCloseTo(0.2 * 1.08 * plain.usd("accelerators").likely, 4);
  });
  it("make machines cheaper that are renewed after four years, not those bought today", () => {
    const [plain, own] = [of(bought, {}, 60), of(bought, { "priceDecline.hardware": 0.2 }, 60)];
    expect(own.usd("accelerators").likely).toBeCloseTo(
      (plain.usd("accelerators").likely * (48 + 12 * 0.8 ** 4)) / 60,
      6,
    );
    expect(own.curve?.start).toBe(plain.curve?.start);
    const cards = (plain.e.hardware?.perReplica ?? 0) * (plain.e.hardware?.replicas ?? 0);
    const renewal = (i: number) => (own.curve?.monthly[48] ?? 0) - (own.curve?.monthly[i] ?? 0);
    expect(renewal(47)).toBeCloseTo(cards * 40_500 * (0.8 ** 4 - 0.05), 4);
    expect(of(bought, { "priceDecline.hardware": 0.2 }, 36).usd("accelerators").likely).toBe(
      of(bought, {}, 36).usd("accelerators").likely,
    );
  });
  it("make machines cheaper that are added as traffic grows", () => {
    const [plain, own] = [of(bought, {}, 36, 2), of(bought, { "priceDecline.hardware": 0.2 }, 36, 2)];
    const less = own.usd("accelerators").likely / plain.usd("accelerators").likely;
    expect(less).toBeLessThan(0.999);
    expect(less).toBeGreaterThan(0.8 ** 3);
  });
});
