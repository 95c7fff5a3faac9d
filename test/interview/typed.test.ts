import { describe, expect, it } from "vitest";
import { readTyped } from "../../src/interview/typed.ts";

const percent = (text: string) =>
  readTyped(text, { paths: ["data.sensitiveShare"], as: "percent", label: "", ask: "" }, []);

describe("a typed share", () => {
  it.each([
    ["30", 0.3, "30 %"],
    ["30 %", 0.3, "30 %"],
    ["12.5%", 0.125, "12.5 %"],
    ["0.5 %", 0.005, "0.5 %"],
    ["0", 0, "0 %"],
    ["100", 1, "100 %"],
  ])("%s is %d", (text, share, said) => {
    expect(percent(text)).toEqual({ sets: { "data.sensitiveShare": share }, said });
  });

  it.each([
    ["0.3", /30 % or 0\.3 %/u],
    ["130", /above 100/u],
    ["-1", /below 0/u],
    ["half", /is not a number/u],
  ])("%s is asked about again", (text, problem) => {
    expect(percent(text)).toMatchObject({ problem: expect.stringMatching(problem) });
  });
});
