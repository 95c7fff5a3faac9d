import { parsePath, valueAt } from "../requirements/layer.ts";
import type { Settled } from "../requirements/settle.ts";

/** The same requirements as if nobody knew these keys; keys that are always known stay. */
export function asIfUnknown(settled: Settled, paths: readonly string[]): Settled {
  const requirements = structuredClone(settled.requirements) as unknown as Record<string, unknown>;
  for (const path of paths) {
    const whole = parsePath(path);
    if (!NULLABLE.test(path)) continue;
    const parent = valueAt(requirements, whole.slice(0, -1));
    if (parent !== null && typeof parent === "object")
      (parent as Record<string | number, unknown>)[whole.at(-1) as string] = null;
  }
  return { ...settled, requirements: requirements as unknown as Settled["requirements"] };
}

const NULLABLE =
  /(?:jurisdiction|usersIn|sector|mlOpsFte|sensitivity|zeroRetention|airGapped|osiApproved|redistributeDerivatives|trainOnOutputs|uptimePercent|budget\.usdPerMonth|offline|firstTokenSeconds|tokensPerSecond)$/u;
