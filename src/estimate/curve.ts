import type { Candidate } from "../candidates/candidate.ts";
import type { Organization, Workload } from "../requirements/requirements.ts";
import { apiUsdOfMonth } from "./api-estimate.ts";
import { type Bench, benchOf, discountFactor, type EstimateContext } from "./bench.ts";
import { devicesOf } from "./device-cost.ts";
import { replicasFor } from "./fleet.ts";
import { hostingOf } from "./hosting.ts";
import type { Plan } from "./plan.ts";
import { deviceUsd } from "./purchase.ts";
import { isTuned, staffItems } from "./staff-cost.ts";
import { rentUsdPerHour } from "./stock.ts";

/** What a candidate costs month by month, USD, likely figures: `start` before the first month, then each month as it is paid. */
export interface Curve {
  readonly start: number;
  readonly monthly: readonly number[];
}

/** Break-evens are looked for this far. */
export const LONGEST_MONTHS = 120;

/**
 * Cash as it leaves, not spread: hardware when it is bought and each time it is renewed (less what the old one brings), evaluation at
 * the start and at each change of model, prices of the day, growth, staff; leaving is not in it. Null where some month has no price.
 */
export function curveOf(
  candidate: Candidate,
  workload: Workload,
  organization: Organization,
  context: EstimateContext,
  months: number = LONGEST_MONTHS,
): Curve | null {
  const bench = benchOf({ ...workload, lifetimeMonths: months }, organization, context);
  const { kind } = candidate.deployment;
  if (kind === "app") return null;
  const isMetered = kind === "vendor-api" || kind === "hosted-api";
  // The hardware is what was planned for the lifetime, however far the curve is drawn.
  const { plan } = isMetered ? { plan: null } : hostingOf(benchOf(workload, organization, context), candidate);
  const running = isMetered ? metered(bench, candidate) : plan && hosted(bench, candidate, plan);
  if (!running) return null;
  const a = bench.assumptions;
  const week = a.likely("loadedSalary") / a.likely("weeksPerYear");
  const evaluation = a.likely("evaluationWeeks") * week;
  // The first change of model is due when the first period between changes is over; from then on they come evenly.
  const swaps = a.likely("swapsPerYear");
  const monthly = running.monthly.map((usd, i) => usd + (i >= 12 / swaps ? (evaluation * swaps) / 12 : 0));
  const { customization } = workload;
  const tuning = isTuned(customization) ? a.likely(`tuningWeeks.${customization}`) * week : 0;
  return { start: running.start + evaluation + tuning, monthly };
}

function metered(bench: Bench, candidate: Candidate): Curve | null {
  const staff = staffUsd(bench, candidate, 0);
  const monthly: number[] = [];
  for (let i = 0; i < bench.months; i++) {
    const usd = apiUsdOfMonth(bench, candidate, i);
    if (usd === null) return null;
    monthly.push(usd + staff);
  }
  return { start: 0, monthly };
}

function hosted(bench: Bench, candidate: Candidate, plan: Plan): Curve {
  if (candidate.deployment.kind === "edge") return onDevices(bench, candidate, plan);
  const { setup, stock } = plan;
  const replicas = bench.growth.map((_, i) =>
    replicasFor(bench, setup.capacity, setup.factor.likely, bench.growth[busiestOfQuarter(bench, i)] ?? 1),
  );
  const nodes = (r: number) => Math.ceil((r * setup.devices) / stock.machine.maxPerNode);
  const staff = replicas.map((r) => staffUsd(bench, candidate, nodes(r)));
  const { start, monthly } = stock.rows.length > 0 ? rented(bench, plan, replicas) : owned(bench, plan, replicas);
  return { start, monthly: monthly.map((usd, i) => usd + (staff[i] ?? 0)) };
}

/** Users' devices that the organization pays for are bought at the start and each time their months are over. */
function onDevices(bench: Bench, candidate: Candidate, plan: Plan): Curve {
  const running = staffUsd(bench, candidate, 0);
  if (bench.assumptions.likely("deviceBoughtShare") === 0)
    return { start: 0, monthly: bench.growth.map(() => running) };
  const { bought, price, lifeMonths, power } = devicesOf(bench, plan);
  const usd = bought.likely * price.likely;
  const life = Math.round(lifeMonths.likely);
  return {
    start: usd,
    monthly: bench.growth.map((_, i) => running + power.likely + (i > 0 && i % life === 0 ? usd : 0)),
  };
}

/** Capacity stands for a quarter, for its busiest month. */
function busiestOfQuarter({ growth }: Bench, i: number): number {
  const first = i - (i % 3);
  const last = Math.min(first + 2, growth.length - 1);
  return (growth[last] ?? 1) >= (growth[first] ?? 1) ? last : first;
}

function rented(bench: Bench, { stock, setup }: Plan, replicas: readonly number[]): Curve {
  const factor = bench.rates.hourFactor * discountFactor(bench, stock.rows[0]?.cloud);
  const monthly = replicas.map((r, i) => {
    const hourly = Math.min(...stock.rows.map((row) => rentUsdPerHour(stock, row, setup.devices, r)));
    return hourly * factor * (bench.declines.rental?.[i] ?? 1);
  });
  return { start: 0, monthly };
}

/** Devices are bought when they are needed, and renewed when their years are over; what is owned already is free once. */
function owned(bench: Bench, { stock, setup }: Plan, replicas: readonly number[]): Curve {
  const a = bench.assumptions;
  const life = Math.round(12 * a.likely("amortizationYears"));
  const price = deviceUsd(stock.accelerator, a, bench.context.today)?.likely ?? 0;
  const priceOf = (i: number): number => price * (bench.declines.hardware?.[i] ?? 1);
  const residual = a.likely("residualShare");
  const running = stock.support.likely + stock.power.likely + stock.space.likely;
  const bought: number[] = [];
  let start = 0;
  let have = stock.owned;
  const monthly = replicas.map((r, i) => {
    const devices = r * setup.devices;
    const more = Math.max(0, devices - have);
    have += more;
    bought.push(more);
    const old = i >= life ? (bought[i - life] ?? 0) : 0;
    bought[i] = more + old;
    const usd = more * priceOf(i) + old * (priceOf(i) - residual * priceOf(i - life));
    if (i === 0) start = usd;
    return devices * running + (i === 0 ? 0 : usd);
  });
  return { start, monthly };
}

function staffUsd(bench: Bench, candidate: Candidate, nodes: number): number {
  const exact = { low: nodes, likely: nodes, high: nodes };
  return staffItems(bench, candidate, exact).find((i) => i.item === "staff")?.usdPerMonth.likely ?? 0;
}
