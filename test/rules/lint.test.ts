import { describe, expect, it } from "vitest";
import { Failure, problemLine } from "../../src/failure.ts";
import { exampleColumns } from "../../src/rules/columns.ts";
import { compilePacks } from "../../src/rules/compile-packs.ts";
import { lint, neverKnown, testExamples } from "../../src/rules/lint.ts";

const HEAD = "schema: advisor-rules/1\npack: probe\nversion: 1\n";
const EXAMPLES = `    examples:
      - {verdict: "true", facts: {deployment.kind: app}}
      - {verdict: "false", facts: {deployment.kind: edge}}
`;

/** A pack of one note; `body` stands at line 9. */
const note = (body: string, examples = EXAMPLES, id = "probe.one") =>
  `  - id: ${id}
    kind: note
    title: A rule to try
    tone: caution
${body}
    because: It is so.
    cite: [source 4.3]
    reviewed: 2026-11-25
${examples}`;
const score = (id: string, criterion: string, when: string) => `  - id: ${id}
    kind: score
    title: A rule to try
    when: ${when}
    then: {criterion: ${criterion}, points: 0.1}
    because: It is so.
    cite: [source 4.3]
    reviewed: 2026-11-25
${EXAMPLES}`;

const compile = (...rules: string[]) =>
  compilePacks([[{ file: "rules/probe.yaml", text: `${HEAD}rules:\n${rules.join("")}` }]], "sha256:test");

describe("lint", () => {
  it.each([
    ["two values at once", "    when: {all: [{model.weights: {is: open}}, {model.weights: {is: closed}}]}"],
    ["a range turned round", "    when: {all: [{model.ageMonths: {above: 24}}, {model.ageMonths: {below: 12}}]}"],
    ["in a set and not", "    when: {all: [{model.tasks: {has: chat}}, {model.tasks: {hasNoneOf: [chat, coding]}}]}"],
    ["known and not", "    when: {all: [{model.retires: {known: false}}, {model.retires: {is: x}}]}"],
    [
      "both of an either-or",
      "    when: {not: {any: [{model.weights: {is: open}}, {not: {model.weights: {is: open}}}]}}",
    ],
  ])("says that a rule can never be true: %s", (_, when) => {
    expect(lint(compile(note(when))).map(problemLine)).toEqual([
      "rules/probe.yaml:9:11: probe.one can never be true: its conditions exclude each other.",
    ]);
  });

  it("says that a rule can never be false, never be switched on, and never be true where it is", () => {
    const always = "    when: {any: [{model.weights: {is: open}}, {model.weights: {isNot: open}}]}";
    const offHand =
      "    onlyWhen: {all: [{workload.quality: {atLeast: strong}}, {workload.quality: {is: basic}}]}\n    when: {deployment.kind: {is: app}}";
    const between =
      "    onlyWhen: {workload.customization: {is: prompting}}\n    when: {all: [{deployment.kind: {is: app}}, {workload.customization: {atLeast: retrieval}}]}";
    const lines = [always, offHand, between].map((body) => lint(compile(note(body))).map(problemLine));
    expect(lines).toEqual([
      ["rules/probe.yaml:9:11: probe.one can never be false: it says nothing."],
      ["rules/probe.yaml:9:15: probe.one can never be switched on: its conditions exclude each other."],
      [
        "rules/probe.yaml:10:11: probe.one can never be true where it is switched on: onlyWhen and when exclude each other.",
      ],
    ]);
  });

  it("lets through what only looks like a contradiction", () => {
    for (const when of [
      "{all: [{model.ageMonths: {atLeast: 12}}, {model.ageMonths: {atMost: 12}}]}",
      "{all: [{model.tasks: {has: chat}}, {model.tasks: {has: coding}}]}",
      "{all: [{deployment.processingIn: {hasAnyOf: [DE, FR]}}, {deployment.processingIn: {hasNoneOf: [DE]}}]}",
      "{any: [{model.weights: {is: open}}, {model.weights: {is: closed}}]}",
      "{not: {deployment.contextTokens: {atLeast: workload.contextTokens}}}",
    ])
      expect(lint(compile(note(`    when: ${when}`)))).toEqual([]);
  });

  it("wants leave for one comparison that moves two criteria the same way", () => {
    const rules = [
      score("probe.a", "privacy", "{deployment.kind: {is: edge}}"),
      score("probe.b", "security", "{all: [{model.weights: {is: open}}, {deployment.kind: {is: edge}}]}"),
    ];
    expect(lint(compile(...rules)).map(problemLine)).toEqual([
      `rules/probe.yaml:19:11: probe.b counts 'deployment.kind is "edge"' for security; probe.a counts it for privacy in the same direction. Give leave under \`shared\` with a reason, or let one of them go.`,
    ]);
    const leave =
      "shared:\n  - {fact: deployment.kind, criteria: [privacy, security], because: Two consequences of it.}\n";
    const text = `${HEAD}${leave}rules:\n${rules.join("")}`;
    expect(lint(compilePacks([[{ file: "rules/probe.yaml", text }]], "sha256:test"))).toEqual([]);
  });

  it("says which facts nobody states", () => {
    const packs = compile(note("    when: {all: [{deployment.kind: {is: app}}, {deployment.indemnity: {is: true}}]}"));
    const world = exampleColumns({ "deployment.kind": "app" });
    expect(neverKnown(packs, [world]).map(problemLine)).toEqual([
      "rules/probe.yaml:9:11: probe.one reads 'deployment.indemnity', which no candidate of the catalog states.",
    ]);
  });
});

