import { crossChecks } from "../decide/cross-checks.ts";
import type { Decision } from "../decide/decide.ts";
import { examine } from "../decide/decide.ts";
import { priorityRange, winningFor } from "../decide/winning.ts";
import { usd } from "../quantity/format.ts";
import type { Exception } from "../requirements/requirements.ts";
import { subjectColumns } from "../rules/columns.ts";
import type { Subject } from "../rules/fact.ts";
import type { Rulebook } from "../rules/rulebook.ts";
import { CRITERIA, type Criterion } from "../vocabulary.ts";
import { openQuestions } from "./find-out.ts";
import { flipsOf } from "./flips.ts";
import { displayName } from "./place.ts";
import { readingsOf } from "./readings.ts";
import { standingOf } from "./standing.ts";

/** One change that alone would make somebody first. */
export interface Change {
  readonly kind: "priority" | "fact" | "gate";
  readonly text: string;
  /** The priority transfer in points of 100, or the figure; null for a gate. */
  readonly figure: number | null;
}

/** What would put one candidate first, smallest change first; empty for the winner. */
export function wouldWin(
  decision: Decision,
  rulebook: Rulebook,
  exceptions: readonly Exception[],
  subject: Subject,
): Change[] {
  const others = decision.order.map((i) => decision.subjects[i] as Subject).filter((s) => s !== subject);
  const all = [subject, ...others];
  const columns = subjectColumns(all);
  const examined = examine(all, columns, rulebook, decision.scores.weights, exceptions);
  const { scores } = examined;
  const order = all.map((_, i) => i);
  const leads = others.every((_, n) => (scores.total[0] as number) >= (scores.total[n + 1] as number));
  const { standing, ruledOutBy, toVerify } = standingOf(examined, columns, subject, 0);
  const gates = [...ruledOutBy, ...toVerify].map(
    (g): Change => ({
      kind: "gate",
      text: `${standing === "to verify" ? "It is confirmed" : "It passes"}: ${g.title}.`,
      figure: null,
    }),
  );
  if (leads) return gates;
  const { transfer, figures } = winningFor(scores, order, 0, readingsOf(rulebook.bases, subject));
  const moved = transfer && {
    kind: "priority" as const,
    text: `${points(transfer.weight)} of priority move from ${transfer.from} to ${transfer.to}.`,
    figure: 100 * transfer.weight,
  };
  const facts = figures.map((f): Change => {
    const text =
      f.of === "candidate.usdPerMonth"
        ? `It costs ${usd(f.figure)} a month at most (now ${usd(subject.estimate.usdPerMonth?.likely ?? 0)}).`
        : `Its measured quality is ${f.figure.toFixed(0)} at least (now ${(subject.quality.index ?? 0).toFixed(0)}).`;
    return { kind: "fact", text, figure: f.figure };
  });
  return [...gates, ...(moved ? [moved] : []), ...facts];
}

const points = (weight: number): string => {
  const n = Math.max(1, Math.ceil(100 * weight));
  return `${n} point${n === 1 ? "" : "s"}`;
};

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
    findOutFirst: decision.verdict === "robust" ? [] : openQuestions(decision),
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
