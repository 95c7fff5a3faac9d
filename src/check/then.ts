import { fieldDiffs } from "../catalog/diff.ts";
import type { Basis } from "../catalog/schema/common.ts";
import { Failure } from "../failure.ts";
import { checkLayer } from "../requirements/check-layer.ts";
import type { Workload } from "../requirements/requirements.ts";
import { type Defaults, type Settled, settle } from "../requirements/settle.ts";
import { settledFile } from "../requirements/settled-file.ts";
import type { ContractTerms } from "../rules/contract-terms.ts";
import type { Saved, SavedBill, SavedWorkload } from "../saved.ts";
import type { Then } from "./case.ts";
import type { Bill } from "./snapshot.ts";

/** What a baseline says of a workload and of the candidate that is selected for it now; today's bill is asked of `billOn`. */
export function thenOf(
  saved: Saved,
  workload: Workload,
  selected: string,
  settled: Settled,
  oldSettled: Settled | null,
  billOn: (settled: Settled, workload: Workload) => Bill | null,
): Then {
  const then = saved.workloads.find((w) => w.id === workload.id);
  const row = then && (chosenIn(then, selected) ?? rankedIn(then, selected));
  const old = oldSettled?.requirements.workloads.find((w) => w.id === workload.id) ?? null;
  return {
    day: saved.today,
    hasWorkload: then !== undefined,
    winner: then?.winner ?? null,
    standing: row?.standing ?? (then ? standingOnly(then, selected) : null),
    bill: row ? plainBill(row.tco) : null,
    terms: (row?.terms ?? null) as ContractTerms | null,
    sameQuestion: isSameQuestion(saved, settled, workload),
    billNow: oldSettled && old ? billOn(oldSettled, old) : null,
  };
}

/** The requirements of a baseline as they would be read today; null where they cannot be. */
export function settleSaved(saved: Saved, defaults: Defaults): Settled | null {
  try {
    const layer = { origin: "file" as const, value: saved.requirements, locate: () => ({ file: "baseline" }) };
    checkLayer(layer);
    return settle([layer], defaults);
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

const chosenIn = ({ selected }: SavedWorkload, id: string) => (selected?.id === id ? selected : null);

function rankedIn({ ranking }: SavedWorkload, id: string) {
  const found = ranking.find((c) => c.id === id);
  return found ? { standing: "ranked" as const, tco: found.tco, terms: found.terms } : null;
}

function standingOnly({ toVerify, ruledOut }: SavedWorkload, id: string): Then["standing"] {
  if (toVerify.some((c) => c.id === id)) return "to-verify";
  return ruledOut.some((c) => c.id === id) ? "ruled-out" : null;
}

const plainBill = ({ usdPerMonth, items }: SavedBill): Bill => ({
  usdPerMonth,
  items: items.map((i) => ({ item: i.item, usdPerMonth: i.usdPerMonth, basis: (i.basis ?? "assumed") as Basis })),
});

/** Selection, limits and exceptions decide nothing about who ranks where. */
function isSameQuestion(saved: Saved, { requirements }: Settled, { id }: Workload): boolean {
  const part = (file: unknown) => {
    const { organization, workloads, priorities, assumptions } = file as ReturnType<typeof settledFile>;
    return { organization, workload: workloads.find((w) => w.id === id), priorities, assumptions };
  };
  return fieldDiffs(part(saved.requirements), part(settledFile(requirements))).length === 0;
}
