import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { SizeInput } from "../../src/estimate/size-input.ts";
import { type Sizing, size } from "../../src/estimate/sizing.ts";
import { accelerators, assumptions, configOf, speedRows, TODAY } from "./builders.ts";

interface Case {
  readonly id: string;
  readonly kind: string;
  readonly case: SizeInput & { readonly config: string };
  readonly metric: "weightsBytes" | "kvBytesPerSequence" | "fits";
  readonly measured: number | boolean;
}
const fixture = JSON.parse(readFileSync(join(import.meta.dirname, "../fixtures/estimator-cases.json"), "utf8")) as {
  models: Record<string, Record<string, unknown>>;
  cases: Case[];
};
const catalog = { models: [], accelerators, assumptions };
const sized = (input: SizeInput): Sizing => size(input, { catalog, today: TODAY });
const config = (name: string): Record<string, unknown> => fixture.models[name] ?? configOf(name);
const cases = (kind: string) =>
  fixture.cases
    .filter((c) => c.kind === kind)
    .map((c) => [c.id, { ...c.case, config: config(c.case.config) }, c.measured as number] as const);

describe("published figures", () => {
  it.each(cases("kv"))("cache of %s within 3 %%", (_, input, measured) => {
    expect(sized(input).memory.kvBytesPerSequence / measured).toBeCloseTo(1, 1.2);
    expect(Math.abs(sized(input).memory.kvBytesPerSequence / measured - 1)).toBeLessThan(0.03);
  });
  it.each(cases("weights"))("weights of %s within 5 %%", (_, input, measured) => {
    expect(Math.abs(sized(input).memory.weightsBytes / measured - 1)).toBeLessThan(0.05);
  });
  it.each(cases("no-fit"))("%s ran out of memory", (_, input) => {
    expect(sized(input)).toMatchObject({ fits: false, binding: "memory", throughput: null });
  });
  it("fits everywhere where a throughput was measured", () => {
    expect(speedRows.length).toBeGreaterThan(400);
    expect(speedRows.filter((row) => !sized(row.input).fits).map((row) => row.id)).toEqual([]);
  });
});

const llama: SizeInput = {
  config: config("meta/llama-3.1-70b"),
  quantization: "fp8",
  kvQuantization: "fp8",
  accelerator: "nvidia-h100-80gb-sxm",
  count: 4,
  engine: "vllm",
  inputTokens: 1000,
  outputTokens: 500,
  concurrency: "max",
};
const likely = (s: Sizing): number => s.throughput?.outputTokensPerSecond.likely ?? 0;

describe("sense", () => {
  it("has low, likely and high in order", () => {
    for (const r of Object.values(sized(llama).throughput ?? {})) {
      expect(r.low).toBeLessThanOrEqual(r.likely);
      expect(r.likely).toBeLessThanOrEqual(r.high);
    }
  });
  it.each([
    ["more memory", { accelerator: "nvidia-h100-80gb-sxm" }, { accelerator: "nvidia-h200-141gb-sxm" }],
    ["more devices", { count: 2 }, { count: 4 }],
    ["shorter requests", { inputTokens: 8000 }, { inputTokens: 1000 }],
    ["more requests at once", { concurrency: 8 }, { concurrency: 64 }],
    ["lighter weights", { quantization: "bf16" }, { quantization: "fp8" }],
  ])("%s is never slower", (_, less, more) => {
    expect(likely(sized({ ...llama, ...more }))).toBeGreaterThanOrEqual(likely(sized({ ...llama, ...less })));
  });
  it("queues what it cannot hold instead of refusing it", () => {
    const { memory, fits } = sized({ ...llama, concurrency: 100_000 });
    expect(fits).toBe(true);
    expect(memory.maxConcurrency).toBeLessThan(100_000);
    const first = (concurrency: number) => sized({ ...llama, concurrency }).throughput?.firstTokenSeconds.likely ?? 0;
    expect(first(memory.maxConcurrency + 100)).toBeGreaterThan(first(memory.maxConcurrency) + 1);
  });
  it("does not divide one stream's time by devices that hold consecutive layers", () => {
    const gguf = {
      ...llama,
      quantization: "q4_k_m",
      engine: "llama.cpp",
      parallelism: "layer",
      accelerator: "nvidia-rtx-4090-24gb",
      concurrency: 1,
    };
    const [two, four] = [2, 4].map((count) => sized({ ...gguf, count }).throughput?.tokensPerSecondPerUser.likely);
    expect(two).toBe(four);
  });
  it.each([
    ["q2_k_s", 22.79],
    ["q3_k_m", 31.91],
  ])("weights of Llama 3 70B in %s are the published %s GiB", (quantization, gib) => {
    const { memory } = sized({ ...llama, quantization, engine: "llama.cpp" });
    expect(Math.abs(memory.weightsBytes / (gib * 2 ** 30) - 1)).toBeLessThan(0.005);
  });
  it("takes the dated profile of the engine", () => {
    expect(sized({ ...llama, engineDate: "2024-11" }).profile).toMatchObject({ date: "2024-11", basis: "fitted" });
    expect(sized(llama).profile).toMatchObject({ engine: "vllm", basis: "assumed" });
  });
  it("reports everything that is wrong at once, with the nearest legal spelling", () => {
    const wrong = () =>
      sized({
        accelerator: "nvidia-h100-80gb-smx",
        quantization: "fp9",
        count: 0,
        config: config("meta/llama-3.1-70b"),
      });
    expect(wrong).toThrow(
      /quantization: fp9[\s\S]*Did you mean fp8[\s\S]*accelerator: [\s\S]*nvidia-h100-80gb-sxm[\s\S]*count/u,
    );
  });
});
