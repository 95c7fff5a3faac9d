import { type ContractTerms, TERM_PATHS } from "../rules/contract-terms.ts";
import type { FactValue } from "../rules/fact.ts";
import type { Case } from "./case.ts";
import type { Found } from "./finding.ts";
import type { Bill } from "./snapshot.ts";

/**
 * What is charged by somebody, line by line, and the whole bill: for the question of the baseline, so that other traffic is no drift.
 * Lines, because people dominate a bill and hide a price that doubled.
 */
export function priceDrift({ then }: Case, percent: number): Found[] {
  if (!then) return [];
  const missing = baselineLacks(then, then.bill, "bill");
  if (missing) return [missing];
  const { bill: old, billNow: now, day } = then;
  if (!now) return [{ code: "baseline-lacks", what: "question" }];
  const items = [...new Set([...quoted(old as Bill), ...quoted(now)])];
  const pairs: (readonly [string | null, number, number])[] = [
    ...(old?.usdPerMonth && now.usdPerMonth ? [[null, old.usdPerMonth.likely, now.usdPerMonth.likely] as const] : []),
    ...items.map((item) => [item, sumOf(old as Bill, item), sumOf(now, item)] as const),
  ];
  return pairs.flatMap(([item, a, b]): Found[] => {
    const moved = a === 0 ? (b === 0 ? 0 : Number.POSITIVE_INFINITY) : (100 * (b - a)) / a;
    if (Math.abs(moved) <= percent + ROUNDING) return [];
    return [{ code: "price-drift", item, old: a, new: b, percent: Number.isFinite(moved) ? moved : null, since: day }];
  });
}

/** Percent; left over from adding in another order. */
const ROUNDING = 1e-6;

const quoted = ({ items }: Bill): string[] => items.filter((i) => i.basis === "quoted").map((i) => i.item);
const sumOf = ({ items }: Bill, item: string): number =>
  items.filter((i) => i.item === item).reduce((sum, i) => sum + i.usdPerMonth, 0);

/** Licence and data terms that are others now; a term that the baseline was saved without is not compared. */
export function changedTerms({ then, now }: Case): Found[] {
  if (!then || !now) return [];
  const missing = baselineLacks(then, then.terms, "terms");
  if (missing) return [missing];
  const [old, today] = [then.terms as ContractTerms, now.terms];
  return TERM_PATHS.flatMap((term): Found[] => {
    const [a, b] = [old[term], today[term]];
    if (a === undefined || b === undefined || isSame(a, b)) return [];
    return [{ code: "term-changed", term, old: a, new: b, since: then.day }];
  });
}

const isSame = (a: FactValue, b: FactValue): boolean => JSON.stringify(a) === JSON.stringify(b);

function baselineLacks(then: NonNullable<Case["then"]>, part: unknown, what: "bill" | "terms"): Found | null {
  if (!then.hasWorkload) return { code: "baseline-lacks", what: "workload" };
  if (then.standing === null) return { code: "baseline-lacks", what: "candidate" };
  return part === null ? { code: "baseline-lacks", what } : null;
}

/** Another candidate ranks first. */
export function winnerChange({ then, decision }: Case): Found[] {
  if (!then) return [];
  if (!then.hasWorkload) return [{ code: "baseline-lacks", what: "workload" }];
  const first = decision.order[0];
  const now = first === undefined ? null : (decision.subjects[first]?.candidate.id ?? null);
  return now === then.winner
    ? []
    : [{ code: "winner-changed", old: then.winner, new: now, since: then.day, otherQuestion: !then.sameQuestion }];
}
