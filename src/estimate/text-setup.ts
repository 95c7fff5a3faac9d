import type { Model } from "../catalog/catalog.ts";
import { exactly, type Range } from "../quantity/range.ts";
import type { Bench } from "./bench.ts";
import { type Correction, correctionOf } from "./correction.ts";
import type { Machine } from "./machine.ts";
import { calibrationOf, isMeasured, knownCases, servingConditions } from "./measured-cases.ts";
import { cacheCopies, KV_BYTES, kvBytesPerSequence, type WeightBytes, weightBytes } from "./memory.ts";
import { modelShape } from "./model-shape.ts";
import type { Setup } from "./plan.ts";
import type { Shape } from "./shape.ts";
import { DEVICE_COUNTS } from "./stock.ts";
import { type Parallelism, type Replica, replicaOf, requestSeconds, stepSeconds } from "./throughput.ts";

/** Wide: the format that the model is published in, else eight bits where the chip multiplies them, else sixteen. Narrow: four. */
export type Width = "wide" | "narrow";

/** A text model made ready for planning one workload: shape, weights by format, and the setups that were already computed. */
export interface TextModel {
  readonly shape: Shape;
  /** Format that the weights are published in, where it is narrower than sixteen bits. */
  readonly native: string | null;
  readonly factor: Range;
  /** Some measurement speaks about these dimensions on the serving engine. */
  readonly isMeasured: boolean;
  /** Bytes of the cache of the longest request. */
  readonly longestKv: number;
  readonly weights: Map<string, WeightBytes | null>;
  readonly setups: Map<Machine, (Draft | null)[]>;
}

/** A replica that fits, and its setup once the latency has been looked at. */
interface Draft {
  readonly replica: Replica;
  readonly parallelism: Parallelism;
  readonly quantization: string;
  readonly machine: Machine;
  /** What measurements say of it with as many sequences as memory holds. */
  readonly correction: Correction | null;
  /** Seconds of the replica that a request takes at the least, with as many sequences as memory holds. */
  readonly leastBusySeconds: number;
  setup: Setup | null;
}

const ONE = exactly(1);

/** Rates over the predicted ones: their range, unless the user has measured. */
export const asMeasured = ({ assumptions: a }: Pick<Bench, "assumptions">, factor: Range): Range =>
  a.isSet("hostingSpeed") ? exactly(factor.likely * a.likely("hostingSpeed")) : factor;

