import { grouped } from "../quantity/format.ts";
import type { Recommendation, WorkloadResult } from "../recommendation.ts";
import { certainty, changes, findOut, heading, indented, nearMisses, ruledOut, toVerify } from "./aside.ts";
import { firstSentence } from "./first-sentence.ts";
import { flow, hang, type Span } from "./flow.ts";
import type { Paint } from "./paint.ts";
import { portfolioOf } from "./portfolio.ts";
import { rankingTable } from "./ranking-table.ts";
import { reasoning } from "./reasoning.ts";
import { assumptions, question } from "./settled.ts";
import { counted, fallbackWords } from "./words.ts";

export interface PageOptions {
  /** No line is wider. */
  readonly width: number;
  /** Ranks shown of each workload. */
  readonly top: number;
  /** `false` keeps the report's own signs to ASCII; letters of other scripts stay. */
  readonly unicode?: boolean;
}

/** How many candidates are reasoned about in sentences. */
const REASONED = 3;
/** Below this there is no room for two words side by side. */
const NARROWEST = 30;
/** A command stands beside its purpose from here on. */
const BESIDE = 52;

/** The recommendation for somebody at a terminal: the answer first, then what it rests on. */
export function page(recommendation: Recommendation, options: PageOptions, paint: Paint): string {
  const width = Math.max(NARROWEST, Math.floor(options.width));
  const sections = [
    ...recommendation.workloads.flatMap((result, n) => {
      const own = workload(recommendation, result, width, options.top, paint);
      return n > 0 ? [[paint.quiet("─".repeat(width))], ...own] : own;
    }),
    together(recommendation, width, paint),
    notes(recommendation, width, paint),
    next(recommendation, width, paint),
    provenance(recommendation, width, paint),
  ];
  const text = sections
    .filter((section) => section.length > 0)
    .map((section) => `${section.join("\n")}\n`)
    .join("\n");
  return options.unicode === false ? plainSigns(text) : text;
}

function workload(
  recommendation: Recommendation,
  result: WorkloadResult,
  width: number,
  top: number,
  paint: Paint,
): string[][] {
  const room = width - 2;
  const shown = result.ranking.slice(0, Math.max(1, top));
  const reasoned = shown.slice(0, REASONED);
  return [
    flow([{ text: question(recommendation, result).join(" · "), style: paint.strong }], width),
    indented(answer(result.summary, paint), width),
    [...indent(rankingTable(shown, room, paint)), ...hidden(result, shown.length, width, paint)],
    ...(result.verdict === "no-candidate" ? [nearMisses(result, width, paint)] : []),
    reasoned.length > 0
      ? [heading(WHY[reasoned.length - 1] ?? "Why", paint), ...indent(reasoning(reasoned, room, paint))]
      : [],
    ruledOut(result, width, paint),
    toVerify(result, width, paint),
    certainty(result, width, paint),
    changes(result, width, paint),
    findOut(result, width, paint),
    assumed(recommendation, result, width, paint),
  ];
}

const WHY = ["Why", "Why these two", "Why these three"];

/** The first sentence is the answer; the others say what it costs and how sure it is. */
function answer(summary: string, paint: Paint): Span[] {
  const [first, rest] = firstSentence(summary);
  return [{ text: first, style: paint.strong }, ...(rest.trim() ? [{ text: rest, tight: !rest.startsWith(" ") }] : [])];
}

function hidden({ counts }: WorkloadResult, shown: number, width: number, paint: Paint): string[] {
  const more = counts.listed - shown;
  if (more <= 0) return [];
  return [
    "",
    ...indented(
      [{ text: `+ ${counted(more, "model")} further down: --top ${counts.listed}`, style: paint.quiet }],
      width,
    ),
  ];
}

function assumed(recommendation: Recommendation, result: WorkloadResult, width: number, paint: Paint): string[] {
  const list = assumptions(recommendation, result);
  if (list.length === 0) return [];
  const spans = list.flatMap(({ text, flag }, n): Span[] => [
    { text },
    { text: `(${flag})${n < list.length - 1 ? "," : ""}`, style: paint.quiet },
  ]);
  return [heading("Assumed, not asked", paint), ...indented(spans, width)];
}

function together(recommendation: Recommendation, width: number, paint: Paint): string[] {
  const portfolio = portfolioOf(recommendation);
  if (!portfolio) return [];
  return [
    heading("All together", paint),
    ...indented([{ text: portfolio.text }], width),
    ...portfolio.routes.flatMap((route) =>
      hang(
        "  · ",
        4,
        [
          { text: `${route.workload} (${route.traffic}) → ${route.candidate},` },
          { text: fallbackWords(route), style: paint.quiet },
        ],
        width,
      ),
    ),
  ];
}

function notes({ warnings }: Recommendation, width: number, paint: Paint): string[] {
  return warnings.flatMap(({ text }) => indented([{ text: "Note:", style: paint.careful }, { text }], width));
}

function next({ workloads }: Recommendation, width: number, paint: Paint): string[] {
  const answered = workloads.some((w) => w.ranking.length > 0);
  const commands: readonly (readonly [string, string] | null)[] = [
    answered ? ["every way to run", "--all"] : null,
    ["every reason", "--format markdown"],
    ["to share or keep", "--output decision.md --output decision.json"],
    ["change one answer", "--set quality=strong (any key of advisor.yaml)"],
  ];
  const lines = commands.flatMap((command) => {
    if (command === null) return [];
    const [purpose, line] = command;
    if (width < BESIDE) return [`  ${paint.quiet(purpose)}`, ...hang("    ", 4, [{ text: line }], width)];
    return hang(`  ${paint.quiet(purpose.padEnd(19))}`, 21, [{ text: line }], width);
  });
  return [heading("Next, add to the command", paint), ...lines];
}

function provenance({ catalog, rules, today, advisor }: Recommendation, width: number, paint: Paint): string[] {
  const parts = [
    today,
    `${grouped(catalog.models)} models, read ${catalog.checked.oldest} to ${catalog.checked.newest}`,
    `${grouped(rules.count)} rules`,
    `advisor ${advisor.version}`,
  ];
  return indented([{ text: parts.join(" · "), style: paint.quiet }], width);
}

const indent = (lines: readonly string[]): string[] => lines.map((line) => (line === "" ? "" : `  ${line}`));

/** Sign for sign, so that columns stay where they are. */
const ASCII_SIGNS: Readonly<Record<string, string>> = {
  "·": "-",
  "×": "x",
  "±": "~",
  "–": "-",
  "—": "-",
  "→": ">",
  "…": ".",
  "─": "-",
  "’": "'",
  "‘": "'",
  "“": '"',
  "”": '"',
  "≥": ">",
  "≤": "<",
};
const plainSigns = (text: string): string => text.replace(/[·×±–—→…─’‘“”≥≤]/gu, (sign) => ASCII_SIGNS[sign] ?? sign);
