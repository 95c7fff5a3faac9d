import type { AssumptionsFile } from "../catalog/schema/assumptions.ts";
import type { KvQuantization, PlainQuantization } from "../vocabulary.ts";
import type { Shape } from "./shape.ts";

/** Bytes of one cache element; the block formats carry a scale for 32 elements. */
export const KV_BYTES: Readonly<Record<KvQuantization, number>> = { f16: 2, fp8: 1, q8_0: 34 / 32, q4_0: 18 / 32 };

/** Bytes of one linear parameter; the four-bit formats carry a scale for 16 or 32 weights. GGUF types are in the catalog. */
export const WEIGHT_BYTES: Readonly<Record<PlainQuantization, number>> = {
  bf16: 2,
  fp8: 1,
  int8: 1,
  nvfp4: 0.5625,
  int4: 0.5625,
  mxfp4: 0.53125,
};

const isPlain = (name: string): name is PlainQuantization => Object.hasOwn(WEIGHT_BYTES, name);

/** Bytes of the weights by where they are read: embedding table of the input, routed experts, everything else. */
export interface WeightBytes {
  readonly inputTable: number;
  readonly experts: number;
  readonly rest: number;
  readonly total: number;
}

/**
 * Bytes of the weights in one format: linear parameters × bytes + embeddings × 2; mxfp4 on routed experts only; GGUF by
 * three terms, layers, token embedding and output (a shared table takes the output's type). Null = no such format.
 */
export function weightBytes(
  shape: Shape,
  quantization: string,
  ggufBits: AssumptionsFile["ggufBits"],
): WeightBytes | null {
  const linear = Math.max(0, shape.parameters - shape.inputEmbedding - shape.output);
  const dense = linear - shape.expertParameters;
  const bits = ggufBits[quantization];
  if (bits) {
    const experts = (shape.expertParameters * bits.layers) / 8;
    const table = (shape.inputEmbedding * (shape.tied ? bits.output : bits.tokenEmbedding)) / 8;
    return sum(shape, table, experts, (dense * bits.layers) / 8 + (shape.output * bits.output) / 8);
  }
  if (!isPlain(quantization)) return null;
  const expertBytes = WEIGHT_BYTES[quantization];
  const linearBytes = quantization === "mxfp4" && shape.expertParameters > 0 ? 2 : expertBytes;
  return sum(
    shape,
    shape.inputEmbedding * 2,
    shape.expertParameters * expertBytes,
    dense * linearBytes + shape.output * 2,
  );
}

const sum = (shape: Shape, table: number, experts: number, rest: number): WeightBytes =>
  shape.tied
    ? { inputTable: 0, experts, rest: rest + table, total: table + experts + rest }
    : { inputTable: table, experts, rest, total: table + experts + rest };

/** Bytes of the cache of one sequence of `tokens`: full and sliding layers by their reach, linear layers a constant state. */
export function kvBytesPerSequence(shape: Shape, tokens: number, bytesPerElement: number): number {
  const reach = shape.globalLayers * tokens + shape.slidingLayers * Math.min(tokens, shape.slidingWindow);
  return shape.kvPerLayer * reach * bytesPerElement + shape.stateBytes;
}

/** Copies of a cache on tensor-parallel devices: a latent is on each, key-value heads repeat when there are fewer than devices. */
export function cacheCopies(shape: Shape, devices: number): number {
  return shape.mla ? devices : Math.max(1, devices / shape.kvHeads);
}
