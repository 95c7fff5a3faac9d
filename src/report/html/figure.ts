import { html, type Markup, type Part } from "./markup.ts";

/** A table that scrolls by itself where it is wider than the page. */
export const scrolling = (label: string, table: Markup): Markup =>
  html`<div class="scroll" role="group" aria-label="${label}" tabindex="0">${table}</div>`;

/** The class of a table whose columns of these places, from 0, hold figures. */
export const numericColumns = (places: readonly number[]): string => places.map((c) => `n${c}`).join(" ");

const CHART = html`<span class="sr">chart</span>`;

/** A table with a head, where nothing heads a chart; the columns of `numeric` are set right. */
export function table(
  label: string,
  head: readonly string[],
  rows: readonly (readonly Part[])[],
  numeric: readonly number[] = [],
  shape = "",
): Markup {
  const kind = `${shape} ${numericColumns(numeric)}`.trim();
  return scrolling(
    label,
    html`<table${kind !== "" && html` class="${kind}"`}><thead><tr>${head.map((h) => html`<th scope="col">${h === "" ? CHART : h}</th>`)}</tr></thead><tbody>${rows.map(
      (row) =>
        html`<tr>${row.map((cell, c) => (c === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`))}</tr>`,
    )}</tbody></table>`,
  );
}

/** What can be opened. */
export const details = (summary: string, ...content: readonly Part[]): Markup =>
  html`<details><summary>${summary}</summary>${content}</details>`;
