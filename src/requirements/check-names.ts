/** What `advisor check` may fail on, as `check.failOn` spells it; an exception may name one of these instead of a rule. */
export const CHECKS = [
  "ruledOut",
  "notInTop",
  "overBudget",
  "priceDriftPercent",
  "retiresWithinDays",
  "termsChanged",
  "evidenceOlderThanDays",
  "pricesOlderThanDays",
  "winnerChanged",
  "unknown",
] as const;
export type CheckName = (typeof CHECKS)[number];

/** Those that compare with a saved recommendation. */
export const NEED_BASELINE = ["priceDriftPercent", "termsChanged", "winnerChanged"] as const satisfies CheckName[];

/** `overBudget` for `overBudget`, `over-budget` and `Over_Budget`; null = no check. */
export function checkNamed(word: string): CheckName | null {
  const plain = (s: string) => s.replace(/[\s_-]/gu, "").toLowerCase();
  return CHECKS.find((c) => plain(c) === plain(word)) ?? null;
}
