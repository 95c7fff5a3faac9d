import { describe, expect, it } from "vitest";
import type { Offer } from "../../src/catalog/catalog.ts";
import type { Estimate } from "../../src/estimate/estimate.ts";
import { estimate } from "../../src/estimate/tco.ts";
import type { Traffic, Workload } from "../../src/requirements/requirements.ts";
import { candidate, cloud, context, offer, organization, workload } from "./builders.ts";

type Item = "tokens" | "media" | "cache writes";
const bill = (offers: Offer[], traffic: Partial<Traffic>, own: Partial<Workload> = {}, discount = 0): Estimate =>
  estimate(
    candidate("vendor-api", { offers, provider: cloud("seller") }),
    workload(traffic, own),
    organization({ discounts: discount > 0 ? [{ provider: "seller", percent: discount }] : [] }),
    context(),
  );
const item = (e: Estimate, name: Item): number | undefined => e.items.find((i) => i.item === name)?.usdPerMonth.likely;
const plain = offer({ inputUsdPerMtok: 2, outputUsdPerMtok: 10 });
const cheap = { ...plain, until: "2026-11-30" };
const dear = offer({ inputUsdPerMtok: 4, outputUsdPerMtok: 20, from: "2026-12-01" });
const tiers = [{ aboveInputTokens: 200_000, inputUsdPerMtok: 4, outputUsdPerMtok: 15, cachedInputUsdPerMtok: null }];
const big = { requestsPerDay: 100_000, inputTokens: 1500, outputTokens: 400 };

describe("bills to the cent, by hand", () => {
  it.each<[string, Offer[], Partial<Traffic>, Item, number]>([
    ["100,000 × (1,500 × 2 + 400 × 10) / 1e6 × 30.4", [plain], big, "tokens", 21_280],
    [
      "half of the input cached at 0.2",
      [{ ...plain, cachedInputUsdPerMtok: 0.2 }],
      { ...big, cachedInputShare: 0.5 },
      "tokens",
      17_176,
    ],
    ["no cached price: all of it as fresh", [plain], { ...big, cachedInputShare: 0.5 }, "tokens", 21_280],
    [
      "half in batch at half price",
      [{ ...plain, batchInputUsdPerMtok: 1, batchOutputUsdPerMtok: 5 }],
      { ...big, batchShare: 0.5 },
      "tokens",
      15_960,
    ],
    ["no batch price: none of it cheaper", [plain], { ...big, batchShare: 1 }, "tokens", 21_280],
    [
      "the tier of the request's own input prices all of it",
      [{ ...plain, tiers }],
      { requestsPerDay: 10, inputTokens: 250_000, outputTokens: 1000 },
      "tokens",
      308.56,
    ],
    [
      "exactly at the border is below it",
      [{ ...plain, tiers }],
      { requestsPerDay: 10, inputTokens: 200_000, outputTokens: 1000 },
      "tokens",
      124.64,
    ],
    ["two months: one before the change, one after", [cheap, dear], big, "tokens", 31_920],
    [
      "peak hours a quarter of the week at twice the price",
      [
        { ...plain, band: { name: "peak", hourShare: 0.25 }, inputUsdPerMtok: 4, outputUsdPerMtok: 20 },
        { ...plain, band: { name: "off-peak", hourShare: 0.75 } },
      ],
      big,
      "tokens",
      26_600,
    ],
    [
      "embeddings have no output price",
      [offer({ inputUsdPerMtok: 0.02 })],
      { requestsPerDay: 50_000, inputTokens: 500, outputTokens: 0 },
      "tokens",
      15.2,
    ],
  ])("%s", (_, offers, traffic, name, usd) => {
    expect(item(bill(offers, traffic, { lifetimeMonths: 2 }), name)).toBeCloseTo(usd, 6);
  });

  it.each<[string, Offer, Workload["task"], Partial<Traffic>, number]>([
    [
      "300 s of speech at 0.0045 a minute, 10,000 a day",
      offer({ perMinuteUsd: 0.0045 }),
      "speech-recognition",
      { requestsPerDay: 10_000, inputSeconds: 300, inputTokens: 0, outputTokens: 0 },
      6840,
    ],
    [
      "the same by the second",
      offer({ perSecondUsd: 0.000075 }),
      "speech-recognition",
      { requestsPerDay: 10_000, inputSeconds: 300 },
      6840,
    ],
    [
      "two images at 0.04",
      offer({ perImageUsd: 0.04 }),
      "image-generation",
      { requestsPerDay: 500, outputImages: 2 },
      1216,
    ],
    [
      "8 s of video at 0.35",
      offer({ perSecondUsd: 0.35 }),
      "video-generation",
      { requestsPerDay: 20, outputSeconds: 8 },
      1702.4,
    ],
    [
      "3 minutes of music",
      offer({ perMinuteUsd: 0.1 }),
      "music-generation",
      { requestsPerDay: 10, outputSeconds: 180 },
      91.2,
    ],
    [
      "1,000 tokens of text spoken at 15 a million characters",
      offer({ perMillionCharactersUsd: 15 }),
      "speech-synthesis",
      { requestsPerDay: 100, inputTokens: 1000 },
      182.4,
    ],
    [
      "two pages at 4 a thousand, what is read from them included",
      offer({ perPageUsd: 0.004 }),
      "image-understanding",
      { requestsPerDay: 2000, inputImages: 2, inputTokens: 100, outputTokens: 800 },
      486.4,
    ],
    [
      "a track at 0.10, however long",
      offer({ perRequestUsd: 0.1 }),
      "music-generation",
      { requestsPerDay: 20, outputSeconds: 240, inputTokens: 100, outputTokens: 0 },
      60.8,
    ],
    [
      "a search at 2.50 a thousand, beside nothing else",
      offer({ perRequestUsd: 0.0025 }),
      "embedding",
      { requestsPerDay: 10_000, inputTokens: 20_000, outputTokens: 0 },
      760,
    ],
  ])("media: %s", (_, price, task, traffic, usd) => {
    expect(item(bill([price], traffic, { task }), "media")).toBeCloseTo(usd, 6);
  });

  it("adds a price of the request to that of its tokens", () => {
    const e = bill([{ ...plain, perRequestUsd: 0.001 }], big);
    expect(item(e, "tokens")).toBeCloseTo(21_280, 6);
    expect(item(e, "media")).toBeCloseTo(100_000 * 30.4 * 0.001, 6);
  });
  it("takes the user's discount off, and nothing else", () => {
    expect(item(bill([plain], big, {}, 15), "tokens")).toBeCloseTo(21_280 * 0.85, 6);
  });
  it("averages growth over the horizon", () => {
    const grown = item(bill([plain], { ...big, growthPerYear: 0.5 }, { lifetimeMonths: 12 }), "tokens") ?? 0;
    const factors = Array.from({ length: 12 }, (_, t) => 1.5 ** (t / 12));
    expect(grown).toBeCloseTo((21_280 * factors.reduce((a, b) => a + b, 0)) / 12, 6);
  });
  it("differs between two volumes by the tokens alone", () => {
    const at = (requestsPerDay: number) => bill([plain], { ...big, requestsPerDay }).usdPerMonth?.likely ?? 0;
    expect(at(110_000) - at(10_000)).toBeCloseTo(21_280, 6);
  });
  it("bills cache writes apart, as often as the prefix is written", () => {
    const priced = { ...plain, cachedInputUsdPerMtok: 0.2, cacheWriteUsdPerMtok: 2.5 };
    expect(item(bill([priced], { ...big, cachedInputShare: 0.5 }), "cache writes")).toBeCloseTo(
      (24 * 30.4 * 750 * 2.5) / 1e6,
      6,
    );
  });
});

