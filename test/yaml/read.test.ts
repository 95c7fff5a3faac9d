import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readText } from "../../src/yaml/read.ts";

const dir = mkdtempSync(join(tmpdir(), "advisor-read-"));
afterAll(() => rmSync(dir, { recursive: true }));
const file = (name: string, content: string | Buffer): string => {
  writeFileSync(join(dir, name), content);
  return join(dir, name);
};

describe("readText", () => {
  it("reads UTF-8", () => {
    expect(readText(file("a.yaml", "titel: Verträge 合同"))).toBe("titel: Verträge 合同");
  });

  it("says what is wrong with anything else", () => {
    const huge = file("huge.yaml", "a");
    truncateSync(huge, 50_000_000);
    expect(() => readText(join(dir, "none.yaml"))).toThrow(/none\.yaml: does not exist/u);
    expect(() => readText(dir)).toThrow(/is a folder/u);
    expect(() => readText(file("b.yaml", Buffer.from([1, 0, 2])))).toThrow(/binary/u);
    expect(() => readText(file("l.yaml", Buffer.from([0x66, 0xfc, 0x72])))).toThrow(/UTF-8/u);
    expect(() => readText(huge)).toThrow(/50 MB large; at most 5\.0 MB/u);
  });
});
