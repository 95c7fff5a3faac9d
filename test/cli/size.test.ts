import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "./run.ts";

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "advisor-size-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

const LLAMA = {
  model_type: "llama",
  hidden_size: 4096,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  vocab_size: 128_256,
};
const GEOMETRY = { layers: 4, hidden: 64, queryHeads: 4, kvHeads: 2, headDim: 16, vocab: 100, intermediate: 128 };
const H100 = "--accelerator nvidia-h100-80gb-sxm";
const json = async (args: string) => JSON.parse((await run(`size ${args} --format json`)).out);

describe("advisor size", () => {
  it("tells memory and speed of a model on named accelerators, and ends with 1 where it does not fit", async () => {
    const sizing = await json(`meta/llama-3.3-70b ${H100} --count 4 --quantization fp8 --concurrency 64`);
    expect(sizing).toMatchObject({ schema: "advisor-size/1", fits: true, profile: { engine: "vllm" } });
    const { low, likely, high } = sizing.throughput.outputTokensPerSecond;
    expect(low < likely && likely < high).toBe(true);
    const alone = await run(`size meta/llama-3.3-70b ${H100} --quantization bf16`);
    expect(alone.code).toBe(1);
    expect(alone.out).toContain("does not fit on 1 × nvidia-h100-80gb-sxm");
    const none = await json(`meta/llama-3.3-70b ${H100} --quantization bf16`);
    expect(none).toMatchObject({ fits: false, throughput: null, binding: "memory" });
    expect(none.memory.weightsBytes).toBeGreaterThan(130e9);
  });

  it("without an accelerator tells the fewest devices of each that hold it, within the width", async () => {
    const { rows } = await json("llama-3.3-70b");
    const count = (id: string) => rows.find((r: { accelerator: string }) => r.accelerator === id)?.count;
    expect(count("nvidia-h200-141gb-sxm")).toBe(1);
    expect(count("nvidia-a100-80gb-sxm")).toBe(2);
    for (const width of [60, 80, 200]) {
      const { out } = await run(`size llama-3.3-70b --width ${width}`);
      expect(Math.max(...out.split("\n").map((l) => l.length))).toBeLessThanOrEqual(width);
    }
  });

  it("sizes any model from a config file", async () => {
    const file = join(dir, "config.json");
    writeFileSync(
      file,
      '{"model_type":"llama","hidden_size":4096,"num_hidden_layers":32,"num_attention_heads":32,"num_key_value_heads":8,"intermediate_size":14336,"vocab_size":128256,"tie_word_embeddings":false}',
    );
    const { memory } = await json(`--config ${file} ${H100} --input-tokens 6k --output-tokens 2000`);
    expect(memory.weightsBytes).toBeCloseTo(8.03e9 * 2, -8);
    expect(memory.kvBytesPerSequence).toBe(2 * 8 * 128 * 2 * 32 * 8000);
    const other = join(dir, "other.json");
    writeFileSync(other, '{"layers": 32, "hidden": 4096}');
    const { err, code } = await run(`size --config ${other} ${H100}`);
    expect(code).toBe(2);
    expect(err).toContain("--config queryHeads: A number above 0 is needed.");
  });

  it("answers cases line by line, in their order, with the error of a line beside the others", async () => {
    const file = join(dir, "cases.jsonl");
    const good = { id: "a", model: "meta/llama-3.1-8b", accelerator: "nvidia-h100-80gb-sxm", concurrency: "max" };
    const lines = [
      JSON.stringify(good),
      '{"id":"b","model":"meta/llama-3.1-8x","accelerator":"nvidia-h100-80gb-sxm"}',
      "",
      "no json",
      JSON.stringify({ ...good, id: "c", count: null }),
    ];
    writeFileSync(file, lines.join("\n"));
    const { out, code } = await run(`size --cases ${file}`);
    expect(code).toBe(2);
    const results = out
      .trim()
      .split("\n")
      .map((l) => JSON.parse(l));
    expect(results.map((r) => r.id)).toEqual(["a", "b", 4, "c"]);
    expect(results[1].error.text).toContain("Did you mean meta/llama-3.1-8b?");
    expect(results[2].error.text).toContain("is not JSON");
    expect({ ...results[3], id: "a" }).toEqual(results[0]);
    writeFileSync(file, lines[0] ?? "");
    expect((await run(`size --cases ${file}`)).code).toBe(0);
    writeFileSync(file, "\n");
    expect((await run(`size --cases ${file}`)).err).toContain("holds no case");
  });

  it.each([
    ["qwen3.8-27x", 'the catalog has no model "qwen3.8-27x". Did you mean qwen3.8-27b?'],
    [
      "llama-3.1-8b --accelerator nvidia-h100-80gb",
      "--accelerator: nvidia-h100-80gb is not known. Did you mean nvidia-h100-80gb-",
    ],
    [`llama-3.1-8b ${H100} --quantization fp9`, "--quantization: fp9 is not known. Did you mean fp8?"],
    [`llama-3.1-8b ${H100} --count 0`, "--count: 0 is not a number of at least 1."],
    [`llama-3.1-8b ${H100} --input-tokens many`, '--input-tokens: "many" is not a number.'],
    [`llama-3.1-8b ${H100} --engine ollama`, "--engine: ollama is not known."],
    ["", "names no model"],
  ])("says what is wrong: %s", async (args, text) => {
    const { err, code } = await run(`size ${args}`);
    expect(code).toBe(2);
    expect(err).toContain(text);
  });

  it.each<[string, string | object, RegExp]>([
    ["cut off", '{"model_type": "llama", "hidden_size": 4096,', /:\d+:\d+: /u],
    ["empty", "", /is not a mapping/u],
    ["of a list", "[1, 2]", /is not a mapping/u],
    ["nested too deep", "[".repeat(50_000), /nested too deep/u],
    [
      "without attention",
      { model_type: "mamba2", hidden_size: 4096, num_hidden_layers: 64, vocab_size: 50_288 },
      /"mamba2" .*without attention are not sized/u,
    ],
    ["of an unknown type", { model_type: "frobnicate" }, /num_hidden_layers: .*"frobnicate"[\s\S]*vocab_size/u],
    ["with texts for numbers", { model_type: "llama", num_hidden_layers: "32" }, /num_hidden_layers/u],
    ["beyond all measure", { ...LLAMA, num_hidden_layers: 1e300 }, /layers: .*above 100000000/u],
    ["with experts in words", { ...GEOMETRY, experts: "many" }, /experts: "many" is not a number/u],
  ])("says what is wrong with a config %s, and ends with 2", async (_, content, said) => {
    const file = join(dir, "hostile.json");
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
    const { code, err } = await run(`size --config ${file} ${H100}`);
    expect([code, said.test(err) ? "" : err]).toEqual([2, ""]);
  });

  it("answers every line of hostile cases, and none of them is a bug", async () => {
    const file = join(dir, "hostile.jsonl");
    const good = { model: "meta/llama-3.1-8b", accelerator: "nvidia-h100-80gb-sxm" };
    const lines = [
      { model: 5, accelerator: null },
      { ...good, accelerator: ["nvidia-h100-80gb-sxm"] },
      { ...good, config: "abc" },
      { ...good, config: { model_type: "zzz" } },
      { ...good, engineDate: "2025-13" },
      { ...good, count: 1.5, inputTokens: "10", concurrency: "MAX", quantization: 7 },
      { ...good, count: 1e308, concurrency: 1e308, parallelism: "best" },
      { ...good, requests: 0 },
      null,
      "text",
    ];
    writeFileSync(file, lines.map((line) => JSON.stringify(line)).join("\n"));
    const { code, out } = await run(`size --cases ${file}`);
    const results = out
      .trim()
      .split("\n")
      .map((l) => JSON.parse(l));
    expect(code).toBe(2);
    expect(results.map((r) => typeof r.error?.text)).toEqual(lines.map(() => "string"));
    expect(results[5].error.text).toMatch(/quantization.*count.*concurrency.*inputTokens/u);
  });
});