describe("examples", () => {
  it("that do not hold are named at their line", () => {
    const examples =
      '    examples:\n      - {verdict: "true", facts: {deployment.kind: edge}}\n      - {verdict: "false", facts: {deployment.kind: edge}}\n';
    expect(
      testExamples(compile(note("    when: {deployment.kind: {is: app}}", examples))).problems.map(problemLine),
    ).toEqual(["rules/probe.yaml:14:9: probe.one is false here, the example says true."]);
  });

  it("have to make a rule true and false", () => {
    const one = '    examples:\n      - {verdict: "true", facts: {deployment.kind: app}}\n';
    expect(
      testExamples(compile(note("    when: {deployment.kind: {is: app}}", one))).problems.map(problemLine),
    ).toEqual(["rules/probe.yaml:5:5: probe.one has no example that makes it false."]);
  });

  it("may not be missing", () => {
    expect(() => compile(note("    when: {deployment.kind: {is: app}}", "    examples: []\n"))).toThrow(Failure);
    expect(() => compile(note("    when: {deployment.kind: {is: app}}", ""))).toThrow(/examples/u);
  });
});

describe("folders over folders", () => {
  const base = compilePacks(
    [
      [
        {
          file: "rules/probe.yaml",
          text: `${HEAD}rules:\n${note("    when: {deployment.kind: {is: app}}")}${note("    when: {deployment.kind: {is: app}}", EXAMPLES, "probe.two")}`,
        },
      ],
    ],
    "sha256:base",
  ).book;
  const over = (text: string) =>
    compilePacks([[{ file: "own/own.yaml", text: `${HEAD}${text}` }]], "sha256:own", base).book;

  it("add, replace in place and disable, and keep account of it", () => {
    const book = over(
      `rules:\n${note("    when: {deployment.kind: {is: edge}}", EXAMPLES)}${note("    when: {deployment.kind: {is: edge}}", EXAMPLES, "probe.three")}disable:\n  - {rule: probe.two, reason: Not our business.}\n`,
    );
    expect(book.rules.map((r) => r.id)).toEqual(["probe.one", "probe.three"]);
    expect(book.rules[0]?.when).toEqual({ path: "deployment.kind", operator: "is", operand: { value: "edge" } });
    expect(book.changes).toEqual({
      added: ["probe.three"],
      replaced: ["probe.one"],
      disabled: [{ rule: "probe.two", reason: "Not our business." }],
    });
  });

  it("say where a rule to disable is misspelt, and where an id is there twice", () => {
    expect(() => over("disable:\n  - {rule: probe.tow, reason: Not our business.}\n")).toThrow(
      "own/own.yaml:5:12: there is no rule 'probe.tow' to disable. Did you mean 'probe.two'?",
    );
    expect(() =>
      over(
        `rules:\n${note("    when: {deployment.kind: {is: app}}")}${note("    when: {deployment.kind: {is: app}}")}`,
      ),
    ).toThrow("own/own.yaml:16:9: 'probe.one' is the id of two rules; the other: own/own.yaml:5.");
  });
});
