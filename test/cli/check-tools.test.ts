import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { validateXML } from "xmllint-wasm";
import type { CheckResult } from "../../src/check-result.ts";
import { type AcmeWorld, acme, MINI, ROCKET } from "../check/acme.ts";
import { EVIL, SPOOF } from "../report/evil.ts";
import { run } from "./run.ts";

const home = process.cwd();
const schemas = join(dirname(fileURLToPath(import.meta.url)), "../fixtures/schemas");
const ajv = new Ajv({ schemaId: "auto", unknownFormats: "ignore" });
ajv.addMetaSchema(createRequire(import.meta.url)("ajv/lib/refs/json-schema-draft-04.json"));
const isSarif = ajv.compile(JSON.parse(readFileSync(join(schemas, "sarif-2.1.0-rtm.5.json"), "utf8")));
const xsd = readFileSync(join(schemas, "jenkins-junit.xsd"), "utf8");
const errorsOfXml = async (xml: string) =>
  (await validateXML({ xml: { fileName: "junit.xml", contents: xml }, schema: xsd })).errors.map((e) => e.rawMessage);

// biome-ignore lint/suspicious/noExplicitAny: documents of other schemas
type Json = any;

let dir = "";
beforeAll(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), "advisor-tools-")));
  process.chdir(dir);
});
afterAll(() => {
  process.chdir(home);
  rmSync(dir, { recursive: true });
});

interface Scene {
  readonly then: AcmeWorld;
  readonly now: AcmeWorld;
  readonly title?: string;
  readonly selected?: string;
  readonly failOn?: string;
  readonly exceptions?: readonly object[];
}

/** Saves a baseline of the world as it was, and lays out the world as it is. */
async function lay({ then, now, title = "Help desk", selected = ROCKET, failOn, exceptions = [] }: Scene) {
  const file = (text: string) => writeFileSync("advisor.yaml", text);
  const head = `organization: {jurisdiction: DE}
workloads:
  - {id: help, title: ${JSON.stringify(title)}, task: chat, traffic: {requestsPerDay: 20000}, data: {residency: [DE]}, deployments: [vendor-api, hosted-api]}
  - {id: notes, task: summarization}
`;
  acme(join(dir, "catalog"), then);
  file(head);
  await run("recommend --catalog catalog --output decision.json --quiet --force");
  acme(join(dir, "catalog"), now);
  file(`${head}check:
  selected: {help: ${JSON.stringify(selected)}}
  baseline: decision.json
${failOn ? `  failOn: ${failOn}\n` : ""}  exceptions: ${JSON.stringify(exceptions)}
`);
}

const check = (args: string) => run(`check --catalog catalog --quiet ${args}`);
const pilot = (rule: string, words = "Pilot.") => ({
  rule,
  candidate: null,
  reason: words,
  approver: words.slice(0, 400),
  expires: "2026-12-31",
});
const now: AcmeWorld = { inputUsdPerMtok: 2, retentionDays: 30, processingIn: "null", retires: "2026-12-24" };
const hostile: AcmeWorld = { name: `Rocket ${EVIL}`, source: `Terms ${EVIL}` };
const long: AcmeWorld = { name: `Rocket ${"W".repeat(10_000)}`, source: `${"漢".repeat(10_000)} ${EVIL}` };

const scenes: readonly (readonly [string, Scene, number])[] = [
  ["holds", { then: {}, now: {} }, 0],
  ["fails, is accepted, cannot be told", { then: {}, now, exceptions: [pilot("termsChanged")] }, 1],
  [
    "knows no such candidate",
    { then: {}, now: {}, selected: "acme/roket@acme/eu", exceptions: [pilot("overBudget")] },
    1,
  ],
  [
    "is full of hostile text",
    {
      then: hostile,
      now: { ...now, ...hostile },
      title: EVIL,
      failOn: "{notInTop: 1, winnerChanged: true}",
      exceptions: [pilot("privacy.residency", EVIL), pilot("termsChanged", EVIL)],
    },
    1,
  ],
  [
    "has names of ten thousand letters",
    { then: long, now: { ...now, ...long }, exceptions: [pilot("termsChanged")] },
    1,
  ],
  ["selects hostile text", { then: {}, now: {}, selected: `${EVIL}` }, 1],
];

