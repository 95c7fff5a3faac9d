import { type AdviseInput, advise } from "../advise.ts";
import { type Supposition, suppose } from "../catalog/what-if.ts";
import { type Switching, switching } from "../explain/switching.ts";
import { percent, usd } from "../quantity/format.ts";
import type { RankedCandidate, Recommendation, WorkloadResult } from "../recommendation.ts";
import { holdsWhile } from "../report/certainty.ts";
import { escaped } from "../report/escape-markdown.ts";
import { hang, wrap } from "../report/flow.ts";
import type { Format } from "../report/format.ts";
import type { Paint } from "../report/paint.ts";
import { runs, VERDICT } from "../report/words.ts";
import { switchingSentences } from "./switching-words.ts";

export const WHAT_IF = "what-if";

/** The answer under a what-if; it says so in every summary and in warnings, so that nobody takes it for the plain one. */
export interface Imagined {
  readonly recommendation: Recommendation;
  readonly suppositions: readonly Supposition[];
}

/**
 * The same question in the catalog as it would be.
 * @throws Failure where a what-if cannot be read
 */
export function adviseIf(input: AdviseInput, said: readonly string[]): Imagined {
  const { catalog, suppositions } = suppose(input.catalog, said);
  const answer = advise({ ...input, catalog });
  const clause = ifClause(suppositions);
  return {
    suppositions,
    recommendation: {
      ...answer,
      workloads: answer.workloads.map((w) => ({
        ...w,
        summary: `${clause}: ${w.summary}`,
        ranking: w.ranking.map((c) => cautioned(c, suppositions)),
      })),
      warnings: [...suppositions.map(whatIfWarning), ...answer.warnings],
    },
  };
}

/** "If OpenAI is cut off and Groq charges 3 times today's prices" */
const ifClause = (suppositions: readonly Supposition[]): string =>
  `If ${suppositions.map((s) => s.clause).join(" and ")}`;

/** "What if OpenAI is cut off? Gone: …" */
export const whatIfWords = (suppositions: readonly Supposition[]): string =>
  [`What i${ifClause(suppositions).slice(1)}?`, ...suppositions.map((s) => s.detail)].join(" ");

const whatIfWarning = ({ said, clause, detail }: Supposition) => ({
  code: WHAT_IF,
  text: `This is not today's answer, but what it would be if ${clause} (${said}). ${detail}`,
});

function cautioned(c: RankedCandidate, suppositions: readonly Supposition[]): RankedCandidate {
  const cautions = suppositions.flatMap(({ said, caution }) =>
    caution?.models.has(c.model.id)
      ? [
          {
            kind: "caution" as const,
            criterion: "geopolitics" as const,
            rule: WHAT_IF,
            text: caution.text,
            source: `--what-if ${said}`,
          },
        ]
      : [],
  );
  if (cautions.length === 0) return c;
  const duties = c.reasons.findIndex((r) => r.kind === "obligation");
  const at = duties < 0 ? c.reasons.length : duties;
  return { ...c, reasons: [...c.reasons.slice(0, at), ...cautions, ...c.reasons.slice(at)] };
}

/** Today's answer beside the imagined one, for each workload. */
interface Contrast {
  readonly title: string;
  readonly today: RankedCandidate | null;
  readonly then: WorkloadResult;
  readonly switching: Switching | null;
}

function contrasts(input: AdviseInput, imagined: Recommendation): Contrast[] {
  const today = advise({ ...input, alternatives: false });
  return imagined.workloads.map((then, n) => {
    const [from = null] = today.workloads[n]?.ranking ?? [];
    const [to] = then.ranking;
    const months = input.settled.requirements.workloads[n]?.lifetimeMonths ?? 0;
    const moves = from !== null && to !== undefined && from.id !== to.id;
    const { assumptions } = input.catalog;
    return {
      title: then.title,
      today: from,
      then,
      switching: moves ? switching(from, to, months, assumptions, input.settled.requirements.assumptions) : null,
    };
  });
}

type Line = readonly [label: string, text: string];

