import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extent, flowLines, hang, wrap } from "../../src/report/flow.ts";
import { displayWidth } from "../../src/report/width.ts";

describe("flow", () => {
  it("breaks between words", () => {
    expect(wrap("one two three four", 9)).toEqual(["one two", "three", "four"]);
  });

  it("keeps a number and its unit together, and a dot behind what it follows", () => {
    expect(wrap("people are 61 % of it", 13)).toEqual(["people are", "61 % of it"]);
    expect(wrap("Contract review · chat", 16)).toEqual(["Contract", "review · chat"]);
    expect(wrap("on 2 × H100 here", 10)).toEqual(["on", "2 × H100", "here"]);
  });

  it("breaks Chinese anywhere but before closing punctuation", () => {
    expect(wrap("使用模型，费用很低。", 8)).toEqual(["使用模", "型，费用", "很低。"]);
  });

  it("divides an address behind a sign that joins, a word anywhere", () => {
    expect(wrap("alibaba/qwen3.8-27b@on-premises", 24)).toEqual(["alibaba/qwen3.8-27b@on-", "premises"]);
    expect(wrap("incomprehensible", 6)).toEqual(["incomp", "rehens", "ible"]);
  });

  it("paints each style on each line and measures without it", () => {
    const shout = (text: string) => `\u001b[1m${text}\u001b[22m`;
    expect(flowLines([{ text: "a b", style: shout }, { text: "c" }], 3)).toEqual([
      { text: shout("a b"), width: 3 },
      { text: "c", width: 1 },
    ]);
  });

  it("is never wider than asked and loses nothing but spaces", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), fc.integer({ min: 2, max: 40 }), (text, width) => {
        const visible = text.replace(/[\p{C}\p{Z}\p{M}]/gu, "");
        const lines = wrap(text, width);
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(Math.max(width, 4));
        expect(lines.join("").replace(/[\p{C}\p{Z}\p{M}]/gu, "")).toBe(visible);
      }),
    );
  });

  it("hangs under a label", () => {
    expect(hang("for  ", 5, [{ text: "one two" }], 9)).toEqual(["for  one", "     two"]);
  });

  it("knows the width of one line and of the longest word", () => {
    expect(extent([{ text: "Llama-3.3-Nemotron-Super-49B is" }])).toEqual({ full: 31, least: 9 });
  });
});
