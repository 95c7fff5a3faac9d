import type { Candidate } from "../candidates/candidate.ts";
import type { Offer } from "../catalog/catalog.ts";
import { type Range, times } from "../quantity/range.ts";
import { type RequestBill, requestBill, weighted } from "./api-cost.ts";
import type { Bench } from "./bench.ts";
import type { CostItem, Remark } from "./estimate.ts";
import { type DayPrices, pricesOn } from "./price-list.ts";

/** What an API bills a month, without staff; `items` is null where some month has no metered price. */
export interface ApiCost {
  readonly items: readonly CostItem[] | null;
  readonly remarks: readonly Remark[];
}

/** The price list month by month over the horizon, with growth and discounts: tokens, media and cache writes, averaged. */
export function apiCost(bench: Bench, candidate: Candidate): ApiCost {
  const { offers, provider } = candidate.deployment;
  const totals = new Totals();
  const remarks = new Map<string, Remark>();
  const bills = new Map<string, RequestBill | null>();
  let source = "";
  let before: Offer | null = null;
  const lastDay = bench.days[bench.days.length - 1] ?? bench.context.today;
  const single = offers.every((o) => (o.from === null || o.from <= bench.context.today) && (o.until === null || o.until >= lastDay));
  const months = single ? [0] : bench.growth.map((_, i) => i);
  for (const i of months) {
    const day = bench.days[i] ?? bench.context.today;
    const prices = pricesOn(offers, day);
    const bill = prices && billOf(bench, prices, offers, bills);
    const offer = prices?.bands[0]?.offer;
    if (!prices || !bill || !offer) return { items: null, remarks: [notMetered(offers)] };
    if (prices.stale) remarks.set("price-stale", { code: "price-stale", args: { until: offer.until ?? offer.from ?? "" } });
    if (before && before !== offer && before.inputUsdPerMtok !== offer.inputUsdPerMtok && !remarks.has("price-changes")) {
      remarks.set("price-changes", { code: "price-changes", args: { from: offer.from ?? day } });
    }
    for (const r of bill.remarks) if (!remarks.has(r.code)) remarks.set(r.code, r);
    totals.add(bill, single ? bench.growthSum : (bench.growth[i] ?? 1), single ? bench.months : 1);
    before = offer;
    if (source === "") source = `${offer.source} (${offer.checked})`;
  }
  const percent = bench.organization.discounts.find((d) => d.provider === provider?.id)?.percent ?? 0;
  const perMonth = (r: Range): Range => times(r, ((1 - percent / 100) * bench.requestsPerMonth) / bench.months);
  const items: CostItem[] = [];
  if (totals.tokens.likely > 0 || totals.media.likely === 0) {
    items.push({ item: "tokens", usdPerMonth: perMonth(totals.tokens), basis: "quoted", source });
  }
  if (totals.media.high > 0) items.push({ item: "media", usdPerMonth: perMonth(totals.media), basis: "quoted", source });
  if (totals.writes > 0) items.push(writesItem(bench, totals.writes * (1 - percent / 100)));
  return { items, remarks: [...remarks.values()] };
}

class Totals {
  tokens = { low: 0, likely: 0, high: 0 };
  media = { low: 0, likely: 0, high: 0 };
  writes = 0;

  add(bill: RequestBill, requests: number, months: number): void {
    addTo(this.tokens, bill.tokens, requests);
    addTo(this.media, bill.media, requests);
    this.writes += bill.writeUsd * months;
  }
}

function addTo(sum: { low: number; likely: number; high: number }, r: Range, k: number): void {
  sum.low += r.low * k;
  sum.likely += r.likely * k;
  sum.high += r.high * k;
}

/** One bill for each set of offers that ever holds together. */
function billOf(bench: Bench, prices: DayPrices, offers: readonly Offer[], known: Map<string, RequestBill | null>): RequestBill | null {
  const key = prices.bands.map((b) => offers.indexOf(b.offer)).join();
  const old = known.get(key);
  if (old !== undefined) return old;
  const bills = prices.bands.map((b) => ({ bill: requestBill(bench, b.offer), share: b.share }));
  const complete = bills.filter((b): b is { bill: RequestBill; share: number } => b.bill !== null);
  const bill = complete.length === bills.length && bills.length > 0 ? weighted(complete) : null;
  known.set(key, bill);
  return bill;
}

function writesItem(bench: Bench, usdOfOneEachMonth: number): CostItem {
  const a = bench.assumptions;
  const perDay = a.range("cacheWritesPerDay");
  const most = bench.workload.traffic.requestsPerDay;
  const days = a.likely("daysPerMonth");
  const usd = (writes: number): number => (Math.min(writes, most) * days * usdOfOneEachMonth) / bench.months;
  return {
    item: "cache writes",
    usdPerMonth: { low: usd(perDay.low), likely: usd(perDay.likely), high: usd(perDay.high) },
    ...a.origin("cacheWritesPerDay"),
  };
}

function notMetered(offers: readonly Offer[]): Remark {
  const other = offers.find((o) => o.otherPrice !== null)?.otherPrice;
  return { code: "price-not-metered", args: other ? { price: other } : {} };
}
