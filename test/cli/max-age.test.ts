import { describe, expect, it } from "vitest";
import { run } from "./run.ts";

describe("--max-age", () => {
  it("holds where every shown price was read lately", async () => {
    const { code, err } = await run("recommend --preset startup-chatbot --max-age 400");
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });

  it("fails with the prices that are older, and still answers", async () => {
    const { code, out, err } = await run("recommend --preset startup-chatbot --max-age 3");
    expect(code).toBe(1);
    expect(out).toContain("Use ");
    expect(err).toMatch(/--max-age 3: \d+ shown prices? w/u);
    expect(err).toMatch(/read 2026-\d\d-\d\d, \d+ days ago/u);
  });

  it("wants a whole number of days", async () => {
    const { code, err } = await run("recommend --preset startup-chatbot --max-age soon");
    expect(code).toBe(2);
    expect(err).toContain('"soon" is not a whole number of days');
  });
});
