import { describe, expect, it } from "vitest";
import { driversOf } from "../../src/estimate/drivers.ts";
import { estimate } from "../../src/estimate/tco.ts";
import { accelerators, candidate, cloud, context, model, offer, organization, workload } from "./builders.ts";

const api = candidate("vendor-api", { offers: [offer({ inputUsdPerMtok: 1, outputUsdPerMtok: 4 })] });
const rented = candidate(
  "cloud-gpu",
  { provider: cloud("nebius-cloud"), processingIn: ["EU"] },
  model({ parameters: { totalB: 70.6, activeB: null } }),
);
const bill = (c: typeof api, w = workload(), own: Record<string, number> = {}) =>
  estimate(c, w, organization(), context(own)).usdPerMonth?.likely ?? Number.NaN;

describe.each([
  ["an API", api],
  ["a rented accelerator", rented],
])("what drives the bill of %s", (_, c) => {
  const heavy = workload({ requestsPerDay: 2_000_000 });
  const drivers = driversOf(c, heavy, organization(), context());

  it("is each assumption at its ends, all else as it is", () => {
    const assumed = drivers.filter((d) => d.kind === "assumption");
    expect(assumed.length).toBeGreaterThan(3);
    for (const d of assumed) {
      expect(d.atLow).toBe(bill(c, heavy, { [d.input]: d.value.low }));
      expect(d.atHigh).toBe(bill(c, heavy, { [d.input]: d.value.high }));
      expect(d.source).not.toBe("");
    }
  });

  it("is traffic at half and at twice", () => {
    const requests = drivers.find((d) => d.input === "requestsPerDay");
    expect(requests?.atLow).toBe(bill(c, workload({ requestsPerDay: 1_000_000 })));
    expect(requests?.atHigh).toBe(bill(c, workload({ requestsPerDay: 4_000_000 })));
  });

  it("comes in the order of what it moves, and nothing that moves nothing is there", () => {
    const now = bill(c, heavy);
    const swings = drivers.map((d) => Math.max(d.atLow, d.atHigh, now) - Math.min(d.atLow, d.atHigh, now));
    expect(swings).toEqual([...swings].sort((a, b) => b - a));
    expect(Math.min(...swings)).toBeGreaterThanOrEqual(0.001 * now);
  });
});

describe("what drives a bill", () => {
  it("includes the speed of rented hardware: slower costs more", () => {
    const heavy = workload({ requestsPerDay: 2_000_000 });
    const speed = driversOf(rented, heavy, organization(), context()).find((d) => d.kind === "speed");
    expect(speed?.atLow).toBeGreaterThan(speed?.atHigh ?? Number.POSITIVE_INFINITY);
    expect(driversOf(api, heavy, organization(), context()).some((d) => d.kind === "speed")).toBe(false);
  });

  it("includes the price of what is bought, over its range; a quote or owned machines leave it out", () => {
    const H100 = "nvidia-h100-80gb-sxm";
    const own = candidate("on-premises", {}, model({ parameters: { totalB: 70.6, activeB: null } }));
    const at = (assumptions: Record<string, number>) => {
      const { catalog, ...rest } = context(assumptions);
      return { ...rest, catalog: { ...catalog, accelerators: accelerators.filter((a) => a.id === H100) } };
    };
    const priceIn = (assumptions: Record<string, number>, owned = 0) =>
      driversOf(
        own,
        workload(),
        organization({ hardware: owned > 0 ? [{ accelerator: H100, count: owned }] : [] }),
        at(assumptions),
      ).find((d) => d.input === "purchasePriceFactor");
    const price = priceIn({});
    expect(price?.value.low).toBeCloseTo(24 / 30, 9);
    expect(price?.value.high).toBeCloseTo(38 / 30, 9);
    const quoted = (x: number) =>
      estimate(own, workload(), organization(), at({ purchasePriceFactor: x })).usdPerMonth?.likely;
    expect(price?.atLow).toBe(quoted(24_000 / 30_000));
    expect(price?.atHigh).toBe(quoted(38_000 / 30_000));
    expect(priceIn({ purchasePriceFactor: 1.1 })).toBeUndefined();
    expect(priceIn({}, 64)).toBeUndefined();
  });

  it("is not the speed of machines whose speed was measured", () => {
    const heavy = workload({ requestsPerDay: 2_000_000 });
    const own = driversOf(rented, heavy, organization(), context({ hostingSpeed: 0.8 }));
    expect(own.some((d) => d.kind === "speed")).toBe(false);
  });

  it("leaves out what the user settled", () => {
    const own = driversOf(api, workload(), organization(), context({ loadedSalary: 100_000 }));
    expect(own.some((d) => d.input === "loadedSalary")).toBe(false);
    expect(driversOf(api, workload(), organization(), context()).some((d) => d.input === "loadedSalary")).toBe(true);
  });

  it("is nothing where nothing is priced", () => {
    expect(driversOf(candidate("vendor-api", { offers: [] }), workload(), organization(), context())).toEqual([]);
  });
});
