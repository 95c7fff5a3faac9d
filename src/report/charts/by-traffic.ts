import { extent } from "d3-array";
import { scaleLog } from "d3-scale";
import { line } from "d3-shape";
import { compact, grouped } from "../../quantity/format.ts";
import { html, type Markup } from "../html/markup.ts";
import { apart, BOTTOM, bends, LEFT, type Named, type Point, RIGHT, r, type Size, TOP } from "./frame.ts";

/** One line of the chart: the monthly bill at each traffic; null where there is no price. */
export interface Bills extends Named {
  readonly bills: readonly (number | null)[];
}

/** A traffic from which another one stays cheaper, and the bill there. */
export interface Crossing {
  readonly requestsPerDay: number;
  readonly usd: number;
}

/** Widest that a label of a crossing gets. */
const LABEL = 70;

/** Monthly bills over traffic, both on a logarithmic scale, with today's traffic as a line and break-evens as rings. */
export function byTraffic(
  traffics: readonly number[],
  lines: readonly Bills[],
  crossings: readonly Crossing[],
  now: number,
  size: Size,
  label: string,
): Markup {
  const { width, height } = size;
  const floor = height - BOTTOM;
  const [least = 1, most = 10] = extent(lines.flatMap((l) => l.bills.filter((b) => b !== null && b > 0)) as number[]);
  const x = scaleLog()
    .domain([traffics[0] ?? 1, traffics.at(-1) ?? 10])
    .range([LEFT, width - RIGHT]);
  const y = scaleLog()
    .domain([least * 0.9, Math.max(most, least * 2) * 1.1])
    .range([floor, TOP]);
  const xTicks = roundBetween(x.domain(), width < 500 ? 4 : 8);
  const yTicks = roundBetween(y.domain(), 7);
  const path = line<Point>();
  const points = ({ bills }: Bills): Point[] =>
    bends(bills.flatMap((b, i): Point[] => (b === null || b <= 0 ? [] : [[r(x(traffics[i] ?? 1)), r(y(b))]])));
  const drawn = lines.map((l) => ({ ...l, points: points(l) })).filter((l) => l.points.length > 0);
  const ends = apart(
    drawn.map((l) => l.points.at(-1)?.[1] ?? 0),
    floor,
  );
  return html`<svg class="curves" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label}"><path class="grid" d="${yTicks.map((t) => `M${LEFT} ${r(y(t))}H${width - RIGHT}`).join("")}"/><path class="tick" d="${xTicks.map((t) => `M${r(x(t))} ${floor}v5`).join("")}"/><path class="axis" d="M${LEFT} ${floor}H${width - RIGHT}"/><g text-anchor="end">${yTicks.map(
    (t) => html`<text x="${LEFT - 8}" y="${r(y(t) + 4)}">$${compact(t)}</text>`,
  )}</g><g text-anchor="middle">${xTicks.map((t) => html`<text x="${r(x(t))}" y="${floor + 19}">${compact(t)}</text>`)}</g><text class="title" x="${width - RIGHT}" y="${height - 2}" text-anchor="end">requests a day</text><g class="today"><path d="M${r(x(now))} ${TOP}V${floor}"/><text x="${r(x(now) + 6)}" y="${TOP + 8}">today</text></g>${drawn.map(
    (l, n) =>
      html`<path class="l${l.style}" d="${path(l.points) ?? ""}"/><text class="end" x="${width - RIGHT + 7}" y="${r((ends[n] ?? 0) + 5)}">${l.letter}</text>`,
  )}${crossings.map((c, n) => {
    const before = crossings.slice(0, n).some((d) => Math.abs(x(d.requestsPerDay) - x(c.requestsPerDay)) < LABEL);
    const left = x(c.requestsPerDay) > width / 2;
    return html`<g class="meeting"><path d="M${r(x(c.requestsPerDay))} ${r(y(c.usd))}V${floor}"/><circle cx="${r(x(c.requestsPerDay))}" cy="${r(y(c.usd))}" r="6"/>${
      !before &&
      html`<text x="${r(x(c.requestsPerDay) + (left ? -10 : 10))}" y="${floor - 8}" text-anchor="${left ? "end" : "start"}">${grouped(Number(c.requestsPerDay.toPrecision(3)))}</text>`
    }</g>`;
  })}</svg>`;
}

/** Powers of ten in a stretch, with twice and five times of them where that leaves too few, at most so many. */
function roundBetween([from = 1, to = 10]: readonly number[], most: number): number[] {
  const decades = Array.from(
    { length: Math.ceil(Math.log10(to / from)) + 2 },
    (_, i) => 10 ** (Math.floor(Math.log10(from)) + i),
  );
  const within = (steps: readonly number[]) =>
    decades.flatMap((d) => steps.map((s) => s * d)).filter((t) => t >= from && t <= to);
  const [fine, coarse] = [within([1, 2, 5]), within([1])];
  return fine.length <= most ? fine : coarse.filter((_, i) => i % Math.ceil(coarse.length / most) === 0);
}
