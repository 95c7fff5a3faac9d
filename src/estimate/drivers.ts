import type { Candidate } from "../candidates/candidate.ts";
import type { Basis } from "../catalog/schema/common.ts";
import type { Range } from "../quantity/range.ts";
import type { Organization, Traffic, Workload } from "../requirements/requirements.ts";
import { assumptionsOf } from "./assumption.ts";
import type { Estimate } from "./estimate.ts";
import { priceToday } from "./purchase.ts";
import { type EstimateContext, estimate } from "./tco.ts";

/** One input of a bill, and what a month costs when it alone lies at its low and at its high end. */
export interface Driver {
  /** Name of the assumption, key of the traffic, or `speed`. */
  readonly input: string;
  readonly kind: "assumption" | "traffic" | "speed";
  readonly what: string;
  readonly unit: string;
  readonly value: Range;
  /** Likely USD a month with the input at its low and at its high value; not in order where more of it costs less. */
  readonly atLow: number;
  readonly atHigh: number;
  readonly basis: Basis;
  readonly source: string;
}

/** What is varied of the traffic: nobody knows it to better than half or twice before the launch. */
const TRAFFIC: Readonly<Partial<Record<keyof Traffic, readonly [what: string, unit: string]>>> = {
  requestsPerDay: ["Requests a day", "requests"],
  inputTokens: ["Tokens read per request", "tokens"],
  outputTokens: ["Tokens written per request", "tokens"],
  inputImages: ["Images read per request", "images"],
  inputSeconds: ["Audio or video read per request", "seconds"],
  outputImages: ["Images made per request", "images"],
  outputSeconds: ["Audio or video made per request", "seconds"],
};
const TRAFFIC_SOURCE = "assumption: half and twice what was said";
/** Less than this share of the bill is no driver. */
const LEAST = 0.001;

/**
 * One-at-a-time sensitivity of the likely bill: every assumption from its low to its high value, traffic from half to twice, the
 * price of what is bought over its range, and the speed of the hardware over the spread of its profile; those that move most come first. Empty where there is no price.
 */
export function driversOf(
  candidate: Candidate,
  workload: Workload,
  organization: Organization,
  context: EstimateContext,
): Driver[] {
  const bill = (w: Workload, c: EstimateContext): number | null =>
    estimate(candidate, w, organization, c).usdPerMonth?.likely ?? null;
  const assumed = (input: string, x: number): number | null =>
    bill(workload, { ...context, assumptions: { ...context.assumptions, [input]: x } });
  const present = estimate(candidate, workload, organization, context);
  const now = present.usdPerMonth?.likely ?? null;
  if (now === null) return [];
  const drivers: Driver[] = [];
  const add = (driver: Omit<Driver, "atLow" | "atHigh">, atLow: number | null, atHigh: number | null): void => {
    if (atLow === null || atHigh === null) return;
    if (Math.max(Math.abs(atLow - now), Math.abs(atHigh - now)) >= LEAST * now)
      drivers.push({ ...driver, atLow, atHigh });
  };
  for (const [input, entry] of Object.entries(context.catalog.assumptions.values)) {
    const { value, what, unit, basis, source, checked } = entry;
    if (typeof value === "number" || context.assumptions[input] !== undefined) continue;
    add(
      { input, kind: "assumption", what, unit, value, basis, source: cited(input, source, checked) },
      assumed(input, value.low),
      assumed(input, value.high),
    );
  }
  const price = priceOf(present, context);
  if (price) {
    const { value, basis, source } = price;
    const what = "Your price of the accelerators over the one here";
    add(
      { input: "purchasePriceFactor", kind: "assumption", what, unit: "times", value, basis, source },
      assumed("purchasePriceFactor", value.low),
      assumed("purchasePriceFactor", value.high),
    );
  }
  for (const [input, [what, unit]] of Object.entries(TRAFFIC) as [keyof Traffic, readonly [string, string]][]) {
    const likely = workload.traffic[input];
    if (likely === 0) continue;
    const value = { low: likely / 2, likely, high: 2 * likely };
    const at = (x: number) => bill(withTraffic(workload, input, x), context);
    add(
      { input, kind: "traffic", what, unit, value, basis: "assumed", source: TRAFFIC_SOURCE },
      at(value.low),
      at(value.high),
    );
  }
  const speed = context.assumptions["hostingSpeed"] === undefined ? speedOf(present) : null;
  if (speed) {
    const at = (x: number) => assumed("hostingSpeed", x);
    const { value, basis, source } = speed;
    const what = "Speed of the model on this hardware, against the prediction";
    add({ input: "speed", kind: "speed", what, unit: "times", value, basis, source }, at(value.low), at(value.high));
  }
  const swing = ({ atLow, atHigh }: Driver) => Math.max(atLow, atHigh, now) - Math.min(atLow, atHigh, now);
  return drivers.sort((a, b) => swing(b) - swing(a) || (a.input < b.input ? -1 : 1));
}

/** An assumption without a source of its own is named. */
function cited(input: string, source: string, checked: string): string {
  const own = /^assumption\b[;:,]?\s*(?<rest>.*)$/u.exec(source)?.groups?.["rest"];
  if (own === undefined) return `${source}, ${checked}`;
  return `assumption: ${input}${own ? ` (${own})` : ""}, ${checked}`;
}

/** A request grows with what it holds; the longest one too, where it was no longer. */
function withTraffic(workload: Workload, key: keyof Traffic, x: number): Workload {
  const traffic = { ...workload.traffic, [key]: x };
  return {
    ...workload,
    traffic,
    contextTokens: Math.max(workload.contextTokens, traffic.inputTokens + traffic.outputTokens),
  };
}

/** How far the predicted speed may be off, as factors on it; null where nothing is predicted. */
function speedOf({ tokensPerSecond: rate, speedBasis, speedSource }: Estimate): {
  value: Range;
  basis: Basis;
  source: string;
} | null {
  if (!rate || rate.likely <= 0 || !speedBasis || !speedSource) return null;
  return {
    value: { low: rate.low / rate.likely, likely: 1, high: rate.high / rate.likely },
    basis: speedBasis,
    source: speedSource,
  };
}

/** The price of the accelerator that is bought, as factors on it; null where none is, or where a quote is known. */
function priceOf(
  { hardware, items }: Estimate,
  { catalog, today, assumptions }: EstimateContext,
): { value: Range; basis: Basis; source: string } | null {
  const purchase = catalog.accelerators.find((a) => a.id === hardware?.accelerator)?.purchase;
  const isBought = items.some((i) => i.item === "support contract") && (of(items, "accelerators")?.likely ?? 0) > 0;
  if (!purchase || !isBought || assumptions["purchasePriceFactor"] !== undefined) return null;
  const { low, likely, high } = priceToday(purchase, assumptionsOf(catalog.assumptions, assumptions), today);
  return {
    value: { low: low / likely, likely: 1, high: high / likely },
    basis: purchase.basis,
    source: purchase.source,
  };
}

const of = (items: Estimate["items"], name: string): Range | undefined =>
  items.find((i) => i.item === name)?.usdPerMonth;
