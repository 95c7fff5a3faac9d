import type { Decision } from "../decide/decide.ts";
import { winningFor } from "../decide/winning.ts";
import { usd } from "../quantity/format.ts";
import type { Subject } from "../rules/fact.ts";
import type { Base } from "../rules/rulebook.ts";
import { fill } from "./fill.ts";
import { displayName } from "./place.ts";
import { readingsOf } from "./readings.ts";
import { transferPhrase } from "./summary.ts";

/** What would change the winner: moved priorities, and single gates that hold back a better candidate. */
export function flipsOf(decision: Decision): { kind: "priority" | "gate"; text: string; newWinner: string | null }[] {
  const { order, subjects, scores, transfers } = decision;
  const [winner] = order;
  if (winner === undefined) return [];
  const candidate = (i: number) => (subjects[i] as Subject).candidate;
  const own = candidate(winner).model.id;
  const seen = new Set<string>([own]);
  const priority = transfers.flatMap((t) => {
    const next = candidate(t.newWinner);
    if (seen.has(next.model.id)) return [];
    seen.add(next.model.id);
    return [
      { kind: "priority" as const, text: capital(`${transferPhrase(t, displayName(next))}.`), newWinner: next.id },
    ];
  });
  const named = new Set<string>([own]);
  const gate = decision.ruledOut.flatMap(({ index, gates }) => {
    const [only] = gates;
    const next = candidate(index);
    if (
      gates.length !== 1 ||
      !only ||
      (scores.total[index] as number) <= (scores.total[winner] as number) ||
      named.has(next.model.id)
    )
      return [];
    named.add(next.model.id);
    const because = fill(only.because, subjects[index] as Subject).replace(/[.\s]+$/u, "");
    return [
      {
        kind: "gate" as const,
        text: `${displayName(next)} would win but for one condition: ${because}.`,
        newWinner: next.id,
      },
    ];
  });
  return [...priority.slice(0, 3), ...gate.slice(0, 3)];
}

/** Rivals that are looked at for a price or a quality at which they would win. */
const RIVALS = 3;

/** At what cost, or at what measured quality, each of the next models would be first. */
export function factFlipsOf({ order, subjects, scores }: Decision, bases: readonly Base[]) {
  const [winner] = order;
  if (winner === undefined) return [];
  const modelOf = (i: number) => (subjects[i] as Subject).candidate.model.id;
  const seen = new Set([modelOf(winner)]);
  const rivals = order.filter((i) => !seen.has(modelOf(i)) && seen.add(modelOf(i)));
  return rivals.slice(0, RIVALS).flatMap((i) => {
    const subject = subjects[i] as Subject;
    return winningFor(scores, order, i, readingsOf(bases, subject)).figures.map(({ of, figure }) => ({
      kind: "fact" as const,
      text:
        of === "candidate.usdPerMonth"
          ? `${displayName(subject.candidate)} wins below ${usd(figure)} a month (now ${usd(subject.estimate.usdPerMonth?.likely ?? 0)}).`
          : `${displayName(subject.candidate)} wins with a measured quality of ${Math.ceil(figure)} (now ${Math.round(subject.quality.index ?? 0)}).`,
      newWinner: subject.candidate.id,
    }));
  });
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
