import type { Country } from "../quantity/country.ts";
import type { Day } from "../quantity/day.ts";
import type {
  Criterion,
  Customization,
  DeploymentKind,
  Interface,
  QualityLevel,
  Regulation,
  Sector,
  Sensitivity,
  Support,
  Task,
} from "../vocabulary.ts";

/** Settled requirements: every key is there; `null` is what the user does not know, or did not limit. */
export interface Requirements {
  readonly organization: Organization;
  readonly workloads: readonly Workload[];
  /** Weights as they were given; any non-negative scale. */
  readonly priorities: Readonly<Record<Criterion, number>>;
  /** How far they may be off, 0 to 1; absent: by the way they were given. */
  readonly prioritiesDoubt?: number;
  readonly evaluations: readonly string[];
  /** What `advisor check` reads; its exceptions hold everywhere. */
  readonly check: Check | null;
  /** Limits of a plan over all workloads. */
  readonly plan: PlanLimits | null;
  /** Values that replace catalog assumptions, by name. */
  readonly assumptions: Readonly<Record<string, number>>;
}

export interface PlanLimits {
  /** Contracts with providers. */
  readonly mostVendors?: number;
  /** Kinds of deployment. */
  readonly mostPlatforms?: number;
  /** By workload id: who scores less serves no part of it. */
  readonly leastScore?: Readonly<Record<string, number>>;
  /** Owed whether it is consumed or not. */
  readonly committed?: readonly { readonly provider: string; readonly usdPerMonth: number }[];
}

export interface Check {
  /** Workload id to candidate id. */
  readonly selected?: Readonly<Record<string, string>>;
  /** File of a saved recommendation. */
  readonly baseline?: string;
  /** Limits as they were said; `false` switches a check off. */
  readonly failOn?: FailOn;
  readonly exceptions?: readonly Exception[];
}

export interface FailOn {
  readonly ruledOut?: boolean;
  readonly notInTop?: number | false;
  readonly overBudget?: boolean;
  readonly priceDriftPercent?: number | false;
  readonly retiresWithinDays?: number | false;
  readonly termsChanged?: boolean;
  readonly evidenceOlderThanDays?: number | false;
  readonly pricesOlderThanDays?: number | false;
  readonly winnerChanged?: boolean;
  readonly unknown?: boolean;
}

/** A gate or a check that does not hold, for one candidate, for one model wherever it runs, or (null) for all, until a day. */
export interface Exception {
  readonly rule: string;
  readonly candidate?: string | null;
  readonly reason: string;
  readonly approver: string;
  /** The last day. */
  readonly expires: Day;
}

export interface Organization {
  readonly jurisdiction: Country | null;
  readonly ownership: readonly Country[];
  readonly usersIn: readonly Country[] | null;
  readonly annualRevenueUsd: number | null;
  readonly monthlyActiveUsers: number | null;
  readonly modelAsAService: boolean | null;
  readonly sector: Sector | null;
  readonly team: { readonly mlOpsFte: number | null };
  readonly hardware: readonly { readonly accelerator: string; readonly count: number }[];
  readonly excludedOrigins: readonly Country[];
  readonly excludedHosts: readonly Country[];
  readonly excludedVendors: readonly string[];
  readonly discounts: readonly { readonly provider: string; readonly percent: number }[];
}

export interface Traffic {
  readonly requestsPerDay: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedInputShare: number;
  readonly batchShare: number;
  readonly peakToAverage: number;
  readonly growthPerYear: number;
  readonly inputImages: number;
  readonly inputSeconds: number;
  readonly outputImages: number;
  readonly outputSeconds: number;
}

export interface Workload {
  readonly id: string;
  readonly title: string;
  readonly task: Task;
  readonly languages: readonly string[];
  readonly interface: Interface;
  readonly traffic: Traffic;
  /** Longest request, input and output together. */
  readonly contextTokens: number;
  readonly latency: { readonly firstTokenSeconds: number | null; readonly tokensPerSecond: number | null };
  readonly quality: QualityLevel;
  readonly data: {
    readonly sensitivity: Sensitivity | null;
    readonly regulations: readonly Regulation[];
    readonly residency: readonly Country[];
    readonly sensitiveShare: number;
    readonly zeroRetention: boolean | null;
    readonly airGapped: boolean | null;
  };
  readonly customization: Customization;
  readonly deployments: readonly DeploymentKind[];
  readonly license: {
    readonly commercialUse: boolean | null;
    readonly osiApproved: boolean | null;
    readonly redistributeDerivatives: boolean | null;
    readonly trainOnOutputs: boolean | null;
  };
  readonly support: Support;
  readonly uptimePercent: number | null;
  readonly budget: { readonly usdPerMonth: number | null; readonly hard: boolean };
  readonly lifetimeMonths: number;
  readonly offline: boolean | null;
}
