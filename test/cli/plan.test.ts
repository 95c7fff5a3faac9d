import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Portfolio, type PortfolioRoute, portfolio } from "../../src/portfolio.ts";
import type { Recommendation } from "../../src/recommendation.ts";
import { run } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "plan-"));

/** A bank of which a part of the questions carries regulated data. */
const bank = (requestsPerDay: number, sensitiveShare: number, priorities: object = {}) => ({
  schema: "advisor-requirements/1",
  organization: {
    jurisdiction: "DE",
    usersIn: ["DE"],
    sector: "finance",
    team: { mlOpsFte: 3 },
    hardware: [{ accelerator: "nvidia-h100-80gb-sxm", count: 8 }],
  },
  workloads: [
    {
      id: "advisory",
      task: "question-answering",
      languages: ["de"],
      traffic: { requestsPerDay, inputTokens: 3000, outputTokens: 500 },
      quality: "capable",
      data: { sensitivity: "regulated", regulations: ["gdpr"], residency: ["EU"], sensitiveShare },
      lifetimeMonths: 24,
    },
  ],
  priorities: {
    performance: 20,
    tco: 15,
    privacy: 45,
    customization: 5,
    geopolitics: 5,
    security: 5,
    support: 3,
    innovation: 2,
    ...priorities,
  },
});

let files = 0;
async function planOf(requirements: object, args = ""): Promise<{ code: number; plan: Portfolio }> {
  const file = join(folder, `${++files}.json`);
  writeFileSync(file, JSON.stringify(requirements));
  const { out, code } = await run(`plan ${file} --format json ${args}`);
  return { code, plan: portfolio.parse(JSON.parse(out).portfolio) };
}

const preset = async (name: string, args = ""): Promise<Portfolio> =>
  portfolio.parse(JSON.parse((await run(`plan --preset ${name} --format json ${args}`)).out).portfolio);

const likely = (p: Portfolio): number => p.usdPerMonth?.likely ?? Number.NaN;
const byName = (p: Portfolio, name: string) => p.alternatives.find((a) => a.name === name);

/** A fallback of another maker and provider; inside where what must stay closed runs inside. */
function expectSound(routes: readonly PortfolioRoute[]) {
  for (const r of routes) {
    if (!r.second) expect(r.whyNoFallback).toBeTruthy();
    else {
      expect(r.second.model.vendor).not.toBe(r.primary.model.vendor);
      if (r.second.deployment.provider) expect(r.second.deployment.provider).not.toBe(r.primary.deployment.provider);
      if (r.failClosed && r.primary.deployment.operator === "self") expect(r.second.deployment.operator).toBe("self");
    }
    expect(r.failClosed).toBe(!["public", "internal"].includes(r.condition.sensitivity ?? ""));
  }
}

