import { max } from "d3-array";
import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { html, type Markup } from "../html/markup.ts";
import { shortUsd } from "../money.ts";
import { apart, BOTTOM, bends, LEFT, type Named, type Point, RIGHT, r, type Size, TOP } from "./frame.ts";

/** One line of the chart: what has been paid by the end of each month, from month 0 on. */
export interface Curve extends Named {
  readonly paid: readonly number[];
}

/** Two lines that meet: the month at whose end they do, and how much has been paid by then. */
export interface Meeting {
  readonly month: number;
  readonly usd: number;
}

/** Cumulative cost over the months, a letter and a dash pattern for each line, break-evens as rings on the lines. */
export function curves(lines: readonly Curve[], meetings: readonly Meeting[], size: Size, label: string): Markup {
  const { width, height } = size;
  const months = Math.max(1, ...lines.map((l) => l.paid.length - 1));
  const x = scaleLinear()
    .domain([0, months])
    .range([LEFT, width - RIGHT]);
  const y = scaleLinear()
    .domain([0, max(lines, (l) => max(l.paid)) || 1])
    .nice(5)
    .range([height - BOTTOM, TOP]);
  const heights = y.ticks(5);
  const ticks = monthTicks(months, width < 500 ? 4 : 8);
  const path = line<Point>();
  const points = (paid: readonly number[]) => bends(paid.map((usd, i): Point => [r(x(i)), r(y(usd))]));
  const ends = apart(
    lines.map((l) => y(l.paid.at(-1) ?? 0)),
    height - BOTTOM,
  );
  return html`<svg class="curves" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label}"><path class="grid" d="${heights.map((t) => `M${LEFT} ${r(y(t))}H${width - RIGHT}`).join("")}"/><path class="tick" d="${ticks.map((t) => `M${r(x(t))} ${height - BOTTOM}v5`).join("")}"/><g text-anchor="end">${heights.map(
    (t) => html`<text x="${LEFT - 8}" y="${r(y(t) + 4)}">${t === 0 ? "$0" : `$${shortUsd(t)}`}</text>`,
  )}</g><g text-anchor="middle">${ticks.map((t) => html`<text x="${r(x(t))}" y="${height - BOTTOM + 19}">${t}</text>`)}</g><text class="title" x="${width - RIGHT}" y="${height - 2}" text-anchor="end">months</text>${lines.map(
    (l, n) =>
      html`<path class="l${l.style}" d="${path(points(l.paid)) ?? ""}"/><text class="end" x="${width - RIGHT + 7}" y="${r((ends[n] ?? 0) + 5)}">${l.letter}</text>`,
  )}${meetings.map(
    (m) =>
      html`<g class="meeting"><line x1="${r(x(m.month))}" x2="${r(x(m.month))}" y1="${r(y(m.usd))}" y2="${height - BOTTOM}"/><circle cx="${r(x(m.month))}" cy="${r(y(m.usd))}" r="6"/><text x="${r(x(m.month) + (m.month > months / 2 ? -10 : 10))}" y="${r(y(m.usd) + (m.month > months / 2 ? -8 : 18))}" text-anchor="${m.month > months / 2 ? "end" : "start"}">month ${m.month}</text></g>`,
  )}</svg>`;
}

/** Whole quarters, half-years or years, at most so many. */
function monthTicks(months: number, most: number): number[] {
  const step = [1, 2, 3, 6, 12, 24, 60].find((s) => months / s <= most) ?? 120;
  return Array.from({ length: Math.floor(months / step) + 1 }, (_, i) => i * step);
}
