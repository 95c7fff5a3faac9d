import { type Claim, type Pool, poolUsd, replicasOf } from "../../estimate/sharing.ts";
import { plus, type Range } from "../../quantity/range.ts";

/** Something that costs the same however many shares of traffic use it: the staff of a platform, a model's evaluation. USD a month. */
export interface Fixed {
  readonly key: string;
  readonly usdPerMonth: Range;
}

/** One way to serve one share of the traffic. */
export interface Option {
  readonly candidate: string;
  /** Weighted value of the seven criteria that are no cost, and what rules add to the cost's; the bill's own is `Problem.billValue`. */
  readonly value: number;
  /** What only this share pays, USD a month. */
  readonly own: Range;
  /** Partner of a contract; null = the organization's own machines. */
  readonly vendor: number | null;
  readonly platform: number;
  /** Indices of `Problem.fixed`. */
  readonly fixed: readonly number[];
  readonly claim: Claim | null;
  /** What it consumes of a spend that is committed. */
  readonly metered: { readonly commitment: number; readonly usdPerMonth: Range } | null;
}

/** One share of the traffic; one option serves it. */
export interface Lot {
  readonly id: string;
  /** Weights of all lots sum to 1. */
  readonly weight: number;
  readonly options: readonly Option[];
}

/** Which option serves each lot, so that the whole scores most, costs that are shared counted once. */
export interface Problem {
  readonly lots: readonly Lot[];
  readonly fixed: readonly Fixed[];
  readonly vendors: readonly string[];
  readonly platforms: readonly string[];
  /** Contract and integration of each vendor, and of each platform, beyond the first. USD a month. */
  readonly usdPerVendor: Range;
  readonly usdPerPlatform: Range;
  /** Paid whether it is consumed or not; consumption beyond it is paid on top. */
  readonly commitments: readonly { readonly provider: string; readonly usdPerMonth: number }[];
  readonly mostVendors: number | null;
  readonly mostPlatforms: number | null;
  readonly mostUsdPerMonth: number | null;
  /** Value of the whole bill; never increases with it. */
  readonly billValue: (usdPerMonth: Range) => number;
}

/** Index of the option of each lot. */
export type Choice = readonly number[];

/** A plan's bill by what makes it, USD a month. */
export interface Bill {
  readonly usdPerMonth: Range;
  readonly own: Range;
  readonly fixed: Range;
  readonly pools: readonly PoolBill[];
  readonly onboarding: Range;
  readonly committed: Range;
  readonly vendors: readonly number[];
  readonly platforms: readonly number[];
}

export interface PoolBill {
  readonly pool: Pool;
  readonly devices: number;
  readonly replicas: number;
  readonly usdPerMonth: Range;
}

const NOTHING: Range = { low: 0, likely: 0, high: 0 };

export const optionsOf = ({ lots }: Problem, choice: Choice): Option[] =>
  choice.map((o, l) => lots[l]?.options[o] as Option);

/** What a choice costs, with what is shared counted once. */
export const billOf = (problem: Problem, choice: Choice): Bill => billOfOptions(problem, optionsOf(problem, choice));

/** Of some lots only it is the least that any choice with these options costs, but for what the others pay alone. */
export function billOfOptions(problem: Problem, chosen: readonly Option[]): Bill {
  const vendors = distinct(chosen.flatMap((o) => (o.vendor === null ? [] : [o.vendor])));
  const platforms = distinct(chosen.map((o) => o.platform));
  const own = plus(...chosen.map((o) => o.own));
  const fixed = plus(...distinct(chosen.flatMap((o) => o.fixed)).map((f) => problem.fixed[f]?.usdPerMonth ?? NOTHING));
  const pools = poolsOf(chosen.flatMap((o) => o.claim ?? []));
  const onboarding = plus(
    scaled(problem.usdPerVendor, vendors.length - 1),
    scaled(problem.usdPerPlatform, platforms.length - 1),
  );
  const committed = plus(
    ...problem.commitments.map(({ usdPerMonth: least }, c) => {
      const used = plus(...chosen.flatMap((o) => (o.metered?.commitment === c ? [o.metered.usdPerMonth] : [])));
      return { low: Math.max(least, used.low), likely: Math.max(least, used.likely), high: Math.max(least, used.high) };
    }),
  );
  return {
    usdPerMonth: plus(own, fixed, onboarding, committed, ...pools.map((p) => p.usdPerMonth)),
    own,
    fixed,
    pools,
    onboarding,
    committed,
    vendors,
    platforms,
  };
}

