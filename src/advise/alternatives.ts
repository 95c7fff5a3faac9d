import type { Candidate } from "../candidates/candidate.ts";
import { answerSentence } from "../explain/alternative-words.ts";
import type { Flip } from "../explain/flips.ts";
import type { Requirements } from "../requirements/requirements.ts";
import type { Settled } from "../requirements/settle.ts";
import { ANSWERABLES } from "./answers.ts";
import type { Prospect } from "./prospect.ts";
import { trafficFlips } from "./traffic.ts";

type Wanted = (model: string | null, now: string | null) => boolean;
const another: Wanted = (model, now) => model !== now;

/**
 * Every other option of each answer that was given, and the nearest traffic above and below, replayed whole, under which the winner is
 * `wanted`: by default another model, or none. `prospect` keeps what does not change.
 */
export function alternativesOf(prospect: Prospect, settled: Settled, n: number, wanted: Wanted = another): Flip[] {
  return [...otherTraffic(prospect, settled, n, wanted), ...otherAnswers(prospect, settled, n, wanted)];
}

export function otherTraffic(prospect: Prospect, settled: Settled, n: number, wanted: Wanted = another): Flip[] {
  const now = modelOf(winnersIn(prospect, settled, n)(settled.requirements));
  return trafficFlips(prospect, settled, n, (winner) => wanted(modelOf(winner), now));
}

export function otherAnswers(prospect: Prospect, settled: Settled, n: number, wanted: Wanted = another): Flip[] {
  const { requirements, origins } = settled;
  const winnerUnder = winnersIn(prospect, settled, n);
  const now = modelOf(winnerUnder(requirements));
  return answers(requirements, origins, n, (winner) => wanted(modelOf(winner), now), winnerUnder);
}

const winnersIn =
  (prospect: Prospect, settled: Settled, n: number): WinnerUnder =>
  (changed) => {
    const { contest } = prospect.standings({ ...settled, requirements: changed }, n);
    const first = contest.first();
    return first === null ? null : (contest.field.subjects[first]?.candidate ?? null);
  };

const modelOf = (c: Candidate | null): string | null => c?.model.id ?? null;
type WinnerUnder = (changed: Requirements) => Candidate | null;

function answers(
  requirements: Requirements,
  origins: Settled["origins"],
  n: number,
  isOther: (winner: Candidate | null) => boolean,
  winnerUnder: WinnerUnder,
): Flip[] {
  return ANSWERABLES.flatMap(({ path, at, others, changed, ifWords, nowWords }): Flip[] => {
    const whole = path.startsWith("organization") ? path : `workloads[${n}].${path}`;
    if ((origins[whole] ?? "default") === "default") return [];
    const given = at(requirements, n) as never;
    return others(given).flatMap((value): Flip[] => {
      if (JSON.stringify(value) === JSON.stringify(given)) return [];
      const winner = winnerUnder(changed(requirements, n, value as never));
      if (!isOther(winner)) return [];
      return [
        {
          kind: "answer",
          text: answerSentence(ifWords(value as never), nowWords(given), winner),
          newWinner: winner?.id ?? null,
          change: [{ path: whole, value }],
        },
      ];
    });
  });
}
