import { describe, expect, it } from "vitest";
import { FACT_WORDS } from "../../src/rules/fact-words.ts";
import { FACTS } from "../../src/rules/facts.ts";

const LONGEST = 120;

describe("the words of the facts", () => {
  it("are there for every fact and for nothing else, in the order of the facts", () => {
    expect(Object.keys(FACT_WORDS)).toEqual(Object.keys(FACTS));
  });

  it.each(Object.entries(FACT_WORDS))("fit one line without a full stop: %s", (_, words) => {
    expect(words.trim()).not.toBe("");
    expect(words.length).toBeLessThanOrEqual(LONGEST);
    expect(words.endsWith(".")).toBe(false);
  });
});
