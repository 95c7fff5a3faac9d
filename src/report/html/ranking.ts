import { percent } from "../../quantity/format.ts";
import type { Recommendation, WorkloadResult } from "../../recommendation.ts";
import { CRITERIA, CRITERION } from "../../vocabulary.ts";
import { valueAt } from "../settled.ts";
import { counted } from "../words.ts";
import type { Depth } from "./depth.ts";
import { details, numericColumns, scrolling } from "./figure.ts";
import { html, type Markup, NOTHING } from "./markup.ts";
import { figureRows, furtherRows, legend, rankingRows, swatch } from "./ranking-table.ts";
import { rowOf } from "./row-view.ts";

/** Columns that hold figures: each criterion, the score and its range; rank, score, quality and cost. */
const FIGURES = [...CRITERIA, "score", "range"].map((_, c) => c + 1);
const FURTHER = [0, 3, 4, 5];

/** The ranking with its bars, the sliders that rank it again where they are its own, its figures, and who comes further down. */
export function ranking(
  recommendation: Recommendation,
  result: WorkloadResult,
  top: number,
  depth: Depth,
  key: string,
): Markup {
  const rows = result.ranking.map(rowOf);
  if (rows.length === 0) return NOTHING;
  const shown = rows.slice(0, top);
  const further = rows.slice(top);
  const hidden = result.counts.listed - rows.length;
  return html`<section><h3 id="${key}-ranking">Ranking</h3>${
    depth.isShared
      ? canMove(result) && html`<div class="moved js" hidden><p data-part="status" role="status"></p></div>`
      : html`${priorities(recommendation, result, key, html`<h4 id="${key}-priorities">Priorities</h4>`, canMove(result), STATUS)}${legend()}`
  }<table role="table" class="ranking"><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">#</th><th role="columnheader" scope="col">model and where it runs</th><th role="columnheader" scope="col" class="axis"><span class="sr">score by criterion</span><i>0</i><i>0.25</i><i>0.5</i><i>0.75</i><i>1</i></th><th role="columnheader" scope="col" class="num">score</th><th role="columnheader" scope="col" class="num">quality</th><th role="columnheader" scope="col" class="num">a month</th></tr></thead><tbody role="rowgroup" data-part="ranking">${rankingRows(shown)}</tbody></table>${details(
    "The bars as figures",
    html`<p class="quiet">Each criterion's value times its weight; the sum is the score. Cost and every other criterion are read on fixed anchors, given at the end.</p>`,
    scrolling(
      "What each criterion adds to the score",
      html`<table class="${numericColumns(FIGURES)}"><thead><tr><th scope="col">candidate</th>${CRITERIA.map((k, c) => html`<th scope="col">${!depth.isShared && swatch(c)}${CRITERION[k]}</th>`)}<th scope="col">score</th><th scope="col">range</th></tr></thead><tbody data-part="figures">${figureRows(shown)}</tbody></table>`,
    ),
  )}${
    further.length > 0 &&
    details(
      `${counted(further.length + Math.max(0, hidden), "model")} further down`,
      scrolling(
        "Further down",
        html`<table class="${numericColumns(FURTHER)}"><thead><tr><th scope="col">#</th><th scope="col">model</th><th scope="col">runs</th><th scope="col">score</th><th scope="col">quality</th><th scope="col">$ a month</th></tr></thead><tbody data-part="further">${furtherRows(further, depth.further)}</tbody></table>`,
      ),
    )
  }${hidden > 0 && further.length === 0 && html`<p class="quiet">${counted(hidden, "model")} further down ${hidden === 1 ? "is" : "are"} left out.</p>`}</section>`;
}

const canMove = ({ passed, robustness }: WorkloadResult): boolean =>
  passed !== null && passed.length > 1 && robustness !== null;

const STATUS = html`<p data-part="status" role="status"></p>`;

/** The priorities of all workloads, once for all of them: moved, they rank each of them again. */
export function sharedPriorities(recommendation: Recommendation): Markup {
  const { workloads } = recommendation;
  const first = workloads.find((w) => w.ranking.length > 0);
  if (!first) return NOTHING;
  return html`<div data-shared>${priorities(recommendation, first, "all", html`<h3 id="all-priorities">Priorities</h3>`, workloads.some(canMove), NOTHING)}${legend()}</div>`;
}

/** Priorities as the report took them; a script turns them into sliders. */
function priorities(
  recommendation: Recommendation,
  result: WorkloadResult,
  key: string,
  heading: Markup,
  moves: boolean,
  status: Markup,
): Markup {
  const [winner] = result.ranking;
  if (!winner) return NOTHING;
  const stated = CRITERIA.map((k) => {
    const said = valueAt(recommendation.requirements, `priorities.${k}`);
    return typeof said === "number" ? said : 100 * winner.criteria[k].weight;
  });
  return html`<div class="priorities" data-part="sliders" role="group" aria-labelledby="${key}-priorities">${heading}${
    moves &&
    html`<p class="quiet js" hidden>Move a priority: the ranking, its bars and how sure it is follow at once, by the same arithmetic as the program.</p>`
  }<div class="sliders">${CRITERIA.map(
    (k, c) =>
      html`<div><label for="${key}-${k}">${swatch(c)}${CRITERION[k]}</label><input id="${key}-${k}" name="${k}" type="range" min="0" max="100" step="1" value="${Math.round(Math.min(100, stated[c] as number))}" disabled hidden><output for="${key}-${k}">${percent(winner.criteria[k].weight)}</output></div>`,
  )}</div><div class="moved js" hidden>${status}<p><code data-part="command"></code></p><button type="button" data-part="reset" disabled>Back to the priorities of this report</button></div></div>`;
}
