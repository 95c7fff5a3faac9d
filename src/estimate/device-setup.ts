import { exactly } from "../quantity/range.ts";
import type { Bench } from "./bench.ts";
import { type Correction, correctionOf } from "./correction.ts";
import type { Machine } from "./machine.ts";
import { calibrationOf, knownCases, localConditions, type Phase } from "./measured-cases.ts";
import { KV_BYTES } from "./memory.ts";
import type { Setup } from "./plan.ts";
import { localMemory, prefillSeconds, type StreamInput, tokenSeconds } from "./single-stream.ts";
import { type TextModel, weightsOf } from "./text-setup.ts";

interface Corrections {
  readonly decode: Correction | null;
  readonly prefill: Correction | null;
}

/** What measurements say of one stream on this device. */
function corrections(bench: Bench, stream: StreamInput, most: number): Corrections {
  const { sizing } = bench;
  const { profile } = stream;
  const located = {
    ...stream,
    kvBytes: stream.kvBytesPerElement,
    concurrency: 1,
    requests: Number.POSITIVE_INFINITY,
    build: sizing.today,
    count: 1,
  };
  const of = (phase: Phase): Correction | null => {
    const known = knownCases(stream, phase, sizing);
    return (
      known &&
      correctionOf(known, localConditions(located, 1, most, known.model), null, calibrationOf(sizing, profile, phase))
    );
  };
  return { decode: of("decode"), prefill: stream.inputTokens > 0 ? of("prefill") : null };
}

/** What people run on their own devices. */
const QUANTIZATION = "q4_k_m";

/** llama.cpp on one user's device, one stream of four-bit weights; null where weights and the longest request do not fit. */
export function deviceSetup(bench: Bench, text: TextModel, machine: Machine): Setup | null {
  const weights = weightsOf(bench, text, QUANTIZATION);
  if (!weights || weights.total > machine.labelBytes) return null;
  const profile = bench.local;
  const stream: StreamInput = {
    shape: text.shape,
    weights,
    quantization: QUANTIZATION,
    kvBytesPerElement: KV_BYTES.f16,
    machine,
    devices: 1,
    profile,
    inputTokens: bench.inputTokens,
    outputTokens: bench.outputTokens,
  };
  const { room, kvBytesPerSequence, maxConcurrency } = localMemory(stream);
  if (room < text.longestKv) return null;
  const speed = bench.assumptions.likely("hostingSpeed");
  const { decode, prefill } = corrections(bench, stream, maxConcurrency);
  const step = tokenSeconds(stream) / (speed * (decode?.factor ?? 1));
  const first = prefillSeconds(stream) / (speed * (prefill?.factor ?? 1)) + step;
  const spread = text.shape.experts > 0 ? profile.spread.moe : profile.spread.dense;
  const [low, high] = decode ? [decode.low / decode.factor, decode.high / decode.factor] : spread;
  const { firstTokenSeconds, tokensPerSecond } = bench.workload.latency;
  const stay = first + step * bench.outputTokens;
  return {
    devices: 1,
    quantization: QUANTIZATION,
    engine: profile.engine,
    capacity: { batch: 1, busySeconds: stay, staySeconds: stay },
    factor: bench.assumptions.isSet("hostingSpeed") ? exactly(1) : { low, likely: 1, high },
    correction: decode,
    meetsLatency:
      (firstTokenSeconds === null || first <= firstTokenSeconds) &&
      (tokensPerSecond === null || 1 / step >= tokensPerSecond),
    bound: "bandwidth",
    replica: null,
    parallelism: null,
    speed: { firstTokenSeconds: first, tokensPerSecond: 1 / step },
    memory: {
      weightsBytes: weights.total,
      overheadBytes: profile.overheadBytesPerAccelerator,
      kvBytesPerSequence,
      availableBytes: machine.usableBytes,
      maxConcurrency,
    },
  };
}
