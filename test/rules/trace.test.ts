import { describe, expect, it } from "vitest";
import { conditionInWords, effectInWords, leafInWords } from "../../src/explain/condition-words.ts";
import { exampleColumns } from "../../src/rules/columns.ts";
import { type Condition, FALSE, TRUE, UNKNOWN } from "../../src/rules/condition.ts";
import type { Rule } from "../../src/rules/rulebook.ts";
import { traceOf } from "../../src/rules/trace.ts";

const leaf = (path: string, operator: string, value: unknown): Condition =>
  ({ path, operator, operand: { value } }) as Condition;
const isApp = leaf("deployment.kind", "is", "app");
const isOpen = leaf("model.weights", "is", "open");
const isUs = leaf("model.origin", "is", "US");
const old = leaf("model.ageMonths", "above", 24);
const trace = (when: Condition, facts: Record<string, unknown>, onlyWhen: Condition | null = null) =>
  traceOf({ onlyWhen, when }, exampleColumns(facts), 0);
const paths = (t: ReturnType<typeof trace>) => t.deciding.map((l) => l.path);

describe("what decided a verdict", () => {
  it("is one part of a false all and of a true any, the one with the fewest comparisons", () => {
    const both: Condition = { any: [isUs, old] };
    const facts = { "deployment.kind": "edge", "model.origin": "FR", "model.ageMonths": 3, "model.weights": "open" };
    expect(paths(trace({ all: [both, isApp] }, facts))).toEqual(["deployment.kind"]);
    expect(paths(trace({ any: [{ all: [isOpen, { not: isApp }] }, isOpen] }, facts))).toEqual(["model.weights"]);
  });

  it("is every part of a true all and of a false any, each comparison once", () => {
    const facts = { "deployment.kind": "app", "model.weights": "open" };
    expect(paths(trace({ all: [isApp, isOpen, isApp] }, facts))).toEqual(["deployment.kind", "model.weights"]);
    expect(trace({ any: [{ not: isApp }, { not: isOpen }] }, facts)).toMatchObject({ verdict: FALSE, missing: [] });
  });

  it("of an unknown verdict is what could still decide it", () => {
    const t = trace({ all: [isApp, isUs, old] }, { "deployment.kind": "app", "model.origin": "US" });
    expect(t).toMatchObject({ verdict: UNKNOWN, missing: ["model.ageMonths"] });
    expect(paths(t)).toEqual(["model.ageMonths"]);
  });

  it("of a rule that is switched off is the requirement that switches it off", () => {
    const regulated = leaf("workload.data.sensitivity", "atLeast", "regulated");
    const t = trace(isApp, { "workload.data.sensitivity": "public", "deployment.kind": "app" }, regulated);
    expect(t.verdict).toBeNull();
    expect(t.deciding[0]).toMatchObject({ path: "workload.data.sensitivity", got: "public", want: "regulated" });
    expect(trace(isApp, { "deployment.kind": "app" }, regulated)).toMatchObject({
      verdict: UNKNOWN,
      missing: ["workload.data.sensitivity"],
    });
    expect(
      trace(isApp, { "workload.data.sensitivity": "regulated", "deployment.kind": "app" }, regulated).verdict,
    ).toBe(TRUE);
  });
});

describe("conditions in words", () => {
  it.each([
    [
      { all: [isApp, { any: [isOpen, isUs] }] },
      "deployment.kind is app and (model.weights is open or model.origin is US)",
    ],
    [{ not: { all: [isApp, isOpen] } }, "deployment.kind is not app or model.weights is not open"],
    [{ not: old }, "model.ageMonths is at most 24"],
    [{ not: leaf("model.retires", "known", true) }, "model.retires is not known"],
    [leaf("model.tasks", "hasAnyOf", ["chat", "coding"]), "model.tasks has any of chat, coding"],
    [leaf("deployment.retentionDays", "between", [0, 30]), "deployment.retentionDays lies between 0 and 30"],
    [
      { path: "deployment.contextTokens", operator: "below", operand: { fact: "workload.contextTokens" } },
      "deployment.contextTokens is below workload.contextTokens (asked)",
    ],
  ] as [Condition, string][])("%j", (condition, words) => {
    expect(conditionInWords(condition)).toBe(words);
  });

  it("say what was found beside what was wanted", () => {
    const [found] = trace({ not: old }, { "model.ageMonths": 30 }).deciding;
    expect(found && leafInWords(found)).toBe("model.ageMonths is 30: is above 24");
  });

  it("say what a rule does", () => {
    const rule = {
      kind: "score",
      then: { criterion: "tco", points: -0.05 },
      otherwise: { criterion: "tco", points: 0.1 },
    };
    expect(effectInWords(rule as Rule)).toBe("−0.05 tco, else +0.1 tco");
    expect(effectInWords({ kind: "note", tone: "obligation" } as Rule)).toBe("duty");
    expect(effectInWords({ kind: "gate", onUnknown: "pass" } as Rule)).toBe("rejects, unknown: pass");
  });
});
