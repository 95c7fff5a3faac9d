import { describe, expect, it } from "vitest";
import { Failure, problemLine } from "../../src/failure.ts";
import { exampleColumns } from "../../src/rules/columns.ts";
import { compilePacks } from "../../src/rules/compile-packs.ts";
import { type Condition, FALSE, factsOf, TRUE, UNKNOWN } from "../../src/rules/condition.ts";
import { applyRule, evaluate, verdictOf } from "../../src/rules/evaluate.ts";
import { readCondition } from "../../src/rules/read-condition.ts";
import { missingFacts } from "../../src/rules/trace.ts";

function read(raw: unknown): Condition {
  const problems: string[] = [];
  const condition = readCondition(raw, [], (_, p) => problems.push(p.text));
  if (!condition) throw new Error(problems.join("\n"));
  return condition;
}
const judge = (raw: unknown, facts: Record<string, unknown> = {}) =>
  verdictOf(evaluate(read(raw), exampleColumns(facts)), 0);

/** Three leaves of known verdict: t is true, f is false, u is unknown. */
const FACTS = { "deployment.kind": "edge", "model.weights": "open" };
const t = { "deployment.kind": { is: "edge" } };
const f = { "model.weights": { is: "closed" } };
const u = { "deployment.retentionDays": { above: 0 } };

describe("strong Kleene", () => {
  it.each([
    ["all t t", { all: [t, t] }, TRUE],
    ["all t u", { all: [t, u] }, UNKNOWN],
    ["all u f", { all: [u, f] }, FALSE],
    ["all t f", { all: [t, f] }, FALSE],
    ["any f f", { any: [f, f] }, FALSE],
    ["any f u", { any: [f, u] }, UNKNOWN],
    ["any u t", { any: [u, t] }, TRUE],
    ["not t", { not: t }, FALSE],
    ["not u", { not: u }, UNKNOWN],
    ["not f", { not: f }, TRUE],
    ["any u or its negation stays unknown", { any: [u, { not: u }] }, UNKNOWN],
    ["not (all t u)", { not: { all: [t, u] } }, UNKNOWN],
  ])("%s", (_, raw, verdict) => {
    expect(judge(raw, FACTS)).toBe(verdict);
  });

  it("never turns true into false when a fact is learned", () => {
    const raw = { any: [t, u] };
    expect(judge(raw, FACTS)).toBe(TRUE);
    expect(judge(raw, { ...FACTS, "deployment.retentionDays": 0 })).toBe(TRUE);
  });
});

describe("conditions of several requirements", () => {
  const eu = { "organization.jurisdiction": { in: ["EU"] } };
  const regulated = { "workload.data.sensitivity": { atLeast: "regulated" } };
  it.each([
    ["all: both true", { all: [eu, regulated] }, "DE", "regulated", TRUE],
    ["all: one false", { all: [eu, regulated] }, "DE", "public", FALSE],
    ["all: one unknown", { all: [eu, regulated] }, undefined, "regulated", UNKNOWN],
    ["any: one true", { any: [eu, regulated] }, "US", "regulated", TRUE],
    ["any: both false", { any: [eu, regulated] }, "US", "public", FALSE],
    ["any: one unknown", { any: [eu, regulated] }, undefined, "public", UNKNOWN],
  ])("%s", (_, raw, jurisdiction, sensitivity, verdict) => {
    const facts = {
      ...(jurisdiction ? { "organization.jurisdiction": jurisdiction } : {}),
      "workload.data.sensitivity": sensitivity,
    };
    expect(judge(raw, facts)).toBe(verdict);
  });

  it("join with conditions on candidates", () => {
    const raw = { all: [eu, regulated, t] };
    expect(judge(raw, { ...FACTS, "organization.jurisdiction": "DE", "workload.data.sensitivity": "regulated" })).toBe(
      TRUE,
    );
    expect(judge(raw, { ...FACTS, "organization.jurisdiction": "DE", "workload.data.sensitivity": "public" })).toBe(
      FALSE,
    );
  });
});

