import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { exampleColumns } from "../../src/rules/columns.ts";
import { compilePacks } from "../../src/rules/compile-packs.ts";
import { FALSE, TRUE, UNKNOWN } from "../../src/rules/condition.ts";
import { applyRule, verdictOf } from "../../src/rules/evaluate.ts";
import { FACTS } from "../../src/rules/facts.ts";
import type { Example, Rule } from "../../src/rules/rulebook.ts";
import { CRITERIA } from "../../src/vocabulary.ts";
import policyFacts from "../fixtures/policy-fact-ids.json" with { type: "json" };

const folder = join(import.meta.dirname, "../../rules");
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => ({ file: `rules/${name}`, text: readFileSync(join(folder, name), "utf8") }));
const rulebook = compilePacks([files], "sha256:test").book;
const known = policyFacts.facts as Readonly<Record<string, { readonly mayGate: boolean }>>;

const WORDS = { [TRUE]: "true", [UNKNOWN]: "unknown", [FALSE]: "false" } as const;
function judge(rule: Rule, facts: Example["facts"]): Example["verdict"] {
  const verdicts = applyRule(rule, exampleColumns(facts));
  return verdicts === null ? "off" : WORDS[verdictOf(verdicts, 0)];
}

/** Fact ids that a citation names: LIC-LLAMA-EU, DAT-AZURE-GEO, … */
const factIds = (cite: readonly string[]): string[] =>
  cite.flatMap((c) => c.match(/\b(?:LIC|DAT|DEP|FT|GAP|GEO|HYB|INN|REG|SEC|SLA|SUP)-[A-Z0-9][A-Z0-9-]*/gu) ?? []);

describe("every example holds", () => {
  const rows = rulebook.rules.flatMap((rule) =>
    rule.examples.map((example, i) => [`${rule.id} #${i + 1}: ${example.verdict}`, rule, example] as const),
  );
  it.each(rows)("%s", (_, rule, example) => {
    expect(judge(rule, example.facts)).toBe(example.verdict);
  });
});

describe("every rule", () => {
  it.each(rulebook.rules.map((rule) => [rule.id, rule] as const))("%s is complete", (_, rule) => {
    const verdicts = rule.examples.map((e) => e.verdict);
    expect(verdicts).toContain("true");
    expect(verdicts).toContain("false");
    if (judge(rule, {}) === "unknown") expect(verdicts).toContain("unknown");
    expect(rule.cite.length).toBeGreaterThan(0);
    expect(rule.id.startsWith(`${rule.pack}.`)).toBe(true);
  });

  it.each(rulebook.rules.map((rule) => [rule.id, rule] as const))("%s cites what exists", (_, rule) => {
    for (const id of factIds(rule.cite)) {
      expect(Object.keys(known)).toContain(id);
      if (rule.kind === "gate") expect(known[id]?.mayGate, `${id} may caution, never gate`).toBe(true);
    }
  });

  it.each(rulebook.rules.map((rule) => [rule.id, rule] as const))(
    "%s states example facts in their type",
    (_, rule) => {
      for (const [path, value] of rule.examples.flatMap((e) => Object.entries(e.facts))) {
        const fact = FACTS[path];
        const list = Array.isArray(value) ? value : [value];
        expect(fact?.type === "set", path).toBe(Array.isArray(value));
        if (fact?.type === "number" || fact?.type === "boolean") expect(typeof value, path).toBe(fact.type);
        else for (const word of list) expect(typeof word, path).toBe("string");
        if (fact?.values) for (const word of list) expect(fact.values, path).toContain(word);
      }
    },
  );
});

describe("the packs together", () => {
  it("give each rule and each base an id of its own", () => {
    const ids = files.flatMap(({ text }) => {
      const file = parse(text) as { readonly rules: { id: string }[]; readonly bases?: { id: string }[] };
      return [...(file.bases ?? []), ...file.rules].map((r) => r.id);
    });
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  it("start every criterion once", () => {
    expect(rulebook.bases.map((b) => b.criterion).sort()).toEqual([...CRITERIA].sort());
  });

  it("hold at least a hundred rules of all three kinds", () => {
    expect(rulebook.rules.length).toBeGreaterThanOrEqual(100);
    expect(new Set(rulebook.rules.map((r) => r.kind))).toEqual(new Set(["gate", "score", "note"]));
  });

  it("name the schema on the first line of each file", () => {
    for (const { text } of files)
      expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=../schema/rules.json");
  });
});

describe("more sensitive data", () => {
  const facts = { "deployment.operator": "vendor", "deployment.kind": "vendor-api" };
  const grades = ["public", "internal", "confidential", "regulated"];
  const terms = ["default", "self-serve", "approval", "none"].flatMap((zeroRetention) =>
    [0, 30].flatMap((retentionDays) => [true, false].map((trains) => [zeroRetention, retentionDays, trains] as const)),
  );
  it.each(terms)(
    "never make an API look more private (%s, %i days, trains: %s)",
    (zeroRetention, retentionDays, trains) => {
      const values = grades.map((sensitivity) =>
        rulebook.rules.reduce((sum, rule) => {
          if (rule.kind !== "score" || rule.then.criterion !== "privacy") return sum;
          const verdict = judge(rule, {
            ...facts,
            "workload.data.sensitivity": sensitivity,
            "deployment.zeroRetention": zeroRetention,
            "deployment.retentionDays": retentionDays,
            "deployment.trainsOnInputs": trains,
          });
          return (
            sum + (verdict === "true" ? rule.then.points : verdict === "false" ? (rule.otherwise?.points ?? 0) : 0)
          );
        }, 0),
      );
      expect(values).toEqual([...values].sort((a, b) => b - a));
    },
  );
});
