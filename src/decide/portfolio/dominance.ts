import { type Pool, poolUsd, replicasOf } from "../../estimate/sharing.ts";
import { plus, type Range } from "../../quantity/range.ts";
import type { Option, Problem } from "./problem.ts";
import { type Price, scoreOfUsd } from "./program.ts";

/** Options of a lot that no other option of it beats whatever the other lots choose; of equals the first. */
export function undominated(problem: Problem, lot: number): number[] {
  const options = problem.lots[lot]?.options ?? [];
  const isPrivate = privateVendors(problem, lot);
  const byValue = options.map((_, o) => o).sort((a, b) => valueOf(options, b) - valueOf(options, a) || a - b);
  const kept: number[] = [];
  for (const o of byValue) {
    const option = options[o] as Option;
    if (!kept.some((k) => dominates(options[k] as Option, option, isPrivate))) kept.push(o);
  }
  // Of those with one value the later may dominate the earlier.
  return kept
    .filter((o) => !kept.some((k) => k !== o && strictly(options[k] as Option, options[o] as Option, isPrivate)))
    .sort((a, b) => a - b);
}

const valueOf = (options: readonly Option[], o: number): number => options[o]?.value ?? 0;

const strictly = (a: Option, b: Option, isPrivate: (vendor: number) => boolean): boolean =>
  dominates(a, b, isPrivate) && !dominates(b, a, isPrivate);

/** Vendors that no other lot could use: which of them it is makes no difference. */
function privateVendors({ lots }: Problem, lot: number): (vendor: number) => boolean {
  let count = known.get(lots);
  if (!count) {
    count = new Map();
    for (const { options } of lots)
      for (const v of new Set(options.map((o) => o.vendor))) if (v !== null) count.set(v, (count.get(v) ?? 0) + 1);
    known.set(lots, count);
  }
  const inLots = count;
  const own = new Set(lots[lot]?.options.map((o) => o.vendor));
  return (vendor) => (inLots.get(vendor) ?? 0) === (own.has(vendor) ? 1 : 0);
}

/** In how many lots somebody is of each vendor. */
const known = new WeakMap<Problem["lots"], Map<number, number>>();

function dominates(a: Option, b: Option, isPrivate: (vendor: number) => boolean): boolean {
  return (
    a.value >= b.value &&
    atMost(a.own, b.own) &&
    a.platform === b.platform &&
    (a.vendor === null || a.vendor === b.vendor || (b.vendor !== null && isPrivate(b.vendor))) &&
    a.fixed.every((f) => b.fixed.includes(f)) &&
    claimsNoMore(a, b) &&
    (a.metered === null ||
      (a.metered.commitment === b.metered?.commitment && atMost(a.metered.usdPerMonth, b.metered.usdPerMonth)))
  );
}

function claimsNoMore({ claim: a }: Option, { claim: b }: Option): boolean {
  if (a === null || b === null) return a === null;
  return a.group === b.group && a.peak <= b.peak && a.average <= b.average && a.spares <= b.spares;
}

const atMost = (a: Range, b: Range): boolean => a.low <= b.low && a.likely <= b.likely && a.high <= b.high;

/**
 * Options that may be in a best choice at this price: whoever would score less paying only what it cannot share than another
 * paying for everything alone may not. Limits can forbid the exchange; then all stay.
 */
export function reduced(problem: Problem, kept: readonly (readonly number[])[], price: Price): number[][] {
  const { lots, mostVendors, mostPlatforms, mostUsdPerMonth } = problem;
  const isScarce = lots.some((l) => l.options.some((o) => o.claim !== null && o.claim.pool.most !== null));
  if (mostVendors !== null || mostPlatforms !== null || mostUsdPerMonth !== null || isScarce)
    return kept.map((open) => [...open]);
  return lots.map(({ weight, options }, l) => {
    const open = kept[l] ?? [];
    const at = (o: number) => options[o] as Option;
    const sure = Math.max(...open.map((o) => weight * at(o).value - scoreOfUsd(aloneUsd(problem, at(o)), price)));
    return open.filter((o) => weight * at(o).value - scoreOfUsd(at(o).own, price) >= sure);
  });
}

/** The most that an option can add to a bill: it shares nothing, and is the one for whom one more of each is needed. */
function aloneUsd(problem: Problem, { own, fixed, claim, vendor, metered }: Option): Range {
  return plus(
    own,
    ...fixed.map((f) => problem.fixed[f]?.usdPerMonth ?? FREE),
    problem.usdPerPlatform,
    vendor === null ? FREE : problem.usdPerVendor,
    metered?.usdPerMonth ?? FREE,
    claim ? dearest(claim.pool, replicasOf(claim.peak, claim.average, claim.spares) * claim.devices) : FREE,
  );
}

const FREE: Range = { low: 0, likely: 0, high: 0 };

const dearest = (pool: Pool, devices: number): Range =>
  poolUsd({ ...pool, owned: 0 }, devices + Math.max(pool.step, pool.perNode) - 1);
