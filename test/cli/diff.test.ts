import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import stringWidth from "string-width";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Recommendation, recommendation } from "../../src/recommendation.ts";
import { run } from "./run.ts";

const PRESET = "--preset support-agents";
const WIDTHS = [60, 80, 120];
const catalogFile = (path: string) => readFileSync(join(import.meta.dirname, "../../catalog", path), "utf8");

let dir = "";
let old = "";
let whole = "";
let answer: Recommendation;
const home = process.cwd();
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "advisor-diff-"));
  old = join(dir, "old.json");
  whole = join(dir, "whole.json");
  await run(`recommend ${PRESET} --output ${old} --quiet`);
  await run(`recommend ${PRESET} --all --output ${whole} --quiet`);
  answer = JSON.parse(readFileSync(old, "utf8"));
}, 60_000);
afterAll(() => {
  process.chdir(home);
  rmSync(dir, { recursive: true });
});

// biome-ignore lint/suspicious/noExplicitAny: the document is looked at key by key
const json = async (args: string): Promise<any> => JSON.parse((await run(`${args} --format json`)).out);
const write = (name: string, text: string): string => {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
};
/** A page without its line breaks. */
const flat = (text: string): string => text.replace(/\s+/gu, " ");
const widest = (text: string): number => Math.max(...text.split("\n").map((l) => stringWidth(l)));

/** A catalog in which the winner's price, life and evidence are others and a model is new; a company rule. */
function newWorld(): string {
  const overlay = join(dir, "overlay");
  for (const folder of ["providers", "models/zai", "models/mistral"])
    mkdirSync(join(overlay, folder), { recursive: true });
  mkdirSync(join(dir, "rules"), { recursive: true });
  const prices = catalogFile("providers/fireworks.yaml");
  writeFileSync(
    join(overlay, "providers/fireworks.yaml"),
    prices.replace(/(inputUsdPerMtok|outputUsdPerMtok): ([\d.]+)/gu, (_, key, x) => `${key}: ${4 * Number(x)}`),
  );
  const model = catalogFile("models/zai/glm-5.3-flash.yaml");
  writeFileSync(
    join(overlay, "models/zai/glm-5.3-flash.yaml"),
    model
      .replace("lifecycle: active", "lifecycle: deprecated")
      .replace("retires: null", "retires: 2027-01-14")
      .replace("    score: 42\n", "    score: 45\n"),
  );
  writeFileSync(
    join(overlay, "models/mistral/mistral-small-9.yaml"),
    catalogFile("models/mistral/mistral-small-4.yaml").replace(/^name: .*$/mu, "name: Mistral Small 9"),
  );
  write(
    "rules/company.yaml",
    `schema: advisor-rules/1
pack: company
version: 1
rules:
  - id: company.no-hyperscalers
    kind: gate
    title: No hyperscalers
    when: {all: [{deployment.operator: {is: third-party}}, {deployment.providerRole: {is: hyperscaler}}]}
    because: "{deployment.providerName} is not on our list."
    cite: ["Company policy AI-7, 2026-03"]
    reviewed: 2026-11-25
    examples:
      - {verdict: "true", facts: {deployment.operator: third-party, deployment.providerRole: hyperscaler}}
      - {verdict: "false", facts: {deployment.operator: self}}
disable:
  - {rule: stack.cuda, reason: We buy no chips ourselves.}
`,
  );
  return `--catalog ${overlay} --rules ${join(dir, "rules")}`;
}

