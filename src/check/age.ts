import { daysBetween } from "../quantity/day.ts";
import type { Case } from "./case.ts";
import type { Found } from "./finding.ts";
import { stalePrices } from "./stale-prices.ts";

/** The newest result behind the quality for this task; older ones beside it do no harm. */
export function evidenceAge({ subject, today }: Case, days: number): Found[] {
  if (!subject) return [];
  const { evidence } = subject.quality;
  const dated = evidence.flatMap(({ benchmark, date }) => (date === null ? [] : [{ benchmark, date }]));
  const newest = dated.sort((a, b) => (a.date < b.date ? 1 : -1))[0];
  if (!newest) return [{ code: "evidence-none", results: evidence.length }];
  const age = daysBetween(newest.date, today);
  return age > days ? [{ code: "evidence-old", ...newest, days: age }] : [];
}

export function priceAge({ subject, today, catalog }: Case, days: number): Found[] {
  if (!subject) return [];
  const { candidate, estimate } = subject;
  const { provider, endpoint } = candidate.deployment;
  const ranked = {
    id: candidate.id,
    model: candidate.model,
    deployment: {
      kind: candidate.deployment.kind,
      provider: provider?.id ?? null,
      endpoint: endpoint?.id ?? null,
      hardware: estimate.hardware,
    },
  };
  return stalePrices([ranked], catalog, today, days).map(({ checked, ageDays, source }) => ({
    code: "prices-old",
    checked,
    days: ageDays,
    source,
  }));
}
