import type { LocalProfile } from "../catalog/schema/assumptions.ts";
import type { Machine } from "./machine.ts";
import { kvBytesPerSequence, type WeightBytes } from "./memory.ts";
import type { Shape } from "./shape.ts";

export interface StreamInput {
  readonly shape: Shape;
  readonly weights: WeightBytes;
  readonly quantization: string;
  readonly kvBytesPerElement: number;
  readonly machine: Machine;
  readonly devices: number;
  readonly profile: LocalProfile;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Formats whose unpacking costs what `q4Factor` says. */
const FOUR_BITS = /^(q[234]_|iq[1234]_|int4$)/u;

/** Seconds per token of one llama.cpp stream: the file and the cache are read once; layers on several devices take turns. */
export function tokenSeconds(i: StreamInput, batch = 1): number {
  const { shape, machine, profile: p } = i;
  const kind = p[machine.memory];
  const mbu = kind.mbu * (FOUR_BITS.test(i.quantization) ? kind.q4Factor : 1) * (shape.experts > 0 ? p.moeFactor : 1);
  const read = readBytes(i, batch);
  const kv = kvBytesPerSequence(shape, i.inputTokens + i.outputTokens / 2, i.kvBytesPerElement);
  const memory = (read * p.fileShareRead + kv * batch) / (machine.bandwidth * mbu);
  const compute = (2 * shape.activeParameters * batch) / (machine.bf16 * p.prefill.mfu);
  return Math.max(memory, compute) + shape.layers * kind.layerLatencyUs * 1e-6;
}

function readBytes({ shape, weights }: StreamInput, batch: number): number {
  if (shape.experts === 0) return weights.total;
  const one = shape.activeParameters / shape.parameters;
  return weights.total * Math.min(1, 1 - (1 - one) ** batch);
}

/** Seconds of the prefill of one prompt; published rows scatter by ×1.7, several devices help by a square root. */
export function prefillSeconds(i: StreamInput): number {
  const { shape, machine, profile: p, inputTokens: n } = i;
  const attention = shape.globalLayers * n + shape.slidingLayers * Math.min(n, shape.slidingWindow);
  const flops =
    2 * shape.activeParameters * n + p.prefill.attentionMultiplier * 2 * shape.attentionWidth * n * attention;
  const mfu = p.prefill.mfu * (FOUR_BITS.test(i.quantization) ? p.prefill.q4Factor : 1);
  const peak = Math.min(machine.bf16, p.prefill.peakCapTflops * 1e12);
  return flops / (peak * mfu * i.devices ** p.prefill.multiGpuExponent);
}

/** Cache of one sequence, bytes left for caches, and how many sequences they hold. */
export function localMemory(i: StreamInput): { kvBytesPerSequence: number; room: number; maxConcurrency: number } {
  const { profile: p, devices: n } = i;
  const kv = kvBytesPerSequence(i.shape, Math.max(1, i.inputTokens + i.outputTokens), i.kvBytesPerElement);
  const room = p.memoryFraction * (n * i.machine.usableBytes - n * p.overheadBytesPerAccelerator - i.weights.total);
  return { kvBytesPerSequence: kv, room, maxConcurrency: room > 0 ? Math.max(0, Math.floor(room / kv)) : 0 };
}
