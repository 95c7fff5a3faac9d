import { describe, expect, it } from "vitest";
import { type Positions, positionsOf, priorityFlag } from "../../src/client/priorities.ts";
import { rerank } from "../../src/client/rerank.ts";
import type { Recommendation } from "../../src/recommendation.ts";
import { apart, type PackedPage, type PackedWorkload } from "../../src/report/html/packed.ts";
import { rowOf } from "../../src/report/html/row-view.ts";
import { CRITERIA } from "../../src/vocabulary.ts";
import { run } from "../cli/run.ts";

const ask = async (args: string): Promise<Recommendation> => JSON.parse((await run(`${args} --format json`)).out);

async function pageOf(args: string): Promise<PackedPage> {
  const { out } = await run(`${args} --format html`);
  return JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/su.exec(out)?.[1] ?? "null");
}

const NONE = Object.fromEntries(CRITERIA.map((c) => [c, 0])) as Positions;
const positions = (said: Partial<Positions>): Positions => ({ ...NONE, ...said });

/** Everything on which a page and a command may differ: order, scores, parts, ranges and how sure it is. */
async function compare(question: string, said: Positions): Promise<void> {
  const page = await pageOf(question);
  const answer = await ask(`${page.command.replace("advisor ", "")} ${priorityFlag(said)}`);
  expect(answer.workloads).toHaveLength(page.workloads.length);
  for (const [n, workload] of answer.workloads.entries()) {
    const packed = apart(page)[n] as PackedWorkload;
    const { rows, certain } = rerank(packed, said, page.seed, new Map(), page.doubt ?? undefined);
    const expected = workload.ranking.map((c) => ({ ...rowOf(c), because: "" }));
    expect(rows.map((r) => ({ ...r, because: "" }))).toEqual(expected);
    expect(certain.verdict).toBe(workload.verdict);
    const { finalists, ...figures } = certain.robustness ?? { finalists: [] };
    expect(workload.robustness).toMatchObject(figures);
    expect(workload.robustness?.finalists.slice(0, finalists.length)).toEqual(finalists);
  }
}

describe("a page ranks again as the program does", () => {
  it.each([
    ["recommend --preset regulated-bank-contracts", positions({ tco: 60, performance: 25, support: 15 })],
    ["recommend --preset regulated-bank-contracts --all", positions({ privacy: 1 })],
    ["recommend --preset marketing-images", positions({ performance: 100, tco: 1, innovation: 3 })],
    ["recommend --preset rag-search", positions({ tco: 33, geopolitics: 33, security: 34 })],
    [
      "recommend --preset support-agents --priority-doubt 0.4 --seed 7",
      positions({ performance: 7, customization: 13 }),
    ],
    ["recommend --task translation --sensitivity confidential", { ...NONE, ...positionsOf(equal()) }],
  ])("%s", compare, 60_000);

  it("says that the stated priorities are the stated ones", async () => {
    const page = await pageOf("recommend --preset hospital-summaries");
    const answer = await ask("recommend --preset hospital-summaries");
    const { rows } = rerank(apart(page)[0] as PackedWorkload, page.priorities as Positions, page.seed, new Map());
    expect(rows.map((r) => [r.rank, r.id, r.score])).toEqual(
      answer.workloads[0]?.ranking.map((c) => [c.rank, c.id, c.score]),
    );
  });
});

function equal(): Positions {
  return Object.fromEntries(CRITERIA.map((c) => [c, 12.5])) as Positions;
}

describe("positions of sliders", () => {
  it("are the stated weights where they fit", () => {
    expect(positionsOf({ performance: 20, tco: 15, privacy: 65 })).toEqual(
      positions({ performance: 20, tco: 15, privacy: 65 }),
    );
  });

  it("are hundredths of the sum where they do not", () => {
    expect(positionsOf({ performance: 0.5, tco: 0.25, privacy: 0.25 })).toEqual(
      positions({ performance: 50, tco: 25, privacy: 25 }),
    );
    expect(positionsOf({ performance: 300, tco: 100 })).toEqual(positions({ performance: 75, tco: 25 }));
    expect(positionsOf({})).toEqual(NONE);
  });

  it("are said as a flag without what is 0", () => {
    expect(priorityFlag(positions({ tco: 30, privacy: 70 }))).toBe("--priority tco=30,privacy=70");
  });
});
