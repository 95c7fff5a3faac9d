import type { Candidate } from "../candidates/candidate.ts";
import type { Organization, Workload } from "../requirements/requirements.ts";
import type { EstimateContext } from "./bench.ts";
import { type Curve, curveOf } from "./curve.ts";
import { estimate } from "./tco.ts";

/** Where the cheaper of two ways changes. */
export interface BreakEven {
  /**
   * Requests a day from which the one that costs less at much traffic stays cheaper, up to ten times as many; null = never in
   * between, `from` says who is always cheaper.
   */
  readonly requestsPerDay: number | null;
  /** Whoever is cheaper above that traffic, or at every traffic. */
  readonly cheaperAbove: "first" | "second";
  /** It becomes dearer again further up: capacity is bought in steps. */
  readonly crossesAgain: boolean;
  /** The first month in which whoever starts dearer has spent no more in all; null = not within ten years. */
  readonly months: number | null;
  /** Whoever starts dearer; null where both start alike. */
  readonly dearerStart: "first" | "second" | null;
  /** The largest lines of the bill of whoever stays dearer, where `months` is null. */
  readonly driver: { readonly item: string; readonly usdPerMonth: number; readonly overUsd: number } | null;
}

const LEAST = 1;
const MOST = 1e8;
const PER_DECADE = 8;

/**
 * Break-even of two candidates for one workload: in traffic by a search over a logarithmic grid and bisection (self-hosting is a
 * step function, so there is no closed form), in months by cumulative cash. Null where one of them has no price.
 */
export function breakEven(
  first: Candidate,
  second: Candidate,
  workload: Workload,
  organization: Organization,
  context: EstimateContext,
): BreakEven | null {
  const time = byMonths(first, second, workload, organization, context);
  const volume = time && byVolume(first, second, workload, organization, context);
  if (!time || !volume) return null;
  const { months, dearerStart } = time;
  const dearer = dearerStart === "second" ? second : first;
  const other = dearerStart === "second" ? first : second;
  return {
    ...volume,
    ...time,
    driver: months === null ? driverOf(dearer, other, workload, organization, context) : null,
  };
}

/** The break-even in months alone. */
export function byMonths(
  first: Candidate,
  second: Candidate,
  workload: Workload,
  organization: Organization,
  context: EstimateContext,
): Pick<BreakEven, "months" | "dearerStart"> | null {
  const a = curveOf(first, workload, organization, context);
  const b = curveOf(second, workload, organization, context);
  if (!a || !b) return null;
  if (a.start === b.start) return { months: null, dearerStart: null };
  const isFirst = a.start > b.start;
  return { months: isFirst ? paidBack(a, b) : paidBack(b, a), dearerStart: isFirst ? "first" : "second" };
}

/** The first month (1 = the first) at whose end `dearer` has spent no more than `cheaper` in all. */
function paidBack(dearer: Curve, cheaper: Curve): number | null {
  let gap = dearer.start - cheaper.start;
  for (let i = 0; i < dearer.monthly.length; i++) {
    gap += (dearer.monthly[i] ?? 0) - (cheaper.monthly[i] ?? 0);
    if (gap <= 0) return i + 1;
  }
  return null;
}

function byVolume(
  first: Candidate,
  second: Candidate,
  workload: Workload,
  organization: Organization,
  context: EstimateContext,
): Pick<BreakEven, "requestsPerDay" | "cheaperAbove" | "crossesAgain"> | null {
  let isUnpriced = false;
  const gap = (requestsPerDay: number): number => {
    const at = { ...workload, traffic: { ...workload.traffic, requestsPerDay } };
    const [x, y] = [first, second].map((c) => estimate(c, at, organization, context).usdPerMonth?.likely ?? null);
    if (x === null || y === null || x === undefined || y === undefined) {
      isUnpriced = true;
      return 0;
    }
    return x - y;
  };
  const steps = Math.round(Math.log10(MOST / LEAST) * PER_DECADE);
  const grid = Array.from({ length: steps + 1 }, (_, i) => LEAST * 10 ** (i / PER_DECADE));
  const gaps: number[] = [];
  for (const q of grid) {
    gaps.push(gap(q));
    if (isUnpriced) return null;
  }
  const last = Math.sign(gaps.at(-1) ?? 0);
  const cheaperAbove = last <= 0 ? "first" : "second";
  const changes = gaps.flatMap((g, i) => (i > 0 && Math.sign(g) !== Math.sign(gaps[i - 1] ?? 0) ? [i] : []));
  // The first crossing after which whoever is cheaper at much traffic stays so for a decade.
  const settled = changes.find((i) => gaps.slice(i, i + PER_DECADE + 1).every((g) => Math.sign(g) === last));
  if (settled === undefined) return { requestsPerDay: null, cheaperAbove, crossesAgain: false };
  let [low, high] = [grid[settled - 1] ?? LEAST, grid[settled] ?? MOST];
  for (let k = 0; k < 30 && high / low > 1.001; k++) {
    const middle = Math.sqrt(low * high);
    if (Math.sign(gap(middle)) === last) high = middle;
    else low = middle;
  }
  return {
    requestsPerDay: Math.ceil(high),
    cheaperAbove,
    crossesAgain: changes.some((i) => i > settled),
  };
}

/** What keeps the dearer one dear: its largest line of the bill, and by how much that line alone exceeds the other's whole bill. */
function driverOf(
  dearer: Candidate,
  other: Candidate,
  workload: Workload,
  organization: Organization,
  context: EstimateContext,
): BreakEven["driver"] {
  const { items } = estimate(dearer, workload, organization, context);
  const bill = estimate(other, workload, organization, context).usdPerMonth?.likely ?? 0;
  const [top] = [...items].sort((x, y) => y.usdPerMonth.likely - x.usdPerMonth.likely);
  return top ? { item: top.item, usdPerMonth: top.usdPerMonth.likely, overUsd: top.usdPerMonth.likely - bill } : null;
}
