import type { Catalog, Model } from "../catalog/catalog.ts";
import type { LocalProfile, ServingProfile } from "../catalog/schema/assumptions.ts";
import type { TasksFile } from "../catalog/schema/tasks.ts";
import { addMonths } from "../quantity/day.ts";
import { percent } from "../quantity/format.ts";
import type { Organization, Workload } from "../requirements/requirements.ts";
import { type Assumptions, assumptionsOf } from "./assumption.ts";
import { isLocal, isServing, profileOf } from "./profile.ts";
import type { SizeContext } from "./size-input.ts";

export interface EstimateContext {
  readonly catalog: Pick<Catalog, "accelerators" | "assumptions" | "tasks"> & Partial<Pick<Catalog, "measurements">>;
  readonly today: string;
  /** Values that replace catalog assumptions, by name. */
  readonly assumptions: Readonly<Record<string, number>>;
}

/** What may become cheaper year by year. */
export type Priced = "api" | "rental" | "hardware";

/** What all candidates of one workload share: numbers read once, months of the horizon, load. */
export interface Bench {
  readonly context: EstimateContext;
  readonly workload: Workload;
  readonly organization: Organization;
  readonly task: NonNullable<TasksFile["tasks"][Workload["task"]]> | null;
  readonly assumptions: Assumptions;
  readonly sizing: SizeContext;
  readonly serving: ServingProfile;
  readonly local: LocalProfile;
  readonly months: number;
  /** First day of each month of the horizon, from `today` on. */
  readonly days: readonly string[];
  /** Requests of each month over those of the first. */
  readonly growth: readonly number[];
  readonly growthSum: number;
  /** Growth of the busiest month of each quarter; one entry where traffic does not grow. */
  readonly quarterGrowth: readonly number[];
  /** Share of the horizon of each quarter. */
  readonly quarterShare: readonly number[];
  /** Prices of month i over those of the first, where they fall beyond what is announced; null = they do not. */
  readonly declines: Readonly<Record<Priced, readonly number[] | null>>;
  readonly requestsPerMonth: number;
  /** Tokens a text model reads per request, media included. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Requests per second that the fleet is planned for in the first month: the peak of what cannot wait. */
  readonly peakPerSecond: number;
  readonly utilization: number;
  readonly spares: number;
  /** Read in the innermost loop: USD a month per USD an hour with extras, and staff per node and month. */
  readonly rates: { readonly hourFactor: number; readonly nodeStaffUsd: number };
  /** Something but text is read or made. */
  readonly hasMedia: boolean;
  /** Chinese, Japanese or Korean is among the languages: tokenizers differ most there. */
  readonly isCjk: boolean;
}

/** Reads a workload once for all candidates; days from `today`, requests grow by (1+growth)^(t/12). */
export function benchOf(workload: Workload, organization: Organization, context: EstimateContext): Bench {
  const { catalog, today } = context;
  const a = assumptionsOf(catalog.assumptions, context.assumptions);
  const t = workload.traffic;
  const months = Math.max(1, Math.round(workload.lifetimeMonths));
  const growth = Array.from({ length: months }, (_, i) =>
    t.growthPerYear === 0 ? 1 : (1 + t.growthPerYear) ** (i / 12),
  );
  const decline = (what: Priced): readonly number[] | null => {
    const yearly = a.likely(`priceDecline.${what}`);
    return yearly === 0 ? null : growth.map((_, i) => (1 - yearly) ** (i / 12));
  };
  const serving = profileOf(catalog.assumptions.profiles, "vllm", today);
  const local = profileOf(catalog.assumptions.profiles, "llama.cpp", today);
  if (!isServing(serving) || !isLocal(local))
    throw new Error("the profiles of vllm and llama.cpp are of the wrong kind");
  const average = t.requestsPerDay / 86_400;
  const task = catalog.tasks[workload.task] ?? null;
  const interactive = task?.interactive !== false && t.batchShare < 1;
  const { uptimePercent } = workload;
  const isCjk = workload.languages.some((tag) => CJK.test(tag));
  const counted = a.likely(isCjk ? "tokenizerSpread.cjk" : "tokenizerSpread");
  return {
    context,
    workload,
    organization,
    task,
    assumptions: a,
    sizing: { catalog: { ...catalog, models: [] }, today },
    serving,
    local,
    months,
    days: growth.map((_, i) => addMonths(today, i)),
    growth,
    growthSum: growth.reduce((sum, g) => sum + g, 0),
    ...(t.growthPerYear === 0 ? { quarterGrowth: [1], quarterShare: [1] } : quartersOf(growth)),
    declines: { api: decline("api"), rental: decline("rental"), hardware: decline("hardware") },
    requestsPerMonth: t.requestsPerDay * a.likely("daysPerMonth"),
    inputTokens: t.inputTokens * counted + mediaTokens(workload, a),
    outputTokens: t.outputTokens * counted * a.likely("outputVerbosity"),
    peakPerSecond: Math.max(average, average * (1 - t.batchShare) * t.peakToAverage),
    utilization: a.likely(interactive ? "utilization.interactive" : "utilization.batch"),
    spares: uptimePercent !== null && uptimePercent >= a.likely("spareFromUptimePercent") ? 1 : 0,
    rates: {
      hourFactor: a.likely("hoursPerMonth") * (1 + a.likely("cloudExtrasShare")),
      nodeStaffUsd: (a.likely("staffFte.perNode") * a.likely("loadedSalary")) / 12,
    },
    hasMedia:
      t.inputImages + t.inputSeconds + t.outputImages + t.outputSeconds > 0 || workload.task === "speech-synthesis",
    isCjk,
  };
}

const CJK = /^(zh|yue|cmn|ja|ko)\b/iu;

/** What the organization says it gets off a provider's list prices, as a factor on them. */
export function discountFactor({ organization: { discounts } }: Bench, provider: string | undefined): number {
  return discounts.length > 0 ? 1 - (discounts.find((d) => d.provider === provider)?.percent ?? 0) / 100 : 1;
}

/** Behind the source of a price that a discount is taken off. */
export function discountNote(bench: Bench, provider: string | undefined): string {
  const factor = discountFactor(bench, provider);
  return factor === 1 ? "" : `; less ${percent(1 - factor)}, requirements: organization.discounts`;
}

/** Machines that may be taken away at any time do for work of which all may wait. */
export const mayBeInterrupted = ({ workload }: Bench): boolean => workload.traffic.batchShare >= 1;

function quartersOf(growth: readonly number[]): Pick<Bench, "quarterGrowth" | "quarterShare"> {
  const quarterGrowth: number[] = [];
  const quarterShare: number[] = [];
  for (let i = 0; i < growth.length; i += 3) {
    const months = growth.slice(i, i + 3);
    quarterGrowth.push(Math.max(...months));
    quarterShare.push(months.length / growth.length);
  }
  return { quarterGrowth, quarterShare };
}

function mediaTokens({ traffic: t, task }: Workload, a: Assumptions): number {
  const images = t.inputImages > 0 ? t.inputImages * a.likely("tokensPerInputImage") : 0;
  if (t.inputSeconds === 0) return images;
  return (
    images + t.inputSeconds * a.likely(`tokensPerInputSecond.${task === "video-understanding" ? "video" : "audio"}`)
  );
}

/** Open text models are planned token by token; everything else by what one accelerator makes in an hour. */
export function isTextWork(bench: Bench, model: Model): boolean {
  const family = bench.task?.family;
  return (family === "text" || family === "vision") && model.modalities.out.includes("text");
}
