import { describe, expect, it } from "vitest";
import { curveOf } from "../../src/estimate/curve.ts";
import { estimate } from "../../src/estimate/tco.ts";
import type { Workload } from "../../src/requirements/requirements.ts";
import { accelerators, candidate, context, model, organization, workload } from "./builders.ts";

const dense = model({ parameters: { totalB: 70.6, activeB: null } });
const place = candidate("on-premises", {}, dense);

interface Own {
  readonly values?: Record<string, number>;
  readonly owned?: number;
  readonly workload?: Partial<Workload>;
  readonly today?: string;
}

const only = (chip: string, { values = {}, today }: Own) => {
  const at = context(values);
  const catalog = { ...at.catalog, accelerators: accelerators.filter((a) => a.id === chip) };
  return { ...at, catalog, ...(today ? { today } : {}) };
};
const owning = (chip: string, { owned = 0 }: Own) =>
  organization({ hardware: owned > 0 ? [{ accelerator: chip, count: owned }] : [] });

/** The bill of one model on one kind of accelerator, and by how many devices it is divided. */
function billOn(chip: string, own: Own = {}) {
  const e = estimate(place, workload({ requestsPerDay: 1 }, own.workload), owning(chip, own), only(chip, own));
  if (!e.hardware) throw new Error("no hardware");
  const item = (name: string) => e.items.find((i) => i.item === name);
  const n = e.hardware.perReplica * e.hardware.replicas;
  return { e, n, item, usd: (name: string) => item(name)?.usdPerMonth };
}

const H100 = "nvidia-h100-80gb-sxm";

describe("a month of one bought H100, by hand", () => {
  // 30,000 USD (24,000 to 38,000) and 0.35 (0.25 to 1) of it for the server: 40,500 (30,000 to 76,000).
  const { n, usd, item, e } = billOn(H100);

  it("purchase: 95 % of 40,500 over 48 months; 85 % of 30,000 over 60; all of 76,000 over 36", () => {
    expect(usd("accelerators")?.likely).toBeCloseTo(n * 801.5625, 6);
    expect(usd("accelerators")?.low).toBeCloseTo(n * 425, 6);
    expect(usd("accelerators")?.high).toBeCloseTo((n * 76_000) / 36, 6);
    expect(item("accelerators")?.basis).toBe("quoted");
  });
  it("support: 7 % a year of what was paid (5 to 10)", () => {
    expect(usd("support contract")?.likely).toBeCloseTo(n * 236.25, 6);
    expect(usd("support contract")?.low).toBeCloseTo(n * 125, 6);
    expect(usd("support contract")?.high).toBeCloseTo((n * 7600) / 12, 6);
  });
  it("power: 700 W, times 1.25 at the wall, 0.655 drawn, PUE 1.54, 730 hours, 0.13 a kWh: 83.76 USD", () => {
    expect(usd("power")?.likely).toBeCloseTo(n * 0.7 * 1.25 * 0.655 * 1.54 * 730 * 0.13, 6);
    expect(usd("power")?.likely).toBeCloseTo(n * 83.76, 2);
    expect(usd("power")?.low).toBeCloseTo(n * 0.7 * 1.13 * 0.64 * 1.2 * 730 * 0.07, 6);
    expect(usd("power")?.high).toBeCloseTo(n * 0.7 * 1.31 * 0.67 * 1.7 * 730 * 0.23, 6);
  });
  it("space: 60 USD a kW (0 to 150) of 0.875 kW", () => {
    expect(usd("space")?.likely).toBeCloseTo(n * 52.5, 6);
    expect(usd("space")?.low).toBe(0);
    expect(usd("space")?.high).toBeCloseTo(n * 0.7 * 1.31 * 150, 6);
  });
  it("people: 1.75 and 0.05 of a node, at 220,000 USD a year", () => {
    expect(usd("staff")?.likely).toBeCloseTo((1.8 * 220_000) / 12, 6);
  });
  it("says nothing of an old price, since it is of the year", () => {
    expect(e.remarks.map((r) => r.code)).not.toContain("purchase-price-old");
  });
});

