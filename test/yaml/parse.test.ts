import { describe, expect, it } from "vitest";
import { Failure, problemLine } from "../../src/failure.ts";
import { parseYaml } from "../../src/yaml/parse.ts";

const problemsOf = (text: string): string[] => {
  try {
    parseYaml(text, "a.yaml");
  } catch (error) {
    if (error instanceof Failure) return error.problems.map(problemLine);
    throw error;
  }
  return [];
};

describe("parseYaml", () => {
  it("locates values, keys and the parent of what is missing", () => {
    const { value, locate } = parseYaml("workloads:\n  - task: chat\n    data: {sensitivity: public}\n", "a.yaml");
    expect(value).toEqual({ workloads: [{ task: "chat", data: { sensitivity: "public" } }] });
    expect(locate(["workloads", 0, "data", "sensitivity"])).toEqual({ file: "a.yaml", line: 3, column: 25 });
    expect(locate(["workloads", 0, "task"], true)).toEqual({ file: "a.yaml", line: 2, column: 5 });
    expect(locate(["workloads", 0, "traffic", "inputTokens"])).toEqual({ file: "a.yaml", line: 2, column: 5 });
  });

  it("reads JSON", () => {
    expect(parseYaml('{"workloads": [{"task": "chat"}]}', "a.json").value).toEqual({ workloads: [{ task: "chat" }] });
  });

  it.each([
    ["unclosed flow", "a: [1, 2", /a\.yaml:1:\d+/u],
    ["duplicate key", "a: 1\na: 2\n", /a\.yaml:2:1.*unique/u],
    ["bad indent", "a:\n  b: 1\n c: 2\n", /a\.yaml:3/u],
    ["tab indent", "a:\n\tb: 1\n", /a\.yaml:2/u],
    ["reserved key", "organization:\n  __proto__: {sector: finance}\n", /a\.yaml:2:3: "__proto__" is not a key here/u],
    ["unknown alias", "a: *nowhere\n", /a\.yaml:1:4/u],
    ["two documents", "a: 1\n---\nb: 2\n", /a\.yaml/u],
  ])("refuses %s at its place", (_, text, expected) => {
    expect(problemsOf(text).join("\n")).toMatch(expected);
  });

  it("refuses an alias bomb quickly", () => {
    const lines = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (const [name, before] of ["ba", "cb", "dc", "ed", "fe", "gf", "hg", "ih"].map((p) => [...p])) {
      lines.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(", ")}]`);
    }
    const start = Date.now();
    expect(problemsOf(lines.join("\n"))[0]).toMatch(/aliases/u);
    expect(Date.now() - start).toBeLessThan(2000);
  });

  it.each([
    ["brackets", "[".repeat(200_000)],
    ["braces", "{a: ".repeat(100_000)],
    ["dashes", "- ".repeat(200_000)],
    ["indents", Array.from({ length: 1500 }, (_, i) => `${" ".repeat(i)}a:`).join("\n")],
  ])("refuses endless nesting of %s", (_, text) => {
    expect(problemsOf(text).join("\n")).toMatch(/nested too deep/u);
  });

  it("survives as much nesting as it allows", () => {
    expect(problemsOf(Array.from({ length: 390 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"))).toEqual([]);
    expect(problemsOf(`${"[".repeat(200)}${"]".repeat(200)}`)).toEqual([]);
  });
});
