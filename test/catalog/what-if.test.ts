import { describe, expect, it } from "vitest";
import type { Catalog, Offer } from "../../src/catalog/catalog.ts";
import { loadCatalog } from "../../src/catalog/load.ts";
import { factorOf, suppose } from "../../src/catalog/what-if.ts";
import { Failure } from "../../src/failure.ts";

const catalog = await loadCatalog();
const ids = (list: readonly { readonly id: string }[]) => list.map((x) => x.id);
const provider = (c: Catalog, id: string) => c.providers.find((p) => p.id === id);
const offersOf = (c: Catalog, model: string): string[] =>
  c.providers.flatMap((p) => p.offers.filter((o) => o.model === model).map(() => p.id));
const problemOf = (...said: string[]): string => {
  try {
    suppose(catalog, said);
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
  return "nothing is wrong";
};

describe("a vendor that is cut off", () => {
  it("takes its services and its closed models with it, and leaves published weights with others", () => {
    const { catalog: then, suppositions } = suppose(catalog, ["vendor-cut-off=openai"]);
    expect(provider(then, "openai")).toBeUndefined();
    const theirs = then.models.filter((m) => m.vendor === "openai");
    expect(theirs.length).toBeGreaterThan(0);
    expect(theirs.every((m) => m.weights !== "closed")).toBe(true);
    expect(offersOf(catalog, "openai/gpt-6.1-sol")).toContain("azure");
    expect(offersOf(then, "openai/gpt-6.1-sol")).toEqual([]);
    const open = theirs.find((m) => offersOf(catalog, m.id).some((p) => p !== "openai"));
    expect(open && offersOf(then, open.id)).toEqual(open && offersOf(catalog, open.id).filter((p) => p !== "openai"));
    expect(suppositions[0]).toMatchObject({ clause: "OpenAI is cut off", caution: null });
    expect(suppositions[0]?.detail).toMatch(/OpenAI API.*closed models are nowhere.*published weights stay/u);
  });

  it("takes clouds of the same owner with it; a provider alone takes only itself", () => {
    const gone = (said: string) => {
      const then = suppose(catalog, [said]).catalog;
      return ids(catalog.providers).filter((id) => !ids(then.providers).includes(id));
    };
    expect(gone("vendor-cut-off=google")).toEqual(["google-vertex", "google"].sort());
    expect(gone("vendor-cut-off=amazon")).toEqual(["amazon-bedrock", "aws"]);
    expect(gone("vendor-cut-off=google-vertex")).toEqual(["google-vertex"]);
    const then = suppose(catalog, ["vendor-cut-off=groq"]).catalog;
    expect(then.models).toEqual(catalog.models);
  });
});

describe("a changed price", () => {
  it("scales all that the provider meters, tiers too, and nobody else's; what was lazy stays so", () => {
    const { catalog: then } = suppose(catalog, ["price=openai:x3"]);
    const [before, after] = [provider(catalog, "openai"), provider(then, "openai")];
    const pairs = (after?.offers ?? []).map((o, n): [Offer, Offer] => [before?.offers[n] as Offer, o]);
    for (const [a, b] of pairs) {
      expect(b).toMatchObject({ model: a.model, endpoint: a.endpoint, from: a.from, until: a.until, band: a.band });
      expect(b.contextTokens).toBe(a.contextTokens);
      for (const key of ["inputUsdPerMtok", "outputUsdPerMtok", "cachedInputUsdPerMtok", "perImageUsd"] as const)
        expect(b[key]).toBe(a[key] === null ? null : (a[key] as number) * 3);
      expect(b.tiers.map((t) => t.outputUsdPerMtok)).toEqual(a.tiers.map((t) => t.outputUsdPerMtok * 3));
    }
    expect(pairs.some(([a]) => a.inputUsdPerMtok !== null)).toBe(true);
    expect(after?.offers.some((o) => o.source.includes("times 3 (what-if)"))).toBe(true);
    expect(provider(then, "anthropic")).toBe(provider(catalog, "anthropic"));
    expect(then.models).toBe(catalog.models);
  });

  it("scales what a cloud asks for accelerators", () => {
    const rents = (c: Catalog, cloud: string) =>
      c.accelerators.flatMap((a) => a.rental.filter((r) => r.cloud === cloud).map((r) => r.usdPerHour));
    const { catalog: then, suppositions } = suppose(catalog, ["price=aws:+20%"]);
    expect(rents(then, "aws")).toEqual(rents(catalog, "aws").map((x) => x * 1.2));
    expect(rents(then, "lambda")).toEqual(rents(catalog, "lambda"));
    expect(suppositions[0]?.clause).toMatch(/charges 20 % more than today$/u);
  });

  it.each([
    ["×3", 3],
    ["x3", 3],
    ["X3", 3],
    ["*3", 3],
    ["3", 3],
    ["3x", 3],
    ["0.5", 0.5],
    [".5", 0.5],
    ["+20%", 1.2],
    ["-20%", 0.8],
    ["−20 %", 0.8],
    ["0", null],
    ["-100%", null],
    ["20%", null],
    ["+20", null],
    ["-3", null],
    ["", null],
    ["many", null],
    ["Infinity", null],
  ])("reads %s as a factor", (text, factor) => {
    expect(factorOf(text)).toBe(factor);
  });
});

describe("a retired model", () => {
  it("is gone where it is closed, and keeps its other hosts where its weights are published", () => {
    const closed = suppose(catalog, ["retire=gpt-6.1-sol"]).catalog;
    expect(ids(closed.models)).not.toContain("openai/gpt-6.1-sol");
    expect(offersOf(closed, "openai/gpt-6.1-sol")).toEqual([]);
    expect(closed.models).toHaveLength(catalog.models.length - 1);
    const open = suppose(catalog, ["retire=zai/glm-5.3-flash"]).catalog;
    expect(ids(open.models)).toEqual(ids(catalog.models));
    expect(offersOf(catalog, "zai/glm-5.3-flash")).toContain("zai");
    expect(offersOf(open, "zai/glm-5.3-flash")).toEqual(
      offersOf(catalog, "zai/glm-5.3-flash").filter((p) => p !== "zai"),
    );
    expect(offersOf(open, "zai/glm-5.3")).toEqual(offersOf(catalog, "zai/glm-5.3"));
  });
});

describe("an export ban", () => {
  const { catalog: then, suppositions } = suppose(catalog, ["export-ban=cn"]);

  it("leaves no operator and no closed model of that country, but published weights, with a caution", () => {
    expect(then.providers.filter((p) => p.jurisdiction === "CN")).toEqual([]);
    const theirs = then.models.filter((m) => m.origin === "CN");
    expect(theirs.length).toBeGreaterThan(10);
    expect(theirs.every((m) => m.weights !== "closed")).toBe(true);
    expect(new Set(ids(theirs))).toEqual(suppositions[0]?.caution?.models);
    expect(suppositions[0]?.clause).toBe("China bans exports");
    expect(suppositions[0]?.detail).toContain("Accelerators made there are out of scope");
    expect(then.accelerators).toBe(catalog.accelerators);
  });

  it("of the EU means its members", () => {
    const { catalog: without } = suppose(catalog, ["export-ban=EU"]);
    expect(ids(without.providers)).not.toContain("mistral");
    expect(ids(without.providers)).toContain("openai");
  });
});

describe("what-ifs", () => {
  it("change nothing of the catalog that they were given, and work one after the other", () => {
    const before = JSON.stringify([ids(catalog.models), ids(catalog.providers)]);
    const { catalog: then, suppositions } = suppose(catalog, [
      "vendor-cut-off=openai",
      "retire=gpt-6.1-sol",
      "price=groq:2",
    ]);
    expect(suppositions.map((s) => s.clause)).toHaveLength(3);
    expect(provider(then, "openai")).toBeUndefined();
    expect(provider(then, "groq")?.offers[0]?.inputUsdPerMtok).toBe(
      2 * (provider(catalog, "groq")?.offers[0]?.inputUsdPerMtok as number),
    );
    expect(JSON.stringify([ids(catalog.models), ids(catalog.providers)])).toBe(before);
    expect(suppose(catalog, [])).toEqual({ catalog, suppositions: [] });
  });

  it.each([
    ["vendorcutoff=openai", 'no what-if "vendorcutoff"', "Did you mean vendor-cut-off?"],
    ["vendor-cut-off", "does not say of whom", "vendor-cut-off=<vendor or provider>"],
    ["vendor-cut-off=openia", 'no vendor or provider "openia"', "Did you mean openai?"],
    ["retire=gpt-6.1-soll", 'no model "gpt-6.1-soll"', "Did you mean gpt-6.1-sol?"],
    ["retire=openai/gpt-6.1-soll", 'no model "openai/gpt-6.1-soll"', "Did you mean openai/gpt-6.1-sol?"],
    ["price=grok:2", 'no provider "grok"', "Did you mean groq?"],
    ["price=groq", "names no factor", "price=groq:x3"],
    ["price=groq:20%", '"20%" is not a factor', "price=groq:+20%"],
    ["price=midjourney:2", "has no metered price", ""],
    ["export-ban=Mars", '"Mars" is not a country', "CN"],
    ["export-ban=FI", "no maker and no operator of the catalog is of Finland", "CN"],
    ["", 'no what-if ""', "retire=<model>"],
  ])("say what is wrong: %s", (said, text, hint) => {
    expect(problemOf(said)).toContain(text);
    expect(problemOf(said)).toContain(hint);
  });

  it("tell all that is wrong together", () => {
    expect(problemOf("retire=none", "price=groq:2", "bogus=1").split("\n")).toHaveLength(2);
  });
});
