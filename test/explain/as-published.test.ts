import { describe, expect, it } from "vitest";
import type { Candidate } from "../../src/candidates/candidate.ts";
import { estimate } from "../../src/estimate/tco.ts";
import { asPublished } from "../../src/explain/as-published.ts";
import type { Organization } from "../../src/requirements/requirements.ts";
import { accelerators, candidate, cloud, context, model, offer, organization, workload } from "../estimate/builders.ts";

const seller = { ...cloud("seller"), name: "Seller" };
const H100 = "nvidia-h100-80gb-sxm";
const own = candidate("on-premises", {}, model({ parameters: { totalB: 70.6, activeB: null } }));
const api = candidate("vendor-api", {
  provider: seller,
  offers: [offer({ inputUsdPerMtok: 1.25, outputUsdPerMtok: 10 })],
});
const traffic = { requestsPerDay: 20_000, inputTokens: 2000, outputTokens: 500 };

function published(
  list: readonly Candidate[],
  assumptions: Record<string, number> = {},
  of: Partial<Organization> = {},
) {
  const { catalog, ...rest } = context(assumptions);
  const at = { ...rest, catalog: { ...catalog, accelerators: accelerators.filter((a) => a.id === H100) } };
  const [w, o] = [workload(traffic), organization(of)];
  return { found: asPublished(list, w, o, at), bill: estimate(own, w, o, at) };
}

describe("the calculation of arXiv:2509.18101v3 beside a bill", () => {
  const { found, bill } = published([own, api]);
  if (!found || !bill.hardware) throw new Error("nothing to compare");
  const cards = bill.hardware.perReplica * bill.hardware.replicas;

  it("buys cards alone, and weighs one token of input with two of output", () => {
    expect(found.capexUsd).toBeCloseTo(cards * 30_000, 6);
    const saved = found.tokensMPerMonth * (1.25 / 3 + 20 / 3) - cards * 0.7 * 160 * 0.15;
    expect(found.months).toBeCloseTo((cards * 30_000) / saved, 9);
  });

  it("says what the people of the bill do to it", () => {
    const saved = found.tokensMPerMonth * (1.25 / 3 + 20 / 3) - cards * 0.7 * 160 * 0.15 - found.staffUsdPerMonth;
    expect(found.staffUsdPerMonth).toBe(bill.items.find((i) => i.item === "staff")?.usdPerMonth.likely);
    if (saved > 0) expect(found.monthsWithStaff).toBeCloseTo((cards * 30_000) / saved, 9);
    else expect(found.monthsWithStaff).toBeNull();
    expect(found.monthsWithStaff ?? Number.POSITIVE_INFINITY).toBeGreaterThan(found.months ?? 0);
    expect(found.text).toMatch(/cards alone, 176 hours of full load a month, no server, no people\. With the people/u);
  });

  it("comes to never with a quarter of an engineer, where a quarter of an engineer is more than is saved", () => {
    const cheap = candidate("vendor-api", {
      provider: seller,
      offers: [offer({ inputUsdPerMtok: 0.1, outputUsdPerMtok: 0.4 })],
    });
    const { found: few } = published([own, cheap], { "staffFte.on-premises": 0.25 });
    expect(few?.months).toBeGreaterThan(0);
    expect(few?.monthsWithStaff).toBeNull();
    expect(few?.text).toContain("With the people of this bill: never.");
  });

  it("puts its assumptions beside ours, one by one", () => {
    const at = (what: string) => found.beside.find((b) => b.what === what);
    expect(at("purchase")?.here).toBe(`$${(cards * 40_500).toLocaleString("en-US")}, with servers`);
    expect(at("people a month")?.published).toBe("none");
    expect(at("power a month")?.published).toContain(`$${(cards * 0.7 * 160 * 0.15).toFixed(2)}`);
    expect(at("tokens a month")?.here).toBe(`${((20_000 * 30.4 * 2500) / 1e9).toFixed(2)}B read and written as asked`);
  });

  it("is not made where nothing is bought, or where nothing is metered", () => {
    expect(published([own, api], {}, { hardware: [{ accelerator: H100, count: 64 }] }).found).toBeNull();
    expect(published([own]).found).toBeNull();
    expect(published([api]).found).toBeNull();
  });
});
