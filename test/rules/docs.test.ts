import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compilePacks } from "../../src/rules/compile-packs.ts";
import { factsPage } from "../../src/rules/facts-page.ts";
import { lint, testExamples } from "../../src/rules/lint.ts";
import { loadRules } from "../../src/rules/load.ts";

const doc = (name: string) => readFileSync(join(import.meta.dirname, "../../docs", name), "utf8");

describe("the pages on rules", () => {
  it("have every fact as the program knows it", () => {
    expect(doc("facts.md")).toBe(factsPage());
  });

  it("walk through a company rule that compiles, tests and lints clean as it is printed", async () => {
    const walk = doc("rules.md").split("## The language")[0] ?? "";
    const blocks = [...walk.matchAll(/^ {3}```yaml\n([\s\S]*?)^ {3}```$/gmu)].map((m) =>
      (m[1] ?? "").replace(/^ {3}/gmu, ""),
    );
    expect(blocks).toHaveLength(3);
    const packs = compilePacks([[{ file: "company.yaml", text: blocks.join("") }]], "sha256:test", await loadRules());
    expect(packs.book.changes.added).toEqual(["company.iso-42001"]);
    expect(lint(packs)).toEqual([]);
    const own = { ...packs, book: { ...packs.book, rules: packs.book.rules.slice(-1) } };
    expect(testExamples(own)).toEqual({ examples: 4, problems: [] });
  });
});