/** Members of a group share its replicas, groups share the accelerators of their pool. */
export function poolsOf(claims: readonly Claim[]): PoolBill[] {
  const groups = new Map<string, { claim: Claim; peak: number; average: number; spares: number }>();
  for (const claim of claims) {
    const g = groups.get(claim.group);
    if (!g) groups.set(claim.group, { claim, peak: claim.peak, average: claim.average, spares: claim.spares });
    else {
      g.peak += claim.peak;
      g.average += claim.average;
      g.spares = Math.max(g.spares, claim.spares);
    }
  }
  const pools = new Map<string, { pool: Pool; devices: number; replicas: number }>();
  for (const { claim, peak, average, spares } of groups.values()) {
    const replicas = replicasOf(peak, average, spares);
    const p = pools.get(claim.pool.key);
    if (!p) pools.set(claim.pool.key, { pool: claim.pool, devices: replicas * claim.devices, replicas });
    else {
      p.devices += replicas * claim.devices;
      p.replicas += replicas;
    }
  }
  return [...pools.values()].map((p) => ({ ...p, usdPerMonth: poolUsd(p.pool, p.devices) }));
}

/** What a choice scores: the values of its parts by their weights, and the value of the one bill. */
export const scoreOf = (problem: Problem, choice: Choice, bill: Bill = billOf(problem, choice)): number =>
  valueOfParts(problem, choice) + problem.billValue(bill.usdPerMonth);

export const valueOfParts = ({ lots }: Problem, choice: Choice): number =>
  choice.reduce((sum, o, l) => sum + (lots[l]?.weight ?? 0) * (lots[l]?.options[o]?.value ?? 0), 0);

/** Whether a bill keeps within the limits on vendors, platforms, machines and money. */
export function isAllowed(problem: Problem, { vendors, platforms, pools, usdPerMonth }: Bill): boolean {
  const { mostVendors, mostPlatforms, mostUsdPerMonth } = problem;
  return (
    (mostVendors === null || vendors.length <= mostVendors) &&
    (mostPlatforms === null || platforms.length <= mostPlatforms) &&
    pools.every(({ pool, devices }) => pool.most === null || devices <= pool.most) &&
    (mostUsdPerMonth === null || usdPerMonth.likely <= mostUsdPerMonth + 1e-6)
  );
}

/** A choice with what it scores and costs. */
export interface Solution {
  readonly choice: Choice;
  readonly score: number;
  readonly bill: Bill;
}

export function solutionOf(problem: Problem, choice: Choice): Solution {
  const bill = billOf(problem, choice);
  return { choice, bill, score: scoreOf(problem, choice, bill) };
}

/** Better first: more score (to 1e-9), then less money, then the order of the options. */
export function better(a: Solution, b: Solution): number {
  const byScore = Math.round((b.score - a.score) * 1e9);
  if (byScore !== 0) return byScore;
  const byUsd = Math.round((a.bill.usdPerMonth.likely - b.bill.usdPerMonth.likely) * 1e3);
  if (byUsd !== 0) return byUsd;
  const l = a.choice.findIndex((o, i) => o !== b.choice[i]);
  return l < 0 ? 0 : (a.choice[l] ?? 0) - (b.choice[l] ?? 0);
}

const distinct = (list: readonly number[]): number[] => [...new Set(list)].sort((a, b) => a - b);

const scaled = (r: Range, n: number): Range =>
  n <= 0 ? NOTHING : { low: r.low * n, likely: r.likely * n, high: r.high * n };