describe("onlyWhen", () => {
  const rule = {
    onlyWhen: read({ "workload.data.sensitivity": { atLeast: "regulated" } }),
    when: read({ "deployment.retentionDays": { above: 0 } }),
  };
  const apply = (facts: Record<string, unknown>) => {
    const verdicts = applyRule(rule, exampleColumns(facts));
    return verdicts === null ? "off" : verdictOf(verdicts, 0);
  };
  it.each([
    ["switches the rule off", { "workload.data.sensitivity": "public", "deployment.retentionDays": 30 }, "off"],
    ["leaves the verdict", { "workload.data.sensitivity": "regulated", "deployment.retentionDays": 30 }, TRUE],
    ["makes a true verdict unknown where it is unknown", { "deployment.retentionDays": 30 }, UNKNOWN],
    ["leaves false where it is unknown", { "deployment.retentionDays": 0 }, FALSE],
  ])("%s", (_, facts, wanted) => {
    expect(apply(facts)).toBe(wanted);
  });
});

it("names the facts that are missing, each once", () => {
  const condition = read({ all: [t, u, { not: u }, { "deployment.zeroRetention": { is: "none" } }] });
  expect(missingFacts({ onlyWhen: null, when: condition }, exampleColumns(FACTS), 0)).toEqual([
    "deployment.retentionDays",
    "deployment.zeroRetention",
  ]);
});

it("lists the facts that a condition reads, those it compares with included", () => {
  const condition = read({ "deployment.contextTokens": { below: "workload.contextTokens" } });
  expect([...factsOf(condition)]).toEqual(["deployment.contextTokens", "workload.contextTokens"]);
});

describe("a value may be the path of a requirement", () => {
  it.each([
    [
      "number below number",
      { "deployment.contextTokens": { below: "workload.contextTokens" } },
      { "deployment.contextTokens": 5, "workload.contextTokens": 9 },
      TRUE,
    ],
    [
      "set has word",
      { "model.tasks": { has: "workload.task" } },
      { "model.tasks": ["chat"], "workload.task": "ocr" },
      FALSE,
    ],
    [
      "word in set",
      { "model.origin": { in: "organization.excludedOrigins" } },
      { "model.origin": "CN", "organization.excludedOrigins": ["CN"] },
      TRUE,
    ],
    [
      "ordinal at least ordinal",
      { "candidate.quality.level": { atLeast: "workload.quality" } },
      { "candidate.quality.level": "strong", "workload.quality": "frontier" },
      FALSE,
    ],
    [
      "a path without a value is unknown",
      { "model.tasks": { has: "workload.task" } },
      { "model.tasks": ["chat"] },
      UNKNOWN,
    ],
  ])("%s", (_, raw, facts, verdict) => {
    expect(judge(raw, facts)).toBe(verdict);
  });
});

const HEAD = "schema: advisor-rules/1\npack: probe\nversion: 1\nrules:\n";
const probe = (when: string, more = "") => `${HEAD}  - id: probe.one
    kind: note
    title: A probe of one rule
    tone: caution
    when: ${when}
    because: It says something here
    cite: [assumption]
    reviewed: 2026-11-24
    examples: [{facts: {}, verdict: "unknown"}]
${more}`;

function problemsOf(text: string): string[] {
  try {
    compilePacks([[{ file: "rules/probe.yaml", text }]], "sha256:test");
  } catch (error) {
    if (error instanceof Failure) return error.problems.map(problemLine);
    throw error;
  }
  return [];
}

