import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Recommendation } from "../../src/recommendation.ts";
import { loadRules } from "../../src/rules/load.ts";
import { run } from "./run.ts";

let dir = "";
const home = process.cwd();
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "advisor-rules-"));
});
afterAll(() => {
  process.chdir(home);
  rmSync(dir, { recursive: true });
});

const json = async (args: string) => JSON.parse((await run(`${args} --format json`)).out);
const COMPANY = `schema: advisor-rules/1
pack: company
version: 1
rules:
  - id: company.iso-42001
    kind: gate
    title: Regulated data only with an ISO 42001 certificate
    onlyWhen: {workload.data.sensitivity: {atLeast: regulated}}
    when:
      all:
        - deployment.operator: {isNot: self}
        - not: {deployment.certificates: {has: iso-42001}}
    because: "{deployment.providerName} shows no ISO 42001 certificate."
    cite: ["Company policy AI-7, 2026-03"]
    reviewed: 2026-11-25
    examples:
      - {verdict: "true", facts: {workload.data.sensitivity: regulated, deployment.operator: vendor, deployment.certificates: [soc2-type2]}}
      - {verdict: "false", facts: {workload.data.sensitivity: regulated, deployment.operator: self}}
disable:
  - {rule: stack.cuda, reason: We buy no chips ourselves.}
`;

describe("advisor rules list", () => {
  it("has every rule, grouped by pack, and no line is wider than asked", async () => {
    const { rules, packs } = await loadRules();
    const { out, code } = await run("rules list --width 80");
    expect(code).toBe(0);
    for (const pack of packs) expect(out).toMatch(new RegExp(`^${pack} \\(\\d+\\)$`, "mu"));
    expect(out).toContain(`${rules.length} rules`);
    expect(Math.max(...out.split("\n").map((l) => l.length))).toBeLessThanOrEqual(80);
    expect((await json("rules list")).rows.map((r: { id: string }) => r.id)).toEqual(rules.map((r) => r.id));
  });

  it("filters, and ends with 1 where nothing is left", async () => {
    const { rows } = await json("rules list --criterion geopolitics --effect against");
    expect(rows.length).toBeGreaterThan(3);
    for (const r of rows) expect(r).toMatchObject({ kind: expect.stringMatching(/score|note/u), effect: "against" });
    expect((await run("rules list --pack licensing --kind gate --criterion tco")).code).toBe(1);
    expect((await run("rules list --pack licencing")).err).toContain("Did you mean licensing?");
  });

  it("tells how each comes out for one candidate", async () => {
    const args = "--preset regulated-bank-contracts --candidate openai/gpt-6.1-sol@openai/api";
    const { rows } = await json(`rules list ${args} --kind gate`);
    const words = new Set(rows.map((r: { verdict: string }) => r.verdict));
    expect([...words].every((w) => ["true", "false", "unknown", "off"].includes(String(w)))).toBe(true);
    const open = await json(`rules list ${args} --kind gate --verdict unknown`);
    expect(open.rows.map((r: { id: string }) => r.id)).toContain("privacy.residency");
    expect(open.rows.every((r: { missing: string[] }) => r.missing.length > 0)).toBe(true);
    expect((await run("rules list --candidate openai/gpt-6.1-sol@openai/api")).err).toContain("needs requirements");
    expect((await run("rules list --preset support-agents --candidate openai/gpt-6.1-sol@nowhere")).err).toContain(
      "openai/gpt-6.1-sol@openai/api",
    );
  });
});

