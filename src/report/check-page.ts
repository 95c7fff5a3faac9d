import type { CheckedWorkload, CheckFinding, CheckNote, CheckResult } from "../check-result.ts";
import {
  acceptedWords,
  baselineWords,
  countWords,
  findingsOf,
  outcomeWords,
  placeText,
  selectedName,
  verdictWords,
} from "./check-words.ts";
import { flow, hang, type Span } from "./flow.ts";
import type { Paint } from "./paint.ts";
import { shortSource } from "./short-source.ts";

const MEASURE = 112;

/** A check for somebody at a terminal or reading the log of a pipeline: what failed and what to do first. */
export function checkPage(result: CheckResult, width: number, paint: Paint): string {
  const measure = Math.min(width, MEASURE);
  const notes = result.notes.flatMap((n) => noteLines("", n, measure, paint));
  const end: Span[] = [
    { text: verdictWords(result), style: result.holds ? paint.good : paint.bad },
    { text: `(${countWords(result)}).` },
    { text: `${baselineWords(result)} ${result.today} · advisor ${result.advisor.version}`, style: paint.quiet },
  ];
  return `${[
    ...result.workloads.flatMap((w) => workloadLines(w, measure, paint)),
    ...(notes.length > 0 ? ["", ...notes] : []),
    "",
    ...flow(end, measure),
  ].join("\n")}\n`;
}

function workloadLines(w: CheckedWorkload, width: number, paint: Paint): string[] {
  const place = placeText(w.place);
  if (w.holds === null)
    return hang("· ", 2, [{ text: `${w.id}:`, style: paint.strong }, ...w.notes.flatMap(noteSpans(paint))], width);
  const mark = w.holds ? paint.good("✔") : paint.bad("✖");
  const head: Span[] = [
    { text: `${w.id}: ${selectedName(w)}`, style: paint.strong },
    { text: `(selected) ${outcomeWords(w)}` },
    ...(place ? [{ text: place, style: paint.quiet }] : []),
  ];
  const findings = findingsOf(w);
  const of = (outcome: CheckFinding["outcome"]) => findings.filter((f) => f.outcome === outcome);
  return [
    ...hang(`${mark} `, 2, head, width),
    ...of("fails").flatMap((f) => findingLines("    ", f, width, paint)),
    ...of("unknown").flatMap((f) => findingLines(`  ${paint.careful("?")} `, f, width, paint)),
    ...of("accepted").flatMap((f) =>
      hang("  ", 4, [{ text: `${acceptedWords(f)}: ${f.rule}:`, style: paint.quiet }, { text: f.text }], width),
    ),
    ...w.notes.flatMap((n) => noteLines("  ", n, width, paint)),
  ];
}

function findingLines(label: string, f: CheckFinding, width: number, paint: Paint): string[] {
  const source = f.source === null ? "" : shortSource(f.source);
  const cure = [f.cure, f.command].filter((t) => t !== null).join(": ");
  return [
    ...hang(label, 4, [{ text: f.text }, ...named(f, paint)], width),
    ...(cure ? hang("      → ", 8, [{ text: cure }], width) : []),
    ...(source ? hang("      ", 6, [{ text: `[${source}]`, style: paint.quiet }], width) : []),
  ];
}

/** What an exception would have to name, where the sentence does not say it. */
const named = (f: CheckFinding, paint: Paint): Span[] =>
  f.text.includes(f.rule) ? [] : [{ text: `[${f.rule}]`, style: paint.quiet }];

const noteSpans =
  (paint: Paint) =>
  (n: CheckNote): Span[] => {
    const place = placeText(n.place);
    return [{ text: n.text }, ...(place ? [{ text: place, style: paint.quiet }] : [])];
  };

const noteLines = (indent: string, n: CheckNote, width: number, paint: Paint): string[] =>
  hang(`${indent}${paint.careful("note")}  `, indent.length + 6, noteSpans(paint)(n), width);
