import type { Evidence } from "../catalog/catalog.ts";
import type { Basis } from "../catalog/schema/common.ts";
import type { Range } from "../quantity/range.ts";
import type { QualityLevel } from "../vocabulary.ts";

/** One line of the bill. */
export interface CostItem {
  /** `tokens`, `media`, `accelerators`, `power`, `support contract`, `staff`, `evaluation and migration`, `devices`, … */
  readonly item: string;
  readonly usdPerMonth: Range;
  readonly basis: Basis;
  /** Where the figure comes from: a catalog source, or `assumption: <name>`. */
  readonly source: string;
}

export interface HardwarePlan {
  readonly accelerator: string;
  readonly perReplica: number;
  readonly replicas: number;
  readonly quantization: string;
  readonly engine: string;
  readonly owned: boolean;
  /** Cloud region of the price, where rented. */
  readonly region: string | null;
}

/** What a candidate costs and how fast it is for one workload. `null` = cannot be known from the catalog. */
export interface Estimate {
  readonly usdPerMonth: Range | null;
  readonly usdTotal: Range | null;
  readonly usdPerMtok: Range | null;
  readonly items: readonly CostItem[];
  /** What set the size or the bill: memory, bandwidth, compute, communication, latency, floor, staff, tokens, media. */
  readonly binding: string | null;
  readonly hardware: HardwarePlan | null;
  /** Self-hosted: does it fit in any plan that is allowed; null where nothing is hosted or the geometry is unknown. */
  readonly fits: boolean | null;
  readonly firstTokenSeconds: Range | null;
  readonly tokensPerSecond: Range | null;
  readonly speedBasis: Basis | null;
  readonly speedSource: string | null;
  /** Sentences-to-be: codes with arguments, e.g. {code: "no-cached-price", args: {…}}. */
  readonly remarks: readonly Remark[];
}

export interface Remark {
  readonly code:
    | "no-cached-price"
    | "no-batch-price"
    | "price-changes"
    | "price-stale"
    | "free-tier"
    | "geometry-assumed"
    | "size-assumed"
    | "made-for-cuda"
    | "owned-hardware"
    | "owned-hardware-too-small"
    | "one-replica-floor"
    | "spare-replica"
    | "growth-adds-replicas"
    | "price-not-metered"
    | "tier-above"
    | "more-tokens"
    | "writes-more"
    | "purchase-price-old"
    | "support-unpriced"
    | "reserved"
    | "reserved-too-long"
    | "measured-case";
  readonly args: Readonly<Record<string, string | number>>;
}

/** Quality of a model for a task on the common index, 0–100. */
export interface Quality {
  /** Best single value; null = no evidence. */
  readonly index: number | null;
  readonly low: number;
  readonly high: number;
  /** The level that `low` and `high` agree on, else of `index`; null = not known. */
  readonly level: QualityLevel | null;
  /** Points that four-bit weights took off `index`, `low` and `high`; absent where they took none. */
  readonly fourBitLoss?: number;
  /** Share of the weight that the user's own results carry; absent where there are none. */
  readonly ownShare?: number;
  /** What weighs most comes first. */
  readonly evidence: readonly (PublicEvidence | OwnEvidence)[];
}

/** A published result. */
export type PublicEvidence = Evidence;

/** A result of the user's own evaluation. */
export interface OwnEvidence {
  readonly benchmark: "own";
  readonly name: string;
  /** Share of cases passed, or mean score: 0 to 1. */
  readonly score: number;
  /** Cases; null = not known. */
  readonly samples: number | null;
  readonly date: string | null;
  /** The metric. */
  readonly variant: string;
  readonly kind: "own";
  /** The file, as the user named it. */
  readonly source: string;
}
