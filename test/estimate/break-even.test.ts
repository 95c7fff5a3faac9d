import { describe, expect, it } from "vitest";
import type { Candidate } from "../../src/candidates/candidate.ts";
import { enumerate } from "../../src/candidates/enumerate.ts";
import { loadCatalog } from "../../src/catalog/load.ts";
import { breakEven } from "../../src/estimate/break-even.ts";
import { curveOf } from "../../src/estimate/curve.ts";
import { estimate } from "../../src/estimate/tco.ts";
import { settle } from "../../src/requirements/settle.ts";
import {
  context as builtContext,
  organization as builtOrganization,
  workload as builtWorkload,
  candidate,
  cloud,
  model,
  offer,
} from "./builders.ts";

const catalog = await loadCatalog();
const context = { catalog, today: "2026-11-25", assumptions: {} };

function world(workloads: object, organization: object = {}) {
  const value = { organization: { jurisdiction: "US", ...organization }, workloads: [{ task: "chat", ...workloads }] };
  const layer = { origin: "file" as const, value, locate: () => ({ file: "test" }) };
  const { requirements } = settle([layer], { requirements: catalog.defaults, tasks: catalog.tasks });
  const workload = requirements.workloads[0];
  if (!workload) throw new Error("no workload");
  const candidates = new Map(enumerate(catalog, requirements.organization, workload).map((c) => [c.id, c]));
  const get = (id: string): Candidate => {
    const found = candidates.get(id);
    if (!found) throw new Error(`no candidate ${id}`);
    return found;
  };
  return { workload, organization: requirements.organization, get };
}

function assumed(name: string): number {
  const value = catalog.assumptions.values[name]?.value;
  if (value === undefined || typeof value === "number") throw new Error(`${name} is no range`);
  return value.likely;
}

const TRAFFIC = { requestsPerDay: 2000, inputTokens: 2000, outputTokens: 500 };
const API = "openai/gpt-6.1-sol@openai/api";
const OWN = "zai/glm-5.3-flash@on-premises";
const usd = (
  { workload, organization, get }: ReturnType<typeof world>,
  id: string,
  requestsPerDay: number,
  own = context,
) =>
  estimate(get(id), { ...workload, traffic: { ...workload.traffic, requestsPerDay } }, organization, own).usdPerMonth
    ?.likely ?? Number.NaN;

describe("break-even in traffic", () => {
  const w = world({ traffic: TRAFFIC });
  const found = breakEven(w.get(API), w.get(OWN), w.workload, w.organization, context);
  const q = found?.requestsPerDay ?? Number.NaN;

  it("is where the curves cross: below it the API is cheaper, above it one's own machines are", () => {
    expect(q).toBeGreaterThan(TRAFFIC.requestsPerDay);
    expect(usd(w, API, q * 0.97)).toBeLessThan(usd(w, OWN, q * 0.97));
    expect(usd(w, API, q * 1.03)).toBeGreaterThan(usd(w, OWN, q * 1.03));
    expect(found?.cheaperAbove).toBe("second");
  });

  it("at tiny traffic leaves the API cheaper, at a hundred times the crossing one's own machines", () => {
    expect(usd(w, API, 10)).toBeLessThan(usd(w, OWN, 10));
    expect(usd(w, API, q * 100)).toBeGreaterThan(usd(w, OWN, q * 100));
  });

  it("moves down with idle hardware that is owned, and up again with half a person more to run it", () => {
    const owner = world({ traffic: TRAFFIC }, { hardware: [{ accelerator: "amd-mi300x-192gb", count: 64 }] });
    const owned = breakEven(owner.get(API), owner.get(OWN), owner.workload, owner.organization, context);
    expect(owned?.requestsPerDay ?? Number.NaN).toBeLessThan(q);
    const staffed = { ...context, assumptions: { "staffFte.on-premises": assumed("staffFte.on-premises") + 0.5 } };
    const back = breakEven(owner.get(API), owner.get(OWN), owner.workload, owner.organization, staffed);
    expect(back?.requestsPerDay ?? Number.NaN).toBeGreaterThan(owned?.requestsPerDay ?? Number.NaN);
  });

  it("is told to be never, with what prevents it", () => {
    const tiny = world({ traffic: { ...TRAFFIC, requestsPerDay: 50 } });
    const never = breakEven(tiny.get(API), tiny.get(OWN), tiny.workload, tiny.organization, context);
    expect(never).toMatchObject({ months: null, dearerStart: "second", driver: { item: "staff" } });
    expect(never?.driver?.overUsd).toBeGreaterThan(0);
  });
});

