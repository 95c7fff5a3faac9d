import { describe, expect, it } from "vitest";
import type { Recommendation } from "../../src/recommendation.ts";
import { run } from "./run.ts";

const json = async (args: string) => JSON.parse((await run(`${args} --format json`)).out);
const A = "zai/glm-5.3-flash@fireworks/api";
const B = "openai/gpt-6.1-sol@openai/api";
const widest = (text: string) => Math.max(...text.split("\n").map((l) => l.length));

describe("advisor compare", () => {
  it("sums exactly to the difference of the scores, and names the shortest argument first", async () => {
    const { workloads } = await json(`compare ${B} ${A} --preset support-agents`);
    const [{ candidates, pairs }] = workloads;
    expect(candidates[0].score).toBeGreaterThan(candidates[1].score);
    const [pair] = pairs;
    const sum = pair.criteria.reduce((s: number, c: { difference: number }) => s + c.difference, 0);
    expect(sum).toBeCloseTo(candidates[0].score - candidates[1].score, 12);
    expect(pair.text).toMatch(/^.+ is ahead of .+ by 0\.\d{3}: .+\.$/u);
    const whole: Recommendation = await json("recommend --preset support-agents --all");
    const ranked = whole.workloads[0]?.ranking.find((c) => c.id === candidates[0].id);
    expect(candidates[0].score).toBeCloseTo(ranked?.score ?? Number.NaN, 12);
  });

  it("takes candidates that are ruled out, says so, and fits the width", async () => {
    for (const width of [60, 80, 120]) {
      const { out, code } = await run(`compare ${A} ${B} --preset regulated-bank-contracts --width ${width}`);
      expect(code).toBe(0);
      expect(out).toContain("ruled out");
      expect(widest(out)).toBeLessThanOrEqual(width);
    }
  });

  it("wants two to five, and names that exist", async () => {
    expect((await run(`compare ${A} --preset support-agents`)).err).toContain("two to five are compared");
    expect((await run(`compare ${A} zai/glm-5.3-flash@nowhere --preset support-agents`)).err).toContain(A);
  });
});

describe("advisor explain", () => {
  it("opens the winner: how sure, ranges of the priorities, what would change it", async () => {
    const [view] = (await json("explain --preset startup-chatbot")).workloads;
    const whole: Recommendation = await json("recommend --preset startup-chatbot");
    expect(view.outlook.winner).toBe(whole.workloads[0]?.winner);
    expect(view.rank).toBe(1);
    for (const p of view.outlook.priorities) {
      expect(p.low).toBeLessThanOrEqual(p.weight + 1e-12);
      expect(p.high).toBeGreaterThanOrEqual(p.weight - 1e-12);
    }
    const kinds = ["traffic", "answer"].map((kind) => view.alternatives.find((a: { kind: string }) => a.kind === kind));
    for (const { text, newWinner, change } of kinds) {
      const [{ path, value }] = change;
      const said = `${path}=${Array.isArray(value) ? `[${value}]` : value}`;
      const other: Recommendation = await json(`recommend --preset startup-chatbot --set ${said}`);
      expect(other.workloads[0]?.winner, text).toBe(newWinner);
    }
  }, 60_000);

  it("says why one was ruled out, with the facts that decided it, and what has to change", async () => {
    const [view] = (await json(`explain ${B} --preset regulated-bank-contracts`)).workloads;
    expect(view.candidate.standing).toBe("ruled out");
    const rejected = view.gates.filter((g: { verdict: string }) => g.verdict === "rejects");
    expect(rejected.map((g: { rule: string }) => g.rule)).toEqual(
      view.candidate.ruledOutBy.map((g: { rule: string }) => g.rule),
    );
    for (const g of rejected) expect(g.because.length).toBeGreaterThan(0);
    expect(view.wouldWin.length).toBeGreaterThan(0);
    const { out } = await run(`explain ${B} --preset regulated-bank-contracts --width 80`);
    expect(out).toMatch(/\d conditions stop it|One condition stops it/u);
    expect(out).toMatch(/(?:If that changed|If all of these changed), it would/u);
    expect(widest(out)).toBeLessThanOrEqual(80);
  });

  it("has nothing to explain where nothing passes", async () => {
    const { out, code } = await run("explain --task chat --air-gapped --deployment vendor-api --jurisdiction US");
    expect(code).toBe(1);
    expect(out).toContain("nothing passes");
  });
});
