import { exactly } from "../quantity/range.ts";
import type { Bench } from "./bench.ts";
import type { Machine } from "./machine.ts";
import { KV_BYTES } from "./memory.ts";
import type { Setup } from "./plan.ts";
import { localMemory, prefillSeconds, type StreamInput, tokenSeconds } from "./single-stream.ts";
import { type TextModel, weightsOf } from "./text-setup.ts";

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
  const step = tokenSeconds(stream) / speed;
  const first = prefillSeconds(stream) / speed + step;
  const [low, high] = text.shape.experts > 0 ? profile.spread.moe : profile.spread.dense;
  const { firstTokenSeconds, tokensPerSecond } = bench.workload.latency;
  const stay = first + step * bench.outputTokens;
  return {
    devices: 1,
    quantization: QUANTIZATION,
    engine: profile.engine,
    capacity: { batch: 1, busySeconds: stay, staySeconds: stay },
    factor: bench.assumptions.isSet("hostingSpeed") ? exactly(1) : { low, likely: 1, high },
    meetsLatency:
      (firstTokenSeconds === null || first <= firstTokenSeconds) &&
      (tokensPerSecond === null || 1 / step >= tokensPerSecond),
    bound: "bandwidth",
    replica: null,
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
