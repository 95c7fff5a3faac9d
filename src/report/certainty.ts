import { grouped, percent } from "../quantity/format.ts";
import type { WorkloadResult } from "../recommendation.ts";
import { VERDICT } from "./words.ts";

/** How sure a first rank is, as far as words need it. */
export interface Certain extends Pick<WorkloadResult, "verdict" | "robustness"> {
  readonly ranking: readonly { readonly id: string; readonly model: { readonly name: string } }[];
}

/** How sure the first rank is, in sentences; none where nothing passes. */
export function certaintySentences({ robustness: r, ranking, verdict }: Certain): string[] {
  if (!r || verdict === "no-candidate") return [];
  const nameOf = (id: string) => ranking.find((c) => c.id === id)?.model.name ?? id;
  const others = r.finalists.filter((f) => f.id !== ranking[0]?.id && f.firstShare >= 0.01).slice(0, 3);
  const family = r.familyFirstShare - r.firstShare;
  return [
    r.stableUpTo >= 1
      ? `${VERDICT[verdict]}: no other candidate is better in anything that counts here.`
      : `${VERDICT[verdict]}: the first rank holds while your priorities are off by up to ${percent(r.stableUpTo)} in any direction${
          r.stableUpToOtherModels > r.stableUpTo
            ? `, against other models up to ${percent(r.stableUpToOtherModels)}`
            : ""
        }.`,
    `In ${grouped(r.samples)} draws of your priorities and of every figure within its range it came first in ${percent(r.firstShare)}${
      family >= 0.005 ? `, the same model run another way in a further ${percent(family)}` : ""
    }.`,
    ...(others.length > 0
      ? [`Otherwise: ${others.map((f) => `${nameOf(f.id)} (${percent(f.firstShare)})`).join(", ")}.`]
      : []),
  ];
}
