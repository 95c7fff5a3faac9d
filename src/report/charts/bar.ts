import { html, type Markup } from "../html/markup.ts";

const at = (x: number): string => `${Math.round(Math.min(1, Math.max(0, x)) * 1000) / 10}%`;

/** A share of a whole as a bar, 0 to 1; `kind` colours it. */
export const bar = (share: number, kind = "c1"): Markup =>
  html`<svg class="share" aria-hidden="true"><rect class="${kind}" width="${at(share)}"/></svg>`;

/** A stretch from `low` to `high` on an axis from 0 to 1, and where one stands on it. */
export const band = (low: number, high: number, now: number): Markup =>
  html`<svg class="band" aria-hidden="true"><rect class="c5" x="${at(low)}" width="${at(high - low)}"/><line class="now" x1="${at(now)}" x2="${at(now)}" y2="18"/></svg>`;

/** What an input does to a figure: from `low` to `high` about where it stands; the two ends differ in colour and hatch. */
export function swing(atLow: number, atHigh: number, now: number, from: number, to: number): Markup {
  const x = (v: number) => (v - from) / (to - from);
  const piece = (v: number, kind: "under" | "over") => {
    const [a, b] = [Math.min(x(v), x(now)), Math.max(x(v), x(now))];
    if (b - a <= 0) return null;
    return html`<rect class="${kind}" x="${at(a)}" width="${at(b - a)}"/>`;
  };
  const least = Math.min(atLow, atHigh, now);
  const most = Math.max(atLow, atHigh, now);
  return html`<svg class="swing" aria-hidden="true">${piece(least, "under")}${piece(most, "over")}<line class="now" x1="${at(x(now))}" x2="${at(x(now))}" y2="22"/></svg>`;
}
