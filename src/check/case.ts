import type { Catalog } from "../catalog/catalog.ts";
import type { Decision } from "../decide/decide.ts";
import type { Day } from "../quantity/day.ts";
import type { Workload } from "../requirements/requirements.ts";
import type { ContractTerms } from "../rules/contract-terms.ts";
import type { Subject } from "../rules/fact.ts";
import type { Bill, Snapshot } from "./snapshot.ts";

/** One workload with what was selected for it, today and in the baseline. */
export interface Case {
  readonly workload: Workload;
  readonly today: Day;
  readonly catalog: Catalog;
  readonly decision: Decision;
  readonly selected: string;
  /** Null where the catalog has no such candidate. */
  readonly subject: Subject | null;
  /** As if there were no exceptions. */
  readonly now: Snapshot | null;
  /** A gate rejects it, exceptions considered. */
  readonly isOut: boolean;
  /** Null where there is no baseline. */
  readonly then: Then | null;
}

/** What a baseline says of the workload. */
export interface Then {
  readonly day: Day;
  /** False: it is not about this workload, and the rest is empty. */
  readonly hasWorkload: boolean;
  readonly winner: string | null;
  /** Null where it says nothing of the candidate. */
  readonly standing: "ranked" | "to-verify" | "ruled-out" | null;
  readonly bill: Bill | null;
  readonly terms: ContractTerms | null;
  /** Its requirements are today's. */
  readonly sameQuestion: boolean;
  /** Today's bill for its question; null where that cannot be asked any more. */
  readonly billNow: Bill | null;
}