/** Every candidate in both: contributions sum to the score's difference, parts to a contribution's. */
// biome-ignore lint/suspicious/noExplicitAny: as above
function expectExact(document: any): void {
  for (const w of document.workloads) {
    expect(w.scores.length).toBeGreaterThan(0);
    for (const s of w.scores) {
      const sum = s.criteria.reduce((t: number, c: { difference: number }) => t + c.difference, 0);
      expect(Math.abs(sum - s.difference)).toBeLessThan(1e-9);
      for (const c of s.criteria) {
        const parts = c.byWeight + c.byCutOff + c.terms.reduce((t: number, x: { score: number }) => t + x.score, 0);
        expect(Math.abs(parts - c.difference)).toBeLessThan(1e-9);
      }
      if (s.by) {
        const steps = s.by.reduce((t: number, b: { difference: number }) => t + b.difference, 0);
        expect(Math.abs(steps - s.difference)).toBeLessThan(1e-9);
      }
    }
  }
}

describe("advisor diff", () => {
  it("of an answer that nothing changed says so, with the requirements inside the file, and ends with 0", async () => {
    writeFileSync(join(dir, "advisor.yaml"), "workloads: [{task: coding}]\n");
    process.chdir(dir);
    const { out: page, code, err } = await run(`diff ${old}`);
    process.chdir(home);
    const out = flat(page);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("the winner stands");
    expect(out).toContain("with the requirements that it holds");
    expect(out).toContain("Catalog and rules are the same on both sides.");
    expect(out).toContain("score for score");
    const document = await json(`diff ${old}`);
    expect(document).toMatchObject({
      schema: "advisor-diff/1",
      winnerChanged: false,
      answers: [],
      causes: ["knowledge"],
    });
    const [w] = document.workloads;
    expect([w.prices, w.lives, w.quality, w.candidates.new, w.candidates.gone, w.gates.ruledOut]).toEqual(
      Array(6).fill([]),
    );
    expect(w.robustness.old).toEqual(w.robustness.new);
    expect(w.scores.every((s: { difference: number }) => s.difference === 0)).toBe(true);
    expect(w.candidates.notInSaved).toBeGreaterThan(0);
    expect((await json(`diff ${whole}`)).workloads[0].candidates.notInSaved).toBe(0);
  });

  it("tells changed answers, bills and priorities, what each moved, what switching costs, and ends with 1", async () => {
    const args = `diff ${old} --requests-per-day 150 --priority tco=60,performance=20`;
    const { code, out } = await run(`${args} --format json`);
    expect(code).toBe(1);
    expect((await run(`${args} --format json`)).out).toBe(out);
    const document = JSON.parse(out);
    expectExact(document);
    expect(document.causes).toEqual(["knowledge", "answers"]);
    expect(document.answers).toContainEqual({
      path: "workloads[agents].traffic.requestsPerDay",
      old: 15000,
      new: 150,
    });
    const [w] = document.workloads;
    expect(w.winner).toMatchObject({ changed: true, old: answer.workloads[0]?.winner });
    expect(w.prices.every((p: { by: string }) => p.by === "answers")).toBe(true);
    const sum = w.overtaking.causes.reduce((t: number, c: { score: number }) => t + c.score, 0);
    expect(sum).toBeCloseTo(w.overtaking.leadNew - w.overtaking.leadOld, 9);
    const once = w.switching;
    expect(once.onceUsd.likely).toBeCloseTo(once.evaluationUsd.likely + once.exitUsd.likely, 6);
    const leaving = answer.workloads[0]?.ranking[0]?.tco.items.find((i) => i.item === "exit");
    expect(once.exitUsd.likely).toBeCloseTo(18 * (leaving?.usdPerMonth ?? 0), 6);
    expect(once.usdPerMonth.difference).toBeCloseTo(w.figures.new.usdPerMonth - w.figures.old.usdPerMonth, 6);
    const page = (await run(args)).out;
    for (const text of [
      "another winner",
      "Switching costs about",
      "How it was overtaken",
      "Bills that your answers changed",
      "requestsPerDay: 15,000 → 150",
    ])
      expect(flat(page)).toContain(text);
  });

  it("tells changed prices, lives, evidence, rules and candidates", async () => {
    const document = await json(`diff ${whole} ${newWorld()}`);
    expectExact(document);
    const [w] = document.workloads;
    const tokens = w.prices.find(
      (p: { item: string; candidate: string }) =>
        p.item === "tokens" && p.candidate === "moonshot/kimi-k3.1-pro@fireworks/api",
    );
    expect(tokens).toMatchObject({ by: "knowledge" });
    expect(tokens.percent).toBeGreaterThan(100);
    expect(w.lives).toEqual([
      {
        model: "zai/glm-5.3-flash",
        old: { lifecycle: "active", retires: null },
        new: { lifecycle: "deprecated", retires: "2027-01-14" },
      },
    ]);
    const [quality] = w.quality;
    expect(quality.new).toBeGreaterThan(quality.old);
    expect(quality.evidence.changed).toMatchObject([{ benchmark: "aa-index-4.3", old: 42, score: 45 }]);
    expect(w.gates.ruledOut.length).toBeGreaterThan(5);
    expect(
      w.gates.ruledOut.some((g: { gates: { rule: string }[] }) =>
        g.gates.some((x) => x.rule === "company.no-hyperscalers"),
      ),
    ).toBe(true);
    expect(new Set(w.candidates.new.map((c: { id: string }) => c.id.split("@")[0]))).toEqual(
      new Set(["mistral/mistral-small-9"]),
    );
    expect(document.rules).toMatchObject({ same: false, packs: { added: ["company"], removed: [] } });
    expect(document.rules.removed.map((r: { rule: string }) => r.rule)).toEqual(["stack.cuda"]);
    expect(document.warnings.new.map((x: { code: string }) => x.code)).toEqual(["rules-added", "rule-disabled"]);
    const page = (await run(`diff ${whole} ${newWorld()}`)).out;
    for (const text of [
      "Life of models",
      "retires 2027-01-14",
      "42 → 45",
      "Newly ruled out",
      "“No hyperscalers” (company.no-hyperscalers)",
      "New candidates",
      "Removed: stack.cuda",
      "Rules added here",
    ])
      expect(flat(page)).toContain(text);
  });

  it("works with a file that lists the first ranks only: the rest is not in the file, never guessed", async () => {
    const [w] = answer.workloads;
    const top = write(
      "top.json",
      JSON.stringify({ ...answer, workloads: [{ ...w, ranking: w?.ranking.slice(0, 3) }] }),
    );
    const { code, out } = await run(`diff ${top}`);
    expect(code).toBe(0);
    expect(flat(out)).toContain("not in the saved file");
    const document = await json(`diff ${top} ${newWorld()}`);
    expectExact(document);
    expect(document.workloads[0].candidates.new).toEqual([]);
    expect(document.workloads[0].scores.length).toBeLessThanOrEqual(3);
  });

  it("compares two saved files, and a file with requirements of now", async () => {
    const other = join(dir, "other.json");
    await run(`recommend ${PRESET} ${newWorld()} --output ${other} --quiet`);
    const document = await json(`diff ${old} ${other}`);
    expectExact(document);
    expect(document).toMatchObject({
      before: { file: old },
      after: { file: other, isNow: false },
      causes: ["knowledge"],
    });
    expect((await json(`diff ${other} ${old}`)).workloads[0].winner.old).toBe(document.workloads[0].winner.new);
    const refused = await run(`diff ${old} ${other} --task coding`);
    expect(refused).toMatchObject({ code: 2, out: "" });
    expect(refused.err).toContain("--task would change nothing");
    const yaml = write("now.yaml", "workloads: [{id: agents, task: agents, quality: frontier}]\n");
    const { answers } = await json(`diff ${old} ${yaml}`);
    expect(answers.map((a: { path: string }) => a.path)).toContain("workloads[agents].quality");
  });

  it("keeps the requirements of several workloads apart", async () => {
    const several = join(dir, "several.json");
    await run("recommend --preset rag-search --output ".concat(several, " --quiet"));
    const document = await json(`diff ${several} --set workloads[1].traffic.requestsPerDay=3000000`);
    expect(document.workloads).toHaveLength(2);
    expect(document.answers).toHaveLength(1);
    expect(document.workloads[0].scores.every((s: { difference: number }) => s.difference === 0)).toBe(true);
    const one = write("one.yaml", `workloads: [{id: ${document.workloads[0].id}, task: embedding}]`);
    expect(await json(`diff ${several} ${one}`)).toMatchObject({
      onlyBefore: [document.workloads[1].id],
      onlyAfter: [],
    });
  });

  it.each([
    ["nowhere.json", null, /nowhere\.json: does not exist\. Save one with: advisor recommend/u],
    ["x.json", "not json", /x\.json: is not JSON.*Save one with/u],
    ["schema.json", '{"schema":"advisor-tco/1"}', /is "advisor-tco\/1", not a saved recommendation/u],
    ["later.json", '{"schema":"advisor-recommendation/2"}', /is "advisor-recommendation\/2"/u],
    ["cut.json", '{"schema":"advisor-recommendation/1","today":"2026-11-25"}', /cut\.json catalog: is missing/u],
  ])("says in one line what is wrong with %s and ends with 2", async (name, text, message) => {
    if (text !== null) write(name, text);
    for (const args of [
      `diff ${join(dir, name)}`,
      ...(text?.startsWith("{") && name === "later.json" ? [`diff ${old} ${join(dir, name)}`] : []),
    ]) {
      const { code, out, err } = await run(args);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toMatch(message);
      expect(err.trim().split("\n")).toHaveLength(1);
    }
  });

  it("says what is wrong with the question", async () => {
    expect((await run("diff")).err).toContain("names no saved recommendation");
    const bad = { ...answer, requirements: { workloads: [{ task: "agents", quality: "superb" }] } };
    expect((await run(`diff ${write("bad.json", JSON.stringify(bad))}`)).err).toMatch(/"superb" is not one of basic/u);
    const { err, code } = await run(`diff ${old} --preset rag-search`);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining("no workload is in both") });
    expect((await run(`diff ${old} --quality superb`)).code).toBe(2);
  });

  it.each(WIDTHS)("fits %d columns", async (width) => {
    const { out } = await run(`diff ${old} ${newWorld()} --requests-per-day 150 --width ${width}`);
    expect(widest(out)).toBeLessThanOrEqual(width);
    expect(
      widest((await run(`diff ${PRESET} --what-if vendor-cut-off=fireworks --width ${width}`)).out),
    ).toBeLessThanOrEqual(width);
  });

  it("writes Markdown, and colour on a terminal only", async () => {
    const { out } = await run(`diff ${old} --requests-per-day 150 --format markdown`);
    expect(out).toMatch(/^# What changed\n/u);
    expect(out).toContain("| winner | ");
    const escape = String.fromCharCode(27);
    expect((await run(`diff ${old}`)).out).not.toContain(escape);
    const terminal = await run(`diff ${old}`, { tty: true, env: { TERM: "xterm" }, columns: 90 });
    expect(terminal.out).toContain(`${escape}[1m`);
    expect(terminal.out).not.toMatch(/ \[1m/u);
  });
});

