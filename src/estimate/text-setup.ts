import type { Model } from "../catalog/catalog.ts";
import type { Range } from "../quantity/range.ts";
import type { Bench } from "./bench.ts";
import type { Machine } from "./machine.ts";
import { cacheCopies, KV_BYTES, kvBytesPerSequence, type WeightBytes, weightBytes } from "./memory.ts";
import { modelShape } from "./model-shape.ts";
import type { Setup } from "./plan.ts";
import type { Shape } from "./shape.ts";
import { DEVICE_COUNTS } from "./stock.ts";
import {
  boundOf,
  type Parallelism,
  type Replica,
  replicaOf,
  requestSeconds,
  stepSeconds,
  userRate,
} from "./throughput.ts";

/** Wide: the format that the model is published in, else eight bits where the chip multiplies them, else sixteen. Narrow: four. */
export type Width = "wide" | "narrow";

/** A text model made ready for planning one workload: shape, weights by format, and the setups that were already computed. */
export interface TextModel {
  readonly shape: Shape;
  /** Format that the weights are published in, where it is narrower than sixteen bits. */
  readonly native: string | null;
  readonly factor: Range;
  /** Bytes of the cache of the longest request. */
  readonly longestKv: number;
  readonly weights: Map<string, WeightBytes | null>;
  readonly setups: Map<Machine, (Setup | null)[]>;
}

/** Null where neither the configuration nor the number of parameters is known. */
export function textModel(bench: Bench, model: Model): TextModel | null {
  const shape = modelShape(model, bench.assumptions.likely("kvGuess"));
  if (!shape) return null;
  const { nativeFormats } = bench.context.catalog.assumptions;
  const native = nativeFormats[model.id]?.format ?? null;
  const longest = Math.max(bench.workload.contextTokens, bench.inputTokens + bench.outputTokens, 1);
  const { resultFactor: f, spread } = bench.serving;
  const [low, high] = shape.experts > 0 ? spread.moe : spread.dense;
  const guess = bench.assumptions.range("geometryGuessSpread");
  const factor = shape.assumed
    ? { low: f.low * low * guess.low, likely: f.likely * guess.likely, high: f.high * high * guess.high }
    : { low: f.low * low, likely: f.likely, high: f.high * high };
  return {
    shape,
    native,
    factor,
    longestKv: kvBytesPerSequence(shape, longest, KV_BYTES.f16),
    weights: new Map(),
    setups: new Map(),
  };
}

/** Bytes of a text model's weights in a format, computed once; null = no such format. */
export function weightsOf(bench: Bench, text: TextModel, quantization: string): WeightBytes | null {
  const known = text.weights.get(quantization);
  if (known !== undefined) return known;
  const bytes = weightBytes(text.shape, quantization, bench.context.catalog.assumptions.ggufBits);
  text.weights.set(quantization, bytes);
  return bytes;
}

export const quantizationOf = (text: TextModel, machine: Machine, width: Width): string =>
  width === "narrow" ? "int4" : (text.native ?? (machine.fp8 > 0 ? "fp8" : "bf16"));

/** A serving engine on some accelerators: holds weights, overhead and the longest request, and the latency where it can. */
export function servingSetup(
  bench: Bench,
  text: TextModel,
  machine: Machine,
  index: number,
  width: Width,
): Setup | null {
  let known = text.setups.get(machine);
  if (!known) {
    known = [];
    text.setups.set(machine, known);
  }
  const slot = width === "narrow" ? index + DEVICE_COUNTS.length : index;
  const old = known[slot];
  if (old !== undefined) return old;
  const setup = newServingSetup(bench, text, machine, DEVICE_COUNTS[index] ?? 1, quantizationOf(text, machine, width));
  known[slot] = setup;
  return setup;
}

function newServingSetup(
  bench: Bench,
  text: TextModel,
  machine: Machine,
  devices: number,
  quantization: string,
): Setup | null {
  const weights = weightsOf(bench, text, quantization);
  if (!weights || weights.total > devices * machine.labelBytes) return null;
  const { shape, factor } = text;
  const stages = Math.max(1, devices / machine.maxPerNode);
  const spread = shape.mla && devices > 1 && holds(bench, text, weights, machine, devices, true);
  if (!spread && !holds(bench, text, weights, machine, devices, false)) return null;
  const parallelism: Parallelism = spread ? "expert" : "tensor";
  const { serving: profile } = bench;
  const r = replicaOf({
    shape,
    weights,
    quantization,
    kvBytesPerElement: KV_BYTES.f16,
    machine,
    devices,
    parallelism,
    stages,
    profile,
    inputTokens: bench.inputTokens,
    outputTokens: bench.outputTokens,
  });
  if (r.maxConcurrency < 1) return null;
  const largest = largestBatch(bench, r, factor.likely);
  const batch = Math.max(1, largest);
  const decode = r.outputTokens * stepSeconds(r, batch);
  return {
    devices,
    quantization,
    engine: profile.engine,
    capacity: {
      batch,
      busySeconds: requestSeconds(r, batch),
      staySeconds: r.prefillSeconds * (1 + batch / stages) + decode,
    },
    factor,
    meetsLatency: largest >= 1,
    bound: batch < r.maxConcurrency ? "latency" : boundOf(r, batch),
    replica: r,
    speed: null,
  };
}

/** Weights, overhead and one request of `contextTokens` fit; with experts spread, each sequence lies on one device. */
function holds(bench: Bench, text: TextModel, w: WeightBytes, machine: Machine, n: number, spread: boolean): boolean {
  const p = bench.serving;
  const group = Math.min(n, machine.maxPerNode);
  const held = spread ? group * (w.total - w.experts) + w.experts : w.total;
  const room = p.memoryFraction * (n * (machine.usableBytes - p.overheadBytesPerAccelerator) - held);
  return spread ? room / group >= text.longestKv : room >= text.longestKv * cacheCopies(text.shape, group);
}

/** The most sequences at which the predicted first token and rate per stream still meet the workload; 0 = not even one. */
function largestBatch(bench: Bench, r: Replica, factor: number): number {
  const { firstTokenSeconds, tokensPerSecond } = bench.workload.latency;
  if (firstTokenSeconds === null && tokensPerSecond === null) return r.maxConcurrency;
  const ok = (batch: number): boolean =>
    (firstTokenSeconds === null || (r.prefillSeconds + stepSeconds(r, batch)) / factor <= firstTokenSeconds) &&
    (tokensPerSecond === null || userRate(r, batch) * factor >= tokensPerSecond);
  if (ok(r.maxConcurrency)) return r.maxConcurrency;
  if (!ok(1)) return 0;
  let good = 1;
  let bad = r.maxConcurrency;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (ok(middle)) good = middle;
    else bad = middle;
  }
  return good;
}
