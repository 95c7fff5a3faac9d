import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { MeasuredGroup } from "../../src/catalog/measured-groups.ts";
import type { SizeInput } from "../../src/estimate/size-input.ts";
import { type Sizing, size } from "../../src/estimate/sizing.ts";
import { accelerators, assumptions, measurements, speedRows, TODAY } from "./builders.ts";

const sized = (input: SizeInput, known: readonly MeasuredGroup[] = measurements): Sizing =>
  size(input, { catalog: { models: [], accelerators, assumptions, measurements: known }, today: TODAY });
const without = (id: string): MeasuredGroup[] =>
  measurements.map((g) => ({ ...g, rows: g.rows.filter((r) => r.id !== id) }));
const find = (id: string) => {
  const found = speedRows.find((r) => r.id === id);
  if (!found) throw new Error(`no row ${id}`);
  return found;
};

/** Llama 3.3 70B, fp8, two H100s, 1,000 tokens in and 2,000 out. */
const { row, input } = find("trtllm-v1.0/027");

describe("a measured case", () => {
  it("is told as it was measured, whatever was measured of it", () => {
    for (const { id, row: r, input: asked } of speedRows) {
      const { throughput, profile, measurements: evidence } = sized(asked);
      const exact = evidence.filter((e) => e.match === "exact");
      expect([id, profile.basis, exact.length > 0]).toEqual([id, "measured", true]);
      const same = exact.some((e) => e.nearest.id === id);
      const told = {
        outputTokensPerSecond: throughput?.outputTokensPerSecond.likely,
        tokensPerSecondPerUser: throughput?.tokensPerSecondPerUser.likely,
        prefillTokensPerSecond: throughput?.prefillTokensPerSecond.likely,
      };
      for (const [figure, value] of Object.entries(told) as [keyof typeof told, number][])
        if (same && r[figure] !== undefined) expect([id, figure, value]).toEqual([id, figure, r[figure]]);
    }
  });
  it("says so in words, with its source", () => {
    const { profile, measurements: evidence } = sized(input);
    expect(profile.calibration).toMatch(
      /^measured: Llama 3\.3 70B fp8 on 2 × nvidia-h100-80gb-sxm, 1,000 tokens in, 2,000 out, .*: 4,146 tokens\/s in all \(tensorrt-llm 2025-09; NVIDIA\/TensorRT-LLM@/u,
    );
    expect(evidence[0]?.nearest.url).toMatch(/^https:/u);
  });
  it("stands for today's build where nobody says another, and less surely the older it is", () => {
    const { engineDate: _, ...today } = input;
    const [then, now] = [sized(input), sized(today)].map((s) => s.throughput?.outputTokensPerSecond);
    expect(now?.likely).toBe(row.outputTokensPerSecond);
    expect((now?.high ?? 0) / (now?.low ?? 1)).toBeGreaterThan((then?.high ?? 0) / (then?.low ?? 1));
  });
  it.each<[string, Partial<SizeInput>]>([
    ["accelerator", { accelerator: "nvidia-h200-141gb-sxm", count: 4 }],
    ["count", { count: 4 }],
    ["format", { quantization: "bf16" }],
    ["cache", { kvQuantization: "f16" }],
    ["lengths", { inputTokens: 1001 }],
    ["load", { concurrency: 3 }],
    ["build", { engineDate: "2025-11" }],
    ["engine", { engine: "vllm" }],
  ])("is none with another %s", (_, other) => {
    expect(sized({ ...input, ...other }).measurements.filter((e) => e.match === "exact")).toEqual([]);
  });
  it("needs lengths that its source tells", () => {
    const group = measurements.find((g) => Object.values(g.sources).some((s) => s.lengthsAssumed)) as MeasuredGroup;
    const assumed = group.rows.find((r) => group.sources[r.id.split("/")[0] ?? ""]?.lengthsAssumed);
    expect(assumed).toBeDefined();
    const { model, build: engineDate, ...rest } = assumed as NonNullable<typeof assumed>;
    const { geometry, parameters } = group.models[model] as MeasuredGroup["models"][string];
    const config = { ...geometry, parametersB: parameters.totalB, activeParametersB: parameters.activeB };
    expect(sized({ ...rest, engineDate, config } as SizeInput).profile.basis).not.toBe("measured");
  });
});

describe("measurements nearby", () => {
  it("correct the formula, are counted, and narrow the interval", () => {
    const near = sized(input, without(row.id));
    const alone = sized(input, []);
    const [told, plain] = [near, alone].map(
      (s) => s.throughput?.outputTokensPerSecond ?? { low: 1, likely: 1, high: 1 },
    );
    expect(near.profile).toMatchObject({ basis: "fitted" });
    expect(near.profile.calibration).toMatch(/^calibrated on \d+ published measurements nearby, nearest: /u);
    expect(near.measurements[0]?.nearest.id).not.toBe(row.id);
    expect((told?.high ?? 0) / (told?.low ?? 1)).toBeLessThan((plain?.high ?? 0) / (plain?.low ?? 1));
  });
  it("lie, each told without itself, within low and high four to nineteen times in twenty, and nearer than the formula", () => {
    const served = speedRows.filter(
      (r) => r.row.outputTokensPerSecond !== undefined && r.row.engine === "tensorrt-llm",
    );
    const off = (x: number, y: number) => Math.abs(x / y - 1);
    const results = served.map(({ id, row: r, input: asked }) => {
      const measured = r.outputTokensPerSecond ?? 0;
      const [told, plain] = [without(id), []].map((known) => sized(asked, known).throughput?.outputTokensPerSecond);
      if (!told || !plain) throw new Error(`${id} does not fit`);
      return {
        held: told.low <= measured && measured <= told.high,
        told: off(told.likely, measured),
        plain: off(plain.likely, measured),
      };
    });
    const median = (list: number[]) => list.sort((a, b) => a - b)[list.length >> 1] ?? 0;
    const held = results.filter((r) => r.held).length / results.length;
    expect(results.length).toBeGreaterThan(200);
    expect(held).toBeGreaterThanOrEqual(0.8);
    expect(held).toBeLessThanOrEqual(0.95);
    expect(median(results.map((r) => r.told))).toBeLessThan(0.8 * median(results.map((r) => r.plain)));
  });
  it("say nothing about a model that nobody measured on a serving engine, or whose dimensions are guessed", () => {
    const config = { ...(input.config as object), layers: 79 };
    const other = sized({ ...input, config });
    expect(other.measurements).toEqual([]);
    expect(other.throughput).toEqual(sized({ ...input, config }, []).throughput);
  });
});

describe("what nobody measured", () => {
  const width = (s: Sizing): number => {
    const { low, high } = s.throughput?.tokensPerSecondPerUser ?? { low: 1, high: 1 };
    return high / low;
  };
  const stream = find("llamacpp-xiongjiedai/018").input;
  it("is told with a wider interval: another model on an accelerator that is known", () => {
    const config = { ...(stream.config as object), layers: 30 };
    const without018 = sized(stream, without("llamacpp-xiongjiedai/018"));
    expect(width(sized({ ...stream, config }))).toBeGreaterThan(1.2 * width(without018));
  });
  it("is told with a wider interval the farther a build is from the profile and from what was measured", () => {
    const at = (engineDate: string) => width(sized({ ...stream, engineDate, accelerator: "apple-m4-max-128gb" }));
    expect(at("2029-07")).toBeGreaterThan(at("2026-07"));
    expect(at("2026-09")).toBe(at("2026-07"));
  });
});

describe("npm run accuracy", { timeout: 60_000 }, () => {
  it("tells no row by itself: another value of the row changes nothing of what is told", async () => {
    const dir = mkdtempSync(join(tmpdir(), "advisor-measured-"));
    cpSync("catalog", dir, { recursive: true });
    const file = join(dir, "measurements/trtllm-v1.0.yaml");
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace("outputTokensPerSecond: 4146}", "outputTokensPerSecond: 8292}"),
    );
    const rows = async (catalog: string) => {
      const args = ["scripts/accuracy.mjs", "--rows", "--catalog", catalog];
      const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1e8 });
      return stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
    };
    const [plain, changed] = await Promise.all([rows("catalog"), rows(dir)]);
    rmSync(dir, { recursive: true });
    const of = (list: { id: string }[]) => list.find((r) => r.id === row.id);
    expect(of(plain)).toMatchObject({ id: row.id, basis: "fitted" });
    expect(of(changed)).toMatchObject({ range: (of(plain) as unknown as { range: object }).range });
    const others = (list: { id: string; range?: object }[]) => list.filter((r) => r.id !== row.id).map((r) => r.range);
    expect(others(changed)).not.toEqual(others(plain));
  });
});
