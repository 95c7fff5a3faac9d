import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "./run.ts";

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "advisor-measured-"));
  mkdirSync(join(dir, "measurements"));
  writeFileSync(
    join(dir, "measurements/own.yaml"),
    `title: Our own load test
source: own load test
url: https://example.org/load-test
published: "2026-11-20"
checked: "2026-11-24"
conditions: {engine: vllm, build: "2026-11", parallelism: tensor, kvQuantization: f16, concurrency: max}
rows:
  - {id: "1", model: meta/llama-3.3-70b, accelerator: amd-mi300x-192gb, count: 1, quantization: fp8,
     inputTokens: 1000, outputTokens: 500, outputTokensPerSecond: 9000}
`,
  );
});
afterAll(() => rmSync(dir, { recursive: true }));

const oneLine = (text: string): string => text.replace(/\s+/gu, " ");
const CASE =
  "--accelerator amd-mi300x-192gb --quantization fp8 --concurrency max --input-tokens 1000 --output-tokens 500";
const TRAFFIC = "--task chat --requests-per-day 200000 --input-tokens 1000 --output-tokens 500";

describe("a measurement of one's own, laid over the catalog", () => {
  it("is what size tells, in words with its source", async () => {
    const { out } = await run(`size llama-3.3-70b ${CASE} --catalog ${dir}`);
    expect(oneLine(out)).toContain("all together 9,000 tokens a second");
    expect(oneLine(out)).toMatch(/Measured: Llama 3\.3 70B fp8 on 1 × amd-mi300x-192gb, .*; own load test\)/u);
    const sizing = JSON.parse((await run(`size llama-3.3-70b ${CASE} --catalog ${dir} --format json`)).out);
    expect(sizing.profile.basis).toBe("measured");
    expect(sizing.measurements[0].nearest.url).toBe("https://example.org/load-test");
  });

  it("sets how many machines a bill has, and the bill says so", async () => {
    const bill = async (more: string) =>
      oneLine((await run(`tco llama-3.3-70b@on-premises ${TRAFFIC} ${more}`, { columns: 200 })).out);
    const [plain, measured] = [await bill(""), await bill(`--catalog ${dir}`)];
    expect(plain).toContain("4 × MI300X");
    expect(plain).not.toContain("own load test");
    expect(measured).toContain("1 × MI300X");
    expect(measured).toMatch(/as many as a measurement says: Llama 3\.3 70B fp8 on 1 × amd-mi300x-192gb/u);
    expect(measured).toContain("The speed was measured on this model, accelerator and engine.");
  });

  it("has every gap and every wrong name told", async () => {
    const wrong = join(dir, "wrong");
    mkdirSync(join(wrong, "measurements"), { recursive: true });
    writeFileSync(
      join(wrong, "measurements/own.yaml"),
      `title: Our own load test
source: own load test
url: https://example.org/load-test
published: "2026-11-20"
checked: "2026-11-24"
conditions: {engine: vllm, build: "2026-11", parallelism: tensor, kvQuantization: f16, concurrency: max}
rows:
  - {id: "1", model: meta/llama-3.3-70x, accelerator: amd-mi300, quantization: fp8}
`,
    );
    const { code, err } = await run(`size llama-3.3-70b ${CASE} --catalog ${wrong}`);
    expect(code).toBe(2);
    for (const said of [
      '"conditions" tells count.',
      '"conditions" tells inputTokens.',
      "has no figure.",
      "Did you mean meta/llama-3.3-70b?",
      'there is no accelerator "amd-mi300"',
    ])
      expect(err).toContain(said);
  });
});
