import type { RankedCandidate, Reason, Term, WorkloadResult } from "../../recommendation.ts";
import { CRITERIA, CRITERION } from "../../vocabulary.ts";
import { factsOf } from "../reasoning.ts";
import { counted, REASON_KIND, REASON_KINDS, runs } from "../words.ts";
import type { Bibliography } from "./citations.ts";
import type { Depth } from "./depth.ts";
import { details } from "./figure.ts";
import { html, type Markup, NOTHING, type Part } from "./markup.ts";
import { swatch } from "./ranking-table.ts";
import { shortName, shortSentence } from "./shorten.ts";

type Scored = RankedCandidate["criteria"][keyof RankedCandidate["criteria"]];

const HEADING = ["Why", "Why", "Why these two", "Why these three"];

/**
 * Every reason of the first candidates with its weight in the score and its sources; what they share is said once. `said` holds what
 * was said above, and grows.
 */
export function why(
  { ranking }: WorkloadResult,
  depth: Depth,
  sources: Bibliography,
  key: string,
  said: Set<string>,
): Markup {
  const shown = ranking.slice(0, depth.reasoned);
  if (shown.length === 0) return NOTHING;
  const fresh = <T>(list: readonly T[], keyOf: (x: T) => string): T[] => {
    const own = list.filter((x) => !said.has(keyOf(x)));
    for (const x of own) said.add(keyOf(x));
    return own;
  };
  return html`<section><h3 id="${key}-why">${HEADING[shown.length] ?? "Why"}</h3><p class="quiet">The figure before a reason is what it adds to the score: its points times the weight of its criterion.</p>${shown.map(
    (c) => {
      const reasons = fresh(c.reasons, (r) => `${r.kind} ${figureOf(c, r) ?? ""} ${r.rule} ${r.text}`);
      const open = unknowns(c);
      const unknown = fresh(open, ([, t]) => `${t.rule} ${t.because}`);
      const shared = c.reasons.length - reasons.length + open.length - unknown.length;
      return card(c, reasons, unknown, shared, sources, depth);
    },
  )}</section>`;
}

type Unknown = readonly [criterion: (typeof CRITERIA)[number], term: Term];

const unknowns = (c: RankedCandidate): Unknown[] =>
  CRITERIA.flatMap((k) => c.criteria[k].terms.filter((t) => t.verdict === "unknown").map((t): Unknown => [k, t]));

/** A candidate with what was not said of those above; `shared` counts what was. What a report on many leaves out is counted. */
function card(
  c: RankedCandidate,
  reasons: readonly Reason[],
  unknown: readonly Unknown[],
  shared: number,
  sources: Bibliography,
  depth: Depth,
): Markup {
  const open = unknown.map(
    ([k, t]) => html`<li>${mark(k)}<span>${shortSentence(t.because)} ${sources.cite(t.source)}</span></li>`,
  );
  return html`<article class="why"><h4><span class="rank">${c.rank}</span> <bdi>${shortName(c.model.name)}</bdi><small>, <bdi>${shortName(runs(c))}</bdi></small></h4><p class="facts">${factsOf(c).map((f) => html`<span>${shortName(f)}</span> `)}</p>${REASON_KINDS.map(
    (kind) => {
      const lines = reasons.filter((r) => r.kind === kind).map((r) => line(c, r, sources));
      if (lines.length === 0) return null;
      const [first, rest] =
        kind === "for" ? [lines.slice(0, depth.arguments), lines.slice(depth.arguments)] : [lines, []];
      return html`<div class="reasons ${kind}"><h5>${REASON_KIND[kind]}</h5><div><ul>${first}</ul>${rest.length > 0 && !depth.isShared && details(`${rest.length} more ${REASON_KIND[kind]}`, html`<ul>${rest}</ul>`)}</div></div>`;
    },
  )}${unknown.length > 0 && !depth.isShared && html`<div class="reasons unknown"><h5>not known</h5><div>${details(counted(open.length, "rule"), html`<ul>${open}</ul>`)}</div></div>`}${shared > 0 && html`<p class="quiet">${counted(shared, "point")} more, the same as above.</p>`}${depth.isShared && left(reasons, unknown.length, depth)}</article>`;
}

/** How much of a candidate is left out of a report on many. */
function left(reasons: readonly Reason[], unknown: number, depth: Depth): Markup {
  const more = reasons.filter((r) => r.kind === "for").length - depth.arguments;
  const parts = [
    ...(more > 0 ? [`${more} more ${REASON_KIND.for}`] : []),
    ...(unknown > 0 ? [`${counted(unknown, "rule")} whose facts are not known`] : []),
  ];
  return parts.length === 0 ? NOTHING : html`<p class="quiet">Left out here: ${parts.join(" and ")}.</p>`;
}

/** What a reason adds to the score; null where it adds nothing by itself. */
function figureOf(c: RankedCandidate, { criterion, rule }: Reason): string | null {
  const scored = criterion && c.criteria[criterion];
  const term = scored?.terms.find((t) => t.rule === rule);
  return scored && term ? addsWords(scored, term) : null;
}

function line(c: RankedCandidate, reason: Reason, sources: Bibliography): Markup {
  const { criterion, text, source } = reason;
  const adds = figureOf(c, reason);
  const figure: Part = adds !== null && html`<b class="adds">${adds}</b> `;
  return html`<li>${criterion ? mark(criterion) : html`<span></span>`}<span>${figure}${shortSentence(text)} ${sources.cite(source)}</span></li>`;
}

/** Where a criterion starts is a part of all that it can give; a rule adds or takes. */
function addsWords({ weight, terms }: Scored, term: Term): string {
  const adds = weight * term.points;
  if (terms[0]?.rule === term.rule) return `${adds.toFixed(3)} of ${weight.toFixed(3)}`;
  return `${adds < 0 ? "−" : "+"}${Math.abs(adds).toFixed(3)}`;
}

const mark = (criterion: (typeof CRITERIA)[number]): Markup =>
  html`<span class="mark">${swatch(CRITERIA.indexOf(criterion))}<span>${CRITERION[criterion]}</span></span>`;