describe("what is said beside the bill", () => {
  const codes = (e: Estimate) => e.remarks.map((r) => r.code);
  it.each<[string, Offer[], Partial<Traffic>, string[]]>([
    ["no cached price", [plain], { cachedInputShare: 0.5 }, ["no-cached-price"]],
    ["no batch price", [plain], { batchShare: 0.5 }, ["no-batch-price"]],
    ["free of charge in production", [offer({ inputUsdPerMtok: 0, outputUsdPerMtok: 0 })], {}, []],
    ["a change ahead", [cheap, dear], {}, ["price-changes"]],
    ["a price that ended", [cheap], {}, ["price-stale"]],
  ])("%s", (_, offers, traffic, expected) => {
    expect(codes(bill(offers, traffic))).toEqual(expected);
  });
  it("puts a tier that only the longest request crosses into high", () => {
    const crossed = bill([{ ...plain, tiers }], big, { contextTokens: 300_000 });
    const below = bill([{ ...plain, tiers }], big, { contextTokens: 100_000 });
    expect(codes(crossed)).toEqual(["tier-above"]);
    expect(item(crossed, "tokens")).toBe(item(below, "tokens"));
    expect(crossed.usdPerMonth?.high).toBeGreaterThan(below.usdPerMonth?.high ?? 0);
  });
  it.each([
    ["nothing is metered", offer({ otherPrice: "20 USD a seat and month" })],
    ["only the input is priced", offer({ inputUsdPerMtok: 1 })],
    ["it is priced by the image", offer({ perImageUsd: 0.04 })],
    ["it is priced by the page and none is read", offer({ perPageUsd: 0.004 })],
  ])("has no price for chat where %s", (_, price) => {
    expect(bill([price], {})).toMatchObject({
      usdPerMonth: null,
      usdTotal: null,
      remarks: [{ code: "price-not-metered" }],
    });
  });
  it.each(["vendor-api", "hosted-api"] as const)("keeps the fixed part of %s small", (kind) => {
    const e = estimate(
      candidate(kind, { offers: [plain] }),
      workload({ requestsPerDay: 1 }),
      organization(),
      context(),
    );
    expect(e.usdPerMonth?.likely).toBeLessThan(9000);
  });
});

