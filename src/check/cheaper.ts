import type { Saved } from "../saved.ts";
import type { Case } from "./case.ts";

/** Another model whose price fell since the baseline and that is now cheaper at no lower quality. USD a month. */
export interface Fall {
  readonly id: string;
  readonly old: number;
  readonly new: number;
  /** Whole bill of the selected candidate less that of this one. */
  readonly saves: number;
  readonly since: string;
}

const TOLD = 2;

/** The dearest falls of more than `percent`, only where both answers are about the same question. */
export function cheaperElsewhere(
  { decision, now, then, subject, workload }: Case,
  saved: Saved | null,
  percent: number,
): Fall[] {
  const own = now?.bill.usdPerMonth?.likely ?? null;
  const index = subject?.quality.index ?? null;
  if (!saved || !then?.sameQuestion || own === null || index === null) return [];
  const before = new Map(saved.workloads.find((w) => w.id === workload.id)?.ranking.map((c) => [c.id, c]));
  const seen = new Set([subject?.candidate.model.id]);
  const falls = decision.order.flatMap((i): Fall[] => {
    const s = decision.subjects[i];
    const old = s && before.get(s.candidate.id);
    if (!s || !old || seen.has(s.candidate.model.id) || (s.quality.index ?? -1) < index) return [];
    const charged = s.estimate.items
      .filter((x) => x.basis === "quoted")
      .reduce((sum, x) => sum + x.usdPerMonth.likely, 0);
    const was = old.tco.items.filter((x) => x.basis === "quoted").reduce((sum, x) => sum + x.usdPerMonth, 0);
    const all = s.estimate.usdPerMonth?.likely ?? Number.POSITIVE_INFINITY;
    if (was <= 0 || (100 * (was - charged)) / was <= percent || all >= own) return [];
    seen.add(s.candidate.model.id);
    return [{ id: s.candidate.id, old: was, new: charged, saves: own - all, since: saved.today }];
  });
  return falls.sort((a, b) => b.saves - a.saves).slice(0, TOLD);
}
