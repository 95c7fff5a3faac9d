import type { Accelerator } from "../catalog/catalog.ts";
import { type Day, daysBetween } from "../quantity/day.ts";
import { exactly, multiply, plus, type Range, times } from "../quantity/range.ts";
import type { Assumptions } from "./assumption.ts";

type Purchase = NonNullable<Accelerator["purchase"]>;

/** Years by which a price is older than one: what was read within a year is taken as it stands. */
export function yearsOld({ priced, checked }: Purchase, today: Day): number {
  const day = priced ?? checked;
  const middle = day.length === 4 ? 0.5 : 0;
  return Math.max(0, daysBetween(day, today) / 365.25 - middle - 1);
}

/**
 * What a device costs today, USD: one published price leaves a range open, and each year of its age widens it. A quote
 * (`purchasePriceFactor`) is what it says.
 */
export function priceToday(purchase: Purchase, a: Assumptions, today: Day): Range {
  const { usd } = purchase;
  if (a.isSet("purchasePriceFactor")) return exactly(usd.likely * a.likely("purchasePriceFactor"));
  const drift = a.range("purchaseDriftPerYear");
  const years = yearsOld(purchase, today);
  const aged = { low: drift.low ** years, likely: drift.likely ** years, high: drift.high ** years };
  return multiply(usd.low === usd.high ? multiply(usd, a.range("singlePriceSpread")) : usd, aged);
}

/** Price of one device with its share of a server, USD; null where none is published. */
export function deviceUsd(accelerator: Accelerator, a: Assumptions, today: Day): Range | null {
  const { purchase, link, maxPerNode } = accelerator;
  if (!purchase) return null;
  const price = priceToday(purchase, a, today);
  const share = multiply(price, a.range("serverShare"));
  const isOnBoard = maxPerNode >= 8 && link.kind !== "pcie" && link.kind !== "none";
  const least = isOnBoard ? a.range("serverUsd") : exactly(0);
  const server = {
    low: Math.max(share.low, least.low),
    likely: Math.max(share.likely, least.likely),
    high: Math.max(share.high, least.high),
  };
  return plus(price, server);
}

/**
 * Purchase spread over the life of the hardware, USD a month: `price·(1 - residual)/months`, or the annuity at the cost of capital,
 * with the residual received at the end.
 */
export function capitalPerMonth(price: Range, a: Assumptions): Range {
  const years = a.range("amortizationYears");
  const residual = a.range("residualShare");
  const yearly = a.range("costOfCapital");
  return {
    low: annuity(price.low, residual.high, 12 * years.high, yearly.low),
    likely: annuity(price.likely, residual.likely, 12 * years.likely, yearly.likely),
    high: annuity(price.high, residual.low, 12 * years.low, yearly.high),
  };
}

function annuity(price: number, residual: number, months: number, yearly: number): number {
  if (yearly === 0) return (price * (1 - residual)) / months;
  const r = (1 + yearly) ** (1 / 12) - 1;
  const discount = (1 + r) ** -months;
  return (price * (1 - residual * discount) * r) / (1 - discount);
}

/** Support contract, USD a month. */
export const supportPerMonth = (price: Range, a: Assumptions): Range =>
  times(multiply(price, a.range("supportPerYear")), 1 / 12);
