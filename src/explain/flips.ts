import type { Decision } from "../decide/decide.ts";
import { standing } from "../decide/rank.ts";
import { inPoints, type Transfer } from "../decide/transfer.ts";
import type { Subject } from "../rules/fact.ts";
import { CRITERIA } from "../vocabulary.ts";
import { fill } from "./fill.ts";
import { displayName } from "./place.ts";
import { transferPhrase } from "./summary.ts";

/** One change that alone makes somebody else first, or nobody. */
export interface Flip {
  readonly kind: "priority" | "fact" | "traffic" | "gate" | "answer";
  readonly text: string;
  readonly newWinner: string | null;
  /** Keys of the requirements and their values under which it is so; null where they cannot say it. */
  readonly change: readonly { readonly path: string; readonly value: unknown }[] | null;
}

/** So many new winners are named for each kind of change. */
const NAMED = 3;

/** What would change the winner: moved priorities, and single gates that hold back a better candidate. */
export function flipsOf(decision: Decision): Flip[] {
  return [...priorityFlips(decision, NAMED), ...gateFlips(decision, NAMED)];
}

/** The smallest transfer to each of the nearest other models, in points that make it first, replayed. */
export function priorityFlips({ order, subjects, scores, transfers }: Decision, count: number): Flip[] {
  const candidate = (i: number) => (subjects[i] as Subject).candidate;
  const seen = new Set<string>();
  const found: Flip[] = [];
  for (const transfer of transfers) {
    if (found.length === count) break;
    const { points, newWinner } = inPoints(scores, order, transfer, {
      idOf: (i) => candidate(i).id,
      familyOf: (i) => candidate(i).model.id,
    });
    const next = candidate(newWinner);
    if (seen.has(next.model.id)) continue;
    seen.add(next.model.id);
    found.push({
      kind: "priority",
      text: capital(`${transferPhrase(transfer, points, displayName(next))}.`),
      newWinner: next.id,
      change: [{ path: "priorities", value: shifted((subjects[newWinner] as Subject).priorities, transfer, points) }],
    });
  }
  return found;
}

/** Priorities on their own scale with points of 100 moved from one to another. */
function shifted(priorities: Subject["priorities"], { from, to }: Transfer, points: number): Subject["priorities"] {
  const whole = CRITERIA.reduce((sum, c) => sum + priorities[c], 0);
  const part = (points / 100) * whole;
  const round = (x: number) => Number(Math.max(0, x).toPrecision(12));
  return { ...priorities, [from]: round(priorities[from] - part), [to]: round(priorities[to] + part) };
}

/** The best candidate that each single gate holds back. */
function gateFlips({ order, subjects, scores, ruledOut }: Decision, count: number): Flip[] {
  const [winner] = order;
  if (winner === undefined) return [];
  const candidate = (i: number) => (subjects[i] as Subject).candidate;
  const before = standing(scores, (i) => candidate(i).id);
  const seen = new Set<string>([candidate(winner).model.id]);
  const said = new Set<string>();
  return ruledOut
    .flatMap(({ index, gates, open }): Flip[] => {
      const [only] = gates;
      const next = candidate(index);
      const isNear = gates.length === 1 && open.length === 0 && before(index, winner) < 0;
      if (!only || !isNear || seen.has(next.model.id) || said.has(only.id)) return [];
      seen.add(next.model.id);
      said.add(only.id);
      const because = fill(only.because, subjects[index] as Subject).replace(/[.\s]+$/u, "");
      const text = `${displayName(next)} would win but for one condition: ${because}.`;
      return [{ kind: "gate", text, newWinner: next.id, change: null }];
    })
    .slice(0, count);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
