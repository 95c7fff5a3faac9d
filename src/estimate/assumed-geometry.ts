import type { Dimensions } from "./geometry.ts";

/** Heads and vocabulary that most open text models of 2024 to 2026 share. */
const COMMON = { kvHeads: 8, headDim: 128, vocab: 151_936, experts: 128 } as const;

/**
 * Dimensions guessed from parameters (1e9) where the configuration is not known: layers from 32 at 8 billion with exponent
 * 0.4, width from 12·layers·width², 8 key-value heads of 128; a mixture of experts keeps 38 % of what is active outside them.
 * `kvFactor` scales the cache per token. Fitted by eye on the published open models; use it with a wide interval.
 */
export function assumedGeometry(parameters: { totalB: number; activeB: number | null }, kvFactor: number): Dimensions {
  const { totalB } = parameters;
  const activeB = Math.min(parameters.activeB ?? totalB, totalB);
  const sparse = activeB < totalB * 0.8;
  const bodyB = sparse ? Math.min(totalB, 2 * activeB) : totalB;
  const layers = Math.max(8, Math.min(128, Math.round(32 * (bodyB / 8) ** 0.4)));
  const hidden = Math.max(512, 256 * Math.round(Math.sqrt((bodyB * 1e9) / (12 * layers)) / 256));
  const base = {
    layers,
    hidden,
    queryHeads: Math.max(COMMON.kvHeads, Math.round(hidden / COMMON.headDim)),
    kvHeads: COMMON.kvHeads * kvFactor,
    headDim: COMMON.headDim,
    vocab: COMMON.vocab,
    intermediate: Math.round(3.5 * hidden),
    tiedEmbeddings: totalB < 5,
    attention: "gqa" as const,
  };
  if (!sparse) return base;
  const outsideB = 0.38 * activeB;
  const expertParametersB = totalB - outsideB;
  return {
    ...base,
    experts: COMMON.experts,
    expertsPerToken: (COMMON.experts * (activeB - outsideB)) / expertParametersB,
    expertParametersB,
  };
}
