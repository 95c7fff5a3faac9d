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
});
