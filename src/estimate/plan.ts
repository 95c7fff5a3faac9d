import type { Model } from "../catalog/catalog.ts";
import type { Range } from "../quantity/range.ts";
import type { Bench } from "./bench.ts";
import { type Capacity, fleetOf, replicasFor } from "./fleet.ts";
import type { Stock } from "./stock.ts";
import { fleetUsdPerMonth } from "./plan-cost.ts";

/** One way to set up a replica at a place, able to hold the model and its longest request. */
export interface Setup {
  readonly stock: Stock;
  readonly devices: number;
  readonly quantization: string;
  readonly engine: string;
  readonly capacity: Capacity;
  /** On the predicted rates: the profile's factor and its residuals. */
  readonly factor: Range;
  /** Meets the latency that was asked. */
  readonly meetsLatency: boolean;
  /** What sets the capacity of a replica. */
  readonly bound: string;
  /** Seconds to the first token and tokens per second of one stream, with `batch` in work; null where neither is known. */
  speed(batch: number): { readonly firstTokenSeconds: number; readonly tokensPerSecond: number } | null;
}

/** The cheapest setup for the whole horizon and its replicas, month by month (one entry where traffic does not grow). */
export interface Plan {
  readonly setup: Setup;
  readonly fleet: readonly number[];
  readonly usdPerMonth: number;
}

/** Sets up `devices` accelerators of a stock for a model, or null where it does not fit. */
export type SetUp = (model: Model, stock: Stock, devices: number, quantization: string) => Setup | null;

/** A model that needs more than one node of eight may have two. */
const TWO_NODES = 16;

/**
 * The cheapest setup over the stocks: of each accelerator the fewest devices that fit and at most two larger counts, one
 * price-list bound before anything is computed. Setups that meet the latency come before those that do not.
 */
export function cheapestPlan(
  bench: Bench,
  model: Model,
  stocks: readonly Stock[],
  quantizationFor: (stock: Stock) => string | null,
  setUp: SetUp,
): { readonly plan: Plan | null; readonly late: Plan | null } {
  let plan: Plan | null = null;
  let late: Plan | null = null;
  for (const stock of stocks) {
    const quantization = quantizationFor(stock);
    if (quantization === null) continue;
    const { maxPerNode } = stock.machine;
    let fitting = 0;
    for (let devices = 1; devices <= TWO_NODES && fitting < 3; devices *= 2) {
      if (devices > maxPerNode && (devices < TWO_NODES || maxPerNode !== TWO_NODES / 2 || fitting > 0)) continue;
      const least = fleetUsdPerMonth(bench, stock, devices, 1 + bench.spares);
      if (least === Number.POSITIVE_INFINITY || (plan && least >= plan.usdPerMonth)) continue;
      const setup = setUp(model, stock, devices, quantization);
      if (!setup) continue;
      fitting++;
      const found = priced(bench, setup, setup.meetsLatency ? plan : late);
      if (!found) continue;
      if (setup.meetsLatency) plan = found;
      else late = found;
    }
  }
  return { plan, late };
}

function priced(bench: Bench, setup: Setup, best: Plan | null): Plan | null {
  const { stock, devices, capacity, factor } = setup;
  const { peakPerSecond, utilization, spares, growth } = bench;
  const last = growth[growth.length - 1] ?? 1;
  if (last === 1) {
    const replicas = replicasFor(capacity, peakPerSecond, factor.likely, utilization, spares);
    const usd = fleetUsdPerMonth(bench, stock, devices, replicas);
    return usd < (best?.usdPerMonth ?? Number.POSITIVE_INFINITY) ? { setup, fleet: [replicas], usdPerMonth: usd } : null;
  }
  const fleet = fleetOf(bench, capacity, factor.likely);
  let usd = 0;
  for (const replicas of fleet) usd += fleetUsdPerMonth(bench, stock, devices, replicas);
  usd /= fleet.length;
  return usd < (best?.usdPerMonth ?? Number.POSITIVE_INFINITY) ? { setup, fleet, usdPerMonth: usd } : null;
}
