import type { LocalProfile, ServingProfile } from "../catalog/schema/assumptions.ts";
import type { Range } from "../quantity/range.ts";
import { isServing } from "./profile.ts";
import { localMemory, prefillSeconds, type StreamInput, tokenSeconds } from "./single-stream.ts";
import { readSizeInput, type SizeContext, type SizeInput, type SizingJob } from "./size-input.ts";
import {
  boundOf,
  outputRate,
  type Parallelism,
  type Replica,
  replicaOf,
  requestSeconds,
  stepSeconds,
  userRate,
} from "./throughput.ts";

/** The `advisor-size/1` object: bytes, seconds, tokens per second of all devices together. */
export interface Sizing {
  readonly schema: "advisor-size/1";
  readonly id?: string;
  readonly fits: boolean;
  readonly binding: "memory" | "bandwidth" | "compute" | "communication" | "latency";
  readonly memory: {
    readonly weightsBytes: number;
    readonly kvBytesPerSequence: number;
    readonly overheadBytes: number;
    readonly availableBytes: number;
    readonly maxConcurrency: number;
  };
  readonly throughput: {
    readonly outputTokensPerSecond: Range;
    readonly tokensPerSecondPerUser: Range;
    readonly firstTokenSeconds: Range;
    readonly prefillTokensPerSecond: Range;
  } | null;
  readonly profile: {
    readonly engine: string;
    readonly fittedOn: string;
    readonly date: string;
    readonly basis: "measured" | "fitted" | "assumed";
  };
}

/**
 * Does a model fit on given accelerators, and how fast is it there: memory by section, throughput by bound, with the
 * interval that holds nine measurements in ten. Throws a Failure that lists everything wrong with the input.
 */
export function size(input: SizeInput, context: SizeContext): Sizing {
  const job = readSizeInput(input, context);
  const result = isServing(job.profile) ? sizeServing(job, job.profile) : sizeLocal(job, job.profile);
  return input.id === undefined ? result : { ...result, id: input.id };
}

function head(profile: ServingProfile | LocalProfile): Sizing["profile"] {
  return {
    engine: profile.engine,
    fittedOn: profile.fittedOn,
    date: profile.date,
    basis: profile.basis === "quoted" ? "measured" : profile.basis,
  };
}

function sizeServing(job: SizingJob, p: ServingProfile): Sizing {
  const replica = (devices: number, parallelism: Parallelism): Replica =>
    replicaOf({
      shape: job.shape,
      weights: job.weights,
      quantization: job.quantization,
      kvBytesPerElement: job.kvBytes,
      machine: job.machine,
      devices,
      parallelism,
      stages: 1,
      profile: p,
      inputTokens: job.inputTokens,
      outputTokens: job.outputTokens,
    });
  const asked = Math.min(job.concurrency, job.requests);
  const split =
    job.parallelism === "best"
      ? bestSplit(job, asked, replica)
      : { replicas: 1, r: replica(job.count, job.parallelism) };
  const { r, replicas } = split;
  const memory = {
    weightsBytes: Math.round(job.weights.total),
    kvBytesPerSequence: Math.round(r.kvBytesPerSequence),
    overheadBytes: r.overheadBytes * replicas,
    availableBytes: r.availableBytes * replicas,
    maxConcurrency: r.maxConcurrency * replicas,
  };
  if (r.maxConcurrency < 1) {
    return { schema: "advisor-size/1", fits: false, binding: "memory", memory, throughput: null, profile: head(p) };
  }
  const batch = Math.max(1, Math.min(asked / replicas, r.maxConcurrency));
  const [low, high] = job.shape.experts > 0 ? p.spread.moe : p.spread.dense;
  const rate = (x: number): Range => ({
    low: x * p.resultFactor.low * low,
    likely: x * p.resultFactor.likely,
    high: x * p.resultFactor.high * high,
  });
  // What exceeds the capacity waits until one of those before it is done.
  const queued = Number.isFinite(job.concurrency) ? Math.max(0, asked / replicas - r.maxConcurrency) : 0;
  const wait = queued * requestSeconds(r, batch);
  const first = (wait + r.prefillSeconds + stepSeconds(r, batch)) / p.resultFactor.likely;
  return {
    schema: "advisor-size/1",
    fits: true,
    binding: boundOf(r, batch),
    memory,
    throughput: {
      outputTokensPerSecond: rate(outputRate(r, batch) * replicas),
      tokensPerSecondPerUser: rate(userRate(r, batch)),
      firstTokenSeconds: { low: first * p.firstTokenSpread[0], likely: first, high: first * p.firstTokenSpread[1] },
      prefillTokensPerSecond: rate((job.inputTokens / Math.max(r.prefillSeconds, 1e-9)) * replicas),
    },
    profile: head(p),
  };
}

function bestSplit(job: SizingJob, asked: number, replica: (devices: number, parallelism: Parallelism) => Replica) {
  let best = { replicas: 1, r: replica(job.count, "tensor") };
  let top = -1;
  for (let devices = 1; devices <= job.count; devices++) {
    if (job.count % devices !== 0) continue;
    const replicas = job.count / devices;
    for (const parallelism of job.shape.experts > 0 && devices > 1
      ? (["tensor", "expert"] as const)
      : (["tensor"] as const)) {
      const r = replica(devices, parallelism);
      if (r.maxConcurrency < 1) continue;
      const batch = Math.max(1, Math.min(asked / replicas, r.maxConcurrency));
      const rate = outputRate(r, batch) * replicas + userRate(r, batch) * 1e-6;
      if (rate > top) {
        top = rate;
        best = { replicas, r };
      }
    }
  }
  return best;
}

function sizeLocal(job: SizingJob, p: LocalProfile): Sizing {
  const stream: StreamInput = { ...job, kvBytesPerElement: job.kvBytes, devices: job.count, profile: p };
  const { kvBytesPerSequence, room, maxConcurrency } = localMemory(stream);
  const memory = {
    weightsBytes: Math.round(job.weights.total),
    kvBytesPerSequence: Math.round(kvBytesPerSequence),
    overheadBytes: job.count * p.overheadBytesPerAccelerator,
    availableBytes: job.count * job.machine.usableBytes,
    maxConcurrency,
  };
  if (maxConcurrency < 1 || room <= 0) {
    return { schema: "advisor-size/1", fits: false, binding: "memory", memory, throughput: null, profile: head(p) };
  }
  const batch = Math.max(1, Math.min(job.concurrency, job.requests, maxConcurrency));
  const step = tokenSeconds(stream, batch);
  const prefill = prefillSeconds(stream);
  const spread = job.shape.experts > 0 ? p.spread.moe : p.spread.dense;
  const range = (x: number, [low, high]: readonly [number, number]): Range => ({
    low: x * low,
    likely: x,
    high: x * high,
  });
  const first = prefill + step;
  return {
    schema: "advisor-size/1",
    fits: true,
    binding: "bandwidth",
    memory,
    throughput: {
      outputTokensPerSecond: range(
        job.outputTokens > 0 ? job.outputTokens / (prefill + (job.outputTokens * step) / batch) : 0,
        spread,
      ),
      tokensPerSecondPerUser: range(1 / step, spread),
      firstTokenSeconds: { low: first / p.spread.prefill[1], likely: first, high: first / p.spread.prefill[0] },
      prefillTokensPerSecond: range(job.inputTokens / Math.max(prefill, 1e-9), p.spread.prefill),
    },
    profile: head(p),
  };
}
