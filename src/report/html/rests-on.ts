import { grouped } from "../../quantity/format.ts";
import type { Recommendation, WorkloadResult } from "../../recommendation.ts";
import { CRITERIA, CRITERION } from "../../vocabulary.ts";
import { assumptions, valueAt } from "../settled.ts";
import type { Bibliography } from "./citations.ts";
import type { Depth } from "./depth.ts";
import { details, table } from "./figure.ts";
import { html, type Markup, type Part } from "./markup.ts";
import { swatch } from "./ranking-table.ts";
import { shortName, shortSentence } from "./shorten.ts";

/** What nobody said and was assumed, with the flag that says otherwise, and everything else that was settled, with who said it. */
export function assumed(recommendation: Recommendation, result: WorkloadResult, depth: Depth, key: string): Markup {
  const list = assumptions(recommendation, result);
  const index = recommendation.workloads.indexOf(result);
  return html`<section><h3 id="${key}-assumed">Assumed, not asked</h3>${
    list.length > 0
      ? html`<ul>${list.map(({ text, flag }) => html`<li>${text} <code>${flag}</code></li>`)}</ul>`
      : html`<p>Nothing that moves the answer much: all of it was said.</p>`
  }${!depth.isShared && details("Everything that was settled, and by whom", settled(recommendation, `workloads[${index}].`))}</section>`;
}

/** Settled values under a path and where each came from; those that a default settled come last. */
export function settled({ requirements, origins }: Recommendation, under: string): Markup {
  const rows = Object.entries(origins)
    .filter(([path]) => path.startsWith(under))
    .map(([path, origin]): [Part, Part, Part, boolean] => [
      path.slice(under.length),
      words(valueAt(requirements, path.replace(/\[(\d+)\]/gu, ".$1"))),
      origin,
      origin === "default",
    ]);
  const order = [...rows.filter((r) => !r[3]), ...rows.filter((r) => r[3])];
  return table(
    "Settled requirements",
    ["requirement", "value", "said by"],
    order.map(([path, value, origin]) => [html`<code>${path}</code>`, value, origin]),
  );
}

export function words(value: unknown): string {
  if (value === null || value === undefined) return "not known";
  if (typeof value === "string") return shortName(value);
  if (typeof value === "number") return grouped(value, 4);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value) && value.length === 0) return "none";
  if (Array.isArray(value) && value.every((x) => typeof x === "string")) return shortName(value.join(", "));
  return shortSentence(JSON.stringify(value));
}

/** Where each criterion starts, and the fixed anchors on which cost and quality are read. */
export function anchors({ rules }: Recommendation, sources: Bibliography): Markup {
  const start = (a: (typeof rules.anchors)[number]): string =>
    a.constant !== null
      ? `starts at ${grouped(a.constant, 2)}`
      : `${a.breakpoints.map(([figure, value]) => `${grouped(figure, 2)} → ${grouped(value, 2)}`).join(", ")}${a.log ? " (on a logarithmic scale)" : ""}`;
  return table(
    "Anchors of the criteria",
    ["criterion", "read from", "value", "source"],
    [...rules.anchors]
      .sort((a, b) => CRITERIA.indexOf(a.criterion) - CRITERIA.indexOf(b.criterion))
      .map((a) => [
        html`${swatch(CRITERIA.indexOf(a.criterion))}${CRITERION[a.criterion]}`,
        shortSentence(a.title),
        start(a),
        sources.cite(a.source),
      ]),
    [],
    "roomy",
  );
}
