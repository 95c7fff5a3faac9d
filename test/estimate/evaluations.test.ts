import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { WholeCatalog } from "../../src/catalog/catalog.ts";
import { loadWholeCatalog } from "../../src/catalog/load.ts";
import type { BenchmarksFile } from "../../src/catalog/schema/benchmarks.ts";
import type { Quality } from "../../src/estimate/estimate.ts";
import { type Match, matcher } from "../../src/estimate/evaluations/match.ts";
import { type OwnResult, ownIndices, workloadWarnings } from "../../src/estimate/evaluations/own-index.ts";
import { parseEvaluation } from "../../src/estimate/evaluations/parse.ts";
import { readEvaluations } from "../../src/estimate/evaluations.ts";
import { quality } from "../../src/estimate/quality.ts";
import { Failure, problemLine } from "../../src/failure.ts";

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, "../fixtures/evaluations", name), "utf8");
const rowsOf = (text: string) => parseEvaluation(text, "f").rows;
const complaints = (text: string): string[] => {
  try {
    parseEvaluation(text, "f");
  } catch (error) {
    if (error instanceof Failure) return error.problems.map(problemLine);
    throw error;
  }
  return [];
};

let catalog: WholeCatalog;
beforeAll(async () => {
  catalog = await loadWholeCatalog();
});

describe("promptfoo", () => {
  it("gives the pass rate of each provider, all prompts together, errors left out", () => {
    const { rows, remarks } = parseEvaluation(fixture("promptfoo.json"), "r.json");
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({ names: ["openai:chat:gpt-6.1-sol"], score: 0.9, samples: 200, date: "2026-11-20" });
    expect(rows[1]).toMatchObject({ names: ["openrouter:z-ai/glm-5.2", "our-glm"], score: 0.9, samples: 200 });
    expect(rows[1]?.metric).toBe("pass rate of Contract clauses");
    expect(remarks.map((r) => r.text)).toEqual([
      "r.json: 3 cases of openrouter:z-ai/glm-5.2 ended in an error and are not counted.",
    ]);
  });

  it("counts the cases where no metrics are kept", () => {
    expect(rowsOf(fixture("promptfoo-cases.json"))).toMatchObject([
      { names: ["openai:gpt-6-luna"], score: 2 / 3, samples: 3 },
    ]);
  });

  it("refuses a run without an answer", () => {
    const text = JSON.stringify({
      results: { prompts: [{ provider: "a", metrics: { testPassCount: 0, testFailCount: 0, testErrorCount: 7 } }] },
    });
    expect(complaints(text)[0]).toMatch(/^f: holds no promptfoo case that passed or failed; 7 ended in an error/u);
  });
});

describe("lm-evaluation-harness", () => {
  it("takes the mean over tasks, a group for its parts, and adds up the cases", () => {
    const { rows, remarks } = parseEvaluation(fixture("lm-eval.json"), "r.json");
    expect(rows).toHaveLength(1);
    expect(rows[0]?.score).toBeCloseTo((0.7 + 0.6 + 0.5) / 3, 12);
    expect(rows[0]).toMatchObject({ names: ["Qwen/Qwen3.8-27B"], samples: 500, date: "2026-11-18" });
    expect(rows[0]?.metric).toBe("acc / acc_norm / exact_match over arc_easy, gsm8k, mmlu");
    expect(remarks[0]?.text).toContain("wikitext");
  });

  it("takes a model with an adapter for another model", () => {
    const args = { model_args: "pretrained=Qwen/Qwen3.8-27B,peft=acme/contracts" };
    expect(rowsOf(JSON.stringify({ results: { t: { acc: 0.5 } }, config: args }))[0]?.names).toEqual([
      "acme/contracts",
    ]);
  });

  it("survives groups in a circle and a chain of any length", () => {
    const chain = Object.fromEntries(Array.from({ length: 20000 }, (_, i) => [`g${i}`, [`g${i + 1}`]]));
    const document = {
      results: { g0: { acc: 0.5 }, g9: { acc: 0.1 } },
      group_subtasks: { ...chain, g20000: ["g0"] },
      model_name: "m",
    };
    expect(rowsOf(JSON.stringify({ ...document, group_subtasks: chain }))[0]?.score).toBe(0.5);
    expect(complaints(JSON.stringify(document))).toHaveLength(1);
  });

  it("names what is missing or out of range, all together", () => {
    const text = JSON.stringify({ results: { squad: { "f1,none": 81.2 } }, config: { model_args: "dtype=bf16" } });
    expect(complaints(text)).toEqual([
      'f config.model_args: does not name the model. It is written "pretrained=Qwen/Qwen3-8B".',
      "f results.squad: the score 81.2 is not between 0 and 1. Is it a percentage? Write 0.812 or 81.2%.",
    ]);
    const other = JSON.stringify({ results: { wiki: { "bleu,none": 3 } }, config: { model_args: "pretrained=a/b" } });
    expect(complaints(other)[0]).toMatch(/^f results: holds no task with acc_norm, acc, exact_match, pass@1 or f1/u);
  });
});

