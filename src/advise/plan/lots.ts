import type { Requirements, Workload } from "../../requirements/requirements.ts";
import type { Regulation, Sensitivity } from "../../vocabulary.ts";

/** One share of the traffic of a workload, as a workload of its own. */
export interface Lot {
  readonly id: string;
  /** The workload that it is a share of. */
  readonly of: Workload;
  readonly traffic: "sensitive" | "ordinary" | "all";
  /** 0 to 1 of the requests of `of`. */
  readonly share: number;
  /** Its traffic and its data. */
  readonly workload: Workload;
}

/** Laws on what a request contains; requests without it are free of them. Others hold for the user, or for the use. */
const ON_CONTENT: readonly Regulation[] = ["hipaa", "pci-dss", "glba", "itar"];

/**
 * The shares of traffic that may be served apart. A workload of which a part is sensitive is two: what is sensitive, under every
 * condition that was stated, and the rest, which is internal (public where internal was the most) and free of the laws on content;
 * residency and everything else holds for both.
 */
export function lotsOf({ workloads }: Pick<Requirements, "workloads">): Lot[] {
  return workloads.flatMap((of): Lot[] => {
    const { sensitiveShare: share } = of.data;
    const ordinary = ordinaryData(of.data);
    if (!(share > 0 && share < 1) || ordinary === null) {
      const data = { ...of.data, sensitiveShare: 1 };
      return [{ id: of.id, of, traffic: "all", share: 1, workload: { ...of, data } }];
    }
    return [part(of, "sensitive", share, { ...of.data, sensitiveShare: 1 }), part(of, "ordinary", 1 - share, ordinary)];
  });
}

function part(of: Workload, traffic: "sensitive" | "ordinary", share: number, data: Workload["data"]): Lot {
  const { requestsPerDay } = of.traffic;
  const { usdPerMonth, hard } = of.budget;
  return {
    id: `${of.id}-${traffic}`,
    of,
    traffic,
    share,
    workload: {
      ...of,
      traffic: { ...of.traffic, requestsPerDay: requestsPerDay * share },
      data,
      // What is shared is billed once: a part may cost what the whole may, and the plan is held to the whole.
      budget: { usdPerMonth, hard },
    },
  };
}

/** The data of requests without what is sensitive; null where nothing is less sensitive, or nobody knows. */
export function ordinaryData(data: Workload["data"]): Workload["data"] | null {
  const sensitivity = ordinaryOf(data.sensitivity);
  if (sensitivity === null) return null;
  return {
    ...data,
    sensitiveShare: 1,
    sensitivity,
    regulations: data.regulations.filter((r) => !ON_CONTENT.includes(r)),
  };
}

/** What requests without the sensitive data are; null where nothing is less sensitive, or nobody knows. */
export function ordinaryOf(sensitivity: Sensitivity | null): Sensitivity | null {
  if (sensitivity === null || sensitivity === "public") return null;
  return sensitivity === "internal" ? "public" : "internal";
}

/** Whether nobody may see this traffic who was not allowed to: what is not known counts as sensitive. */
export const isClosed = ({ workload, traffic }: Lot): boolean =>
  traffic === "sensitive" || ![`public`, `internal`].includes(workload.data.sensitivity ?? "");
