import { grouped } from "../../quantity/format.ts";
import { CRITERIA, CRITERION } from "../../vocabulary.ts";
import { stack } from "../charts/stack.ts";
import { counted } from "../words.ts";
import { html, type Markup, NOTHING } from "./markup.ts";
import type { RowView } from "./row-view.ts";

/** The number and the colour of a criterion, as in the bars. */
export const swatch = (c: number): Markup => html`<i class="sw c${c + 1}">${c + 1}</i>`;

export const legend = (): Markup =>
  html`<p class="legend">${CRITERIA.map((k, c) => html`<span>${swatch(c)}${CRITERION[k]}</span> `)}<span class="quiet">├─┤ range of the score</span></p>`;

/** The first ranks, each with its score as a bar. */
export const rankingRows = (rows: readonly RowView[]): Markup => html`${rows.map(rankingRow)}`;

const rankingRow = (r: RowView): Markup =>
  html`<tr role="row"><td role="cell" class="rank">${r.rank}${moved(r)}</td><th role="rowheader" scope="row"><bdi>${r.name}</bdi> ${
    r.note && html`<em>${r.note}</em> `
  }<small>${r.weights} · ${r.origin}</small><span class="runs"><bdi>${r.runs}</bdi>${
    r.others > 0 && html` <small>+ ${counted(r.others, "other way", "other ways")}</small>`
  }</span>${r.because && html`<span class="because"><bdi>${r.because}</bdi></span>`}</th><td role="cell" class="bar">${stack(r.parts, r.low, r.high)}</td><td role="cell" class="num score">${r.score.toFixed(3)}</td><td role="cell" class="num quality"><span class="label">quality </span>${r.quality}</td><td role="cell" class="num cost">${r.cost}<span class="label"> a month</span></td></tr>`;

const moved = ({ was, rank }: RowView): Markup =>
  was === null
    ? NOTHING
    : html`<small class="${was > rank ? "up" : "down"}" title="was ${was}">${was > rank ? "▲" : "▼"}<span class="sr"> was </span>${was}</small>`;

/** The figures of the bars: what each criterion adds. */
export const figureRows = (rows: readonly RowView[]): Markup =>
  html`${rows.map(
    (r) =>
      html`<tr><th scope="row">${r.rank} <bdi>${r.name}</bdi></th>${r.parts.map((p) => html`<td>${p.toFixed(3)}</td>`)}<td><b>${r.score.toFixed(3)}</b></td><td>${r.low.toFixed(2)} to ${r.high.toFixed(2)}</td></tr>`,
  )}`;

/** Everybody further down, in a line each. */
export const furtherRows = (rows: readonly RowView[], most: number): Markup =>
  html`${rows
    .slice(0, most)
    .map(
      (r) =>
        html`<tr><td>${r.rank}</td><th scope="row"><bdi>${r.name}</bdi>${r.note && html` <em>${r.note}</em>`}</th><td><bdi>${r.runs}</bdi></td><td>${r.score.toFixed(3)}</td><td>${r.quality}</td><td>${r.cost}</td></tr>`,
    )}${
    rows.length > most &&
    html`<tr><td></td><td colspan="5">${grouped(rows.length - most)} more with --output ranking.csv or --output ranking.json</td></tr>`
  }`;