describe("advisor rules show", () => {
  it.each([
    "customization.depth",
    "eligibility.context",
    "geopolitics.ownership",
    "hybrid.sensitive-route",
    "innovation.stalled-line",
    "licensing.cap",
    "performance.quality",
    "privacy.third-party-retention",
    "regulation.hipaa",
    "risks.hallucination",
    "security.pickle",
    "stack.cuda",
    "support.sla",
    "tco.hard-budget",
  ])("tells %s whole", async (id) => {
    const { out, code } = await run(`rules show ${id} --width 100`);
    expect(code).toBe(0);
    for (const part of ["does", "true when", "says", "source", "confidence", "Facts it reads", "Examples"])
      expect(out).toContain(part);
    expect(Math.max(...out.split("\n").map((l) => l.length))).toBeLessThanOrEqual(100);
  });

  it("counts the candidates it touches, and traces one", async () => {
    const shown = await json(
      "rules show privacy.third-party-retention --preset regulated-bank-contracts --candidate anthropic/claude-opus-5.5@anthropic/api",
    );
    const [touched] = shown.touches;
    const whole: Recommendation = await json("recommend --preset regulated-bank-contracts --all");
    expect(touched.true + touched.unknown + touched.false).toBe(whole.workloads[0]?.counts.candidates);
    expect(shown.candidate[0]).toMatchObject({ verdict: "false", missing: [] });
    expect(shown.candidate[0].deciding[0].path).toMatch(/zeroRetention/u);
  });

  it("names the nearest id", async () => {
    expect((await run("rules show privacy.residncy")).err).toContain("Did you mean privacy.residency?");
  });
});

describe("advisor rules test and validate", () => {
  it("are clean", async () => {
    expect((await run("rules test")).out).toMatch(/^\d+ rules, \d+ examples: all hold$/mu);
    expect((await run("rules validate")).out).toMatch(/^\d+ rules in 14 packs over \d+ workloads: no problems$/mu);
  });

  it("report every kind of mistake at its line", async () => {
    const own = join(dir, "wrong");
    mkdirSync(own);
    const rule = (id: string, when: string, more = "") =>
      `  - id: ${id}\n    kind: score\n    title: A rule to try\n    when: ${when}\n    then: {criterion: tco, points: 0.1}\n    because: It is so.\n    cite: [policy]\n    reviewed: 2026-11-25\n    examples: [{verdict: "true", facts: {deployment.kind: app}}, {verdict: "false", facts: {deployment.kind: edge}}]\n${more}`;
    const file = join(own, "wrong.yaml");
    const say = async (command: string, text: string) => {
      writeFileSync(file, `schema: advisor-rules/1\npack: wrong\nversion: 1\nrules:\n${text}`);
      const { out, code } = await run(`rules ${command} --rules ${own}`);
      expect(code).toBe(1);
      return out.replaceAll(own, "own");
    };
    expect(await say("validate", rule("wrong.a", "{deployment.knd: {is: app}}"))).toContain(
      "own/wrong.yaml:8:12: unknown path 'deployment.knd'. Did you mean 'deployment.kind'?",
    );
    expect(await say("validate", rule("wrong.a", "{deployment.kind: {is: ap}}"))).toContain(
      "own/wrong.yaml:8:34: 'ap'",
    );
    expect(await say("validate", rule("wrong.a", "{deployment.kind: {is: app}}").replace("0.1", "42"))).toContain(
      "own/wrong.yaml:9:36",
    );
    expect(
      await say("validate", rule("wrong.a", "{deployment.kind: {is: app}}").replace(/ {4}cite.*\n/u, "")),
    ).toContain("cite");
    expect(
      await say("validate", rule("wrong.a", "{all: [{deployment.kind: {is: app}}, {deployment.kind: {is: edge}}]}")),
    ).toContain("own/wrong.yaml:8:11: wrong.a can never be true");
    expect(
      await say("validate", rule("wrong.a", "{deployment.providerRole: {is: router}}").replace("0.1", "-0.1")),
    ).toContain("own/wrong.yaml:8:11: wrong.a counts 'deployment.providerRole is \"router\"' for tco");
    expect(await say("validate", rule("wrong.a", "{deployment.operator: {is: self}}").replace("0.1", "0.9"))).toContain(
      "tco is cut off at 1",
    );
    expect(await say("test", rule("wrong.a", "{deployment.kind: {is: edge}}"))).toContain(
      "own/wrong.yaml:13:16: wrong.a is false here, the example says true.",
    );
  });
});

