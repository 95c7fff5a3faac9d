import { describe, expect, it } from "vitest";
import { curveOf } from "../../src/estimate/curve.ts";
import { estimate } from "../../src/estimate/tco.ts";
import type { Organization } from "../../src/requirements/requirements.ts";
import { accelerators, candidate, context, model, organization, workload } from "./builders.ts";

const small = model({ parameters: { totalB: 4, activeB: null } });
const laptop = candidate("edge", { device: "laptop" }, small);
const traffic = { requestsPerDay: 2000, inputTokens: 400, outputTokens: 120 };

function billOf(values: Record<string, number> = {}, own: Partial<Organization> = {}) {
  const e = estimate(laptop, workload(traffic), organization(own), context(values));
  const item = (name: string) => e.items.find((i) => i.item === name);
  return { e, item, devices: item("devices")?.usdPerMonth };
}

describe("models on users' devices", () => {
  it("cost no device and no power: users have them, and the bill says so", () => {
    const { item } = billOf();
    expect(item("devices")).toMatchObject({
      usdPerMonth: { low: 0, likely: 0, high: 0 },
      basis: "assumed",
      source: "assumption: deviceBoughtShare, users run it on devices they already have",
    });
    expect(item("power")).toBeUndefined();
    expect(item("staff")?.usdPerMonth.likely).toBeGreaterThan(0);
  });
  it("cost units times price over their months once they have to be bought: 100 laptops of 1,300 over 36", () => {
    const { devices, item } = billOf({ deviceBoughtShare: 1 });
    expect(devices?.likely).toBeCloseTo((100 * 1300) / 36, 6);
    expect(devices?.low).toBeCloseTo((40 * 800) / 48, 6);
    expect(devices?.high).toBeCloseTo((400 * 2600) / 24, 6);
    expect(item("devices")?.source).toContain("100 of 100 devices");
  });
  it("are as many as there are active users, where that is stated", () => {
    const { devices } = billOf({ deviceBoughtShare: 0.5 }, { monthlyActiveUsers: 3000 });
    expect(devices?.likely).toBeCloseTo((1500 * 1300) / 36, 6);
    expect(devices?.high).toBeCloseTo((1500 * 2600) / 24, 6);
  });
  it("are not bought where they are owned already", () => {
    const hardware = [
      { accelerator: "apple-m4-pro-24gb", count: 60 },
      { accelerator: "generic-phone-8gb", count: 500 },
    ];
    const { devices } = billOf({ deviceBoughtShare: 1 }, { hardware });
    expect(devices?.likely).toBeCloseTo((40 * 1300) / 36, 6);
    expect(devices?.low).toBe(0);
  });
  it("draw power for the seconds that they work", () => {
    const { e, item } = billOf({ deviceBoughtShare: 1 });
    const first = e.firstTokenSeconds?.likely ?? Number.NaN;
    const rate = e.tokensPerSecond?.likely ?? Number.NaN;
    const hours = (2000 * 30.4 * (first + 120 / rate)) / 3600;
    const watts = accelerators.find((a) => a.id === e.hardware?.accelerator)?.watts ?? Number.NaN;
    expect(item("power")?.usdPerMonth.likely).toBeCloseTo((watts / 1000) * hours * 0.13, 1);
  });
  it("are paid at the start and again after three years", () => {
    const at = (values: Record<string, number>) =>
      curveOf(laptop, workload(traffic), organization(), context(values), 60);
    const [own, bought] = [at({}), at({ deviceBoughtShare: 1 })];
    expect((bought?.start ?? 0) - (own?.start ?? 0)).toBeCloseTo(130_000, 6);
    expect((bought?.monthly[36] ?? 0) - (bought?.monthly[35] ?? 0)).toBeCloseTo(130_000, 6);
    expect(bought?.monthly[37]).toBeCloseTo(bought?.monthly[35] ?? Number.NaN, 6);
  });
});
