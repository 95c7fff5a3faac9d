import type { AssumptionsFile } from "../catalog/schema/assumptions.ts";
import { assumptionsOf } from "../estimate/assumption.ts";
import { multiply, plus, type Range, times } from "../quantity/range.ts";
import type { SavedCandidate, SavedItem } from "../saved.ts";

/** What it costs to leave one candidate for another: once, and every month. Unknown figures are null. */
export interface Switching {
  readonly from: string;
  readonly to: string;
  /** Engineer-weeks of evaluation, integration and migration at their salary; 0 where the model stays. */
  readonly evaluationUsd: Range;
  /** The exit line of the bill of the one that is left. */
  readonly exitUsd: Range | null;
  /** Tuning the new model as the old one was; null where nothing is tuned. */
  readonly tuningUsd: Range | null;
  /** All of these that are known. */
  readonly onceUsd: Range;
  /** Monthly bills, and by how much the new one is dearer. */
  readonly usdPerMonth: { readonly old: number; readonly new: number; readonly difference: number } | null;
  /** Months after which the lower bill has paid for the switch; null where it is not lower. */
  readonly paysBackMonths: number | null;
}

export function switching(
  from: SavedCandidate,
  to: SavedCandidate,
  months: number,
  assumptions: Pick<AssumptionsFile, "values">,
  overrides: Readonly<Record<string, number>>,
): Switching {
  const a = assumptionsOf(assumptions, overrides);
  const isSameModel = from.model.id === to.model.id;
  const weekly = times(a.range("loadedSalary"), 1 / a.likely("weeksPerYear"));
  const evaluationUsd = isSameModel ? NOTHING : multiply(a.range("evaluationWeeks"), weekly);
  const exitUsd = once(from.tco.items, "exit", months);
  const tuningUsd = isSameModel ? null : once(to.tco.items, "fine-tuning", months);
  const onceUsd = plus(evaluationUsd, exitUsd ?? NOTHING, tuningUsd ?? NOTHING);
  const [old, now] = [from.tco.usdPerMonth?.likely, to.tco.usdPerMonth?.likely];
  const usdPerMonth = old === undefined || now === undefined ? null : { old, new: now, difference: now - old };
  return {
    from: from.id,
    to: to.id,
    evaluationUsd,
    exitUsd,
    tuningUsd,
    onceUsd,
    usdPerMonth,
    paysBackMonths: usdPerMonth && usdPerMonth.difference < 0 ? onceUsd.likely / -usdPerMonth.difference : null,
  };
}

const NOTHING: Range = { low: 0, likely: 0, high: 0 };

/** One-off work is spread over the lifetime in the bill. */
function once(items: readonly SavedItem[], name: string, months: number): Range | null {
  const item = items.find((i) => i.item === name);
  if (!item) return null;
  const { usdPerMonth: x, range } = item;
  return times(range ?? { low: x, likely: x, high: x }, months);
}
