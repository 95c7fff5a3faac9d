import type { Basis } from "../catalog/schema/common.ts";
import { exactly, multiply, type Range, times } from "../quantity/range.ts";
import { type Bench, discountFactor, discountNote } from "./bench.ts";
import type { CostItem } from "./estimate.ts";
import { averageOf, laterPrice, replicasFor } from "./fleet.ts";
import type { Plan } from "./plan.ts";
import { yearsOld } from "./purchase.ts";
import type { RentedRow } from "./rent.ts";
import { cheapestRow, rentUsdPerHour, type Stock } from "./stock.ts";

/** Monthly cost of a plan without staff: items, and the nodes that staff is counted by. */
export interface SelfCost {
  readonly items: readonly CostItem[];
  readonly nodes: Range;
  /** The row of the price list, where rented. */
  readonly row: RentedRow | null;
  /** Devices used that the organization has already. */
  readonly ownedUsed: number;
}

const known = new WeakMap<Stock, Map<string, SelfCost>>();

/**
 * Rent, or purchase with support, power and space; low uses the fast end of the throughput range, the low prices and little `work`:
 * seconds of a replica that a request takes, over those planned.
 */
export function selfCost(bench: Bench, plan: Plan, work: Range): SelfCost {
  const { stock, setup } = plan;
  const { capacity, factor, devices } = setup;
  const typical = bench.growthSum / bench.months;
  const at = (f: number): number => replicasFor(bench, capacity, f, typical);
  const replicas: Range = {
    low: at(factor.high / work.low),
    likely: at(factor.likely),
    high: at(factor.low / work.high),
  };
  if (bench.quarterGrowth.length > 1) return costOf(bench, plan, replicas);
  const key = `${devices} ${replicas.low} ${replicas.likely} ${replicas.high}`;
  let costs = known.get(stock);
  if (!costs) {
    costs = new Map();
    known.set(stock, costs);
  }
  const old = costs.get(key);
  if (old) return old;
  const cost = costOf(bench, plan, replicas);
  costs.set(key, cost);
  return cost;
}

/** What replicas cost or use: likely averaged over the horizon; low and high by their ratio to it at average traffic. */
type Each = (of: (replicas: number) => number, prices?: readonly number[] | null) => Range;

function costOf(bench: Bench, plan: Plan, replicas: Range): SelfCost {
  const { stock, setup } = plan;
  const { capacity, factor, devices } = setup;
  const each: Each = (of, prices = null) => {
    const likely = averageOf(bench, capacity, factor.likely, of, prices);
    const typical = of(replicas.likely);
    if (typical === 0) return { low: of(replicas.low), likely, high: Math.max(likely, of(replicas.high)) };
    return { low: (likely * of(replicas.low)) / typical, likely, high: (likely * of(replicas.high)) / typical };
  };
  const nodes = each((r) => Math.ceil((r * devices) / stock.machine.maxPerNode));
  return stock.rows.length > 0 ? rented(bench, plan, each, nodes) : owned(bench, plan, each, nodes);
}

function rented(bench: Bench, { stock, setup, replicas }: Plan, each: Each, nodes: Range): SelfCost {
  const a = bench.assumptions;
  const { devices } = setup;
  const hourly = each((r) => {
    let least = Number.POSITIVE_INFINITY;
    for (const row of stock.rows) least = Math.min(least, rentUsdPerHour(stock, row, devices, r));
    return least;
  }, bench.declines.rental);
  const hours = a.likely("hoursPerMonth") * discountFactor(bench, stock.rows[0]?.cloud);
  const row = cheapestRow(stock, devices, replicas);
  const ends = row ? times(row.factor, 1 / row.factor.likely) : exactly(1);
  const usd = multiply(times(hourly, hours), ends);
  const scaled = row !== null && row.devices < devices;
  const terms = row?.terms ? `; ${row.terms}` : "";
  const basis: Basis = scaled || terms.includes("assumption") ? "assumed" : "quoted";
  const source = row
    ? `${row.source}, ${row.instance}, ${row.region}${scaled ? "; assumption: several at the price of one" : ""}${terms}${discountNote(bench, row.cloud)}`
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

function owned(bench: Bench, { stock, setup, replicas }: Plan, each: Each, nodes: Range): SelfCost {
  const a = bench.assumptions;
  const { devices } = setup;
  const used = each((r) => r * devices);
  const bought = stock.owned === 0 ? used : each((r) => Math.max(0, r * devices - stock.owned));
  const ownedUsed = Math.min(stock.owned, replicas * devices);
  const { purchase } = stock.accelerator;
  const later = laterPrice(bench, setup.capacity, setup.factor.likely, devices, stock.owned);
  const capital = stock.purchase ? times(multiply(bought, stock.purchase), later) : { low: 0, likely: 0, high: 0 };
  const free = ownedUsed > 0 && bought.likely === 0;
  const support: CostItem[] =
    purchase === null
      ? []
      : [{ item: "support contract", usdPerMonth: multiply(used, stock.support), ...a.origin("supportPerYear") }];
  return {
    items: [
      { item: "accelerators", usdPerMonth: capital, ...(free ? PAID : originOf(bench, purchase)) },
      ...support,
      { item: "power", usdPerMonth: multiply(used, stock.power), ...a.origin("usdPerKwh") },
      { item: "space", usdPerMonth: multiply(used, stock.space), ...a.origin("spaceUsdPerKw") },
    ],
    nodes,
    row: null,
    ownedUsed,
  };
}

const PAID = { basis: "quoted", source: "requirements: organization.hardware, already paid" } as const;

/** A quote, a price of the day with its range, or one whose range is assumed. */
function originOf({ assumptions: a, context }: Bench, purchase: Purchase): Pick<CostItem, "basis" | "source"> {
  if (!purchase) return { basis: "assumed", source: "assumption: price unknown" };
  if (a.isSet("purchasePriceFactor")) return a.origin("purchasePriceFactor");
  const { usd, basis, source } = purchase;
  const single = usd.low === usd.high ? ["singlePriceSpread"] : [];
  const old = yearsOld(purchase, context.today) > 0 ? ["purchaseDriftPerYear"] : [];
  const assumed = [...single, ...old];
  return assumed.length === 0
    ? { basis, source }
    : { basis: "assumed", source: `${source}; assumption: ${assumed.join(", ")}` };
}

type Purchase = Stock["accelerator"]["purchase"];
