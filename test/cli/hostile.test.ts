import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acme, MINI, ROCKET } from "../check/acme.ts";
import { EVIL, SPOOF } from "../report/evil.ts";
import { run } from "./run.ts";

/** Catalog, rules and requirements by somebody who means ill, through the whole program. */

const home = process.cwd();
let dir = "";
const q = (text: string): string => JSON.stringify(text);
const read = (name: string): string => readFileSync(join(dir, name), "utf8");

function lay(evil: string): void {
  acme(join(dir, "catalog"), { name: `Rocket ${evil}`, source: `Terms ${evil}` });
  mkdirSync(join(dir, "rules"), { recursive: true });
  writeFileSync(
    join(dir, "rules/company.yaml"),
    `schema: advisor-rules/1
pack: company
version: 1
rules:
  - id: company.praise
    kind: score
    title: ${q(`Praise ${evil}`)}
    when: {model.vendor: {is: acme}}
    then: {criterion: support, points: 0.2}
    because: ${q(`Ours says ${evil}`)}
    cite: [${q(`Ours ${evil}`)}]
    reviewed: 2026-11-24
    examples: [{verdict: "true", facts: {model.vendor: acme}}, {verdict: "false", facts: {model.vendor: x}}, {verdict: unknown, facts: {}}]
  - id: company.no-mini
    kind: gate
    title: ${q(`No minis ${evil}`)}
    when: {model.id: {is: acme/rocket-mini}}
    confidence: high
    because: ${q(`Too small ${evil}`)}
    cite: [${q(`Ours ${evil}`)}]
    reviewed: 2026-11-24
    examples: [{verdict: "true", facts: {model.id: acme/rocket-mini}}, {verdict: "false", facts: {model.id: x/y}}, {verdict: unknown, facts: {}}]
`,
  );
  const short = evil.slice(0, 400);
  writeFileSync(
    join(dir, "advisor.yaml"),
    `workloads:
  - {id: help, title: ${q(short)}, task: chat, data: {residency: [DE]}, deployments: [vendor-api, hosted-api]}
check:
  selected: {help: ${ROCKET}}
  exceptions: [{rule: privacy.residency, candidate: null, reason: ${q(short)}, approver: ${q(short)}, expires: 2026-12-31}]
`,
  );
}

beforeAll(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), "advisor-hostile-")));
  process.chdir(dir);
});
afterAll(() => {
  process.chdir(home);
  rmSync(dir, { recursive: true });
});

/** Cells of CSV as RFC 4180 has it. */
function cellsOf(text: string): string[] {
  return [...text.matchAll(/(?:^|,|\n)(?:"((?:[^"]|"")*)"|([^",\n]*))/gu)].map((m) =>
    m[1] === undefined ? (m[2] ?? "") : m[1].replaceAll('""', '"'),
  );
}

const OVERLAYS: Readonly<Record<string, string>> = {
  differences: "",
  catalog: "--catalog catalog --width 80",
  rules: "--rules rules --width 80",
};

const tags = (markdown: string): string[] =>
  [...markdown.matchAll(/<(?!https?:\/\/)\/?([a-z!-]*)/gu)].map((m) => m[1] ?? "");

describe.each([
  ["hostile text", EVIL],
  ["texts of ten thousand letters", `${"W".repeat(10_000)} ${"漢".repeat(2_000)} ${EVIL}`],
])("%s", (_, evil) => {
  beforeAll(async () => {
    lay(evil);
    const { code, out, err } = await run(
      "recommend --catalog catalog --rules rules --output r.md --output r.adr.md --output r.csv --output r.json --output r.txt --force --quiet",
    );
    expect({ code, out, err }).toEqual({ code: 0, out: "", err: "" });
    expect(JSON.parse(read("r.json")).workloads[0].winner).toBe(ROCKET);
  });

  it.each(["r.md", "r.adr.md", "r.csv", "r.json", "r.txt"])(
    "moves no cursor and turns no text around in %s",
    (name) => {
      expect(SPOOF.exec(read(name))).toBeNull();
    },
  );

  it.each(["r.md", "r.adr.md"])(
    "is text in %s: no tag, no link, no image, no mention, no table cell divided",
    (name) => {
      const text = read(name);
      expect(tags(text)).toEqual([]);
      expect(text).not.toMatch(/[^\\]\]\(|@everyone|(?<!\\)`\|/u);
      for (const block of text.split("\n\n").filter((b) => b.startsWith("|")))
        expect(new Set(block.split("\n").map((l) => l.replaceAll("\\|", "").split("|").length)).size).toBe(1);
    },
  );

  it("starts no formula in a spreadsheet", () => {
    const cells = cellsOf(read("r.csv"));
    expect(cells.length).toBeGreaterThan(100);
    expect(cells.filter((c) => /^\s*[=+@]|^\s*-(?![\d.]+$)/u.test(c))).toEqual([]);
  });

  it("keeps within the width", () => {
    expect(
      Math.max(
        ...read("r.txt")
          .split("\n")
          .map((l) => [...l].length),
      ),
    ).toBeLessThanOrEqual(100);
  });

  it.each([
    ["explain", `explain ${ROCKET}`],
    ["compare", `compare ${ROCKET} ${MINI}`],
    ["diff", "diff r.json"],
    ["check", "check --baseline r.json"],
    ["tco", `tco ${ROCKET}`],
    ["rules show", "rules show company.praise"],
    ["rules list", "rules list"],
    ["rules list", "rules list --format markdown"],
    ["rules list", "rules list --format csv"],
    ["catalog show", "catalog show acme/rocket"],
    ["catalog show", "catalog show acme/rocket --format json"],
    ["catalog list", "catalog list"],
    ["catalog list", "catalog list --format markdown"],
    ["catalog list", "catalog list --kind offers --format csv"],
    ["catalog tree", "catalog tree"],
    ["differences of catalogs", "catalog diff catalog"],
  ])("does nothing on a terminal in advisor %s", async (__, args) => {
    const { out, err } = await run(
      `${args} ${OVERLAYS[__.split(" ")[0] ?? ""] ?? "--catalog catalog --rules rules --width 80"}`,
    );
    expect(`${out}${err}`.length).toBeGreaterThan(100);
    expect(SPOOF.exec(out)).toBeNull();
    expect(SPOOF.exec(err)).toBeNull();
  });

  it("that is wrong is quoted without acting, too", async () => {
    writeFileSync(join(dir, "wrong.yaml"), `workloads: [{task: ${q(evil.slice(0, 300))}}]\n`);
    const { code, err } = await run("recommend wrong.yaml");
    expect(code).toBe(2);
    expect(SPOOF.exec(err)).toBeNull();
  });
});
