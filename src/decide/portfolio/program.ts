import type { Claim, Pool } from "../../estimate/sharing.ts";
import type { Range } from "../../quantity/range.ts";
import type { Choice, Option, Problem } from "./problem.ts";

/** A mixed-integer program: the most of the gains times the columns, within the bounds of rows and columns. */
export interface Program {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** The choice that a solution stands for. */
  readonly read: (values: ArrayLike<number>) => Choice;
}

export interface Column {
  /** Score of one unit, what it costs taken off. */
  readonly gain: number;
  readonly most: number;
  readonly least: number;
  readonly isWhole: boolean;
}

export interface Row {
  readonly least: number;
  readonly most: number;
  readonly columns: readonly number[];
  readonly factors: readonly number[];
}

/** Score that a dollar a month takes, at either end of the bill. */
export interface Price {
  readonly low: number;
  readonly high: number;
}

const FREE: Range = { low: 0, likely: 0, high: 0 };
const NO_END = Number.POSITIVE_INFINITY;
/** Money that does not count still breaks ties. */
const TIE = 1e-13;

export const scoreOfUsd = (usd: Range, { low, high }: Price): number =>
  low * usd.low + high * usd.high + TIE * usd.likely;

/**
 * The portfolio as a mixed-integer program at one price of a dollar, over the options `kept` of each lot. One column an option, one
 * for all that is shared: it costs once and has to be there for whoever uses it. Replicas, rented steps and nodes are whole numbers.
 */
export function programOf(problem: Problem, kept: readonly (readonly number[])[], price: Price): Program {
  const p = new Builder(price);
  const chosen: User[][] = problem.lots.map((lot, l) => {
    const users = (kept[l] ?? []).map((o): User => {
      const option = lot.options[o] as Option;
      const column = p.column({ gain: lot.weight * option.value, usd: option.own, most: 1, isWhole: true });
      return { column, option, lot: l, place: o };
    });
    p.row(
      users.map((u) => [u.column, 1]),
      1,
      1,
    );
    return users;
  });
  const everybody = chosen.flat();
  const users = usersOf(everybody, (o) => o.fixed);
  problem.fixed.forEach((f, i) => {
    shared(p, users.get(i) ?? [], f.usdPerMonth);
  });
  const ofVendor = usersOf(everybody, (o) => (o.vendor === null ? [] : [o.vendor]));
  counted(p, ofVendor, problem.vendors, problem.usdPerVendor, problem.mostVendors);
  const ofPlatform = usersOf(everybody, (o) => [o.platform]);
  counted(p, ofPlatform, problem.platforms, problem.usdPerPlatform, problem.mostPlatforms);
  machines(p, everybody);
  problem.commitments.forEach(({ usdPerMonth }, c) => {
    const users = everybody.filter((u) => u.option.metered?.commitment === c);
    for (const end of ["low", "likely", "high"] as const)
      p.atLeast(
        p.column({ usd: { ...FREE, [end]: 1 }, least: usdPerMonth }),
        users.map((u) => [u.column, u.option.metered?.usdPerMonth[end] ?? 0]),
      );
  });
  if (problem.mostUsdPerMonth !== null) p.limit(problem.mostUsdPerMonth);
  return {
    columns: p.columns,
    rows: p.rows,
    read: (values) =>
      chosen.map(
        (users) => users.reduce((top, u) => ((values[u.column] ?? 0) > (values[top.column] ?? 0) ? u : top)).place,
      ),
  };
}

/** One option of one lot in the program. */
interface User {
  readonly column: number;
  readonly option: Option;
  readonly lot: number;
  readonly place: number;
}

/** Who uses each of the things that may be shared. */
function usersOf(everybody: readonly User[], uses: (o: Option) => readonly number[]): Map<number, User[]> {
  const users = new Map<number, User[]>();
  for (const u of everybody)
    for (const thing of uses(u.option)) {
      const those = users.get(thing);
      if (those) those.push(u);
      else users.set(thing, [u]);
    }
  return users;
}

/** A column that is 1 where anybody chooses an option of these; null where nobody could. */
function shared(p: Builder, users: readonly User[], usd: Range): number | null {
  if (users.length === 0) return null;
  const column = p.column({ usd, most: 1 });
  for (const list of grouped(users, (u) => String(u.lot)))
    p.atLeast(
      column,
      list.map((u) => [u.column, 1]),
    );
  return column;
}

