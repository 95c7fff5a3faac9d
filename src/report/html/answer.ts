import { grouped, percent, usd } from "../../quantity/format.ts";
import type { Recommendation, WorkloadResult } from "../../recommendation.ts";
import { firstSentence } from "../first-sentence.ts";
import { question } from "../settled.ts";
import { VERDICT } from "../words.ts";
import { html, joined, type Markup } from "./markup.ts";
import { shortName, shortSentence } from "./shorten.ts";

/** How many of three dots are full: the verdict without colour. */
const DOTS: Readonly<Record<WorkloadResult["verdict"], string>> = {
  robust: "●●●",
  clear: "●●○",
  "close-call": "●○○",
  "no-candidate": "○○○",
};

export const verdictBadge = ({ verdict }: Pick<WorkloadResult, "verdict">): Markup =>
  html`<span class="verdict ${verdict}"><i aria-hidden="true">${DOTS[verdict]}</i> ${VERDICT[verdict]}</span>`;

/** The question in a line, the answer in its sentences, and the four figures it rests on. */
export function answer(recommendation: Recommendation, result: WorkloadResult): Markup {
  const [title = result.id, ...terms] = question(recommendation, result).map(shortName);
  const [first, rest] = firstSentence(result.summary);
  return html`<h2><bdi>${title}</bdi></h2><p class="terms">${joined(
    terms.map((t) => html`<span>${t}</span>`),
    " ",
  )}</p><div class="answer">${verdictBadge(result)}<p class="lead">${unbroken(shortSentence(first))}</p>${
    rest.trim() !== "" && html`<p>${shortSentence(rest.trim())}</p>`
  }</div>${figures(result)}`;
}

/** "8 × H100" stays on one line. */
const unbroken = (text: string): string => text.replace(/(\d) × /gu, "$1\u00a0×\u00a0");

function figures({ ranking, robustness }: WorkloadResult): Markup | null {
  const [winner] = ranking;
  if (!winner) return null;
  const { usdPerMonth: cost } = winner.tco;
  const { index, level, range } = winner.quality;
  return html`<dl class="tiles"><div><dt>cost a month</dt><dd>${cost ? usd(cost.likely) : "not known"}</dd>${
    cost && html`<dd class="quiet">${usd(cost.low)} to ${usd(cost.high)}</dd>`
  }</div><div><dt>quality</dt><dd>${index === null ? "not measured" : `${level ?? "no level"} ${Math.round(index)}`}</dd>${
    range && html`<dd class="quiet">${Math.round(range[0])} to ${Math.round(range[1])} of 100</dd>`
  }</div><div><dt>score</dt><dd>${winner.score.toFixed(2)}</dd><dd class="quiet">${winner.scoreRange[0].toFixed(2)} to ${winner.scoreRange[1].toFixed(2)}</dd></div>${
    robustness &&
    html`<div><dt>holds while priorities are off by up to</dt><dd>${percent(robustness.stableUpTo)}</dd><dd class="quiet">first in ${percent(robustness.firstShare)} of ${grouped(robustness.samples)} trials</dd></div>`
  }</dl>`;
}
