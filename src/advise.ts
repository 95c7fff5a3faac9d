import type { Candidate } from "./candidates/candidate.ts";
import { enumerate } from "./candidates/enumerate.ts";
import type { Catalog } from "./catalog/catalog.ts";
import { decide } from "./decide/decide.ts";
import { holds } from "./decide/exceptions.ts";
import type { Quality } from "./estimate/estimate.ts";
import {
  type OwnEvaluations,
  type OwnIndices,
  ownIndices,
  workloadWarnings,
} from "./estimate/evaluations/own-index.ts";
import { asRun } from "./estimate/four-bit-loss.ts";
import { quality } from "./estimate/quality.ts";
import { estimate } from "./estimate/tco.ts";
import { anchorView } from "./explain/anchor-view.ts";
import { breakEvensOf } from "./explain/break-evens.ts";
import { costsOf } from "./explain/costs.ts";
import { warningsOf } from "./explain/warnings.ts";
import { workloadView } from "./explain/workload-view.ts";
import type { Day } from "./quantity/day.ts";
import type { Recommendation, WorkloadResult } from "./recommendation.ts";
import type { Origin } from "./requirements/layer.ts";
import type { Workload } from "./requirements/requirements.ts";
import type { Settled } from "./requirements/settle.ts";
import { settledFile } from "./requirements/settled-file.ts";
import type { Subject } from "./rules/fact.ts";
import { LazySubject, type Shared } from "./rules/lazy-subject.ts";
import type { Rulebook } from "./rules/rulebook.ts";

export interface AdviseInput {
  readonly settled: Settled;
  readonly catalog: Catalog;
  readonly rulebook: Rulebook;
  readonly today: Day;
  readonly seed: number;
  /** Every candidate, or the best deployment of each model. */
  readonly all: boolean;
  /** How many entries of each list are worked out; null = all. Counts are always of the whole. */
  readonly limit: number | null;
  readonly version: string;
  /** The user's own results, as `readEvaluations` gives them; they outweigh public boards. */
  readonly evaluations?: OwnEvaluations;
}

/** Requirements + catalog → candidates → facts → gates → scores → ranking → robustness → explanation → recommendation. Pure. */
export function advise(input: AdviseInput): Recommendation {
  const { settled, catalog, rulebook, today } = input;
  const { requirements, origins } = settled;
  const own = requirements.workloads.map((workload) => ownFor(input, workload));
  const workloads = requirements.workloads.map((workload, i) => adviseWorkload(input, workload, own[i] ?? null));
  return {
    schema: "advisor-recommendation/1",
    advisor: { version: input.version },
    today,
    seed: input.seed,
    catalog: {
      digest: catalog.digest,
      checked: catalog.checked,
      models: catalog.models.length,
      candidates: Math.max(...workloads.map((w) => w.counts.candidates)),
    },
    rules: {
      digest: rulebook.digest,
      packs: [...rulebook.packs],
      count: rulebook.rules.length,
      anchors: rulebook.bases.map(anchorView),
    },
    requirements: settledFile(requirements),
    origins: { ...origins },
    workloads,
    portfolio: null,
    warnings: [...warningsOf(requirements, catalog, rulebook, today), ...ownWarnings(input, own)],
  };
}

/** The user's own results on the index of this workload's task; null where there are none. */
function ownFor({ evaluations, catalog, today }: AdviseInput, workload: Workload): OwnIndices | null {
  if (!evaluations || evaluations.results.length === 0) return null;
  const publicOf = (id: string): Quality | null => {
    const model = catalog.models.find((m) => m.id === id);
    return model ? quality(model, workload.task, catalog.benchmarks, today) : null;
  };
  return ownIndices(evaluations.results, workload, publicOf, catalog.benchmarks.combination);
}

function ownWarnings({ evaluations, settled }: AdviseInput, own: readonly (OwnIndices | null)[]) {
  if (!evaluations) return [];
  const ids = settled.requirements.workloads.map((w) => w.id);
  return [
    ...evaluations.warnings,
    ...workloadWarnings(evaluations.results, ids),
    ...own.flatMap((o) => o?.warnings ?? []),
  ];
}

function adviseWorkload(input: AdviseInput, workload: Workload, own: OwnIndices | null): WorkloadResult {
  const { settled, catalog, rulebook, today, seed, all, limit } = input;
  const exceptions = (settled.requirements.check?.exceptions ?? []).filter((e) => holds(e, today));
  const lambda = doubt(settled.origins);
  const decision = decide(subjectsOf(input, workload, own), rulebook, {
    seed,
    samples: SAMPLES,
    lambda,
    nearMisses: limit === null ? null : NEAR_MISSES,
    exceptions,
  });
  const { organization, assumptions } = settled.requirements;
  // A search over traffic is nothing for a screen that does not show it.
  const context = { catalog, today: input.today, assumptions };
  const evens = limit === null ? breakEvensOf(decision, workload, organization, context) : [];
  const costs = limit === null ? costsOf(decision, workload, organization, context) : null;
  return workloadView(decision, rulebook, catalog, workload, exceptions, lambda, evens, costs, all, limit);
}

/** Every way to run every model for a workload, with its facts; what has to be estimated is estimated when a rule asks. */
export function subjectsOf(
  { settled, catalog, today }: Pick<AdviseInput, "settled" | "catalog" | "today">,
  workload: Workload,
  own: OwnIndices | null = null,
): Subject[] {
  const { organization, priorities, assumptions } = settled.requirements;
  const qualities = new Map<string, Quality>();
  const qualityOf = ({ model }: Candidate): Quality => {
    let q = qualities.get(model.id);
    if (!q) {
      q = quality(model, workload.task, catalog.benchmarks, today, own?.byModel.get(model.id));
      qualities.set(model.id, q);
    }
    return q;
  };
  const context = { catalog, today, assumptions };
  const shared: Shared = {
    organization,
    workload,
    priorities,
    task: catalog.tasks[workload.task],
    today,
    makeEstimate: (c) => estimate(c, workload, organization, context),
    makeQuality: (c) => asRun(qualityOf(c), c, workload.task, catalog),
  };
  return enumerate(catalog, organization, workload).map((candidate) => new LazySubject(shared, candidate));
}

/** Enough to name the nearest miss of each condition on a screen. */
const NEAR_MISSES = 60;

/** 95 % half-width of a first share: 0.03. */
export const SAMPLES = 1000;

/** How far stated priorities may be off: numbers 0.10, a ready profile 0.20, nothing said 0.35. */
export function doubt(origins: Readonly<Record<string, Origin>>): number {
  const origin = origins["priorities.performance"];
  return origin === "default" ? 0.35 : origin === "preset" ? 0.2 : 0.1;
}