describe("--what-if", () => {
  it("compares today's answer with the imagined one, without a saved file", async () => {
    const { code, out } = await run(`diff ${PRESET} --what-if price=fireworks:x3 --format json`);
    expect(code).toBe(1);
    const document = JSON.parse(out);
    expectExact(document);
    expect(document).toMatchObject({ causes: ["what-if"], before: { file: null, whatIf: [] }, answers: [] });
    expect(document.after.whatIf[0]).toContain("Fireworks AI charges 3 times today's prices");
    const [w] = document.workloads;
    expect(w.switching).toMatchObject({ from: w.winner.old, to: w.winner.new });
    expect(
      w.prices
        .filter((p: { item: string }) => p.item === "tokens")
        .every((p: { candidate: string }) => p.candidate.includes("@fireworks/")),
    ).toBe(true);
    const page = (await run(`diff ${PRESET} --what-if price=fireworks:x3`)).out;
    for (const text of [
      "What if Fireworks AI charges 3 times",
      "today",
      "if so",
      "Switching costs",
      "Bills under the what-if",
    ])
      expect(flat(page)).toContain(text);
    const file = write("q.yaml", "workloads: [{task: chat}]");
    expect(flat((await run(`diff ${file} --what-if retire=gpt-6.1-sol`)).out)).toContain("is retired");
  });

  it("lies over today's answer where a saved file is compared, each step with its part", async () => {
    const document = await json(`diff ${old} --requests-per-day 20000 --what-if vendor-cut-off=fireworks`);
    expectExact(document);
    expect(document.causes).toEqual(["knowledge", "answers", "what-if"]);
    const [w] = document.workloads;
    expect(w.winner.oldNow).toBe("no-candidate");
    expect(w.candidates.gone.every((c: { by: string }) => c.by === "what-if")).toBe(true);
  });

  it("makes a recommendation that nobody takes for today's", async () => {
    const args = `recommend ${PRESET} --what-if vendor-cut-off=fireworks --what-if price=mistral:+20%`;
    const imagined: Recommendation = await json(args);
    expect(recommendation.safeParse(imagined).error).toBeUndefined();
    expect(imagined.warnings.slice(0, 3).map((w) => w.code)).toEqual(["what-if", "what-if", "what-if"]);
    expect(imagined.warnings[0]?.text).toMatch(
      /^This is not today's answer, but what it would be if Fireworks is cut off/u,
    );
    expect(imagined.warnings[2]?.text).toMatch(/today: .*; then: .*; next best: .*; switching: about .*; how sure: /u);
    const [w] = imagined.workloads;
    expect(w?.summary).toMatch(/^If Fireworks is cut off and Mistral API charges 20 % more than today: /u);
    expect(w?.ranking.some((c) => c.deployment.provider === "fireworks")).toBe(false);
    expect(answer.warnings.some((x) => x.code === "what-if")).toBe(false);
    for (const width of WIDTHS) {
      const { out } = await run(`${args} --width ${width}`);
      expect(widest(out)).toBeLessThanOrEqual(width);
      expect(flat(out)).toMatch(
        /^What if Fireworks is cut off and Mistral API charges 20 % more than today\? .* This is not today's answer\./u,
      );
    }
    const { out } = await run(`${args} --format markdown`);
    expect(out).toMatch(/^> What if .*\*\*This is not today's answer\.\*\*/u);
    const file = join(dir, "imagined.json");
    await run(`${args} --output ${file} --quiet`);
    expect(flat((await run(`diff ${file}`)).out)).toContain("is itself an answer under a what-if");
  });

  it("cautions about weights of a country that bans exports, and says that accelerators are out of scope", async () => {
    const imagined: Recommendation = await json("recommend --preset regulated-bank-contracts --what-if export-ban=CN");
    const own = imagined.workloads[0]?.ranking.filter((c) => c.model.origin === "CN") ?? [];
    expect(own.length).toBeGreaterThan(0);
    for (const c of own) {
      expect(c.model.weights).not.toBe("closed");
      expect(c.reasons.filter((r) => r.rule === "what-if")).toMatchObject([
        { kind: "caution", criterion: "geopolitics" },
      ]);
    }
    expect(imagined.warnings[0]?.text).toContain("Accelerators made there are out of scope");
  });

  it("that cannot be read ends with 2 and computes nothing", async () => {
    const { code, out, err } = await run(`recommend ${PRESET} --what-if vendor-cut-off=openia --what-if bogus=1`);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("Did you mean openai?");
    expect(err).toContain("2 problems, nothing was computed.");
    expect((await run(`diff ${old} --what-if retire=none`)).code).toBe(2);
  });
});
