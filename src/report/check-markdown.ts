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
import { row } from "./markdown-row.ts";
import { counted } from "./words.ts";

const MARK = { fails: "❌", unknown: "❔", accepted: "☑️" } as const;
const ORDER = ["fails", "unknown", "accepted"] as const;
const WORD = { fails: "failed", unknown: "cannot be told", accepted: "accepted" } as const;

/** Characters; a comment on GitHub holds 65,536. */
const ROOM = 60_000;

/** A check as the body of a pull request comment or of a job summary: what failed first, and no longer than a comment may be. */
export function checkMarkdown(result: CheckResult): string {
  const notes = result.notes.map((n) => `- ${short(n.text)}${at(n.place)}`);
  const failed = [...result.workloads].sort((a, b) => rank(a) - rank(b));
  const middle = [...failed.map(workload), ...(notes.length > 0 ? [["### Notes", notes.join("\n")]] : [])];
  const blocks = [
    `## ${result.holds ? "✅" : "❌"} ${escaped(verdictWords(result))}`,
    `${escaped(countWords(result))}. ${short(baselineWords(result))}`,
    ...fitting(middle, ROOM),
    `<sub>${escaped(`${result.today} · advisor ${result.advisor.version}`)} · catalog ${code(result.catalog.digest)} · rules ${code(result.rules.digest)}</sub>`,
  ];
  return `${blocks.join("\n\n")}\n`;
}

const rank = ({ holds }: CheckedWorkload): number => (holds === false ? 0 : holds === null ? 2 : 1);

/** Whole sections from the first on while there is room, and how many were left out. */
function fitting(sections: readonly (readonly string[])[], room: number): string[] {
  let used = 0;
  const kept = sections.filter((s) => (used += s.join("").length + 2 * s.length) <= room);
  const left = sections.length - kept.length;
  return [
    ...kept.flat(),
    ...(left > 0
      ? [`${counted(left, "section")} more than a comment holds: \`advisor check\` prints everything.`]
      : []),
  ];
}

function workload(w: CheckedWorkload): string[] {
  const title = escaped(`${w.title} (${w.id})`);
  if (w.selected === null) return [`### ${title}`, w.notes.map((n) => short(n.text)).join(" ")];
  const findings = ORDER.flatMap((o) => findingsOf(w).filter((f) => f.outcome === o));
  const head = `**${escaped(atMost(selectedName(w), 200))}** ${code(w.selected)} ${outcomeWords(w)}.`;
  const rows = findings.map((f) => row([`${MARK[f.outcome]} ${WORD[f.outcome]}`, code(f.rule), what(f), cure(f)]));
  return [
    `### ${title}`,
    head,
    ...(rows.length > 0
      ? [[row(["", "rule", "finding", "what to do"]), row([":--", ":--", ":--", ":--"]), ...rows].join("\n")]
      : []),
    ...(w.notes.length > 0 ? [w.notes.map((n) => `- ${short(n.text)}`).join("\n")] : []),
    ...sources(findings),
  ];
}

const what = (f: CheckFinding): string => `${short(f.text)}${at(f.place)}`;

/** What gates and terms rest on, folded away: sources are longer than what they prove. */
function sources(findings: readonly CheckFinding[]): string[] {
  const lines = findings.flatMap(({ rule, source }) => (source === null ? [] : [`- ${code(rule)}: ${short(source)}`]));
  return lines.length === 0
    ? []
    : [
        `<details><summary>${lines.length === 1 ? "Source" : "Sources"}</summary>`,
        [...new Set(lines)].join("\n"),
        "</details>",
      ];
}

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