describe("CSV", () => {
  it("reads commas, semicolons, tabs, quotes, percentages and candidates", () => {
    expect(rowsOf("model,score\na/b,0.5\n")).toMatchObject([{ names: ["a/b"], score: 0.5, samples: null, date: null }]);
    expect(rowsOf('\uFEFFCandidate;Score;Samples\r\n"a/b@c/d";85 %;20\r\n\r\n')).toMatchObject([
      { names: ["a/b@c/d"], score: 0.85, samples: 20 },
    ]);
    expect(rowsOf('model\tscore\tmetric\tworkload\tdate\n"a ""x"" b"\t1\tf1\tchat\t2026-11-01')).toMatchObject([
      { names: ['a "x" b'], metric: "f1", workload: "chat", date: "2026-11-01" },
    ]);
  });

  it("tells which columns it does not use", () => {
    expect(parseEvaluation("model,score,cost\na,1,3\n", "f").remarks[0]?.text).toMatch(
      /not used is the column "cost"/u,
    );
  });

  it("names every bad cell at its place", () => {
    expect(complaints("model,score,samples,date\na,1.4,0,2026-13-01\n,85,,\nb,abc,1,,\n")).toEqual([
      "f:2:3 score: the score 1.4 is not between 0 and 1. Is it a percentage? Write 0.014 or 1.4%.",
      'f:2:7 samples: "0" is not a whole number of cases, 1 or more.',
      'f:2:9 date: "2026-13-01" is not a date. A date is YYYY-MM-DD.',
      "f:3:1 model: is missing. Name the model: openai/gpt-6-sol, gpt-6-sol or Qwen/Qwen3-8B.",
      "f:3:2 score: the score 85 is not between 0 and 1. Is it a percentage? Write 0.85 or 85%.",
      "f:4:10 score: the line has 5 cells, the header 4. Quote a text that holds the separator.",
      'f:4:3 score: "abc" is not a number. A score is 0.85 or 85%.',
    ]);
  });

  it("shows no control characters of the file, and stops after fifty problems", () => {
    expect(rowsOf("model,score\n\u001B[31mred,1\n")[0]?.names).toEqual(["[31mred"]);
    const list = complaints(`model,score\n${"a,x\n".repeat(300)}`);
    expect(list).toHaveLength(51);
    expect(list.at(-1)).toBe("f: 250 more problems follow.");
  });

  it.each([
    ["", /^f: is empty/u],
    ["  \n", /^f: is empty/u],
    ["model,score\n", /holds a header and no result/u],
    ["modle,score\na,1\n", /no column model or candidate\. Is "modle" meant/u],
    ["model,score,score\na,1,1\n", /the column score is there twice/u],
    ['model,score\n"a,1\n', /^f:2:1: the quote is never closed/u],
    ["{", /^f:1:2: is not well-formed JSON/u],
    ['{"results": [}', /is not well-formed JSON/u],
    ["[]", /is JSON, but no evaluation that we know/u],
    ['{"results": {"a": 1}}', /is JSON, but no evaluation that we know/u],
  ])("refuses %j", (text, words) => {
    expect(complaints(text)[0]).toMatch(words);
  });

  it("never fails but with a Failure", () => {
    const json = fc.json({ maxDepth: 4 }).map((j) => `{"results": {"results": ${j}, "t": ${j}}, "config": ${j}}`);
    fc.assert(fc.property(fc.oneof(fc.string(), json), (text) => Array.isArray(complaints(text))));
  });
});

const why = (match: Match): string | null => (match.model === null ? match.why() : null);

