import { exactly, multiply, type Range, times } from "../quantity/range.ts";
import type { Bench } from "./bench.ts";
import type { CostItem } from "./estimate.ts";
import type { Plan } from "./plan.ts";

/** Devices that the organization buys so that users can run the model, and what they cost. */
export interface Devices {
  /** In use, and of them bought: none unless the user says so. */
  readonly inUse: Range;
  readonly bought: Range;
  /** USD of one. */
  readonly price: Range;
  readonly lifeMonths: Range;
  /** USD a month of what the bought ones draw for this work. */
  readonly power: Range;
}

/**
 * Devices in use: monthly active users where they are stated, else requests over those of a device. Bought: the share that the
 * organization pays for, less devices of that class that it has. Power: the seconds of the requests at the rated draw.
 */
export function devicesOf(bench: Bench, { stock, setup }: Plan): Devices {
  const { assumptions: a, organization, context, requestsPerMonth, growthSum, months } = bench;
  const edgeClass = stock.accelerator.edgeClass ?? "laptop";
  const inUse = unitsOf(bench);
  const share = a.likely("deviceBoughtShare");
  const classOf = new Map(context.catalog.accelerators.map((x) => [x.id, x.edgeClass]));
  const owned = organization.hardware.reduce(
    (sum, h) => sum + (classOf.get(h.accelerator) === edgeClass ? h.count : 0),
    0,
  );
  const left = (units: number): number => Math.max(0, share * units - owned);
  const hours =
    ((requestsPerMonth * growthSum) / months / 3600) * Math.max(setup.capacity.staySeconds, setup.capacity.busySeconds);
  const kwh = (stock.accelerator.watts / 1000) * hours * share;
  return {
    inUse,
    bought: { low: left(inUse.low), likely: left(inUse.likely), high: left(inUse.high) },
    price: a.range(`devicePrice.${edgeClass}`),
    lifeMonths: a.range("deviceLifeMonths"),
    power: times(a.range("usdPerKwh"), kwh),
  };
}

function unitsOf({ assumptions: a, organization, workload, growthSum, months }: Bench): Range {
  const users = organization.monthlyActiveUsers;
  if (users !== null) return exactly(users);
  const perDay = (workload.traffic.requestsPerDay * growthSum) / months;
  const each = a.range("requestsPerDeviceDay");
  return {
    low: Math.ceil(perDay / each.high),
    likely: Math.ceil(perDay / each.likely),
    high: Math.ceil(perDay / each.low),
  };
}

/** `units·price/lifeMonths` and power; nothing, and said so, where users have their devices. */
export function deviceItems(bench: Bench, plan: Plan): readonly CostItem[] {
  if (bench.assumptions.likely("deviceBoughtShare") === 0) return OWN_DEVICES;
  const { bought, price, lifeMonths, power, inUse } = devicesOf(bench, plan);
  const { low, likely, high } = lifeMonths;
  const perMonth = { low: price.low / high, likely: price.likely / likely, high: price.high / low };
  const count = Math.round(bought.likely).toLocaleString("en-US");
  const of = Math.round(inUse.likely).toLocaleString("en-US");
  return [
    {
      item: "devices",
      usdPerMonth: multiply(bought, perMonth),
      basis: "assumed",
      source: `assumption: deviceBoughtShare, ${count} of ${of} devices; devicePrice.${plan.stock.accelerator.edgeClass}, deviceLifeMonths`,
    },
    { item: "power", usdPerMonth: power, ...bench.assumptions.origin("usdPerKwh") },
  ];
}

const OWN_DEVICES: readonly CostItem[] = [
  {
    item: "devices",
    usdPerMonth: exactly(0),
    basis: "assumed",
    source: "assumption: deviceBoughtShare, users run it on devices they already have",
  },
];
