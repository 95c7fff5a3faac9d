import type { Candidate } from "../candidates/candidate.ts";
import { benchOf } from "../estimate/bench.ts";
import { byMonths } from "../estimate/break-even.ts";
import { LONGEST_MONTHS } from "../estimate/curve.ts";
import { hostingOf } from "../estimate/hosting.ts";
import { pricesOn } from "../estimate/price-list.ts";
import {
  monthsToBreakEven,
  PUBLISHED_USD_PER_KWH,
  powerUsdPerMonth,
  tokensMPerWorkedMonth,
} from "../estimate/published-checks.ts";
import { deviceUsd, priceToday } from "../estimate/purchase.ts";
import { type EstimateContext, estimate } from "../estimate/tco.ts";
import { compact, grouped, usd } from "../quantity/format.ts";
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
  /** Assumption by assumption: what the publication takes, and what this bill takes. */
  readonly beside: readonly { readonly what: string; readonly published: string; readonly here: string }[];
}

const SOURCE = "arXiv:2509.18101v3, equations 1 to 7";

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
  const line = (name: string): number => items.find((i) => i.item === name)?.usdPerMonth.likely ?? 0;
  const staffUsdPerMonth = line("staff");
  const perSecond = (replicas * bench.outputTokens * setup.factor.likely) / setup.capacity.busySeconds;
  const published = {
    capexUsd: bought * priceToday(purchase, bench.assumptions, context.today).likely,
    tokensMPerMonth: tokensMPerWorkedMonth(perSecond),
    usdPerMtokIn: price.usdPerMtokIn,
    usdPerMtokOut: price.usdPerMtokOut,
    devices,
    wattsPerDevice: stock.accelerator.watts,
    usdPerKwh: PUBLISHED_USD_PER_KWH,
  };
  const months = monthsToBreakEven(published);
  const monthsWithStaff = monthsToBreakEven({ ...published, otherUsdPerMonth: staffUsdPerMonth });
  const a = bench.assumptions;
  const asked = (bench.requestsPerMonth * bench.growthSum) / bench.months / 1e6;
  const { inputTokens, outputTokens } = workload.traffic;
  const tokensM = asked * (inputTokens + outputTokens);
  const apiItems = estimate(price.api, workload, organization, context).items;
  const billed = apiItems.filter((i) => METERED.includes(i.item)).reduce((sum, i) => sum + i.usdPerMonth.likely, 0);
  const inAll = byMonths(price.api, own, workload, organization, context);
  const server = deviceUsd(stock.accelerator, a, context.today)?.likely ?? Number.NaN;
  const beside = [
    {
      what: "purchase",
      published: `${usd(published.capexUsd)}, cards alone`,
      here: `${usd(bought * server)}, with servers`,
    },
    {
      what: "tokens a month",
      published: `${tokens(published.tokensMPerMonth)} written in 176 hours at full load`,
      here: `${tokens(tokensM)} read and written as asked`,
    },
    {
      what: "the API, a million tokens",
      published: `${usd(price.usdPerMtokIn / 3 + (2 * price.usdPerMtokOut) / 3)}, one of input to two of output`,
      here: `${usd(tokensM > 0 ? billed / tokensM : 0)}, ${tokens(asked * inputTokens)} in and ${tokens(asked * outputTokens)} out`,
    },
    {
      what: "power a month",
      published: `${usd(powerUsdPerMonth(published))}: 160 hours at ${usd(PUBLISHED_USD_PER_KWH)} a kWh, no cooling`,
      here: `${usd(line("power"))}: ${grouped(a.likely("hoursPerMonth"))} hours at ${usd(a.likely("usdPerKwh"))} a kWh, × ${grouped(a.likely("pue"), 2)} for cooling`,
    },
    {
      what: "support and space a month",
      published: "none",
      here: usd(line("support contract") + line("space")),
    },
    { what: "people a month", published: "none", here: usd(staffUsdPerMonth) },
    {
      what: "evaluation, tuning, leaving a month",
      published: "none",
      here: usd(line("evaluation and migration") + line("fine-tuning") + line("exit")),
    },
    {
      what: "pays for itself",
      published: after(months),
      here: inAll?.dearerStart === "first" ? "at once" : after(inAll?.months ?? null),
    },
  ];
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
    beside,
  };
}

const METERED = ["tokens", "media", "cache writes"];
const tokens = (millions: number): string => compact(millions * 1e6);

function after(months: number | null): string {
  if (months === null) return "never";
  if (months > LONGEST_MONTHS) return `after ${Math.round(months / 12)} years`;
  return `after ${grouped(months, months < 10 ? 1 : 0)} months`;
}
