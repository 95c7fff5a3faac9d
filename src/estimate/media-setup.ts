import type { Model } from "../catalog/catalog.ts";
import type { Bench } from "./bench.ts";
import type { Machine } from "./machine.ts";
import type { Setup } from "./plan.ts";
import { asMeasured } from "./text-setup.ts";

/** Work of one request and the assumed rate of the reference accelerator for it, units a second. */
export interface MediaWork {
  readonly units: number;
  readonly perSecond: { readonly low: number; readonly likely: number; readonly high: number };
}

const HOUR = 3600;

/**
 * What one request of a task without text generation asks of an accelerator: seconds of audio, images, predictions; for
 * embeddings and reranking the tokens, at the assumed share of the peak over two operations per parameter and token.
 */
export function mediaWork(bench: Bench, parametersB: number): MediaWork {
  const { traffic: t, task } = bench.workload;
  const a = bench.assumptions;
  const rate = (name: string, seconds = 1): MediaWork["perSecond"] => {
    const r = a.range(`mediaRate.${name}`);
    return { low: r.low / seconds, likely: r.likely / seconds, high: r.high / seconds };
  };
  switch (bench.task?.family) {
    case "retrieval": {
      const mfu = a.range("mediaPrefillMfu");
      const tokens = (a.likely("mediaReferenceTflops") * 1e12) / (2 * parametersB * 1e9);
      const perSecond = { low: tokens * mfu.low, likely: tokens * mfu.likely, high: tokens * mfu.high };
      return { units: Math.max(1, bench.inputTokens), perSecond };
    }
    case "image":
      return { units: Math.max(1, t.outputImages), perSecond: rate("image", HOUR) };
    case "video":
      return { units: Math.max(1, t.outputSeconds), perSecond: rate("video", HOUR) };
    case "audio": {
      if (task === "speech-recognition") return { units: Math.max(1, t.inputSeconds), perSecond: rate("speech-in") };
      if (task === "music-generation") return { units: Math.max(1, t.outputSeconds), perSecond: rate("music") };
      const spoken = (t.inputTokens * a.likely("charactersPerToken")) / a.likely("charactersPerSecond");
      return { units: Math.max(1, t.outputSeconds || spoken), perSecond: rate("speech-out") };
    }
    case "embodied":
      return { units: 1, perSecond: rate("embodied", HOUR) };
    case "analytic":
      return { units: 1, perSecond: rate("analytic", HOUR) };
    default:
      return { units: 1, perSecond: rate("prediction", HOUR) };
  }
}

/** Parameters of a model that is no text model; where nobody published them, a guess. */
export const mediaParametersB = (bench: Bench, model: Model): number =>
  model.parameters.totalB ?? bench.assumptions.likely("mediaParametersB");

/** Bytes that a model without text geometry has to find: its weights at two bytes, doubled. */
export const mediaBytes = (bench: Bench, parametersB: number): number =>
  parametersB * 2e9 * bench.assumptions.likely("mediaWeightsFactor");

/** Such a model on some accelerators; rates scale with the chip's BF16 peak. */
export function mediaSetup(bench: Bench, model: Model, machine: Machine, devices: number): Setup | null {
  const totalB = mediaParametersB(bench, model);
  if (mediaBytes(bench, totalB) > devices * machine.usableBytes) return null;
  if (totalB * 2e9 > devices * machine.labelBytes) return null;
  const { units, perSecond } = mediaWork(bench, model.parameters.activeB ?? totalB);
  const scale = (machine.bf16 * devices) / (bench.assumptions.likely("mediaReferenceTflops") * 1e12);
  const seconds = units / (perSecond.likely * scale);
  return {
    devices,
    quantization: "bf16",
    engine: bench.task?.family === "retrieval" ? "vllm" : "pytorch",
    capacity: { batch: 1, busySeconds: seconds, staySeconds: 0 },
    factor: asMeasured(bench, {
      low: perSecond.low / perSecond.likely,
      likely: 1,
      high: perSecond.high / perSecond.likely,
    }),
    meetsLatency: true,
    bound: "compute",
    replica: null,
    parallelism: null,
    correction: null,
    speed: null,
    memory: {
      weightsBytes: mediaBytes(bench, totalB),
      overheadBytes: 0,
      kvBytesPerSequence: 0,
      availableBytes: devices * machine.usableBytes,
      maxConcurrency: 1,
    },
  };
}
