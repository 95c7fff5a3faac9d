import { describe, expect, it } from "vitest";
import { LIST_KINDS } from "../../src/catalog/list.ts";
import { run } from "./run.ts";

interface Document {
  readonly schema: string;
  readonly kind: string;
  readonly today: string;
  readonly catalog: { readonly digest: string };
  readonly count: number;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

const list = async (args: string): Promise<Document> =>
  JSON.parse((await run(`catalog list --format json ${args}`)).out) as Document;

/** The fields of the contract, by kind. */
const FIELDS: Readonly<Record<(typeof LIST_KINDS)[number], string>> = {
  models:
    "id name vendor origin weights license architecture parametersTotalB parametersActiveB modalities tasks contextTokens maxOutputTokens knowledgeCutoff released lifecycle retires offers evidence checked source aliases",
  offers:
    "id candidate model provider providerModelId kind endpoint region processingIn inputUsdPerMtok outputUsdPerMtok cachedInputUsdPerMtok cacheWriteUsdPerMtok batchInputUsdPerMtok batchOutputUsdPerMtok tiers perImageUsd perSecondUsd perMinuteUsd perMillionCharactersUsd otherPrice contextTokens maxOutputTokens from until current checked source aliases",
  providers:
    "id name jurisdiction kinds processingIn trainsOnInputs retentionDays zeroRetention certificates noticeDays uptimePercent checked source",
  accelerators: "id vendor memoryGB bandwidthGBps tflops usdPerHour usdPurchase watts",
  licenses: "id name osi commercial outputsMayTrain caps excludedRegions obligations source",
  benchmarks: "id name unit higherIsBetter kind tasks url rows newest",
};

describe("catalog list", () => {
  it.each(LIST_KINDS)("lists %s whole, sorted, each field present, the same each time", async (kind) => {
    const first = await run(`catalog list --kind ${kind} --format json`);
    expect(first.code).toBe(0);
    expect((await run(`catalog list --kind ${kind} --format json`)).out).toBe(first.out);
    const document = JSON.parse(first.out) as Document;
    expect(document).toMatchObject({ schema: "advisor-catalog-list/1", kind, today: "2026-11-25" });
    expect(document.count).toBe(document.rows.length);
    expect(document.catalog.digest).toMatch(/^sha256:/u);
    const ids = document.rows.map((r) => r["id"] as string);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
    for (const row of document.rows)
      for (const field of FIELDS[kind].split(" ")) expect(row[field], `${field} of ${row["id"]}`).not.toBe(undefined);
  });

  it("has the field's size, and a source and a day for everything", async () => {
    const [models, offers, providers] = await Promise.all(
      ["models", "offers", "providers"].map((kind) => list(`--kind ${kind}`)),
    );
    expect(models?.count).toBeGreaterThanOrEqual(160);
    expect(offers?.count).toBeGreaterThanOrEqual(500);
    expect(providers?.count).toBeGreaterThanOrEqual(30);
    for (const { rows } of [models, offers, providers] as Document[])
      for (const row of rows) {
        expect(row["source"], String(row["id"])).toMatch(/\S{3}/u);
        expect(row["checked"], String(row["id"])).toMatch(/^\d{4}/u);
      }
  });

  it("tells which prices hold on the day", async () => {
    const on = async (day: string) =>
      (await list(`--kind offers --today ${day}`)).rows.filter((r) => r["current"] === true).length;
    const all = (await list("--kind offers")).rows;
    expect(await on("2026-11-25")).toBeGreaterThan(500);
    for (const r of all)
      if (r["until"] !== null && (r["until"] as string) < "2026-11-25") expect(r["current"]).toBe(false);
  });

  it("filters on facets", async () => {
    const { rows } = await list("--architecture state-space");
    expect(rows.map((r) => r["id"])).toContain("cmu/mamba");
    for (const r of (await list("--weights open --task embedding")).rows) {
      expect(r["weights"]).toBe("open");
      expect(r["tasks"]).toContain("embedding");
    }
    const both = await list("--kind offers --provider openai,anthropic");
    expect(new Set(both.rows.map((r) => r["provider"]))).toEqual(new Set(["openai", "anthropic"]));
  });

  it("names the nearest value, and a facet that a kind has not", async () => {
    expect(await run("catalog list --task embeding")).toMatchObject({ code: 2, out: "" });
    expect((await run("catalog list --task embeding")).err).toContain("Did you mean embedding?");
    expect((await run("catalog list --kind benchmarks --weights open")).err).toContain("benchmarks have no weights");
    expect((await run("catalog list --kind modles")).err).toContain("Did you mean models?");
  });

  it.each([60, 100, 200])("keeps within %i columns", async (width) => {
    for (const kind of LIST_KINDS) {
      const { out } = await run(`catalog list --kind ${kind} --width ${width}`);
      for (const line of out.split("\n")) expect([...line].length, line).toBeLessThanOrEqual(width);
    }
  });

  it("is safe to open in a spreadsheet", async () => {
    const { out } = await run("catalog list --kind offers --format csv");
    expect(out.split("\n").length).toBeGreaterThan(500);
    expect(out).not.toMatch(/(^|,)"?[=+@]/mu);
  });
});

describe("catalog show", () => {
  it.each([
    ["openai/gpt-4o", "GPT-4o"],
    ["dall-e 3", "DALL-E 3"],
    ["BERT", "BERT"],
    ["Auto-GPT", "Auto-GPT"],
    ["TPU", "TPU"],
    ["MMLU", "MMLU / BBH / MATH"],
    ["Midjourney", "Midjourney"],
    ["AlphaFold", "AlphaFold (2)"],
    ["Tesla FSD", "Tesla FSD"],
    ["Hugging Face", "Hugging Face: Hub, Transformers, Spaces"],
    ["apache-2.0", "Apache License 2.0"],
    ["nvidia-h100-80gb-sxm", "H100"],
  ])("finds %s", async (name, title) => {
    const { code, out } = await run(`catalog show "${name}"`);
    expect(code).toBe(0);
    expect(out.split("\n")[0]).toContain(title);
    expect(out).toMatch(/^Sources? ?/mu);
  });

  it("says what became of a system, and all the sources of a model", async () => {
    expect((await run('catalog show "Stable Diffusion"')).out).toMatch(/today +\S/u);
    const model = JSON.parse((await run("catalog show openai/gpt-4o --format json")).out) as {
      sources: string[];
      lists: { title: string; rows: unknown[] }[];
    };
    expect(model.sources.length).toBeGreaterThan(1);
    expect(model.lists.map((l) => l.title)).toContain("Offers");
  });

  it("helps with a misspelled name", async () => {
    const { code, err } = await run('catalog show "gpt-4oo"');
    expect(code).toBe(2);
    expect(err).toContain("Did you mean");
  });
});

describe("catalog tree", () => {
  it("draws every branch with its count", async () => {
    const { code, out } = await run("catalog tree --width 100");
    expect(code).toBe(0);
    for (const word of ["Architecture", "State space", "Mixture of experts", "Role in the ecosystem", "Access"])
      expect(out).toContain(word);
    expect(out).toMatch(/Decoder only +\d+/u);
  });
});
