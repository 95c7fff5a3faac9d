import type { Bench } from "./bench.ts";

/** What one replica can do with `batch` sequences in work, before the profile's factor: seconds of the whole system per request, and seconds that one request stays. */
export interface Capacity {
  readonly batch: number;
  /** Seconds of the replica that one request takes up. */
  readonly busySeconds: number;
  /** Seconds from a request to its last token. */
  readonly staySeconds: number;
}

/**
 * Replicas for `perSecond` requests: throughput at the planned utilization, streams in work by Little's law, at least one,
 * plus spares. `factor` scales the predicted rates.
 */
export function replicasFor(c: Capacity, perSecond: number, factor: number, utilization: number, spares: number): number {
  const byRate = Math.ceil((perSecond * c.busySeconds) / (factor * utilization));
  const byStreams = Math.ceil((perSecond * c.staySeconds) / (factor * c.batch));
  return Math.max(byRate, byStreams, 1) + spares;
}

/** Replicas of every month of the horizon; one entry where traffic does not grow. */
export function fleetOf(bench: Bench, c: Capacity, factor: number): readonly number[] {
  const { growth, peakPerSecond, utilization, spares } = bench;
  if (bench.workload.traffic.growthPerYear === 0) return [replicasFor(c, peakPerSecond, factor, utilization, spares)];
  return growth.map((g) => replicasFor(c, peakPerSecond * g, factor, utilization, spares));
}
