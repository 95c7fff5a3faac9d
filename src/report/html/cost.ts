import { extent } from "d3-array";
import { compact, grouped, usd } from "../../quantity/format.ts";
import type { Costs, Recommendation, WorkloadResult } from "../../recommendation.ts";
import { swing } from "../charts/bar.ts";
import { byTraffic, type Crossing } from "../charts/by-traffic.ts";
import { curves, type Meeting } from "../charts/curves.ts";
import type { Named, Size } from "../charts/frame.ts";
import { requestsPerDay } from "../settled.ts";
import type { Bibliography } from "./citations.ts";
import type { Depth } from "./depth.ts";
import { details, table } from "./figure.ts";
import { html, type Markup, NOTHING } from "./markup.ts";
import { shortName, shortSentence } from "./shorten.ts";

const LETTERS = "ABCDEF";
/** Inputs that are charted; the others stand in the table below. */
const DRIVERS = 8;
const WIDE = { width: 760, height: 340 };
const NARROW = { width: 340, height: 280 };

/** Cash month by month and bills by traffic with the break-evens, the bill line by line, and what moves the winner's bill. */
export function cost(
  recommendation: Recommendation,
  result: WorkloadResult,
  depth: Depth,
  sources: Bibliography,
  key: string,
): Markup {
  const { costs, ranking, breakEven } = result;
  const now = requestsPerDay(recommendation, result);
  const [winner] = ranking;
  if (!winner) return NOTHING;
  return html`<section><h3 id="${key}-cost">Cost</h3>${costs && !depth.isShared && paid(result, costs)}${costs && now !== null && traffic(result, costs, now, depth)}${
    breakEven.length > 0 &&
    html`<ul class="plain">${breakEven.map((b) => html`<li>${shortSentence(b.text)}</li>`)}</ul>`
  }${costs && !depth.isShared && drivers(winner.tco.usdPerMonth?.likely ?? null, costs, depth, sources)}<h4>The bill of ${shortName(winner.model.name)}</h4>${bill(winner.tco, sources)}</section>`;
}

interface Drawn extends Named {
  readonly id: string;
  readonly name: string;
  readonly start: number | null;
  readonly monthly: readonly number[];
  readonly bills: readonly (number | null)[];
}

/** The candidates of the charts, each with the same letter and line in all of them. */
const drawnOf = ({ candidates }: Costs): Drawn[] =>
  candidates.map(({ byTraffic: bills, ...c }, n) => ({ ...c, bills, letter: LETTERS[n] ?? "", style: n + 1 }));

const sample = (d: Drawn): Markup =>
  html`<svg class="sample" width="34" height="14" aria-hidden="true"><path class="l${d.style}" d="M0 7H34"/></svg>`;

const keys = (drawn: readonly Drawn[]): Markup =>
  html`<ol class="keys">${drawn.map(
    (d) => html`<li>${sample(d)}<b>${d.letter}</b> <bdi>${shortName(d.name)}</bdi></li>`,
  )}</ol>`;

const both = (chart: (size: Size) => Markup): Markup =>
  html`<div class="wide">${chart(WIDE)}</div><div class="narrow">${chart(NARROW)}</div>`;

const heading = (drawn: readonly Drawn[]): string => drawn.map((d) => `${d.letter}: ${shortName(d.name)}`).join("; ");
const rowHead = (d: Drawn): Markup => html`${d.letter} <bdi>${shortName(d.name)}</bdi>`;

function paid({ breakEven }: WorkloadResult, costs: Costs): Markup {
  const { months } = costs;
  const priced = drawnOf(costs).filter((d) => d.start !== null);
  if (priced.length === 0) return NOTHING;
  const lines = priced.map((d) => {
    let sum = d.start ?? 0;
    return { ...d, paid: [sum, ...d.monthly.map((x) => (sum += x))] };
  });
  const meetings = breakEven.flatMap((b): Meeting[] => {
    const first = lines.find((d) => d.id === b.candidate);
    const at = b.months === null ? undefined : first?.paid[b.months];
    const isDrawn = lines.some((d) => d.id === b.against);
    return isDrawn && b.months !== null && at !== undefined ? [{ month: b.months, usd: at }] : [];
  });
  const label = `Paid in all by the end of each month, ${heading(priced)}. The table below has the figures.`;
  const unpriced = costs.candidates.filter((c) => c.start === null);
  const marks = [...new Set([0, 1, 3, 6, 12, 24, 36, 48, 60, 84].filter((m) => m < months).concat(months))];
  return html`<figure><figcaption><h4>Paid in all, month by month</h4><p class="quiet">Likely figures, cash as it leaves: machines when they are bought, evaluation at the start. Leaving is not in it.</p></figcaption>${both((size) => curves(lines, meetings, size, label))}${keys(priced)}${
    unpriced.length > 0 &&
    html`<p class="quiet">No price is published for ${unpriced.map((c) => shortName(c.name)).join(", ")}.</p>`
  }${details(
    "The curves as figures",
    table(
      "Paid in all by month",
      ["candidate", ...marks.map((m) => (m === 0 ? "start" : `month ${m}`))],
      lines.map((d) => [rowHead(d), ...marks.map((m) => usd(d.paid[m] ?? 0))]),
      marks.map((_, i) => i + 1),
    ),
  )}</figure>`;
}

