import { percent } from "../quantity/format.ts";
import type { Outlook, WorkloadResult } from "../recommendation.ts";

/** Who would be first by other methods, and whether anybody is better in everything. */
export const crossCheckSentences = (
  { weightedProduct, promethee, equalPriorities, paretoFront, isOnParetoFront }: Outlook["crossChecks"],
  nameOf: (id: string) => string,
): string[] => [
  `First by weighted product, where a very poor value cannot be bought off: ${nameOf(weightedProduct)}; by PROMETHEE II among the first 20: ${nameOf(promethee)}; under equal priorities: ${nameOf(equalPriorities)}.`,
  `${isOnParetoFront ? "Nobody is better on every criterion" : "Somebody is at least as good on every criterion"}; ${paretoFront} candidates are like that.`,
];

/** One thing that is not known of some finalists, and what hangs on it. */
export function openQuestionWords({ what, candidates, criterion, width, flipProbability }: OpenQuestion): string {
  if (criterion === null) return `${what} If the answer allows it, ${candidates.join(", ")} is first.`;
  const effect =
    flipProbability >= 0.005
      ? `${percent(flipProbability)} likely to put another model first`
      : `moves ${spoken(criterion)} by up to ${width.toFixed(3)} of the score; alone it changes no first rank`;
  const more = candidates.length - ASKED;
  const of = `${candidates.slice(0, ASKED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${effect} (${of}).`;
}

/** So many candidates are named. */
const ASKED = 3;

type OpenQuestion = WorkloadResult["findOutFirst"][number];
const spoken = (criterion: string): string => (criterion === "tco" ? "cost" : criterion);

export const HEADINGS = {
  ranges: "It stays first while a priority lies between (the others in proportion)",
  findOut: "Worth finding out first",
  checks: "Cross-checks, never used to rank",
  flips: "What would change it",
} as const;
