import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { diffCatalogs, fieldDiffs } from "../../src/catalog/diff.ts";
import { loadWholeCatalog } from "../../src/catalog/load.ts";
import { catalogDiffCommand } from "../../src/cli/catalog-diff.ts";
import { smallCatalog } from "./small-catalog.ts";

/** The small catalog after edits of its files. */
function changed(edits: Readonly<Record<string, (text: string) => string>>): string {
  const root = smallCatalog();
  for (const [path, edit] of Object.entries(edits)) {
    const file = join(root, "catalog", path);
    writeFileSync(file, edit(readFileSync(file, "utf8")));
  }
  return root;
}

async function command(...args: string[]): Promise<string> {
  let out = "";
  const stream = { write: (t: string) => void (out += t), isTTY: false, columns: undefined };
  const io = { stdout: stream, stderr: stream, env: {}, today: () => "2026-11-25" };
  const program = new Command().addCommand(catalogDiffCommand(io, () => undefined));
  await program.parseAsync(["diff", ...args], { from: "user" });
  return out;
}

describe("catalog diff", () => {
  it("finds no difference between a catalog and itself", async () => {
    const catalog = await loadWholeCatalog([], smallCatalog());
    expect(diffCatalogs(catalog, catalog)).toEqual([]);
  });

  it("tells added, removed and changed entries, field by field, prices with percent", async () => {
    const before = await loadWholeCatalog([], smallCatalog());
    const root = changed({
      "models/acme/new.yaml": (t) => t.replace("contextTokens: 200000", "contextTokens: 400000"),
      "providers/acme.yaml": (t) =>
        t
          .replace("outputUsdPerMtok: 25", "outputUsdPerMtok: 20")
          .replace("retentionDays: 30", "retentionDays: 0")
          .replace(/ {2}- model: acme\/small[^#]*/u, ""),
    });
    const rows = diffCatalogs(before, await loadWholeCatalog([], root));
    const field = (path: string, old: unknown, now: unknown, percent: number | null) => [
      { path, old, new: now, percent },
    ];
    expect(rows).toEqual([
      {
        kind: "models",
        id: "acme/new",
        change: "changed",
        follows: null,
        fields: field("contextTokens", 200000, 400000, 100),
      },
      {
        kind: "offers",
        id: "acme/big@acme/api#2027-01-01",
        change: "changed",
        follows: null,
        fields: field("outputUsdPerMtok", 25, 20, -20),
      },
      { kind: "offers", id: "acme/small@acme/api#2026-01-15", change: "removed", follows: null, fields: [] },
      {
        kind: "providers",
        id: "acme",
        change: "changed",
        follows: null,
        fields: field("endpoints[api].retentionDays", 30, 0, -100),
      },
    ]);
  });

  it("compares a new price with the one that it takes over from", async () => {
    const without = changed({ "providers/acme.yaml": (t) => t.replace(/ {2}# The price[\s\S]*?\n\n/u, "") });
    const [row] = diffCatalogs(await loadWholeCatalog([], without), await loadWholeCatalog([], smallCatalog()));
    expect(row).toMatchObject({ change: "added", follows: "acme/big@acme/api#2026-01-15" });
    expect(row?.fields).toContainEqual({ path: "inputUsdPerMtok", old: 4, new: 5, percent: 25 });
  });

  it("tells the entries of a list apart by what names them", () => {
    const tier = (above: number, input: number) => ({ aboveInputTokens: above, inputUsdPerMtok: input });
    expect(fieldDiffs({ tiers: [tier(100, 1), tier(200, 2)] }, { tiers: [tier(200, 3)] })).toEqual([
      { path: "tiers[100]", old: tier(100, 1), new: null, percent: null },
      { path: "tiers[200].inputUsdPerMtok", old: 2, new: 3, percent: 50 },
    ]);
    expect(fieldDiffs({ a: ["x"] }, { a: ["x", "y"] })).toMatchObject([{ path: "a", old: ["x"], new: ["x", "y"] }]);
  });

  it("compares two complete folders, as a table and as JSON", async () => {
    const [a, b] = [
      join(smallCatalog(), "catalog"),
      join(
        changed({ "providers/acme.yaml": (t) => t.replace("inputUsdPerMtok: 0.1", "inputUsdPerMtok: 0.2") }),
        "catalog",
      ),
    ];
    expect(await command(a, a)).toBe("No differences.\n");
    expect(await command(a, b)).toBe(
      "offers: 1 changed\n  ~ acme/small@acme/api#2026-01-15\n      inputUsdPerMtok 0.1 → 0.2 (+100 %)\n",
    );
    const json = JSON.parse(await command(a, b, "--format", "json")) as { schema: string; count: number };
    expect(json).toMatchObject({ schema: "advisor-catalog-diff/1", count: 1 });
  });

  it("lays any other folder over the catalog of the package", async () => {
    const overlay = join(smallCatalog(), "overlay");
    const root = smallCatalog();
    for (const name of ["vendors", "models"])
      cpSync(join(root, "catalog", name), join(overlay, name), { recursive: true });
    expect(await command(overlay)).toContain("models: 3 added\n  + acme/big\n");
    await expect(command(join(root, "nowhere"))).rejects.toThrow("nowhere: does not exist.");
  });
});
