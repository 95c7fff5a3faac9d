import type { AdviseInput } from "../../advise.ts";
import { type Decision, decide } from "../../decide/decide.ts";
import { holds } from "../../decide/exceptions.ts";
import { ALPHA, baseInterval } from "../../decide/score.ts";
import { type EstimateContext, type Sharing, sharingOf } from "../../estimate/sharing.ts";
import type { Subject } from "../../rules/fact.ts";
import { CRITERIA } from "../../vocabulary.ts";
import { ownFor, subjectsOf } from "../subjects.ts";
import type { Lot } from "./lots.ts";

const TCO = CRITERIA.indexOf("tco");

/** Somebody who passes every condition of a lot and has a bill. */
export interface Entrant {
  readonly id: string;
  /** Index into the decision's subjects. */
  readonly index: number;
  readonly subject: Subject;
  readonly score: number;
  /** What is ranked with, by criterion. */
  readonly values: readonly number[];
  readonly lows: readonly number[];
  readonly highs: readonly number[];
  /** What rules add to the value of its bill. */
  readonly besideBill: number;
  readonly sharing: Sharing;
}

/** Who could serve a lot, best first, and what the conditions say of the others. */
export interface Field {
  readonly lot: Lot;
  readonly decision: Decision;
  readonly entrants: readonly Entrant[];
}

/** The candidates of a lot under their gates and scores. */
export function fieldOf(input: AdviseInput, lot: Lot, context: EstimateContext, nearMisses: number): Field {
  const { settled, rulebook, today, seed } = input;
  const { requirements } = settled;
  const exceptions = (requirements.check?.exceptions ?? []).filter((e) => holds(e, today));
  const subjects = subjectsOf(input, lot.workload, ownFor(input, lot.workload));
  const decision = decide(subjects, rulebook, { seed, samples: 1, lambda: 0.1, nearMisses, exceptions });
  const base = rulebook.bases.find((b) => b.criterion === "tco");
  const { scores } = decision;
  const column = (rows: readonly Float64Array[], i: number): number[] => rows.map((row) => row[i] as number);
  const entrants = decision.order.flatMap((index): Entrant[] => {
    const subject = decision.subjects[index] as Subject;
    const sharing = sharingOf(subject.candidate, subject.estimate, lot.workload, requirements.organization, context);
    if (sharing === null) return [];
    const values = column(scores.value, index);
    const [low, high] = baseInterval(base, subject);
    return [
      {
        id: subject.candidate.id,
        index,
        subject,
        score: scores.total[index] as number,
        values,
        lows: column(scores.low, index),
        highs: column(scores.high, index),
        besideBill: (values[TCO] as number) - ranked(Math.min(low, high), Math.max(low, high)),
        sharing,
      },
    ];
  });
  return { lot, decision, entrants };
}

/** As intervals are ranked: a quarter above the pessimistic end. */
export const ranked = (low: number, high: number): number => low + ALPHA * (high - low);
