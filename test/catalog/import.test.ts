import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { importCatalog, OUTSIDE, readAll } from "../../src/catalog/import/index.ts";
import { editProvider, isImported } from "../../src/catalog/import/overlay.ts";
import { jsonOf } from "../../src/catalog/import/text.ts";
import { loadWholeCatalog } from "../../src/catalog/load.ts";
import { importReport } from "../../src/cli/import-report.ts";
import { parseYaml } from "../../src/yaml/parse.ts";
import { ACME, smallCatalog } from "./small-catalog.ts";

const TODAY = "2026-11-25";
const root = smallCatalog();

const FIXTURES: Readonly<Record<string, (input: number, output: number) => unknown>> = {
  "models.dev": (input, output) => ({
    acme: {
      name: "Acme",
      models: { "acme-big-1": { name: "Big", cost: { input, output, cache_read: 0 }, limit: { context: 200_000 } } },
    },
    free: { models: { x: { cost: { input: 0, output: 0 } } } },
  }),
  litellm: (input, output) => ({
    sample_spec: { litellm_provider: "one of …", input_cost_per_token: 0 },
    "acme/acme-big-1": {
      litellm_provider: "acme",
      input_cost_per_token: input / 1e6,
      output_cost_per_token: output / 1e6,
      max_input_tokens: 200_000,
      max_output_tokens: 200_000,
    },
    last_updated: "2026-11-20T10:00:00Z",
  }),
  "pi-ai": (input, output) => ({
    "acme-wire": {
      "classifier:acme-big-1": {
        type: "classifier",
        id: "acme-big-1",
        provider: "acme",
        cost: { input: 9, output: 0 },
      },
      "chat:acme-big-1": { id: "acme-big-1", type: "chat", provider: "acme", cost: { input, output, cacheRead: 0 } },
      "chat:acme-big-1:batch": { id: "acme-big-1:batch", provider: "acme", cost: { input: 1, output: 5 } },
    },
  }),
};

async function run(
  name: string,
  json: unknown,
  options: { asOf?: string; today?: string; overlays?: string[]; refresh?: boolean } = {},
) {
  const outside = OUTSIDE.find((o) => o.name === name);
  if (!outside) throw new Error(name);
  const reading = readAll(outside, [{ file: "fixture", json }]);
  const { today = TODAY, overlays = [], refresh = false } = options;
  const asOf = options.asOf ?? reading.asOf ?? today;
  return importCatalog({ outside, reading, asOf, today, overlays, refresh }, root);
}

function layer(files: readonly { path: string; text: string }[]): string {
  const folder = join(smallCatalog(), "overlay");
  mkdirSync(join(folder, "providers"), { recursive: true });
  for (const { path, text } of files) writeFileSync(join(folder, path), text);
  return folder;
}

