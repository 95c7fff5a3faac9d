import type { Candidate } from "../candidates/candidate.ts";
import { multiply, plus, type Range, times } from "../quantity/range.ts";
import type { Organization, Workload } from "../requirements/requirements.ts";
import type { DeploymentKind } from "../vocabulary.ts";
import { type Bench, discountFactor } from "./bench.ts";
import type { Estimate } from "./estimate.ts";
import { hostingOf } from "./hosting.ts";
import type { Plan } from "./plan.ts";
import { cheapestRow } from "./stock.ts";
import { benchFor, type EstimateContext } from "./tco.ts";

export type { EstimateContext } from "./tco.ts";

/** Machines of one kind at one place, and what they cost; the same for everything that runs on them. */
export interface Pool {
  /** Place and kind of machine. */
  readonly key: string;
  readonly accelerator: string;
  /** Accelerators that are rented together; 1 where they are owned. */
  readonly step: number;
  /** USD a month of each step in use: rent with extras, or support, power and space. */
  readonly usdPerStep: Range;
  /** Accelerators that are there already; further ones cost `usdPerBought` a month each on top. */
  readonly owned: number;
  readonly usdPerBought: Range;
  /** Accelerators that can be had at all; null = as many as are wanted. */
  readonly most: number | null;
  readonly perNode: number;
  /** USD a month of the staff that a node adds. */
  readonly staffPerNode: Range;
}

/** What one candidate takes of a pool to do one share of the traffic. */
export interface Claim {
  readonly pool: Pool;
  /** Replicas of the same group serve each other's traffic: one model, one format, as many accelerators each. */
  readonly group: string;
  readonly devices: number;
  /** Replicas that what cannot wait keeps busy at its peak, and that everything keeps busy on average; no whole numbers. */
  readonly peak: number;
  readonly average: number;
  readonly spares: number;
}

/** The parts of a candidate's bill that more work of the same kind would not pay a second time. USD a month. */
export interface Sharing {
  /** Whose engineers look after it. */
  readonly platform: DeploymentKind;
  readonly staff: Range;
  /** Evaluation, migration, tuning and leaving of this model for this workload. */
  readonly oneOffs: Range;
  readonly claim: Claim | null;
  /** Billed by consumption to this provider; null where nothing is. */
  readonly metered: { readonly provider: string; readonly usdPerMonth: Range } | null;
  /** What is none of these. */
  readonly rest: Range;
}

const NOTHING: Range = { low: 0, likely: 0, high: 0 };
const ONE_OFFS: readonly string[] = ["evaluation and migration", "fine-tuning", "exit"];
const MACHINES: readonly string[] = [
  "accelerators",
  "storage, egress, load balancer",
  "support contract",
  "power",
  "space",
];
const METERED: readonly string[] = ["tokens", "media", "cache writes"];

/** What of `estimate` could be shared, or null where the candidate has no bill. */
export function sharingOf(
  candidate: Candidate,
  estimate: Estimate,
  workload: Workload,
  organization: Organization,
  context: EstimateContext,
): Sharing | null {
  if (estimate.usdPerMonth === null) return null;
  const bench = benchFor(workload, organization, context);
  const { kind, provider } = candidate.deployment;
  const sum = (names: readonly string[]): Range =>
    plus(...estimate.items.filter((i) => names.includes(i.item)).map((i) => i.usdPerMonth));
  const apart = ["staff", ...ONE_OFFS, ...METERED, ...MACHINES];
  const metered = sum(METERED);
  const isHosted = kind === "cloud-gpu" || kind === "on-premises";
  const role = kind === "hosted-api" && candidate.model.weights === "closed" ? "vendor-api" : kind;
  const a = bench.assumptions;
  return {
    platform: role,
    staff: times(multiply(a.range(`staffFte.${role}`), a.range("loadedSalary")), 1 / 12),
    oneOffs: sum(ONE_OFFS),
    claim: isHosted ? claimOf(bench, candidate) : null,
    metered: provider && metered.high > 0 ? { provider: provider.id, usdPerMonth: metered } : null,
    rest: plus(...estimate.items.filter((i) => !apart.includes(i.item)).map((i) => i.usdPerMonth)),
  };
}

function claimOf(bench: Bench, candidate: Candidate): Claim | null {
  const { plan } = hostingOf(bench, candidate);
  if (!plan) return null;
  const { capacity, factor, devices, quantization } = plan.setup;
  const pool = poolOf(bench, candidate, plan);
  const t = bench.workload.traffic;
  const everything = (t.requestsPerDay / 86_400) * (bench.growthSum / bench.months);
  // Seconds of a replica that one request takes up: of its work, or of its places.
  const seconds =
    Math.max(capacity.busySeconds / bench.utilization, capacity.staySeconds / capacity.batch) / factor.likely;
  return {
    pool,
    group: `${pool.key} ${candidate.model.id} ${quantization} ${devices}`,
    devices,
    peak: everything * (1 - t.batchShare) * t.peakToAverage * seconds,
    average: everything * seconds,
    spares: bench.spares,
  };
}

function poolOf(bench: Bench, { deployment }: Candidate, { stock, setup, replicas }: Plan): Pool {
  const a = bench.assumptions;
  const { id: accelerator, maxPerNode: perNode } = stock.machine;
  const staffPerNode = times(a.range("loadedSalary"), a.likely("staffFte.perNode") / 12);
  const row = cheapestRow(stock, setup.devices, replicas);
  if (!row)
    return {
      key: `${deployment.place} ${accelerator}`,
      accelerator,
      step: 1,
      usdPerStep: plus(stock.support, stock.power, stock.space),
      owned: stock.owned,
      usdPerBought: stock.purchase ?? NOTHING,
      most: stock.purchase ? null : stock.owned,
      perNode,
      staffPerNode,
    };
  const hours = a.likely("hoursPerMonth") * discountFactor(bench, row.cloud);
  return {
    key: `${deployment.place} ${accelerator} ${row.instance} ${row.region} ${row.terms ?? "on demand"}`,
    accelerator,
    step: row.devices,
    usdPerStep: multiply(
      times(row.factor, row.usdPerHour * hours),
      plus(a.range("cloudExtrasShare"), { low: 1, likely: 1, high: 1 }),
    ),
    owned: 0,
    usdPerBought: NOTHING,
    most: null,
    perNode,
    staffPerNode,
  };
}

/** Replicas of a group for what its members bring together: work that can wait fills the hours in which the other rests. */
export const replicasOf = (peak: number, average: number, spares: number): number =>
  Math.max(1, Math.ceil(Math.max(peak, average) - 1e-9)) + spares;

/** USD a month of so many accelerators of a pool, with the staff that their nodes add. */
export function poolUsd(pool: Pool, devices: number): Range {
  return plus(
    times(pool.usdPerStep, Math.ceil(devices / pool.step)),
    times(pool.usdPerBought, Math.max(0, devices - pool.owned)),
    times(pool.staffPerNode, Math.ceil(devices / pool.perNode)),
  );
}
