import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Loaded, loadCompiled, type YamlFile } from "../../src/yaml/compiled.ts";

let dir = "";
let compiled = 0;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "advisor-compiled-"));
  compiled = 0;
  mkdirSync(join(dir, "src", "deep"), { recursive: true });
  writeFileSync(join(dir, "src", "a.yaml"), "a: 1");
  writeFileSync(join(dir, "src", "deep", "b.yaml"), "b: 2");
});
afterEach(() => rmSync(dir, { recursive: true }));

const load = () =>
  loadCompiled(join(dir, "kept.json"), join(dir, "src"), async () => (files: readonly YamlFile[], digest: string) => {
    compiled += 1;
    return { data: files.map((f) => `${f.path}=${f.text}`), text: digest };
  });
const digestIn = ({ part }: Loaded<string[]>): string => part(0, "sha256:".length + 64);
const later = () => new Promise((done) => setTimeout(done, 15));

describe("loadCompiled", () => {
  it("compiles once and then uses what it kept", async () => {
    const first = await load();
    await later();
    const second = await load();
    expect(second.data).toEqual(first.data);
    expect(digestIn(second)).toBe(digestIn(first));
    expect(first.data).toEqual(["a.yaml=a: 1", "deep/b.yaml=b: 2"]);
    expect(compiled).toBe(1);
  });

  it.each([
    ["an edit of the same length", () => writeFileSync(join(dir, "src", "a.yaml"), "a: 7"), "a.yaml=a: 7"],
    ["an edit of another length", () => writeFileSync(join(dir, "src", "a.yaml"), "a: 17"), "a.yaml=a: 17"],
    [
      "a new file in a new folder",
      () => {
        mkdirSync(join(dir, "src", "new"));
        writeFileSync(join(dir, "src", "new", "c.yaml"), "c: 3");
      },
      "new/c.yaml=c: 3",
    ],
    [
      "a new file in an old folder",
      () => writeFileSync(join(dir, "src", "deep", "c.yaml"), "c: 3"),
      "deep/c.yaml=c: 3",
    ],
    [
      "an edit that keeps the file's date",
      () => {
        writeFileSync(join(dir, "src", "a.yaml"), "a: 8");
        utimesSync(join(dir, "src", "a.yaml"), 0, 0);
      },
      "a.yaml=a: 8",
    ],
  ])("notices %s", async (_, change, expected) => {
    const before = await load();
    await later();
    change();
    const after = await load();
    expect(after.data).toContain(expected);
    expect(digestIn(after)).not.toBe(digestIn(before));
    expect(compiled).toBe(2);
  });

  it("notices a file that is gone", async () => {
    await load();
    await later();
    rmSync(join(dir, "src", "deep", "b.yaml"));
    expect((await load()).data).toEqual(["a.yaml=a: 1"]);
  });

  it("trusts content, not dates", async () => {
    await load();
    await later();
    writeFileSync(join(dir, "src", "a.yaml"), "a: 1");
    await load();
    expect(compiled).toBe(1);
  });

  it("compares sources once that are younger than what it kept, as after an installation, and later edits again", async () => {
    await load();
    const long = Date.now() / 1000 - 3600;
    utimesSync(join(dir, "kept.json"), long, long);
    const kept = () => statSync(join(dir, "kept.json")).mtimeMs;
    const old = kept();
    await load();
    expect(compiled).toBe(1);
    expect(kept()).toBeGreaterThan(old);
    expect(kept()).toBeLessThan(Date.now());
    const same = kept();
    writeFileSync(join(dir, "src", "a.yaml"), "a: 9");
    expect((await load()).data).toContain("a.yaml=a: 9");
    expect(compiled).toBe(2);
    expect(kept()).toBeGreaterThan(same);
  });

  it("compiles again when what it kept is broken", async () => {
    await load();
    writeFileSync(join(dir, "kept.json"), readFileSync(join(dir, "kept.json"), "utf8").slice(0, 40));
    expect((await load()).data).toHaveLength(2);
    expect(compiled).toBe(2);
  });
});
