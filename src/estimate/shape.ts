import { type Dimensions, parameterCounts } from "./geometry.ts";

/** What the formulas read of a model: plain numbers, counted once. Parameters in units, cache in elements per token. */
export interface Shape {
  readonly layers: number;
  readonly hidden: number;
  readonly kvHeads: number;
  readonly mla: boolean;
  /** Query heads × width that one position costs in attention (576 with a latent). */
  readonly attentionWidth: number;
  readonly parameters: number;
  readonly activeParameters: number;
  readonly inputEmbedding: number;
  readonly output: number;
  readonly tied: boolean;
  readonly expertParameters: number;
  /** 0 = dense. */
  readonly experts: number;
  readonly expertsPerToken: number;
  readonly globalLayers: number;
  readonly slidingLayers: number;
  readonly slidingWindow: number;
  /** Cache elements per token of one attention layer. */
  readonly kvPerLayer: number;
  readonly stateBytes: number;
  /** Published configuration, or guessed from parameters. */
  readonly assumed: boolean;
}

/** Known parameter counts, 1e9, that win over what the dimensions imply. */
export interface KnownParameters {
  readonly totalB: number | null;
  readonly activeB: number | null;
}

/** Counts a model once: total and active parameters, cache per layer, layers by kind of attention. */
export function shapeOf(g: Dimensions, known: KnownParameters, assumed: boolean): Shape {
  const counts = parameterCounts(g);
  const parameters = known.totalB ? known.totalB * 1e9 : counts.total;
  const sparse = (g.experts ?? 0) > 0;
  const active = known.activeB && (sparse || known.activeB * 1e9 < parameters) ? known.activeB * 1e9 : null;
  const used = active ?? (sparse ? counts.active : parameters - (g.tiedEmbeddings ? 0 : counts.inputEmbedding));
  const mla = g.attention === "mla";
  const latent = (g.kvLoraRank ?? 512) + (g.ropeHeadDim ?? 64);
  const mixed = (g.globalLayers ?? 0) + (g.slidingLayers ?? 0) + (g.linearLayers ?? 0) > 0;
  const slidingLayers = g.slidingWindow ? (g.slidingLayers ?? 0) : 0;
  return {
    layers: g.layers,
    hidden: g.hidden,
    kvHeads: g.kvHeads,
    mla,
    attentionWidth: g.queryHeads * (mla ? latent : g.headDim),
    parameters,
    activeParameters: Math.min(used, parameters),
    inputEmbedding: counts.inputEmbedding,
    output: counts.output,
    tied: g.tiedEmbeddings,
    expertParameters: sparse ? Math.min(counts.experts, parameters - counts.inputEmbedding - counts.output) : 0,
    experts: g.experts ?? 0,
    expertsPerToken: g.expertsPerToken ?? 0,
    globalLayers: mixed ? (g.globalLayers ?? g.layers - slidingLayers - (g.linearLayers ?? 0)) : g.layers,
    slidingLayers,
    slidingWindow: g.slidingWindow ?? 0,
    kvPerLayer: mla ? latent : 2 * g.kvHeads * g.headDim,
    stateBytes: g.stateBytesPerSequence ?? 0,
    assumed,
  };
}
