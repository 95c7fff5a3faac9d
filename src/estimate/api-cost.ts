import type { Offer } from "../catalog/catalog.ts";
import type { Tier } from "../catalog/schema/provider.ts";
import { plus, type Range, times } from "../quantity/range.ts";
import type { Traffic } from "../requirements/requirements.ts";
import type { Bench } from "./bench.ts";
import type { Remark } from "./estimate.ts";
import { type MediaBill, mediaBill } from "./media-cost.ts";
import { tokenRemarks, tokenSpread } from "./token-spread.ts";

/** USD of one request at one offer, before discounts; `writeUsd` is one write of the shared prefix into a priced cache. */
export interface RequestBill {
  readonly tokens: Range;
  readonly media: Range;
  /** Media that are billed as tokens, at an assumed number of them. */
  readonly mediaAssumed: boolean;
  readonly writeUsd: number;
  readonly remarks: readonly Remark[];
}

interface Prices {
  readonly input: number;
  readonly output: number;
  readonly cached: number;
}

/**
 * One request by the price list: `in·(1−c)·pIn + in·c·pCached + out·pOut`, the tier of the request's own input, the batch
 * share at its price; likely is exact, low and high add the spread of tokenizers and of how much models write. Null = not metered.
 */
export function requestBill(bench: Bench, offer: Offer): RequestBill | null {
  const { workload, assumptions: a } = bench;
  const t = workload.traffic;
  const media = bench.hasMedia || offer.perRequestUsd !== null ? mediaBill(offer, t, workload.task, a) : NO_MEDIA;
  if (!media) return null;
  if (offer.inputUsdPerMtok === null) {
    const isWhole = offer.perRequestUsd !== null || (offer.perPageUsd !== null && t.inputImages > 0);
    return media.metered && (isWhole || !needsTokens(bench))
      ? { tokens: ZERO, media: media.usd, mediaAssumed: false, writeUsd: 0, remarks: [] }
      : null;
  }
  const billedOutput = t.outputTokens > 0 || media.outputTokens.likely > 0;
  if (offer.outputUsdPerMtok === null && billedOutput && bench.task?.family !== "retrieval") return null;

  const remarks: Remark[] = [];
  const own = t.inputTokens + media.inputTokens.likely;
  const prices = pricesAt(offer, own);
  const top = offer.tiers.length > 0 ? pricesAt(offer, Math.max(own, workload.contextTokens)) : prices;
  if (top.input > prices.input || top.output > prices.output) {
    remarks.push({
      code: "tier-above",
      args: { aboveInputTokens: tierOf(offer, workload.contextTokens)?.aboveInputTokens ?? 0 },
    });
  }
  if (t.cachedInputShare > 0 && offer.cachedInputUsdPerMtok === null)
    remarks.push({ code: "no-cached-price", args: {} });
  if (t.batchShare > 0 && offer.batchInputUsdPerMtok === null) remarks.push({ code: "no-batch-price", args: {} });

  remarks.push(...tokenRemarks(bench, offer.model));

  const spread = tokenSpread(bench, offer.model);
  const price = (p: Prices, read: number, written: number): number => batched(offer, t, tokenUsd(p, t, read, written));
  const tokens: Range = {
    low: price(prices, t.inputTokens * spread.input.low, t.outputTokens * spread.output.low),
    likely: price(prices, t.inputTokens * spread.input.likely, t.outputTokens * spread.output.likely),
    high: price(
      top === prices ? prices : maxPrices(prices, top),
      t.inputTokens * spread.input.high,
      t.outputTokens * spread.output.high,
    ),
  };
  const mediaTokens = (end: "low" | "likely" | "high"): number =>
    media.usd[end] + (media.inputTokens[end] * prices.input + media.outputTokens[end] * prices.output) / 1e6;
  const prefix = (t.inputTokens * t.cachedInputShare) / 1e6;
  return {
    tokens,
    media:
      media === NO_MEDIA ? ZERO : { low: mediaTokens("low"), likely: mediaTokens("likely"), high: mediaTokens("high") },
    mediaAssumed: media.inputTokens.likely + media.outputTokens.likely > 0,
    writeUsd: offer.cachedInputUsdPerMtok === null ? 0 : prefix * (offer.cacheWriteUsdPerMtok ?? 0),
    remarks,
  };
}

const ZERO: Range = { low: 0, likely: 0, high: 0 };
const NO_MEDIA: MediaBill = { usd: ZERO, inputTokens: ZERO, outputTokens: ZERO, metered: false };

/** Work whose text itself is what is paid for; a prompt for an image or a voice is not. */
function needsTokens({ task, workload }: Bench): boolean {
  const text = task?.family === "text" || task?.family === "retrieval" || task?.family === "vision";
  return text && workload.traffic.inputTokens + workload.traffic.outputTokens > 0;
}

function tierOf(offer: Offer, tokens: number): Tier | null {
  let best: Tier | null = null;
  for (const tier of offer.tiers) {
    if (tokens > tier.aboveInputTokens && tier.aboveInputTokens > (best?.aboveInputTokens ?? -1)) best = tier;
  }
  return best;
}

function pricesAt(offer: Offer, tokens: number): Prices {
  const tier = offer.tiers.length > 0 ? tierOf(offer, tokens) : null;
  const input = tier?.inputUsdPerMtok ?? offer.inputUsdPerMtok ?? 0;
  const output = tier?.outputUsdPerMtok ?? offer.outputUsdPerMtok ?? 0;
  const cached = tier ? (tier.cachedInputUsdPerMtok ?? tier.inputUsdPerMtok) : (offer.cachedInputUsdPerMtok ?? input);
  return { input, output, cached };
}

const maxPrices = (a: Prices, b: Prices): Prices => ({
  input: Math.max(a.input, b.input),
  output: Math.max(a.output, b.output),
  cached: Math.max(a.cached, b.cached),
});

interface TokenUsd {
  readonly input: number;
  readonly output: number;
}

function tokenUsd(p: Prices, t: Traffic, input: number, output: number): TokenUsd {
  const c = t.cachedInputShare;
  return { input: (input * (1 - c) * p.input + input * c * p.cached) / 1e6, output: (output * p.output) / 1e6 };
}

function batched(offer: Offer, t: Traffic, usd: TokenUsd): number {
  const b = t.batchShare;
  if (b === 0) return usd.input + usd.output;
  const ratio = (batch: number | null, plain: number | null): number => (batch !== null && plain ? batch / plain : 1);
  const input = ratio(offer.batchInputUsdPerMtok, offer.inputUsdPerMtok);
  const output = ratio(offer.batchOutputUsdPerMtok, offer.outputUsdPerMtok);
  return usd.input * (1 - b * (1 - input)) + usd.output * (1 - b * (1 - output));
}

/** Bills of several time bands, each with the share of the week's hours in which it holds. */
export function weighted(bills: readonly { readonly bill: RequestBill; readonly share: number }[]): RequestBill {
  const [first] = bills;
  if (bills.length === 1 && first) return first.bill;
  return {
    tokens: plus(...bills.map((x) => times(x.bill.tokens, x.share))),
    media: plus(...bills.map((x) => times(x.bill.media, x.share))),
    mediaAssumed: bills.some((x) => x.bill.mediaAssumed),
    writeUsd: bills.reduce((sum, x) => sum + x.bill.writeUsd * x.share, 0),
    remarks: first?.bill.remarks ?? [],
  };
}
