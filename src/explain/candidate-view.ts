import type { Decision } from "../decide/decide.ts";
import { coverageOf } from "../decide/rank.ts";
import type { CostItem, Estimate } from "../estimate/estimate.ts";
import { contractTerms } from "../rules/contract-terms.ts";
import type { Subject } from "../rules/fact.ts";
import type { Note, Rulebook } from "../rules/rulebook.ts";
import { CRITERIA, type Criterion } from "../vocabulary.ts";
import { displayName } from "./place.ts";
import { type Reason, reasonsOf } from "./reasons.ts";
import { remarkReasons } from "./remarks.ts";
import { type Term, termsOf } from "./terms.ts";

/** Everything the result says about one ranked candidate. */
export function candidateView(
  decision: Pick<Decision, "subjects" | "scores" | "moves">,
  rulebook: Rulebook,
  benchmarkNames: Readonly<Record<string, string>>,
  notes: readonly Note[],
  exceptions: readonly Reason[],
  i: number,
  rank: number,
  otherDeployments: number,
) {
  const subject = decision.subjects[i] as Subject;
  const { scores, moves } = decision;
  const { estimate, quality } = subject;
  const terms = Object.fromEntries(CRITERIA.map((c) => [c, termsOf(c, rulebook, moves, subject, i)])) as Record<
    Criterion,
    Term[]
  >;
  const criteria = Object.fromEntries(
    CRITERIA.map((criterion, c) => {
      const value = cell(scores.value, c, i);
      const weight = scores.weights[c] as number;
      const range: [number, number] = [cell(scores.low, c, i), cell(scores.high, c, i)];
      return [criterion, { value, range, weight, contribution: weight * value, terms: terms[criterion] }];
    }),
  ) as Record<
    Criterion,
    { value: number; range: [number, number]; weight: number; contribution: number; terms: Term[] }
  >;
  return {
    rank,
    id: subject.candidate.id,
    model: modelView(subject),
    deployment: deploymentView(subject),
    score: scores.total[i] as number,
    scoreRange: [scores.totalLow[i] as number, scores.totalHigh[i] as number] as [number, number],
    coverage: Math.min(1, Math.max(0, coverageOf(scores, i))),
    otherDeployments,
    criteria,
    terms: contractTerms(subject),
    tco: tcoView(estimate),
    latency: {
      firstTokenSeconds: estimate.firstTokenSeconds,
      tokensPerSecond: estimate.tokensPerSecond,
      basis: estimate.speedBasis,
      source: estimate.speedSource,
    },
    quality: {
      index: quality.index,
      range: quality.index === null ? null : ([quality.low, quality.high] as [number, number]),
      level: quality.level,
      evidence: quality.evidence.map((e) => ({
        benchmark: e.benchmark,
        name: e.kind === "own" ? e.name : (benchmarkNames[e.benchmark] ?? e.benchmark),
        score: e.score,
        date: e.date,
        variant: e.variant,
        kind: e.kind,
        source: e.source,
      })),
    },
    reasons: [...exceptions, ...reasonsOf(terms, scores.weights, moves, notes, subject), ...remarkReasons(estimate)],
  };
}

/** A candidate that meets every condition, in as much as ranks it again under other priorities. */
export function passedView({ subjects, scores }: Pick<Decision, "subjects" | "scores">, i: number) {
  const subject = subjects[i] as Subject;
  const { estimate, quality } = subject;
  const criteria = Object.fromEntries(
    CRITERIA.map((criterion, c) => [criterion, [cell(scores.low, c, i), cell(scores.high, c, i)]]),
  ) as Record<Criterion, [number, number]>;
  return {
    id: subject.candidate.id,
    name: displayName(subject.candidate),
    model: modelView(subject),
    deployment: deploymentView(subject),
    usdPerMonth: estimate.usdPerMonth,
    quality: { index: quality.index, level: quality.level },
    criteria,
  };
}

const modelView = ({ candidate: { model } }: Subject) => ({
  id: model.id,
  name: model.name,
  vendor: model.maker.name,
  origin: model.origin,
  weights: model.weights,
  license: model.license,
  architecture: model.architecture,
  lifecycle: model.lifecycle,
  released: model.released,
  retires: model.retires,
});

const deploymentView = ({ candidate: { deployment }, estimate }: Subject) => ({
  kind: deployment.kind,
  provider: deployment.provider?.id ?? null,
  providerName: deployment.provider?.name ?? null,
  endpoint: deployment.endpoint?.id ?? null,
  operatorJurisdiction: deployment.operatorJurisdiction,
  processingIn: deployment.processingIn === null ? null : [...deployment.processingIn],
  hardware: estimate.hardware,
});

const cell = (rows: readonly Float64Array[], c: number, i: number): number => (rows[c] as Float64Array)[i] as number;

const tcoView = ({ usdPerMonth, usdTotal, usdPerMtok, items, binding }: Estimate) => ({
  usdPerMonth,
  usdTotal,
  usdPerMtok,
  items: items.map((item: CostItem) => ({
    item: item.item,
    usdPerMonth: item.usdPerMonth.likely,
    range: item.usdPerMonth,
    basis: item.basis,
    source: item.source,
  })),
  binding,
});
