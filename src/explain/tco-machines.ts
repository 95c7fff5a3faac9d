import type { Candidate } from "../candidates/candidate.ts";
import type { Bench } from "../estimate/bench.ts";
import { hostingOf } from "../estimate/hosting.ts";
import { deviceUsd } from "../estimate/purchase.ts";
import { exactly, multiply, type Range, times } from "../quantity/range.ts";

/** What stands behind the lines of own machines: what is bought at the start, and what they draw. */
export interface OwnMachines {
  readonly devices: number;
  readonly bought: number;
  /** USD of those that are bought, with their share of servers; null where none is, or no price is known. */
  readonly purchaseUsd: Range | null;
  /** Share of it that is left after these years. */
  readonly residualShare: Range;
  readonly years: Range;
  /** The term is longer than their life, so they are bought again. */
  readonly renewed: boolean;
  /** At the wall, without cooling. */
  readonly kw: Range;
  readonly pue: Range;
  readonly usdPerKwh: Range;
}

/** Null where nothing is hosted on own machines. */
export function ownMachines(bench: Bench, candidate: Candidate): OwnMachines | null {
  if (candidate.deployment.kind !== "on-premises") return null;
  const { plan } = hostingOf(bench, candidate);
  if (!plan) return null;
  const { assumptions: a, context, months } = bench;
  const { stock, setup, replicas } = plan;
  const devices = replicas * setup.devices;
  const bought = Math.max(0, devices - stock.owned);
  const each = deviceUsd(stock.accelerator, a, context.today);
  const years = a.range("amortizationYears");
  return {
    devices,
    bought,
    purchaseUsd: each && bought > 0 ? times(each, bought) : null,
    residualShare: a.range("residualShare"),
    years,
    renewed: bought > 0 && months > Math.round(12 * years.likely),
    kw: multiply(
      multiply(exactly((devices * stock.accelerator.watts) / 1000), a.range("nodePowerRatio")),
      a.range("drawRatio"),
    ),
    pue: a.range("pue"),
    usdPerKwh: a.range("usdPerKwh"),
  };
}
