import type { ServingProfile } from "../catalog/schema/assumptions.ts";
import type { Machine } from "./machine.ts";
import { cacheCopies, kvBytesPerSequence, type WeightBytes } from "./memory.ts";
import type { Shape } from "./shape.ts";

export type Parallelism = "tensor" | "expert" | "layer";

/**
 * Everything of one replica that does not change with the number of sequences; bytes and seconds. With several stages each
 * holds some of the layers and works on its share of the sequences: seconds are then those of all layers on one stage's devices.
 */
export interface Replica {
  readonly devices: number;
  readonly stages: number;
  /** Weights, with those that each device holds for itself. */
  readonly heldBytes: number;
  readonly kvBytesPerSequence: number;
  readonly overheadBytes: number;
  readonly availableBytes: number;
  /** Bytes left for caches and how many sequences they hold, capped by the engine; 0 = does not fit. */
  readonly maxConcurrency: number;
  /** The memory, not the engine, sets `maxConcurrency`. */
  readonly memoryBound: boolean;
  readonly outputTokens: number;
  readonly restSeconds: number;
  readonly expertSeconds: number;
  /** Share of the experts that one token leaves alone. */
  readonly missed: number;
  readonly kvSeconds: number;
  readonly computeSeconds: number;
  readonly commSeconds: number;
  readonly fixedSeconds: number;
  readonly hostSeconds: number;
  /** From the request to the end of its prefill, alone. */
  readonly prefillSeconds: number;
}

