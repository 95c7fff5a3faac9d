import { type Decision, examine } from "../decide/decide.ts";
import { rank } from "../decide/rank.ts";
import { winningTransfer } from "../decide/winning.ts";
import { subjectColumns } from "../rules/columns.ts";
import type { Subject } from "../rules/fact.ts";
import { better, cheaper, type FactChange, judgeOf, type Means, siblingsOf } from "./fact-flips.ts";
import { standingOf } from "./standing.ts";
import { pointsPhrase } from "./summary.ts";

/** One change that would make a candidate first: of gates all are needed, of the others any one is enough. */
export interface Change {
  readonly kind: "priority" | "fact" | "gate";
  readonly text: string;
  /** Points of 100, a share of its price, points of quality of 100: what part of the whole changes; null for a gate. */
  readonly size: number | null;
  /** The priority transfer, in points; null for the others. */
  readonly transfer: { readonly from: string; readonly to: string; readonly points: number } | null;
  /** Times its prices, or its bill, now; the measured quality that it would have. */
  readonly factor: number | null;
  readonly index: number | null;
}

const NOTHING = { size: null, transfer: null, factor: null, index: null };

export interface WouldWin {
  /** Whether it is first as soon as nothing stops it. */
  readonly isFirstOnceAllowed: boolean;
  readonly changes: readonly Change[];
}

/** What would put one candidate first: what stops it, then what else, the smallest change first. */
export function wouldWin(decision: Decision, means: Means, subject: Subject): WouldWin {
  const judge = judgeOf(decision, means);
  const others = decision.order.map((i) => decision.subjects[i] as Subject).filter((s) => s !== subject);
  const all = [subject, ...others];
  const columns = subjectColumns(all);
  const examined = examine(all, columns, judge.rulebook, judge.weights, judge.exceptions);
  const { ruledOutBy, toVerify } = standingOf(examined, columns, subject, 0);
  const gates = [
    ...ruledOutBy.map((g): Change => ({ ...NOTHING, kind: "gate", text: `${g.title}: ${g.text}` })),
    ...toVerify.map((g): Change => ({ ...NOTHING, kind: "gate", text: `It is confirmed: ${g.text}` })),
  ];
  const order = rank(
    examined.scores,
    all.map((_, i) => i),
    (i) => (all[i] as Subject).candidate.id,
  );
  if (order[0] === 0) return { isFirstOnceAllowed: true, changes: gates };
  const [rival] = others as [Subject];
  const transfer = winningTransfer(examined.scores, order, 0);
  const isSubject = (s: Subject) => s === subject;
  const family = [subject, ...siblingsOf(subject, decision.subjects)];
  const other = others.find((s) => s.candidate.model.id !== subject.candidate.model.id);
  const facts = [
    cheaper(subject, rival, judge, isSubject),
    other ? better(family, other, judge, isSubject, isSubject) : null,
  ];
  const changes = [...(transfer ? [moved(transfer)] : []), ...facts.flatMap((f) => (f ? [fact(f, subject)] : []))];
  changes.sort((a, b) => (a.size ?? 0) - (b.size ?? 0));
  return { isFirstOnceAllowed: false, changes: [...gates, ...changes] };
}

const moved = (transfer: NonNullable<ReturnType<typeof winningTransfer>>): Change => ({
  ...NOTHING,
  kind: "priority",
  text: `If you moved ${pointsPhrase(transfer, transfer.points)}, it would win.`,
  size: transfer.points / 100,
  transfer,
});

const fact = ({ text, factor, index }: FactChange, subject: Subject): Change => ({
  ...NOTHING,
  kind: "fact",
  text,
  size: factor === null ? ((index ?? 0) - (subject.quality.index ?? 0)) / 100 : 1 - factor,
  factor,
  index,
});
