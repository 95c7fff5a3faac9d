import { describe, expect, it } from "vitest";
import { loadKnowledge, settleRequirements } from "../../src/cli/load.ts";
import { candidatesIn, worldsOf } from "../../src/cli/worlds.ts";
import type { Failure } from "../../src/failure.ts";
import type { Recommendation } from "../../src/recommendation.ts";
import { run } from "./run.ts";

const { catalog, rulebook } = await loadKnowledge([], []);
const worldsFor = async (preset: string) => {
  const said = { file: null, preset, sets: [], flags: {} };
  return worldsOf(await settleRequirements(said, catalog, rulebook), catalog, "2026-11-25");
};
const startup = await worldsFor("startup-chatbot");

function meant(word: string, worlds = startup) {
  const told: string[] = [];
  const found = candidatesIn(worlds, [word], { rulebook, exceptions: [], tell: (line) => told.push(line) });
  return { ids: found.map((f) => f?.[0]?.candidate.id ?? null), told };
}
function refused(word: string) {
  try {
    meant(word);
  } catch (error) {
    return (error as Failure).message;
  }
  throw new Error(`${word} was not refused`);
}

const rankedIds = async (flags: string) => {
  const { out } = await run(`recommend --preset startup-chatbot --format json ${flags}`);
  return (JSON.parse(out) as Recommendation).workloads[0]?.ranking.map((c) => c.id) ?? [];
};

describe("the candidate that a word means", () => {
  it("is the best way to run a model that is named by id, by name, or by a part that only its name has", async () => {
    const best = (await rankedIds("--all")).find((id) => id.startsWith("anthropic/claude-haiku-5.5@"));
    for (const word of ["anthropic/claude-haiku-5.5", "claude-haiku-5.5", "Claude Haiku 5.5", "haiku-5"]) {
      const { ids, told } = meant(word);
      expect(ids, word).toEqual([best]);
      expect(told[0], word).toMatch(new RegExp(`^${word}: read as ${best}, the best of its \\d+ ways\\.$`, "u"));
    }
    expect(meant(best as string)).toEqual({ ids: [best], told: [] });
  });

  it("may name a part of the place", () => {
    expect(meant("claude-haiku-5.5@bedrock/eu").ids).toEqual(["anthropic/claude-haiku-5.5@amazon-bedrock/eu"]);
    expect(refused("claude-haiku-5.5@nowhere")).toContain("This model has anthropic/claude-haiku-5.5@");
  });

  it("may be the row of the printed table", async () => {
    const rows = await rankedIds("");
    for (const n of [1, 2, 7]) expect(meant(String(n)).ids).toEqual([rows[n - 1]]);
    expect(refused("999")).toMatch(/there is no row 999: \d+ models are ranked/u);
  });

  it("is asked for where several are meant, and offered where one is close", () => {
    expect(refused("haiku")).toMatch(/"haiku" may mean \d+ models\. Name one: .*anthropic\/claude-haiku-5\.5/u);
    expect(refused("claude-hiku-5.5")).toContain("Did you mean claude-haiku-5.5?");
    expect(refused("§§§")).toContain("recommend --all");
    expect(refused("")).toContain("recommend --all");
  });

  it("may be missing in one workload, not in all", async () => {
    const rag = await worldsFor("rag-search");
    const { ids } = meant("6", rag);
    expect(ids.filter((id) => id === null).length).toBeGreaterThan(0);
    expect(ids.filter((id) => id !== null).length).toBeGreaterThan(0);
  });

  it("is told on stderr, and not compared with itself", async () => {
    const two = `compare haiku-5 "Claude Haiku 5.5@bedrock/us" --preset startup-chatbot`;
    expect((await run(two)).err).toContain("haiku-5: read as");
    const quiet = await run(`${two} --quiet`);
    expect([quiet.code, quiet.err]).toEqual([2, expect.stringMatching(/^compare: .+ are the same candidate/u)]);
  });
});
