import type { Candidate } from "../candidates/candidate.ts";
import type { Robustness, VerdictWord } from "../decide/robustness.ts";
import type { Transfer } from "../decide/transfer.ts";
import type { Estimate, Quality } from "../estimate/estimate.ts";
import { percent, spoken, usd } from "../quantity/format.ts";
import type { Workload } from "../requirements/requirements.ts";
import { CRITERION } from "../vocabulary.ts";
import { placePhrase } from "./place.ts";
import type { Reason } from "./reasons.ts";

export interface Answer {
  readonly candidate: Candidate;
  readonly estimate: Estimate;
  readonly quality: Quality;
  readonly reasons: readonly Reason[];
  readonly verdict: VerdictWord;
  readonly robustness: Robustness;
}

/** The answer in the sentences a person would say: what to do, why, what it costs, how sure it is. */
export function summary(
  answer: Answer,
  runnerUp: Answer["candidate"] | null,
  flip: string | null,
  workload: Workload,
): string {
  const { candidate, estimate, quality } = answer;
  const verb = candidate.deployment.operator === "self" ? "Run" : "Use";
  return [
    `${verb} ${candidate.model.name} ${placePhrase(candidate, estimate)}.`,
    costSentence(estimate),
    qualitySentence(quality, workload),
    sureSentence(answer, runnerUp, flip),
  ]
    .filter((s) => s !== null)
    .join(" ");
}

function costSentence({ usdPerMonth, items }: Estimate): string | null {
  if (!usdPerMonth) return "What it costs cannot be computed: neither a metered price nor its size is published.";
  const staff = items.filter((i) => i.item.includes("staff")).reduce((s, i) => s + i.usdPerMonth.likely, 0);
  const share = usdPerMonth.likely > 0 ? staff / usdPerMonth.likely : 0;
  const range = usdPerMonth.low === usdPerMonth.high ? "" : ` (${usd(usdPerMonth.low)} to ${usd(usdPerMonth.high)})`;
  return `It costs about ${usd(usdPerMonth.likely)} a month${range}${share >= 0.3 ? `, of which ${percent(share)} is people` : ""}.`;
}

function qualitySentence(quality: Quality, workload: Workload): string | null {
  if (quality.index === null)
    return `Its quality for ${spoken(workload.task)} has not been measured by a public board that we know.`;
  const own = quality.ownShare === undefined ? "" : `, ${percent(quality.ownShare)} of it by your own evaluation`;
  return `Quality for ${spoken(workload.task)} is ${quality.level ?? "not graded"}: ${Math.round(quality.index)} of 100 (${Math.round(quality.low)} to ${Math.round(quality.high)})${own}.`;
}

const OPENING: Record<VerdictWord, string> = {
  robust: "Robust",
  clear: "Clear, not certain",
  "close-call": "A close call",
};

/** A lead that the slightest change undoes is none. */
const LEVEL = 0.01;

function sureSentence({ verdict, robustness }: Answer, runnerUp: Candidate | null, flip: string | null): string | null {
  if (!runnerUp) return "Nothing else passes every condition.";
  const stable = robustness.stableUpToOtherModels;
  const claim =
    stable >= 1
      ? "no other model is better in anything that counts here"
      : stable < LEVEL
        ? `${runnerUp.model.name} and others are practically level with it`
        : `it stays ahead of other models while your priorities are off by up to ${percent(stable)}`;
  const head = `${OPENING[verdict]}: ${claim}`;
  return flip ? `${head}; ${flip}.` : `${head}.`;
}

/** "move 9 points of priority from privacy to performance and X wins" */
export const transferPhrase = (transfer: Pick<Transfer, "from" | "to">, points: number, newWinner: string): string =>
  `move ${pointsPhrase(transfer, points)} and ${newWinner} wins`;

/** "9 points of priority from privacy to performance" */
export const pointsPhrase = ({ from, to }: Pick<Transfer, "from" | "to">, points: number): string =>
  `${points} point${points === 1 ? "" : "s"} of priority from ${CRITERION[from]} to ${CRITERION[to]}`;

/** When nothing passes: say so, and what would have to give. */
export function noCandidateSummary(
  workload: Workload,
  examined: number,
  nearest: readonly { readonly name: string; readonly title: string }[],
  toVerify: number,
): string {
  const head = `No way to run any of the ${examined} candidates for ${spoken(workload.task)} passes every condition.`;
  const verify = toVerify > 0 ? ` ${toVerify} would pass if what is unknown about them is confirmed.` : "";
  const near = nearest
    .slice(0, 2)
    .map((n) => `${n.name} fails only one: ${n.title.charAt(0).toLowerCase()}${n.title.slice(1)}`)
    .join("; ");
  return `${head}${verify}${near ? ` Nearest: ${near}.` : ""}`;
}
