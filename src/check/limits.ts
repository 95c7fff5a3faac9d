import { CHECKS, type CheckName } from "../requirements/check-names.ts";
import type { FailOn } from "../requirements/requirements.ts";

/** What each check fails on; `false` = it is not asked. */
export type Limits = Readonly<Record<CheckName, boolean | number>>;

/** What is checked where nobody said: conditions, budget, end of life; against a baseline also its prices and terms. */
const PLAIN: Limits = {
  ruledOut: true,
  notInTop: false,
  overBudget: true,
  priceDriftPercent: false,
  retiresWithinDays: 90,
  termsChanged: false,
  evidenceOlderThanDays: false,
  pricesOlderThanDays: false,
  winnerChanged: false,
  unknown: false,
};
const WITH_BASELINE: Partial<Limits> = { priceDriftPercent: 20, termsChanged: true };

export function limitsOf(said: FailOn | undefined, hasBaseline: boolean): Limits {
  const defaults = { ...PLAIN, ...(hasBaseline ? WITH_BASELINE : {}) };
  return Object.fromEntries(CHECKS.map((c) => [c, said?.[c] ?? defaults[c]])) as Limits;
}