describe.each(scenes)("a check that %s", (_, scene, code) => {
  let result: CheckResult;
  beforeAll(async () => {
    await lay(scene);
    const ran = await check(
      "--output a.sarif --output a.xml --output gitlab:gl.json --output a.md --output a.json --output a.txt --output github:gh.log --marker x --force",
    );
    expect({ code: ran.code, err: ran.err }).toEqual({ code, err: "" });
    result = JSON.parse(readFileSync("a.json", "utf8"));
  });
  const read = (name: string) => readFileSync(name, "utf8");
  const findings = () => result.workloads.flatMap((w) => w.checks.flatMap((c) => c.findings));

  it("is SARIF by its published schema, each finding at its line", () => {
    const log = JSON.parse(read("a.sarif"));
    expect(isSarif(log) ? null : isSarif.errors).toBeNull();
    const [first] = log.runs;
    expect(first.results).toHaveLength(findings().length);
    const lines = read("advisor.yaml").split("\n");
    for (const r of first.results) {
      const { artifactLocation, region } = r.locations[0].physicalLocation;
      expect(artifactLocation.uri).toBe("advisor.yaml");
      expect(lines[region.startLine - 1]?.slice(region.startColumn - 1)).toBe(
        `${JSON.stringify(scene.selected ?? ROCKET)}}`,
      );
      expect(first.tool.driver.rules[r.ruleIndex].id).toBe(r.ruleId);
      expect(r.message.text.length).toBeLessThanOrEqual(4000);
    }
    expect(new Set(first.results.map((r: Json) => r.partialFingerprints["advisorFinding/v1"])).size).toBe(
      findings().length,
    );
  });

  it("is JUnit by the schema that Jenkins publishes, with the same counts", async () => {
    const xml = read("a.xml");
    expect(await errorsOfXml(xml)).toEqual([]);
    const tests = result.workloads.reduce((n, w) => n + w.checks.length, 0);
    expect(xml).toContain(`tests="${tests}" failures="${result.counts.fail}"`);
    expect(xml.match(/<failure /gu)?.length ?? 0).toBe(findings().filter((f) => f.outcome === "fails").length);
  });

  it("has for GitLab the fields that it asks for", () => {
    const report = JSON.parse(read("gl.json"));
    expect(report).toHaveLength(findings().length);
    for (const entry of report) {
      expect(entry).toMatchObject({
        description: expect.stringMatching(/\S/u),
        check_name: expect.stringMatching(/\S/u),
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/u),
        severity: expect.stringMatching(/^(info|minor|major)$/u),
        location: { path: "advisor.yaml", lines: { begin: expect.any(Number) } },
      });
    }
    expect(new Set(report.map((e: Json) => e.fingerprint)).size).toBe(report.length);
  });

  it("is inert in every format", () => {
    for (const name of ["a.sarif", "a.xml", "gl.json", "a.md", "a.json", "a.txt", "gh.log"])
      expect({ name, spoof: SPOOF.exec(read(name))?.[0] ?? null }).toEqual({ name, spoof: null });
    const tags = (text: string) => [...text.matchAll(/<(?!https:\/\/)([^\s>]*)/gu)].map((m) => m[1]);
    expect(
      tags(read("a.md")).filter((t) => !/^(!--|sub|\/sub|details|summary|\/summary|\/details)/u.test(t ?? "")),
    ).toEqual([]);
    expect(read("a.md")).not.toMatch(/[^\\]\]\(|@everyone|(?<!\\)`\|/u);
    expect(read("a.md").length).toBeLessThan(65_536);
    for (const block of read("a.md")
      .split("\n\n")
      .filter((b) => b.startsWith("|"))) {
      const cells = block.split("\n").map((line) => line.replaceAll("\\|", "").split("|").length);
      expect(new Set(cells).size).toBe(1);
    }
    for (const line of read("gh.log").trimEnd().split("\n").slice(0, -1))
      expect(line).toMatch(/^::(error|warning|notice) [^:]*::(?!.*\n).*$/u);
    expect(
      Math.max(
        ...read("a.txt")
          .split("\n")
          .map((l) => [...l].length),
      ),
    ).toBeLessThanOrEqual(100);
  });
});

describe("the reports of a check", () => {
  it("point at the requirements from the root of the repository", async () => {
    await lay({ then: {}, now: {}, selected: MINI, failOn: "{notInTop: 1}" });
    const at = async (args: string, env: Record<string, string>) => {
      const { out } = await run(`check --catalog catalog --format sarif ${args}`, { env });
      return JSON.parse(out).runs[0].results[0].locations[0].physicalLocation;
    };
    expect((await at("", { GITHUB_WORKSPACE: dirname(dir) })).artifactLocation.uri).toBe(
      `${dir.split("/").at(-1)}/advisor.yaml`,
    );
    const flag = await at(`--set check.selected.help=${MINI}`, {});
    expect(flag).toMatchObject({ artifactLocation: { uri: "advisor.yaml" }, region: { startLine: 1 } });
  });
});
