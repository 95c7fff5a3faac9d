import { describe, expect, it } from "vitest";
import { exampleColumns } from "../../src/rules/columns.ts";
import { FALSE, TRUE, UNKNOWN } from "../../src/rules/condition.ts";
import { evaluate, verdictOf } from "../../src/rules/evaluate.ts";
import { PERHAPS_OTHERS } from "../../src/rules/fact.ts";
import { readCondition } from "../../src/rules/read-condition.ts";

function judge(path: string, test: Record<string, unknown>, value?: unknown) {
  const condition = readCondition({ [path]: test }, [], (_, p) => {
    throw new Error(p.text);
  });
  if (!condition) throw new Error("not read");
  return verdictOf(evaluate(condition, exampleColumns(value === undefined ? {} : { [path]: value })), 0);
}

type Row = readonly [test: Record<string, unknown>, value: unknown, verdict: number];
const table = (path: string, rows: readonly Row[]) =>
  describe(path, () => {
    it.each(rows)("%j of %j", (test, value, verdict) => {
      expect(judge(path, test, value)).toBe(verdict);
    });
  });

table("workload.traffic.requestsPerDay", [
  [{ above: 20 }, 21, TRUE],
  [{ above: 20 }, 20, FALSE],
  [{ atLeast: "20k" }, 20_000, TRUE],
  [{ below: "1.5M" }, 1_500_000, FALSE],
  [{ atMost: "2G" }, 2_000_000_000, TRUE],
  [{ between: ["1k", "2k"] }, 1000, TRUE],
  [{ between: ["1k", "2k"] }, 2000, TRUE],
  [{ between: [1000, 2000] }, 2001, FALSE],
  [{ is: 0 }, 0, TRUE],
  [{ above: 0 }, undefined, UNKNOWN],
  [{ known: true }, undefined, FALSE],
  [{ known: false }, undefined, TRUE],
  [{ known: true }, 0, TRUE],
]);

table("workload.data.sensitivity", [
  [{ atLeast: "confidential" }, "regulated", TRUE],
  [{ atLeast: "confidential" }, "confidential", TRUE],
  [{ atLeast: "confidential" }, "internal", FALSE],
  [{ atMost: "internal" }, "public", TRUE],
  [{ is: "public" }, "internal", FALSE],
  [{ atLeast: "public" }, undefined, UNKNOWN],
]);

table("model.weights", [
  [{ is: "open" }, "open", TRUE],
  [{ isNot: "open" }, "closed", TRUE],
  [{ in: ["open", "restricted"] }, "restricted", TRUE],
  [{ notIn: ["open", "restricted"] }, "closed", TRUE],
  [{ notIn: ["open", "restricted"] }, undefined, UNKNOWN],
]);

table("candidate.fits", [
  [{ is: true }, true, TRUE],
  [{ is: true }, false, FALSE],
  [{ is: false }, false, TRUE],
  [{ is: true }, undefined, UNKNOWN],
]);

table("deployment.certificates", [
  [{ has: "soc2-type2" }, ["soc2-type2", "c5"], TRUE],
  [{ has: "soc2-type2" }, [], FALSE],
  [{ hasAnyOf: ["c5", "hipaa-baa"] }, ["c5"], TRUE],
  [{ hasAllOf: ["c5", "hipaa-baa"] }, ["c5"], FALSE],
  [{ hasNoneOf: ["c5", "hipaa-baa"] }, ["soc2-type2"], TRUE],
  [{ hasNoneOf: ["c5"] }, ["c5"], FALSE],
  [{ isEmpty: true }, [], TRUE],
  [{ isEmpty: false }, [], FALSE],
  [{ has: "c5" }, undefined, UNKNOWN],
  [{ isEmpty: true }, undefined, UNKNOWN],
  [{ has: "c5" }, ["c5", PERHAPS_OTHERS], TRUE],
  [{ has: "hipaa-baa" }, ["c5", PERHAPS_OTHERS], UNKNOWN],
  [{ hasAllOf: ["c5", "hipaa-baa"] }, ["c5", PERHAPS_OTHERS], UNKNOWN],
  [{ hasNoneOf: ["hipaa-baa"] }, ["c5", PERHAPS_OTHERS], UNKNOWN],
  [{ hasNoneOf: ["c5"] }, ["c5", PERHAPS_OTHERS], FALSE],
]);

describe("EU stands for its members on both sides", () => {
  table("organization.jurisdiction", [
    [{ in: ["EU"] }, "DE", TRUE],
    [{ is: "EU" }, "FR", TRUE],
    [{ notIn: ["EU"] }, "DE", FALSE],
    [{ in: ["EU"] }, "CH", FALSE],
  ]);
  table("deployment.processingIn", [
    [{ within: ["EU"] }, ["DE", "SE"], TRUE],
    [{ within: ["EU"] }, ["EU"], TRUE],
    [{ within: ["EU"] }, ["DE", "US"], FALSE],
    [{ within: ["DE"] }, ["EU"], FALSE],
    [{ has: "DE" }, ["EU"], TRUE],
    [{ has: "EU" }, ["DE"], TRUE],
    [{ hasAllOf: ["EU", "US"] }, ["DE", "US"], TRUE],
    [{ hasAllOf: ["EU", "US"] }, ["DE"], FALSE],
    [{ hasNoneOf: ["EU"] }, ["DE"], FALSE],
  ]);
});

describe("anywhere is within nothing and may be everywhere", () => {
  table("deployment.processingIn", [
    [{ within: ["EU", "US"] }, ["anywhere"], FALSE],
    [{ has: "anywhere" }, ["anywhere"], TRUE],
    [{ has: "anywhere" }, ["DE"], FALSE],
    [{ has: "CN" }, ["anywhere"], UNKNOWN],
    [{ hasAnyOf: ["CN", "RU"] }, ["US", "anywhere"], UNKNOWN],
    [{ hasAnyOf: ["CN", "US"] }, ["US", "anywhere"], TRUE],
    [{ hasNoneOf: ["CN"] }, ["anywhere"], UNKNOWN],
    [{ hasAllOf: ["CN"] }, ["anywhere"], UNKNOWN],
    [{ within: ["EU"] }, undefined, UNKNOWN],
  ]);
});
