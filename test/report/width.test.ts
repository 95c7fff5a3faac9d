import * as fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { clean, cut, displayWidth, graphemes, padEnd, padStart } from "../../src/report/width.ts";

describe("displayWidth", () => {
  it.each([
    "plain",
    "naïve café",
    "2×H100 · ±34 % – “so”…",
    "智谱 GLM-5 旗舰版",
    "ｶﾞ ひらがな カタカナ",
    "한국어 모델",
    "e\u0301 a\u0308",
    "👍 👨‍👩‍👧 🇩🇪 ❤️ 1️⃣",
    "हिन्दी ไทย",
    "\u200b\u00ad",
    "✅ ⚡ ☎",
  ])("agrees with string-width on %s", (text) => {
    expect(displayWidth(text)).toBe(stringWidth(text));
  });

  it("agrees with string-width on every letter, digit and sign of the basic plane and of the pictures", () => {
    const different: string[] = [];
    for (let code = 0x20; code < 0x1fb00; code++) {
      if (code === 0x10000) code = 0x1f000;
      const character = String.fromCodePoint(code);
      if (!/[\p{L}\p{N}\p{P}\p{S}\p{Zs}]/u.test(character)) continue;
      if (displayWidth(character) !== stringWidth(character)) different.push(code.toString(16));
    }
    expect(different).toEqual([]);
  });
});

describe("cut", () => {
  it("never divides a grapheme and never loses one", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 2, max: 20 }), (text, width) => {
        const [head, rest] = cut(text, width);
        expect(head + rest).toBe(text);
        expect(displayWidth(head)).toBeLessThanOrEqual(Math.max(width, displayWidth(graphemes(head)[0] ?? "")));
        if (text !== "") expect(head).not.toBe("");
      }),
    );
  });

  it("cuts wide text by columns", () => {
    expect(cut("智谱旗舰版", 5)).toEqual(["智谱", "旗舰版"]);
  });
});

describe("padding and cleaning", () => {
  it("counts columns, not characters", () => {
    expect(padEnd("智谱", 6)).toBe("智谱\u00a0\u00a0");
    expect(padStart("9", 3)).toBe("\u00a0\u00a09");
  });

  it("leaves no control character", () => {
    expect(clean("a\u001b[31mred\u0007\r\nb\u202ec\u009b")).toBe("a [31mred b c ");
  });
});
