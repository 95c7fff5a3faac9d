import type { Candidate } from "../candidates/candidate.ts";
import type { Offer } from "../catalog/catalog.ts";
import type { Range } from "../quantity/range.ts";
import { type RequestBill, requestBill, weighted } from "./api-cost.ts";
import { type Bench, discountFactor, discountNote } from "./bench.ts";
import type { CostItem, Remark } from "./estimate.ts";
import { type DayPrices, pricesOn } from "./price-list.ts";

/** What an API bills a month, without staff; `items` is null where some month has no metered price. */
export interface ApiCost {
  readonly items: readonly CostItem[] | null;
  readonly remarks: readonly Remark[];
}

/** Months in which the same list holds: their number, and their requests over those of the first month, both at its prices. */
interface Period {
  readonly bill: RequestBill;
  readonly offer: Offer;
  readonly stale: boolean;
  readonly day: string;
  months: number;
  requests: number;
}

/** The price list month by month over the horizon, with growth and discounts: tokens, media and cache writes, averaged. */
export function apiCost(bench: Bench, candidate: Candidate): ApiCost {
  const { offers, provider } = candidate.deployment;
  const periods = periodsOf(bench, offers);
  const first = periods?.[0];
  if (!periods || !first) return { items: null, remarks: [notMetered(offers)] };
  const discount = discountFactor(bench, provider?.id);
  const scale = (discount * bench.requestsPerMonth) / bench.months;
  const tokens = summed(periods, "tokens", scale);
  const media = bench.hasMedia || periods.some((p) => p.bill.media.high > 0) ? summed(periods, "media", scale) : null;
  const source = `${first.offer.source} (${first.offer.checked})${discountNote(bench, provider?.id)}`;
  const items: CostItem[] = [];
  if (tokens.likely > 0 || !media || media.likely === 0) {
    items.push({ item: "tokens", usdPerMonth: tokens, basis: "quoted", source });
  }
  if (media && media.high > 0) {
    const assumed = periods.some((p) => p.bill.mediaAssumed);
    const how = assumed ? `${source}; assumption: tokens of an image or a second` : source;
    items.push({ item: "media", usdPerMonth: media, basis: assumed ? "assumed" : "quoted", source: how });
  }
  const writes = periods.reduce((sum, p) => sum + p.bill.writeUsd * p.months, 0);
  if (writes > 0) items.push(writesItem(bench, writes * discount));
  return { items, remarks: remarksOf(periods) };
}

/** What the API bills in month `i` of the horizon (0 = the first), USD, likely; null where no price is metered then. */
export function apiUsdOfMonth(bench: Bench, { deployment }: Candidate, i: number): number | null {
  const period = periodOn(bench, deployment.offers, bench.days[i] ?? bench.context.today);
  if (!period) return null;
  const { tokens, media, writeUsd } = period.bill;
  const a = bench.assumptions;
  const writes =
    Math.min(a.likely("cacheWritesPerDay"), bench.workload.traffic.requestsPerDay) * a.likely("daysPerMonth");
  const requests = bench.requestsPerMonth * (bench.growth[i] ?? 1);
  const usd = (tokens.likely + media.likely) * requests + writeUsd * writes;
  return usd * (bench.declines.api?.[i] ?? 1) * discountFactor(bench, deployment.provider?.id);
}

/** Null where some month has no metered price. */
function periodsOf(bench: Bench, offers: readonly Offer[]): Period[] | null {
  const today = bench.context.today;
  const lastDay = bench.days[bench.days.length - 1] ?? today;
  if (offers.every((o) => (o.from === null || o.from <= today) && (o.until === null || o.until >= lastDay))) {
    const period = periodOn(bench, offers, today);
    const { api } = bench.declines;
    if (!period || !api) return period && [{ ...period, months: bench.months, requests: bench.growthSum }];
    const requests = api.reduce((sum, factor, i) => sum + factor * (bench.growth[i] ?? 1), 0);
    return [{ ...period, months: api.reduce((sum, factor) => sum + factor, 0), requests }];
  }
  const periods: Period[] = [];
  const changes = offers.flatMap((o) => [o.from ?? "", o.until ?? ""]).filter((day) => day >= today);
  for (let i = 0; i < bench.months; i++) {
    const day = bench.days[i] ?? today;
    const factor = bench.declines.api?.[i] ?? 1;
    const requests = factor * (bench.growth[i] ?? 1);
    const before = periods[periods.length - 1];
    if (before && !changes.some((change) => change >= before.day && change <= day)) {
      before.months += factor;
      before.requests += requests;
      continue;
    }
    const period = periodOn(bench, offers, day);
    if (!period) return null;
    periods.push({ ...period, months: factor, requests });
  }
  return periods;
}

function periodOn(bench: Bench, offers: readonly Offer[], day: string): Omit<Period, "months" | "requests"> | null {
  const prices = pricesOn(offers, day);
  const offer = prices?.bands[0]?.offer;
  const bill = prices && billOf(bench, prices);
  return prices && bill && offer ? { bill, offer, stale: prices.stale, day } : null;
}

function billOf(bench: Bench, { bands }: DayPrices): RequestBill | null {
  const bills: { bill: RequestBill; share: number }[] = [];
  for (const { offer, share } of bands) {
    const bill = requestBill(bench, offer);
    if (!bill) return null;
    bills.push({ bill, share });
  }
  return bills.length > 0 ? weighted(bills) : null;
}

function summed(periods: readonly Period[], part: "tokens" | "media", scale: number): Range {
  const sum = { low: 0, likely: 0, high: 0 };
  for (const { bill, requests } of periods) {
    sum.low += bill[part].low * requests * scale;
    sum.likely += bill[part].likely * requests * scale;
    sum.high += bill[part].high * requests * scale;
  }
  return sum;
}

function remarksOf(periods: readonly Period[]): readonly Remark[] {
  const [first] = periods;
  if (!first) return [];
  if (periods.length === 1 && !first.stale) return first.bill.remarks;
  const remarks: Remark[] = [];
  const add = (r: Remark): void => {
    if (remarks.every((known) => known.code !== r.code)) remarks.push(r);
  };
  for (const { bill, offer, stale, day } of periods) {
    if (stale) add({ code: "price-stale", args: { checked: offer.checked, until: offer.until ?? "" } });
    const { inputUsdPerMtok: input, outputUsdPerMtok: output } = first.offer;
    if (!stale && (offer.inputUsdPerMtok !== input || offer.outputUsdPerMtok !== output)) {
      add({ code: "price-changes", args: { date: offer.from ?? day } });
    }
    for (const r of bill.remarks) add(r);
  }
  return remarks;
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
