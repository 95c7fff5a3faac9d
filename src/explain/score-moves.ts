import type { SavedCandidate, SavedCriterion, SavedTerm } from "../saved.ts";
import { CRITERIA, type Criterion } from "../vocabulary.ts";

/** One rule's part in a criterion: its points before and now (null = it said nothing), and what that is worth in the score. */
export interface TermMove {
  readonly rule: string;
  readonly title: string;
  readonly old: number | null;
  readonly new: number | null;
  readonly score: number;
}

/** One criterion's part in a score: `difference` = `byWeight` + the terms' scores + `byCutOff`. */
export interface CriterionMove {
  readonly criterion: Criterion;
  /** Contributions to the score. */
  readonly old: number;
  readonly new: number;
  readonly difference: number;
  readonly weight: { readonly old: number; readonly new: number };
  readonly value: { readonly old: number; readonly new: number };
  /** By the changed priority alone. */
  readonly byWeight: number;
  /** What points above 1 and below 0, which count for nothing, took back. */
  readonly byCutOff: number;
  readonly terms: readonly TermMove[];
}

export interface ScoreMove {
  readonly id: string;
  readonly old: number;
  readonly new: number;
  readonly difference: number;
  /** Only those that moved; their differences sum to the score's. */
  readonly criteria: readonly CriterionMove[];
}

const NOTHING: SavedCriterion = { value: 0, weight: 0, contribution: 0, terms: [] };

/** Where the difference of two scores of one candidate comes from, exactly. */
export function scoreMove(before: SavedCandidate, after: SavedCandidate): ScoreMove {
  const criteria = CRITERIA.map((c) => criterionMove(c, before.criteria[c] ?? NOTHING, after.criteria[c] ?? NOTHING));
  return {
    id: after.id,
    old: before.score,
    new: after.score,
    difference: after.score - before.score,
    criteria: criteria.filter((c) => c.old !== c.new || c.terms.length > 0 || c.weight.old !== c.weight.new),
  };
}

/** A change of weight times value is shared out at the mean of the other factor: no order of the causes, nothing left over. */
function criterionMove(criterion: Criterion, a: SavedCriterion, b: SavedCriterion): CriterionMove {
  const difference = b.contribution - a.contribution;
  const byWeight = ((b.weight - a.weight) * (a.value + b.value)) / 2;
  const terms = termMoves(a.terms, b.terms, (a.weight + b.weight) / 2);
  const byCutOff = difference - byWeight - terms.reduce((sum, t) => sum + t.score, 0);
  return {
    criterion,
    old: a.contribution,
    new: b.contribution,
    difference,
    weight: { old: a.weight, new: b.weight },
    value: { old: a.value, new: b.value },
    byWeight,
    // Points are rounded to a millionth where they are written down.
    byCutOff: Math.abs(byCutOff) < 1e-15 ? 0 : byCutOff,
    terms,
  };
}

function termMoves(before: readonly SavedTerm[], after: readonly SavedTerm[], weight: number): TermMove[] {
  const old = new Map(before.map((t) => [t.rule, t]));
  const now = new Map(after.map((t) => [t.rule, t]));
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((rule): TermMove[] => {
    const a = old.get(rule);
    const b = now.get(rule);
    if (a && b && a.points === b.points) return [];
    const score = weight * ((b?.points ?? 0) - (a?.points ?? 0));
    return [{ rule, title: (b ?? a)?.title ?? rule, old: a?.points ?? null, new: b?.points ?? null, score }];
  });
}

/** What moved the lead: a rule of one of the two, a priority (`candidate` null), or what counts for nothing beyond 0 and 1. */
export interface LeadCause {
  readonly candidate: string | null;
  readonly criterion: Criterion;
  readonly rule: string;
  readonly title: string;
  readonly old: number | null;
  readonly new: number | null;
  /** What it added to the lead. */
  readonly score: number;
}

/** How the lead of one candidate over another moved; the causes, the largest first, sum to it. */
export interface Overtaking {
  readonly from: string;
  readonly to: string;
  /** Score of `from` minus score of `to`. */
  readonly leadOld: number;
  readonly leadNew: number;
  readonly criteria: readonly { readonly criterion: Criterion; readonly difference: number }[];
  readonly causes: readonly LeadCause[];
}

export function overtaking(from: ScoreMove, to: ScoreMove): Overtaking {
  const causes = CRITERIA.flatMap((c) => leadCauses(c, from, to));
  return {
    from: from.id,
    to: to.id,
    leadOld: from.old - to.old,
    leadNew: from.new - to.new,
    criteria: CRITERIA.map((c) => ({
      criterion: c,
      difference: (moveIn(from, c)?.difference ?? 0) - (moveIn(to, c)?.difference ?? 0),
    })).filter((c) => c.difference !== 0),
    causes: causes.sort((a, b) => Math.abs(b.score) - Math.abs(a.score) || (a.rule < b.rule ? -1 : 1)),
  };
}

const moveIn = (move: ScoreMove, c: Criterion) => move.criteria.find((x) => x.criterion === c);

function leadCauses(criterion: Criterion, from: ScoreMove, to: ScoreMove): LeadCause[] {
  const [a, b] = [moveIn(from, criterion), moveIn(to, criterion)];
  const own = (move: ScoreMove, sign: 1 | -1): LeadCause[] => [
    ...(moveIn(move, criterion)?.terms ?? []).map(({ rule, title, old, new: now, score }) => ({
      candidate: move.id,
      criterion,
      rule,
      title,
      old,
      new: now,
      score: sign * score,
    })),
    {
      candidate: move.id,
      criterion,
      rule: "cut-off",
      title: "Points above 1 or below 0, which count for nothing",
      old: null,
      new: null,
      score: sign * (moveIn(move, criterion)?.byCutOff ?? 0),
    },
  ];
  const weight = (a ?? b)?.weight;
  const causes = [
    {
      candidate: null,
      criterion,
      rule: `priorities.${criterion}`,
      title: `Priority of ${criterion}`,
      old: weight?.old ?? null,
      new: weight?.new ?? null,
      score: (a?.byWeight ?? 0) - (b?.byWeight ?? 0),
    },
    ...own(from, 1),
    ...own(to, -1),
  ];
  // What moved both the same way moved nothing between them.
  const isUndone = (c: LeadCause) =>
    causes.some((o) => o.rule === c.rule && o.candidate !== c.candidate && Math.abs(o.score + c.score) <= 1e-12);
  return causes.filter((c) => c.score !== 0 && !isUndone(c));
}
