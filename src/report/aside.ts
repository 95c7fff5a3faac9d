import { grouped } from "../quantity/format.ts";
import type { WorkloadResult } from "../recommendation.ts";
import { certaintySentences } from "./certainty.ts";
import { type Cell, cell, columnWidths, rowLines } from "./columns.ts";
import { flow, hang, type Span } from "./flow.ts";
import { HEADINGS, openQuestionWords } from "./outlook-words.ts";
import type { Paint } from "./paint.ts";
import { closestWords, freesWords, WAYS_IN, waysIn } from "./ways-in.ts";
import { padStart } from "./width.ts";
import { counted } from "./words.ts";

/** What stands beside the ranking: who is ruled out, who might still come in, how sure the answer is and what would change it. */

const GATES_SHOWN = 8;
const VERIFY_SHOWN = 5;
const MEASURE = 112;

/** Ruled out, counted by the gate that did it, each with its nearest miss. */
export function ruledOut({ ruledOutBy, counts }: WorkloadResult, width: number, paint: Paint): string[] {
  if (counts.ruledOut === 0) return [];
  const shown = ruledOutBy.slice(0, GATES_SHOWN);
  const others = ruledOutBy.slice(GATES_SHOWN);
  const digits = Math.max(1, ...shown.map((g) => grouped(g.count).length));
  const rows = shown.map(({ count, title, nearest }): Cell[] => [
    cell(padStart(grouped(count), digits)),
    cell(title),
    nearest === null ? [] : [[{ text: "nearest:", style: paint.quiet }, { text: nearest }]],
  ]);
  const rest = others.reduce((n, g) => n + g.count, 0);
  return [
    heading(`Ruled out ${grouped(counts.ruledOut)} of ${grouped(counts.candidates)}`, paint),
    ...lines(rows, [undefined, 28, 28], width, 1),
    ...(others.length > 0
      ? hang(
          "  ",
          2,
          [{ text: `+ ${grouped(rest)} by ${counted(others.length, "further condition")}`, style: paint.quiet }],
          width,
        )
      : []),
  ];
}

/** Who would come in, and where, if what is unknown were confirmed: one line for all who wait for the same answer. */
export function toVerify(result: WorkloadResult, width: number, paint: Paint): string[] {
  const open = [...result.toVerify].sort((a, b) => a.rankIfPassed - b.rankIfPassed);
  if (open.length === 0) return [];
  const shown = Array.from(sameQuestions(open).values()).slice(0, VERIFY_SHOWN);
  const digits = Math.max(...shown.map(([first]) => String(first.rankIfPassed).length));
  const rows = shown.map(([first, ...others]): Cell[] => [
    cell(`would\u00a0rank\u00a0${padStart(String(first.rankIfPassed), digits)}`, paint.quiet),
    [
      [
        { text: first.name },
        ...(others.length > 0 ? [{ text: `and ${counted(others.length, "other")}`, style: paint.quiet }] : []),
      ],
    ],
    first.unknown.map(({ question }) => [{ text: question }]),
  ]);
  const left = result.counts.toVerify - shown.flat().length;
  return [
    heading(`To verify ${grouped(result.counts.toVerify)}`, paint),
    ...lines(rows, [undefined, 24, 32], width, 1),
    ...(left > 0 ? hang("  ", 2, [{ text: `+ ${grouped(left)} further down`, style: paint.quiet }], width) : []),
  ];
}

type Open = WorkloadResult["toVerify"][number];

function sameQuestions(open: readonly Open[]): Map<string, [Open, ...Open[]]> {
  const groups = new Map<string, [Open, ...Open[]]>();
  for (const candidate of open) {
    const key = candidate.unknown.map((u) => u.question).join(" ");
    const group = groups.get(key);
    if (group) group.push(candidate);
    else groups.set(key, [candidate]);
  }
  return groups;
}

/** Rows side by side where they fit; else the first cells in one line and what follows `kept` under them. */
function lines(
  rows: readonly (readonly Cell[])[],
  least: readonly (number | undefined)[],
  width: number,
  kept: number,
): string[] {
  const room = width - 2;
  const columns = least.map((l) => (l === undefined ? { head: "" } : { head: "", least: l }));
  const widths = columnWidths(columns, rows, room);
  const narrow = (row: readonly Cell[]): string[] => {
    const [first = []] = row;
    const label = first[0]?.[0]?.text ?? "";
    return rowLines([first, row.slice(kept).flat()], [label.length, Math.max(1, room - label.length - 2)]);
  };
  return rows.flatMap((row) => (widths ? rowLines(row, widths) : narrow(row))).map((line) => `  ${line}`);
}

/** How sure the first rank is, in words. */
export function certainty(result: WorkloadResult, width: number, paint: Paint): string[] {
  const sentences = certaintySentences(result);
  if (sentences.length === 0) return [];
  return [
    heading("How sure", paint),
    ...indented(
      sentences.map((text) => ({ text })),
      width,
    ),
  ];
}

/** What would change the answer. */
export function changes({ flips }: WorkloadResult, width: number, paint: Paint): string[] {
  if (flips.length === 0) return [];
  return [
    heading("What would change it", paint),
    ...flips.flatMap(({ text }) => hang("  · ", 4, [{ text }], Math.min(width, MEASURE))),
  ];
}

/** What is worth finding out before choosing. */
export function findOut({ findOutFirst }: WorkloadResult, width: number, paint: Paint): string[] {
  if (findOutFirst.length === 0) return [];
  return [
    heading(HEADINGS.findOut, paint),
    ...findOutFirst.flatMap((q) => hang("  · ", 4, [{ text: openQuestionWords(q) }], Math.min(width, MEASURE))),
  ];
}

/** Nothing passes: which single conditions, if they gave way, would let somebody in. */
export function nearMisses(result: WorkloadResult, width: number, paint: Paint): string[] {
  const { ways, closest } = waysIn(result);
  if (closest)
    return [
      heading(WAYS_IN, paint),
      ...indented([{ text: closestWords(closest) }], width),
      ...closest.gates.flatMap((g) => hang("  · ", 4, cited(g, paint), Math.min(width, MEASURE))),
    ];
  if (ways.length === 0) return [];
  return [
    heading(WAYS_IN, paint),
    ...ways.slice(0, GATES_SHOWN).flatMap((way) => [
      ...hang(
        "  · ",
        4,
        [
          { text: `${way.title}.`, style: paint.strong },
          { text: freesWords(way, result.counts.candidates), style: paint.quiet },
        ],
        Math.min(width, MEASURE),
      ),
      ...hang("    ", 4, [{ text: `Nearest: ${way.nearest}.` }, ...cited(way, paint)], Math.min(width, MEASURE)),
    ]),
  ];
}

const cited = ({ text, source }: { text: string; source: string }, paint: Paint): Span[] => [
  { text },
  ...(source ? [{ text: `[${source}]`, style: paint.quiet }] : []),
];

export const heading = (text: string, paint: Paint): string => paint.strong(text);

/** A paragraph under a heading, no longer than the eye follows. */
export const indented = (spans: readonly Span[], width: number): string[] =>
  flow(spans, Math.min(width, MEASURE) - 2).map((line) => `  ${line}`);
