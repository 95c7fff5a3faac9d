import type { Candidate } from "../candidates/candidate.ts";
import type { Estimate, Quality } from "../estimate/estimate.ts";
import type { Subject } from "./fact.ts";

/** What all subjects of one workload have in common, and how their figures are made. */
export interface Shared extends Omit<Subject, "candidate" | "estimate" | "quality"> {
  readonly makeEstimate: (c: Candidate) => Estimate;
  readonly makeQuality: (c: Candidate) => Quality;
}

/** A subject whose estimate and quality are made when a rule first asks for them. */
export class LazySubject implements Subject {
  readonly organization: Subject["organization"];
  readonly workload: Subject["workload"];
  readonly priorities: Subject["priorities"];
  readonly task: Subject["task"];
  readonly today: Subject["today"];
  #estimate: Estimate | undefined;

  constructor(
    private readonly shared: Shared,
    readonly candidate: Candidate,
  ) {
    this.organization = shared.organization;
    this.workload = shared.workload;
    this.priorities = shared.priorities;
    this.task = shared.task;
    this.today = shared.today;
  }

  get estimate(): Estimate {
    this.#estimate ??= this.shared.makeEstimate(this.candidate);
    return this.#estimate;
  }

  get quality(): Quality {
    return this.shared.makeQuality(this.candidate);
  }
}
