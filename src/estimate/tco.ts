import type { Candidate } from "../candidates/candidate.ts";
import { exactly, type Range, times } from "../quantity/range.ts";
import type { Organization, Workload } from "../requirements/requirements.ts";
import { apiCost } from "./api-estimate.ts";
import { type Bench, benchOf, type EstimateContext } from "./bench.ts";
import type { CostItem, Estimate, Remark } from "./estimate.ts";
import { hostingOf } from "./hosting.ts";
import { staffItems } from "./staff-cost.ts";

export type { EstimateContext } from "./bench.ts";

const benches = new WeakMap<EstimateContext, Bench[]>();

/** The bench of a workload, made once for each context, workload and organization. */
export function benchFor(workload: Workload, organization: Organization, context: EstimateContext): Bench {
  let known = benches.get(context);
  if (!known) {
    known = [];
    benches.set(context, known);
  }
  for (const bench of known) if (bench.workload === workload && bench.organization === organization) return bench;
  const bench = benchOf(workload, organization, context);
  known.push(bench);
  return bench;
}

/**
 * What a candidate costs and how fast it is for one workload: USD a month averaged over the lifetime, undiscounted, with
 * low to high; tokens per second of one stream. Unknown figures are null. Keep `context` the same object for many candidates.
 */
export function estimate(
  candidate: Candidate,
  workload: Workload,
  organization: Organization,
  context: EstimateContext,
): Estimate {
  const bench = benchFor(workload, organization, context);
  const { kind } = candidate.deployment;
  if (kind === "app") return unknown([{ code: "price-not-metered", args: {} }], null);
  if (kind === "vendor-api" || kind === "hosted-api") {
    const { items, remarks } = apiCost(bench, candidate);
    if (!items) return unknown(remarks, null);
    const all = items.concat(staffItems(bench, candidate, NO_NODES));
    return total(bench, all, remarks, largest(all), NOT_HOSTED);
  }
  const hosting = hostingOf(bench, candidate);
  if (!hosting.plan) return unknown(hosting.remarks, hosting.fits);
  const all = hosting.items.concat(staffItems(bench, candidate, hosting.nodes));
  const { binding } = hosting;
  const staffed = binding === "floor" && largest(all) === "staff";
  return total(bench, all, hosting.remarks, staffed ? "staff" : binding, hosting);
}

/** What no estimate of a candidate is below at its high end, USD a month: the people whom it takes before any machine runs. */
export function leastUsdPerMonth(
  candidate: Candidate,
  workload: Workload,
  organization: Organization,
  context: EstimateContext,
): number {
  if (candidate.deployment.kind === "app") return 0;
  const items = staffItems(benchFor(workload, organization, context), candidate, NO_NODES);
  return items.reduce((sum, item) => sum + item.usdPerMonth.high, 0);
}

const NO_NODES = exactly(0);
const NO_SPEED = { firstTokenSeconds: null, tokensPerSecond: null, speedBasis: null, speedSource: null } as const;

const NOT_HOSTED: Rest = { hardware: null, fits: null, ...NO_SPEED };

const unknown = (remarks: readonly Remark[], fits: boolean | null): Estimate => ({
  usdPerMonth: null,
  usdTotal: null,
  usdPerMtok: null,
  items: [],
  binding: null,
  hardware: null,
  fits,
  ...NO_SPEED,
  remarks,
});

type Rest = Pick<
  Estimate,
  "hardware" | "fits" | "firstTokenSeconds" | "tokensPerSecond" | "speedBasis" | "speedSource"
>;

function total(
  bench: Bench,
  items: readonly CostItem[],
  remarks: readonly Remark[],
  binding: string | null,
  rest: Rest,
): Estimate {
  const usdPerMonth = { low: 0, likely: 0, high: 0 };
  for (const { usdPerMonth: r } of items) {
    usdPerMonth.low += r.low;
    usdPerMonth.likely += r.likely;
    usdPerMonth.high += r.high;
  }
  const { traffic } = bench.workload;
  const perMonth = (bench.requestsPerMonth * bench.growthSum) / bench.months;
  const mtok = (perMonth * (traffic.inputTokens + traffic.outputTokens)) / 1e6;
  const usdPerMtok: Range | null = mtok > 0 ? times(usdPerMonth, 1 / mtok) : null;
  return {
    usdPerMonth,
    usdTotal: times(usdPerMonth, bench.months),
    usdPerMtok,
    items,
    binding,
    hardware: rest.hardware,
    fits: rest.fits,
    firstTokenSeconds: rest.firstTokenSeconds,
    tokensPerSecond: rest.tokensPerSecond,
    speedBasis: rest.speedBasis,
    speedSource: rest.speedSource,
    remarks,
  };
}

function largest(items: readonly CostItem[]): string | null {
  let top: CostItem | null = null;
  for (const item of items) if (!top || item.usdPerMonth.likely > top.usdPerMonth.likely) top = item;
  return top?.item ?? null;
}
