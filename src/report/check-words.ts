import type { CheckedWorkload, CheckFinding, CheckResult } from "../check-result.ts";
import { clean, graphemes } from "./width.ts";
import { counted } from "./words.ts";

/** Words around findings, the same in every format of a check. */

export const placeText = (place: CheckFinding["place"]): string | null =>
  place && (place.line === null ? place.file : `${place.file}:${place.line}`);

/** Tools that annotate files take no finding without a line: what a flag said is shown at the head of the requirements. */
export const placeInFile = ({ file }: CheckResult, { place }: CheckFinding): CheckFinding["place"] =>
  (place === null || place.line === null) && file !== null ? { file, line: 1, column: null } : place;

/** "Gemma 4 31B at Fireworks", or the id where the catalog has no such candidate. */
export const selectedName = ({ name, selected }: CheckedWorkload): string => name ?? `"${selected}"`;

export function outcomeWords({ holds }: CheckedWorkload): string {
  if (holds === null) return "nothing is selected";
  return holds ? "holds" : "no longer holds";
}

/** "1 of 2 decisions no longer holds" */
export function verdictWords({ workloads }: CheckResult): string {
  const judged = workloads.filter((w) => w.holds !== null);
  const broken = judged.filter((w) => w.holds === false).length;
  if (judged.length === 1) return broken === 1 ? "The decision no longer holds" : "The decision holds";
  if (broken === 0) return `All ${judged.length} decisions hold`;
  return `${broken} of ${counted(judged.length, "decision")} no longer ${broken === 1 ? "holds" : "hold"}`;
}

/** "2 failed, 6 hold, 1 accepted, 1 cannot be told": checks, each by the worst that it found. */
export function countWords({ counts: { fail, accepted, unknown, hold } }: CheckResult): string {
  return [
    `${fail} failed`,
    `${hold} hold${hold === 1 ? "s" : ""}`,
    ...(accepted > 0 ? [`${accepted} accepted`] : []),
    ...(unknown > 0 ? [`${unknown} cannot be told`] : []),
  ].join(", ");
}

export const baselineWords = ({ baseline }: CheckResult): string =>
  baseline ? `Compared with ${baseline.file} of ${baseline.today}.` : "Compared with no baseline.";

export const acceptedWords = ({ exception: e }: CheckFinding): string =>
  e ? `accepted until ${e.expires} by the exception of ${e.approver} (${e.reason.replace(/[.\s]+$/u, "")})` : "";

/** "Save the baseline anew: advisor recommend …" */
export const cureWords = ({ cure, command }: CheckFinding): string | null =>
  cure === null ? command : command === null ? sentence(cure) : `${sentence(cure).replace(/\.$/u, "")}: ${command}`;

/** One finding with its cure, for tools that show one text. */
export const oneText = (f: CheckFinding): string =>
  [
    sentence(f.text),
    ...(f.outcome === "accepted" ? [sentence(acceptedWords(f))] : [cureWords(f)].filter((t) => t !== null)),
  ].join(" ");

/** "about …" → "About ….": with a capital and a full stop. */
export function sentence(text: string): string {
  const line = clean(text).trim();
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}${/[.!?]$/u.test(line) ? "" : "."}`;
}

/** Findings in the order in which they matter. */
export const findingsOf = (w: CheckedWorkload): CheckFinding[] => w.checks.flatMap((c) => c.findings);

/** Text on one line of a limited length, cut between what a reader takes for characters. */
export function atMost(text: string, length: number): string {
  const line = clean(text).trim();
  if (line.length <= length) return line;
  let out = "";
  for (const g of graphemes(line)) {
    if (out.length + g.length > length - 1) break;
    out += g;
  }
  return `${out}…`;
}