export interface ReplicaInput {
  readonly shape: Shape;
  readonly weights: WeightBytes;
  readonly quantization: string;
  readonly kvBytesPerElement: number;
  readonly machine: Machine;
  readonly devices: number;
  readonly parallelism: Parallelism;
  /** Groups of devices that hold consecutive layers; `layer` parallelism has one device to a stage. */
  readonly stages: number;
  readonly profile: ServingProfile;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Dense peak and the share of it that is reached, for the type that the weights are multiplied in. */
function computeRate(quantization: string, m: Machine, p: ServingProfile): number {
  if (quantization === "nvfp4" || quantization === "mxfp4") {
    if (m.fp4 > 0) return m.fp4 * p.mfu.fp4;
    if (quantization === "nvfp4" && m.fp8 > 0) return m.fp8 * p.mfu.fp8;
  }
  if ((quantization === "fp8" || quantization === "int8") && m.fp8 > 0) return m.fp8 * p.mfu.fp8;
  return m.bf16 * p.mfu.bf16;
}

/** Sets up one replica of a serving engine: memory by section, and the seconds of each bound (roofline with fitted shares). */
export function replicaOf(i: ReplicaInput): Replica {
  const { shape, weights, machine, devices, profile: p, inputTokens, outputTokens } = i;
  const stages = i.parallelism === "layer" ? devices : i.stages;
  const n = devices / stages;
  const spread = i.parallelism === "expert";
  const copies = i.parallelism === "tensor" ? cacheCopies(shape, n) : 1;
  const kv = kvBytesPerSequence(shape, Math.max(1, inputTokens + outputTokens), i.kvBytesPerElement);
  const outside = weights.inputTable + weights.rest;
  const held = spread ? n * outside + weights.experts : weights.total;
  const overheadBytes = devices * p.overheadBytesPerAccelerator;
  const availableBytes = devices * machine.usableBytes;
  const room = p.memoryFraction * (availableBytes - overheadBytes - held);
  const sequences = Math.floor(room / (kv * copies));

  const bandwidth = n * machine.bandwidth * p.mbu;
  const { mfuShare, mfuExponent, mbuShare, mbuExponent } = p.experts;
  const expertBandwidth = bandwidth * expertShare(shape, mbuShare, mbuExponent);
  const expertRate = n * computeRate(i.quantization, machine, p) * expertShare(shape, mfuShare, mfuExponent);
  const outsideType = i.quantization === "mxfp4" && shape.experts > 0 ? "bf16" : i.quantization;
  const rate = n * computeRate(outsideType, machine, p);
  const routed = shape.experts > 0 ? (shape.expertParameters * shape.expertsPerToken) / shape.experts : 0;
  const activeExperts = Math.min(routed, shape.activeParameters);
  const tokenSeconds = (2 * (shape.activeParameters - activeExperts)) / rate + (2 * activeExperts) / expertRate;
  const middle = inputTokens + outputTokens / 2;
  const link = (machine.linkBytes || SLOWEST_LINK) * p.linkEfficiency[machine.link];
  const comm = n === 1 ? 0 : (spread ? expertComm(shape, n) : tensorComm(shape, n)) / link;
  const attention = 2 * shape.attentionWidth * inputTokens * attended(shape, inputTokens);
  return {
    devices,
    stages,
    heldBytes: held,
    kvBytesPerSequence: kv,
    overheadBytes,
    availableBytes,
    maxConcurrency: room > 0 ? Math.max(0, Math.min(sequences, p.maxSequences)) : 0,
    memoryBound: sequences < p.maxSequences,
    outputTokens,
    restSeconds: ((spread ? n : 1) * weights.rest) / bandwidth,
    expertSeconds: weights.experts / expertBandwidth,
    missed: shape.experts > 0 ? 1 - Math.min(1, shape.expertsPerToken / shape.experts) : 0,
    kvSeconds: (kvBytesPerSequence(shape, middle, i.kvBytesPerElement) * copies) / bandwidth,
    computeSeconds:
      tokenSeconds + (4 * shape.attentionWidth * attended(shape, middle)) / (n * machine.bf16 * p.attentionMfu),
    commSeconds: comm,
    fixedSeconds: shape.layers * (p.layerLatencyUs + (n > 1 ? p.layerLatencyTensorParallelUs : 0)) * 1e-6,
    hostSeconds: (p.hostUsPerSequenceStep * 1e-6) / (spread ? n : 1),
    prefillSeconds: tokenSeconds * inputTokens + attention / rate + comm * inputTokens,
  };
}

/**
 * Share of what dense layers reach that routed experts reach: the smaller an expert (parameters of one, averaged over all
 * layers), the smaller its products. 1 where there are none.
 */
const expertShare = (s: Shape, share: number, exponent: number): number =>
  s.experts > 0 ? Math.min(1, share * (s.expertParameters / s.experts / s.layers / 1e8) ** exponent) : 1;

/** Devices without a link of their own still talk over something: one gigabyte a second. */
const SLOWEST_LINK = 1e9;

/** Positions attended to, summed over the layers. */
const attended = (s: Shape, tokens: number): number =>
  s.globalLayers * tokens + s.slidingLayers * Math.min(tokens, s.slidingWindow);

const tensorComm = (s: Shape, n: number): number => (4 * s.layers * s.hidden * 2 * (n - 1)) / n;
const expertComm = (s: Shape, n: number): number =>
  (2 * s.layers * s.hidden * 1.5 * Math.min(s.expertsPerToken, n)) / n;

/** Seconds of the whole replica that one request takes up with `batch` sequences in work. */
export function requestSeconds(r: Replica, batch: number): number {
  return (r.prefillSeconds + (r.outputTokens * stepSeconds(r, batch) * r.stages) / batch) / r.stages;
}

/** Seconds of one decoding step of `batch` sequences: the fourth-power mean of memory and compute, plus what does not overlap. */
export function stepSeconds(r: Replica, sequences: number): number {
  const batch = Math.max(1, sequences / r.stages);
  const memory = memorySeconds(r, batch);
  const compute = r.computeSeconds * batch;
  const high = Math.max(memory, compute);
  const low = Math.min(memory, compute) / high;
  const square = low * low;
  return (
    high * Math.sqrt(Math.sqrt(1 + square * square)) + r.commSeconds * batch + r.fixedSeconds + r.hostSeconds * batch
  );
}

export function memorySeconds(r: Replica, batch: number): number {
  const experts = r.expertSeconds === 0 ? 0 : r.expertSeconds * (1 - r.missed ** batch);
  return r.restSeconds + experts + r.kvSeconds * batch;
}

/** Output tokens per second of the replica with `batch` sequences in work (prefill and decoding share the devices). */
export function outputRate(r: Replica, batch: number): number {
  return r.outputTokens <= 0 ? 0 : r.outputTokens / requestSeconds(r, batch);
}

/** Tokens per second of one stream while the replica works on `batch` sequences. */
export function userRate(r: Replica, batch: number): number {
  return (
    1 /
    (stepSeconds(r, batch) +
      (r.outputTokens > 0 ? (r.prefillSeconds * Math.max(1, batch / r.stages)) / r.outputTokens : 0))
  );
}

export type Bound = "memory" | "bandwidth" | "compute" | "communication" | "latency";

/** The bound that sets the step: caches that do not fit count as memory, fixed time per layer as latency. */
export function boundOf(r: Replica, sequences: number): Bound {
  const batch = Math.max(1, sequences / r.stages);
  const memory = memorySeconds(r, batch);
  const compute = r.computeSeconds * batch;
  const comm = r.commSeconds * batch;
  const fixed = r.fixedSeconds + r.hostSeconds * batch;
  const top = Math.max(memory, compute, comm, fixed);
  if (r.memoryBound && sequences >= r.maxConcurrency && top === memory) return "memory";
  if (top === memory) return "bandwidth";
  return top === compute ? "compute" : top === comm ? "communication" : "latency";
}
