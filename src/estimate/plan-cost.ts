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

const floors = new WeakMap<Stock, readonly number[]>();

/**
 * The least that any plan costs for each of `DEVICE_COUNTS`: one replica and the spares. Infinite for what a node does not
 * hold; two nodes only of chips with a fast link between eight.
 */
export function floorUsdPerMonth(bench: Bench, stock: Stock): readonly number[] {
  const known = floors.get(stock);
  if (known) return known;
  const { maxPerNode, link } = stock.machine;
  const floor = DEVICE_COUNTS.map((devices) =>
    devices <= maxPerNode || (devices === 2 * maxPerNode && maxPerNode === 8 && link === "nvlink")
      ? fleetUsdPerMonth(bench, stock, devices, 1 + bench.spares)
      : Number.POSITIVE_INFINITY,
  );
  floors.set(stock, floor);
  return floor;
}
