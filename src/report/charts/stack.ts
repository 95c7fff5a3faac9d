import { html, type Markup } from "../html/markup.ts";

/** Position on an axis from 0 to 1, as SVG takes it. */
const at = (x: number): string => `${Math.round(x * 1000) / 10}%`;
/** A segment this wide has room for its number. */
const ROOM = 0.035;

/** A score as its parts side by side on an axis from 0 to 1, numbered in the order of the criteria, and its range below. */
export function stack(parts: readonly number[], low: number, high: number): Markup {
  let x = 0;
  const segments = parts.map((part, c) => {
    const start = x;
    x += Math.max(0, part);
    if (part <= 0) return null;
    return html`<g class="c${c + 1}"><rect x="${at(start)}" width="${at(part)}"/>${
      part >= ROOM && html`<text x="${at(start + part / 2)}" y="15">${c + 1}</text>`
    }</g>`;
  });
  const range =
    high - low >= 0.005 &&
    html`<g class="whisker"><line x1="${at(low)}" x2="${at(high)}" y1="27.5" y2="27.5"/><line x1="${at(low)}" x2="${at(low)}" y1="25" y2="30"/><line x1="${at(high)}" x2="${at(high)}" y1="25" y2="30"/></g>`;
  return html`<svg class="stack" aria-hidden="true">${segments}${range}</svg>`;
}

/** Every other criterion is hatched, so that neighbours differ without colour too; once a page. */
export const HATCHES = html`<svg class="defs" width="0" height="0" aria-hidden="true"><defs><pattern id="p2" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="c2" width="6" height="6"/><path d="M0 0V6"/></pattern><pattern id="p4" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="c4" width="6" height="6"/><circle cx="2" cy="2" r="1.1"/></pattern><pattern id="p6" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><rect class="c6" width="6" height="6"/><path d="M0 0V6"/></pattern><pattern id="p8" width="5" height="5" patternUnits="userSpaceOnUse"><rect class="c8" width="5" height="5"/><path d="M0 1H5"/></pattern></defs></svg>`;
