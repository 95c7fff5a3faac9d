import { type Claim, type Pool, poolUsd, replicasOf } from "../../estimate/sharing.ts";
import type { Range } from "../../quantity/range.ts";
import type { Option, Problem } from "./problem.ts";

interface Group {
  readonly claim: Claim;
  members: number;
  peak: number;
  average: number;
  /** How many members want so many spares. */
  readonly spares: Map<number, number>;
}

interface Use {
  readonly pool: Pool;
  devices: number;
  usd: Range;
}

/** The bill of a choice that changes by one option at a time: `billOf` to rounding, without adding it all up again. */
export class Ledger {
  private readonly own = zero();
  private readonly fixed: Int32Array;
  private readonly vendors: Int32Array;
  private readonly platforms: Int32Array;
  private readonly metered: ReturnType<typeof zero>[];
  private readonly groups = new Map<string, Group>();
  private readonly pools = new Map<string, Use>();
  private vendorCount = 0;
  private platformCount = 0;

  constructor(private readonly problem: Problem) {
    this.fixed = new Int32Array(problem.fixed.length);
    this.vendors = new Int32Array(problem.vendors.length);
    this.platforms = new Int32Array(problem.platforms.length);
    this.metered = problem.commitments.map(zero);
  }

  /** Takes an option in (`sign` 1) or out (−1). */
  put(option: Option, sign: 1 | -1): void {
    add(this.own, option.own, sign);
    for (const f of option.fixed)
      if (turned(this.fixed, f, sign)) add(this.own, this.problem.fixed[f]?.usdPerMonth, sign);
    if (option.vendor !== null && turned(this.vendors, option.vendor, sign)) this.vendorCount += sign;
    if (turned(this.platforms, option.platform, sign)) this.platformCount += sign;
    if (option.metered) add(this.metered[option.metered.commitment], option.metered.usdPerMonth, sign);
    if (option.claim) this.claim(option.claim, sign);
  }

  private claim(claim: Claim, sign: 1 | -1): void {
    let group = this.groups.get(claim.group);
    if (!group) {
      group = { claim, members: 0, peak: 0, average: 0, spares: new Map() };
      this.groups.set(claim.group, group);
    }
    const before = devicesOf(group);
    group.members += sign;
    // Nobody left leaves no rounding behind.
    group.peak = group.members === 0 ? 0 : group.peak + sign * claim.peak;
    group.average = group.members === 0 ? 0 : group.average + sign * claim.average;
    group.spares.set(claim.spares, (group.spares.get(claim.spares) ?? 0) + sign);
    const change = devicesOf(group) - before;
    if (change === 0) return;
    let use = this.pools.get(claim.pool.key);
    if (!use) {
      use = { pool: claim.pool, devices: 0, usd: zero() };
      this.pools.set(claim.pool.key, use);
    }
    use.devices += change;
    use.usd = poolUsd(use.pool, use.devices);
  }

  usdPerMonth(): Range {
    const sum = zero();
    add(sum, this.own, 1);
    const { usdPerVendor, usdPerPlatform, commitments } = this.problem;
    add(sum, usdPerVendor, Math.max(0, this.vendorCount - 1));
    add(sum, usdPerPlatform, Math.max(0, this.platformCount - 1));
    commitments.forEach(({ usdPerMonth: least }, c) => {
      const used = this.metered[c] ?? sum;
      for (const end of ENDS) sum[end] += Math.max(least, used[end]);
    });
    for (const { usd } of this.pools.values()) add(sum, usd, 1);
    return sum;
  }

  /** Whether somebody uses this platform. */
  isOn(platform: number): boolean {
    return (this.platforms[platform] ?? 0) > 0;
  }

  /** As `isAllowed` of the bill. */
  isAllowed(usd: Range): boolean {
    const { mostVendors, mostPlatforms, mostUsdPerMonth } = this.problem;
    if (mostVendors !== null && this.vendorCount > mostVendors) return false;
    if (mostPlatforms !== null && this.platformCount > mostPlatforms) return false;
    for (const { pool, devices } of this.pools.values()) if (pool.most !== null && devices > pool.most) return false;
    return mostUsdPerMonth === null || usd.likely <= mostUsdPerMonth + 1e-6;
  }
}

const ENDS = ["low", "likely", "high"] as const;

const zero = (): { low: number; likely: number; high: number } => ({ low: 0, likely: 0, high: 0 });

function add(to: ReturnType<typeof zero> | undefined, usd: Range | undefined, factor: number): void {
  if (!to || !usd) return;
  to.low += factor * usd.low;
  to.likely += factor * usd.likely;
  to.high += factor * usd.high;
}

/** Whether this is the first that comes or the last that goes. */
function turned(counts: Int32Array, i: number, sign: 1 | -1): boolean {
  const n = (counts[i] ?? 0) + sign;
  counts[i] = n;
  return n === (sign === 1 ? 1 : 0);
}

function devicesOf({ claim, members, peak, average, spares }: Group): number {
  if (members === 0) return 0;
  let most = 0;
  for (const [spare, count] of spares) if (count > 0 && spare > most) most = spare;
  return replicasOf(peak, average, most) * claim.devices;
}
