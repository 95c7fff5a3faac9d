import type { CheckedWorkload, CheckFinding, CheckResult } from "../check-result.ts";
import {
  acceptedWords,
  atMost,
  baselineWords,
  countWords,
  findingsOf,
  outcomeWords,
  placeText,
  selectedName,
  sentence,
  verdictWords,
} from "./check-words.ts";
import { code, codeSpan, escaped } from "./escape-markdown.ts";

const MARK = { fails: "❌", unknown: "❔", accepted: "☑️" } as const;
const WORD = { fails: "failed", unknown: "cannot be told", accepted: "accepted" } as const;

/** A check as the body of a pull request comment or of a job summary. */
export function checkMarkdown(result: CheckResult): string {
  const notes = result.notes.map((n) => `- ${escaped(sentence(n.text))}${at(n.place)}`);
  const blocks = [
    `## ${result.holds ? "✅" : "❌"} ${escaped(verdictWords(result))}`,
    `${escaped(countWords(result))}. ${escaped(baselineWords(result))}`,
    ...result.workloads.flatMap(workload),
    ...(notes.length > 0 ? ["### Notes", notes.join("\n")] : []),
    `<sub>${escaped(`${result.today} · advisor ${result.advisor.version}`)} · catalog ${code(result.catalog.digest)} · rules ${code(result.rules.digest)}</sub>`,
  ];
  return `${blocks.join("\n\n")}\n`;
}

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

function workload(w: CheckedWorkload): string[] {
  const title = escaped(`${w.title} (${w.id})`);
  if (w.selected === null) return [`### ${title}`, w.notes.map((n) => escaped(sentence(n.text))).join(" ")];
  const findings = findingsOf(w);
  const head = `**${escaped(selectedName(w))}** ${code(w.selected)} ${outcomeWords(w)}.`;
  const rows = findings.map((f) => row([`${MARK[f.outcome]} ${WORD[f.outcome]}`, code(f.rule), what(f), cure(f)]));
  return [
    `### ${title}`,
    head,
    ...(rows.length > 0
      ? [[row(["", "rule", "finding", "what to do"]), row([":--", ":--", ":--", ":--"]), ...rows].join("\n")]
      : []),
    ...(w.notes.length > 0 ? [w.notes.map((n) => `- ${escaped(sentence(n.text))}`).join("\n")] : []),
  ];
}

const what = (f: CheckFinding): string =>
  `${short(f.text)}${f.source ? ` _Source: ${escaped(atMost(f.source, LONGEST))}_` : ""}${at(f.place)}`;

function cure(f: CheckFinding): string {
  if (f.outcome === "accepted") return short(acceptedWords(f));
  const words = f.cure === null ? "" : short(f.cure);
  return f.command === null ? words : `${words.replace(/\.$/u, ":")} ${codeSpan(f.command)}`.trim();
}

const LONGEST = 2000;
const short = (text: string): string => escaped(atMost(sentence(text), LONGEST));

function at(place: CheckFinding["place"]): string {
  const text = placeText(place);
  return text ? ` (${code(text)})` : "";
}