describe("catalog import", () => {
  it.each(Object.keys(FIXTURES))("%s: the same price agrees, and nothing is written", async (name) => {
    const result = await run(name, FIXTURES[name]?.(4.01, 20));
    expect(result).toMatchObject({ matched: 1, compared: 1, agree: 1, fresh: [], outside: name });
    expect(result.files.length).toBe(name === "pi-ai" ? 1 : 0); // its batch price is news
  });

  it.each(Object.keys(FIXTURES))("%s: a newer price ends ours the day before and begins today", async (name) => {
    const result = await run(name, FIXTURES[name]?.(3, 15), { asOf: "2026-11-20" });
    expect(result.differences.map((d) => [d.kept, d.slot.model])).toEqual([[null, "acme/big"]]);
    const catalog = await loadWholeCatalog([layer(result.files)], root);
    const prices = catalog.providers[0]?.offers.filter((o) => o.model === "acme/big");
    expect(prices?.map((o) => [o.inputUsdPerMtok, o.from, o.until, o.checked])).toEqual([
      [4, null, "2026-11-24", "2026-06-01"],
      [3, TODAY, "2026-12-31", "2026-11-20"],
      [5, "2027-01-01", null, "2026-06-01"],
    ]);
    // A batch price that the source does not give is not kept beside another price.
    expect(prices?.[1]?.batchInputUsdPerMtok).toBe(name === "pi-ai" ? 1 : null);
    expect(prices?.[1]?.source).toBe(`${name} 2026-11-20 (acme)`);
  });

  it("renews the day of a price that it confirms, where that is asked", async () => {
    const json = FIXTURES["models.dev"]?.(4, 20);
    expect((await run("models.dev", json, { asOf: "2026-11-20" })).files).toEqual([]);
    const result = await run("models.dev", json, { asOf: "2026-11-20", refresh: true });
    const before = (await loadWholeCatalog([], root)).providers[0]?.offers ?? [];
    const after = (await loadWholeCatalog([layer(result.files)], root)).providers[0]?.offers ?? [];
    expect(after.map(({ source, checked, ...o }) => o)).toEqual(before.map(({ source, checked, ...o }) => o));
    const moved = after.filter((o, i) => o.checked !== before[i]?.checked);
    expect(moved.map((o) => [o.model, o.checked, o.source])).toEqual([
      ["acme/big", "2026-11-20", "models.dev 2026-11-20 (acme)"],
    ]);
    // An older reading confirms nothing.
    expect((await run("models.dev", json, { asOf: "2026-05-01", refresh: true })).files).toEqual([]);
  });

  it("keeps every other line of the file, and says who wrote it", async () => {
    const result = await run("models.dev", FIXTURES["models.dev"]?.(3, 15));
    const [file] = result.files;
    expect(file?.path).toBe("providers/acme.yaml");
    const lines = file?.text.split("\n") ?? [];
    expect(lines.slice(0, 2)).toEqual([
      "# yaml-language-server: $schema=../../schema/provider.json",
      "# Written by advisor catalog import from models.dev as of 2026-11-25, on 2026-11-25.",
    ]);
    expect(isImported(file?.text ?? "")).toBe(true);
    expect(isImported(ACME)).toBe(false);
    const lost = ACME.split("\n").filter((l) => !lines.includes(l));
    expect(lost).toEqual([]);
  });

  it("reads an openrouter list, and adds what is sold for the first time", async () => {
    const json = {
      data: [
        {
          id: "acme/acme-new",
          name: "New",
          context_length: 100_000,
          pricing: { prompt: "0.000001", completion: "0.000002" },
        },
        { id: "acme/acme-new:free", name: "New", pricing: { prompt: "0", completion: "0" } },
        { id: "openrouter/auto", name: "Auto", pricing: { prompt: "-1", completion: "-1" } },
      ],
    };
    const result = await run("openrouter", json);
    expect(result).toMatchObject({ entries: 2, elsewhere: 2, matched: 0 });

    const acme = { acme: { models: { "acme-new": { cost: { input: 1, output: 2 }, limit: { context: 100_000 } } } } };
    const fresh = await run("models.dev", acme);
    expect(fresh.fresh.map((f) => f.model)).toEqual(["acme/new"]);
    const catalog = await loadWholeCatalog([layer(fresh.files)], root);
    expect(catalog.providers[0]?.offers.at(-1)).toMatchObject({ model: "acme/new", inputUsdPerMtok: 1, from: TODAY });
    const stale = await run("models.dev", acme, { asOf: "2026-10-20" });
    expect([stale.fresh.length, stale.leftOut.length, stale.files.length]).toEqual([0, 1, 0]);
  });

  it("keeps ours where it was read later, on the same day, or theirs is not believable", async () => {
    const small = (input: number, output: number) => ({
      acme: { models: { "acme-small-1": { cost: { input, output } } } },
    });
    const kept = async (json: unknown, asOf: string) => {
      const r = await run("models.dev", json, { asOf });
      expect(r.files).toEqual([]);
      return r.differences.map((d) => d.kept);
    };
    expect(await kept(small(0.2, 1), "2026-10-19")).toEqual(["newer-reading"]);
    expect(await kept(small(0.2, 1), "2026-10-20")).toEqual(["same-day"]);
    expect(await kept(small(10_000, 50_000), "2026-11-01")).toEqual(["implausible"]);
    expect(await kept({ acme: { models: { "acme-small-1": { cost: { input: 0, output: 0 } } } } }, TODAY)).toEqual([]);
  });

  it("goes on from an earlier import: the same again changes nothing, another price of the same day replaces it", async () => {
    const first = await run("models.dev", FIXTURES["models.dev"]?.(3, 15), { asOf: "2026-11-01" });
    const overlays = [layer(first.files)];
    expect((await run("models.dev", FIXTURES["models.dev"]?.(3, 15), { overlays })).files).toEqual([]);
    const second = await run("litellm", FIXTURES["litellm"]?.(2, 12), { overlays });
    const catalog = await loadWholeCatalog([layer(second.files)], root);
    const inputs = catalog.providers[0]?.offers.flatMap((o) => (o.model === "acme/big" ? [o.inputUsdPerMtok] : []));
    expect(inputs).toEqual([4, 2, 5]);
    expect(second.files[0]?.text.match(/# Written by/gu)).toHaveLength(1);
  });

  it("says what agreed, changed and was not matched", async () => {
    const report = importReport(await run("models.dev", FIXTURES["models.dev"]?.(3, 20)), false);
    expect(report).toContain("0 of 1 agree within 1 % in input and output price (0 %)");
    expect(report).toContain("inputUsdPerMtok 4 → 3 (-25 %)");
    expect(report).toContain(
      "Not matched: 0 entries of providers that we list, 1 of others; 1 of our offers have no entry.",
    );
  });

  it.each(OUTSIDE.map((o) => [o.name, o] as const))("%s: JSON of another shape is refused", (_, outside) => {
    for (const json of [null, [], 7, "text", {}, { data: [] }, { a: { b: { c: 1 } } }, [{ id: 1 }]])
      expect(() => readAll(outside, [{ file: "x.json", json }])).toThrow(/^x\.json: (is not a|has no prices)/u);
  });

  it("takes no word of a stranger for its own", async () => {
    const entry = { models: { "toString\u001b[31m\n": { cost: { input: 1, output: 2 } } } };
    const json = JSON.parse(
      JSON.stringify({ constructor: entry, acme: entry }).replace("{", '{"__proto__": {}, '),
    ) as unknown;
    const result = await run("models.dev", json);
    expect(result).toMatchObject({ entries: 2, elsewhere: 1, matched: 0, files: [] });
    expect(importReport(result, true)).toContain("  acme/toString·[31m·\n");
  });

  it("quotes what is not plain YAML", async () => {
    const id = 'big: "1" #x\n- y';
    const json = { acme: { models: { "acme-new": { cost: { input: 1e-7, output: 2 } } } } };
    const result = await run("models.dev", json);
    const [offer] = (await loadWholeCatalog([layer(result.files)], root)).providers[0]?.offers.slice(-1) ?? [];
    expect(offer).toMatchObject({ providerModelId: "acme-new", inputUsdPerMtok: 1e-7 });
    const edited = editProvider(
      ACME,
      parseYaml(ACME, "acme.yaml"),
      {
        ended: new Map(),
        dropped: new Set(),
        reread: new Map(),
        added: [{ after: -1, offer: { model: "acme/new", providerModelId: id } }],
      },
      "a test",
    );
    expect(parseYaml(edited, "x").value).toMatchObject({
      offers: [{}, {}, {}, { model: "acme/new", providerModelId: id }],
    });
  });

  it("unpacks gzip, and refuses what is cut off, no JSON or no text", async () => {
    const text = Buffer.from('{"a": 1}');
    expect(await jsonOf(gzipSync(text), "x")).toEqual({ a: 1 });
    const refused = (bytes: Uint8Array) => expect(jsonOf(bytes, "x")).rejects;
    await refused(gzipSync(text).subarray(0, 20)).toThrow("x: cannot be unpacked");
    await refused(gzipSync(Buffer.alloc(51_000_000))).toThrow("more than 50 MB");
    await refused(text.subarray(0, 4)).toThrow("x: is not whole JSON; it breaks off.");
    await refused(Buffer.from("<html>")).toThrow("x: is not JSON.");
    await refused(Buffer.from([0xff, 0xfe])).toThrow("x: is not UTF-8 text.");
  });
});