/** Of vendors or platforms the first is free, and there may be no more than `most`. */
function counted(
  p: Builder,
  users: ReadonlyMap<number, readonly User[]>,
  names: readonly string[],
  usd: Range,
  most: number | null,
): void {
  const columns = names.flatMap((_, i) => shared(p, users.get(i) ?? [], usd) ?? []);
  if (columns.length === 0) return;
  const first = p.column({ usd: { low: -usd.low, likely: -usd.likely, high: -usd.high }, most: 1 });
  p.row([...columns.map((c) => [c, -1] as const), [first, 1]], -NO_END, 0);
  if (most !== null)
    p.row(
      columns.map((c) => [c, 1]),
      -NO_END,
      most,
    );
}

/** Replicas for what the members of each group bring, accelerators of each pool for its groups. */
function machines(p: Builder, users: readonly User[]): void {
  const claimants = users.flatMap((u) => (u.option.claim ? [{ ...u, claim: u.option.claim }] : []));
  const devices = new Map<string, { readonly pool: Pool; readonly parts: (readonly [number, number])[] }>();
  for (const group of grouped(claimants, (u) => u.claim.group)) {
    const { pool, devices: each } = (group[0] as { claim: Claim }).claim;
    const parts = devices.get(pool.key)?.parts ?? [];
    devices.set(pool.key, { pool, parts });
    const working = p.column({ isWhole: true });
    parts.push([working, each]);
    for (const of of ["peak", "average"] as const)
      p.atLeast(
        working,
        group.map((u) => [u.column, u.claim[of]]),
      );
    const lots = grouped(group, (u) => String(u.lot));
    for (const list of lots)
      p.atLeast(
        working,
        list.map((u) => [u.column, 1]),
      );
    if (group.every((u) => u.claim.spares === 0)) continue;
    const spare = p.column({});
    parts.push([spare, each]);
    for (const list of lots)
      p.atLeast(
        spare,
        list.map((u) => [u.column, u.claim.spares]),
      );
  }
  for (const { pool, parts } of devices.values()) {
    if (pool.most !== null) p.row(parts, -NO_END, pool.most);
    p.atLeast(p.column({ usd: pool.usdPerStep, isWhole: true }), parts, pool.step);
    p.atLeast(p.column({ usd: pool.staffPerNode, isWhole: true }), parts, pool.perNode);
    if (pool.usdPerBought.high > 0) p.atLeast(p.column({ usd: pool.usdPerBought }), parts, 1, -pool.owned);
  }
}

function grouped<T>(list: readonly T[], key: (x: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const x of list) {
    const g = groups.get(key(x));
    if (g) g.push(x);
    else groups.set(key(x), [x]);
  }
  return [...groups.values()];
}

type Entry = readonly [column: number, factor: number];

class Builder {
  readonly columns: Column[] = [];
  readonly rows: Row[] = [];
  private readonly likelyUsd: number[] = [];

  constructor(private readonly price: Price) {}

  column({
    gain = 0,
    usd = FREE,
    most = NO_END,
    least = 0,
    isWhole = false,
  }: Partial<Column> & { readonly usd?: Range }): number {
    this.likelyUsd.push(usd.likely);
    return this.columns.push({ gain: gain - scoreOfUsd(usd, this.price), most, least, isWhole }) - 1;
  }

  row(entries: readonly Entry[], least: number, most: number): void {
    this.rows.push({ least, most, columns: entries.map((e) => e[0]), factors: entries.map((e) => e[1]) });
  }

  /** factor · column ≥ sum of the parts + offset */
  atLeast(column: number, parts: readonly Entry[], factor = 1, offset = 0): void {
    this.row([...parts.map(([c, f]) => [c, -f] as const), [column, factor]], offset, NO_END);
  }

  /** The likely bill may be `most`. */
  limit(most: number): void {
    const entries = this.likelyUsd.flatMap((usd, i): Entry[] => (usd === 0 ? [] : [[i, usd]]));
    this.row(entries, -NO_END, most);
  }
}
