import { script, scriptHash, style, styleHash } from "advisor:page";
import type { Recommendation, WorkloadResult } from "../recommendation.ts";
import { HATCHES } from "./charts/stack.ts";
import { firstSentence } from "./first-sentence.ts";
import { answer, verdictBadge } from "./html/answer.ts";
import { Bibliography } from "./html/citations.ts";
import { common } from "./html/common.ts";
import { cost } from "./html/cost.ts";
import { type Depth, depthFor } from "./html/depth.ts";
import { exceptions, notes, provenance, signOff, sourceList, suppositions, together } from "./html/endmatter.ts";
import { table } from "./html/figure.ts";
import { jsonText } from "./html/json-text.ts";
import { html, Markup } from "./html/markup.ts";
import { ruledOut, toVerify } from "./html/out.ts";
import { type PackedPage, packed, sharing } from "./html/packed.ts";
import { ranking, sharedPriorities } from "./html/ranking.ts";
import { assumed } from "./html/rests-on.ts";
import { described } from "./html/row-view.ts";
import { shortName } from "./html/shorten.ts";
import { sure } from "./html/sure.ts";
import { why } from "./html/why.ts";
import { portfolioOf } from "./portfolio.ts";
import { valueAt } from "./settled.ts";
import { counted } from "./words.ts";

/** Command lines that lead to a report. */
export interface Commands {
  readonly whole: string;
  /** To which other priorities may be added. */
  readonly withoutPriorities: string;
}

/** The recommendation as one page that needs nothing else: for a screen, a phone and paper, with and without scripts. */
export function htmlPage(
  recommendation: Recommendation,
  options: { readonly top: number; readonly commands?: Commands | undefined },
): string {
  const { workloads } = recommendation;
  const commands = options.commands ?? plainCommands(recommendation);
  const several = workloads.length > 1;
  const depth = depthFor(workloads.length);
  const top = Math.min(Math.max(1, options.top), depth.charted);
  const sources = new Bibliography(depth.isShared);
  const said = new Set<string>();
  const parts = workloads.map((result, n) =>
    workload(recommendation, result, top, depth, `w${n}`, sources, depth.isShared ? said : new Set()),
  );
  const body = html`<a class="skip" href="#main">Skip to the answer</a><div class="page">${contents(recommendation)}<main id="main"><h1 class="kicker">Model recommendation · ${recommendation.today} · advisor ${recommendation.advisor.version}</h1>${suppositions(recommendation)}${several && overview(recommendation)}${depth.isShared && html`${together(recommendation)}${sharedPriorities(recommendation)}`}${parts}${!depth.isShared && together(recommendation)}${depth.isShared && common(recommendation, depth, sources)}${exceptions(recommendation)}${notes(recommendation)}${provenance(recommendation, `${commands.whole} --output report.html`, sources)}${sourceList(sources)}${signOff()}</main></div>${HATCHES}<script type="application/json" id="data">${new Markup(jsonText(pageData(recommendation, top, depth, commands)))}</script><script>${new Markup(script)}</script>`;
  return `<!doctype html>\n${html`<html lang="en">${head(recommendation)}<body>${body}</body></html>`.text}\n`;
}

function head({ workloads, advisor }: Recommendation): Markup {
  const [first] = workloads;
  const title =
    workloads.length === 1 && first
      ? `${shortName(first.title)}: ${shortName(firstSentence(first.summary)[0])}`
      : counted(workloads.length, "workload");
  const policy = `default-src 'none'; script-src 'sha256-${scriptHash}'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'`;
  return html`<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer"><meta name="generator" content="advisor-recommendation/1 · advisor ${advisor.version}"><title>${title} · Model recommendation</title><link rel="icon" href="data:,"><style>${new Markup(style)}</style></head>`;
}

const SECTIONS: readonly (readonly [id: string, title: string, is: (w: WorkloadResult) => boolean])[] = [
  ["ranking", "Ranking", (w) => w.ranking.length > 0],
  ["why", "Why", (w) => w.ranking.length > 0],
  ["cost", "Cost", (w) => w.ranking.length > 0],
  ["sure", "How sure", (w) => w.robustness !== null],
  ["out", "Ruled out", (w) => w.counts.ruledOut > 0],
  ["verify", "To verify", (w) => w.counts.toVerify > 0],
  ["assumed", "Assumed", () => true],
];

