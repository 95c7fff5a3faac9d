import { grouped, percent } from "../quantity/format.ts";
import type { WorkloadResult } from "../recommendation.ts";
import { VERDICT } from "./words.ts";

/** How sure a first rank is, as far as words need it. */
export interface Certain extends Pick<WorkloadResult, "verdict" | "robustness"> {
  readonly ranking: readonly { readonly id: string }[];
}

/** How sure the first rank is, in sentences; none where nothing passes. */
export function certaintySentences({ robustness: r, ranking, verdict }: Certain): string[] {
  if (!r || verdict === "no-candidate") return [];
  const family = r.familyFirstShare - r.firstShare;
  const others = otherModels(r.finalists, ranking[0]?.id ?? "").slice(0, 3);
  return [
    `${VERDICT[verdict]}: ${holdsWhile(r)}.`,
    `In ${grouped(r.samples)} trials, with your priorities and every figure varied within their ranges, it came first in ${percent(r.firstShare)}${
      family >= 0.005 ? `, the same model run another way in a further ${percent(family)}` : ""
    }.`,
    ...(others.length > 0
      ? [`Otherwise: ${others.map(([name, share]) => `${name} (${percent(share)})`).join(", ")}.`]
      : []),
  ];
}

/** A lead that the slightest change undoes is none. */
const LEVEL = 0.01;

/** What the first rank withstands, to follow the verdict and a colon. */
export function holdsWhile({
  stableUpTo: own,
  stableUpToOtherModels: others,
}: Pick<NonNullable<Certain["robustness"]>, "stableUpTo" | "stableUpToOtherModels">): string {
  const upTo = (share: number) => `while your priorities are off by up to ${percent(share)} in any direction`;
  if (own >= 1) return "no other candidate is better in anything that counts here";
  if (others < LEVEL)
    return "the next model is practically level, and the slightest change of your priorities puts it first";
  if (own >= others) return `the first rank holds ${upTo(own)}`;
  const model =
    others >= 1 ? "no other model is better in anything that counts here" : `the model stays first ${upTo(others)}`;
  if (own < LEVEL) return `${model}, but other ways to run it are practically level`;
  return others >= 1
    ? `${model}; this way to run it is best ${upTo(own)}`
    : `${model}, this way to run it up to ${percent(own)}`;
}

/** First shares by model, largest first, without the winner's own. */
function otherModels(
  finalists: NonNullable<Certain["robustness"]>["finalists"],
  winner: string,
): (readonly [name: string, share: number])[] {
  const modelOf = (id: string) => id.slice(0, id.indexOf("@"));
  const shares = new Map<string, number>();
  for (const { id, name, firstShare } of finalists)
    if (modelOf(id) !== modelOf(winner)) shares.set(name, (shares.get(name) ?? 0) + firstShare);
  return [...shares].filter(([, share]) => share >= LEVEL).sort((a, b) => b[1] - a[1]);
}
