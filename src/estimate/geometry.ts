import type { Geometry } from "../catalog/schema/model.ts";

/** Geometry as it is computed with: the catalog's, with the ranks of latent attention where a config file tells them. */
export interface Dimensions extends Omit<Geometry, "source" | "checked"> {
  readonly qLoraRank?: number;
  readonly nopeHeadDim?: number;
  readonly vHeadDim?: number;
  /** 3 with a gate, as nearly all have; 2 without. */
  readonly feedForwardMatrices?: number;
}

/** Parameters (units) by where they sit. */
export interface ParameterCounts {
  readonly total: number;
  /** Used per token, without the input embedding unless it is also the output. */
  readonly active: number;
  /** Routed experts. */
  readonly experts: number;
  readonly inputEmbedding: number;
  /** 0 where the output shares the input embedding. */
  readonly output: number;
}

/** Counts parameters from dimensions: attention, feed-forward, experts, embeddings (no norms or biases). */
export function parameterCounts(g: Dimensions): ParameterCounts {
  const attention = attentionParameters(g);
  const matrices = g.feedForwardMatrices ?? 3;
  const ffn = matrices * g.hidden * g.intermediate;
  const e = g.experts ?? 0;
  const moeLayers = e > 0 ? Math.floor((g.layers - (g.denseLayers ?? 0)) / (g.moeEvery ?? 1)) : 0;
  const expert = matrices * g.hidden * (g.expertIntermediate ?? g.intermediate);
  const shared = (g.sharedExperts ?? 0) * expert + g.hidden * e;
  const experts = g.expertParametersB ? g.expertParametersB * 1e9 : moeLayers * e * expert;
  const routed = e > 0 ? (experts * (g.expertsPerToken ?? e)) / e : 0;
  const layers = g.layers * attention + (g.layers - moeLayers) * ffn + moeLayers * shared;
  const inputEmbedding = g.vocab * g.hidden;
  const output = g.tiedEmbeddings ? 0 : inputEmbedding;
  return {
    total: layers + experts + inputEmbedding + output,
    active: layers + routed + inputEmbedding,
    experts,
    inputEmbedding,
    output,
  };
}

function attentionParameters(g: Dimensions): number {
  const { hidden: d, queryHeads: heads } = g;
  if (g.attention !== "mla") return d * g.headDim * (heads + 2 * g.kvHeads) + heads * g.headDim * d;
  const rope = g.ropeHeadDim ?? 64;
  const rank = g.kvLoraRank ?? 512;
  const nope = g.nopeHeadDim ?? g.headDim;
  const value = g.vHeadDim ?? g.headDim;
  const query = g.qLoraRank ? d * g.qLoraRank + g.qLoraRank * heads * (nope + rope) : d * heads * (nope + rope);
  return query + d * (rank + rope) + rank * heads * (nope + value) + heads * value * d;
}
