import type { Catalog } from "../catalog/catalog.ts";
import { snapshotOf, subjectIn } from "../check/snapshot.ts";
import { bestOfEachModel } from "../decide/best-of-each-model.ts";
import type { Decision } from "../decide/decide.ts";
import { ranksAmong, standing } from "../decide/rank.ts";
import type { Exception, Workload } from "../requirements/requirements.ts";
import { subjectColumns } from "../rules/columns.ts";
import { TRUE } from "../rules/condition.ts";
import { applyRules, verdictOf } from "../rules/evaluate.ts";
import type { Subject } from "../rules/fact.ts";
import type { Gate, Note, Rulebook } from "../rules/rulebook.ts";
import type { breakEvensOf } from "./break-evens.ts";
import { candidateView, passedView } from "./candidate-view.ts";
import type { costsOf } from "./costs.ts";
import { exceptionReasons } from "./exceptions.ts";
import { fill, sourceOf } from "./fill.ts";
import { type OpenQuestion, openQuestions } from "./find-out.ts";
import { type Flip, flipsOf } from "./flips.ts";
import { outlookOf } from "./outlook.ts";
import { displayName } from "./place.ts";
import { questionOf } from "./standing.ts";
import { noCandidateSummary, summary } from "./summary.ts";

export interface ViewOptions {
  readonly all: boolean;
  readonly limit: number | null;
  /** How far the draws took the stated priorities to be off. */
  readonly doubt: number;
  /** The candidate that was chosen before, by its id. */
  readonly selected: string | null;
}

/** One workload's part of the result. With `all` every candidate that passed is ranked, else the best deployment of each model. */
export function workloadView(
  decision: Decision,
  rulebook: Rulebook,
  catalog: Catalog,
  workload: Workload,
  exceptions: readonly Exception[],
  breakEven: ReturnType<typeof breakEvensOf>,
  costs: ReturnType<typeof costsOf>,
  alternatives: readonly Flip[],
  { all, limit, doubt, selected }: ViewOptions,
) {
  const { order, subjects, dismissed } = decision;
  const first = <T>(list: readonly T[]): readonly T[] => (limit === null ? list : list.slice(0, limit));
  const subject = (i: number) => subjects[i] as Subject;
  const listed = all ? order : bestOfEachModel(order, (i) => subject(i).candidate.model.id);
  const shown = first(listed);
  const notes = notesOn(rulebook, decision, shown);
  const ways = new Map<string, number>();
  for (const i of order) ways.set(subject(i).candidate.model.id, (ways.get(subject(i).candidate.model.id) ?? 0) + 1);
  const names = Object.fromEntries(Object.entries(catalog.benchmarks.benchmarks).map(([id, b]) => [id, b.name]));
  const ranking = shown.map((i, n) =>
    candidateView(
      decision,
      rulebook,
      names,
      notes[n] ?? [],
      exceptionReasons(decision, rulebook, exceptions, i),
      i,
      n + 1,
      all ? 0 : (ways.get(subject(i).candidate.model.id) ?? 1) - 1,
    ),
  );
  const open = first(decision.toVerify);
  const idOf = (i: number) => subject(i).candidate.id;
  const ranks = ranksAmong(
    listed,
    open.map((v) => v.index),
    standing(decision.scores, idOf),
  );

  const gateView = (gate: Gate, s: Subject) => ({
    rule: gate.id,
    title: gate.title,
    text: fill(gate.because, s),
    source: sourceOf(gate.cite, s),
  });
  const ruledOut = [
    ...first(decision.ruledOut).map(({ index, gates }) => ({
      id: subject(index).candidate.id,
      name: displayName(subject(index).candidate),
      gates: gates.map((g) => gateView(g, subject(index))),
    })),
    ...first(dismissed).map(({ subject: s, gates }) => ({
      id: s.candidate.id,
      name: displayName(s.candidate),
      gates: gates.map((g) => gateView(g, s)),
    })),
  ];
  const toVerify = open.map(({ index, gates }, n) => ({
    id: subject(index).candidate.id,
    name: displayName(subject(index).candidate),
    unknown: gates.map((gate) => ({
      rule: gate.id,
      question: questionOf(gate, decision.columns, subject(index), index),
    })),
    rankIfPassed: ranks[n] as number,
  }));

  const winner = order[0];
  const found = flipsOf(decision);
  const flips = [...found, ...alternatives].map((f) => ({
    ...f,
    change: f.change?.map((c) => ({ ...c })) ?? null,
  }));
  return {
    id: workload.id,
    title: workload.title,
    winner: winner === undefined ? null : subject(winner).candidate.id,
    selected: selected === null ? null : selectionView(decision, selected, rulebook, exceptions),
    verdict: decision.verdict,
    summary: summaryOf(decision, workload, ranking[0]?.reasons ?? [], found),
    ranking,
    toVerify,
    ruledOut,
    ruledOutBy: countByFirstGate(decision, rulebook),
    counts: {
      candidates: subjects.length + dismissed.length + decision.leftOpen,
      listed: listed.length,
      ranked: order.length,
      toVerify: decision.toVerify.length + decision.leftOpen,
      ruledOut: decision.ruledOut.length + dismissed.length,
    },
    robustness: decision.robustness && {
      stableUpTo: decision.robustness.stableUpTo,
      stableUpToOtherModels: decision.robustness.stableUpToOtherModels,
      stableUpToAtWorst: decision.robustness.stableUpToAtWorst,
      firstShare: decision.robustness.firstShare,
      familyFirstShare: decision.robustness.familyFirstShare,
      doubt,
      samples: decision.robustness.samples,
      finalists: decision.robustness.finalists.slice(0, 5).map((f) => ({
        id: subject(f.index).candidate.id,
        name: subject(f.index).candidate.model.name,
        firstShare: f.share,
      })),
    },
    findOutFirst: findOutFirst(decision, rulebook, limit !== null).map((q) => ({
      ...q,
      candidates: [...q.candidates],
    })),
    flips,
    breakEven,
    passed: limit === null ? order.map((i) => passedView(decision, i)) : null,
    outlook: limit === null ? outlookView(decision) : null,
    costs,
  };
}

