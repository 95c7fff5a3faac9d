import { describe, expect, it } from "vitest";
import type { WorkloadResult } from "../../src/recommendation.ts";
import { csv } from "../../src/report/csv.ts";
import { decisionRecord } from "../../src/report/decision-record.ts";
import { code, escaped } from "../../src/report/escape-markdown.ts";
import { ENDINGS, FORMATS, render } from "../../src/report/format.ts";
import { json } from "../../src/report/json.ts";
import { markdown } from "../../src/report/markdown.ts";
import { outputOf } from "../../src/report/output-format.ts";
import { candidate, noCandidate, ranking, recommendation, secondWorkload, workload } from "./recommendation.fixture.ts";

const evil = 'a | b `c` <script>alert(1)</script> [x](javascript:y) *z* _w_\n# h\n- i @team #12 & "q"';

describe("escaped", () => {
  it.each([
    ["a | b", "a \\| b"],
    ["two\nlines\r\nhere", "two lines here"],
    ["<b>&amp;", "&lt;b&gt;&amp;amp;"],
    ["# head", "\\# head"],
    ["- item", "\\- item"],
    ["1. item", "1\\. item"],
    ["`code`", "\\`code\\`"],
    ["see https://example.com/a_b?c=1, then", "see <https://example.com/a_b?c=1>, then"],
    ["by @team, #12", "by @\u2060team, #\u206012"],
  ])("%s", (text, expected) => {
    expect(escaped(text)).toBe(expected);
  });

  it("puts ids in code, and nothing that is no id", () => {
    expect(code("alibaba/qwen3.8-27b@on-premises")).toBe("`alibaba/qwen3.8-27b@on-premises`");
    expect(code("a`|<b>")).toBe("a\\`\\|&lt;b&gt;");
  });
});

