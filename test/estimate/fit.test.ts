import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const check = async (catalog: string) =>
  promisify(execFile)(process.execPath, ["scripts/fit-benchmarks.mjs", "--check", "--catalog", catalog]).then(
    ({ stdout }) => ({ code: 0, text: stdout }),
    (error: { code: number; stderr: string }) => ({ code: error.code, text: error.stderr }),
  );

describe("the fit of the boards", { timeout: 60_000 }, () => {
  it("is what the catalog and the documentation say, and a changed spread is noticed", async () => {
    const changed = mkdtempSync(join(tmpdir(), "advisor-fit-"));
    cpSync("catalog", changed, { recursive: true });
    const file = join(changed, "benchmarks.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("spread: 12", "spread: 13"));
    const [now, other] = await Promise.all([check("catalog"), check(changed)]);
    expect(now).toEqual({ code: 0, text: "12 fitted boards stand as the evidence gives them.\n" });
    expect(other.code).toBe(1);
    expect(other.text).toContain(`${file}: not what the evidence gives`);
  });
});