/** Today, then, the next best, what moving costs, how sure. */
function linesOf({ today, then, switching: move }: Contrast): Line[] {
  const [first] = then.ranking;
  const next = then.ranking.find((c) => c.model.id !== first?.model.id);
  const stays = today !== null && first !== undefined && today.id === first.id;
  return [
    ["today", today ? candidateWords(today) : "nothing passes every condition"],
    ["then", `${stays ? "the same: " : ""}${first ? candidateWords(first) : "nothing passes every condition"}`],
    ...(next ? [["next best", candidateWords(next)] as const] : []),
    ...(move
      ? [
          [
            "switching",
            switchingSentences(move)
              .join(" ")
              .replace(/^Switching costs /u, ""),
          ] as const,
        ]
      : []),
    ...(stays ? [["switching", "none; the first rank stays"] as const] : []),
    ...(then.robustness ? [["how sure", sureWords(then)] as const] : []),
  ];
}

const candidateWords = (c: RankedCandidate): string =>
  `${c.model.name} (${runs(c)}), score ${c.score.toFixed(3)}, ${c.tco.usdPerMonth ? `${usd(c.tco.usdPerMonth.likely)} a month` : "cost not known"}`;

function sureWords({ verdict, robustness: r }: WorkloadResult): string {
  if (!r) return VERDICT[verdict];
  return `${VERDICT[verdict]}: ${holdsWhile(r)}; first in ${percent(r.firstShare)} of ${r.samples.toLocaleString("en-US")} trials`;
}

/** The warning that carries the contrast where there is no page to print it on. */
const contrastWarnings = (list: readonly Contrast[]) =>
  list.map((c) => ({
    code: WHAT_IF,
    text: `${c.title}: ${linesOf(c)
      .map(([label, text]) => `${label}: ${text.replace(/\.$/u, "")}`)
      .join("; ")}.`,
  }));

/** What stands above the page of the imagined answer. */
function contrastPage(
  suppositions: readonly Supposition[],
  list: readonly Contrast[],
  width: number,
  paint: Paint,
): string {
  const measure = Math.min(width, 112);
  const blocks = list.map((c) => [
    ...(list.length > 1 ? hang("  ", 2, [{ text: c.title, style: paint.strong }], width) : []),
    ...linesOf(c).flatMap(([label, text]) =>
      width < 50
        ? [`  ${paint.quiet(label)}`, ...hang("    ", 4, [{ text }], measure)]
        : hang(`  ${paint.quiet(label.padEnd(9))}  `, 13, [{ text }], measure),
    ),
  ]);
  return `${[
    ...wrap(whatIfWords(suppositions), measure),
    ...hang("", 0, [{ text: "This is not today's answer.", style: paint.careful }], measure),
    ...blocks.flatMap((b) => ["", ...b]),
  ].join("\n")}\n\n`;
}

const contrastMarkdown = (suppositions: readonly Supposition[], list: readonly Contrast[]): string =>
  `${[
    `> ${escaped(whatIfWords(suppositions))} **This is not today's answer.**`,
    ...list.map((c) =>
      [
        ...(list.length > 1 ? [`**${escaped(c.title)}**\n`] : []),
        ...linesOf(c).map(([label, text]) => `- ${label}: ${escaped(text)}`),
      ].join("\n"),
    ),
  ].join("\n\n")}\n\n`;

/** The imagined answer for every format: what stands above it, and what is rendered below. */
export function imagine(input: AdviseInput, said: readonly string[]) {
  const { recommendation: answer, suppositions } = adviseIf(input, said);
  const list = contrasts(input, answer);
  const count = suppositions.length;
  const { warnings } = answer;
  const recommendation: Recommendation = {
    ...answer,
    warnings: [...warnings.slice(0, count), ...contrastWarnings(list), ...warnings.slice(count)],
  };
  const plain: Recommendation = { ...answer, warnings: warnings.filter((w) => w.code !== WHAT_IF) };
  // Pages that say it above need not repeat it among their notes.
  const above: Partial<Record<Format, (width: number, paint: Paint) => string>> = {
    table: (width, paint) => contrastPage(suppositions, list, width, paint),
    markdown: () => contrastMarkdown(suppositions, list),
  };
  return {
    recommendation,
    above: (format: Format, width: number, paint: Paint): string => above[format]?.(width, paint) ?? "",
    below: (format: Format): Recommendation => (above[format] ? plain : recommendation),
  };
}