describe("advisor plan", () => {
  let hybrid: Portfolio;
  beforeAll(async () => {
    hybrid = await preset("hybrid-enterprise");
  }, 60_000);

  it("serves all workloads of the preset, with fallbacks that may see the data", () => {
    expect(hybrid.routes.map((r) => r.id)).toEqual(["drafts", "first-line", "software", "advisory", "claims"]);
    expect(hybrid.unserved).toEqual([]);
    expectSound(hybrid.routes);
    for (const id of ["advisory", "claims"]) {
      const route = hybrid.routes.find((r) => r.id === id);
      expect([route?.primary.deployment.operator, route?.second?.deployment.operator]).toEqual(["self", "self"]);
    }
    expect(hybrid.advice).toBe("hybrid");
    expect(hybrid.routes.find((r) => r.id === "software")?.primary.deployment.operator).not.toBe("self");
    expect(hybrid.routes.every((r) => r.obligations.length > 0)).toBe(true);
  });

  it("sums its bill, with people of one kind of deployment once", () => {
    const sum = hybrid.bill.reduce((s, b) => s + b.usdPerMonth.likely, 0);
    expect(sum).toBeCloseTo(likely(hybrid), 6);
    expect(new Set(hybrid.bill.map((b) => `${b.item} ${b.of}`)).size).toBe(hybrid.bill.length);
    expect(hybrid.bill.filter((b) => b.item === "people for on-premises")).toHaveLength(1);
    const alone = hybrid.routes.reduce((s, r) => s + r.usdPerMonth.likely, 0);
    expect(likely(hybrid)).toBeLessThan(alone);
  });

  it("compares the four ways, none above the plan, all with their weakest side and how sure", () => {
    expect(hybrid.alternatives.map((a) => a.name)).toEqual(["hybrid", "best-single", "all-closed", "all-self-hosted"]);
    for (const a of hybrid.alternatives) {
      expect(a.choice).toHaveLength(hybrid.routes.length);
      if (a.score === null) expect(a.fails.length).toBeGreaterThan(0);
      else {
        expect(a.score).toBeLessThanOrEqual((hybrid.score ?? 0) + 0.005 + 1e-9);
        expect(Math.min(...Object.values(a.criteria ?? {}))).toBeCloseTo(a.weakest?.value ?? -1, 12);
      }
    }
    const distinct = new Map(
      hybrid.alternatives.flatMap((a) => (a.firstShare === null ? [] : [[a.choice.join(" "), a.firstShare]])),
    );
    expect([...distinct.values()].reduce((s, x) => s + x, 0)).toBeCloseTo(1, 9);
  });

  it("tells one workload of public data and little traffic not to go hybrid", async () => {
    const { out, code } = await run("plan --task chat --sensitivity public --requests-per-day 200 --format json");
    const plan = portfolio.parse(JSON.parse(out).portfolio);
    expect(code).toBe(0);
    expect(plan.advice).toBe("single");
    expect(plan.text).toMatch(/^Do not go hybrid: /u);
    expect(plan.text).toMatch(/a second stack would add about \$[\d,]+ a month/u);
    expect(plan.routes).toHaveLength(1);
    expect(byName(plan, "hybrid")).toBeUndefined();
  });

  it.each(["startup-chatbot", "hospital-summaries", "marketing-images", "on-device-assistant"])(
    "of one share is the winner of %s at its bill and its score",
    async (name) => {
      const plan = await preset(name);
      const { workloads }: Recommendation = JSON.parse((await run(`recommend --preset ${name} --format json`)).out);
      const first = workloads[0]?.ranking[0];
      expect(plan.routes[0]?.candidate).toBe(first?.id);
      expect(plan.score).toBeCloseTo(first?.score ?? 0, 3);
      expect(likely(plan)).toBeCloseTo(first?.tco.usdPerMonth?.likely ?? 0, 3);
    },
    30_000,
  );

  it("keeps regulated requests inside and says at which volume a split pays", async () => {
    const { plan } = await planOf(bank(20_000, 0.3));
    const sensitive = plan.routes.find((r) => r.traffic === "sensitive");
    expect(sensitive?.primary.deployment.operator).toBe("self");
    expect(sensitive?.condition.regulations).toEqual(["gdpr"]);
    expectSound(plan.routes);
    expect(plan.routes.map((r) => r.share)).toEqual([0.3, 0.7]);
    expect(plan.routes.find((r) => r.traffic === "ordinary")?.condition).toMatchObject({
      sensitivity: "internal",
      residency: ["EU"],
      label: "ordinary",
    });
    const turn = plan.changesAt.find((c) => c.what === "requestsPerDay");
    expect(plan.advice).toBe("single");
    expect(turn?.value).toBeGreaterThan(20_000);
    // Truly the other advice at that volume.
    const { plan: then } = await planOf(bank(Math.ceil(turn?.value ?? 0), 0.3));
    expect(then.advice).toBe("hybrid");
    const operators = new Set(then.routes.map((r) => r.primary.deployment.operator));
    expect(then.text).toMatch(operators.size > 1 ? /^Go hybrid: / : /^Run several models, all on your own machines: /u);
    expect(new Set(then.routes.map((r) => r.candidate)).size).toBe(2);
    expect(byName(then, "hybrid")?.score).toBeGreaterThanOrEqual(byName(then, "best-single")?.score ?? 0);
  }, 60_000);

  it("keeps the limits that were set", async () => {
    const free = await planOf(bank(1_000_000, 0.3, { tco: 60 }));
    const held = await planOf(bank(1_000_000, 0.3, { tco: 60 }), "--most-platforms 1");
    expect(held.plan.platforms).toHaveLength(1);
    expect(held.plan.score ?? 1).toBeLessThanOrEqual((free.plan.score ?? 0) + 1e-9);
    const none = await planOf(bank(20_000, 0.3), "--least-score 0.99");
    expect(none.code).toBe(1);
    expect(none.plan.routes).toEqual([]);
    expect(none.plan.unserved).toHaveLength(2);
    const owed = await planOf(bank(20_000, 0.3), "--committed amazon-bedrock=50000");
    expect(owed.plan.bill.find((b) => b.item.startsWith("committed spend"))?.usdPerMonth.likely).toBeGreaterThanOrEqual(
      50_000,
    );
  }, 60_000);

  it.each([
    ["--most-vendors 0", "--most-vendors 0 is not a whole number"],
    ["--least-score 1.5", "nor workload=score"],
    ["--least-score nobody=0.5", 'there is no workload "nobody"'],
    ["--committed nobody=5", 'no provider "nobody"'],
    ["--top 0", "not a whole number of finalists"],
    ["--set plan.mostVendors=0", "mostVendors"],
    ["--set plan.committed[0].provider=nobody --set plan.committed[0].usdPerMonth=5", "nobody"],
  ])("refuses %s", async (args, text) => {
    const { code, err } = await run(`plan --preset startup-chatbot ${args}`);
    expect(code).toBe(2);
    expect(err.replaceAll(": ", " ")).toContain(text.replaceAll(": ", " "));
  });

  it("minds money beyond the last anchor of cost, and says so", async () => {
    const drafts = {
      id: "drafts",
      task: "writing",
      quality: "basic",
      deployments: ["vendor-api", "hosted-api"],
      traffic: { requestsPerDay: 1e9 },
      data: { sensitivity: "public" },
    };
    const at = (tco: number) =>
      planOf({ ...bank(1e9, 1), workloads: [drafts], priorities: { performance: 100 - tco, tco } });
    const { plan } = await at(10);
    expect(plan.usdPerMonth?.high).toBeGreaterThan(1e6);
    expect(plan.assumptions.join(" ")).toContain("above the last anchor of cost, $1,000,000 a month");
    const { plan: dear } = await at(1);
    expect(likely(plan)).toBeLessThan(likely(dear));
  });

  it("advises a second stack only for as much score as was asked of it", async () => {
    const asked = await preset("hybrid-enterprise", "--set assumptions.secondStackScore=0.5");
    expect(asked.advice).toBe("single");
    expect(byName(asked, "hybrid")?.score).toBeGreaterThan(asked.score ?? 1);
  });

  it("tells what becomes of each route in worlds that may come", async () => {
    const plan = await preset("startup-chatbot", "--scenarios");
    const [route] = plan.routes;
    const provider = route?.primary.deployment.provider;
    expect(plan.scenarios.map((s) => s.name)).toEqual([
      `vendor-cut-off=${provider}`,
      `price=${provider}:x3`,
      `retire=${route?.primary.model.id}`,
      "volume=x10",
    ]);
    const [cut, dear, retired, grown] = plan.scenarios;
    expect(cut?.fallBack).toEqual([route?.id]);
    expect(cut?.after).toEqual([route?.fallback]);
    expect(cut?.text).toMatch(/goes to its fallback\. \$[\d,]+ a month instead of/u);
    expect(dear?.survive).toEqual([route?.id]);
    expect(dear?.usdPerMonth?.likely ?? 0).toBeGreaterThan(likely(plan));
    expect(retired?.survive).toEqual([]);
    expect(grown?.usdPerMonth?.likely ?? 0).toBeGreaterThan(likely(plan));
    for (const s of plan.scenarios)
      expect([...s.survive, ...s.fallBack, ...s.stop].sort()).toEqual(plan.routes.map((r) => r.id).sort());
  }, 30_000);

  it("stands in a recommendation of a sensitive share or of unlike workloads, and in no other", async () => {
    const file = join(folder, "bank.json");
    writeFileSync(file, JSON.stringify(bank(20_000, 0.3)));
    const { portfolio: inside }: Recommendation = JSON.parse((await run(`recommend ${file} --format json`)).out);
    const { plan } = await planOf(bank(20_000, 0.3));
    expect(portfolio.parse(inside).routes.map((r) => r.candidate)).toEqual(plan.routes.map((r) => r.candidate));
    expect((await run(`recommend ${file}`)).out).toMatch(/All together\n {2}Do not go hybrid/u);
    expect(JSON.parse((await run("recommend --preset startup-chatbot --format json")).out).portfolio).toBeNull();
  }, 30_000);

  it("writes a folder once, keeps what is there, and its suite's results are read back by --evaluations", async () => {
    const out = join(folder, "written");
    const line = `plan --preset startup-chatbot --write ${out}`;
    const first = await run(line);
    expect(first.code).toBe(0);
    expect(first.err).toMatch(/^wrote \d+ files into /u);
    writeFileSync(join(out, "compose.yaml"), "mine");
    const second = await run(line);
    expect(second.code).toBe(2);
    expect(second.err).toContain("exists; it is kept.");
    expect(readFileSync(join(out, "compose.yaml"), "utf8")).toBe("mine");
    expect((await run(`${line} --force`)).code).toBe(0);
    const compose = readFileSync(join(out, "compose.yaml"), "utf8");
    expect(compose).toContain("127.0.0.1:4000:4000");
    const id = JSON.parse(readFileSync(join(out, "routes.json"), "utf8")).routes[0].route;
    const suite = readFileSync(join(out, `evaluation/${id}/promptfooconfig.yaml`), "utf8");
    const labels = [...suite.matchAll(/label: "?([^"\n]+)"?/gu)].map((m) => m[1] ?? "");
    expect(labels.length).toBe(5);
    const results = join(out, `evaluation/${id}/results.json`);
    writeFileSync(
      results,
      JSON.stringify({
        config: { description: "Chat" },
        results: {
          version: 3,
          timestamp: "2026-11-24T10:00:00.000Z",
          prompts: labels.map((provider, n) => ({
            provider,
            metrics: { testPassCount: 30 + n, testFailCount: 10 - n, testErrorCount: 0 },
          })),
          results: [],
        },
      }),
    );
    const read = await run(`recommend --preset startup-chatbot --evaluations ${results} --format json --all`);
    const { workloads }: Recommendation = JSON.parse(read.out);
    for (const label of labels) {
      const ranked = workloads[0]?.ranking.find((c) => c.id === label);
      expect(ranked?.quality.evidence.some((e) => e.kind === "own")).toBe(true);
    }
  }, 60_000);

  it("is the same bytes each time, fits the width, and tells progress on stderr of a terminal alone", async () => {
    const line = "plan --preset startup-chatbot --format json";
    expect((await run(line)).out).toBe((await run(line)).out);
    for (const width of [60, 80, 200]) {
      const { out } = await run(`plan --preset hybrid-enterprise --width ${width}`);
      expect(Math.max(...out.split("\n").map((l) => l.length))).toBeLessThanOrEqual(width);
    }
    expect((await run("plan --preset startup-chatbot")).err).toBe("");
    const seen = await run("plan --preset startup-chatbot", { tty: true, env: { NO_COLOR: "1" } });
    expect(seen.err).toContain("weighing");
    const { out } = await run("plan --preset hybrid-enterprise --format markdown");
    expect(out).toContain("## Routes");
    expect(out).toContain("| `advisory` |");
  }, 60_000);
});
