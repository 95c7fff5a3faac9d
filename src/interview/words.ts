import type { Split, Standing } from "../advise/foresight.ts";
import { grouped, percent, usd } from "../quantity/format.ts";
import type { QuestionsFile } from "../requirements/question-schema.ts";
import type { Criterion } from "../vocabulary.ts";
import type { Live, Skipped } from "./guide.ts";

/** The sentences of the interview that no question brings itself. */

export const UNKNOWN_LABEL = "I don't know";
export const UNKNOWN_SAID = "not known";
export const BACK_LABEL = "Back";
export const LEAVE_LABEL = "Save and leave";

export const opening = (most: number, minutes: number): string[] => [
  "advisor: which AI model should do the job, run by whom and where, at what cost.",
  `At most ${most} questions, about ${minutes} minutes. Then a ranking with reasons, and on request a file advisor.yaml and the command that repeats it. Nothing leaves this machine.`,
  "? asks why a question is asked, b goes back, u says that you don't know, s saves and leaves. Ctrl-C keeps your answers as well: advisor --resume.",
];

const progress = (number: number, most: number): string => `question ${number} of at most ${most}`;

export function liveWords({ standing: { candidates, left, leader }, stays }: Live): string {
  const count = `${grouped(left)} of ${grouped(candidates)} candidates left`;
  if (leader === null) return `${count} · nothing passes every condition yet`;
  return `${count} · leader: ${leader.name}${stays === null ? "" : `, ${sureness(stays)}`}`;
}

/** Where the interview is, and how the candidates stand. */
export const standingLine = (step: { readonly number: number; readonly most: number }, live: Live | null): string =>
  [progress(step.number, step.most), ...(live ? [liveWords(live)] : [])].join(" · ");

function sureness(stays: number | string): string {
  if (typeof stays === "string") return stays;
  const word = stays >= 0.9 ? "sure" : stays >= 0.6 ? "likely" : "unsure";
  return `${word}: stays with ${percent(stays)}`;
}

export interface Reason {
  /** Titles of the rules that read the answer, gates first. */
  readonly rules: readonly string[];
  readonly gates: number;
  readonly isEstimated: boolean;
  readonly touched: number | null;
  readonly ruledOutUpTo: number | null;
  readonly flipProbability: number | null;
}

const SHOWN_RULES = 4;

/** Why a question is asked: who reads the answer, whom it touches, and how likely it changes the leader. */
export function whyWords({ rules, gates, isEstimated, touched, ruledOutUpTo, flipProbability }: Reason): string[] {
  const lines: string[] = [];
  if (rules.length > 0) {
    const more = rules.length > SHOWN_RULES ? `; and ${rules.length - SHOWN_RULES} more` : "";
    const isAll = gates === rules.length;
    const conditions = gates === 0 || isAll ? "" : `, ${gates} of them ${gates === 1 ? "a condition" : "conditions"}`;
    const readers = isAll ? ["condition reads", "conditions read"] : ["rule reads", "rules read"];
    lines.push(
      `${rules.length} ${readers[rules.length === 1 ? 0 : 1]} it${conditions}: ${rules.slice(0, SHOWN_RULES).join("; ")}${more}.`,
    );
  }
  if (isEstimated) lines.push("The estimates of cost, machines and speed read it.");
  if (rules.length === 0 && !isEstimated)
    lines.push("No rule reads it for what is left: it only says which answers are likely further on.");
  return [...lines, ...effectWords({ touched, ruledOutUpTo, flipProbability })];
}

/** Whom an answer touches, and how likely it changes the leader. */
export function effectWords({
  touched,
  ruledOutUpTo,
  flipProbability,
}: Pick<Reason, "touched" | "ruledOutUpTo" | "flipProbability">): string[] {
  const lines: string[] = [];
  if (touched !== null) {
    const out = ruledOutUpTo ? `, and one answer rules out ${grouped(ruledOutUpTo)}` : "";
    lines.push(`It touches ${candidates(touched)}${out}.`);
  }
  if (flipProbability !== null) lines.push(`It changes the leader with ${percent(flipProbability)} probability.`);
  return lines;
}

/** What a model of its own would gain for requests without sensitive data. */
export const splitWords = (split: Split | null): string[] =>
  split
    ? [
        `${split.all} leads for all requests. For those without sensitive data ${split.ordinary} would score ${split.gain.toFixed(2)} more: the share tells whether two models are worth their trouble.`,
      ]
    : ["One model serves sensitive and other requests as well as two would."];

const candidates = (n: number): string => (n === 1 ? "1 candidate" : `${grouped(n)} candidates`);

/** What is no longer asked after an answer. */
export function skippedWords(skipped: readonly Skipped[], because: string | null): string {
  const count = skipped.length === 1 ? "1 question skipped" : `${skipped.length} questions skipped`;
  const names = skipped.map((s) => s.question.short).join(", ");
  return `${count}: ${because ?? "nothing that is left depends on the answer"} (${names}).`;
}

export const offerWords = (left: number, flipProbability: number): string =>
  `What is left to ask (${left === 1 ? "1 question" : `${left} questions`}) changes the leader with ${flipProbability < 0.001 ? "less than 0.1 %" : percent(flipProbability)} probability.`;

export const leaderWords = ({ leader }: Standing): string =>
  leader === null ? "Nothing passes every condition so far." : `In front: ${leader.name}.`;

/** `worst` and `best` of a criterion, with the figures of its anchors. */
export function swingWords(
  { swings }: QuestionsFile["priorities"],
  criterion: Criterion,
  anchors: { readonly worst: number | null; readonly best: number | null } | undefined,
): { readonly worst: string; readonly best: string } {
  const figure = (x: number | null | undefined): string =>
    x === null || x === undefined ? "?" : criterion === "tco" ? usd(x) : grouped(x, 1);
  const fill = (text: string): string =>
    text.replaceAll("{worst}", figure(anchors?.worst)).replaceAll("{best}", figure(anchors?.best));
  return { worst: fill(swings[criterion].worst), best: fill(swings[criterion].best) };
}