describe("names", () => {
  it.each([
    ["zai/glm-5.2", "zai/glm-5.2"],
    ["zai/glm-5.2@scaleway/api", "zai/glm-5.2"],
    ["Qwen/Qwen3.8-27B", "alibaba/qwen3.8-27b"],
    ["qwen/qwen3.8-27b", "alibaba/qwen3.8-27b"],
    ["huggingface:text-generation:Qwen/Qwen3.8-27B", "alibaba/qwen3.8-27b"],
    ["openai:chat:gpt-6.1-sol", "openai/gpt-6.1-sol"],
    ["openrouter:z-ai/glm-5.2", "zai/glm-5.2"],
  ])("%s is %s", (name, id) => {
    expect(matcher(catalog)([name])).toEqual({ model: id });
  });

  it("takes the second name where the first says nothing", () => {
    expect(matcher(catalog)(["file://agent.py", "zai/glm-5.2"])).toEqual({ model: "zai/glm-5.2" });
  });

  it("never guesses: an unknown name is told with the nearest one, an ambiguous one with both", () => {
    expect(why(matcher(catalog)(["openai:gpt-6.1-soll"]))).toMatch(/not used. Did you mean openai\/gpt-6.1-sol\?$/u);
    const two = matcher({
      models: ["a/same", "b/same"].map((id) => ({ id, aliases: {} })) as unknown as WholeCatalog["models"],
      providers: [],
    });
    expect(why(two(["same"]))).toBe('"same" may be a/same or b/same: write the id.');
  });

  it("tells twenty unmatched names one by one and counts the rest", () => {
    const lines = Array.from({ length: 30 }, (_, i) => `nobody-knows-${i},0.5`);
    const { results, warnings } = readEvaluations(
      [{ file: "f.csv", text: `model,score\n${lines.join("\n")}` }],
      catalog,
    );
    expect(results).toEqual([]);
    expect(warnings).toHaveLength(21);
    expect(warnings.at(-1)?.text).toMatch(/^10 more of your/u);
  });
});

const benchmarks = parse(
  readFileSync(join(import.meta.dirname, "../../catalog/benchmarks.yaml"), "utf8"),
) as BenchmarksFile;
const { combination } = benchmarks;
const result = (model: string, score: number, over: Partial<OwnResult> = {}): OwnResult => ({
  model,
  names: [model],
  score,
  samples: 400,
  metric: "score",
  suite: "csv score",
  workload: null,
  date: null,
  source: "f.csv",
  ...over,
});
const board = (index: number | null): Quality => ({
  index,
  low: index === null ? 0 : index - 6,
  high: index === null ? 100 : index + 6,
  level: null,
  evidence: [],
});
const W = { id: "w", task: "coding" };
const indexOf = (results: readonly OwnResult[], known: Readonly<Record<string, number>>, model: string) =>
  ownIndices(results, W, (m) => board(known[m] ?? null), combination).byModel.get(model)?.[0];

