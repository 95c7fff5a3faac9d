import type { Candidate } from "../candidates/candidate.ts";
import { type BreakEven, breakEven, type Stretch } from "../estimate/break-even.ts";
import type { EstimateContext } from "../estimate/tco.ts";
import type { Workload } from "../requirements/requirements.ts";
import type { Subject } from "../rules/fact.ts";
import { QUALITY_LEVELS } from "../vocabulary.ts";
import { displayName } from "./place.ts";

/** Two candidates, and where the cheaper one changes. */
export interface TcoPair extends BreakEven {
  readonly candidate: string;
  readonly against: string;
  readonly text: string;
}

/** Two candidates of which one does not do what was asked: it saves nothing, whatever it costs. */
export interface NotCompared {
  readonly candidate: string;
  readonly against: string;
  readonly text: string;
}

/** The break-even of the first against each of the others, among those that reach the asked quality. */
export function pairsOf(
  subjects: readonly Subject[],
  context: EstimateContext,
): { readonly breakEven: readonly TcoPair[]; readonly notCompared: readonly NotCompared[] } {
  const [first, ...others] = subjects;
  const pairs: TcoPair[] = [];
  const notCompared: NotCompared[] = [];
  for (const other of others) {
    if (!first) break;
    const names = { candidate: first.candidate.id, against: other.candidate.id };
    const short = shortOf(other) ?? shortOf(first);
    if (short) {
      notCompared.push({ ...names, text: short });
      continue;
    }
    const found = breakEven(first.candidate, other.candidate, first.workload, first.organization, context);
    if (!found) continue;
    const open = [first, other].flatMap((s) => (isUnmeasured(s) ? [displayName(s.candidate)] : []));
    const doubt = open.length > 0 ? ` The quality of ${open.join(" and of ")} is not known: test it first.` : "";
    pairs.push({ ...names, ...found, text: pairText(first.candidate, other.candidate, found, first.workload) + doubt });
  }
  return { breakEven: pairs, notCompared };
}

const asked = ({ workload }: Subject): number => QUALITY_LEVELS.indexOf(workload.quality);
const isUnmeasured = (s: Subject): boolean => asked(s) > 0 && s.quality.level === null;

function shortOf(s: Subject): string | null {
  const { level } = s.quality;
  if (level === null || QUALITY_LEVELS.indexOf(level) >= asked(s)) return null;
  return `No break-even with ${displayName(s.candidate)}: its measured quality is ${level}, ${s.workload.quality} was asked for, so what it costs is no saving.`;
}

const count = (x: number): string => Number(x.toPrecision(3)).toLocaleString("en-US");
const dollars = (x: number): string => `$${count(Math.abs(x))}`;

/** Capacity comes in steps, so one may be cheaper for a stretch below its break-even, and dearer for one above. */
function stepsText({ cheaperBefore, dearerAfter }: BreakEven): string {
  const parts = [
    cheaperBefore.length > 0 ? `cheaper already ${stretchesText(cheaperBefore)}` : "",
    dearerAfter.length > 0 ? `dearer again ${stretchesText(dearerAfter)}` : "",
  ].filter((x) => x !== "");
  return `; since capacity comes in steps, ${parts.join(", and ")}`;
}

function stretchesText(list: readonly Stretch[]): string {
  const [first, last] = [list[0], list.at(-1)] as [Stretch, Stretch];
  const from = `from about ${count(first.from)} to ${count(last.to)}`;
  return list.length === 1 ? from : `in ${list.length} stretches ${from}`;
}

/** The break-even of two candidates as two sentences: in traffic, and in months. */
export function pairText(first: Candidate, second: Candidate, found: BreakEven, workload: Workload): string {
  const name = { first: displayName(first), second: displayName(second) };
  const above = name[found.cheaperAbove];
  const below = name[found.cheaperAbove === "first" ? "second" : "first"];
  const now = workload.traffic.requestsPerDay;
  const volume =
    found.requestsPerDay === null
      ? `${above} is cheaper than ${below} at any traffic.`
      : `From about ${count(found.requestsPerDay)} requests a day on, ${above} is cheaper than ${below} (now ${count(now)})${
          found.cheaperBefore.length + found.dearerAfter.length > 0 ? stepsText(found) : ""
        }.`;
  if (found.dearerStart === null) return volume;
  const dear = name[found.dearerStart];
  const cheap = name[found.dearerStart === "first" ? "second" : "first"];
  if (found.months !== null)
    return `${volume} ${dear} starts dearer and has paid for itself against ${cheap} after ${found.months} month${found.months === 1 ? "" : "s"}.`;
  const { driver } = found;
  const why = !driver
    ? ""
    : driver.overUsd > 0
      ? `: ${driver.item} alone exceeds the whole bill of ${cheap} by ${dollars(driver.overUsd)} a month`
      : `: its largest line is ${driver.item}, ${dollars(driver.usdPerMonth)} a month`;
  return `${volume} ${dear} starts dearer and never pays for itself at today's traffic${why}.`;
}
