import type { Calibration } from "../catalog/schema/assumptions.ts";
import { krige } from "./kriging.ts";
import type { Conditions, KnownCases, MeasuredCase } from "./measured-cases.ts";

/** What published measurements say of a predicted rate: factors on it, nine measurements in ten between low and high. */
export interface Correction {
  /** `exact`: measured under these very conditions. */
  readonly match: "exact" | "near";
  readonly low: number;
  readonly factor: number;
  readonly high: number;
  /** Measurements that are near; 1 where one is exact. */
  readonly count: number;
  readonly nearest: MeasuredCase;
}

/**
 * The measurement of the very case, else what near ones say; null where there is neither. `build` is the month of the engine's
 * build where somebody said it: else the newest measurement stands for today's.
 */
export function correctionOf(
  known: KnownCases,
  at: Conditions,
  build: string | null,
  c: Calibration,
): Correction | null {
  const [same] = known.cases
    .filter((m) => isSame(m, at) && (build === null || m.measurement.build === build.slice(0, 7)))
    .sort((a, b) => b.place.build - a.place.build || Number(b.asked === at.asked) - Number(a.asked === at.asked));
  if (same) return exactly(same, at, c);
  const k = krige(known.cases, known.field(), at.place, c);
  if (!k) return null;
  const spread = Math.exp(c.deviations * k.deviation);
  const factor = Math.exp(k.mean);
  const nearest = k.near[0] as MeasuredCase;
  return { match: "near", low: factor / spread, factor, high: factor * spread, count: k.near.length, nearest };
}

function isSame(m: MeasuredCase, at: Conditions): boolean {
  const { place: a } = m;
  const { place: b } = at;
  return (
    a.model === b.model &&
    a.accelerator === b.accelerator &&
    a.devices === b.devices &&
    a.split === b.split &&
    a.inputTokens === b.inputTokens &&
    a.outputTokens === b.outputTokens &&
    m.replicas === at.replicas &&
    m.quantization === at.quantization &&
    m.kvBytes === at.kvBytes &&
    ((m.isFull && at.isFull) || Math.abs(m.batch - at.batch) < 0.5) &&
    !m.source.lengthsAssumed
  );
}

/** Another run differs from this one by chance, and a build of another month by what its makers changed. */
function exactly(m: MeasuredCase, at: Conditions, c: Calibration): Correction {
  const drift = 1 - Math.exp(-Math.abs(m.place.build - at.place.build) / c.reach.months);
  const deviation = Math.sqrt(2 * c.repeat ** 2 + 2 * c.build ** 2 * drift) * (at.place.experts ? c.experts : 1);
  const spread = Math.exp(c.deviations * deviation);
  return { match: "exact", low: m.ratio / spread, factor: m.ratio, high: m.ratio * spread, count: 1, nearest: m };
}