function contents(recommendation: Recommendation): Markup {
  const { workloads, warnings } = recommendation;
  const several = workloads.length > 1;
  const own = (w: WorkloadResult, key: string) =>
    html`<ul>${SECTIONS.filter(([, , is]) => is(w)).map(([id, title]) => html`<li><a href="#${key}-${id}">${title}</a></li>`)}</ul>`;
  const listed = workloads.map((w, n) =>
    several
      ? html`<li><a href="#w${n}"><bdi>${shortName(w.title)}</bdi></a>${own(w, `w${n}`)}</li>`
      : html`<li><a href="#w${n}">Answer</a>${own(w, `w${n}`)}</li>`,
  );
  const { isShared } = depthFor(workloads.length);
  const together = ["together", "All together", portfolioOf(recommendation) !== null] as const;
  const end = [
    ...(isShared ? [] : [together]),
    ["common", "What all rest on", isShared],
    ["exceptions", "Exceptions", true],
    ["notes", "Notes", warnings.some((w) => !/^(?:exception|what-if)/u.test(w.code))],
    ["made", "How it was made", true],
    ["sources", "Sources", true],
    ["signed", "Read and agreed", true],
  ] as const;
  const links = (list: readonly (readonly [string, string, boolean])[]) =>
    list.filter(([, , is]) => is).map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`);
  return html`<nav aria-label="Contents"><p>Contents</p><ul>${isShared && links([together])}${listed}${links(end)}</ul></nav>`;
}

/** Several workloads at a glance. */
function overview({ workloads }: Recommendation): Markup {
  return html`<h2>${counted(workloads.length, "workload")}</h2>${table(
    "The answers",
    ["workload", "answer", "runs", "a month", "how sure"],
    workloads.map((w, n) => {
      const [winner] = w.ranking;
      const row = winner && described({ ...winner, usdPerMonth: winner.tco.usdPerMonth });
      return [
        html`<a href="#w${n}"><bdi>${shortName(w.title)}</bdi></a>`,
        row ? html`<b><bdi>${row.name}</bdi></b>` : "nothing passes",
        row ? html`<bdi>${row.runs}</bdi>` : "",
        row ? row.cost : "",
        verdictBadge(w),
      ];
    }),
    [3],
  )}`;
}

function workload(
  recommendation: Recommendation,
  result: WorkloadResult,
  top: number,
  depth: Depth,
  key: string,
  sources: Bibliography,
  said: Set<string>,
): Markup {
  return html`<article class="workload" id="${key}" data-workload="${key.slice(1)}">${answer(recommendation, result)}${ranking(recommendation, result, top, depth, key)}${why(result, depth, sources, key, said)}${cost(recommendation, result, depth, sources, key)}${sure(result, depth, key)}${ruledOut(result, depth, sources, key)}${toVerify(result, depth, key)}${assumed(recommendation, result, depth, key)}</article>`;
}

function pageData(recommendation: Recommendation, top: number, depth: Depth, commands: Commands): PackedPage {
  const stated = valueAt(recommendation.requirements, "priorities");
  const said = valueAt(recommendation.requirements, "prioritiesDoubt");
  const priorities = Object.fromEntries(
    Object.entries(typeof stated === "object" && stated !== null ? stated : {}).filter(
      (entry): entry is [string, number] => typeof entry[1] === "number",
    ),
  );
  return {
    priorities,
    seed: recommendation.seed,
    doubt: typeof said === "number" && recommendation.origins["prioritiesDoubt"] === "flag" ? said : null,
    command: commands.withoutPriorities,
    ...sharing(recommendation.workloads.map((w) => packed(w, top, depth.further))),
  };
}

/** Where nobody knows what was typed: a file holds the requirements. */
function plainCommands({ today, seed }: Recommendation): Commands {
  const whole = `advisor recommend advisor.yaml --today ${today} --seed ${seed}`;
  return { whole, withoutPriorities: whole };
}