describe("markdown", () => {
  it("is read by people", async () => {
    await expect(markdown(recommendation(), { top: 10 })).toMatchFileSnapshot("./__golden__/recommendation.md");
  });

  it("says when nothing passes", () => {
    expect(markdown(recommendation({ workloads: [noCandidate()] }), { top: 10 })).toContain(
      "**Nothing passes every condition.**",
    );
  });

  it("no text breaks a table or becomes markup", () => {
    const c = candidate({
      model: { ...candidate().model, name: evil, vendor: evil, origin: evil, license: evil },
      reasons: [{ kind: "for", criterion: null, rule: "x", text: evil, source: evil }],
    });
    const text = markdown(
      recommendation({
        workloads: [
          workload({
            title: evil,
            summary: evil,
            ranking: [c],
            toVerify: [{ id: evil, name: evil, unknown: [{ rule: "x", question: evil }], rankIfPassed: 1 }],
            ruledOutBy: [{ rule: "x", title: evil, count: 1, nearest: evil }],
            flips: [{ kind: "fact", text: evil, newWinner: null, change: null }],
          }),
        ],
        warnings: [{ code: "x", text: evil }],
      }),
      { top: 10 },
    );
    expect(text).not.toMatch(/<(?!https?:\/\/)/u);
    expect(text).not.toMatch(/^# h|^- i/mu);
    expect(text).not.toMatch(/@team|[^\\]\]\(/u);
    const cells = (line: string) => line.replace(/\\\|/gu, "").split("|").length - 2;
    const tables = text.split("\n\n").filter((block) => block.startsWith("|"));
    expect(tables).toHaveLength(2);
    for (const table of tables) expect(new Set(table.split("\n").map(cells)).size).toBe(1);
  });
});

describe("a decision record", () => {
  it("is read by people, signed by them, and looked at again", async () => {
    await expect(decisionRecord(recommendation())).toMatchFileSnapshot("./__golden__/decision.adr.md");
  });

  it("of several workloads decides on each", () => {
    const text = decisionRecord(recommendation({ workloads: [workload(), secondWorkload()] }));
    expect(text).toMatch(/^# Models for Contract review and /u);
    expect(text.match(/^### Decision$/gmu)).toHaveLength(2);
    expect(text.match(/^## Sign-off$/gmu)).toHaveLength(1);
  });

  it("proposes nothing where nothing passes", () => {
    const text = decisionRecord(recommendation({ workloads: [noCandidate()] }));
    expect(text).toMatch(/^# No model for .* yet\n\n- Status: open: nothing passes every condition\n/u);
    expect(text).not.toContain("We use");
  });

  it("follows what was selected, also where it is not first or not listed, and lists the exceptions", () => {
    const tco = { usdPerMonth: { low: 1, likely: 2, high: 3 }, items: [] };
    const second = ranking[1] ?? candidate();
    const exceptions = [
      { rule: "privacy.x", candidate: null, reason: "Pilot | x", approver: "J. Doe", expires: "2026-12-31" },
    ];
    const select = (selected: WorkloadResult["selected"]) =>
      decisionRecord(
        recommendation({ workloads: [workload({ selected })], requirements: { workloads: [], check: { exceptions } } }),
      );
    const listed = select({
      id: second.id,
      name: "Claude Opus 5.5 at Bedrock",
      standing: "ranked",
      gates: [],
      rank: 2,
      tco,
      terms: {},
    });
    expect(listed).toMatch(/^# Use Claude Opus 5\.5 at Bedrock for Contract review\n/u);
    expect(listed).toContain("It ranks 2; first in the ranking is Mistral Small 4");
    expect(listed).toContain("Closed weights: what you tune stays with the vendor.");
    expect(listed).toContain("| privacy.x | all | Pilot \\| x | J. Doe | 2026-12-31 |");
    const out = select({
      id: "a/b@c/d",
      name: "B at C",
      standing: "ruled-out",
      gates: ["privacy.residency"],
      rank: 9,
      tco,
      terms: {},
    });
    expect(out).toContain("A condition rules it out (`privacy.residency`)");
    expect(out).toContain("`advisor explain a/b@c/d`");
  });
});

describe("csv", () => {
  it("has one row a ranked candidate and workload, as wide as its head", () => {
    const lines = csv(recommendation({ workloads: [workload(), secondWorkload()] }))
      .trimEnd()
      .split("\n");
    expect(lines).toHaveLength(1 + ranking.length + 2);
    expect(lines[0]).toMatch(/^workload,verdict,rank,id,model,vendor,origin,weights,license/u);
    expect(csv(recommendation(), { limit: 2 }).trimEnd().split("\n")).toHaveLength(3);
  });

  it("starts no formula and leaves unknown empty", () => {
    const names = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " \n=HYPERLINK(1)", "＝1"];
    const rows = names.map((name) =>
      candidate({
        model: { ...candidate().model, name },
        quality: { index: null, range: null, level: null, evidence: [] },
      }),
    );
    const text = csv(recommendation({ workloads: [workload({ ranking: rows })] }));
    expect(text).not.toMatch(/(?:^|,)"?\s*[=+@＝-]/mu);
    expect(text).not.toMatch(/undefined|null|NaN/u);
    expect(text.trimEnd().split("\n")).toHaveLength(1 + names.length);
  });

  it("writes booleans and numbers so that a program reads them", () => {
    const [head = "", row = ""] = csv(
      recommendation({ workloads: [workload({ ranking: [candidate({ reasons: [] })] })] }),
    ).split("\n");
    const value = (name: string) => row.split(",")[head.split(",").indexOf(name)];
    expect([value("hardwareOwned"), value("accelerators"), value("usdPerMonth"), value("released")]).toEqual([
      "true",
      "2",
      "14200",
      "2026-03-16",
    ]);
  });
});

describe("json", () => {
  it("is the recommendation, two spaces deep, with a last newline", () => {
    const text = json(recommendation());
    expect(JSON.parse(text)).toEqual(recommendation());
    expect(text).toMatch(/^\{\n {2}"schema": "advisor-recommendation\/1",\n/u);
    expect(text.endsWith("}\n")).toBe(true);
    expect(json(recommendation())).toBe(text);
  });
});

describe("formats", () => {
  it.each([
    ["report.md", "markdown"],
    ["docs/0012-model.adr.md", "decision"],
    ["decision:docs/0012-model.md", "decision"],
    ["csv:report.txt", "csv"],
    ["Report.MARKDOWN", "markdown"],
    ["a/b.json", "json"],
    ["x.csv", "csv"],
    ["out.txt", "table"],
    ["report.pdf", null],
    ["md", null],
  ])("%s is %s", (file, format) => {
    expect(outputOf(file, ENDINGS, null)?.format ?? null).toBe(format);
  });

  it.each(FORMATS.map((f) => [f]))("%s renders, with and without colour", async (format) => {
    for (const color of [0, 1] as const) {
      const text = await render(format, recommendation(), { width: 100, color, top: 10 });
      expect(text.endsWith("\n")).toBe(true);
      expect(text.length).toBeGreaterThan(1000);
      expect(text.includes("\u001b")).toBe(format === "table" && color === 1);
    }
  });
});
