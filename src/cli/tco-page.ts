import type { AsPublished } from "../explain/as-published.ts";
import type { TcoOf, TcoView } from "../explain/tco-view.ts";
import { grouped } from "../quantity/format.ts";
import { flow, hang, wrap } from "../report/flow.ts";
import type { Paint } from "../report/paint.ts";
import { grid } from "./grid.ts";
import { paidByMonth } from "./tco-chart.ts";
import { answer, driverRows, facts, LETTERS, machines, money, moneyEach, sourceOf, valueOf } from "./tco-words.ts";

const FIGURES = ["a month", "low to high", "in all"];
const DRIVERS = 5;
const ASSUMPTIONS = 14;
/** Below it the words of an assumption are left to its name. */
const ROOMY = 130;
const WIDE = 100;

/** The bills side by side, each line by line with what moves it, cash over the lifetime, the break-evens, and what all of it rests on. */
export function tcoPage(view: TcoView, width: number, paint: Paint): string[] {
  const { candidates, breakEven, notCompared, months, published } = view;
  if (candidates.length === 0) return wrap(`${view.title}: nothing passes, so there is no bill to show.`, width);
  const inTokens = !view.hasMedia && width >= WIDE;
  const heads = ["a month", "low to high", "a request", ...(inTokens ? ["a million tokens"] : []), "in all"];
  const rows = candidates.map((c, n) => [
    LETTERS[n] ?? "",
    c.name,
    c.usdPerMonth ? money(c.usdPerMonth.likely) : "not known",
    c.usdPerMonth ? `${money(c.usdPerMonth.low)} to ${money(c.usdPerMonth.high)}` : "",
    c.usdPerRequest ? moneyEach(c.usdPerRequest.likely) : "",
    ...(inTokens ? [c.usdPerMtok ? money(c.usdPerMtok.likely) : ""] : []),
    c.usdTotal ? money(c.usdTotal.likely) : "",
  ]);
  const points = (texts: readonly string[]) => texts.flatMap((text) => hang("  · ", 4, [{ text }], width));
  return [
    ...wrap(`${view.title} · ${view.requestsPerDay.toLocaleString("en-US")} requests a day · ${months} months`, width),
    "",
    ...hang("  ", 2, [{ text: answer(candidates) }], width),
    "",
    ...grid(["", "candidate", ...heads], rows, width, paint, FIGURES),
    ...candidates.flatMap((c, n) => ["", ...bill(c, LETTERS[n] ?? "", width, paint)]),
    "",
    ...paidByMonth(candidates, months, width, paint),
    ...(breakEven.length + notCompared.length > 0
      ? ["", paint.strong("Break-even"), ...points([...breakEven, ...notCompared].map((b) => b.text))]
      : []),
    ...(published ? asReckonedThere(published, width, paint) : []),
    ...basis(view, width, paint),
  ];
}

function bill(c: TcoOf, letter: string, width: number, paint: Paint): string[] {
  return [
    ...flow(
      [
        { text: `${letter}  ${c.name}`, style: paint.strong },
        ...(c.hardware ? [{ text: `· ${machines(c.hardware)}` }] : []),
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
  const bars = width >= WIDE;
  return [
    ...hang(
      "  ",
      2,
      [{ text: "What moves it most, each between its ends while all else stays:", style: paint.quiet }],
      width,
    ),
    ...grid(
      ["input", "between", "a month", ...(bars ? [""] : [])],
      driverRows(top, usdPerMonth.likely, bars),
      width,
      paint,
      ["a month", ""],
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
function basis({ assumptions, levers, unsaid }: TcoView, width: number, paint: Paint): string[] {
  const shown = assumptions.slice(0, Math.max(ASSUMPTIONS, assumptions.filter((a) => a.set).length));
  const rest = assumptions.length - shown.length;
  const roomy = width >= ROOMY;
  return [
    ...(shown.length > 0
      ? [
          "",
          paint.strong("Assumed, and changed with --set assumptions.NAME=VALUE"),
          ...grid(
            ["name", "value", ...(roomy ? ["what", "basis"] : []), "source"],
            shown.map((a) => {
              const [how, source] = [a.set ? "yours" : a.basis, sourceOf(a.name, a.source)];
              const own = a.set || source.startsWith("our assumption");
              return [
                a.name,
                valueOf(a.value, a.unit),
                ...(roomy ? [a.what, how, source] : [own ? (a.set ? how : source) : `${how}: ${source}`]),
              ];
            }),
            width,
            paint,
            ["name"],
          ),
          ...(rest > 0
            ? hang("  ", 2, [{ text: `+ ${grouped(rest)} that move less: --format json`, style: paint.quiet }], width)
            : []),
        ]
      : []),
    ...(levers.length > 0
      ? hang(
          "  ",
          2,
          [{ text: `Also yours to say: ${levers.map((l) => `${l.name} ${valueOf(l.value, l.unit)}`).join(" · ")}` }],
          width,
        )
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
