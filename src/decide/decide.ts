import { type Columns, subjectColumns } from "../rules/columns.ts";
import { TRUE, UNKNOWN } from "../rules/condition.ts";
import { type Applied, applyRule, applyRules, verdictOf } from "../rules/evaluate.ts";
import type { Subject } from "../rules/facts.ts";
import type { Gate, Rulebook } from "../rules/rulebook.ts";
import { rank } from "./rank.ts";
import { type Robustness, robustness, type VerdictWord, verdictWord } from "./robustness.ts";
import { normalize, type Scores, score } from "./score.ts";
import { type Transfer, transfers } from "./transfer.ts";

/** What the gates, the scores and their robustness say of one workload's candidates. Indices point into `subjects`. */
export interface Decision {
  /** Candidates that were examined: those that no decisive gate dismissed. */
  readonly subjects: readonly Subject[];
  readonly dismissed: readonly { readonly subject: Subject; readonly gate: Gate }[];
  readonly columns: Columns;
  readonly applied: readonly Applied[];
  readonly scores: Scores;
  /** Passed every gate, best first. */
  readonly order: readonly number[];
  /** Best first. */
  readonly toVerify: readonly { readonly index: number; readonly gates: readonly Gate[]; readonly rankIfPassed: number }[];
  /** Best first, as if they had passed. */
  readonly ruledOut: readonly { readonly index: number; readonly gates: readonly Gate[] }[];
  readonly verdict: VerdictWord | "no-candidate";
  readonly robustness: Robustness | null;
  readonly transfers: readonly Transfer[];
}

export interface DecideOptions {
  readonly seed: number;
  readonly samples: number;
  /** How far the stated priorities may be off, 0..1. */
  readonly lambda: number;
}

/** Gates, then scores, then how sure. Gates never score and scores never gate. */
export function decide(all: readonly Subject[], rulebook: Rulebook, options: DecideOptions): Decision {
  const { subjects, dismissed } = dismiss(all, rulebook);
  const columns = subjectColumns(subjects);
  const applied = applyRules(rulebook, columns);
  const weights = normalize((all[0] as Subject).priorities);
  const scores = score(rulebook, applied, subjects, weights);
  const idOf = (i: number) => (subjects[i] as Subject).candidate.id;

  const gates = applied.filter((a): a is Applied<Gate> => a.rule.kind === "gate");
  const rejectedBy = subjects.map((_, i) =>
    gates.filter(({ rule, verdicts }) => {
      const t = verdictOf(verdicts, i);
      return t === TRUE || (t === UNKNOWN && rule.onUnknown === "reject");
    }),
  );
  const openAt = subjects.map((_, i) => gates.filter(({ rule, verdicts }) => verdictOf(verdicts, i) === UNKNOWN && rule.onUnknown === "verify"));
  const indices = subjects.map((_, i) => i);
  const isOut = (i: number) => (rejectedBy[i]?.length ?? 0) > 0;
  const isOpen = (i: number) => !isOut(i) && (openAt[i]?.length ?? 0) > 0;
  const sorted = (pick: (i: number) => boolean) => rank(scores, indices.filter(pick), idOf);

  const order = sorted((i) => !isOut(i) && !isOpen(i));
  const totals = order.map((i) => scores.total[i] as number);
  const toVerify = sorted(isOpen).map((index) => ({
    index,
    gates: (openAt[index] ?? []).map((a) => a.rule),
    rankIfPassed: 1 + totals.filter((t) => t > (scores.total[index] as number)).length,
  }));
  const ruledOut = sorted(isOut).map((index) => ({ index, gates: (rejectedBy[index] ?? []).map((a) => a.rule) }));

  const sure =
    order.length === 0
      ? null
      : robustness(scores, order, (i) => (subjects[i] as Subject).candidate.model.id, (i) => hash(idOf(i)), options);
  return {
    subjects,
    dismissed,
    columns,
    applied,
    scores,
    order,
    toVerify,
    ruledOut,
    verdict: sure ? verdictWord(sure) : "no-candidate",
    robustness: sure,
    transfers: order.length > 1 ? transfers(scores, order) : [],
  };
}

/** A decisive gate reads facts of the model alone: what it rejects needs no estimate. */
function dismiss(all: readonly Subject[], rulebook: Rulebook): Pick<Decision, "subjects" | "dismissed"> {
  const columns = subjectColumns(all);
  const decisive = rulebook.rules.filter((r): r is Gate => r.kind === "gate" && r.decisive);
  const applied = decisive.flatMap((gate) => {
    const verdicts = applyRule(gate, columns);
    return verdicts === null ? [] : [{ gate, verdicts }];
  });
  const dismissed: { subject: Subject; gate: Gate }[] = [];
  const subjects: Subject[] = [];
  all.forEach((subject, i) => {
    const by = applied.find(({ verdicts }) => verdictOf(verdicts, i) === TRUE);
    if (by) dismissed.push({ subject, gate: by.gate });
    else subjects.push(subject);
  });
  return { subjects, dismissed };
}

function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h;
}