describe("a chip that costs half of another", () => {
  it("does not halve its server: an MI300X at 15,000 (10,000 to 20,000) stands in one of 10,500 (6,000 to 38,000)", () => {
    const { n, usd } = billOn("amd-mi300x-192gb");
    expect(usd("accelerators")?.likely).toBeCloseTo((n * 25_500 * 0.95) / 48, 6);
    expect(usd("accelerators")?.low).toBeCloseTo((n * 16_000 * 0.85) / 60, 6);
    expect(usd("accelerators")?.high).toBeCloseTo((n * 58_000) / 36, 6);
  });
  it("leaves dearer ones by their share: a B200 at 40,000 has 14,000 of server", () => {
    const { n, usd } = billOn("nvidia-b200-180gb");
    expect(usd("accelerators")?.likely).toBeCloseTo((n * 54_000 * 0.95) / 48, 6);
  });
});

describe("cost of capital", () => {
  it("makes the purchase an annuity: 40,500 at 8 % a year over 48 months with 5 % left", () => {
    const { n, usd } = billOn(H100, { values: { costOfCapital: 0.08 } });
    const monthly = 1.08 ** (1 / 12);
    let owed = 40_500;
    for (let month = 0; month < 48; month++) owed = owed * monthly - (usd("accelerators")?.likely ?? 0) / n;
    expect(owed).toBeCloseTo(40_500 * 0.05, 4);
    expect(usd("accelerators")?.likely).toBeGreaterThan(n * 801.5625);
  });
  it("tends to the even spread as it tends to nothing", () => {
    const { n, usd } = billOn(H100, { values: { costOfCapital: 1e-7 } });
    expect(usd("accelerators")?.likely).toBeCloseTo(n * 801.5625, 2);
  });
});

describe("hardware that is owned", () => {
  it("costs no purchase; support, power and space stay, and that is said", () => {
    const bought = billOn(H100);
    const { n, usd, item, e } = billOn(H100, { owned: 64 });
    expect(usd("accelerators")).toEqual({ low: 0, likely: 0, high: 0 });
    expect(item("accelerators")?.source).toBe("requirements: organization.hardware, already paid");
    for (const name of ["support contract", "power", "space"])
      expect((usd(name)?.likely ?? 0) / n).toBeCloseTo((bought.usd(name)?.likely ?? 0) / bought.n, 6);
    expect(e.remarks.map((r) => r.code)).toContain("owned-hardware");
  });
  it("without a published price leaves the support contract out, and says so", () => {
    const { item, e } = billOn("amd-mi325x-256gb", { owned: 8 });
    expect(item("support contract")).toBeUndefined();
    expect(item("power")?.usdPerMonth.likely).toBeGreaterThan(0);
    expect(e.remarks.map((r) => r.code)).toContain("support-unpriced");
  });
});

describe("longer than the hardware lives", () => {
  const own: Own = { workload: { lifetimeMonths: 60 } };
  it("is billed on at the same rate, and paid for again when its four years are over, less what it brings", () => {
    const { n, usd } = billOn(H100, own);
    expect(usd("accelerators")?.likely).toBeCloseTo(n * 801.5625, 6);
    const w = workload({ requestsPerDay: 1 }, own.workload);
    const curve = curveOf(place, w, owning(H100, own), only(H100, own), 60);
    const usual = curve?.monthly[47] ?? Number.NaN;
    const evaluation = (4 * 220_000) / 52;
    expect(curve?.start).toBeCloseTo(n * 40_500 + evaluation, 4);
    expect((curve?.monthly[48] ?? 0) - usual).toBeCloseTo(n * 40_500 * 0.95, 4);
    expect(curve?.monthly[49]).toBeCloseTo(usual, 6);
  });
});