/** Null where neither the configuration nor the number of parameters is known. */
export function textModel(bench: Bench, model: Model): TextModel | null {
  const shape = modelShape(model, bench.assumptions.likely("kvGuess"));
  if (!shape) return null;
  const { nativeFormats } = bench.context.catalog.assumptions;
  const native = nativeFormats[model.id]?.format ?? null;
  const longest = Math.max(bench.workload.contextTokens, bench.inputTokens + bench.outputTokens, 1);
  const { resultFactor: f, spread } = bench.serving;
  const [low, high] = shape.experts > 0 ? spread.moe : spread.dense;
  const guess = shape.assumed ? bench.assumptions.range("geometryGuessSpread") : ONE;
  const factor = asMeasured(bench, {
    low: f.low * low * guess.low,
    likely: f.likely * guess.likely,
    high: f.high * high * guess.high,
  });
  return {
    shape,
    native,
    factor,
    isMeasured: !shape.assumed && isMeasured(bench.sizing, bench.serving.engine, shape),
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
  mostBusySeconds: number,
): Setup | null {
  let known = text.setups.get(machine);
  if (!known) {
    known = [];
    text.setups.set(machine, known);
  }
  const slot = width === "narrow" ? index + DEVICE_COUNTS.length : index;
  let draft = known[slot];
  if (draft === undefined) {
    draft = draftOf(bench, text, machine, DEVICE_COUNTS[index] ?? 1, quantizationOf(text, machine, width));
    known[slot] = draft;
  }
  if (!draft || draft.leastBusySeconds >= mostBusySeconds * factorOf(text, draft.correction).likely) return null;
  draft.setup ??= setupOf(bench, text, draft);
  return draft.setup;
}

function draftOf(bench: Bench, text: TextModel, machine: Machine, devices: number, quantization: string): Draft | null {
  const weights = weightsOf(bench, text, quantization);
  if (!weights || weights.total > devices * machine.labelBytes) return null;
  const { shape } = text;
  const spread = shape.mla && devices > 1 && holds(bench, text, weights, machine, devices, true);
  if (!spread && !holds(bench, text, weights, machine, devices, false)) return null;
  const parallelism: Parallelism = spread ? "expert" : "tensor";
  const replica = replicaOf({
    shape,
    weights,
    quantization,
    kvBytesPerElement: KV_BYTES.f16,
    machine,
    devices,
    parallelism,
    stages: Math.max(1, devices / machine.maxPerNode),
    profile: bench.serving,
    inputTokens: bench.inputTokens,
    outputTokens: bench.outputTokens,
  });
  const { maxConcurrency } = replica;
  if (maxConcurrency < 1) return null;
  const draft = { replica, parallelism, quantization, machine, correction: null };
  return {
    ...draft,
    correction: correctionAt(bench, text, draft, maxConcurrency),
    leastBusySeconds: requestSeconds(replica, maxConcurrency),
    setup: null,
  };
}

/** What measurements say of a setup with `batch` sequences in work; null = none is near. */
export function correctionAt(
  bench: Bench,
  text: TextModel,
  { replica, parallelism, quantization, machine }: Pick<Draft, "replica" | "parallelism" | "quantization" | "machine">,
  batch: number,
): Correction | null {
  if (!text.isMeasured || replica.stages > 1) return null;
  const { shape } = text;
  const { serving: profile, sizing, inputTokens, outputTokens } = bench;
  const known = knownCases({ shape, machine, profile }, "decode", sizing);
  const weights = weightsOf(bench, text, quantization);
  if (!known || !weights) return null;
  const located = {
    shape,
    machine,
    weights,
    quantization,
    kvBytes: KV_BYTES.f16,
    inputTokens,
    outputTokens,
    concurrency: batch,
    requests: Number.POSITIVE_INFINITY,
    build: sizing.today,
    count: replica.devices,
  };
  const at = servingConditions(located, { replica, replicas: 1, parallelism, batch }, known.model);
  return correctionOf(known, at, null, calibrationOf(sizing, profile, "decode"));
}

/** The factor on predicted rates: of the profile with its spread, or as measurements correct it; no range where the user has measured. */
export function factorOf({ factor }: TextModel, c: Correction | null): Range {
  if (!c) return factor;
  const { low, likely, high } = factor;
  return low === high
    ? exactly(likely * c.factor)
    : { low: likely * c.low, likely: likely * c.factor, high: likely * c.high };
}

function setupOf(bench: Bench, text: TextModel, draft: Draft): Setup {
  const { replica: r, quantization, leastBusySeconds } = draft;
  let correction = draft.correction;
  let largest = largestBatch(bench, r, factorOf(text, correction).likely);
  if (correction && largest >= 1 && largest < r.maxConcurrency) {
    correction = correctionAt(bench, text, draft, largest);
    largest = Math.min(largest, largestBatch(bench, r, factorOf(text, correction).likely));
  }
  const factor = factorOf(text, correction);
  const batch = Math.max(1, largest);
  const full = batch === r.maxConcurrency;
  const busySeconds = full ? leastBusySeconds : requestSeconds(r, batch);
  return {
    devices: r.devices,
    quantization,
    engine: bench.serving.engine,
    capacity: { batch, busySeconds, staySeconds: r.prefillSeconds + busySeconds * batch },
    factor,
    correction,
    meetsLatency: largest >= 1,
    bound: full ? null : "latency",
    replica: r,
    parallelism: draft.parallelism,
    speed: null,
    memory: {
      weightsBytes: r.heldBytes,
      overheadBytes: r.overheadBytes,
      kvBytesPerSequence: r.kvBytesPerSequence,
      availableBytes: r.availableBytes,
      maxConcurrency: r.maxConcurrency,
    },
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

/**
 * The most sequences at which the predicted first token and rate per stream still meet the workload, to 3 %; 0 = not even
 * one. Seconds of a step are nearly straight in the number of sequences, so every other guess lies on the chord.
 */
function largestBatch(bench: Bench, r: Replica, factor: number): number {
  const { firstTokenSeconds, tokensPerSecond } = bench.workload.latency;
  if (firstTokenSeconds === null && tokensPerSecond === null) return r.maxConcurrency;
  // Seconds of a step that are left by the first token, and by the rate of a stream after its share of others' prefills.
  const first = firstTokenSeconds === null ? Number.POSITIVE_INFINITY : firstTokenSeconds * factor - r.prefillSeconds;
  const each = tokensPerSecond === null ? Number.POSITIVE_INFINITY : factor / tokensPerSecond;
  const over = (batch: number): number => {
    const prefill = r.outputTokens > 0 ? (r.prefillSeconds * Math.max(1, batch / r.stages)) / r.outputTokens : 0;
    return stepSeconds(r, batch) - Math.min(first, each - prefill);
  };
  let bad = r.maxConcurrency;
  let overBad = over(bad);
  if (overBad <= 0) return bad;
  let good = 1;
  let overGood = over(good);
  if (overGood > 0) return 0;
  for (let i = 0; bad - good > Math.max(1, 0.03 * good); i++) {
    const guess = i % 2 === 0 ? good + ((bad - good) * overGood) / (overGood - overBad) : (good + bad) / 2;
    const next = Math.min(bad - 1, Math.max(good + 1, Math.floor(guess)));
    const o = over(next);
    if (o <= 0) {
      good = next;
      overGood = o;
    } else {
      bad = next;
      overBad = o;
    }
  }
  return good;
}
