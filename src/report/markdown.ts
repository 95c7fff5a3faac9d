import { grouped, usd } from "../quantity/format.ts";
import type { RankedCandidate, Recommendation, WorkloadResult } from "../recommendation.ts";
import { certaintySentences } from "./certainty.ts";
import { code, escaped } from "./escape-markdown.ts";
import { row } from "./markdown-row.ts";
import { spread } from "./money.ts";
import { HEADINGS, openQuestionWords } from "./outlook-words.ts";
import { together } from "./portfolio-markdown.ts";
import { factsOf } from "./reasoning.ts";
import { assumptions, question } from "./settled.ts";
import { because, counted, lifeNote, REASON_KIND, REASON_KINDS, runs, VERDICT } from "./words.ts";

const REASONED = 3;
const GATES_SHOWN = 12;

/** The recommendation for a pull request or a wiki: summary, ranking, reasons with sources, what is out, what is open, what was assumed. */
export function markdown(recommendation: Recommendation, options: { readonly top: number }): string {
  const blocks = [
    "# Model recommendation",
    ...recommendation.workloads.flatMap((result) => workload(recommendation, result, options.top)),
    ...together(recommendation),
    ...section(
      "Notes",
      recommendation.warnings.map(({ text }) => `- ${escaped(text)}`),
    ),
    provenance(recommendation),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function workload(recommendation: Recommendation, result: WorkloadResult, top: number): string[] {
  const [title = result.id, ...terms] = question(recommendation, result);
  const shown = result.ranking.slice(0, Math.max(1, top));
  const more = result.counts.listed - shown.length;
  return [
    `## ${escaped(title)}`,
    ...(terms.length > 0 ? [escaped(terms.join(" · "))] : []),
    `**${VERDICT[result.verdict]}.** ${escaped(result.summary)}`,
    ...(shown.length > 0 ? [ranking(shown)] : []),
    ...(more > 0 ? [`${counted(more, "model")} further down ${more === 1 ? "is" : "are"} left out.`] : []),
    ...shown.slice(0, REASONED).flatMap(reasoned),
    ...section(
      `Ruled out ${grouped(result.counts.ruledOut)} of ${grouped(result.counts.candidates)}`,
      ruledOut(result),
      result.counts.ruledOut > 0,
    ),
    ...section(`To verify ${grouped(result.counts.toVerify)}`, toVerify(result)),
    ...section(
      "What would change it",
      result.flips.map(({ text }) => `- ${escaped(text)}`),
    ),
    ...section("How sure", certainty(result)),
    ...section(
      HEADINGS.findOut,
      result.findOutFirst.map((q) => `- ${escaped(openQuestionWords(q))}`),
    ),
    ...section(
      "Assumed, not asked",
      assumptions(recommendation, result).map(({ text, flag }) => `- ${escaped(text)} (\`${flag}\`)`),
    ),
  ];
}

const section = (title: string, lines: readonly string[], wanted = true): string[] =>
  wanted && lines.length > 0 ? [`### ${title}`, lines.join("\n")] : [];

function ranking(shown: readonly RankedCandidate[]): string {
  const head = ["#", "model", "weights", "from", "runs", "score", "quality", "$/month", "because"];
  const rules = ["--:", ":--", ":--", ":--", ":--", "--:", ":--", "--:", ":--"];
  return [row(head), row(rules), ...shown.map((c) => row(cells(c)))].join("\n");
}

function cells(c: RankedCandidate): string[] {
  const { index, level } = c.quality;
  const { usdPerMonth } = c.tco;
  const note = lifeNote(c.model);
  const others = c.otherDeployments > 0 ? ` (+ ${counted(c.otherDeployments, "other way", "other ways")})` : "";
  return [
    String(c.rank),
    escaped(c.model.name) + (note ? ` (${escaped(note)})` : ""),
    c.model.weights,
    escaped(c.model.origin),
    escaped(runs(c)) + others,
    c.score.toFixed(2),
    index === null ? "not measured" : `${level ?? "no level"} ${Math.round(index)}`,
    usdPerMonth ? [usd(usdPerMonth.likely), spread(usdPerMonth)].filter((t) => t !== null).join(" ") : "unknown",
    because(c).map(escaped).join(" · "),
  ];
}

function reasoned(c: RankedCandidate): string[] {
  const sentences = REASON_KINDS.flatMap((kind) =>
    c.reasons
      .filter((r) => r.kind === kind)
      .map((r) => `- **${REASON_KIND[kind]}** ${escaped(r.text)}${r.source ? ` _Source: ${escaped(r.source)}_` : ""}`),
  );
  return [
    `### ${c.rank}. ${escaped(c.model.name)}, ${escaped(runs(c))}`,
    `${code(c.id)} · ${factsOf(c).map(escaped).join(" · ")}`,
    ...(sentences.length > 0 ? [sentences.join("\n")] : []),
  ];
}

function ruledOut({ ruledOutBy }: WorkloadResult): string[] {
  const rest = ruledOutBy.slice(GATES_SHOWN);
  return [
    row(["candidates", "because", "nearest"]),
    row(["--:", ":--", ":--"]),
    ...ruledOutBy
      .slice(0, GATES_SHOWN)
      .map(({ count, title, nearest }) =>
        row([grouped(count), escaped(title), nearest === null ? "" : escaped(nearest)]),
      ),
    ...(rest.length > 0
      ? [row([grouped(rest.reduce((n, g) => n + g.count, 0)), counted(rest.length, "further condition"), ""])]
      : []),
  ];
}

function toVerify({ toVerify: open }: WorkloadResult): string[] {
  return [...open]
    .sort((a, b) => a.rankIfPassed - b.rankIfPassed)
    .map(
      ({ id, name, unknown, rankIfPassed }) =>
        `- **${escaped(name)}** (${code(id)}) would rank ${rankIfPassed}: ${unknown.map((u) => escaped(u.question)).join(" ")}`,
    );
}

const certainty = (result: WorkloadResult): string[] => {
  const sentences = certaintySentences(result);
  return sentences.length > 0 ? [escaped(sentences.join(" "))] : [];
};

function provenance({ catalog, rules, today, advisor }: Recommendation): string {
  return [
    "---",
    "",
    `${today} · advisor ${escaped(advisor.version)} · catalog ${code(catalog.digest)}: ${counted(catalog.models, "model")}, figures read ${catalog.checked.oldest} to ${catalog.checked.newest} · ` +
      `rules ${code(rules.digest)}: ${grouped(rules.count)} in ${rules.packs.map(escaped).join(", ")}`,
  ].join("\n");
}
