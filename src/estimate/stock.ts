import type { Deployment } from "../candidates/candidate.ts";
import type { Accelerator } from "../catalog/catalog.ts";
import { withMembers } from "../quantity/country.ts";
import { multiply, type Range, times } from "../quantity/range.ts";
import type { Bench } from "./bench.ts";
import { type Machine, machineOf } from "./machine.ts";
import { capitalPerMonth, deviceUsd, supportPerMonth } from "./purchase.ts";
import { type RentedRow, rentedRows } from "./rent.ts";

/** One kind of accelerator at one place, and what a device costs there in USD a month. */
export interface Stock {
  readonly accelerator: Accelerator;
  readonly machine: Machine;
  /** Listed instances in the allowed countries; empty where nothing is rented. */
  readonly rows: readonly RentedRow[];
  /** Devices that the organization has already. */
  readonly owned: number;
  /** Purchase of one device with its share of a server, spread over its life; null = rented, or no price is known. */
  readonly purchase: Range | null;
  readonly support: Range;
  readonly power: Range;
  readonly space: Range;
}

/** Devices of one replica that are considered; sixteen is two nodes of eight. */
export const DEVICE_COUNTS = [1, 2, 4, 8, 16] as const;

const NOTHING: Range = { low: 0, likely: 0, high: 0 };
/** By workload and place, filled while candidates are estimated. */
const stocksOf = new WeakMap<Bench, Map<Deployment, readonly Stock[]>>();

/** What can be had at a place: a cloud's instances, own and purchasable servers, or devices of a class. Cheapest devices first. */
export function stocksAt(bench: Bench, deployment: Deployment): readonly Stock[] {
  const places = stocksOf.get(bench) ?? new Map<Deployment, readonly Stock[]>();
  stocksOf.set(bench, places);
  const known = places.get(deployment);
  if (known) return known;
  const { accelerators } = bench.context.catalog;
  let stocks: Stock[];
  if (deployment.kind === "cloud-gpu") stocks = accelerators.flatMap((a) => rented(a, bench, deployment));
  else if (deployment.kind === "on-premises") stocks = accelerators.flatMap((a) => ownable(a, bench));
  else {
    const devices = accelerators.filter((a) => a.edgeClass !== null && a.edgeClass === deployment.device);
    stocks = devices.map((a) => plain(a)).sort((x, y) => x.machine.usableBytes - y.machine.usableBytes);
  }
  if (deployment.kind !== "edge") stocks.sort((x, y) => monthlyUsd(bench, x) - monthlyUsd(bench, y));
  places.set(deployment, stocks);
  return stocks;
}

const plain = (accelerator: Accelerator): Stock => ({
  accelerator,
  machine: machineOf(accelerator),
  rows: [],
  owned: 0,
  purchase: null,
  support: NOTHING,
  power: NOTHING,
  space: NOTHING,
});

function rented(a: Accelerator, bench: Bench, { provider, processingIn }: Deployment): Stock[] {
  const anywhere = processingIn === null || processingIn.includes("anywhere");
  const allowed = anywhere ? [] : withMembers(processingIn);
  const rows = a.rental.filter((r) => r.cloud === provider?.id && (anywhere || allowed.includes(r.country)));
  return rows.length > 0 ? [{ ...plain(a), rows: rentedRows(bench, rows) }] : [];
}

/** Owned accelerators of any kind, and those sold for servers (eight to a node) at a known price. */
function ownable(a: Accelerator, { assumptions: as, organization, context }: Bench): Stock[] {
  const owned = organization.hardware.reduce((sum, h) => sum + (h.accelerator === a.id ? h.count : 0), 0);
  const buyable = a.purchase !== null && a.edgeClass === null && (a.maxPerNode >= 8 || owned > 0);
  if (!buyable && owned === 0) return [];
  const price = deviceUsd(a, as, context.today);
  const wall = times(as.range("nodePowerRatio"), a.watts / 1000);
  const kwh = times(multiply(multiply(wall, as.range("drawRatio")), as.range("pue")), as.likely("hoursPerMonth"));
  return [
    {
      ...plain(a),
      owned,
      purchase: price && buyable ? capitalPerMonth(price, as) : null,
      support: price ? supportPerMonth(price, as) : NOTHING,
      power: multiply(kwh, as.range("usdPerKwh")),
      space: multiply(wall, as.range("spaceUsdPerKw")),
    },
  ];
}

const monthlyUsd = (bench: Bench, s: Stock): number =>
  s.rows.length > 0
    ? Math.min(...s.rows.map((r) => usdPerHour(r) / r.devices)) * bench.assumptions.likely("hoursPerMonth")
    : (s.owned > 0 ? 0 : (s.purchase?.likely ?? 0)) + s.support.likely + s.power.likely + s.space.likely;

const usdPerHour = (row: RentedRow): number => row.usdPerHour * row.factor.likely;

/**
 * USD per hour of `replicas` replicas of `devices` each, in the listed instances of one row; infinite where the row cannot
 * hold one. A single device of a chip that shares a node is taken to be sold in two, four and eight at its price, unless the
 * cloud lists a larger instance of it there.
 */
export function rentUsdPerHour(stock: Stock, row: RentedRow, devices: number, replicas: number): number {
  const { maxPerNode } = stock.machine;
  const usd = usdPerHour(row);
  if (devices <= row.devices) return Math.ceil(replicas / Math.floor(row.devices / devices)) * usd;
  if (row.devices === maxPerNode && devices % maxPerNode === 0) return (replicas * devices * usd) / maxPerNode;
  return row.devices === 1 && soldSingly(stock, row) ? replicas * devices * usd : Number.POSITIVE_INFINITY;
}

const soldSingly = ({ rows, machine }: Stock, row: RentedRow): boolean =>
  machine.maxPerNode > 1 && rows.every((r) => r.region !== row.region || r.devices === 1);

/** The row that is cheapest for this many replicas, or null where none can hold one. */
export function cheapestRow(stock: Stock, devices: number, replicas: number): RentedRow | null {
  let best: RentedRow | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const row of stock.rows) {
    const usd = rentUsdPerHour(stock, row, devices, replicas);
    if (usd < least) {
      least = usd;
      best = row;
    }
  }
  return best;
}
