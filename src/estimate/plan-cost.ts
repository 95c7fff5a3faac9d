import type { Bench } from "./bench.ts";
import { DEVICE_COUNTS, rentUsdPerHour, type Stock } from "./stock.ts";

/** USD a month, likely, of `replicas` replicas of `devices` each at a place, with the staff that nodes add; infinite where they cannot be had. */
export function fleetUsdPerMonth(bench: Bench, stock: Stock, devices: number, replicas: number): number {
  const all = replicas * devices;
  const nodes = Math.ceil(all / stock.machine.maxPerNode);
  return (
    nodes * bench.rates.nodeStaffUsd + (stock.rows.length > 0 ? rent(bench, stock, devices, replicas) : own(stock, all))
  );
}

function rent(bench: Bench, stock: Stock, devices: number, replicas: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const row of stock.rows) {
    const usd = rentUsdPerHour(stock, row, devices, replicas);
    if (usd < least) least = usd;
  }
  return least * bench.rates.hourFactor;
}

function own(stock: Stock, devices: number): number {
  const bought = Math.max(0, devices - stock.owned);
  if (bought > 0 && stock.purchase === null) return Number.POSITIVE_INFINITY;
  return (
    bought * (stock.purchase?.likely ?? 0) + devices * (stock.support.likely + stock.power.likely + stock.space.likely)
  );
}

/** Bounds for the search, for each of `DEVICE_COUNTS`, USD a month: the least that any fleet costs, and that a replica adds. */
export interface Bounds {
  readonly floor: readonly number[];
  readonly unit: readonly number[];
}

const known = new WeakMap<Stock, Bounds>();
const MANY = 1000;

/** One replica with the spares, and the price of one among many. Infinite for what a node does not hold; two nodes only of chips with a fast link between eight. */
export function boundsOf(bench: Bench, stock: Stock): Bounds {
  const old = known.get(stock);
  if (old) return old;
  const { maxPerNode, link } = stock.machine;
  const floor: number[] = [];
  const unit: number[] = [];
  for (const devices of DEVICE_COUNTS) {
    const legal = devices <= maxPerNode || (devices === 2 * maxPerNode && maxPerNode === 8 && link === "nvlink");
    const one = legal ? fleetUsdPerMonth(bench, stock, devices, 1) : Number.POSITIVE_INFINITY;
    floor.push(legal && bench.spares > 0 ? fleetUsdPerMonth(bench, stock, devices, 1 + bench.spares) : one);
    unit.push(legal ? Math.min(one, fleetUsdPerMonth(bench, stock, devices, MANY) / MANY) : Number.POSITIVE_INFINITY);
  }
  const bounds = { floor, unit };
  known.set(stock, bounds);
  return bounds;
}
