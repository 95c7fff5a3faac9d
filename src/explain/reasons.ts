import type { Moves } from "../decide/score.ts";
import type { Subject } from "../rules/fact.ts";
import type { Note } from "../rules/rulebook.ts";
import { CRITERIA, type Criterion } from "../vocabulary.ts";
import { fill, sourceOf } from "./fill.ts";
import type { Term } from "./terms.ts";

export interface Reason {
  readonly kind: "for" | "against" | "caution" | "obligation";
  readonly criterion: Criterion | null;
  readonly rule: string;
  readonly text: string;
  readonly source: string;
}

/** Where a criterion starts speaks for a candidate above this value and against it below the other. */
const GOOD = 0.6;
const POOR = 0.4;
/** What the law demands is told before what is wise. */
const LAW = "regulation";

/**
 * Why a candidate stands where it stands: what speaks for and against it by the weight it carries in the score, then cautions, then
 * obligations.
 */
export function reasonsOf(
  terms: Readonly<Record<Criterion, readonly Term[]>>,
  weights: Float64Array,
  moves: Moves,
  notesOn: readonly Note[],
  subject: Subject,
): Reason[] {
  const weighed: { reason: Reason; weight: number }[] = [];
  CRITERIA.forEach((criterion, c) => {
    const weight = weights[c] as number;
    for (const [n, term] of terms[criterion].entries()) {
      const isBase = n === 0 && !moves[criterion].some((m) => m.rule.id === term.rule);
      const pull = isBase ? basePull(criterion, term) : term.points;
      if (pull === 0 || term.verdict === "unknown") continue;
      const { rule, source } = term;
      const reason: Reason = { kind: pull > 0 ? "for" : "against", criterion, rule, text: term.because, source };
      weighed.push({ reason, weight: Math.abs(pull) * weight });
    }
  });
  weighed.sort((a, b) => b.weight - a.weight);
  const sorted = weighed.map((w) => w.reason);
  const weightOf = ({ pack, criterion }: Note): number =>
    (pack === LAW ? 1 : 0) + (criterion === null ? 0 : (weights[CRITERIA.indexOf(criterion)] as number));
  const notes = [...notesOn]
    .sort((a, b) => weightOf(b) - weightOf(a))
    .map(
      (rule): Reason => ({
        kind: rule.tone,
        criterion: rule.criterion,
        rule: rule.id,
        text: fill(rule.because, subject),
        source: sourceOf(rule.cite, subject),
      }),
    );
  return [
    ...sorted.filter((r) => r.kind === "for"),
    ...notes.filter((r) => r.kind === "for"),
    ...sorted.filter((r) => r.kind === "against"),
    ...notes.filter((r) => r.kind === "against"),
    ...notes.filter((r) => r.kind === "caution"),
    ...notes.filter((r) => r.kind === "obligation"),
  ];
}

/** Constant starts say nothing; quality and cost do. */
function basePull(criterion: Criterion, term: Term): number {
  if (criterion !== "performance" && criterion !== "tco") return 0;
  return term.points >= GOOD ? term.points - 0.5 : term.points <= POOR ? term.points - 0.5 : 0;
}
