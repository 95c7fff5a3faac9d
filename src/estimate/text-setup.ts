import type { Model } from "../catalog/catalog.ts";
import type { Range } from "../quantity/range.ts";
import type { Bench } from "./bench.ts";
import { KV_BYTES, kvBytesPerSequence, cacheCopies, type WeightBytes, weightBytes } from "./memory.ts";
import { modelShape } from "./model-shape.ts";
import type { Setup } from "./plan.ts";
import type { Shape } from "./shape.ts";
import { localMemory, prefillSeconds, type StreamInput, tokenSeconds } from "./single-stream.ts";
import type { Stock } from "./stock.ts";
import { boundOf, type Parallelism, type Replica, replicaOf, stepSeconds, userRate } from "./throughput.ts";

/** A text model made ready for planning one workload: its shape, and the setups that were already computed. */
export interface TextModel {
  readonly shape: Shape;
  readonly setups: Map<string, Setup | null>;
  readonly weights: Map<string, WeightBytes | null>;
}

/** Null where neither the configuration nor the number of parameters is known. */
export function textModel(bench: Bench, model: Model): TextModel | null {
  const shape = modelShape(model, bench.assumptions.likely("kvGuess"));
  return shape && { shape, setups: new Map(), weights: new Map() };
}

/** A serving engine on `devices` accelerators: fits weights, overhead and the longest request, and holds the latency where it can. */
export function servingSetup(bench: Bench, text: TextModel, stock: Stock, devices: number, quantization: string): Setup | null {
  const key = `${stock.machine.id} ${devices} ${quantization}`;
  const known = text.setups.get(key);
  if (known !== undefined) return known && { ...known, stock };
  const setup = newServingSetup(bench, text, stock, devices, quantization);
  text.setups.set(key, setup);
  return setup;
}

function newServingSetup(bench: Bench, text: TextModel, stock: Stock, devices: number, quantization: string): Setup | null {
  const weights = weightsOf(bench, text, quantization);
  if (!weights || weights.total > devices * stock.machine.labelBytes) return null;
  const { shape } = text;
  const spread = shape.mla && devices > 1 && holds(bench, shape, weights, stock, devices, "expert");
  const parallelism: Parallelism = spread ? "expert" : "tensor";
  if (!spread && !holds(bench, shape, weights, stock, devices, "tensor")) return null;
  const { serving: profile, inputTokens, outputTokens } = bench;
  const r = replicaOf({
    shape,
    weights,
    quantization,
    kvBytesPerElement: KV_BYTES.f16,
    machine: stock.machine,
    devices,
    parallelism,
    profile,
    interNodeBytes: bench.rates.interNodeBytes,
    inputTokens,
    outputTokens,
  });
  if (r.maxConcurrency < 1) return null;
  const factor = servingFactor(bench, shape);
  const largest = largestBatch(bench, r, factor.likely);
  const batch = Math.max(1, largest);
  return {
    stock,
    devices,
    quantization,
    engine: profile.engine,
    capacity: capacityOf(r, batch),
    factor,
    meetsLatency: largest >= 1,
    bound: batch < r.maxConcurrency ? "latency" : boundOf(r, batch),
    speed: (b) => ({
      firstTokenSeconds: (r.prefillSeconds + stepSeconds(r, b)) / factor.likely,
      tokensPerSecond: userRate(r, b) * factor.likely,
    }),
  };
}

function weightsOf(bench: Bench, text: TextModel, quantization: string): WeightBytes | null {
  const known = text.weights.get(quantization);
  if (known !== undefined) return known;
  const bytes = weightBytes(text.shape, quantization, bench.context.catalog.assumptions.ggufBits);
  text.weights.set(quantization, bytes);
  return bytes;
}

/** Weights, overhead and one request of `contextTokens` fit; cheap, for the search. */
function holds(bench: Bench, shape: Shape, w: WeightBytes, stock: Stock, n: number, parallelism: Parallelism): boolean {
  const p = bench.serving;
  const spread = parallelism === "expert";
  const held = spread ? n * (w.total - w.experts) + w.experts : w.total;
  const room = p.memoryFraction * (n * (stock.machine.usableBytes - p.overheadBytesPerAccelerator) - held);
  const longest = Math.max(bench.workload.contextTokens, bench.inputTokens + bench.outputTokens, 1);
  // With experts spread, each sequence lies on one device.
  const share = spread ? n : 1;
  return room / share >= kvBytesPerSequence(shape, longest, KV_BYTES.f16) * (spread ? 1 : cacheCopies(shape, n));
}

function servingFactor(bench: Bench, shape: Shape): Range {
  const { resultFactor: f, spread } = bench.serving;
  const [low, high] = shape.experts > 0 ? spread.moe : spread.dense;
  const guess = shape.assumed ? bench.assumptions.range("geometryGuessSpread") : null;
  return {
    low: f.low * low * (guess?.low ?? 1),
    likely: f.likely * (guess?.likely ?? 1),
    high: f.high * high * (guess?.high ?? 1),
  };
}

const capacityOf = (r: Replica, batch: number) => {
  const decode = r.outputTokens * stepSeconds(r, batch);
  return { batch, busySeconds: r.prefillSeconds + decode / batch, staySeconds: r.prefillSeconds * (1 + batch) + decode };
};

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

/** llama.cpp on one user's device: one stream. */
export function deviceSetup(bench: Bench, text: TextModel, stock: Stock, quantization: string): Setup | null {
  const weights = weightsOf(bench, text, quantization);
  if (!weights || weights.total > stock.machine.labelBytes) return null;
  const { shape } = text;
  const profile = bench.local;
  const stream: StreamInput = {
    shape,
    weights,
    quantization,
    kvBytesPerElement: KV_BYTES.f16,
    machine: stock.machine,
    devices: 1,
    profile,
    inputTokens: bench.inputTokens,
    outputTokens: bench.outputTokens,
  };
  const longest = Math.max(bench.workload.contextTokens, bench.inputTokens + bench.outputTokens, 1);
  if (localMemory({ ...stream, inputTokens: longest, outputTokens: 0 }).maxConcurrency < 1) return null;
  const step = tokenSeconds(stream);
  const prefill = prefillSeconds(stream);
  const [low, high] = shape.experts > 0 ? profile.spread.moe : profile.spread.dense;
  const { firstTokenSeconds, tokensPerSecond } = bench.workload.latency;
  const stay = prefill + step * bench.outputTokens;
  return {
    stock,
    devices: 1,
    quantization,
    engine: profile.engine,
    capacity: { batch: 1, busySeconds: stay, staySeconds: stay },
    factor: { low, likely: 1, high },
    meetsLatency:
      (firstTokenSeconds === null || prefill + step <= firstTokenSeconds) &&
      (tokensPerSecond === null || 1 / step >= tokensPerSecond),
    bound: "bandwidth",
    speed: () => ({ firstTokenSeconds: prefill + step, tokensPerSecond: 1 / step }),
  };
}
