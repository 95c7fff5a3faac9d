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
  /** Where it is cheaper below already, but not for long: capacity is bought in steps. */
  readonly cheaperBefore: readonly Stretch[];
  /** Where it becomes dearer again further up. */
  readonly dearerAfter: readonly Stretch[];
  /** The first month in which whoever starts dearer has spent no more in all; null = not within ten years. */
  readonly months: number | null;
  /** Whoever starts dearer; null where both start alike. */
  readonly dearerStart: "first" | "second" | null;
  /** The largest lines of the bill of whoever stays dearer, where `months` is null. */
  readonly driver: { readonly item: string; readonly usdPerMonth: number; readonly overUsd: number } | null;
}

/** Requests a day, from and to. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

const LEAST = 1;
const MOST = 1e8;
const PER_DECADE = 8;
const DECADE = 10;
/** Around a crossing, traffic is looked at in steps of a hundredth. */
const FINE = 1.01;

/**
 * Break-even of two candidates for one workload: in traffic by a search over a logarithmic grid, finer where bills come close, and
 * bisection (self-hosting is a step function, so there is no closed form), in months by cumulative cash. Null where one of them has no price.
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
): Pick<BreakEven, "requestsPerDay" | "cheaperAbove" | "cheaperBefore" | "dearerAfter"> | null {
  let isUnpriced = false;
  const at = (q: number): Point => {
    const w = { ...workload, traffic: { ...workload.traffic, requestsPerDay: q } };
    const [x, y] = [first, second].map((c) => estimate(c, w, organization, context).usdPerMonth?.likely);
    if (x === undefined || y === undefined) isUnpriced = true;
    return { q, first: x ?? 0, second: y ?? 0, sign: Math.sign((x ?? 0) - (y ?? 0)) };
  };
  const steps = Math.round(Math.log10(MOST / LEAST) * PER_DECADE);
  let points: Point[] = [];
  for (let i = 0; i <= steps; i++) {
    points.push(at(LEAST * 10 ** (i / PER_DECADE)));
    if (isUnpriced) return null;
  }
  const last = points.at(-1)?.sign ?? 0;
  const cheaperAbove = last <= 0 ? "first" : "second";
  for (;;) {
    const settled = settledAt(points, last);
    if (settled === null) return { requestsPerDay: null, cheaperAbove, cheaperBefore: [], dearerAfter: [] };
    const [before, after] = [points[settled - 1] as Point, points[settled] as Point];
    const finer = points.flatMap((p, i) => {
      const next = points[i + 1];
      const isNear = next && p.q >= before.q / DECADE && p.q <= DECADE * after.q && next.q / p.q > FINE;
      return isNear && mayCross(p, next) ? [p, at(Math.sqrt(p.q * next.q))] : [p];
    });
    if (finer.length > points.length) {
      points = finer;
      continue;
    }
    const changes = changesOf(points, last);
    const crossings = changes.map((i) => crossingOf(points[i - 1] as Point, points[i] as Point, last, at));
    const above = changes.indexOf(settled);
    const wasCheaper = points[0]?.sign === last;
    return {
      requestsPerDay: Math.ceil(crossings[above] as number),
      cheaperAbove,
      cheaperBefore: stretches(wasCheaper ? [LEAST, ...crossings.slice(0, above)] : crossings.slice(0, above)),
      dearerAfter: stretches(crossings.slice(above + 1)),
    };
  }
}

/** Where the cheaper one changes between two neighbours, by bisection: the first traffic known to be beyond. */
function crossingOf(before: Point, after: Point, last: number, at: (q: number) => Point): number {
  const isAfter = after.sign === last;
  let [low, high] = [before.q, after.q];
  while (high / low > 1.001) {
    const middle = Math.sqrt(low * high);
    if ((at(middle).sign === last) === isAfter) high = middle;
    else low = middle;
  }
  return high;
}

const stretches = (ends: readonly number[]): Stretch[] =>
  ends.flatMap((from, i) => (i % 2 === 0 ? [{ from: Math.round(from), to: Math.round(ends[i + 1] as number) }] : []));

/** Both bills at some traffic, and who is cheaper there: -1 = the first. */
interface Point {
  readonly q: number;
  readonly first: number;
  readonly second: number;
  readonly sign: number;
}

/** Points at which the one that is cheaper at much traffic begins or ceases to be so. */
const changesOf = (points: readonly Point[], last: number): number[] =>
  points.flatMap(({ sign }, i) => (i > 0 && (sign === last) !== (points[i - 1]?.sign === last) ? [i] : []));

/** The first crossing after which whoever is cheaper at much traffic stays so for a decade; null = there is none. */
function settledAt(points: readonly Point[], last: number): number | null {
  const found = changesOf(points, last).find((i) => {
    const from = points[i] as Point;
    return points.every(({ q, sign }) => q < from.q || q > DECADE * from.q || sign === last);
  });
  return found ?? null;
}

/** Bills do not fall as traffic grows: between two points one stays cheaper for sure if its bill at the end is below the other's at the start. */
function mayCross(a: Point, b: Point): boolean {
  if (a.sign !== b.sign) return true;
  return a.sign <= 0 ? b.first > a.second : b.second > a.first;
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
