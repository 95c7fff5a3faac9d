import type { CheckName } from "../requirements/check-names.ts";
import { evidenceAge, priceAge } from "./age.ts";
import type { Case } from "./case.ts";
import { changedTerms, priceDrift, winnerChange } from "./drift.ts";
import type { Finding, FindingCode, Found, Outcome } from "./finding.ts";
import type { Limits } from "./limits.ts";
import { retirement } from "./retirement.ts";
import { budget, gates, rank } from "./standing.ts";

type Judged = Exclude<CheckName, "unknown">;

/** Each check by its name; a limit is never `false` here. No score is read: a rank is the only relative one. */
const CHECK: Readonly<Record<Judged, (c: Case, limit: number) => Found[]>> = {
  ruledOut: gates,
  notInTop: rank,
  overBudget: budget,
  priceDriftPercent: priceDrift,
  retiresWithinDays: retirement,
  termsChanged: changedTerms,
  evidenceOlderThanDays: evidenceAge,
  pricesOlderThanDays: priceAge,
  winnerChanged: winnerChange,
};

/** What each asked check found, in the order of their names; empty = it holds. */
export function runChecks(
  c: Case,
  limits: Limits,
): { readonly check: Judged; readonly findings: readonly Finding[] }[] {
  return (Object.keys(CHECK) as Judged[]).flatMap((check) => {
    const limit = limits[check];
    if (limit === false || isMoot(check, c)) return [];
    const findings = CHECK[check](c, Number(limit)).map(
      (found): Finding => ({
        ...found,
        check,
        rule: "gate" in found ? found.gate : check,
        outcome: outcomeOf(found, limits),
      }),
    );
    return [{ check, findings }];
  });
}

/** Nothing can be said of a candidate that is not there, nor of a budget that nobody stated. */
function isMoot(check: Judged, { subject, workload, then, isOut }: Case): boolean {
  if (check === "winnerChanged") return then === null;
  if (check === "ruledOut") return false;
  if (!subject) return true;
  if (check === "overBudget") return workload.budget.usdPerMonth === null;
  if (check === "notInTop") return isOut;
  return (check === "priceDriftPercent" || check === "termsChanged") && then === null;
}

const CANNOT_TELL: ReadonlySet<FindingCode> = new Set([
  "cost-unknown",
  "evidence-none",
  "baseline-lacks",
  "maker-retires",
]);

/** What passed when the baseline was saved and is open now no longer passes; what was open then is still only to be verified. */
function outcomeOf(found: Found, limits: Limits): Outcome {
  const isOpen = found.code === "to-verify" ? !found.passedThen : CANNOT_TELL.has(found.code);
  return isOpen && limits.unknown === false ? "unknown" : "fails";
}
