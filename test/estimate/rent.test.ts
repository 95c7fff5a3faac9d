import { describe, expect, it } from "vitest";
import { estimate } from "../../src/estimate/tco.ts";
import type { Traffic, Workload } from "../../src/requirements/requirements.ts";
import { accelerators, candidate, cloud, context, model, organization, workload } from "./builders.ts";

const dense = model({ parameters: { totalB: 70.6, activeB: null } });

function rented(
  [chip, provider, country]: readonly [string, string, string],
  own: Partial<Workload> = {},
  values: Record<string, number> = {},
  traffic: Partial<Traffic> = {},
) {
  const at = context(values);
  const only = { ...at, catalog: { ...at.catalog, accelerators: accelerators.filter((a) => a.id === chip) } };
  const place = candidate("cloud-gpu", { provider: cloud(provider), processingIn: [country] }, dense);
  const e = estimate(place, workload({ requestsPerDay: 1, ...traffic }, own), organization(), only);
  const rent = e.items.find((i) => i.item === "accelerators");
  if (!rent) throw new Error("nothing is rented");
  return { ...rent, remarks: e.remarks.map((r) => r.code) };
}

/** Eight A100 on one node; on demand 27.44705 USD an hour, reserved for a year 17.401365. */
const P4DE = ["nvidia-a100-80gb-sxm", "aws", "US"] as const;
/** An H100 node of eight at 31.92, no reserved price. */
const LAMBDA = ["nvidia-h100-80gb-sxm", "lambda", "US"] as const;
const ON_DEMAND = 27.44705 * 730;

describe("machines on demand", () => {
  it("cost the list price; the low end has all of it reserved, the high end a list that moves", () => {
    const { usdPerMonth, basis, remarks } = rented(P4DE);
    expect(usdPerMonth.likely).toBeCloseTo(ON_DEMAND, 6);
    expect(usdPerMonth.low).toBeCloseTo(17.401365 * 730, 6);
    expect(usdPerMonth.high).toBeCloseTo(ON_DEMAND * 1.5, 6);
    expect(basis).toBe("quoted");
    expect(remarks).not.toContain("reserved");
  });
  it("are assumed at 0.63 of the list at the least where no reserved price is published", () => {
    expect(rented(LAMBDA).usdPerMonth.low).toBeCloseTo(31.92 * 730 * 0.63, 6);
  });
  it("are not reserved for a workload of less than a year", () => {
    const { usdPerMonth } = rented(P4DE, { lifetimeMonths: 11 });
    expect(usdPerMonth.low).toBeCloseTo(ON_DEMAND, 6);
    expect(usdPerMonth.likely).toBeCloseTo(ON_DEMAND, 6);
  });
});

describe("reserved machines, --set assumptions.reservedShare", () => {
  it("cost the published price of that instance", () => {
    const { usdPerMonth, source, basis, remarks } = rented(P4DE, {}, { reservedShare: 1 });
    expect(usdPerMonth.low).toBeCloseTo(17.401365 * 730, 6);
    expect(usdPerMonth.likely).toBeCloseTo(17.401365 * 730, 6);
    expect(usdPerMonth.high).toBeCloseTo(17.401365 * 730 * 1.5, 6);
    expect(basis).toBe("quoted");
    expect(source).toContain("100 % reserved, reserved price one year, nothing upfront");
    expect(remarks).toContain("reserved");
  });
  it("are part of the bill by their share", () => {
    const { usdPerMonth } = rented(P4DE, {}, { reservedShare: 0.5 });
    expect(usdPerMonth.likely).toBeCloseTo((ON_DEMAND + 17.401365 * 730) / 2, 6);
  });
  it("cost 0.7 of the list (0.63 to 0.85) elsewhere, as an assumption", () => {
    const { usdPerMonth, basis, source } = rented(LAMBDA, {}, { reservedShare: 1 });
    expect(usdPerMonth.low).toBeCloseTo(31.92 * 730 * 0.63, 6);
    expect(usdPerMonth.likely).toBeCloseTo(31.92 * 730 * 0.7, 6);
    expect(usdPerMonth.high).toBeCloseTo(31.92 * 730 * 0.85 * 1.5, 6);
    expect(basis).toBe("assumed");
    expect(source).toContain("assumption: reservedPriceFactor");
  });
  it("stay on demand for a workload of less than a year, and that is said", () => {
    const { usdPerMonth, remarks } = rented(P4DE, { lifetimeMonths: 6 }, { reservedShare: 1 });
    expect(usdPerMonth.likely).toBeCloseTo(ON_DEMAND, 6);
    expect(remarks).toContain("reserved-too-long");
  });
});

describe("machines that may be taken away, where all of it may wait", () => {
  const WAITS = { batchShare: 1 };
  it("cost the spot price that is listed, without a reservation on top", () => {
    const { usdPerMonth, source } = rented(P4DE, {}, {}, WAITS);
    expect(usdPerMonth.likely).toBeCloseTo(8.6505 * 730, 6);
    expect(usdPerMonth.low).toBeCloseTo(ON_DEMAND * 0.19, 6);
    expect(usdPerMonth.high).toBeCloseTo(ON_DEMAND * 1.5, 6);
    expect(source).toContain("spot price");
  });
  it("are assumed at 0.35 of the list where no spot price is listed", () => {
    const { usdPerMonth, basis } = rented(LAMBDA, {}, {}, WAITS);
    expect(usdPerMonth.likely).toBeCloseTo(31.92 * 730 * 0.35, 6);
    expect(basis).toBe("assumed");
  });
  it("cost what the user says", () => {
    expect(rented(P4DE, {}, { spotPriceFactor: 0.5 }, WAITS).usdPerMonth.likely).toBeCloseTo(ON_DEMAND * 0.5, 6);
  });
});
