import type { Basis } from "../catalog/schema/common.ts";
import type { Decision } from "../decide/decide.ts";
import { examine } from "../decide/decide.ts";
import { normalize } from "../decide/score.ts";
import type { Range } from "../quantity/range.ts";
import type { Exception } from "../requirements/requirements.ts";
import { subjectColumns } from "../rules/columns.ts";
import { type ContractTerms, contractTerms } from "../rules/contract-terms.ts";
import type { Subject } from "../rules/fact.ts";
import type { Gate, Rulebook } from "../rules/rulebook.ts";

/** A selected candidate as it is on one day: what a later check compares with. */
export interface Snapshot {
  readonly standing: "ranked" | "to-verify" | "ruled-out";
  readonly rejectedBy: readonly Gate[];
  readonly openAt: readonly Gate[];
  /** Among models, by the best way to run each; the rank it would have where it is not ranked. */
  readonly rank: number;
  readonly of: number;
  /** Best first: candidates of the models before it. */
  readonly ahead: readonly string[];
  readonly bill: Bill;
  readonly terms: ContractTerms;
}

/** USD a month. */
export interface Bill {
  readonly usdPerMonth: Range | null;
  readonly items: readonly { readonly item: string; readonly usdPerMonth: number; readonly basis: Basis }[];
}

/** Everybody that a decision looked at, by id. */
export function subjectIn({ subjects, dismissed }: Decision, id: string): Subject | null {
  return (
    subjects.find((s) => s.candidate.id === id) ?? dismissed.find((d) => d.subject.candidate.id === id)?.subject ?? null
  );
}

export function snapshotOf(
  decision: Decision,
  subject: Subject,
  rulebook: Rulebook,
  exceptions: readonly Exception[],
): Snapshot {
  const alone = examine([subject], subjectColumns([subject]), rulebook, normalize(subject.priorities), exceptions);
  const rejectedBy = alone.rejectedBy[0] ?? [];
  const openAt = alone.openAt[0] ?? [];
  const { ahead, of } = placeAmong(decision, subject, alone.scores.total[0] as number);
  return {
    standing: rejectedBy.length > 0 ? "ruled-out" : openAt.length > 0 ? "to-verify" : "ranked",
    rejectedBy,
    openAt,
    rank: ahead.length + 1,
    of,
    ahead,
    bill: billOf(subject),
    terms: contractTerms(subject),
  };
}

export const billOf = ({ estimate: { usdPerMonth, items } }: Subject): Bill => ({
  usdPerMonth,
  items: items.map((i) => ({ item: i.item, usdPerMonth: i.usdPerMonth.likely, basis: i.basis })),
});

/** The other models whose best deployment stands before this candidate. */
function placeAmong({ order, subjects, scores }: Decision, subject: Subject, total: number) {
  const place = order.findIndex((i) => subjects[i]?.candidate.id === subject.candidate.id);
  const own = subject.candidate.model.id;
  const seen = new Set<string>([own]);
  const ahead: string[] = [];
  for (const [n, i] of order.entries()) {
    const { id, model } = (subjects[i] as Subject).candidate;
    const isBefore = place >= 0 ? n < place : (scores.total[i] as number) > total;
    if (isBefore && !seen.has(model.id)) ahead.push(id);
    seen.add(model.id);
  }
  return { ahead, of: seen.size };
}