describe("advisor size --this-machine", () => {
  /** A folder whose nvidia-smi says this. */
  const driver = (says: string, code = 0): Record<string, string> => {
    const bin = mkdtempSync(join(dir, "bin-"));
    writeFileSync(join(bin, "nvidia-smi"), `#!/bin/sh\ncat <<'END'\n${says}\nEND\nexit ${code}\n`, { mode: 0o755 });
    return { PATH: `${bin}:/usr/bin:/bin` };
  };
  const here = (env: Record<string, string>, more = "") => run(`size llama-3.1-8b --this-machine ${more}`, { env });

  it("takes the GPUs of one kind that hold the most", async () => {
    const env = driver("NVIDIA GeForce RTX 4090, 24564\nNVIDIA GeForce RTX 4090, 24564\nNVIDIA GeForce GT 710, 2000");
    const { code, out } = await here(env);
    expect(code).toBe(0);
    expect(out.replace(/\s+/gu, " ")).toMatch(
      /^This machine: 2 × NVIDIA GeForce RTX 4090 \(nvidia-rtx-4090-24gb\), .* of memory; 1 other GPU is left out\./u,
    );
    const sizing = JSON.parse((await here(env, "--format json")).out);
    expect(sizing).toMatchObject({ schema: "advisor-size/1", profile: { engine: "llama.cpp" } });
    expect(sizing.machine.gpus).toHaveLength(3);
  });

  it.each([
    ["NVIDIA H100 80GB HBM3, 81559", "nvidia-h100-80gb-sxm"],
    ["NVIDIA H100 PCIe, 81559", "nvidia-h100-80gb-pcie"],
    ["NVIDIA A100-SXM4-80GB, 81920", "nvidia-a100-80gb-sxm"],
    ["NVIDIA RTX PRO 6000 Blackwell Workstation Edition, 97887", "nvidia-rtx-pro-6000-96gb"],
    ["NVIDIA RTX 6000 Ada Generation, 49140", "nvidia-rtx-6000-ada-48gb"],
  ])("knows %s", async (says, id) => {
    expect((await here(driver(says))).out).toContain(`(${id})`);
  });

  it.each([
    ["NVIDIA GeForce RTX 4070 Ti SUPER, 16376", /is not in the catalog/u],
    ["NVIDIA GeForce RTX 4090 Laptop GPU, 16376", /is not in the catalog/u],
    ["NVIDIA A100-PCIE-40GB, 40960", /Of the same chip: --accelerator nvidia-a100-80gb-pcie/u],
  ])("does not take %s for another", async (says, said) => {
    const { code, err } = await here(driver(says));
    expect([code, err]).toEqual([2, expect.stringMatching(said)]);
  });

  it("says that there is no GPU, and tells the memory alone", async () => {
    for (const env of [{ PATH: dir }, driver("No devices were found", 6), driver("No devices were found")]) {
      const { out } = await here(env);
      expect(out).toMatch(/^No GPU was found on this machine/u);
      expect(out).toContain("not estimated");
    }
    expect(JSON.parse((await here({ PATH: dir }, "--format json")).out)).toMatchObject({
      binding: "memory",
      throughput: null,
      machine: { gpus: [] },
    });
  });

  it("is told apart from a machine that is named", async () => {
    const { code, err } = await here({ PATH: dir }, `${H100} --count 2`);
    expect([code, err.match(/--\w+: says another machine/gu)?.length]).toEqual([2, 2]);
  });
});
