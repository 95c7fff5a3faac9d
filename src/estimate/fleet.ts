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

/** Replicas over the horizon: runs of quarters with the same count, each with its share of the months. */
export interface Fleet {
  readonly counts: readonly number[];
  readonly shares: readonly number[];
}

/**
 * Replicas for `perSecond` requests: throughput at the planned utilization, streams in work by Little's law, at least one,
 * plus spares. `factor` scales the predicted rates.
 */
export function replicasFor(bench: Bench, c: Capacity, perSecond: number, factor: number): number {
  const byRate = Math.ceil((perSecond * c.busySeconds) / (factor * bench.utilization));
  const byStreams = Math.ceil((perSecond * c.staySeconds) / (factor * c.batch));
  return Math.max(byRate, byStreams, 1) + bench.spares;
}

/** Replicas over the horizon, in runs. Capacity is planned by the quarter, for its busiest month. */
export function fleetOf(bench: Bench, c: Capacity, factor: number): Fleet {
  const { quarters, peakPerSecond } = bench;
  const first = replicasFor(bench, c, peakPerSecond * (quarters[0]?.growth ?? 1), factor);
  const counts = [first];
  const shares = [1];
  if (quarters.length === 1) return { counts, shares };
  shares[0] = 0;
  for (const { growth, share } of quarters) {
    const replicas = replicasFor(bench, c, peakPerSecond * growth, factor);
    const end = counts.length - 1;
    if (counts[end] === replicas) shares[end] = (shares[end] ?? 0) + share;
    else {
      counts.push(replicas);
      shares.push(share);
    }
  }
  return { counts, shares };
}

/** The average over the horizon of what some replicas cost, use or are. */
export function averageOf(fleet: Fleet, of: (replicas: number) => number): number {
  let sum = 0;
  for (let i = 0; i < fleet.counts.length; i++) sum += of(fleet.counts[i] ?? 0) * (fleet.shares[i] ?? 0);
  return sum;
}
