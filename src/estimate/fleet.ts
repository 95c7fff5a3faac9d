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
 * The average over the horizon of what a number of replicas costs, uses or is. Capacity is planned by the quarter, for its
 * busiest month.
 */
export function averageOf(bench: Bench, c: Capacity, factor: number, of: (replicas: number) => number): number {
  const { quarterGrowth, quarterShare } = bench;
  let sum = 0;
  let before = 0;
  let value = 0;
  for (let i = 0; i < quarterGrowth.length; i++) {
    const replicas = replicasFor(bench, c, factor, quarterGrowth[i] ?? 1);
    if (replicas !== before) value = of(replicas);
    before = replicas;
    sum += value * (quarterShare[i] ?? 0);
  }
  return sum;
}
