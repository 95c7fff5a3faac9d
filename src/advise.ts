import { alternativesOf } from "./advise/alternatives.ts";
import { Prospect } from "./advise/prospect.ts";
import { ownFor, type Sources, subjectsOf } from "./advise/subjects.ts";
import { type Decision, decide } from "./decide/decide.ts";
import { doubt, SAMPLES, UNSTATED_DOUBT } from "./decide/doubt.ts";
import { holds } from "./decide/exceptions.ts";
import { type OwnIndices, workloadWarnings } from "./estimate/evaluations/own-index.ts";
import { anchorView } from "./explain/anchor-view.ts";
import { breakEvensOf } from "./explain/break-evens.ts";
import { costsOf } from "./explain/costs.ts";
import { factFlipsOf } from "./explain/fact-flips.ts";
import { warningsOf } from "./explain/warnings.ts";
import { workloadView } from "./explain/workload-view.ts";
import type { Day } from "./quantity/day.ts";
import type { Recommendation, WorkloadResult } from "./recommendation.ts";
import type { Workload } from "./requirements/requirements.ts";
import type { Settled } from "./requirements/settle.ts";
import { settledFile } from "./requirements/settled-file.ts";
import type { Rulebook } from "./rules/rulebook.ts";

export { subjectsOf } from "./advise/subjects.ts";
export { doubt, SAMPLES, UNSTATED_DOUBT };

export interface AdviseInput extends Sources {
  readonly settled: Settled;
  readonly rulebook: Rulebook;
  readonly seed: number;
  /** Every candidate, or the best deployment of each model. */
  readonly all: boolean;
  /** How many entries of each list are worked out; null = all. Counts are always of the whole. */
  readonly limit: number | null;
  /** Whether other answers and other traffic are tried where everything is worked out; yes if absent. */
  readonly alternatives?: boolean;
  readonly version: string;
}

/** Requirements + catalog → candidates → facts → gates → scores → ranking → robustness → explanation → recommendation. Pure. */
export function advise(input: AdviseInput): Recommendation {
  const { settled, catalog, rulebook, today } = input;
  const { requirements, origins } = settled;
  const own = requirements.workloads.map((workload) => ownFor(input, workload));
  const prospect = input.limit === null ? new Prospect(input) : null;
  const workloads = requirements.workloads.map((_, n) => adviseWorkload(input, n, own[n] ?? null, prospect));
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

function ownWarnings({ evaluations, settled }: AdviseInput, own: readonly (OwnIndices | null)[]) {
  if (!evaluations) return [];
  const ids = settled.requirements.workloads.map((w) => w.id);
  return [
    ...evaluations.warnings,
    ...workloadWarnings(evaluations.results, ids),
    ...own.flatMap((o) => o?.warnings ?? []),
  ];
}

/** Gates, scores and how sure, with the exceptions that hold today. */
export function decideWorkload(
  input: AdviseInput,
  workload: Workload,
  own: OwnIndices | null,
  confidences = 0,
): Decision {
  const { settled, rulebook, today, seed, limit } = input;
  return decide(subjectsOf(input, workload, own), rulebook, {
    seed,
    samples: SAMPLES,
    lambda: doubt(settled),
    nearMisses: limit === null ? null : NEAR_MISSES,
    ...(confidences > 0 ? { confidences } : {}),
    exceptions: exceptionsOn(settled, today),
  });
}

const exceptionsOn = ({ requirements }: Settled, today: Day) =>
  (requirements.check?.exceptions ?? []).filter((e) => holds(e, today));

function adviseWorkload(
  input: AdviseInput,
  n: number,
  own: OwnIndices | null,
  prospect: Prospect | null,
): WorkloadResult {
  const { settled, catalog, rulebook, today, all, limit } = input;
  const workload = settled.requirements.workloads[n] as Workload;
  const exceptions = exceptionsOn(settled, today);
  const decision = decideWorkload(input, workload, own, limit === null ? CONFIDENCES : 0);
  const { organization, assumptions } = settled.requirements;
  // Other traffic and other answers are nothing for a screen that does not show them.
  const context = { catalog, today, assumptions };
  const evens = limit === null ? breakEvensOf(decision, workload, organization, context) : [];
  const costs = limit === null ? costsOf(decision, workload, organization, context) : null;
  const selected = limit === null ? (settled.requirements.check?.selected?.[workload.id] ?? null) : null;
  const isAsked = input.alternatives !== false && decision.order.length > 0;
  const judge = { rulebook, exceptions, context, weights: decision.scores.weights };
  const others = prospect && isAsked ? [...factFlipsOf(decision, judge), ...alternativesOf(prospect, settled, n)] : [];
  const whole = { all, limit, doubt: doubt(settled), selected };
  return workloadView(decision, rulebook, catalog, workload, exceptions, evens, costs, others, whole);
}

/** Enough to name the nearest miss of each condition on a screen. */
const NEAR_MISSES = 60;

/** Finalists that are named to a reader. */
export const CONFIDENCES = 5;
