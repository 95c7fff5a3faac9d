import type { Candidate } from "../candidates/candidate.ts";
import { enumerate } from "../candidates/enumerate.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { Estimate, Quality } from "../estimate/estimate.ts";
import { type OwnEvaluations, type OwnIndices, ownIndices } from "../estimate/evaluations/own-index.ts";
import { asRun } from "../estimate/four-bit-loss.ts";
import { quality } from "../estimate/quality.ts";
import { estimate, leastUsdPerMonth } from "../estimate/tco.ts";
import type { Day } from "../quantity/day.ts";
import type { Workload } from "../requirements/requirements.ts";
import type { Settled } from "../requirements/settle.ts";
import type { Subject } from "../rules/fact.ts";
import { LazySubject } from "../rules/lazy-subject.ts";

/** What an answer is made from besides the requirements. */
export interface Sources {
  readonly catalog: Catalog;
  readonly today: Day;
  /** The user's own results, as `readEvaluations` gives them; they outweigh public boards. */
  readonly evaluations?: OwnEvaluations;
}

/** The user's own results on the index of this workload's task; null where there are none. */
export function ownFor({ evaluations, catalog, today }: Sources, workload: Workload): OwnIndices | null {
  if (!evaluations || evaluations.results.length === 0) return null;
  const publicOf = (id: string): Quality | null => {
    const model = catalog.models.find((m) => m.id === id);
    return model ? quality(model, workload.task, catalog.benchmarks, today) : null;
  };
  return ownIndices(evaluations.results, workload, publicOf, catalog.benchmarks.combination);
}

/** The quality of a candidate for a workload's task, each model read once. */
export function qualitiesFor({ catalog, today }: Sources, { task }: Workload, own: OwnIndices | null) {
  const qualities = new Map<string, Quality>();
  const qualityOf = ({ model }: Candidate): Quality => {
    let q = qualities.get(model.id);
    if (!q) qualities.set(model.id, (q = quality(model, task, catalog.benchmarks, today, own?.byModel.get(model.id))));
    return q;
  };
  return (c: Candidate): Quality => asRun(qualityOf(c), c, task, catalog);
}

/** What each candidate costs for a workload and how fast it is, and what it costs at least. */
export function estimatesFor({ catalog, today }: Sources, { requirements }: Settled, workload: Workload) {
  const { organization, assumptions } = requirements;
  const context = { catalog, today, assumptions };
  return {
    make: (c: Candidate): Estimate => estimate(c, workload, organization, context),
    least: (c: Candidate): number => leastUsdPerMonth(c, workload, organization, context),
  };
}

/** Every way to run every model for a workload, with its facts; what has to be estimated is estimated when a rule asks. */
export function subjectsOf(
  { settled, ...sources }: Sources & { readonly settled: Settled },
  workload: Workload,
  own: OwnIndices | null = null,
): Subject[] {
  const { catalog } = sources;
  const candidates = enumerate(catalog, settled.requirements.organization, workload);
  const makeEstimate = estimatesFor(sources, settled, workload).make;
  return subjectsFrom(candidates, sources, settled, workload, qualitiesFor(sources, workload, own), makeEstimate);
}

export function subjectsFrom(
  candidates: readonly Candidate[],
  { catalog, today }: Sources,
  { requirements: { organization, priorities } }: Settled,
  workload: Workload,
  makeQuality: (c: Candidate) => Quality,
  makeEstimate: (c: Candidate) => Estimate,
): Subject[] {
  const task = catalog.tasks[workload.task];
  const shared = { organization, workload, priorities, task, today, makeEstimate, makeQuality };
  return candidates.map((candidate) => new LazySubject(shared, candidate));
}
