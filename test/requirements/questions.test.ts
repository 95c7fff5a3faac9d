import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loadCatalog } from "../../src/catalog/load.ts";
import { Failure } from "../../src/failure.ts";
import { layerOf } from "../../src/requirements/answer-layer.ts";
import { checkLayer } from "../../src/requirements/check-layer.ts";
import { compileQuestions } from "../../src/requirements/compile-questions.ts";
import { loadQuestions } from "../../src/requirements/load-questions.ts";
import type { QuestionsFile } from "../../src/requirements/question-schema.ts";
import { QUESTIONS } from "../../src/requirements/question-table.ts";
import { ROOT } from "../../src/root.ts";
import { SECTORS, TASKS } from "../../src/vocabulary.ts";

let file: QuestionsFile;
beforeAll(async () => {
  file = await loadQuestions();
});

const source = () => readFileSync(join(ROOT, "questions", "interview.yaml"), "utf8");
const problemsOf = (text: string): readonly string[] => {
  try {
    compileQuestions([{ file: "q.yaml", text }]);
    return [];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.message.split("\n");
  }
};
const legal = (sets: Record<string, unknown>): boolean => {
  try {
    checkLayer(layerOf([{ job: 0, sets }]));
    return true;
  } catch {
    return false;
  }
};

/** Keys that have no flag of their own; the command line says them with `--set`. */
const WITHOUT_FLAG = [
  "data.sensitiveShare",
  "license.redistributeDerivatives",
  "license.trainOnOutputs",
  "uptimePercent",
];
const MEDIA = ["traffic.outputImages", "traffic.outputSeconds", "traffic.inputSeconds"];

describe("the questions", () => {
  it("set keys of the question table, and few others", () => {
    const rows = QUESTIONS.map((q) => q.path.replace("workloads[0].", ""));
    const keys = file.questions.flatMap((q) => [
      ...q.choices.flatMap((c) => Object.keys(c.sets ?? {})),
      ...(q.typed?.paths ?? []),
      ...(q.collects ? [q.collects] : []),
    ]);
    expect([...new Set(keys)].filter((k) => !rows.includes(k)).sort()).toEqual([...WITHOUT_FLAG, ...MEDIA].sort());
  });

  it("offer every task and every sector", () => {
    const of = (id: string, key: string) =>
      file.questions.find((q) => q.id === id)?.choices.map((c) => c.sets?.[key]) ?? [];
    expect(of("task", "task").sort()).toEqual([...TASKS].sort());
    expect(of("sector", "organization.sector").sort()).toEqual([...SECTORS].sort());
  });

  it("keep unknown unknown wherever the requirements allow it, and set nothing where they do not", () => {
    for (const q of file.questions) {
      if (q.unknown === undefined || q.unknown === null) continue;
      const keys = [...new Set(q.choices.flatMap((c) => Object.keys(c.sets ?? {})).concat(q.collects ?? []))];
      const main = keys.filter((k) => legal({ [k]: "unknown" }));
      if (Object.keys(q.unknown).length === 0)
        expect([q.id, main.filter((k) => !["data.airGapped", "offline"].includes(k))]).toEqual([q.id, []]);
      for (const value of Object.values(q.unknown)) expect(value).toBe("unknown");
    }
  });

  it("have likelihoods that sum to one", () => {
    for (const q of file.questions) {
      if (q.id === "task") continue;
      const sum = q.choices.reduce((s, c) => s + (c.prior ?? 0), q.none?.prior ?? 0);
      expect([q.id, Math.round(sum * 100) / 100]).toEqual([q.id, 1]);
    }
    expect(file.priorities.profiles.reduce((s, p) => s + p.prior, 0)).toBeCloseTo(1);
  });

  it("name accelerators of the catalog", async () => {
    const ids = (await loadCatalog()).accelerators.map((a) => a.id);
    const named = [...source().matchAll(/accelerator: ([a-z0-9-]+)/gu)].map((m) => m[1]);
    expect(named.length).toBeGreaterThan(2);
    for (const name of named) expect(ids).toContain(name);
  });
});

describe("a file of questions with mistakes", () => {
  it.each([
    ["sensitivity: regulated}}", "sensitivity: regulatd}}", /regulatd.*regulated/u],
    ["usual: internal", "usual: internl", /there is no choice "internl".*internal/u],
    ["choose: [air-gapped]", "choose: [airgapped]", /there is no choice "airgapped".*air-gapped/u],
    ["data.zeroRetention: unknown}", "data.zeroRetenton: unknown}", /zeroRetenton.*not a key/u],
    ["    form: several\n", "    form: one\n", /collects/u],
    ["id: sector", "id: task", /already the id/u],
    ["choose: [privacy]}", "choose: [privcy]}", /no profile "privcy".*privacy/u],
  ])("says where %j is wrong", (right, wrong, message) => {
    const text = source();
    expect(text).toContain(right);
    const problems = problemsOf(text.replace(right, wrong));
    expect(problems.join("\n")).toMatch(message);
    expect(problems[0]).toMatch(/^q\.yaml:\d+:\d+ /u);
  });
});
