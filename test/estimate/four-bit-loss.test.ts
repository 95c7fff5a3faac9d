import { describe, expect, it } from "vitest";
import type { Candidate } from "../../src/candidates/candidate.ts";
import { enumerate } from "../../src/candidates/enumerate.ts";
import { loadCatalog } from "../../src/catalog/load.ts";
import { asRun, fourBitLoss } from "../../src/estimate/four-bit-loss.ts";
import { quality } from "../../src/estimate/quality.ts";
import { settle } from "../../src/requirements/settle.ts";

const catalog = await loadCatalog();
const layer = {
  origin: "preset" as const,
  value: catalog.presets["on-device-assistant"],
  locate: () => ({ file: "on-device-assistant" }),
};
const { organization, workloads } = settle([layer], {
  requirements: catalog.defaults,
  tasks: catalog.tasks,
}).requirements;
const byId = new Map(enumerate(catalog, organization, workloads[0] as never).map((c) => [c.id, c]));
const candidate = (id: string): Candidate => {
  const found = byId.get(id);
  if (!found) throw new Error(`no candidate ${id}`);
  return found;
};
const laptop = candidate("google/gemma-4-12b@edge/laptop");

describe("four-bit weights", () => {
  it("cost a model on a device the published points, and nothing on a server", () => {
    expect(fourBitLoss(laptop, catalog.assumptions)?.points).toBe(1.2);
    expect(fourBitLoss(candidate("google/gemma-4-12b@on-premises"), catalog.assumptions)).toBeNull();
  });

  it("cost a large model less, and a model published in four bits nothing", () => {
    const parameters = { value: { totalB: 70, activeB: 70 } };
    const large = { ...laptop, model: Object.create(laptop.model, { parameters }) as Candidate["model"] };
    expect(fourBitLoss(large, catalog.assumptions)?.points).toBe(0.1);
    const native = { nativeFormats: { [laptop.model.id]: { format: "mxfp4" as const, source: "" } } };
    expect(fourBitLoss(laptop, { ...catalog.assumptions, ...native })).toBeNull();
  });

  it("cost nothing where no text comes out: such models run in sixteen bits", () => {
    expect(fourBitLoss(candidate("stability/stable-audio-open@edge/laptop"), catalog.assumptions)).toBeNull();
  });

  it("lower the index and both ends, and the level with them", () => {
    const before = quality(laptop.model, "chat", catalog.benchmarks, "2026-11-25");
    const capable = catalog.benchmarks.levels.find((l) => l.tasks.includes("chat"))?.capable ?? 0;
    const near = { ...before, index: capable + 0.5, level: "capable" as const };
    expect(asRun(near, laptop, "chat", catalog)).toEqual({
      ...before,
      index: capable + 0.5 - 1.2,
      low: before.low - 1.2,
      high: before.high - 1.2,
      level: "basic",
      fourBitLoss: 1.2,
    });
  });

  it("leave what is not measured alone", () => {
    const none = { index: null, low: 0, high: 100, level: null, evidence: [] };
    expect(asRun(none, laptop, "chat", catalog)).toBe(none);
  });
});
