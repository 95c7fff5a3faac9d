import type { Decision } from "../decide/decide.ts";
import type { Subject } from "../rules/fact.ts";
import { traceOf } from "../rules/trace.ts";
import { CRITERIA, type Criterion } from "../vocabulary.ts";
import { displayName } from "./place.ts";

/** One thing that is not known of some finalists, and how far it could move the score of one of them. */
export interface OpenQuestion {
  readonly candidates: readonly string[];
  readonly criterion: Criterion;
  readonly what: string;
  /** Width of the score that hangs on it. */
  readonly width: number;
}

/** How many finalists are looked at, and how many questions are told. */
const FINALISTS = 5;
const TOLD = 5;

/** What to find out first about those who come first in random draws: what moves their scores most. */
export function openQuestions({ robustness, subjects, scores, moves, columns }: Decision): OpenQuestion[] {
  const finalists = robustness?.finalists.slice(0, FINALISTS) ?? [];
  const found = finalists.flatMap(({ index: i }): OpenQuestion[] => {
    const subject = subjects[i] as Subject;
    const candidates = [displayName(subject.candidate)];
    return CRITERIA.flatMap((criterion, c): OpenQuestion[] => {
      const weight = scores.weights[c] as number;
      const rules = moves[criterion].flatMap(({ rule, yes, no }): OpenQuestion[] => {
        const { verdict, missing } = traceOf(rule, columns, i);
        if (verdict !== 1 || missing.length === 0) return [];
        return [{ candidates, criterion, what: missing.join(", "), width: weight * Math.abs(yes - no) }];
      });
      const all =
        weight * (((scores.high[c] as Float64Array)[i] as number) - ((scores.low[c] as Float64Array)[i] as number));
      const rest = all - rules.reduce((sum, r) => sum + r.width, 0);
      const measured =
        rest <= 1e-6
          ? null
          : criterion === "performance"
            ? "its quality on your own cases (--evaluations)"
            : criterion === "tco"
              ? "what it costs you: people and machines"
              : null;
      return [...rules, ...(measured ? [{ candidates, criterion, what: measured, width: rest }] : [])];
    });
  });
  const together = new Map<string, OpenQuestion>();
  for (const q of found) {
    const key = `${q.criterion} ${q.what}`;
    const old = together.get(key);
    together.set(
      key,
      old
        ? {
            ...old,
            candidates: [...new Set([...old.candidates, ...q.candidates])],
            width: Math.max(old.width, q.width),
          }
        : q,
    );
  }
  return [...together.values()].sort((a, b) => b.width - a.width).slice(0, TOLD);
}
