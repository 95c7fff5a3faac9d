import type { Candidate } from "../candidates/candidate.ts";
import { benchOf } from "../estimate/bench.ts";
import { LONGEST_MONTHS } from "../estimate/curve.ts";
import { hostingOf } from "../estimate/hosting.ts";
import { pricesOn } from "../estimate/price-list.ts";
import { monthsToBreakEven, tokensMPerWorkedMonth } from "../estimate/published-checks.ts";
import { priceToday } from "../estimate/purchase.ts";
import { type EstimateContext, estimate } from "../estimate/tco.ts";
import type { Organization, Workload } from "../requirements/requirements.ts";
import { displayName } from "./place.ts";

/** The break-even of own hardware against an API as a publication reckons it, and the same with the people of our bill. */
export interface AsPublished {
  readonly api: string;
  readonly own: string;
  /** Null = never. */
  readonly months: number | null;
  readonly monthsWithStaff: number | null;
  readonly capexUsd: number;
  readonly tokensMPerMonth: number;
  readonly staffUsdPerMonth: number;
  readonly source: string;
  readonly text: string;
}

const SOURCE = "arXiv:2509.18101v3, equations 1 to 7";
/** What the publication pays for a kilowatt-hour. */
const USD_PER_KWH = 0.15;

/**
 * Cards alone, no server, 176 hours of full load a month, no people: for the first API and the first own hardware of a list. Null
 * where one of them is missing, nothing is bought, or the API is not priced by tokens.
 */
export function asPublished(
  candidates: readonly Candidate[],
  workload: Workload,
  organization: Organization,
  context: EstimateContext,
): AsPublished | null {
  const own = candidates.find((c) => c.deployment.kind === "on-premises");
  const bench = benchOf(workload, organization, context);
  const price = candidates.flatMap((api) => {
    const bands = pricesOn(api.deployment.offers, context.today)?.bands ?? [];
    const at = (key: "inputUsdPerMtok" | "outputUsdPerMtok"): number =>
      bands.reduce((sum, b) => sum + (b.offer[key] ?? Number.NaN) * b.share, 0);
    const [usdPerMtokIn, usdPerMtokOut] = [at("inputUsdPerMtok"), at("outputUsdPerMtok")];
    return bands.length > 0 && usdPerMtokIn + usdPerMtokOut > 0 ? [{ api, usdPerMtokIn, usdPerMtokOut }] : [];
  })[0];
  const plan = own && hostingOf(bench, own).plan;
  const purchase = plan?.stock.accelerator.purchase;
  if (!own || !price || !plan || !purchase || !plan.setup.replica) return null;
  const { setup, stock, replicas } = plan;
  const devices = replicas * setup.devices;
  const bought = Math.max(0, devices - stock.owned);
  if (bought === 0) return null;
  const { items } = estimate(own, workload, organization, context);
  const staffUsdPerMonth = items.find((i) => i.item === "staff")?.usdPerMonth.likely ?? 0;
  const perSecond = (replicas * bench.outputTokens * setup.factor.likely) / setup.capacity.busySeconds;
  const published = {
    capexUsd: bought * priceToday(purchase, bench.assumptions, context.today).likely,
    tokensMPerMonth: tokensMPerWorkedMonth(perSecond),
    usdPerMtokIn: price.usdPerMtokIn,
    usdPerMtokOut: price.usdPerMtokOut,
    devices,
    wattsPerDevice: stock.accelerator.watts,
    usdPerKwh: USD_PER_KWH,
  };
  const months = monthsToBreakEven(published);
  const monthsWithStaff = monthsToBreakEven({ ...published, otherUsdPerMonth: staffUsdPerMonth });
  return {
    api: price.api.id,
    own: own.id,
    months,
    monthsWithStaff,
    capexUsd: published.capexUsd,
    tokensMPerMonth: published.tokensMPerMonth,
    staffUsdPerMonth,
    source: SOURCE,
    text: `As ${SOURCE.slice(0, SOURCE.indexOf(","))} reckons, ${displayName(own)} pays for itself against ${displayName(price.api)} ${after(months)}: cards alone, 176 hours of full load a month, no server, no people. With the people of this bill: ${after(monthsWithStaff)}.`,
  };
}

function after(months: number | null): string {
  if (months === null) return "never";
  if (months > LONGEST_MONTHS) return `after ${Math.round(months / 12)} years`;
  return `after ${months < 10 ? months.toFixed(1) : Math.round(months)} months`;
}
