import { ALPHA } from "../decide/score.ts";
import { valueOf } from "../decide/value-function.ts";
import type { Reading } from "../decide/winning.ts";
import type { Subject } from "../rules/fact.ts";
import type { Base } from "../rules/rulebook.ts";

/** The subject's cost and quality as figures that may move, their ranges with them. */
export function readingsOf(bases: readonly Base[], subject: Subject): Reading[] {
  const month = subject.estimate.usdPerMonth;
  const { index, low, high } = subject.quality;
  const mixed = (base: Base, a: number, b: number): number => {
    const [x, y] = [a, b].map((v) => valueOf(base.breakpoints, v, base.log)) as [number, number];
    return Math.min(x, y) + ALPHA * Math.abs(x - y);
  };
  return bases.flatMap((base): Reading[] => {
    if (base.of === "candidate.usdPerMonth" && month)
      return [
        {
          base,
          now: month.likely,
          until: 0,
          valueAt: (x) => mixed(base, (month.low * x) / month.likely, (month.high * x) / month.likely),
        },
      ];
    if (base.of === "candidate.quality.index" && index !== null)
      return [
        {
          base,
          now: index,
          until: 100,
          valueAt: (x) => mixed(base, Math.min(100, low + x - index), Math.min(100, high + x - index)),
        },
      ];
    return [];
  });
}
