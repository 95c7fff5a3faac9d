import type { Range } from "../quantity/range.ts";
import type { Bench } from "./bench.ts";
import type { Correction } from "./correction.ts";
import { averageOf, type Capacity, replicasFor } from "./fleet.ts";
import { boundsOf, fleetUsdPerMonth } from "./plan-cost.ts";
import { DEVICE_COUNTS, type Stock } from "./stock.ts";
import type { Parallelism, Replica } from "./throughput.ts";

/** One way to set up a replica on a kind of accelerator, able to hold the model and its longest request. */
export interface Setup {
  readonly devices: number;
  readonly quantization: string;
  readonly engine: string;
  readonly capacity: Capacity;
  /** On the predicted rates: the profile's factor and its residuals, or what measurements nearby say. */
  readonly factor: Range;
  /** What published measurements say of this setup at its capacity; null = none is near. */
  readonly correction: Correction | null;
  /** Meets the latency that was asked. */
  readonly meetsLatency: boolean;
  /** What sets the capacity of a replica; null = see the bounds of `replica`. */
  readonly bound: string | null;
  /** Of a serving engine; its speed depends on the load. */
  readonly replica: Replica | null;
  readonly parallelism: Parallelism | null;
  /** Of a device with one stream; null where it is not known. */
  readonly speed: Speed | null;
  readonly memory: Memory;
}

/** What one replica holds, bytes. */
export interface Memory {
  readonly weightsBytes: number;
  readonly overheadBytes: number;
  /** Cache of one request of the workload; 0 where the model has none. */
  readonly kvBytesPerSequence: number;
  readonly availableBytes: number;
  readonly maxConcurrency: number;
}

export interface Speed {
  readonly firstTokenSeconds: number;
  readonly tokensPerSecond: number;
}

/** The cheapest setup for the whole horizon and its replicas. */
export interface Plan {
  readonly stock: Stock;
  readonly setup: Setup;
  /** In the first quarter of the horizon, spares included. */
  readonly replicas: number;
  readonly usdPerMonth: number;
}

/**
 * Sets up accelerators of a stock (the index is that of `DEVICE_COUNTS`), or null where the model does not fit, or where not
 * even `mostBusySeconds` a request would be met by any number of sequences in work.
 */
export type SetUp = (stock: Stock, index: number, mostBusySeconds: number) => Setup | null;

export interface Plans {
  readonly plan: Plan | null;
  /** The cheapest that fits but misses the latency. */
  readonly late: Plan | null;
}

/**
 * The cheapest setup over the stocks: of each accelerator the fewest devices that fit and at most two larger counts; what
 * costs more with one replica than the best so far is not computed. `leastBytes` is what every setup has to hold.
 */
export function cheapestPlan(
  bench: Bench,
  stocks: readonly Stock[],
  leastBytes: (stock: Stock) => number,
  setUp: SetUp,
): Plans {
  let plan: Plan | null = null;
  let late: Plan | null = null;
  const averageLoad = (bench.peakPerSecond * bench.growthSum) / bench.months / bench.utilization;
  for (const stock of stocks) {
    const bytes = leastBytes(stock);
    const { floor, unit } = boundsOf(bench, stock);
    let fitting = 0;
    for (let i = 0; i < DEVICE_COUNTS.length && fitting < 3; i++) {
      const devices = DEVICE_COUNTS[i] ?? 1;
      const least = floor[i] ?? Number.POSITIVE_INFINITY;
      if (devices * stock.machine.usableBytes < bytes || least === Number.POSITIVE_INFINITY) continue;
      if (devices > stock.machine.maxPerNode && fitting > 0) break;
      if (plan && least >= plan.usdPerMonth) continue;
      const affordable = plan ? plan.usdPerMonth / (unit[i] ?? 1) : Number.POSITIVE_INFINITY;
      const setup = setUp(stock, i, affordable / averageLoad);
      if (!setup) continue;
      fitting++;
      const found = priced(bench, stock, setup, setup.meetsLatency ? plan : late, least);
      if (!found) continue;
      if (setup.meetsLatency) plan = found;
      else late = found;
    }
  }
  return { plan, late };
}

function priced(bench: Bench, stock: Stock, setup: Setup, best: Plan | null, floor: number): Plan | null {
  const { devices, capacity, factor } = setup;
  const limit = best?.usdPerMonth ?? Number.POSITIVE_INFINITY;
  if (floor >= limit) return null;
  const least = 1 + bench.spares;
  const usdPerMonth = averageOf(bench, capacity, factor.likely, (replicas) =>
    replicas === least ? floor : fleetUsdPerMonth(bench, stock, devices, replicas),
  );
  if (usdPerMonth >= limit) return null;
  return {
    stock,
    setup,
    replicas: replicasFor(bench, capacity, factor.likely, bench.quarterGrowth[0] ?? 1),
    usdPerMonth,
  };
}
