import type { Bench } from "./bench.ts";
import { rentUsdPerHour, type Stock } from "./stock.ts";

/** USD a month, likely, that `replicas` replicas of `devices` each cost at a place, with the staff that nodes add; infinite where they cannot be had. */
export function fleetUsdPerMonth(bench: Bench, stock: Stock, devices: number, replicas: number): number {
  const all = replicas * devices;
  const nodes = Math.ceil(all / stock.machine.maxPerNode);
  return nodes * bench.rates.nodeStaffUsd + (stock.rows.length > 0 ? rent(bench, stock, devices, replicas) : own(stock, all));
}

function rent(bench: Bench, stock: Stock, devices: number, replicas: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const row of stock.rows) least = Math.min(least, rentUsdPerHour(row, stock.machine.maxPerNode, devices, replicas));
  return least * bench.rates.hourFactor;
}

function own(stock: Stock, devices: number): number {
  const bought = Math.max(0, devices - stock.owned);
  if (bought > 0 && stock.purchase === null) return Number.POSITIVE_INFINITY;
  return (
    bought * (stock.purchase?.likely ?? 0) + devices * (stock.support.likely + stock.power.likely + stock.space.likely)
  );
}