function outlookView(decision: Decision) {
  const whole = outlookOf(decision);
  if (!whole) return null;
  const { firstShares, tieGroup, priorities, crossChecks } = whole;
  return { firstShares, tieGroup, priorities, crossChecks };
}

/** What is worth finding out; where the answer is clear it is not worth the time of a screen. */
export function findOutFirst(decision: Decision, { bases }: Rulebook, isScreen: boolean): OpenQuestion[] {
  const { verdict } = decision;
  return verdict === "close-call" || (verdict === "clear" && !isScreen) ? openQuestions(decision, bases) : [];
}

/** The selected candidate wherever it stands, for a later check to compare with; null where the catalog has none such. */
function selectionView(decision: Decision, id: string, rulebook: Rulebook, exceptions: readonly Exception[]) {
  const subject = subjectIn(decision, id);
  if (!subject) return null;
  const { standing, rejectedBy, openAt, rank, bill, terms } = snapshotOf(decision, subject, rulebook, exceptions);
  const gates = [...rejectedBy, ...openAt].map((g) => g.id);
  return { id, name: displayName(subject.candidate), standing, gates, rank, tco: bill, terms: { ...terms } };
}

/** The notes that speak of each shown candidate. */
export function notesOn(rulebook: Rulebook, decision: Decision, shown: readonly number[]): Note[][] {
  const notes = rulebook.rules.filter((r): r is Note => r.kind === "note");
  // Read anew for the few that are shown: what they share with others would be read of all of those.
  const columns = subjectColumns(shown.map((i) => decision.subjects[i] as Subject));
  const applied = applyRules(notes, columns);
  return shown.map((_, n) =>
    applied.flatMap(({ rule, verdicts }) => (rule.kind === "note" && verdictOf(verdicts, n) === TRUE ? [rule] : [])),
  );
}

function summaryOf(
  decision: Decision,
  workload: Workload,
  reasons: Parameters<typeof summary>[0]["reasons"],
  flips: readonly Flip[],
): string {
  const { order, subjects, robustness, verdict } = decision;
  const [first] = order;
  if (first === undefined || !robustness || verdict === "no-candidate") {
    const nearest = nearMisses(decision).map(({ index, gate }) => ({
      name: displayName((subjects[index] as Subject).candidate),
      title: gate.title,
    }));
    const toVerify = decision.toVerify.length + decision.leftOpen;
    return noCandidateSummary(
      workload,
      subjects.length + decision.dismissed.length + decision.leftOpen,
      nearest,
      toVerify,
    );
  }
  const s = subjects[first] as Subject;
  const other = order.find((i) => subjects[i]?.candidate.model.id !== s.candidate.model.id);
  const flip = flips.find((f) => f.kind === "priority");
  return summary(
    { candidate: s.candidate, estimate: s.estimate, quality: s.quality, reasons, verdict, robustness },
    other === undefined ? null : ((subjects[other] as Subject).candidate ?? null),
    flip ? flip.text.charAt(0).toLowerCase() + flip.text.slice(1, -1) : null,
    workload,
  );
}

/** Candidates that failed exactly one gate, best first. */
export function nearMisses(decision: Decision): { index: number; gate: Gate }[] {
  return decision.ruledOut.flatMap(({ index, gates }) =>
    gates.length === 1 && gates[0] ? [{ index, gate: gates[0] }] : [],
  );
}

function countByFirstGate(decision: Decision, rulebook: Rulebook) {
  // What needs an estimate comes last: whether a candidate was estimated must not change how it is counted.
  const place = new Map(rulebook.rules.map((r, n) => [r.id, r.needsEstimate ? n + rulebook.rules.length : n]));
  const counted = new Map<string, { rule: string; title: string; count: number; nearest: string | null }>();
  const add = (gate: Gate) => {
    const entry = counted.get(gate.id) ?? { rule: gate.id, title: gate.title, count: 0, nearest: null };
    entry.count += 1;
    counted.set(gate.id, entry);
    return entry;
  };
  for (const { gates } of [...decision.dismissed, ...decision.ruledOut]) {
    const first = [...gates].sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0))[0];
    if (first) add(first);
  }
  for (const { index, gate } of nearMisses(decision)) {
    const entry = counted.get(gate.id);
    if (entry) entry.nearest ??= displayName((decision.subjects[index] as Subject).candidate);
  }
  return [...counted.values()].sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1));
}
