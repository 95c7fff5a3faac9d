import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Recommendation, recommendation } from "../../src/recommendation.ts";
import { requirementsInput } from "../../src/requirements/schema.ts";
import { run } from "./run.ts";

const fixtures = join(import.meta.dirname, "../fixtures/evaluations");
const own = join(fixtures, "own.csv");
const json = async (args: string): Promise<Recommendation> => JSON.parse((await run(`${args} --format json`)).out);
const modelOf = (r: Recommendation, w = 0) => r.workloads[w]?.ranking[0]?.model.id;

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "advisor-own-"));
});
afterAll(() => rmSync(dir, { recursive: true }));
const file = (name: string, text: string): string => {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
};

describe("advisor recommend --evaluations", () => {
  it("lets a model win that public boards put further down, and says why", async () => {
    const before = await json("recommend --task coding");
    expect(modelOf(before)).toBe("moonshot/kimi-k3.1-pro");
    const was = before.workloads[0]?.ranking.find((c) => c.model.id === "zai/glm-5.3-flash");
    expect(was?.rank).toBeGreaterThan(1);

    const after = await json(`recommend --task coding --evaluations ${own}`);
    expect(recommendation.safeParse(after).error).toBeUndefined();
    expect(requirementsInput.safeParse(after.requirements).error).toBeUndefined();
    expect(modelOf(after)).toBe("zai/glm-5.3-flash");
    expect(after.origins["evaluations"]).toBe("flag");
    const winner = after.workloads[0]?.ranking[0];
    expect(winner?.quality.index).toBeGreaterThan((was?.quality.index ?? 0) + 8);
    expect(winner?.quality.evidence[0]).toEqual({
      benchmark: "own",
      name: `Your own evaluation (${own})`,
      score: 0.97,
      date: "2026-11-20",
      variant: "score",
      kind: "own",
      source: own,
    });
    const reason = winner?.reasons.find((r) => r.rule === "performance.own-evaluation");
    expect(reason).toMatchObject({ kind: "for", criterion: "performance" });
    expect(reason?.text).toMatch(/rests to \d+ % on your own results: score 97 % in 400 cases/u);
    expect(winner?.reasons.map((r) => r.rule)).not.toContain("risks.own-evaluation");
    const other = after.workloads[0]?.ranking.find((c) => c.model.id === "deepseek/deepseek-v4.1-flash");
    expect(other?.quality).toEqual(
      before.workloads[0]?.ranking.find((c) => c.model.id === "deepseek/deepseek-v4.1-flash")?.quality,
    );
  });

  it("warns of a name that the catalog does not have", async () => {
    const { warnings } = await json(`recommend --task coding --evaluations ${own}`);
    expect(warnings.filter((w) => w.code === "evaluation-unmatched")).toEqual([
      {
        code: "evaluation-unmatched",
        text: `${own}: the catalog has no model "glm-53", so its result is not used. Did you mean zai/glm-5.3?`,
      },
    ]);
  });

  it("shows it on the screen too", async () => {
    const { out, code } = await run(`recommend --task coding --evaluations ${own}`);
    expect(code).toBe(0);
    const flat = out.replace(/\s+/gu, " ");
    expect(flat).toMatch(/of it by your own evaluation\./u);
    expect(flat).toContain("from your own evaluation and");
    expect(flat).toContain('the catalog has no model "glm-53"');
  });

  it("reads several files and formats at once", async () => {
    const r = await json(
      `recommend --task coding --evaluations ${fixtures}/promptfoo.json --evaluations ${fixtures}/lm-eval.json`,
    );
    const codes = r.warnings.map((w) => w.code);
    expect(codes).toEqual(
      expect.arrayContaining(["evaluation-errors", "evaluation-ignored", "evaluation-unmatched", "evaluation-alone"]),
    );
    const glm = r.workloads[0]?.ranking.find((c) => c.model.id === "zai/glm-5.2");
    expect(glm?.quality.evidence.some((e) => e.kind === "own" && e.score === 0.9)).toBe(true);
  });

  it("finds files named in advisor.yaml beside it, workload by workload", async () => {
    mkdirSync(join(dir, "sub"), { recursive: true });
    file(
      "sub/mine.csv",
      "model,score,samples,workload\nmoonshot/kimi-k3.1-pro,0.5,300,coding\nzai/glm-5.3-flash,0.97,300,coding\n",
    );
    const needs = file("sub/advisor.yaml", "workloads: [{task: coding}, {task: chat}]\nevaluations: [mine.csv]\n");
    const r = await json(`recommend ${needs}`);
    expect(r.origins["evaluations"]).toBe("file");
    expect(modelOf(r)).toBe("zai/glm-5.3-flash");
    const own = r.workloads.map(
      (w) => w.ranking.filter((c) => c.quality.evidence.some((e) => e.kind === "own")).length,
    );
    expect(own[0]).toBeGreaterThan(0);
    expect(own[1]).toBe(0);
  });

  it("reports the problems of all files together, and computes nothing", async () => {
    const [empty, broken, shape] = [
      file("empty.csv", ""),
      file("broken.json", '{"results": {"a": 1'),
      file("shape.json", '{"foo": 1}'),
    ];
    const range = file("range.csv", "model,score\nzai/glm-5.2,93\n");
    const names = [empty, broken, shape, range, join(dir, "absent.json"), dir];
    const { code, out, err } = await run(`recommend --task coding ${names.map((n) => `--evaluations ${n}`).join(" ")}`);
    expect(code).toBe(2);
    expect(out).toBe("");
    for (const words of [
      "empty.csv: is empty. Read are results.json of promptfoo",
      "broken.json:1:20: is not well-formed JSON",
      "shape.json: is JSON, but no evaluation that we know.",
      "range.csv:2:13 score: the score 93 is not between 0 and 1. Is it a percentage? Write 0.93 or 93%.",
      "absent.json: does not exist.",
      "is a folder, not a file.",
      "6 problems, nothing was computed.",
    ])
      expect(err).toContain(words);
  });

  it("gives the same bytes twice", async () => {
    const line = `recommend --task coding --evaluations ${own} --format json`;
    expect((await run(line)).out).toBe((await run(line)).out);
  });
});
