import { compact, percent, usd } from "../../quantity/format.ts";
import type { Recommendation } from "../../recommendation.ts";
import { CRITERIA, CRITERION } from "../../vocabulary.ts";
import { valueAt } from "../settled.ts";
import type { Bibliography } from "./citations.ts";
import type { Depth } from "./depth.ts";
import { details, table } from "./figure.ts";
import { html, joined, type Markup, NOTHING, type Part } from "./markup.ts";
import { swatch } from "./ranking-table.ts";
import { words } from "./rests-on.ts";
import { shortName, shortSentence } from "./shorten.ts";

/** What many workloads rest on, once for all of them: the inputs that move their bills, and what was settled. */
export function common(recommendation: Recommendation, depth: Depth, sources: Bibliography): Markup {
  return html`<section class="part" aria-labelledby="common"><h2 id="common">What all rest on</h2><p>A page on many workloads keeps to their answers. Cash month by month is in <code>advisor tco</code>, everything about one candidate in <code>advisor explain</code>, every candidate and figure in <code>--output report.json</code>.</p>${ranges(recommendation)}${inputs(recommendation, depth, sources)}${details("Everything that was settled, and by whom", settledTogether(recommendation))}</section>`;
}

/** How far each priority may move before the first rank of a workload changes. */
function ranges({ workloads }: Recommendation): Markup {
  const all = workloads.flatMap((w) => (w.outlook && w.robustness ? [{ id: w.id, of: w.outlook.priorities }] : []));
  if (all.length === 0) return NOTHING;
  return html`<h3>How far each priority may move</h3><p class="quiet">The first rank of a workload stays while a priority lies between these, the others in proportion.</p>${table(
    "Ranges of the priorities",
    ["priority", "now", ...all.map((w) => shortName(w.id))],
    CRITERIA.map((k, c) => [
      html`${swatch(c)}${CRITERION[k]}`,
      percent(all[0]?.of.find((p) => p.criterion === k)?.weight ?? 0),
      ...all.map(({ of }) => {
        const p = of.find(({ criterion }) => criterion === k);
        return p ? `${percent(p.low)} to ${percent(p.high)}` : "";
      }),
    ]),
    [1, ...all.map((_, i) => i + 2)],
  )}`;
}

/** The inputs that move a bill most, each with the bills that it moves, from its low to its high value. */
function inputs({ workloads }: Recommendation, depth: Depth, sources: Bibliography): Markup {
  const all = grouped(
    workloads.flatMap((w) => (w.costs?.drivers ?? []).slice(0, depth.inputs).map((d) => ({ ...d, of: w.id }))),
    ({ what, unit, value, basis, source }) => JSON.stringify([what, unit, value, basis, source]),
  );
  if (all.length === 0) return NOTHING;
  return html`<h3>What moves the bills most</h3><p class="quiet">Each input alone, from its low to its high value, all others as they are.</p>${table(
    "Inputs of the bills",
    ["input", "low · likely · high", "bill a month at low → at high", "basis", "source"],
    all.flatMap((same): Part[][] => {
      const [d] = same;
      if (!d) return [];
      const { low, likely, high } = d.value;
      return [
        [
          html`${shortSentence(d.what)} <small>${d.unit}</small>`,
          html`<span class="line">${compact(low)} · ${compact(likely)} · ${compact(high)}</span>`,
          same.map((s) => html`<span class="line">${shortName(s.of)} ${usd(s.atLow)} → ${usd(s.atHigh)}</span>`),
          d.basis,
          sources.cite(d.source),
        ],
      ];
    }),
    [],
    "roomy",
  )}`;
}

interface Said {
  readonly value: string;
  readonly origin: string;
  readonly of: string;
}

/** Each requirement of the workloads in one line: its value, or its values where they differ, and who said so. */
function settledTogether({ requirements, origins, workloads }: Recommendation): Markup {
  const rows = grouped(
    Object.entries(origins).flatMap(([path, origin]): (Said & { readonly path: string })[] => {
      const [, index, rest] = /^workloads\[(\d+)\]\.(.+)$/u.exec(path) ?? [];
      if (index === undefined || rest === undefined) return [];
      const at = valueAt(requirements, path.replace(/\[(\d+)\]/gu, ".$1"));
      return [{ path: rest, value: words(at), origin, of: workloads[Number(index)]?.id ?? index }];
    }),
    (row) => row.path,
  );
  const isAssumed = (row: readonly Said[]): boolean => row.every((s) => s.origin === "default");
  return table(
    "Settled requirements",
    ["requirement", "value", "said by"],
    [...rows.filter((r) => !isAssumed(r)), ...rows.filter(isAssumed)].map((row) => [
      html`<code>${row[0]?.path ?? ""}</code>`,
      byValue(row, (s) => s.value, workloads.length),
      byValue(row, (s) => s.origin, workloads.length),
    ]),
  );
}

/** One value for all, or each with the workloads that have it. */
function byValue(row: readonly Said[], of: (s: Said) => string, all: number): Part {
  const values = grouped(row, of);
  return joined(
    values.map((same) => {
      const [first] = same;
      if (!first) return null;
      return same.length === all
        ? of(first)
        : html`${of(first)} <small>${same.map((s) => shortName(s.of)).join(", ")}</small>`;
    }),
    html`<br>`,
  );
}

function grouped<T>(list: readonly T[], keyOf: (x: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const x of list) {
    const group = groups.get(keyOf(x));
    if (group) group.push(x);
    else groups.set(keyOf(x), [x]);
  }
  return [...groups.values()];
}
