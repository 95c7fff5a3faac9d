import type { Accelerator } from "../catalog/catalog.ts";
import { exactly, multiply, type Range } from "../quantity/range.ts";
import { type Bench, mayBeInterrupted } from "./bench.ts";

export type Rental = Accelerator["rental"][number];

/** An instance listed on demand, and what it costs over that list price on the terms of the workload. */
export interface RentedRow extends Rental {
  /** Moves of the list, and what may be taken away at any time or is reserved for a term. */
  readonly factor: Range;
  /** Where the terms come from; null = on demand. */
  readonly terms: string | null;
}

const MONTHS: Readonly<Record<Rental["term"], number>> = { "on-demand": 0, "reserved-1y": 12, "reserved-3y": 36 };

/** Instances on demand, each with the price of spot or of the reserved share: published for the same instance, else assumed. */
export function rentedRows(bench: Bench, rows: readonly Rental[]): RentedRow[] {
  const moves = bench.assumptions.range("cloudPriceFactor");
  return rows
    .filter((r) => r.term === "on-demand")
    .map((row) => {
      const { factor, terms } = mayBeInterrupted(bench) ? spot(bench, row) : reserved(bench, row, rows);
      return { ...row, factor: multiply(factor, moves), terms };
    });
}

interface Terms {
  readonly factor: Range;
  readonly terms: string | null;
}

function spot({ assumptions: a }: Bench, row: Rental): Terms {
  const general = a.range("spotPriceFactor");
  const assumed = { factor: general, terms: "assumption: spotPriceFactor, since all of it may wait" };
  if (row.spotUsdPerHour === null || general.low === general.high) return assumed;
  const likely = row.spotUsdPerHour / row.usdPerHour;
  const factor = { low: Math.min(general.low, likely), likely, high: Math.max(general.high, likely) };
  return { factor, terms: "spot price, since all of it may wait" };
}

/**
 * `1 - share·(1 - reserved/listed)`: nobody reserves for longer than the workload lives. Low takes all of it reserved, likely and
 * high what the assumption says, which is nothing.
 */
function reserved({ assumptions: a, months }: Bench, row: Rental, rows: readonly Rental[]): Terms {
  if (months < MONTHS["reserved-1y"]) return { factor: exactly(1), terms: null };
  const share = a.range("reservedShare");
  const listed = rows.filter(
    (r) => r.term !== "on-demand" && MONTHS[r.term] <= months && r.region === row.region && r.instance === row.instance,
  );
  const best = listed.reduce<Rental | null>((x, r) => (x === null || r.usdPerHour < x.usdPerHour ? r : x), null);
  const price = best ? exactly(best.usdPerHour / row.usdPerHour) : a.range("reservedPriceFactor");
  const factor = {
    low: 1 - share.high * (1 - price.low),
    likely: 1 - share.likely * (1 - price.likely),
    high: 1 - share.low * (1 - price.high),
  };
  const from = best ? `reserved price ${best.source}` : "assumption: reservedPriceFactor";
  return { factor, terms: share.likely > 0 ? `${Math.round(100 * share.likely)} % reserved, ${from}` : null };
}
