import { grouped } from "../../quantity/format.ts";
import type { WorkloadResult } from "../../recommendation.ts";
import { bar } from "../charts/bar.ts";
import { closestWords, freesWords, WAYS_IN, waysIn } from "../ways-in.ts";
import { counted } from "../words.ts";
import type { Bibliography } from "./citations.ts";
import type { Depth } from "./depth.ts";
import { details, table } from "./figure.ts";
import { html, type Markup, NOTHING, type Part } from "./markup.ts";
import { shortName, shortSentence } from "./shorten.ts";

const WAYS = 8;

/** Who is ruled out, counted by the gate that did it, each with its nearest miss and why; where nobody passes, what would help. */
export function ruledOut(result: WorkloadResult, depth: Depth, sources: Bibliography, key: string): Markup {
  const { ruledOutBy, counts } = result;
  if (counts.ruledOut === 0) return NOTHING;
  const rest = ruledOutBy.slice(depth.gates);
  return html`<section><h3 id="${key}-out">Ruled out ${grouped(counts.ruledOut)} of ${grouped(counts.candidates)}</h3>${result.verdict === "no-candidate" && ways(result, sources)}${table(
    "Ruled out, by the condition that did it",
    ["candidates", "", "because", "nearest"],
    [
      ...ruledOutBy
        .slice(0, depth.gates)
        .map(({ rule, title, count, nearest }) => [
          grouped(count),
          bar(count / counts.ruledOut, "c6"),
          shortSentence(title),
          nearest === null ? "" : miss(result, rule, nearest, sources),
        ]),
      ...(rest.length > 0
        ? [[grouped(rest.reduce((n, g) => n + g.count, 0)), "", counted(rest.length, "further condition"), ""]]
        : []),
    ],
    [0],
    "gates",
  )}</section>`;
}

function miss({ ruledOut: out }: WorkloadResult, rule: string, name: string, sources: Bibliography): Part {
  const gate = out
    .find((c) => c.name === name && c.gates.some((g) => g.rule === rule))
    ?.gates.find((g) => g.rule === rule);
  return html`<b><bdi>${shortName(name)}</bdi></b>${gate !== undefined && html`: ${shortSentence(gate.text)} ${sources.cite(gate.source)}`}`;
}

function ways(result: WorkloadResult, sources: Bibliography): Part {
  const { ways: found, closest } = waysIn(result);
  if (closest)
    return html`<h4>${WAYS_IN}</h4><p>${closestWords({ ...closest, name: shortName(closest.name) })}</p><ul>${closest.gates.map((g) => html`<li>${shortSentence(g.text)} ${sources.cite(g.source)}</li>`)}</ul>`;
  return (
    found.length > 0 &&
    html`<h4>${WAYS_IN}</h4><ul>${found
      .slice(0, WAYS)
      .map(
        (w) =>
          html`<li><b>${shortSentence(w.title)}.</b> ${freesWords(w, result.counts.candidates)} Nearest: <bdi>${shortName(w.nearest)}</bdi>. ${shortSentence(w.text)} ${sources.cite(w.source)}</li>`,
      )}</ul>`
  );
}

/** Who would come in, and where, if what is unknown were confirmed. */
export function toVerify({ toVerify: all, counts }: WorkloadResult, depth: Depth, key: string): Markup {
  if (counts.toVerify === 0) return NOTHING;
  const open = [...all].sort((a, b) => a.rankIfPassed - b.rankIfPassed);
  const rows = (list: typeof open) =>
    table(
      "To verify",
      ["would rank", "candidate", "to confirm"],
      list.map((v) => [
        v.rankIfPassed,
        html`<bdi>${shortName(v.name)}</bdi>`,
        html`${v.unknown.map((u) => html`<span class="question">${shortSentence(u.question)}</span> `)}`,
      ]),
      [0],
    );
  const folded = open.slice(depth.verify, depth.verify + depth.folded);
  const left = counts.toVerify - Math.min(open.length, depth.verify + depth.folded);
  return html`<section><h3 id="${key}-verify">To verify ${grouped(counts.toVerify)}</h3>${rows(open.slice(0, depth.verify))}${folded.length > 0 && details(`${folded.length} further down`, rows(folded))}${left > 0 && html`<p class="quiet">+ ${grouped(left)} further down with --output report.json</p>`}</section>`;
}
