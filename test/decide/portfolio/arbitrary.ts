import type { Option, Problem } from "../../../src/decide/portfolio/problem.ts";
import type { Pool } from "../../../src/estimate/sharing.ts";
import type { Range } from "../../../src/quantity/range.ts";

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface Size {
  readonly lots: number;
  readonly options: number;
  readonly limited?: boolean;
}

/** A portfolio with vendors, platforms, pools, staff and commitments that lots share; everything in proportions of real ones. */
export function problemOf(seed: number, { lots, options, limited = false }: Size): Problem {
  const random = randomOf(seed);
  const whole = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  const around = (usd: number): Range => {
    const likely = usd * (0.5 + random());
    return { low: likely * (0.6 + 0.3 * random()), likely, high: likely * (1.1 + 0.5 * random()) };
  };
  const vendors = ["a", "b", "c", "d", "e"];
  const platforms = ["vendor-api", "hosted-api", "cloud-gpu", "on-premises"];
  const pools: Pool[] = ["x", "y", "z"].map((name, i) => ({
    key: name,
    accelerator: name,
    step: i === 0 ? 1 : whole(1, 8),
    usdPerStep: around(i === 0 ? 150 : 2500),
    owned: i === 0 ? whole(0, 8) : 0,
    usdPerBought: i === 0 ? around(900) : { low: 0, likely: 0, high: 0 },
    most: i === 0 && random() < 0.3 ? whole(8, 16) : null,
    perNode: 8,
    staffPerNode: around(900),
  }));
  const staff = platforms.map((key, i) => ({
    key: `staff ${key}`,
    usdPerMonth: around([1800, 3600, 18_000, 30_000][i] ?? 0),
  }));
  const fixed = [...staff];
  const weights = Array.from({ length: lots }, () => 0.2 + random());
  const sum = weights.reduce((a, b) => a + b, 0);
  const made = weights.map((w, l) => ({
    id: `lot-${l}`,
    weight: w / sum,
    options: Array.from({ length: options }, (_, o): Option => {
      const platform = whole(0, 3);
      const model = whole(0, Math.max(3, Math.floor(options / 3)));
      const isOwn = platform >= 2;
      const pool = pools[platform === 3 ? 0 : whole(1, 2)] as Pool;
      const devices = 2 ** whole(0, 2);
      const peak = 3 * random();
      const evaluation = `evaluation ${l} ${model}`;
      let f = fixed.findIndex((x) => x.key === evaluation);
      if (f < 0) f = fixed.push({ key: evaluation, usdPerMonth: around(1500) }) - 1;
      return {
        candidate: `model-${model}@${platform}-${o}`,
        value: 0.75 * random(),
        own: around(isOwn ? 20 : 4000 * random()),
        vendor: isOwn ? null : whole(0, vendors.length - 1),
        platform,
        fixed: [platform, f],
        claim: isOwn
          ? {
              pool,
              group: `${pool.key} ${model} ${devices}`,
              devices,
              peak,
              average: peak * random(),
              spares: whole(0, 1),
            }
          : null,
        metered: !isOwn && random() < 0.3 ? { commitment: 0, usdPerMonth: around(1500) } : null,
      };
    }),
  }));
  const [low, high] = [Math.log(200 * lots), Math.log(60_000 * lots)];
  const read = (usd: number): number => Math.min(1, Math.max(0, (high - Math.log(Math.max(usd, 1))) / (high - low)));
  return {
    lots: made,
    fixed,
    vendors,
    platforms,
    usdPerVendor: around(1200),
    usdPerPlatform: around(800),
    commitments: [{ provider: "p", usdPerMonth: 2000 * random() }],
    mostVendors: limited ? whole(1, 3) : null,
    mostPlatforms: limited ? whole(1, 3) : null,
    mostUsdPerMonth: limited && random() < 0.3 ? 30_000 * lots * random() : null,
    billValue: (usd) => 0.25 * (0.75 * read(usd.high) + 0.25 * read(usd.low)),
  };
}
