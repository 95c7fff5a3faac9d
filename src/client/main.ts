/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { percent } from "../quantity/format.ts";
import { certaintySentences } from "../report/certainty.ts";
import { html, type Markup } from "../report/html/markup.ts";
import { apart, type PackedPage, type PackedWorkload } from "../report/html/packed.ts";
import { figureRows, furtherRows, rankingRows } from "../report/html/ranking-table.ts";
import { CRITERIA, type Criterion } from "../vocabulary.ts";
import { isNothing, type Positions, positionsOf, priorityFlag, sameAs } from "./priorities.ts";
import { rerank } from "./rerank.ts";

/** One workload on the page: its elements, its figures, and what stood there when the page was written. */
interface View {
  readonly packed: PackedWorkload;
  readonly part: (name: string) => HTMLElement | null;
  readonly inputs: ReadonlyMap<Criterion, HTMLInputElement>;
  readonly outputs: ReadonlyMap<Criterion, HTMLOutputElement>;
  readonly written: ReadonlyMap<HTMLElement, string>;
  readonly ranks: ReadonlyMap<string, number>;
}

const PARTS = ["ranking", "figures", "further"] as const;

function start(): void {
  const block = document.getElementById("data");
  const page = JSON.parse(block?.textContent ?? "null") as PackedPage | null;
  if (!page) return;
  const stated = positionsOf(page.priorities);
  let positions: Positions = { ...stated };
  const views = apart(page).flatMap((packed, n) => (packed ? viewOf(packed, n, page, stated) : []));

  const show = (): void => {
    const moved = !sameAs(positions, stated);
    for (const view of views) draw(view, positions, moved, page);
  };
  let waiting = 0;
  const soon = (): void => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(show);
  };
  for (const view of views) {
    for (const [criterion, input] of view.inputs) {
      input.addEventListener("input", () => {
        positions = { ...positions, [criterion]: Number(input.value) };
        soon();
      });
    }
    view.part("reset")?.addEventListener("click", () => {
      positions = { ...stated };
      show();
      view.inputs.get("performance")?.focus();
    });
  }
  openForPaper();
}

function viewOf(packed: PackedWorkload, n: number, page: PackedPage, stated: Positions): View[] {
  const root = document.querySelector<HTMLElement>(`[data-workload="${n}"]`);
  if (!root) return [];
  const shared = document.querySelector<HTMLElement>("[data-shared]");
  const part = (name: string) => {
    const own = `[data-part="${name}"]`;
    return root.querySelector<HTMLElement>(own) ?? shared?.querySelector<HTMLElement>(own) ?? null;
  };
  const controls = shared ?? root;
  const all = <T extends HTMLElement>(tag: string): Map<Criterion, T> =>
    new Map(
      CRITERIA.flatMap((c): [Criterion, T][] => {
        const found = controls.querySelector<T>(
          `${tag}[${tag === "input" ? "name" : "for$"}="${tag === "input" ? c : `-${c}`}"]`,
        );
        return found ? [[c, found]] : [];
      }),
    );
  const inputs = all<HTMLInputElement>("input");
  for (const [c, input] of inputs) {
    input.value = String(stated[c]);
    input.disabled = false;
    input.hidden = false;
  }
  for (const place of new Set([root, controls]))
    for (const element of place.querySelectorAll<HTMLElement>(".js")) element.hidden = element.matches(".moved");
  const written = new Map(
    [...PARTS.map(part), ...controls.querySelectorAll<HTMLElement>("output")].flatMap((e): [HTMLElement, string][] =>
      e ? [[e, e.innerHTML]] : [],
    ),
  );
  const ranks = new Map(
    rerank(packed, page.priorities as Positions, page.seed, new Map()).rows.map((r) => [r.id, r.rank]),
  );
  return [{ packed, part, inputs, outputs: all<HTMLOutputElement>("output"), written, ranks }];
}

function draw(view: View, positions: Positions, moved: boolean, page: PackedPage): void {
  const { packed, part, inputs, outputs, written, ranks } = view;
  for (const [c, input] of inputs) {
    input.value = String(positions[c]);
  }
  for (const name of ["status", "command"]) {
    const box = part(name)?.closest<HTMLElement>(".moved");
    if (box) box.hidden = !moved;
  }
  const reset = part("reset");
  if (reset instanceof HTMLButtonElement) reset.disabled = !moved;
  part("sliders")?.classList.toggle("changed", moved);
  if (!moved) {
    for (const [element, text] of written) element.innerHTML = text;
    return;
  }
  const sum = CRITERIA.reduce((total, c) => total + positions[c], 0);
  for (const [c, output] of outputs) output.textContent = sum > 0 ? percent(positions[c] / sum) : "0 %";
  const status = part("status");
  const command = part("command");
  if (isNothing(positions)) {
    if (status) status.textContent = "Give at least one priority more than 0: nothing was ranked.";
    if (command) command.textContent = "";
    return;
  }
  const { rows, certain } = rerank(packed, positions, page.seed, ranks, page.doubt ?? undefined);
  const put = (name: string, content: Markup): void => {
    const element = part(name);
    if (element) element.innerHTML = content.text;
  };
  put("ranking", rankingRows(rows.slice(0, packed.top)));
  put("figures", figureRows(rows.slice(0, packed.top)));
  put("further", furtherRows(rows.slice(packed.top), packed.further));
  const [first] = rows;
  if (status && first)
    status.innerHTML =
      html`<strong><bdi>${first.name}</bdi></strong>, <bdi>${first.runs}</bdi>, is first with ${first.score.toFixed(2)}. ${certaintySentences(certain).join(" ")} <em>These are not the priorities of the report: what stands outside the ranking rests on those.</em>`.text;
  if (command) command.textContent = `${page.command} ${priorityFlag(positions)}`;
}

/** Paper shows everything. */
function openForPaper(): void {
  let closed: HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll<HTMLDetailsElement>("details:not([open])")];
    for (const d of closed) d.open = true;
  });
  addEventListener("afterprint", () => {
    for (const d of closed) d.open = false;
  });
}

start();
