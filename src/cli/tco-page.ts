import type { AsPublished } from "../explain/as-published.ts";
import type { TcoOf, TcoView } from "../explain/tco-view.ts";
import { grouped, usd } from "../quantity/format.ts";
import { flow, hang, wrap } from "../report/flow.ts";
import type { Paint } from "../report/paint.ts";
import { grid } from "./grid.ts";
import { driverRows, facts, sourceOf, valueOf } from "./tco-words.ts";

export const money = (x: number): string => usd(x);
const LETTERS = "ABCDEFGH";
const FIGURES = ["a month", "low to high", "in all"];
const CHART_ROWS = 10;
const DRIVERS = 5;
const ASSUMPTIONS = 14;
/** Below it the words of an assumption are left to its name. */
const ROOMY = 130;

/** The bills side by side, each line by line with what moves it, cash over the lifetime, the break-evens, and what all of it rests on. */
export function tcoPage(view: TcoView, width: number, paint: Paint): string[] {
  const { candidates, breakEven, notCompared, months, published } = view;
  if (candidates.length === 0) return wrap(`${view.title}: nothing passes, so there is no bill to show.`, width);
  const rows = candidates.map((c, n) => [
    LETTERS[n] ?? "",
    c.name,
    c.usdPerMonth ? money(c.usdPerMonth.likely) : "not known",
    c.usdPerMonth ? `${money(c.usdPerMonth.low)} to ${money(c.usdPerMonth.high)}` : "",
    c.usdPerMtok ? money(c.usdPerMtok.likely) : "",
    c.usdTotal ? money(c.usdTotal.likely) : "",
  ]);
  const points = (texts: readonly string[]) => texts.flatMap((text) => hang("  · ", 4, [{ text }], width));
  return [
    ...wrap(`${view.title} · ${view.requestsPerDay.toLocaleString("en-US")} requests a day · ${months} months`, width),
    "",
    ...grid(["", "candidate", "a month", "low to high", "a million tokens", "in all"], rows, width, paint, FIGURES),
    ...candidates.flatMap((c, n) => ["", ...bill(c, LETTERS[n] ?? "", width, paint)]),
    "",
    paint.strong("Paid in all, month by month"),
    ...(candidates.some((c) => c.kind === "on-premises")
      ? hang(
          "  ",
          2,
          [
            {
              text: "Machines are paid when they are bought; what they are still worth at the end is not taken off here.",
            },
          ],
          width,
        )
      : []),
    ...chart(candidates, months, width),
    ...grid(["", ...marks(months).map((m) => `${m} mo`)], paidTable(candidates, months), width, paint),
    ...(breakEven.length + notCompared.length > 0
      ? ["", paint.strong("Break-even"), ...points([...breakEven, ...notCompared].map((b) => b.text))]
      : []),
    ...(published ? asReckonedThere(published, width, paint) : []),
    ...basis(view, width, paint),
  ];
}

function bill(c: TcoOf, letter: string, width: number, paint: Paint): string[] {
  const { hardware: h } = c;
  const machines = h
    ? `· ${h.perReplica * h.replicas} × ${h.accelerator} (${h.quantization}, ${h.engine}${h.owned ? ", yours" : ""})`
    : "";
  return [
    ...flow(
      [
        { text: `${letter}  ${c.name}`, style: paint.strong },
        ...(machines ? [{ text: machines }] : []),
        ...(c.binding
          ? [{ text: c.items.some((i) => i.item === c.binding) ? `· mostly ${c.binding}` : `· bound by ${c.binding}` }]
          : []),
      ],
      width,
    ),
    ...(c.items.length === 0
      ? wrap("  No price is published.", width)
      : grid(
          ["line", "a month", "low to high", "basis", "source"],
          c.items.map((i) => [
            i.item,
            money(i.usdPerMonth.likely),
            `${money(i.usdPerMonth.low)} to ${money(i.usdPerMonth.high)}`,
            i.basis,
            i.source,
          ]),
          width,
          paint,
          FIGURES,
        )),
    ...[...facts(c), ...c.remarks].flatMap((r) => hang("  · ", 4, [{ text: r }], width)),
    ...moves(c, width, paint),
  ];
}

