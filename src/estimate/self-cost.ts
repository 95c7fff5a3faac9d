import type { Basis } from "../catalog/schema/common.ts";
import { multiply, type Range, times } from "../quantity/range.ts";
import type { Bench } from "./bench.ts";
import type { CostItem } from "./estimate.ts";
import { averageOf, type Fleet, fleetOf } from "./fleet.ts";
import type { Plan } from "./plan.ts";
import { cheapestRow, type Rental, rentUsdPerHour, type Stock } from "./stock.ts";

/** Replicas if the predicted rates are beaten (low), met or missed (high). */
interface Fleets {
  readonly low: Fleet;
  readonly likely: Fleet;
  readonly high: Fleet;
}

/** Monthly cost of a plan without staff: items, and the nodes that staff is counted by. */
export interface SelfCost {
  readonly items: readonly CostItem[];
  readonly nodes: Range;
  /** The row of the price list, where rented. */
  readonly row: Rental | null;
  /** Devices used that the organization has already. */
  readonly ownedUsed: number;
}

const known = new WeakMap<Stock, Map<string, SelfCost>>();

/** Rent, or purchase with support, power and space; low uses the fast end of the throughput range and the low prices. */
export function selfCost(bench: Bench, plan: Plan): SelfCost {
  const { stock, setup, fleet } = plan;
  const { capacity, factor, devices } = setup;
  const fleets: Fleets = {
    low: fleetOf(bench, capacity, factor.high),
    likely: fleet,
    high: fleetOf(bench, capacity, factor.low),
  };
  if (fleets.low.counts.length + fleet.counts.length + fleets.high.counts.length > 3)
    return costOf(bench, plan, fleets);
  let costs = known.get(stock);
  if (!costs) {
    costs = new Map();
    known.set(stock, costs);
  }
  const key = `${devices} ${fleets.low.counts[0]} ${fleet.counts[0]} ${fleets.high.counts[0]}`;
  const old = costs.get(key);
  if (old) return old;
  const cost = costOf(bench, plan, fleets);
  costs.set(key, cost);
  return cost;
}

function costOf(bench: Bench, plan: Plan, fleets: Fleets): SelfCost {
  const { stock, setup } = plan;
  const each = (of: (replicas: number) => number): Range => ({
    low: averageOf(fleets.low, of),
    likely: averageOf(fleets.likely, of),
    high: averageOf(fleets.high, of),
  });
  const nodes = each((r) => Math.ceil((r * setup.devices) / stock.machine.maxPerNode));
  return stock.rows.length > 0 ? rented(bench, plan, each, nodes) : owned(bench, plan, each, nodes);
}

type Each = (of: (replicas: number) => number) => Range;

function rented(bench: Bench, { stock, setup, fleet }: Plan, each: Each, nodes: Range): SelfCost {
  const a = bench.assumptions;
  const { devices } = setup;
  const hourly = each((replicas) =>
    stock.rows.reduce(
      (least, row) => Math.min(least, rentUsdPerHour(stock, row, devices, replicas)),
      Number.POSITIVE_INFINITY,
    ),
  );
  const usd = multiply(times(hourly, a.likely("hoursPerMonth")), a.range("cloudPriceFactor"));
  const row = cheapestRow(stock, devices, fleet.counts[0] ?? 1);
  const scaled = row !== null && row.devices < devices;
  const basis: Basis = scaled ? "assumed" : "quoted";
  const source = row
    ? `${row.source}, ${row.instance}, ${row.region}${scaled ? "; assumption: several at the price of one" : ""}`
    : "";
  return {
    items: [
      { item: "accelerators", usdPerMonth: usd, basis, source },
      {
        item: "storage, egress, load balancer",
        usdPerMonth: multiply(usd, a.range("cloudExtrasShare")),
        ...a.origin("cloudExtrasShare"),
      },
    ],
    nodes,
    row,
    ownedUsed: 0,
  };
}

function owned(bench: Bench, { stock, setup, fleet }: Plan, each: Each, nodes: Range): SelfCost {
  const a = bench.assumptions;
  const { devices } = setup;
  const used = each((replicas) => replicas * devices);
  const bought = each((replicas) => Math.max(0, replicas * devices - stock.owned));
  const ownedUsed = Math.min(stock.owned, Math.max(...fleet.counts) * devices);
  const { purchase } = stock.accelerator;
  const capital = stock.purchase ? multiply(bought, stock.purchase) : { low: 0, likely: 0, high: 0 };
  const free = ownedUsed > 0 && bought.likely === 0;
  return {
    items: [
      {
        item: "accelerators",
        usdPerMonth: capital,
        basis: free ? "quoted" : (purchase?.basis ?? "assumed"),
        source: free
          ? "requirements: organization.hardware, already paid"
          : (purchase?.source ?? "assumption: price unknown"),
      },
      { item: "support contract", usdPerMonth: multiply(used, stock.support), ...a.origin("supportPerYear") },
      { item: "power", usdPerMonth: multiply(used, stock.power), ...a.origin("usdPerKwh") },
      { item: "space", usdPerMonth: multiply(used, stock.space), ...a.origin("spaceUsdPerKw") },
    ],
    nodes,
    row: null,
    ownedUsed,
  };
}