describe("capacity that comes in steps", () => {
  const rented = candidate(
    "cloud-gpu",
    { provider: cloud("nebius-cloud"), processingIn: ["EU"] },
    model({ parameters: { totalB: 70.6, activeB: null } }),
  );
  const metered = candidate("vendor-api", { offers: [offer({ inputUsdPerMtok: 1.6, outputUsdPerMtok: 4.8 })] });
  const few = builtContext({ "staffFte.cloud-gpu": 0.1 });
  const at = (requestsPerDay: number) => builtWorkload({ inputTokens: 2000, outputTokens: 500, requestsPerDay });
  const isRentedCheaper = (q: number): boolean => {
    const [a, b] = [metered, rented].map((c) => estimate(c, at(q), builtOrganization(), few).usdPerMonth?.likely);
    return (b ?? Number.NaN) < (a ?? Number.NaN);
  };
  const found = breakEven(metered, rented, at(1000), builtOrganization(), few);
  const q = found?.requestsPerDay ?? Number.NaN;
  const stretch = (from: number, to: number): boolean[] =>
    Array.from({ length: 400 }, (_, i) => isRentedCheaper(from * (to / from) ** (i / 399)));

  it("crosses more than once: cheaper for a while below, and that is said", () => {
    expect(stretch(1000, q * 0.99)).toContain(true);
    expect(stretch(1000, q * 0.99)).toContain(false);
    expect(found).toMatchObject({ cheaperAbove: "second", dearerAfter: [] });
    expect(found?.cheaperBefore.length).toBeGreaterThan(0);
  });
  it("tells where: inside each stretch renting is cheaper, just outside it is not", () => {
    for (const { from, to } of found?.cheaperBefore ?? []) {
      expect(stretch(from, to * 0.998)).not.toContain(false);
      expect(isRentedCheaper(from * 0.998)).toBe(false);
      expect(isRentedCheaper(to * 1.002)).toBe(false);
    }
  });
  it("leaves no stretch out that is a hundredth wide", () => {
    const within = (x: number): boolean => (found?.cheaperBefore ?? []).some((s) => x >= s.from * 0.999 && x <= s.to);
    for (let x = q / 10; x < q * 0.999; x *= 1.01) if (isRentedCheaper(x)) expect(within(x), String(x)).toBe(true);
  });
  it("is settled from where it stays cheaper up to ten times the traffic", () => {
    expect(stretch(q, q * 10)).not.toContain(false);
  });
});

describe("break-even in months", () => {
  const busy = world({ traffic: { ...TRAFFIC, requestsPerDay: 400_000 } });
  const found = breakEven(busy.get(API), busy.get(OWN), busy.workload, busy.organization, context);
  const paid = (id: string, months: number): number => {
    const curve = curveOf(busy.get(id), busy.workload, busy.organization, context);
    return curve ? curve.monthly.slice(0, months).reduce((sum, x) => sum + x, curve.start) : Number.NaN;
  };

  it("is the first month in which the dearer start has been paid back", () => {
    const months = found?.months ?? Number.NaN;
    expect(months).toBeGreaterThan(0);
    expect(found?.dearerStart).toBe("second");
    expect(paid(OWN, months)).toBeLessThanOrEqual(paid(API, months));
    expect(paid(OWN, months - 1)).toBeGreaterThan(paid(API, months - 1));
  });

  it("renews hardware when its years are over", () => {
    const curve = curveOf(busy.get(OWN), busy.workload, busy.organization, context);
    const life = 12 * assumed("amortizationYears");
    const usual = curve?.monthly[life - 1] ?? 0;
    expect(curve?.monthly[life]).toBeGreaterThan(usual * 1.5);
    expect(curve?.start).toBeGreaterThan(0);
  });

  it("sums to the bill of a metered model: what is paid over the lifetime is the total without leaving", () => {
    const { workload, organization } = busy;
    const curve = curveOf(busy.get(API), workload, organization, context, workload.lifetimeMonths);
    const total = estimate(busy.get(API), workload, organization, context);
    const exit = total.items.find((i) => i.item === "exit")?.usdPerMonth.likely ?? 0;
    const paidInAll = (curve?.monthly ?? []).reduce((sum, x) => sum + x, curve?.start ?? 0);
    expect(paidInAll).toBeCloseTo((total.usdTotal?.likely ?? 0) - exit * workload.lifetimeMonths, 0);
  });
});
