import type { Outlook } from "../recommendation.ts";

/** Who would be first by other methods, and whether anybody is better in everything. */
export const crossCheckSentences = (
  { weightedProduct, equalPriorities, paretoFront, isOnParetoFront }: Outlook["crossChecks"],
  nameOf: (id: string) => string,
): string[] => [
  `weighted product: ${nameOf(weightedProduct)}; equal priorities: ${nameOf(equalPriorities)}`,
  `${isOnParetoFront ? "Nobody is better on every criterion" : "Somebody is at least as good on every criterion"}; ${paretoFront} candidates are like that.`,
];

/** One thing that is not known of some finalists, and what hangs on it. */
export const openQuestionWords = ({ what, candidates, criterion, width }: Outlook["findOutFirst"][number]): string =>
  `${what}, of ${candidates.slice(0, 3).join(", ")} (${criterion}: up to ${width.toFixed(3)} of the score)`;

export const HEADINGS = {
  ranges: "It stays first while a priority lies between (the others in proportion)",
  findOut: "Worth finding out first",
  checks: "Cross-checks, never used to rank",
  flips: "What would change it",
} as const;