describe("company rules and exceptions", () => {
  it("of .advisor/rules are used where they lie, and every report says what they change", async () => {
    const project = join(dir, "project");
    mkdirSync(join(project, ".advisor", "rules"), { recursive: true });
    writeFileSync(join(project, ".advisor", "rules", "company.yaml"), COMPANY);
    process.chdir(project);
    const result: Recommendation = await json("recommend --preset regulated-bank-contracts");
    const markdown = (await run("recommend --preset regulated-bank-contracts --format markdown")).out;
    const table = (await run("recommend --preset regulated-bank-contracts --width 200")).out;
    process.chdir(home);
    expect(result.warnings.map((w) => w.code)).toEqual(expect.arrayContaining(["rules-added", "rule-disabled"]));
    for (const text of [markdown, table]) {
      expect(text).toContain("Rules added here: company.iso-42001.");
      expect(text).toContain("Rule stack.cuda is disabled here: We buy no chips ourselves.");
    }
    const stopped = [...(result.workloads[0]?.toVerify ?? [])].filter((v) =>
      v.unknown.some((u) => u.rule === "company.iso-42001"),
    );
    expect(stopped.length).toBeGreaterThan(0);
  });

  it("let a candidate pass until their last day, say so in every report, and stop working then", async () => {
    const file = join(dir, "excepted.yaml");
    const write = (expires: string) =>
      writeFileSync(
        file,
        `workloads: [{id: contracts, task: document-analysis, data: {sensitivity: regulated, residency: [EU]}}]\ncheck:\n  exceptions:\n    - {rule: privacy.residency, candidate: deepseek/deepseek-v4.1-flash@deepseek/api, reason: Pilot, approver: J. Doe, expires: ${expires}}\n`,
      );
    const id = "deepseek/deepseek-v4.1-flash@deepseek/api";
    const gatesOf = (r: Recommendation) =>
      r.workloads[0]?.ruledOut.find((x) => x.id === id)?.gates.map((g) => g.rule) ?? [];
    write("2026-11-24");
    const after: Recommendation = await json(`recommend ${file}`);
    expect(gatesOf(after)).toContain("privacy.residency");
    expect(after.warnings.map((w) => w.code)).toContain("exception-expired");
    write("2026-11-25");
    const last: Recommendation = await json(`recommend ${file}`);
    expect(gatesOf(last)).not.toContain("privacy.residency");
    expect(last.warnings.find((w) => w.code === "exception")?.text).toBe(
      `Exception from “Processing must stay where you said” for ${id}, approved by J. Doe until 2026-11-25: Pilot.`,
    );
    expect((await run(`recommend ${file} --format markdown`)).out).toContain("approved by J. Doe until 2026-11-25");
  });

  it("name a gate that exists and a model that exists", async () => {
    const file = join(dir, "misspelt.yaml");
    writeFileSync(
      file,
      "workloads: [{task: chat}]\ncheck:\n  exceptions:\n    - {rule: privacy.residncy, candidate: openai/gpt-6.1-soll, reason: R, approver: A, expires: 2026-12-31}\n    - {rule: support.sla, reason: R, approver: A, expires: 2026-02-30}\n",
    );
    const first = (await run(`recommend ${file}`)).err;
    expect(first).toContain("misspelt.yaml:5:");
    writeFileSync(
      file,
      "workloads: [{task: chat}]\ncheck:\n  exceptions:\n    - {rule: privacy.residncy, candidate: openai/gpt-6.1-soll, reason: R, approver: A, expires: 2026-12-31}\n    - {rule: support.sla, reason: R, approver: A, expires: 2026-02-28}\n",
    );
    const { err, code } = await run(`recommend ${file}`);
    expect(code).toBe(2);
    expect(err).toContain("misspelt.yaml:4:14 check.exceptions[0].rule: the packs have no rule");
    expect(err).toContain("Did you mean openai/gpt-6.1-sol?");
    expect(err).toContain("which rules nobody out; an exception is from a gate.");
  });
});
