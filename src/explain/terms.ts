import { ALPHA, baseInterval, type Moves } from "../decide/score.ts";
import { FALSE, TRUE, UNKNOWN, type Verdict } from "../rules/condition.ts";
import { verdictOf } from "../rules/evaluate.ts";
import type { Subject } from "../rules/fact.ts";
import type { Base, Rulebook, ScoreRule } from "../rules/rulebook.ts";
import type { Criterion } from "../vocabulary.ts";
import { fill, sourceOf } from "./fill.ts";

/** One addend of a criterion's value, with its reason and source. */
export interface Term {
  readonly rule: string;
  readonly title: string;
  readonly points: number;
  readonly verdict: "true" | "false" | "unknown";
  readonly because: string;
  readonly source: string;
}

const WORD = ["false", "unknown", "true"] as const;

/** A criterion of one candidate opened: where it starts, then every rule that moved it or might have. */
export function termsOf(criterion: Criterion, rulebook: Rulebook, moves: Moves, subject: Subject, i: number): Term[] {
  const base = rulebook.bases.find((b) => b.criterion === criterion);
  const terms: Term[] = base ? [baseTerm(base, subject)] : [];
  for (const { rule, verdicts, yes, no } of moves[criterion]) {
    const t = verdictOf(verdicts, i);
    const points = t === TRUE ? yes : t === FALSE ? no : Math.min(yes, no) + ALPHA * Math.abs(yes - no);
    if (points === 0 && t !== UNKNOWN) continue;
    terms.push({
      rule: rule.id,
      title: rule.title,
      points: clean(points),
      verdict: WORD[t],
      because: sentence(rule, t, subject),
      source: sourceOf(rule.cite, subject),
    });
  }
  return terms;
}

export function baseTerm(base: Base, subject: Subject): Term {
  const [low, high] = baseInterval(base, subject);
  const known =
    base.of === null ||
    (base.of === "candidate.quality.index" ? subject.quality.index : subject.estimate.usdPerMonth) !== null;
  return {
    rule: base.id,
    title: base.title,
    points: clean(Math.min(low, high) + ALPHA * Math.abs(high - low)),
    verdict: known ? "true" : "unknown",
    because: known ? fill(base.because, subject) : `${base.title}: not known.`,
    source: sourceOf(base.cite, subject),
  };
}

function sentence(rule: ScoreRule, t: Verdict, subject: Subject): string {
  if (t === TRUE) return fill(rule.because, subject);
  if (t === FALSE) return fill(rule.otherwiseBecause ?? rule.because, subject);
  return `Not known: ${rule.title.charAt(0).toLowerCase()}${rule.title.slice(1)}.`;
}

/** Points are given in hundredths; sums of binary fractions are printed as people write them. */
const clean = (x: number): number => Math.round(x * 1e6) / 1e6;
