import type { LocalProfile, ServingProfile } from "../catalog/schema/assumptions.ts";
import { localMemory, prefillSeconds, type StreamInput, tokenSeconds } from "./single-stream.ts";
import type { SizingJob } from "./size-input.ts";
import { outputRate, type Parallelism, type Replica, replicaOf, requestSeconds, userRate } from "./throughput.ts";

/** A job on a serving engine as the formulas see it: equal replicas, each with `batch` sequences in work. */
export interface ServingFormula {
  readonly replica: Replica;
  readonly replicas: number;
  readonly parallelism: Parallelism;
  /** Sequences in work on one replica, at least 1; what is asked beyond `replica.maxConcurrency` waits. */
  readonly batch: number;
}

/** A job on one stream: what holds it, and seconds of a token and of its prefill. */
export interface LocalFormula {
  readonly memory: ReturnType<typeof localMemory>;
  readonly batch: number;
  readonly stepSeconds: number;
  readonly prefillSeconds: number;
}

/** Sets up the replicas of a job; `best` is the fastest split of the devices into equal replicas. */
export function servingFormula(job: SizingJob, profile: ServingProfile): ServingFormula {
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
      profile,
      inputTokens: job.inputTokens,
      outputTokens: job.outputTokens,
    });
  const asked = Math.min(job.concurrency, job.requests);
  const formula = (replicas: number, r: Replica, parallelism: Parallelism): ServingFormula => ({
    replica: r,
    replicas,
    parallelism,
    batch: Math.max(1, Math.min(asked / replicas, r.maxConcurrency)),
  });
  if (job.parallelism !== "best") return formula(1, replica(job.count, job.parallelism), job.parallelism);
  let best: ServingFormula | null = null;
  let top = -1;
  for (let devices = 1; devices <= job.count; devices++) {
    if (job.count % devices !== 0) continue;
    const replicas = job.count / devices;
    const splits = job.shape.experts > 0 && devices > 1 ? (["tensor", "expert"] as const) : (["tensor"] as const);
    for (const parallelism of splits) {
      const f = formula(replicas, replica(devices, parallelism), parallelism);
      if (f.replica.maxConcurrency < 1) continue;
      const rate = outputRate(f.replica, f.batch) * replicas + userRate(f.replica, f.batch) * 1e-6;
      if (rate <= top) continue;
      top = rate;
      best = f;
    }
  }
  return best ?? formula(1, replica(job.count, "tensor"), "tensor");
}

/** Seconds that a request waits for others: what exceeds the capacity waits until one of those before it is done. */
export function waitSeconds(job: SizingJob, { replica, replicas, batch }: ServingFormula): number {
  const asked = Math.min(job.concurrency, job.requests) / replicas;
  const queued = Number.isFinite(job.concurrency) ? Math.max(0, asked - replica.maxConcurrency) : 0;
  return queued * requestSeconds(replica, batch);
}

export function localFormula(job: SizingJob, profile: LocalProfile): LocalFormula {
  const stream: StreamInput = { ...job, kvBytesPerElement: job.kvBytes, devices: job.count, profile };
  const memory = localMemory(stream);
  const batch = Math.max(1, Math.min(job.concurrency, job.requests, memory.maxConcurrency));
  return { memory, batch, stepSeconds: tokenSeconds(stream, batch), prefillSeconds: prefillSeconds(stream) };
}
