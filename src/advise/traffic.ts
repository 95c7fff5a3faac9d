import type { Candidate } from "../candidates/candidate.ts";
import type { Contest } from "../decide/contest.ts";
import { trafficSentence } from "../explain/alternative-words.ts";
import type { Flip } from "../explain/flips.ts";
import type { Requirements, Workload } from "../requirements/requirements.ts";
import type { Settled } from "../requirements/settle.ts";
import type { Prospect } from "./prospect.ts";

/** A hundredth to a hundred times the traffic, two steps to each power of ten, at which everybody is judged. */
const STEPS = [10 ** 0.5, 10, 10 ** 1.5, 100];
/** Less than one request a day is not asked after. */
const LEAST = 1;
/** A step is halved so often wherever somebody may overtake within it: to sixteen parts of a power of ten. */
const SEARCHED = 3;
/** And so often in all in the first part at whose end somebody has: to 2 %. */
const HALVINGS = 6;
/**
 * Bills rise with traffic and scores fall, so whoever is first within a step scores at its cheap end at least what the first scores at
 * its dear end. Less this much, since the ends of a range may fall a little where a plan of machines changes.
 */
const SLACK = 0.005;
/** Where nobody passes at one end: so much below the first at the other end. */
const NOBODY = 0.1;

/** One traffic: who is first, and what some score there. */
interface Point {
  readonly requestsPerDay: number;
  readonly winner: Candidate | null;
  /** The score of the first; null where nobody passes. */
  readonly top: number | null;
  /** At most, where it was not judged. */
  readonly scoreOf: (i: number) => number;
  readonly candidateAt: (i: number) => Candidate;
}

type Wanted = (winner: Candidate | null) => boolean;

/** The nearest traffic below and above today's at which the winner is as wanted, replayed whole. */
export function trafficFlips(prospect: Prospect, settled: Settled, n: number, isWanted: Wanted): Flip[] {
  const { requirements } = settled;
  const { requestsPerDay: now } = (requirements.workloads[n] as Workload).traffic;
  const at = (q: number): Trial =>
    trialOf(prospect, { ...settled, requirements: withTraffic(requirements, n, q) }, n, q);
  const today = at(now);
  return [-1, 1].flatMap((direction): Flip[] => {
    let near = today;
    for (const step of STEPS) {
      const q = Math.max(Math.min(now, LEAST), now * step ** direction);
      if (q === near.whole.requestsPerDay) break;
      const far = at(q);
      const level = levelOf(near.whole, far.whole, NOBODY);
      const some = [...new Set([near, far].flatMap((t) => t.contest.atLeast(level)))];
      const nearest = search(near.whole, far.whole, some, (q, those) => at(q).among(those), isWanted);
      if (nearest !== null) {
        const tried = [1, 0.01].map((unit) => roundAway(nearest, direction, unit)).concat(nearest, q);
        const found = tried.map((r) => at(r).whole).find((p) => isWanted(p.winner));
        if (found) return [flip(found, now, n)];
      }
      near = far;
    }
    return [];
  });
}

/** Candidates under one traffic. */
interface Trial {
  readonly contest: Contest;
  /** With everybody there. */
  readonly whole: Point;
  /** With some of them alone. */
  readonly among: (some: readonly number[]) => Point;
}

function trialOf(prospect: Prospect, settled: Settled, n: number, requestsPerDay: number): Trial {
  const { contest, roster } = prospect.standings(settled, n);
  const pointAt = (first: number | null): Point => ({
    requestsPerDay,
    winner: first === null ? null : (roster.candidates[first] as Candidate),
    top: first === null ? null : contest.mostOf(first),
    scoreOf: (i) => contest.mostOf(i),
    candidateAt: (i) => roster.candidates[i] as Candidate,
  });
  return {
    contest,
    get whole() {
      return pointAt(contest.first());
    },
    among: (some) => pointAt(contest.firstOf(some)),
  };
}

const flip = ({ requestsPerDay, winner }: Point, now: number, n: number): Flip => ({
  kind: "traffic",
  text: trafficSentence(requestsPerDay, now, winner),
  newWinner: winner?.id ?? null,
  change: [{ path: `workloads[${n}].traffic.requestsPerDay`, value: requestsPerDay }],
});

/** The traffic nearest to `near`, on the way to `far`, at which the winner is as wanted; only `some` can be first in between. */
function search(
  near: Point,
  far: Point,
  some: readonly number[],
  among: (q: number, those: readonly number[]) => Point,
  isWanted: Wanted,
  depth = 0,
  isClose = false,
): number | null {
  const end = isWanted(far.winner) ? far.requestsPerDay : null;
  const close = isClose || (depth === SEARCHED && end !== null);
  if (depth === HALVINGS || (depth >= SEARCHED && !close)) return end;
  const level = levelOf(near, far, Number.POSITIVE_INFINITY);
  const rest = some.filter((i) => Math.max(near.scoreOf(i), far.scoreOf(i)) >= level);
  if (end === null && !rest.some((i) => isWanted(near.candidateAt(i)))) return null;
  const middle = among(Math.sqrt(near.requestsPerDay * far.requestsPerDay), rest);
  const within = (a: Point, b: Point) => search(a, b, rest, among, isWanted, depth + 1, close);
  return within(near, middle) ?? within(middle, far);
}

/** What whoever is first between two traffics scores at one of them at least. */
function levelOf(a: Point, b: Point, below: number): number {
  if (a.top === null && b.top === null) return Number.POSITIVE_INFINITY;
  if (a.top === null || b.top === null) return (a.top ?? b.top ?? 0) - below;
  return Math.min(a.top, b.top) - SLACK;
}

/** To three figures, or to a unit that is larger, and not back towards the traffic now. */
function roundAway(q: number, direction: number, least: number): number {
  const unit = Math.max(least, 10 ** (Math.floor(Math.log10(q)) - 2));
  return Number(((direction > 0 ? Math.ceil(q / unit) : Math.floor(q / unit)) * unit).toPrecision(12));
}

const withTraffic = (r: Requirements, n: number, requestsPerDay: number): Requirements => ({
  ...r,
  workloads: r.workloads.map((w, i) => (i === n ? { ...w, traffic: { ...w.traffic, requestsPerDay } } : w)),
});