/** The strongest drivers, each between its ends; as bars where there is room. */
function moves({ drivers, usdPerMonth }: TcoOf, width: number, paint: Paint): string[] {
  const top = drivers.slice(0, DRIVERS);
  if (top.length === 0 || !usdPerMonth) return [];
  const bars = width >= 100;
  return [
    ...hang(
      "  ",
      2,
      [{ text: "What moves it most, each between its ends while all else stays:", style: paint.quiet }],
      width,
    ),
    ...grid(
      ["input", "from", "to", "a month", ...(bars ? [""] : [])],
      driverRows(top, usdPerMonth.likely, bars),
      width,
      paint,
      ["input", "a month"],
    ),
  ];
}

/** What a publication would say of the same, line by line beside this bill. */
function asReckonedThere({ text, beside }: AsPublished, width: number, paint: Paint): string[] {
  return [
    "",
    paint.strong("The same as it was published elsewhere"),
    ...hang("  ", 2, [{ text }], width),
    ...grid(
      ["", "published", "here"],
      beside.map((b) => [b.what, b.published, b.here]),
      width,
      paint,
    ),
  ];
}

/** Assumptions with their sources, and what nobody said. */
function basis({ assumptions, unsaid }: TcoView, width: number, paint: Paint): string[] {
  const shown = assumptions.slice(0, Math.max(ASSUMPTIONS, assumptions.filter((a) => a.set).length));
  const rest = assumptions.length - shown.length;
  const roomy = width >= ROOMY;
  return [
    ...(shown.length > 0
      ? [
          "",
          paint.strong("Assumed, and changed with --set assumptions.NAME=VALUE"),
          ...grid(
            ["name", "value", ...(roomy ? ["what"] : []), "basis", "source"],
            shown.map((a) => [
              a.name,
              valueOf(a.value, a.unit),
              ...(roomy ? [a.what] : []),
              a.set ? "yours" : a.basis,
              sourceOf(a.name, a.source),
            ]),
            width,
            paint,
            ["name"],
          ),
          ...(rest > 0
            ? hang("  ", 2, [{ text: `+ ${grouped(rest)} that move less: --format json`, style: paint.quiet }], width)
            : []),
        ]
      : []),
    ...(unsaid.length > 0
      ? [
          "",
          paint.strong("Assumed, not asked"),
          ...hang("  ", 2, [{ text: unsaid.map((u) => `${u.text} (${u.flag})`).join(" · ") }], width),
        ]
      : []),
  ];
}

/** What has been paid by the end of month `m`. */
function paid(c: TcoOf, m: number): number | null {
  return c.start === null ? null : c.monthly.slice(0, m).reduce((sum, x) => sum + x, c.start);
}

const marks = (months: number): number[] =>
  [...new Set([1, 3, 6, 12, 24, 36, 48, 60].filter((m) => m < months).concat(months))].sort((a, b) => a - b);

const paidTable = (candidates: readonly TcoOf[], months: number): string[][] =>
  candidates.map((c, n) => [
    LETTERS[n] ?? "",
    ...marks(months).map((m) => {
      const x = paid(c, m);
      return x === null ? "" : money(x);
    }),
  ]);

/** One letter a candidate; where two meet the later one is drawn. */
function chart(candidates: readonly TcoOf[], months: number, width: number): string[] {
  const top = Math.max(...candidates.map((c) => paid(c, months) ?? 0));
  const columns = Math.min(60, width - 14);
  if (!(top > 0) || columns < 20 || months < 2) return [];
  const cells = Array.from({ length: CHART_ROWS + 1 }, () => new Array<string>(columns).fill(" "));
  candidates.forEach((c, n) => {
    for (let x = 0; x < columns; x++) {
      const y = paid(c, Math.round((x * months) / (columns - 1)));
      if (y === null) continue;
      const row = CHART_ROWS - Math.round((CHART_ROWS * y) / top);
      const line = cells[row];
      if (line) line[x] = LETTERS[n] ?? "";
    }
  });
  const label = (i: number): string =>
    i === 0 ? money(top) : i === CHART_ROWS ? "$0" : i === CHART_ROWS / 2 ? money(top / 2) : "";
  return [
    ...cells.map((line, i) => `  ${label(i).padStart(9)} ┤${line.join("").trimEnd()}`),
    `  ${"".padStart(9)} └${"─".repeat(columns)}`,
    `  ${"".padStart(9)}  ${"0".padEnd(columns - `${months} months`.length)}${months} months`,
  ];
}
