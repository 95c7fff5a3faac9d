import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadCatalog } from "../../src/catalog/load.ts";
import { type Recommendation, recommendation } from "../../src/recommendation.ts";
import { htmlPage } from "../../src/report/html.ts";
import { requirementsInput } from "../../src/requirements/schema.ts";
import { run } from "./run.ts";

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "advisor-cli-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

const json = async (args: string): Promise<Recommendation> => JSON.parse((await run(`${args} --format json`)).out);
const presets = [
  "startup-chatbot",
  "regulated-bank-contracts",
  "hospital-summaries",
  "government-air-gapped",
  "coding-assistant",
  "support-agents",
  "rag-search",
  "marketing-images",
  "video-ads",
  "call-center-transcription",
  "on-device-assistant",
  "china-market-app",
  "drug-discovery",
  "hybrid-enterprise",
];

describe("every preset", () => {
  it("is one of the fourteen of the contract", async () => {
    expect(Object.keys((await loadCatalog()).presets).sort()).toEqual([...presets].sort());
  });

  it.each(presets)("%s has a sound answer that keeps the published schema", async (preset) => {
    const result = await json(`recommend --preset ${preset}`);
    expect(recommendation.safeParse(result).error).toBeUndefined();
    expect(requirementsInput.safeParse(result.requirements).error).toBeUndefined();
    expect(Buffer.byteLength(htmlPage(result, { top: 10 }))).toBeLessThan(250_000);
    for (const w of result.workloads) {
      expect(w.winner).toBe(w.ranking[0]?.id);
      expect(w.winner).not.toBeNull();
      for (const c of w.ranking) {
        expect(["retired", "announced"]).not.toContain(c.model.lifecycle);
        const sum = Object.values(c.criteria).reduce((s, x) => s + x.contribution, 0);
        expect(sum).toBeCloseTo(c.score, 9);
        expect(c.reasons.every((r) => r.text !== "" && r.source !== "" && !/\{|undefined|NaN/u.test(r.text))).toBe(
          true,
        );
        const month = c.tco.usdPerMonth;
        if (month) {
          expect(month.low).toBeLessThanOrEqual(month.likely);
          expect(month.likely).toBeLessThanOrEqual(month.high);
          expect(c.tco.items.reduce((s, i) => s + i.usdPerMonth, 0)).toBeCloseTo(month.likely, 4);
        }
      }
      expect(w.passed).toHaveLength(w.counts.ranked);
      for (const c of w.ranking) {
        const passed = w.passed?.find((p) => p.id === c.id);
        expect(passed).toMatchObject({ model: c.model, deployment: c.deployment, usdPerMonth: c.tco.usdPerMonth });
        for (const [name, ends] of Object.entries(passed?.criteria ?? {}))
          expect(c.criteria[name as keyof typeof c.criteria].range).toEqual(ends);
      }
      const shares = w.outlook?.firstShares;
      for (const family of [shares?.models, shares?.weights, shares?.kinds])
        expect(Object.values(family ?? {}).reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 9);
      expect(w.outlook?.priorities.every((p) => p.low <= p.weight && p.weight <= p.high)).toBe(true);
      expect(w.costs?.candidates[0]?.id).toBe(w.winner);
      for (const c of w.costs?.candidates ?? [])
        expect(c.monthly).toHaveLength(c.start === null ? 0 : (w.costs?.months ?? 0));
      for (const out of w.ruledOut) expect(out.gates.every((g) => g.text !== "" && g.source !== "")).toBe(true);
    }
  });

  it("says what an expert would say", async () => {
    const winner = async (preset: string) =>
      (await json(`recommend --preset ${preset}`)).workloads.map((w) => w.winner ?? "");
    expect((await winner("government-air-gapped"))[0]).toMatch(/@on-premises$/u);
    expect((await winner("on-device-assistant"))[0]).toMatch(/@edge\//u);
    expect((await winner("rag-search"))[0]).toMatch(/embed/u);
    expect((await winner("rag-search"))[1]).toMatch(/rerank/u);
    expect((await winner("coding-assistant"))[0]).toMatch(/claude-(opus|sonnet)-5|gpt-6|kimi-k3|gemini-4/u);
    expect((await winner("drug-discovery"))[0]).toMatch(/boltz|alphafold-2/u);
    expect((await winner("regulated-bank-contracts"))[0]).toMatch(/@on-premises$/u);
  });
});

describe("the same needs", () => {
  it("by flags, by file and by --set give the same bytes but for who said it, twice the same bytes", async () => {
    const file = join(dir, "same.yaml");
    writeFileSync(
      file,
      "workloads: [{task: coding, quality: strong, data: {residency: [US]}, traffic: {requestsPerDay: 20000}}]\norganization: {jurisdiction: US}\n",
    );
    const said = [
      "recommend --task coding --quality strong --residency us --requests-per-day 20k --jurisdiction us",
      `recommend ${file}`,
      "recommend --set task=coding --set quality=strong --set data.residency=[US] --set traffic.requestsPerDay=20000 --set organization.jurisdiction=US",
    ];
    const results = await Promise.all(said.map((args) => run(`${args} --format json`)));
    const bare = (text: string) => JSON.stringify({ ...JSON.parse(text), origins: null });
    expect(new Set(results.map((r) => bare(r.out))).size).toBe(1);
    expect((await run(`${said[0]} --format json`)).out).toBe(results[0]?.out);
  });

  it("settled once are a requirements file that settles to the same", async () => {
    const first = await json("recommend --preset hospital-summaries");
    const file = join(dir, "again.json");
    writeFileSync(file, JSON.stringify(first.requirements));
    const second = await json(`recommend ${file}`);
    expect(second.requirements).toEqual(first.requirements);
    expect(second.workloads.map((w) => w.winner)).toEqual(first.workloads.map((w) => w.winner));
  });

  it("give the same winner and figures on the screen as in the data", async () => {
    const data = await json("recommend --preset support-agents");
    const { out } = await run("recommend --preset support-agents --format markdown");
    expect(out).toContain(data.workloads[0]?.summary.slice(0, 60).replaceAll("*", "\\*"));
  });
});

describe("adding a model", () => {
  it("needs one file, makes it appear, and reorders no other pair", async () => {
    const overlay = join(dir, "overlay");
    mkdirSync(join(overlay, "models", "mistral"), { recursive: true });
    const source = join(import.meta.dirname, "../../catalog/models/mistral/mistral-small-4.yaml");
    writeFileSync(
      join(overlay, "models", "mistral", "mistral-small-9.yaml"),
      readFileSync(source, "utf8").replace(/^name: .*$/mu, "name: Mistral Small 9"),
    );
    const before = await json("recommend --preset government-air-gapped --all");
    const after = await json(`recommend --preset government-air-gapped --all --catalog ${overlay}`);
    const ids = (r: Recommendation) => r.workloads[0]?.ranking.map((c) => c.id) ?? [];
    expect(ids(after)).toContain("mistral/mistral-small-9@on-premises");
    expect(ids(after).filter((id) => !id.startsWith("mistral/mistral-small-9@"))).toEqual(ids(before));
    expect(after.catalog.digest).not.toBe(before.catalog.digest);
  });
});

describe("an overlay", () => {
  it("that hides a newer reading is warned of, one with the newer reading is not", async () => {
    const source = readFileSync(join(import.meta.dirname, "../../catalog/providers/groq.yaml"), "utf8");
    const file = join(dir, "readings", "providers", "groq.yaml");
    mkdirSync(join(dir, "readings", "providers"), { recursive: true });
    const warnings = async (text: string) => {
      writeFileSync(file, text);
      const { warnings: found } = await json(
        `recommend --preset call-center-transcription --catalog ${join(dir, "readings")}`,
      );
      return found.filter((w) => w.code === "outdated-overlay");
    };
    expect(await warnings(source)).toEqual([]);
    const [old, ...more] = await warnings(source.replace(/2026-1[01]-\d\d/gu, "2026-06-01"));
    expect(old?.text).toContain(`${file} (read on 2026-0`);
    expect(more).toEqual([]);
  });
});

describe("output", () => {
  it("has no colour when piped and keeps NO_COLOR on a terminal", async () => {
    const escape = String.fromCharCode(27);
    expect((await run("recommend --preset rag-search")).out).not.toContain(escape);
    expect(
      (await run("recommend --preset rag-search", { tty: true, env: { NO_COLOR: "1" }, columns: 100 })).out,
    ).not.toContain(escape);
    expect(
      (await run("recommend --preset rag-search", { tty: true, env: { TERM: "xterm" }, columns: 100 })).out,
    ).toContain(escape);
    expect((await run("recommend --preset rag-search --no-color", { tty: true, columns: 100 })).out).not.toContain(
      escape,
    );
  });

  it.each([60, 80, 120, 200, 240])("fits %d columns", async (width) => {
    const { default: stringWidth } = await import("string-width");
    const { out } = await run(`recommend --preset hybrid-enterprise --width ${width}`);
    expect(Math.max(...out.split("\n").map((l) => stringWidth(l)))).toBeLessThanOrEqual(width);
  });

  it("is written whole, by the ending of its name, and keeps what others wrote", async () => {
    const md = join(dir, "report.md");
    expect((await run(`recommend --preset rag-search --output ${md}`)).code).toBe(0);
    expect(readFileSync(md, "utf8")).toContain("Qwen3-Embedding");
    expect((await run(`recommend --preset rag-search --output ${md}`)).code).toBe(0);
    writeFileSync(md, "my own notes\n");
    const kept = await run(`recommend --preset rag-search --output ${md} --output ${join(dir, "report.json")}`);
    expect(kept).toMatchObject({ code: 2, out: "" });
    expect(kept.err).toMatch(/report\.md: exists and was not written by advisor/u);
    expect(readFileSync(md, "utf8")).toBe("my own notes\n");
    expect(readdirSync(dir)).not.toContain("report.json");
    expect((await run(`recommend --preset rag-search --output ${md} --force`)).code).toBe(0);
  });
});

describe("forecasting", () => {
  it("is told to use analytic models", async () => {
    const result = await json("recommend --task forecasting");
    expect(result.warnings.map((w) => w.text).join(" ")).toMatch(/not a generative language model|instead of/iu);
    expect(result.workloads[0]?.winner).toMatch(/chronos|timesfm/u);
  });
});
