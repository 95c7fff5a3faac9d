import { crossChecks } from "../decide/cross-checks.ts";
import type { Decision } from "../decide/decide.ts";
import { priorityRange } from "../decide/winning.ts";
import type { Subject } from "../rules/fact.ts";
import { CRITERIA, type Criterion } from "../vocabulary.ts";
import { flipsOf } from "./flips.ts";
import { displayName } from "./place.ts";

/** How sure the first rank is, and what would change it. */
export function outlookOf(decision: Decision) {
  const { order, scores, subjects, robustness } = decision;
  const [winner] = order;
  if (winner === undefined || !robustness) return null;
  const subjectAt = (i: number) => subjects[i] as Subject;
  const share = (of: (s: Subject) => string): Record<string, number> => {
    const sums: Record<string, number> = {};
    for (const f of robustness.finalists) {
      const key = of(subjectAt(f.index));
      sums[key] = (sums[key] ?? 0) + f.share;
    }
    for (const [key, sum] of Object.entries(sums)) sums[key] = Math.round(sum * 1e9) / 1e9;
    return sums;
  };
  const checks = crossChecks(scores, order);
  const id = (i: number) => subjectAt(i).candidate.id;
  const name = (i: number) => displayName(subjectAt(i).candidate);
  const leader = scores.total[winner] as number;
  return {
    winner: id(winner),
    verdict: decision.verdict,
    stableUpTo: robustness.stableUpTo,
    stableUpToOtherModels: robustness.stableUpToOtherModels,
    stableUpToAtWorst: robustness.stableUpToAtWorst,
    firstShares: {
      candidates: robustness.finalists.map((f) => ({
        id: id(f.index),
        name: name(f.index),
        share: f.share,
        centralWeights: Object.fromEntries(CRITERIA.map((c, k) => [c, f.centralWeights[k] as number])) as Record<
          Criterion,
          number
        >,
        confidence: f.confidence,
      })),
      models: share((s) => s.candidate.model.id),
      weights: share((s) => s.candidate.model.weights),
      kinds: share((s) => s.candidate.deployment.kind),
    },
    tieGroup: order.filter((i) => leader - (scores.total[i] as number) <= TIE).map(id),
    priorities: CRITERIA.map((criterion, c): { criterion: Criterion; weight: number; low: number; high: number } => {
      const [low, high] = priorityRange(scores, order, c);
      return { criterion, weight: scores.weights[c] as number, low, high };
    }),
    flips: flipsOf(decision),
    crossChecks: {
      weightedProduct: id(checks.product),
      promethee: id(checks.promethee),
      equalPriorities: id(checks.equal),
      paretoFront: checks.front.length,
      isOnParetoFront: checks.front.includes(winner),
    },
  };
}

/** Scores so close are shown together. */
const TIE = 0.01;
