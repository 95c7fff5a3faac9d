import { afterAll, describe, expect, it } from "vitest";
import { type AdviseInput, advise, decideWorkload } from "../../src/advise.ts";
import { loadCatalog } from "../../src/catalog/load.ts";
import { repriced } from "../../src/catalog/reprice.ts";
import { isMetered } from "../../src/estimate/reads.ts";
import { factChangesOf } from "../../src/explain/fact-flips.ts";
import type { Flip, WorkloadResult } from "../../src/recommendation.ts";
import { parsePath, putAt } from "../../src/requirements/layer.ts";
import type { Workload } from "../../src/requirements/requirements.ts";
import { settle } from "../../src/requirements/settle.ts";
import { loadRules } from "../../src/rules/load.ts";

const [catalog, rulebook] = await Promise.all([loadCatalog(), loadRules()]);
const TODAY = "2026-11-25";

/** The answer to a preset with some keys said otherwise, as `--set` says them. */
function answer(preset: string, changes: NonNullable<Flip["change"]>, input: Partial<AdviseInput>): WorkloadResult[] {
  const said: Record<string, unknown> = {};
  for (const { path, value } of changes) putAt(said, parsePath(path), value);
  const { workloads } = said as { workloads?: unknown[] };
  if (workloads) said["workloads"] = Array.from(workloads, (w) => w ?? {});
  const layer = (origin: "set" | "preset", value: unknown) => ({ origin, value, locate: () => ({ file: preset }) });
  const settled = settle([layer("set", said), layer("preset", catalog.presets[preset])], {
    requirements: catalog.defaults,
    tasks: catalog.tasks,
  });
  const how = { catalog, seed: 1, all: true, limit: 1, version: "0", ...input };
  return [...advise({ settled, rulebook, today: TODAY, ...how }).workloads];
}

const PRESETS = [
  "startup-chatbot",
  "regulated-bank-contracts",
  "hybrid-enterprise",
  "rag-search",
  "call-center-transcription",
  "china-market-app",
];

/** What would have to be otherwise about prices and qualities. */
function factChanges(preset: string, n: number) {
  const layer = { origin: "preset" as const, value: catalog.presets[preset], locate: () => ({ file: preset }) };
  const settled = settle([layer], { requirements: catalog.defaults, tasks: catalog.tasks });
  const workload = settled.requirements.workloads[n] as Workload;
  const input = { settled, catalog, rulebook, today: TODAY, seed: 1, all: true, limit: null, version: "0" };
  const decision = decideWorkload(input, workload, null);
  const context = { catalog, today: TODAY, assumptions: {} };
  return factChangesOf(decision, { rulebook, exceptions: [], context, weights: decision.scores.weights });
}

let priced = 0;
afterAll(() => {
  expect(priced).toBeGreaterThan(3);
});

describe.each(PRESETS)("what is said to change the winner does, replayed whole: %s", (preset) => {
  const results = answer(preset, [], { limit: null });

  it("other priorities, other traffic and other answers", () => {
    let replayed = 0;
    results.forEach(({ flips, winner }, n) => {
      for (const flip of flips) {
        if (flip.change === null) continue;
        const then = answer(preset, flip.change, {})[n];
        expect(then?.winner, flip.text).toBe(flip.newWinner);
        expect(then?.winner?.split("@")[0], flip.text).not.toBe(winner?.split("@")[0]);
        replayed++;
      }
    });
    expect(replayed).toBeGreaterThan(0);
  }, 120_000);

  it("a gate, when an exception is made for the one that it holds back", () => {
    results.forEach(({ flips, ruledOut }, n) => {
      for (const { kind, newWinner, text } of flips) {
        if (kind !== "gate") continue;
        const [gate, ...more] = ruledOut.find((r) => r.id === newWinner)?.gates ?? [];
        expect(more).toEqual([]);
        const exception = {
          rule: gate?.rule,
          candidate: newWinner,
          reason: "tried",
          approver: "nobody",
          expires: TODAY,
        };
        const then = answer(preset, [{ path: "check.exceptions", value: [exception] }], {})[n];
        expect(then?.winner, text).toBe(newWinner);
      }
    });
  }, 60_000);

  it("prices, in a catalog in which they are so", () => {
    results.forEach(({ winner }, n) => {
      for (const { text, factor, of, newWinner } of factChanges(preset, n)) {
        const { kind, provider } = of.deployment;
        if (factor === null || !isMetered(kind)) continue;
        // The winner's model becomes dearer everywhere, another cheaper at its own seller.
        const everywhere = of.model.id === winner?.split("@")[0];
        const providers = catalog.providers.map((p) => ({
          ...p,
          offers: p.offers.map((o) =>
            o.model === of.model.id && (everywhere || p.id === provider?.id) ? repriced(o, factor) : o,
          ),
        }));
        const then = answer(preset, [], { catalog: { ...catalog, providers } })[n];
        expect(then?.winner?.split("@")[0], text).toBe(newWinner.model.id);
        priced++;
      }
    });
  }, 60_000);

  it("a traffic nearer to now does not", () => {
    results.forEach(({ flips, winner }, n) => {
      for (const { kind, change, text } of flips) {
        if (kind !== "traffic" || !change?.[0]) continue;
        const { path, value } = change[0];
        const now = (catalog.presets[preset] as { workloads: { traffic?: { requestsPerDay?: number } }[] }).workloads[n]
          ?.traffic?.requestsPerDay;
        if (now === undefined) continue;
        const nearly = (value as number) * ((value as number) < now ? 1.04 : 0.96);
        const then = answer(preset, [{ path, value: nearly }], {})[n];
        expect(then?.winner?.split("@")[0], text).toBe(winner?.split("@")[0]);
      }
    });
  }, 60_000);
});

describe("other answers", () => {
  it("are not tried where only a screen is filled, nor where nobody asks", () => {
    const kinds = (input: Partial<AdviseInput>) =>
      new Set(answer("startup-chatbot", [], input)[0]?.flips.map((f) => f.kind));
    expect([...kinds({ limit: null })]).toEqual(expect.arrayContaining(["priority", "fact", "traffic", "answer"]));
    expect([...kinds({ limit: 10 })]).toEqual(["priority"]);
    expect(kinds({ limit: null, alternatives: false })).not.toContain("answer");
  });
});
