import { extent } from "d3-array";
import { compact, usd } from "../../quantity/format.ts";
import type { Costs, WorkloadResult } from "../../recommendation.ts";
import { swing } from "../charts/bar.ts";
import { type Curve, curves, type Meeting } from "../charts/curves.ts";
import type { Bibliography } from "./citations.ts";
import { details, table } from "./figure.ts";
import { html, type Markup, NOTHING } from "./markup.ts";
import { shortName, shortSentence } from "./shorten.ts";

const LETTERS = "ABCDEF";
/** Inputs that are charted; the others stand in the table below. */
const DRIVERS = 8;
const WIDE = { width: 760, height: 340 };
const NARROW = { width: 340, height: 280 };

/** Bills line by line, cash month by month with the break-evens, and what moves the winner's bill. */
export function cost(result: WorkloadResult, sources: Bibliography, key: string): Markup {
  const { costs, ranking, breakEven } = result;
  const [winner] = ranking;
  if (!winner) return NOTHING;
  return html`<section><h3 id="${key}-cost">Cost</h3>${costs && paid(result, costs)}${
    breakEven.length > 0 &&
    html`<ul class="plain">${breakEven.map((b) => html`<li>${shortSentence(b.text)}</li>`)}</ul>`
  }${costs && drivers(winner.tco.usdPerMonth?.likely ?? null, costs, sources)}<h4>The bill of ${shortName(winner.model.name)}</h4>${bill(winner.tco, sources)}</section>`;
}

function paid({ breakEven }: WorkloadResult, { candidates, months }: Costs): Markup {
  const drawn = candidates.flatMap(({ id, name, start, monthly }, n) => {
    if (start === null) return [];
    let sum = start;
    return [{ id, name, letter: LETTERS[n] ?? "", paid: [start, ...monthly.map((x) => (sum += x))] }];
  });
  if (drawn.length === 0) return NOTHING;
  const meetings = breakEven.flatMap((b): Meeting[] => {
    const first = drawn.find((d) => d.id === b.candidate);
    const both = first && drawn.some((d) => d.id === b.against);
    const at = b.months === null ? undefined : first?.paid[b.months];
    return both && b.months !== null && at !== undefined ? [{ month: b.months, usd: at }] : [];
  });
  const lines: Curve[] = drawn;
  const label = `Paid in all by the end of each month, ${drawn.map((d) => `${d.letter}: ${shortName(d.name)}`).join("; ")}. The table below has the figures.`;
  const unpriced = candidates.filter((c) => c.start === null);
  const marks = [...new Set([0, 1, 3, 6, 12, 24, 36, 48, 60, 84].filter((m) => m < months).concat(months))];
  return html`<figure><figcaption><h4>Paid in all, month by month</h4><p class="quiet">Likely figures, cash as it leaves: machines when they are bought, evaluation at the start. Leaving is not in it.</p></figcaption><div class="wide">${curves(lines, meetings, WIDE, label)}</div><div class="narrow">${curves(lines, meetings, NARROW, label)}</div><ol class="keys">${drawn.map(
    (d, n) =>
      html`<li><svg width="34" height="14" aria-hidden="true"><path class="l${n + 1}" d="M0 7H34"/></svg><b>${d.letter}</b> <bdi>${shortName(d.name)}</bdi></li>`,
  )}</ol>${
    unpriced.length > 0 &&
    html`<p class="quiet">No price is published for ${unpriced.map((c) => shortName(c.name)).join(", ")}.</p>`
  }${details(
    "The curves as figures",
    table(
      "Paid in all by month",
      ["candidate", ...marks.map((m) => (m === 0 ? "start" : `month ${m}`))],
      drawn.map((d) => [html`${d.letter} <bdi>${shortName(d.name)}</bdi>`, ...marks.map((m) => usd(d.paid[m] ?? 0))]),
      marks.map((_, i) => i + 1),
    ),
  )}</figure>`;
}

function drivers(now: number | null, { drivers: all }: Costs, sources: Bibliography): Markup {
  if (now === null || all.length === 0) return NOTHING;
  const shown = all.slice(0, DRIVERS);
  const [least = now, most = now] = extent(shown.flatMap((d) => [d.atLow, d.atHigh, now]));
  const pad = (most - least) * 0.02 || 1;
  const ends = (d: (typeof all)[number]) =>
    html`<span>${compact(d.value.low)} → <b>${usd(d.atLow)}</b></span> <span>${compact(d.value.high)} → <b>${usd(d.atHigh)}</b></span>`;
  return html`<figure><figcaption><h4>What moves the bill most</h4><p class="quiet">Each input alone, from its low to its high value, all others as they are; the line is today's ${usd(now)} a month.</p><p class="quiet"><span class="key"><i class="sw under"></i>lower bill</span> <span class="key"><i class="sw over"></i>higher bill</span></p></figcaption><table role="table" class="tornado"><thead role="rowgroup" class="sr"><tr role="row"><th role="columnheader" scope="col">input</th><th role="columnheader" scope="col">chart</th><th role="columnheader" scope="col">value and monthly bill at both ends</th></tr></thead><tbody role="rowgroup">${shown.map(
    (d) =>
      html`<tr role="row"><th role="rowheader" scope="row">${shortSentence(d.what)} <small>${d.unit}</small></th><td role="cell" class="bar">${swing(d.atLow, d.atHigh, now, least - pad, most + pad)}</td><td role="cell" class="num ends">${ends(d)}</td></tr>`,
  )}</tbody></table>${details(
    "All inputs that move it, with their sources",
    table(
      "Inputs of the bill",
      ["input", "unit", "low", "likely", "high", "bill at low", "bill at high", "basis", "source"],
      all.map((d) => [
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
  )}</figure>`;
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
