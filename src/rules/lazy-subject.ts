import type { Candidate } from "../candidates/candidate.ts";
import type { Estimate, Quality } from "../estimate/estimate.ts";
import type { Subject } from "./facts.ts";

/** A subject whose estimate and quality are made when a rule first asks for them. */
export function lazySubject(
  shared: Omit<Subject, "candidate" | "estimate" | "quality">,
  candidate: Candidate,
  makeEstimate: (c: Candidate) => Estimate,
  makeQuality: (c: Candidate) => Quality,
): Subject {
  let estimate: Estimate | undefined;
  let quality: Quality | undefined;
  return {
    ...shared,
    candidate,
    get estimate() {
      estimate ??= makeEstimate(candidate);
      return estimate;
    },
    get quality() {
      quality ??= makeQuality(candidate);
      return quality;
    },
  };
}
