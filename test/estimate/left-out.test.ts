import { describe, expect, it } from "vitest";
import { loadCatalog } from "../../src/catalog/load.ts";
import { quality } from "../../src/estimate/quality.ts";
import type { Task } from "../../src/vocabulary.ts";

const { models, benchmarks } = await loadCatalog();
const boards = benchmarks.benchmarks;

/** Boards that see the same votes or tests would give the hidden result away. */
const familyOf = (board: string): string => boards[board]?.family ?? board;
const mainTask = (board: string): Task | undefined =>
  Object.entries(boards[board]?.tasks ?? {}).sort(([, a], [, b]) => b - a)[0]?.[0] as Task | undefined;

/** Each result once hidden: the index by it, and the index with its interval by all other boards of the model. */
function hidden() {
  return models.flatMap((m) =>
    [...new Set(m.evidence.map((e) => e.benchmark))].flatMap((board) => {
      const task = mainTask(board);
      if (!task) return [];
      const index = (keep: (b: string) => boolean) =>
        quality({ id: m.id, evidence: m.evidence.filter((e) => keep(e.benchmark)) }, task, benchmarks, "2026-11-25");
      const truth = index((b) => b === board).index;
      const { index: told, low, high } = index((b) => familyOf(b) !== familyOf(board));
      return truth === null || told === null
        ? []
        : [{ error: Math.abs(told - truth), held: truth >= low && truth <= high }];
    }),
  );
}

describe("a hidden benchmark result, told by the other boards of its model", () => {
  const results = hidden();

  it("is off by 5 index points at most in the median", () => {
    expect(results.length).toBeGreaterThan(300);
    const errors = results.map((r) => r.error).sort((a, b) => a - b);
    expect(errors[errors.length >> 1]).toBeLessThanOrEqual(5);
  });

  it("lies in the stated 80 % interval 75 to 90 times in a hundred", () => {
    const share = results.filter((r) => r.held).length / results.length;
    expect(share).toBeGreaterThanOrEqual(0.75);
    expect(share).toBeLessThanOrEqual(0.9);
  });
});
