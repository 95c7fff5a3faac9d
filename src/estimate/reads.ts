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

/** What an estimate of anything else reads, the places included that it is made for. */
export const HOSTED_READS = {
  organization: [...METERED_READS.organization, "hardware", "jurisdiction", "usersIn"],
  workload: [...METERED_READS.workload, "latency", "uptimePercent"],
  traffic: [...METERED_READS.traffic, "peakToAverage"],
  data: ["residency"],
} as const;

export const isMetered = (kind: DeploymentKind): boolean => kind === "vendor-api" || kind === "hosted-api";

/** Requirements with the same keys give the same estimates: one key for metered services, one for everything else. */
export function estimateKeys(requirements: Requirements, workload: Workload): { metered: string; hosted: string } {
  const key = ({ organization, workload: w, traffic, data }: typeof METERED_READS | typeof HOSTED_READS): string =>
    JSON.stringify([
      pick(requirements.organization, organization),
      pick(workload, w),
      pick(workload.traffic, traffic),
      pick(workload.data, data),
      requirements.assumptions,
    ]);
  return { metered: key(METERED_READS), hosted: key(HOSTED_READS) };
}

const pick = <T extends object>(o: T, names: readonly (keyof T)[]): unknown[] => names.map((name) => o[name]);
