import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { breaches, FENCES, LAW, type SourceText } from "./house.ts";

const src = join(import.meta.dirname, "..", "src");
const sources: SourceText[] = readdirSync(src, { recursive: true, encoding: "utf8" })
  .map((f) => f.replaceAll("\\", "/"))
  .filter((f) => f.endsWith(".ts"))
  .map((file) => ({ file, text: readFileSync(join(src, file), "utf8") }));

describe("the house", () => {
  it("has no breach of the import law or of a fence", () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(breaches(sources)).toEqual([]);
  });

  it("has no circle of rooms", () => {
    const seen = new Map<string, "open" | "done">();
    const circles: string[] = [];
    const walk = (room: string, trail: readonly string[]): void => {
      if (seen.get(room) === "done") return;
      if (seen.get(room) === "open") {
        circles.push([...trail, room].join(" → "));
        return;
      }
      seen.set(room, "open");
      const next = LAW[room];
      if (Array.isArray(next)) for (const r of next) walk(r, [...trail, room]);
      seen.set(room, "done");
    };
    for (const room of Object.keys(LAW)) walk(room, []);
    expect(circles).toEqual([]);
  });

  it("reads no clock, chance or environment in the core", () => {
    const core = sources.filter(({ file }) => !/^(cli|yaml)\//u.test(file));
    const impure = core.flatMap(({ file, text }) =>
      [...text.matchAll(/Math\.random|Date\.now|new Date\(\)|process\.(env|argv|cwd|exit|std)|console\./gu)].map(
        (m) => `${file}: ${m[0]}`,
      ),
    );
    expect(impure).toEqual([]);
  });

  const rooms = Object.entries(LAW).filter((e): e is [string, readonly string[]] => Array.isArray(e[1]));
  it.each(rooms.map(([room]) => room))("notices a breach planted in %s", (room) => {
    const file =
      room === "quantity" || LAW[room] === undefined
        ? `${room}/planted.ts`
        : isFolder(room)
          ? `${room}/planted.ts`
          : `${room}.ts`;
    const up = file.includes("/") ? "../" : "./";
    const planted = { file, text: `import { main } from "${up}cli/main.ts";` };
    expect(breaches([planted])).toHaveLength(1);
  });

  it.each([
    ["report/planted.ts", "commander"],
    ["cli/planted.ts", "inquirer"],
    ["interview/other.ts", "@inquirer/prompts"],
    ["catalog/planted.ts", "yaml"],
    ["explain/planted.ts", "chalk"],
    ["decide/planted.ts", "cli-table3"],
    ["estimate/planted.ts", "node:fs"],
    ["rules/planted.ts", "fs/promises"],
    ["cli/planted.ts", "node:https"],
    ["advise.ts", "node:child_process"],
    ["decide/planted.ts", "zod"],
    ["cli/planted.ts", "zod/mini"],
  ])("notices a fence broken by %s importing %s", (file, name) => {
    expect(breaches([{ file, text: `import x from "${name}";` }])).toHaveLength(1);
    expect(breaches([{ file, text: `const x = await import("${name}");` }])).toHaveLength(1);
  });

  it("has a planted breach for every fence", () => {
    expect(FENCES).toHaveLength(8);
  });
});

const isFolder = (room: string): boolean =>
  sources.some(({ file }) => file.startsWith(`${room}/`)) || room === "interview" || room === "handoff";