describe("own results on the common index", () => {
  it("keeps the mean of the public index and the distances of the rates", () => {
    const results = [result("a", 0.6), result("b", 0.9)];
    const known = { a: 80, b: 70 };
    const [a, b] = [indexOf(results, known, "a"), indexOf(results, known, "b")];
    const logit = (p: number) => Math.log(p / (1 - p));
    const shrunk = (p: number) => (p * 400 + 0.5) / 401;
    expect((b?.index ?? 0) - (a?.index ?? 0)).toBeCloseTo(15 * (logit(shrunk(0.9)) - logit(shrunk(0.6))), 9);
    expect(((a?.index ?? 0) + (b?.index ?? 0)) / 2).toBeGreaterThan(73);
    expect(((a?.index ?? 0) + (b?.index ?? 0)) / 2).toBeLessThan(77);
  });

  it("places a model without public results beside those that have them", () => {
    const known = { a: 70, b: 74 };
    const c = indexOf([result("a", 0.7), result("b", 0.75), result("c", 0.72)], known, "c");
    expect(c?.index).toBeGreaterThan(68);
    expect(c?.index).toBeLessThan(76);
  });

  it("is sure of a model at the end of the index, as far as its cases go", () => {
    const all = indexOf([result("a", 1), result("b", 0.8)], { a: 85, b: 80 }, "a");
    expect(all).toMatchObject({ index: 100 });
    expect(all?.half).toBeLessThan(4);
  });

  it("keeps a very old result from dividing by nothing", () => {
    const own = indexOf([result("a", 0.8, { date: "0001-01-01" })], { a: 80 }, "a");
    const q = quality({ id: "a", evidence: [] }, "coding", benchmarks, "2026-11-24", own ? [own] : []);
    expect(q.index).toBeCloseTo(80, 6);
  });

  it("says so when a single model moves nothing", () => {
    const { byModel, warnings } = ownIndices([result("a", 0.2)], W, () => board(80), combination);
    expect(byModel.get("a")?.[0]?.index).toBeCloseTo(80, 9);
    expect(warnings.map((w) => w.code)).toEqual(["evaluation-alone"]);
  });

  it("reads the rate itself, widely, where nothing ties it down", () => {
    const { byModel, warnings } = ownIndices([result("a", 0.8)], W, () => board(null), combination);
    expect(byModel.get("a")?.[0]).toMatchObject({ half: 20 });
    expect(byModel.get("a")?.[0]?.index).toBeCloseTo(80, 0);
    expect(warnings.map((w) => w.code)).toEqual(["evaluation-scale"]);
  });

  it("is wider with fewer cases, and never infinite at 0 and 1", () => {
    const half = (samples: number | null, p = 0.8) =>
      indexOf([result("a", p, { samples }), result("b", 0.7)], { a: 70, b: 70 }, "a")?.half ?? Number.NaN;
    expect(half(20)).toBeGreaterThan(half(200));
    expect(half(null)).toBeCloseTo(half(100), 9);
    for (const p of [0, 1]) expect(Number.isFinite(half(50, p))).toBe(true);
  });

  it("joins files of one suite, keeps suites apart, and heeds the workload", () => {
    const joined = indexOf([result("a", 0.6), result("b", 0.9, { source: "g.csv" })], { a: 80, b: 70 }, "b");
    const apart = indexOf(
      [result("a", 0.6), result("b", 0.9, { suite: "other", source: "g.csv" })],
      { a: 80, b: 70 },
      "b",
    );
    expect(joined?.index).toBeGreaterThan(80);
    expect(apart?.index).toBeCloseTo(70, 9);
    expect(indexOf([result("a", 0.6, { workload: "x" })], { a: 80 }, "a")).toBeUndefined();
    expect(workloadWarnings([result("a", 1, { workload: "x" })], ["w"]).map((w) => w.code)).toEqual([
      "evaluation-workload",
    ]);
    expect(workloadWarnings([result("a", 1)], ["v", "w"]).map((w) => w.code)).toEqual(["evaluation-every-workload"]);
  });

  it("is monotone in the rate and stays on the index", () => {
    const rate = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(rate, rate, fc.integer({ min: 1, max: 1e5 }), (p, q, samples) => {
        const results = [result("a", p, { samples }), result("b", q, { samples })];
        const [a, b] = [indexOf(results, { a: 80, b: 70 }, "a"), indexOf(results, { a: 80, b: 70 }, "b")];
        for (const x of [a, b]) expect(x?.index).toSatisfy((i: number) => i >= 0 && i <= 100);
        if (p > q) expect(a?.index ?? 0).toBeGreaterThanOrEqual(b?.index ?? 0);
      }),
    );
  });
});

describe("own results beside boards", () => {
  const model = {
    id: "m/a",
    evidence: [
      {
        benchmark: "terminal-bench-4",
        score: 35,
        low: null,
        high: null,
        date: "2026-10-24",
        variant: null,
        conditions: null,
        kind: "independent" as const,
        source: "test",
      },
    ],
  };
  const own = (index: number, half: number) => [{ row: { ...ROW, score: 0.9 }, index, half, shared: 0 }];
  const ROW = {
    benchmark: "own",
    name: "n",
    samples: 400,
    date: null,
    variant: "score",
    kind: "own",
    source: "f.csv",
  } as const;

  it("outweigh them, and boards that disagree widen the interval", () => {
    const alone = quality(model, "coding", benchmarks, "2026-11-24");
    const with9 = quality(model, "coding", benchmarks, "2026-11-24", own(90, 6));
    expect(alone.index).toBe(70);
    expect(alone.ownShare).toBeUndefined();
    expect(with9.index).toBeGreaterThan(85);
    expect(with9.ownShare).toBeGreaterThan(0.8);
    expect(with9.evidence[0]?.kind).toBe("own");
    const agreeing = quality(model, "coding", benchmarks, "2026-11-24", own(70, 6));
    expect(with9.high - with9.low).toBeGreaterThan(agreeing.high - agreeing.low);
  });

  it("speak alone where no board does", () => {
    const q = quality({ id: "m/b", evidence: [] }, "coding", benchmarks, "2026-11-24", own(84, 5));
    expect(q).toMatchObject({ index: 84, level: "frontier", ownShare: 1 });
  });
});
