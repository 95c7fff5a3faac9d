import { enumerate } from "./candidates/enumerate.ts";
import type { Catalog } from "./catalog/catalog.ts";
import { decide } from "./decide/decide.ts";
import type { Quality } from "./estimate/estimate.ts";
import { quality } from "./estimate/quality.ts";
import { estimate } from "./estimate/tco.ts";
import { warningsOf } from "./explain/warnings.ts";
import { workloadView } from "./explain/workload-view.ts";
import type { Day } from "./quantity/day.ts";
import type { Recommendation, WorkloadResult } from "./recommendation.ts";
import type { Origin } from "./requirements/layer.ts";
import type { Workload } from "./requirements/requirements.ts";
import type { Settled } from "./requirements/settle.ts";
import { settledFile } from "./requirements/settled-file.ts";
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
}

/** Requirements + catalog → candidates → facts → gates → scores → ranking → robustness → explanation → recommendation. Pure. */
export function advise(input: AdviseInput): Recommendation {
  const { settled, catalog, rulebook, today } = input;
  const { requirements, origins } = settled;
  const workloads = requirements.workloads.map((workload) => adviseWorkload(input, workload));
  return {
    schema: "advisor-recommendation/1",
    advisor: { version: input.version },
    today,
    catalog: {
      digest: catalog.digest,
      checked: catalog.checked,
      models: catalog.models.length,
      candidates: Math.max(...workloads.map((w) => w.counts.candidates)),
    },
    rules: { digest: rulebook.digest, packs: [...rulebook.packs], count: rulebook.rules.length },
    requirements: settledFile(requirements),
    origins: { ...origins },
    workloads,
    portfolio: null,
    warnings: warningsOf(requirements, catalog, today),
  };
}

function adviseWorkload(
  { settled, catalog, rulebook, today, seed, all, limit }: AdviseInput,
  workload: Workload,
): WorkloadResult {
  const { organization, priorities, assumptions } = settled.requirements;
  const qualities = new Map<string, Quality>();
  const qualityOf = (model: Catalog["models"][number]): Quality => {
    let q = qualities.get(model.id);
    if (!q) qualities.set(model.id, (q = quality(model, workload.task, catalog.benchmarks, today)));
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
    makeQuality: (c) => qualityOf(c.model),
  };
  const subjects = enumerate(catalog, organization, workload).map((candidate) => new LazySubject(shared, candidate));
  const decision = decide(subjects, rulebook, {
    seed,
    samples: SAMPLES,
    lambda: doubt(settled.origins),
    nearMisses: limit === null ? null : NEAR_MISSES,
  });
  return workloadView(decision, rulebook, catalog, workload, all, limit);
}

/** Enough to name the nearest miss of each condition on a screen. */
const NEAR_MISSES = 60;

/** 95 % half-width of a first share: 0.03. */
const SAMPLES = 1000;

/** How far stated priorities may be off: numbers 0.10, a ready profile 0.20, nothing said 0.35. */
function doubt(origins: Readonly<Record<string, Origin>>): number {
  const origin = origins["priorities.performance"];
  return origin === "default" ? 0.35 : origin === "preset" ? 0.2 : 0.1;
}