describe("token counts that differ between models", () => {
  const at = (model: string, own: Partial<Workload> = {}, values: Record<string, number> = {}) => {
    const priced = [{ ...plain, model }];
    const e = estimate(
      candidate("vendor-api", { offers: priced, provider: cloud("seller") }),
      workload(big, own),
      organization(),
      context(values),
    );
    return { ...e, tokens: e.items.find((i) => i.item === "tokens")?.usdPerMonth };
  };
  // 100,000 requests of 30.4 days: input 1,500 x 2 = 9,120 USD, output 400 x 10 = 12,160 USD.
  it("widens both ends and leaves the list price: text 0.85 to 1.15, output that times 0.7 to 1.5", () => {
    const { tokens } = at("maker/model");
    expect(tokens?.likely).toBeCloseTo(21_280, 6);
    expect(tokens?.low).toBeCloseTo(9120 * 0.85 + 12_160 * 0.85 * 0.7, 6);
    expect(tokens?.high).toBeCloseTo(9120 * 1.15 + 12_160 * 1.15 * 1.5, 6);
  });
  it.each(["zh", "zh-Hans", "ja", "ko-KR", "KO"])("widens more where %s is read", (language) => {
    const { tokens } = at("maker/model", { languages: ["en", language] });
    expect(tokens?.likely).toBeCloseTo(21_280, 6);
    expect(tokens?.low).toBeCloseTo(9120 * 0.8 + 12_160 * 0.8 * 0.7, 6);
    expect(tokens?.high).toBeCloseTo(9120 * 1.25 + 12_160 * 1.25 * 1.5, 6);
  });
  it.each(["de", "kok", "jav", "zhang"])("does not take %s for Chinese, Japanese or Korean", (language) => {
    expect(at("maker/model", { languages: [language] }).tokens).toEqual(at("maker/model").tokens);
  });
  it("counts with the tokenizer of a maker where it is known, and says so", () => {
    const { tokens, remarks } = at("anthropic/some-claude");
    expect(tokens?.likely).toBeCloseTo(21_280, 6);
    expect(tokens?.low).toBeCloseTo(9120 + 12_160 * 0.7, 6);
    expect(tokens?.high).toBeCloseTo(9120 * 1.35 + 12_160 * 1.35 * 1.5, 6);
    expect(remarks).toMatchObject([{ code: "more-tokens", args: { percent: 35 } }]);
  });
  it("lets the end reach a model that is known to write more, and says so", () => {
    const { tokens, remarks } = at("google/gemini-2.5-pro");
    expect(tokens?.likely).toBeCloseTo(21_280, 6);
    expect(tokens?.high).toBeCloseTo(9120 * 1.15 + 12_160 * 1.15 * 3.4, 6);
    expect(remarks).toMatchObject([{ code: "writes-more", args: { factor: 3.4 } }]);
  });
  it("reads the user's own factors as known: no spread, and the bill moves", () => {
    const known = { tokenizerSpread: 1.1, outputVerbosity: 2 };
    for (const model of ["maker/model", "anthropic/some-claude", "google/gemini-2.5-pro"]) {
      const { tokens, remarks } = at(model, {}, known);
      for (const end of ["low", "likely", "high"] as const)
        expect(tokens?.[end]).toBeCloseTo(9120 * 1.1 + 12_160 * 1.1 * 2, 6);
      expect(remarks).toEqual([]);
    }
  });
});

describe("ten price lists, one workload", () => {
  // 12,000 requests a day of 3,200 tokens in, a quarter of them cached, and 450 out, 30.4 days:
  // 875.52 million fresh, 291.84 million cached, 164.16 million out.
  const traffic = { requestsPerDay: 12_000, inputTokens: 3200, outputTokens: 450, cachedInputShare: 0.25 };
  it.each([
    ["5 / 25 / 0.5", 5, 25, 0.5, 8627.52],
    ["4 / 20 / 0.2", 4, 20, 0.2, 6843.65],
    ["2 / 10 / 0.2", 2, 10, 0.2, 3451.01],
    ["1.25 / 10 / 0.125", 1.25, 10, 0.125, 2772.48],
    ["0.95 / 4 / 0.19", 0.95, 4, 0.19, 1543.83],
    ["0.6 / 2.2, nothing cached cheaper", 0.6, 2.2, null, 1061.57],
    ["0.28 / 0.42 / 0.028", 0.28, 0.42, 0.028, 322.26],
    ["0.15 / 0.6 / 0.015", 0.15, 0.6, 0.015, 234.2],
    ["0.1 / 0.4, nothing cached cheaper", 0.1, 0.4, null, 182.4],
    ["0.05 / 0.08 / 0.005", 0.05, 0.08, 0.005, 58.37],
  ])("%s", (_, inputUsdPerMtok, outputUsdPerMtok, cachedInputUsdPerMtok, usd) => {
    const one = offer({ inputUsdPerMtok, outputUsdPerMtok, cachedInputUsdPerMtok });
    expect(item(bill([one], traffic, { lifetimeMonths: 12 }), "tokens")).toBeCloseTo(usd, 2);
  });
});
