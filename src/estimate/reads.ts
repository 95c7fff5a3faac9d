import type { Requirements, Workload } from "../requirements/requirements.ts";
import type { DeploymentKind } from "../vocabulary.ts";

/** What an estimate of a metered service reads of the requirements; what it does not read cannot change it. */
export const METERED_READS = {
  organization: ["discounts"],
  workload: ["task", "contextTokens", "customization", "languages", "lifetimeMonths"],
  traffic: [
    "requestsPerDay",
    "inputTokens",
    "outputTokens",
    "cachedInputShare",
    "batchShare",
    "growthPerYear",
    "inputImages",
    "inputSeconds",
    "outputImages",
    "outputSeconds",
  ],
  data: [],
} as const;

const HOSTED = {
  workload: [...METERED_READS.workload, "latency", "uptimePercent"],
  traffic: [...METERED_READS.traffic, "peakToAverage"],
} as const;

/** What an estimate on a cloud's machines reads, the regions included that residency leaves to choose from. */
export const RENTED_READS = { ...HOSTED, organization: ["discounts"], data: ["residency"] } as const;

/** What an estimate on machines of the organization or its users reads. */
export const OWN_READS = {
  ...HOSTED,
  organization: ["discounts", "hardware", "monthlyActiveUsers"],
  data: [],
} as const;

export const isMetered = (kind: DeploymentKind): boolean => kind === "vendor-api" || kind === "hosted-api";

/** What estimates of a kind read. */
export const readsOf = (kind: DeploymentKind): typeof METERED_READS | typeof RENTED_READS | typeof OWN_READS =>
  isMetered(kind) ? METERED_READS : kind === "cloud-gpu" ? RENTED_READS : OWN_READS;

/** Requirements with the same key give the same estimates. */
export interface EstimateKeys {
  readonly metered: string;
  readonly rented: string;
  readonly own: string;
}

export function estimateKeys(requirements: Requirements, workload: Workload): EstimateKeys {
  const key = ({ organization, workload: w, traffic, data }: ReturnType<typeof readsOf>): string =>
    JSON.stringify([
      pick(requirements.organization, organization),
      pick(workload, w),
      pick(workload.traffic, traffic),
      pick(workload.data, data),
      requirements.assumptions,
    ]);
  return {
    metered: `metered ${key(METERED_READS)}`,
    rented: `rented ${key(RENTED_READS)}`,
    own: `own ${key(OWN_READS)}`,
  };
}

export const keyFor = (kind: DeploymentKind): keyof EstimateKeys =>
  isMetered(kind) ? "metered" : kind === "cloud-gpu" ? "rented" : "own";

const pick = <T extends object>(o: T, names: readonly (keyof T)[]): unknown[] => names.map((name) => o[name]);
