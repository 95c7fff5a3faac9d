import { describe, expect, it } from "vitest";
import type { TcoOf, TcoView } from "../../src/explain/tco-view.ts";
import { run } from "./run.ts";

const API = "openai/gpt-6.1-sol@openai/api";
const OWN = "zai/glm-5.3-flash@on-premises";
const TRAFFIC = "--task chat --jurisdiction US --requests-per-day 20000 --input-tokens 2000 --output-tokens 500";
const widest = (text: string) => Math.max(...text.split("\n").map((l) => l.length));

async function view(args: string): Promise<TcoView> {
  const { out, code, err } = await run(`tco ${args} --format json`);
  expect(err).toBe("");
  expect(code).toBe(0);
  return JSON.parse(out).workloads[0];
}
const of = (v: TcoView, id: string): TcoOf => {
  const found = v.candidates.find((c) => c.id === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};

describe("advisor tco", () => {
  it.each([60, 80, 120, 200])(
    "holds bills, curves, drivers, break-evens and assumptions in %i columns",
    async (width) => {
      const { out, code } = await run(`tco ${API} ${OWN} ${TRAFFIC} --width ${width}`);
      expect(code).toBe(0);
      expect(widest(out)).toBeLessThanOrEqual(width);
      for (const part of [
        "Paid in all, month by month",
        "Break-even",
        "What moves it most",
        "Assumed, and changed with --set assumptions.NAME=VALUE",
        "Assumed, not asked",
        "staffFte.on-premises",
        "arXiv:2509.18101v3",
      ])
        expect(out).toContain(part);
    },
  );

  it("answers first: what the first costs, what most of that is, and who costs least", async () => {
    const { out } = await run(`tco ${OWN} ${API} ${TRAFFIC} --width 300`);
    const lines = out.split("\n").filter((l) => l.trim() !== "");
    expect(lines[1]).toMatch(
      /^ {2}GLM-5\.3-Flash on premises costs about \$[\d,]+ a month \(\$[\d,]+ to \$[\d,]+\), \d+ % of it staff\. Cheapest here: GPT-6\.1 Sol at OpenAI API, \$[\d,]+ a month less\.$/u,
    );
    const alone = (await run(`tco ${API} ${OWN} ${TRAFFIC} --width 300`)).out;
    expect(alone).toContain("None of the others here costs less.");
  });

  it("crosses where it says: the API below, one's own machines above and at a hundred times the traffic", async () => {
    const at = async (requests: number, more = "") =>
      view(`${API} ${OWN} ${TRAFFIC.replace("20000", String(requests))} ${more}`);
    const q = (v: TcoView): number => v.breakEven[0]?.requestsPerDay ?? Number.NaN;
    const cheaper = (v: TcoView): string =>
      (of(v, API).usdPerMonth?.likely ?? 0) < (of(v, OWN).usdPerMonth?.likely ?? 0) ? API : OWN;
    const said = q(await at(20_000));
    expect(said).toBeGreaterThan(1000);
    expect(cheaper(await at(10))).toBe(API);
    expect(cheaper(await at(Math.floor(said * 0.98)))).toBe(API);
    expect(cheaper(await at(Math.ceil(said * 1.02)))).toBe(OWN);
    expect(cheaper(await at(said * 100))).toBe(OWN);
    const idle = "--hardware amd-mi300x-192gb:64";
    const owned = q(await at(20_000, idle));
    expect(owned).toBeLessThan(said);
    const half = q(await at(20_000, `${idle} --set assumptions.staffFte.on-premises=2.25`));
    expect(half).toBeGreaterThan(owned);
  });

  it("sums its lines to the bill, and the bill over the months to the total", async () => {
    const v = await view(`${API} ${OWN} ${TRAFFIC}`);
    for (const c of v.candidates) {
      const sum = c.items.reduce((s, i) => s + i.usdPerMonth.likely, 0);
      expect(sum).toBeCloseTo(c.usdPerMonth?.likely ?? Number.NaN, 6);
      expect(c.usdTotal?.likely).toBeCloseTo(sum * v.months, 4);
      expect(c.monthly).toHaveLength(v.months);
      expect(c.usdPerRequest?.likely).toBeCloseTo(sum / (20_000 * 30.4), 9);
      for (const i of c.items) expect(i.source).not.toBe("");
    }
    const own = of(v, OWN).items.map((i) => i.item);
    expect(own).toEqual([
      "accelerators",
      "support contract",
      "power",
      "space",
      "staff",
      "evaluation and migration",
      "exit",
    ]);
  });

  it("says what moves a bill, strongest first, and each end is the bill with that assumption set", async () => {
    const { drivers, usdPerMonth } = of(await view(`${API} ${OWN} ${TRAFFIC}`), OWN);
    const swings = drivers.map((d) => Math.abs(d.atHigh - d.atLow));
    expect(drivers.length).toBeGreaterThan(5);
    expect(drivers[0]?.input).toBe("loadedSalary");
    expect(Math.max(...swings)).toBeGreaterThan(0.1 * (usdPerMonth?.likely ?? Number.NaN));
    for (const d of drivers.filter((x) => x.kind === "assumption").slice(0, 2)) {
      const set = await view(`${API} ${OWN} ${TRAFFIC} --set assumptions.${d.input}=${d.value.high}`);
      expect(of(set, OWN).usdPerMonth?.likely).toBeCloseTo(d.atHigh, 6);
    }
  });

  it("opens the lines of own machines: what is bought, what is left, what is drawn", async () => {
    const c = of(await view(`${OWN} ${API} ${TRAFFIC} --lifetime-months 60`), OWN);
    const m = c.machines;
    const bill = (name: string) => c.items.find((i) => i.item === name)?.usdPerMonth.likely ?? Number.NaN;
    if (!m?.purchaseUsd) throw new Error("nothing is bought");
    expect((m.purchaseUsd.likely * (1 - m.residualShare.likely)) / (12 * m.years.likely)).toBeCloseTo(
      bill("accelerators"),
      6,
    );
    expect(m.kw.likely * m.pue.likely * 730 * m.usdPerKwh.likely).toBeCloseTo(bill("power"), 6);
    expect(m.renewed).toBe(true);
    const { out } = await run(`tco ${OWN} ${API} ${TRAFFIC} --lifetime-months 60 --width 200`);
    expect(out).toMatch(/Purchase: \$[\d,]+ \(.* is left after 4 years, then again\./u);
    expect(out).toMatch(/Power: [\d.]+ kW for \d+, × 1\.54 for cooling, at \$0\.13 a kWh/u);
  });

  it("names what else could be said, and each of them changes a bill", async () => {
    const v = await view(`${OWN} ${API} ${TRAFFIC}`);
    const names = v.levers.map((l) => l.name);
    expect(names).toContain("costOfCapital");
    expect(names).not.toContain("deviceBoughtShare");
    const dearer = await view(`${OWN} ${API} ${TRAFFIC} --set assumptions.costOfCapital=0.1`);
    expect(of(dearer, OWN).usdPerMonth?.likely).toBeGreaterThan(of(v, OWN).usdPerMonth?.likely ?? 0);
    expect(dearer.levers.map((l) => l.name)).not.toContain("costOfCapital");
  });

  it("says a discount where it is taken off", async () => {
    const discount = "--set organization.discounts[0].provider=openai --set organization.discounts[0].percent=15";
    const tokens = (v: TcoView) => of(v, API).items.find((i) => i.item === "tokens");
    const [list, less] = [await view(`${API} ${TRAFFIC}`), await view(`${API} ${TRAFFIC} ${discount}`)];
    expect(tokens(less)?.usdPerMonth.likely).toBeCloseTo(0.85 * (tokens(list)?.usdPerMonth.likely ?? 0), 6);
    expect(tokens(less)?.source).toContain("less 15 %, requirements: organization.discounts");
  });

  it("takes people as an input, and says whom you have and whom it needs", async () => {
    const quarter = await view(`${API} ${OWN} ${TRAFFIC} --set assumptions.staffFte.on-premises=0.25 --ml-ops-fte 1`);
    const people = of(quarter, OWN).people;
    expect(people?.have).toBe(1);
    expect(people?.needed.likely).toBeLessThan(0.5);
    expect(people?.hired).toBe(0);
    const set = quarter.assumptions.find((a) => a.name === "staffFte.on-premises");
    expect(set).toMatchObject({ set: true, value: { likely: 0.25 } });
    const { out } = await run(`tco ${API} ${OWN} ${TRAFFIC} --set assumptions.staffFte.on-premises=0.25 --width 100`);
    expect(out).toMatch(/staffFte\.on-premises\s+0\.25 FTE\s+yours/u);
  });

  it("lists what nobody said, with the flag that says it", async () => {
    const { unsaid } = await view(`${API} ${OWN} ${TRAFFIC}`);
    const flags = unsaid.map((u) => u.flag);
    expect(flags).toContain("--growth-per-year");
    expect(flags).not.toContain("--requests-per-day");
  });

  it("knows no break-even with what does not reach the asked quality", async () => {
    const small = "google/gemma-4-e2b@on-premises";
    const v = await view(`${API} ${small} ${OWN} ${TRAFFIC} --quality strong`);
    expect(v.candidates.map((c) => c.id)).toEqual([API, small, OWN]);
    expect(v.breakEven.map((b) => b.against)).toEqual([OWN]);
    expect(v.notCompared).toMatchObject([{ against: small }]);
    expect(v.notCompared[0]?.text).toMatch(
      /quality is (basic|capable), strong was asked for, so what it costs is no saving/u,
    );
    const lower = await view(`${API} ${small} ${TRAFFIC} --quality basic`);
    expect(lower.breakEven.map((b) => b.against)).toEqual([small]);
  });

  it("is the same as markdown and as rows", async () => {
    const markdown = (await run(`tco ${API} ${OWN} ${TRAFFIC} --format markdown`)).out;
    expect(markdown).toContain("### Break-even");
    expect(markdown).toContain("| staffFte.on-premises |");
    const [heads, ...rows] = (await run(`tco ${API} ${OWN} ${TRAFFIC} --format csv`)).out.trim().split("\n");
    expect(heads).toBe("workload,candidate,item,usdPerMonthLow,usdPerMonth,usdPerMonthHigh,basis,source");
    expect(rows.filter((r) => r.includes(OWN))).toHaveLength(7);
  });
});
