import type { Bench } from "./bench.ts";

/** What one replica can do, before the factor on predicted rates. */
export interface Capacity {
  /** Sequences in work. */
  readonly batch: number;
  /** Seconds of the replica that one request takes up. */
  readonly busySeconds: number;
  /** Seconds from a request to its last token. */
  readonly staySeconds: number;
}

/**
 * Replicas for `growth` times the first month's peak: throughput at the planned utilization, streams in work by Little's
 * law, at least one, plus spares. `factor` scales the predicted rates.
 */
export function replicasFor(bench: Bench, c: Capacity, factor: number, growth: number): number {
  const perSecond = (bench.peakPerSecond * growth) / factor;
  const byRate = Math.ceil((perSecond * c.busySeconds) / bench.utilization);
  const byStreams = Math.ceil((perSecond * c.staySeconds) / c.batch);
  return Math.max(byRate, byStreams, 1) + bench.spares;
}

/**
 * The average over the horizon of what a number of replicas costs, uses or is, at the prices of the first month or of each. Capacity
 * is planned by the quarter, for its busiest month.
 */
export function averageOf(
  bench: Bench,
  c: Capacity,
  factor: number,
  of: (replicas: number) => number,
  prices: readonly number[] | null = null,
): number {
  const { quarterGrowth, quarterShare } = bench;
  let sum = 0;
  let before = 0;
  let value = 0;
  for (let i = 0; i < quarterGrowth.length; i++) {
    const replicas = replicasFor(bench, c, factor, quarterGrowth[i] ?? 1);
    if (replicas !== before) value = of(replicas);
    before = replicas;
    sum += value * (quarterShare[i] ?? 0) * (prices ? meanOf(prices, i, quarterGrowth.length) : 1);
  }
  return sum;
}

/** Of the months of a quarter; of all of them where there is only one number of replicas. */
function meanOf(prices: readonly number[], quarter: number, quarters: number): number {
  const own = quarters === 1 ? prices : prices.slice(3 * quarter, 3 * quarter + 3);
  return own.reduce((sum, x) => sum + x, 0) / own.length;
}

/**
 * What machines cost when they are bought over what they cost today, averaged over those in use and the months: bought as replicas
 * are added, and again when their years are over.
 */
export function laterPrice(bench: Bench, c: Capacity, factor: number, replicaDevices: number, owned: number): number {
  const prices = bench.declines.hardware;
  if (!prices) return 1;
  const life = Math.round(12 * bench.assumptions.likely("amortizationYears"));
  const cohorts: { readonly devices: number; readonly month: number }[] = [];
  let have = owned;
  let spent = 0;
  let inUse = 0;
  for (let i = 0; i < bench.months; i++) {
    const quarter = bench.quarterGrowth.length > 1 ? Math.floor(i / 3) : 0;
    const more = replicasFor(bench, c, factor, bench.quarterGrowth[quarter] ?? 1) * replicaDevices - have;
    if (more > 0) {
      cohorts.push({ devices: more, month: i });
      have += more;
    }
    for (const { devices, month } of cohorts) {
      inUse += devices;
      spent += devices * (prices[month + Math.floor((i - month) / life) * life] ?? 1);
    }
  }
  return inUse > 0 ? spent / inUse : 1;
}
