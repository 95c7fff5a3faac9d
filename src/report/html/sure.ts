import { percent, spoken } from "../../quantity/format.ts";
import type { Outlook, WorkloadResult } from "../../recommendation.ts";
import { CRITERIA, CRITERION } from "../../vocabulary.ts";
import { certaintySentences } from "../certainty.ts";
import { band, bar } from "../charts/bar.ts";
import { crossCheckSentences, HEADINGS, openQuestionWords } from "../outlook-words.ts";
import type { Depth } from "./depth.ts";
import { table } from "./figure.ts";
import { html, type Markup, NOTHING, type Part } from "./markup.ts";
import { swatch } from "./ranking-table.ts";
import { shortName, shortSentence } from "./shorten.ts";

/** How sure the first rank is, what would change it, and what is worth finding out. */
export function sure(result: WorkloadResult, depth: Depth, key: string): Markup {
  const { outlook, flips, robustness } = result;
  const sentences = certaintySentences(result);
  if (sentences.length === 0) return NOTHING;
  return html`<section><h3 id="${key}-sure">How sure</h3>${sentences.map((s) => html`<p>${shortSentence(s)}</p>`)}${outlook && robustness && (depth.isShared ? shares(outlook, depth) : html`<div class="pair">${shares(outlook, depth)}${ranges(outlook)}</div>`)}${list(
    "What would change it",
    flips.map((f) => shortSentence(f.text)),
  )}${findOut(result)}${outlook && checks(outlook, result)}</section>`;
}

const list = (title: string, items: readonly Part[]): Part =>
  items.length > 0 && html`<h4>${title}</h4><ul>${items.map((i) => html`<li>${i}</li>`)}</ul>`;

type Line = readonly [name: string, share: number];

function shares({ firstShares }: Outlook, { shares: most, isShared }: Depth): Markup {
  const all: Line[] = firstShares.candidates.map((c) => [c.name, c.share]);
  const rest = all.slice(most).reduce((sum, [, s]) => sum + s, 0);
  const shown: Line[] = [...all.slice(0, most), ...(rest > 0 ? [[`${all.length - most} others`, rest] as const] : [])];
  const family = (of: Readonly<Record<string, number>>): Line[] =>
    Object.entries(of).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const rows = (lines: readonly Line[], kind: string) =>
    lines.map(([name, share]) => [html`<bdi>${shortName(name)}</bdi>`, bar(share, kind), percent(share)]);
  const families: Line[] = [
    ...family(firstShares.weights).map(([k, s]): Line => [`${k} weights`, s]),
    ...family(firstShares.kinds).map(([k, s]): Line => [spoken(k), s]),
  ];
  return html`<figure class="bars"><figcaption><h4>Who came first in the trials</h4></figcaption>${table("First ranks by candidate", ["candidate", "", "share"], rows(shown, "c1"), [2])}${
    isShared
      ? html`<p class="quiet">By family: ${families.map(([name, share]) => `${name} ${percent(share)}`).join(", ")}.</p>`
      : html`<h5>By family</h5>${table("First ranks by family", ["family", "", "share"], rows(families, "c3"), [2])}`
  }</figure>`;
}

function ranges({ priorities }: Outlook): Markup {
  return html`<figure class="bars"><figcaption><h4>${HEADINGS.ranges}</h4></figcaption>${table(
    "Ranges of the priorities",
    ["priority", "", "now", "from", "to"],
    priorities.map((p) => [
      html`${swatch(CRITERIA.indexOf(p.criterion))}${CRITERION[p.criterion]}`,
      band(p.low, p.high, p.weight),
      percent(p.weight),
      percent(p.low),
      percent(p.high),
    ]),
    [2, 3, 4],
  )}</figure>`;
}

const findOut = ({ findOutFirst }: WorkloadResult): Part =>
  list(
    HEADINGS.findOut,
    findOutFirst.map((q) => shortSentence(openQuestionWords({ ...q, candidates: q.candidates.map(shortName) }))),
  );

function checks({ crossChecks }: Outlook, { passed, winner }: WorkloadResult): Part {
  const nameOf = (id: string) => (id === winner ? "the same" : (passed?.find((p) => p.id === id)?.name ?? id));
  return list(HEADINGS.checks, crossCheckSentences(crossChecks, (id) => shortName(nameOf(id))).map(shortSentence));
}