describe("a price of other years", () => {
  const L40S = "nvidia-l40s-48gb";
  // 8,500 USD in 2023, middle of the year: 2.4 years more than one on 2026-11-24.
  const years = (Date.parse("2026-11-24") - Date.parse("2023-01-01")) / 86_400_000 / 365.25 - 0.5 - 1;
  const { n, usd, item, e } = billOn(L40S);

  it("leaves the likely figure, and widens by a single price and by its years", () => {
    expect(usd("accelerators")?.likely).toBeCloseTo((n * 8500 * 1.35 * 0.95) / 48, 6);
    expect(usd("accelerators")?.low).toBeCloseTo((n * 8500 * 0.8 * 0.85 ** years * 1.25 * 0.85) / 60, 4);
    expect(usd("accelerators")?.high).toBeCloseTo((n * 8500 * 1.3 * 1.15 ** years * 2) / 36, 4);
  });
  it("is an assumption, and is said to be old", () => {
    expect(item("accelerators")).toMatchObject({
      basis: "assumed",
      source: expect.stringContaining("assumption: singlePriceSpread, purchaseDriftPerYear"),
    });
    expect(e.remarks.find((r) => r.code === "purchase-price-old")?.args).toEqual({
      accelerator: L40S,
      priced: "2023",
      low: Number((8500 * 0.8 * 0.85 ** years).toPrecision(2)),
      high: Number((8500 * 1.3 * 1.15 ** years).toPrecision(2)),
    });
  });
  it("is wider still a year later", () => {
    const later = billOn(L40S, { today: "2027-11-24" });
    expect(later.usd("accelerators")?.high).toBeCloseTo((usd("accelerators")?.high ?? 0) * 1.15, 0);
  });
  it("gives way to a quote, which has no range of its own", () => {
    const quoted = billOn(L40S, { values: { purchasePriceFactor: 2 } });
    expect(quoted.usd("accelerators")?.likely).toBeCloseTo((n * 17_000 * 1.35 * 0.95) / 48, 6);
    expect(quoted.usd("accelerators")?.low).toBeCloseTo((n * 17_000 * 1.25 * 0.85) / 60, 6);
    expect(quoted.item("accelerators")?.source).toBe("requirements: assumptions.purchasePriceFactor");
    expect(quoted.e.remarks.map((r) => r.code)).not.toContain("purchase-price-old");
  });
});

describe("models without text", () => {
  const boltz = candidate("on-premises", {}, model({ parameters: { totalB: 0.6, activeB: null } }));
  const MI300X = "amd-mi300x-192gb";
  const at = (values: Record<string, number> = {}, hardware: { accelerator: string; count: number }[] = []) =>
    estimate(
      boltz,
      workload({ requestsPerDay: 20_000 }, { task: "protein-structure" }),
      organization({ hardware }),
      context(values),
    );

  it("are planned on the chips that their code is made for, on others if they are owned or you say so", () => {
    const usual = at();
    expect(usual.hardware?.accelerator).toMatch(/^nvidia-/u);
    expect(usual.remarks.map((r) => r.code)).toContain("made-for-cuda");
    expect(at({}, [{ accelerator: MI300X, count: 64 }]).hardware?.accelerator).toBe(MI300X);
    const any = at({ mediaOnAnyChip: 1 });
    expect(any.remarks.map((r) => r.code)).not.toContain("made-for-cuda");
    expect(any.usdPerMonth?.likely).toBeLessThanOrEqual(usual.usdPerMonth?.likely ?? 0);
  });
  it("leave embeddings on any chip", () => {
    const e = estimate(
      boltz,
      workload({ requestsPerDay: 20_000, inputTokens: 500 }, { task: "embedding" }),
      organization(),
      context(),
    );
    expect(e.remarks.map((r) => r.code)).not.toContain("made-for-cuda");
  });
});
