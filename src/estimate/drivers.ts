import type { Candidate } from "../candidates/candidate.ts";
import type { Basis } from "../catalog/schema/common.ts";
import { exactly, type Range } from "../quantity/range.ts";
import type { Organization, Traffic, Workload } from "../requirements/requirements.ts";
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
 * One-at-a-time sensitivity of the likely bill: every assumption from its low to its high value, traffic from half to twice, and
 * the speed of the hardware over the spread of its profile; those that move most come first. Empty where there is no price.
 */
export function driversOf(
  candidate: Candidate,
  workload: Workload,
  organization: Organization,
  context: EstimateContext,
): Driver[] {
  const bill = (w: Workload, c: EstimateContext): number | null =>
    estimate(candidate, w, organization, c).usdPerMonth?.likely ?? null;
  const now = bill(workload, context);
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
    const at = (x: number) => bill(workload, { ...context, assumptions: { ...context.assumptions, [input]: x } });
    add(
      { input, kind: "assumption", what, unit, value, basis, source: cited(input, source, checked) },
      at(value.low),
      at(value.high),
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
  const speed = speedOf(candidate, workload, organization, context);
  if (speed) {
    const at = (x: number) => bill(workload, withSpeed(context, x));
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
function speedOf(
  candidate: Candidate,
  workload: Workload,
  organization: Organization,
  context: EstimateContext,
): { value: Range; basis: Basis; source: string } | null {
  const { tokensPerSecond: rate, speedBasis, speedSource } = estimate(candidate, workload, organization, context);
  if (!rate || rate.likely <= 0 || !speedBasis || !speedSource) return null;
  return {
    value: { low: rate.low / rate.likely, likely: 1, high: rate.high / rate.likely },
    basis: speedBasis,
    source: speedSource,
  };
}

/** Serving engines `factor` times as fast as predicted. */
function withSpeed(context: EstimateContext, factor: number): EstimateContext {
  const { assumptions } = context.catalog;
  const profiles = Object.fromEntries(
    Object.entries(assumptions.profiles).map(([name, p]) => [
      name,
      p.kind === "serving" ? { ...p, resultFactor: exactly(p.resultFactor.likely * factor) } : p,
    ]),
  );
  return { ...context, catalog: { ...context.catalog, assumptions: { ...assumptions, profiles } } };
}