function traffic({ breakEven }: WorkloadResult, costs: Costs, now: number, depth: Depth): Markup {
  const traffics = costs.requestsPerDay;
  const lines = drawnOf(costs).filter((d) => d.bills.some((b) => b !== null && b > 0));
  if (lines.length < 2 || traffics.length < 2) return NOTHING;
  const crossings = breakEven.flatMap((b): Crossing[] => {
    const first = lines.find((d) => d.id === b.candidate);
    const at = first && b.requestsPerDay !== null && billAt(traffics, first.bills, b.requestsPerDay);
    const isDrawn = lines.some((d) => d.id === b.against);
    return isDrawn && b.requestsPerDay !== null && typeof at === "number"
      ? [{ requestsPerDay: b.requestsPerDay, usd: at }]
      : [];
  });
  const { isShared } = depth;
  const label = `Bill a month by requests a day${isShared ? "" : `, ${heading(lines)}`}. The table below has the figures.`;
  const drawn = (size: Size): Markup => byTraffic(traffics, lines, crossings, now, size, label);
  const figures = (head: (d: Drawn) => Markup): Markup =>
    table(
      "Bill a month by requests a day",
      ["candidate", ...marks.map((i) => `${grouped(traffics[i] ?? 0)} a day`)],
      lines.map((d) => [head(d), ...marks.map((i) => (d.bills[i] == null ? "not known" : usd(d.bills[i])))]),
      marks.map((_, i) => i + 1),
    );
  const middle = traffics.indexOf(now);
  const marks = traffics.flatMap((_, i) => ((i - middle) % COLUMNS_APART === 0 ? [i] : []));
  return html`<figure><figcaption><h4>The bill at other traffic</h4><p class="quiet">Likely bill a month from a hundredth to a hundred times today's ${grouped(now)} requests a day; a ring is a break-even.</p></figcaption>${
    isShared
      ? html`<div>${drawn(NARROW)}</div>${figures((d) => html`${sample(d)}${rowHead(d)}`)}`
      : html`${both(drawn)}${keys(lines)}${details("The bills as figures", figures(rowHead))}`
  }</figure>`;
}

/** Every so many of the traffics has a column of figures: one a decade. */
const COLUMNS_APART = 6;

/** The bill between two traffics at which it was read, straight on logarithmic scales; null outside. */
function billAt(traffics: readonly number[], bills: readonly (number | null)[], q: number): number | null {
  const i = traffics.findIndex((t) => t >= q);
  const [t0, t1, b0, b1] = [traffics[i - 1], traffics[i], bills[i - 1], bills[i]];
  if (i < 1 || !t0 || !t1 || !b0 || !b1) return null;
  return b0 * (b1 / b0) ** (Math.log(q / t0) / Math.log(t1 / t0));
}

function drivers(now: number | null, { drivers: all }: Costs, depth: Depth, sources: Bibliography): Markup {
  if (now === null || all.length === 0) return NOTHING;
  const shown = all.slice(0, DRIVERS);
  const [least = now, most = now] = extent(shown.flatMap((d) => [d.atLow, d.atHigh, now]));
  const pad = (most - least) * 0.02 || 1;
  const ends = (d: (typeof all)[number]) =>
    html`<span>${compact(d.value.low)} → <b>${usd(d.atLow)}</b></span> <span>${compact(d.value.high)} → <b>${usd(d.atHigh)}</b></span>`;
  return html`<figure><figcaption><h4>What moves the bill most</h4><p class="quiet">Each input alone, from its low to its high value, all others as they are; the line is today's ${usd(now)} a month.</p><p class="quiet"><span class="key"><i class="sw under"></i>lower bill</span> <span class="key"><i class="sw over"></i>higher bill</span></p></figcaption><table role="table" class="tornado"><thead role="rowgroup" class="sr"><tr role="row"><th role="columnheader" scope="col">input</th><th role="columnheader" scope="col">chart</th><th role="columnheader" scope="col">value and monthly bill at both ends</th></tr></thead><tbody role="rowgroup">${shown.map(
    (d) =>
      html`<tr role="row"><th role="rowheader" scope="row">${shortSentence(d.what)} <small>${d.unit}</small></th><td role="cell" class="bar">${swing(d.atLow, d.atHigh, now, least - pad, most + pad)}</td><td role="cell" class="num ends">${ends(d)}</td></tr>`,
  )}</tbody></table>${
    !depth.isShared &&
    details(
      all.length > depth.inputs ? "These inputs with their sources" : "All inputs that move it, with their sources",
      table(
        "Inputs of the bill",
        ["input", "unit", "low", "likely", "high", "bill at low", "bill at high", "basis", "source"],
        all
          .slice(0, depth.inputs)
          .map((d) => [
            shortSentence(d.what),
            d.unit,
            compact(d.value.low),
            compact(d.value.likely),
            compact(d.value.high),
            usd(d.atLow),
            usd(d.atHigh),
            d.basis,
            sources.cite(d.source),
          ]),
        [2, 3, 4, 5, 6],
        "roomy",
      ),
    )
  }</figure>`;
}

function bill(
  { items, usdPerMonth, usdTotal }: WorkloadResult["ranking"][number]["tco"],
  sources: Bibliography,
): Markup {
  if (items.length === 0) return html`<p>No price is published.</p>`;
  const total = usdPerMonth && [
    html`<b>in all</b>`,
    html`<b>${usd(usdPerMonth.likely)}</b>`,
    `${usd(usdPerMonth.low)} to ${usd(usdPerMonth.high)}`,
    "",
    usdTotal ? `${usd(usdTotal.likely)} over the lifetime` : "",
  ];
  return table(
    "The bill, line by line",
    ["line", "a month", "low to high", "basis", "source"],
    [
      ...items.map((i) => [
        i.item,
        usd(i.usdPerMonth),
        `${usd(i.range.low)} to ${usd(i.range.high)}`,
        i.basis,
        sources.cite(i.source),
      ]),
      ...(total ? [total] : []),
    ],
    [1, 2],
    "roomy",
  );
}
