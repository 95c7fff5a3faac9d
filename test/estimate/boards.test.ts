import { describe, expect, it } from "vitest";
import { loadCatalog } from "../../src/catalog/load.ts";
import { quality } from "../../src/estimate/quality.ts";
import type { Task } from "../../src/vocabulary.ts";

const catalog = await loadCatalog();
const { benchmarks } = catalog;

/** The board that speaks most for each task. */
const BOARDS: readonly (readonly [Task, string])[] = [
  ["chat", "arena-text-sc"],
  ["writing", "arena-text-sc"],
  ["coding", "frontier-swe-2"],
  ["coding", "arena-webdev-sc"],
  ["agents", "arena-agent"],
  ["reasoning", "aa-index-4.3"],
  ["extraction", "vals-index-2.1"],
  ["document-analysis", "arena-document"],
  ["image-understanding", "arena-vision"],
  ["image-generation", "arena-text-to-image"],
  ["image-editing", "arena-image-edit"],
  ["video-generation", "arena-text-to-video"],
  ["embedding", "mteb-english-2"],
];

/** [index of the task, score on the board, higher is better], of every model that both know. */
function pairs(task: Task, board: string): [number, number][] {
  const sign = benchmarks.benchmarks[board]?.higherIsBetter ? 1 : -1;
  return catalog.models.flatMap((m): [number, number][] => {
    const newest = m.evidence.filter((e) => e.benchmark === board).sort((a, b) => (a.date < b.date ? 1 : -1))[0];
    const { index } = quality(m, task, benchmarks, "2026-11-25");
    return newest && index !== null && m.tasks.includes(task) ? [[index, sign * newest.score]] : [];
  });
}

/** Kendall's tau-a over pairs that neither side ties. */
function tau(rows: readonly (readonly [number, number])[]): number {
  let agree = 0;
  let differ = 0;
  rows.forEach(([a, x], i) => {
    for (const [b, y] of rows.slice(i + 1)) {
      const s = Math.sign((a - b) * (x - y));
      if (s > 0) agree += 1;
      else if (s < 0) differ += 1;
    }
  });
  return (agree - differ) / (agree + differ);
}

describe("order by the task's index agrees with the boards", () => {
  it.each(BOARDS)("%s: %s, tau at least 0.8", (task, board) => {
    const rows = pairs(task, board);
    expect(rows.length).toBeGreaterThanOrEqual(5);
    expect(tau(rows)).toBeGreaterThanOrEqual(0.8);
  });
});
