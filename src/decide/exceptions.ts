import type { Day } from "../quantity/day.ts";
import type { Exception } from "../requirements/requirements.ts";
import { newBytes } from "../rules/arena.ts";
import { FALSE } from "../rules/condition.ts";
import { type Verdicts, verdictOf } from "../rules/evaluate.ts";
import type { Subject } from "../rules/fact.ts";

/** Whether the exception still holds: its last day is not over. */
export const holds = ({ expires }: Exception, today: Day): boolean => today <= expires;

/** Whether the exception speaks of this candidate: of it, of its model wherever it runs, or of all. */
export function covers({ candidate }: Exception, { candidate: { id, model } }: Subject): boolean {
  return candidate === undefined || candidate === null || candidate === id || candidate === model.id;
}

/** The verdicts of a gate where those that an exception covers are not stopped by it. */
export function excepted(verdicts: Verdicts, subjects: readonly Subject[], own: readonly Exception[]): Verdicts {
  if (own.length === 0 || verdicts === FALSE) return verdicts;
  const marks = newBytes(subjects.length);
  for (const [i, subject] of subjects.entries())
    marks[i] = own.some((e) => covers(e, subject)) ? FALSE : verdictOf(verdicts, i);
  return { marks, groups: null };
}
