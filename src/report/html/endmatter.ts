import { grouped } from "../../quantity/format.ts";
import type { Recommendation } from "../../recommendation.ts";
import { portfolioOf } from "../portfolio.ts";
import { counted, fallbackWords } from "../words.ts";
import type { Bibliography } from "./citations.ts";
import { details, table } from "./figure.ts";
import { hostOf, linked } from "./links.ts";
import { escaped, html, Markup, NOTHING } from "./markup.ts";
import { anchors, settled } from "./rests-on.ts";
import { shortName, shortSentence } from "./shorten.ts";

/** The advice for all workloads together. */
export function together(recommendation: Recommendation): Markup {
  const portfolio = portfolioOf(recommendation);
  if (!portfolio) return NOTHING;
  return html`<section class="part" aria-labelledby="together"><h2 id="together">All together</h2><p>${shortSentence(portfolio.text)}</p>${
    portfolio.routes.length > 0 &&
    table(
      "Routes",
      ["workload", "traffic", "candidate", "fallback"],
      portfolio.routes.map((r) => [
        shortName(r.workload),
        shortName(r.traffic),
        html`<code>${shortName(r.candidate)}</code>`,
        shortName(r.fallback ?? fallbackWords(r)),
      ]),
    )
  }</section>`;
}

const isException = ({ code }: { readonly code: string }): boolean => code.startsWith("exception");
/** A supposition stands above everything else: nobody may take the answer for today's. */
const isSupposed = ({ code }: { readonly code: string }): boolean => code === "what-if";

export function suppositions({ warnings }: Recommendation): Markup {
  const said = warnings.filter(isSupposed);
  return said.length === 0
    ? NOTHING
    : html`<aside class="supposed" aria-label="What if">${said.map((w) => html`<p>${shortSentence(w.text)}</p>`)}</aside>`;
}

/** Exceptions from the rules, whoever approved them, until when. */
export function exceptions({ warnings }: Recommendation): Markup {
  const said = warnings.filter(isException);
  return html`<section class="part" aria-labelledby="exceptions"><h2 id="exceptions">Exceptions</h2>${
    said.length === 0
      ? html`<p>None.</p>`
      : html`<ul>${said.map((w) => html`<li class="${w.code}">${shortSentence(w.text)}</li>`)}</ul>`
  }</section>`;
}

export function notes({ warnings }: Recommendation): Markup {
  const said = warnings.filter((w) => !isException(w) && !isSupposed(w));
  return said.length === 0
    ? NOTHING
    : html`<section class="part" aria-labelledby="notes"><h2 id="notes">Notes</h2><ul>${said.map((w) => html`<li>${linked(shortSentence(w.text))}</li>`)}</ul></section>`;
}

/** What the answer was made from, and the command that makes it again. */
export function provenance(recommendation: Recommendation, command: string, sources: Bibliography): Markup {
  const { catalog, rules, today, advisor, seed } = recommendation;
  const rows: readonly (readonly [string, Markup])[] = [
    ["decided as of", html`${today}`],
    ["program", html`advisor ${advisor.version}, seed ${seed}`],
    [
      "catalog",
      html`${counted(catalog.models, "model")}, ${counted(catalog.candidates, "candidate")}, figures read ${catalog.checked.oldest} to ${catalog.checked.newest}<br><code>${catalog.digest}</code>`,
    ],
    ["rules", html`${grouped(rules.count)} in ${rules.packs.join(", ")}<br><code>${rules.digest}</code>`],
  ];
  return html`<section class="part" aria-labelledby="made"><h2 id="made">How it was made</h2><dl class="facts">${rows.map(([k, v]) => html`<div><dt>${k}</dt><dd>${v}</dd></div>`)}</dl><h3>The same report again</h3><p>With this version and the same catalog and rules, this command writes the same bytes:</p><pre class="command"><code>${new Markup(escaped(command))}</code></pre><h3>Where the criteria start</h3><p class="quiet">Values lie between 0 and 1 on fixed anchors, so that another candidate never changes the score of this one. Rules add and take points from there.</p>${anchors(recommendation, sources)}${details("The organization and its priorities, and who said so", settled(recommendation, "organization."), settled(recommendation, "priorities."))}</section>`;
}

/** Titles, dates and addresses of everything that was cited. */
export function sourceList(sources: Bibliography): Markup {
  const all = sources.list();
  if (all.length === 0) return NOTHING;
  return html`<section class="part" aria-labelledby="sources"><h2 id="sources">Sources</h2><ul class="sources">${all.map(
    (c) =>
      html`<li><b>${shortName(c.label)}</b>${c.text !== "" && html` ${shortSentence(c.text)}`}${c.url !== null && html` <a href="${c.url}">${hostOf(c.url)}</a>`}</li>`,
  )}</ul></section>`;
}

/** Room for the names of those who have read it. */
export const signOff = (): Markup =>
  html`<section class="part" aria-labelledby="signed"><h2 id="signed">Read and agreed</h2><table class="sign"><thead><tr><th scope="col">for</th><th scope="col">name</th><th scope="col">date</th><th scope="col">signature</th></tr></thead><tbody>${["Security", "Legal", "Finance"].map((who) => html`<tr><th scope="row">${who}</th><td></td><td></td><td></td></tr>`)}</tbody></table></section>`;
