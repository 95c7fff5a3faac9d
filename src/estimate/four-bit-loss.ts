import type { Candidate } from "../candidates/candidate.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { AssumptionsFile } from "../catalog/schema/assumptions.ts";
import type { Task } from "../vocabulary.ts";
import type { Quality } from "./estimate.ts";
import { levelOf } from "./quality.ts";

type Loss = AssumptionsFile["fourBitLoss"][number];

/**
 * What the weights that a device holds cost the model: language models run there in four bits. Null where they run as they were
 * published. Servers take four bits only where nothing wider fits, which small models never need.
 */
export function fourBitLoss(
  { model, deployment }: Candidate,
  { fourBitLoss: losses, nativeFormats }: Pick<AssumptionsFile, "fourBitLoss" | "nativeFormats">,
): Loss | null {
  if (deployment.kind !== "edge") return null;
  const { totalB } = model.parameters;
  const native = nativeFormats[model.id]?.format;
  if (totalB === null || !model.modalities.out.includes("text")) return null;
  if (native !== undefined && native !== "fp8") return null;
  return losses.find(({ belowB }) => belowB === null || totalB < belowB) ?? null;
}

/** The quality of a candidate from that of its model: the same evidence, lower where the weights lose. */
export function asRun(
  quality: Quality,
  candidate: Candidate,
  task: Task,
  { assumptions, benchmarks }: Pick<Catalog, "assumptions" | "benchmarks">,
): Quality {
  const points = fourBitLoss(candidate, assumptions)?.points ?? 0;
  if (quality.index === null || points === 0) return quality;
  const index = Math.max(0, quality.index - points);
  return {
    ...quality,
    index,
    low: Math.max(0, quality.low - points),
    high: Math.max(0, quality.high - points),
    level: levelOf(index, task, benchmarks),
    fourBitLoss: points,
  };
}
