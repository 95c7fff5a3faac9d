import type { Candidate } from "../candidates/candidate.ts";
import { answerSentence, trafficSentence } from "../explain/alternative-words.ts";
import type { Flip } from "../explain/flips.ts";
import type { Requirements, Workload } from "../requirements/requirements.ts";
import type { Settled } from "../requirements/settle.ts";
import { ANSWERABLES } from "./answers.ts";
import type { Prospect } from "./prospect.ts";

/** A hundredth to a hundred times the traffic, two steps to each power of ten. */
const STEPS = [10 ** 0.5, 10, 10 ** 1.5, 100];
/** Halvings of the step between two traffics, on a log scale: to 2 %. */
const HALVINGS = 6;

type Wanted = (model: string | null, now: string | null) => boolean;
const another: Wanted = (model, now) => model !== now;

/**
 * Every other option of each answer that was given, and the nearest traffic above and below, replayed whole, under which the winner is
 * `wanted`: by default another model, or none. `prospect` keeps what does not change.
 */
export function alternativesOf(prospect: Prospect, settled: Settled, n: number, wanted: Wanted = another): Flip[] {
  return [...trafficFlips(prospect, settled, n, wanted), ...answerFlips(prospect, settled, n, wanted)];
}

export function trafficFlips(prospect: Prospect, settled: Settled, n: number, wanted: Wanted = another): Flip[] {
  const winnerUnder = winnersIn(prospect, settled, n);
  const now = modelOf(winnerUnder(settled.requirements));
  return traffics(settled.requirements, n, (winner) => wanted(modelOf(winner), now), winnerUnder);
}

export function answerFlips(prospect: Prospect, settled: Settled, n: number, wanted: Wanted = another): Flip[] {
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

function traffics(
  requirements: Requirements,
  n: number,
  isWanted: (winner: Candidate | null) => boolean,
  winnerUnder: WinnerUnder,
): Flip[] {
  const { requestsPerDay } = (requirements.workloads[n] as Workload).traffic;
  const winnerAt = (q: number) => winnerUnder(withTraffic(requirements, n, q));
  const isOther = (q: number): boolean => isWanted(winnerAt(q));
  return [-1, 1].flatMap((direction): Flip[] => {
    let same = requestsPerDay;
    for (const step of STEPS) {
      let other = requestsPerDay * step ** direction;
      if (!isOther(other)) {
        same = other;
        continue;
      }
      for (let i = 0; i < HALVINGS; i++) {
        const middle = Math.sqrt(same * other);
        if (isOther(middle)) other = middle;
        else same = middle;
      }
      const rounded = roundAway(other, direction);
      const q = isOther(rounded) ? rounded : other;
      const winner = winnerAt(q);
      return [
        {
          kind: "traffic",
          text: trafficSentence(q, requestsPerDay, winner),
          newWinner: winner?.id ?? null,
          change: [{ path: `workloads[${n}].traffic.requestsPerDay`, value: q }],
        },
      ];
    }
    return [];
  });
}

/** To three figures, and not back towards the traffic now. */
function roundAway(q: number, direction: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(q)) - 2);
  return (direction > 0 ? Math.ceil(q / unit) : Math.floor(q / unit)) * unit;
}

const withTraffic = (r: Requirements, n: number, requestsPerDay: number): Requirements => ({
  ...r,
  workloads: r.workloads.map((w, i) => (i === n ? { ...w, traffic: { ...w.traffic, requestsPerDay } } : w)),
});
