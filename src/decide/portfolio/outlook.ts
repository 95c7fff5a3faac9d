import type { Range } from "../../quantity/range.ts";
import type { Option, Problem } from "./problem.ts";

/** What some lots may bring together, and what they pay for it at least. */
export interface Trade {
  readonly value: number;
  readonly usd: Range;
}

/** Beyond so many trades those that are alike are taken as one, at the better end of both. */
const TRADES = 32;

/**
 * What the lots that are still open may bring: every trade of value for money that no other beats. A platform that nobody uses yet is
 * paid for in equal parts by all open lots that could use it, so that the least of any choice is never above what it costs; what
 * lots may share besides is left out.
 */
export class Outlook {
  private readonly known = new Map<string, readonly Trade[]>();
  private readonly alone: readonly (number | null)[];
  /** USD a month of each platform once, for whoever comes to it later than somebody else to another. */
  private readonly entry: readonly Range[];

  constructor(
    private readonly problem: Problem,
    private readonly order: readonly number[],
    private readonly kept: readonly (readonly number[])[],
  ) {
    this.alone = aloneFixed(problem);
    this.entry = problem.platforms.map((_, p) =>
      entryFixed(problem, p).reduce(
        (sum, f) => added(sum, problem.fixed[f]?.usdPerMonth ?? FREE),
        problem.usdPerPlatform,
      ),
    );
  }

  /** Of the lots from `depth` on, where some platforms are in use already. Best first. */
  from(depth: number, isUsed: (platform: number) => boolean): readonly Trade[] {
    const used = this.problem.platforms.map((_, p) => (isUsed(p) ? 1 : 0)).join("");
    const key = `${depth} ${used}`;
    let trades = this.known.get(key);
    if (!trades) {
      trades = this.trades(this.order.slice(depth), (p) => used[p] === "1");
      this.known.set(key, trades);
    }
    return trades;
  }

  private trades(open: readonly number[], isUsed: (platform: number) => boolean): Trade[] {
    const { lots, platforms, fixed } = this.problem;
    const users = platforms.map((_, p) => open.filter((l) => lots[l]?.options.some((o) => o.platform === p)).length);
    const entry = this.entry.map((usd, p) => (isUsed(p) ? FREE : scaled(usd, 1 / Math.max(1, users[p] ?? 1))));
    let all: Trade[] = [{ value: 0, usd: FREE }];
    for (const l of open) {
      const { weight, options } = lots[l] as Problem["lots"][number];
      const own = (this.kept[l] ?? []).map((o): Trade => {
        const option = options[o] as Option;
        let usd = added(option.own, entry[option.platform] ?? FREE);
        for (const f of option.fixed) if (this.alone[f] === l) usd = added(usd, fixed[f]?.usdPerMonth ?? FREE);
        return { value: weight * option.value, usd };
      });
      const mine = efficient(own);
      all = fewer(
        efficient(all.flatMap((a) => mine.map((m) => ({ value: a.value + m.value, usd: added(a.usd, m.usd) })))),
      );
    }
    return all;
  }
}

/** The least that any of these trades costs. */
export const leastOf = (trades: readonly Trade[]): Range => ({
  low: Math.min(...trades.map((t) => t.usd.low)),
  likely: Math.min(...trades.map((t) => t.usd.likely)),
  high: Math.min(...trades.map((t) => t.usd.high)),
});

/** The most that one of these trades adds to a score, on top of a bill. */
export function mostOf({ billValue }: Problem, bill: Range, trades: readonly Trade[]): number {
  let most = Number.NEGATIVE_INFINITY;
  const free = billValue(bill);
  for (const { value, usd } of trades) {
    // Nobody further down brings more, even for nothing.
    if (value + free <= most) break;
    most = Math.max(most, value + billValue(added(bill, usd)));
  }
  return most;
}

export const added = (a: Range, b: Range): Range => ({
  low: a.low + b.low,
  likely: a.likely + b.likely,
  high: a.high + b.high,
});

const FREE: Range = { low: 0, likely: 0, high: 0 };

const scaled = ({ low, likely, high }: Range, by: number): Range => ({
  low: low * by,
  likely: likely * by,
  high: high * by,
});

/** The only lot that could need each fixed cost; null where several could. */
function aloneFixed({ lots, fixed }: Problem): (number | null)[] {
  const users = fixed.map(() => new Set<number>());
  lots.forEach(({ options }, l) => {
    for (const o of options) for (const f of o.fixed) users[f]?.add(l);
  });
  return users.map((u) => (u.size === 1 ? ([...u][0] ?? null) : null));
}

/** Fixed costs of everybody on a platform, in whatever lot, and of nobody else; those of a single lot are counted with it. */
function entryFixed(problem: Problem, platform: number): number[] {
  const all = problem.lots.flatMap((l) => l.options);
  const alone = aloneFixed(problem);
  const there = all.filter((o) => o.platform === platform);
  return (there[0]?.fixed ?? []).filter(
    (f) =>
      alone[f] === null &&
      there.every((o) => o.fixed.includes(f)) &&
      all.every((o) => o.platform === platform || !o.fixed.includes(f)),
  );
}

const atMost = (a: Range, b: Range): boolean => a.low <= b.low && a.likely <= b.likely && a.high <= b.high;

/** Trades that no other beats, those that bring most first. */
function efficient(trades: readonly Trade[]): Trade[] {
  const sorted = [...trades].sort((a, b) => b.value - a.value || a.usd.high - b.usd.high);
  const kept: Trade[] = [];
  for (const t of sorted) if (!kept.some((k) => atMost(k.usd, t.usd))) kept.push(t);
  return kept;
}

function fewer(trades: readonly Trade[]): Trade[] {
  const each = Math.ceil(trades.length / TRADES);
  if (each === 1) return [...trades];
  return Array.from({ length: Math.ceil(trades.length / each) }, (_, i): Trade => {
    const alike = trades.slice(i * each, (i + 1) * each);
    return { value: Math.max(...alike.map((t) => t.value)), usd: leastOf(alike) };
  });
}