describe("problems stand at line and column, with the nearest spelling", () => {
  it.each([
    [
      "{deployment.knd: {is: edge}}",
      "rules/probe.yaml:9:12: unknown path 'deployment.knd'. Did you mean 'deployment.kind'?",
    ],
    [
      "{model.weights: {is: opne}}",
      "rules/probe.yaml:9:32: 'opne' is not a value of 'model.weights' (open, restricted, closed). Did you mean 'open'?",
    ],
    [
      "{model.weights: {atLeast: open}}",
      "rules/probe.yaml:9:28: 'atLeast' does not fit 'model.weights' (enum); it takes is, isNot, in, notIn, known.",
    ],
    ["{deployment.retentionDays: {above: many}}", 'rules/probe.yaml:9:46: "many" is not a number or the path of one.'],
    ["{deployment.retentionDays: {between: [1]}}", "rules/probe.yaml:9:48: [1] is not a pair of numbers [low, high]."],
    ["{model.weights: {in: open}}", 'rules/probe.yaml:9:32: "open" is not a list of texts.'],
    ["{candidate.fits: {is: perhaps}}", 'rules/probe.yaml:9:33: "perhaps" is not true or false.'],
    ["{all: []}", "rules/probe.yaml:9:17: is not a list of conditions."],
    [
      "{candidate.fits: {is: true}, candidate.retired: {is: true}}",
      "rules/probe.yaml:9:11: a condition has one key, this has 2. Join several with all: [ … ].",
    ],
    [
      "{organization.jurisdiction: {is: XX}}",
      "rules/probe.yaml:9:44: 'XX' is not a value of 'organization.jurisdiction'.",
    ],
  ])("%s", (when, problem) => {
    expect(problemsOf(probe(when)).map((p) => p.replace(/ Did you mean '[A-Z]{2}'\?$/u, ""))).toEqual([problem]);
  });

  it("reports all of them together", () => {
    expect(problemsOf(probe("{all: [{deployment.knd: {is: edge}}, {model.weights: {is: opne}}]}"))).toHaveLength(2);
  });

  it("refuses candidate facts in onlyWhen", () => {
    const text = probe("{candidate.fits: {is: true}}").replace(
      "    when:",
      "    onlyWhen: {model.weights: {is: open}}\n    when:",
    );
    expect(problemsOf(text)).toEqual([
      "rules/probe.yaml:9:15: 'model.weights' is no requirement; onlyWhen reads requirements only.",
    ]);
  });

  it("refuses gates on facts of low confidence", () => {
    const text = probe("{candidate.fits: {is: false}}")
      .replace("kind: note", "kind: gate")
      .replace("    tone: caution\n", "    confidence: low\n");
    expect(problemsOf(text)).toEqual(["rules/probe.yaml:8:17: a fact of low confidence may caution, never gate."]);
  });

  it("refuses sentences with slots that nobody can fill", () => {
    const text = probe("{candidate.fits: {is: false}}").replace("something here", "{model.nam} here");
    expect(problemsOf(text)).toEqual(["rules/probe.yaml:10:14: unknown path 'model.nam' in the sentence."]);
  });

  it("refuses points beyond one", () => {
    const text = probe("{candidate.fits: {is: false}}")
      .replace("kind: note", "kind: score")
      .replace("    tone: caution\n", "    then: {criterion: privacy, points: 2}\n");
    expect(problemsOf(text)).toEqual([
      "rules/probe.yaml:8:40 rules[0].then.points: 2 is above 1; it must be at most 1.",
    ]);
  });

  it("passes what is sound", () => {
    expect(problemsOf(probe("{workload.traffic.requestsPerDay: {atLeast: 20k}}"))).toEqual([]);
  });
});

it("lets a later file replace a rule by its id", () => {
  const early = { file: "rules/probe.yaml", text: probe("{candidate.fits: {is: false}}") };
  const late = { file: "own/probe.yaml", text: probe("{candidate.retired: {is: true}}") };
  const { rules, packs } = compilePacks([[early], [late]], "sha256:test").book;
  expect(packs).toEqual(["probe"]);
  expect(rules.map((r) => r.when)).toEqual([read({ "candidate.retired": { is: true } })]);
});
