import type { RankedCandidate } from "../recommendation.ts";
import { type Cell, type Column, cell, columnWidths, rowLines } from "./columns.ts";
import { hang, type Span } from "./flow.ts";
import { shortUsd, spread } from "./money.ts";
import type { Paint } from "./paint.ts";
import { padEnd, padStart } from "./width.ts";
import { because, counted, lifeNote, runs } from "./words.ts";

type Key = "rank" | "model" | "weights" | "from" | "runs" | "ways" | "score" | "quality" | "cost" | "because";

const COLUMNS: Readonly<Record<Key, Column>> = {
  rank: { head: "#" },
  model: { head: "model", least: 20 },
  weights: { head: "" },
  from: { head: "" },
  runs: { head: "runs", least: 24 },
  /** `runs`, and how many other ways there are. */
  ways: { head: "runs", least: 24 },
  score: { head: "score" },
  quality: { head: "quality" },
  cost: { head: "$/month" },
  because: { head: "because", least: 32 },
};

/** From the roomiest to the tightest. What has no column of its own is said in the line below the row. */
const LAYOUTS: readonly (readonly Key[])[] = [
  ["rank", "model", "weights", "from", "ways", "score", "quality", "cost", "because"],
  ["rank", "model", "weights", "from", "runs", "score", "quality", "cost"],
  ["rank", "model", "runs", "score", "quality", "cost"],
  ["rank", "model", "score", "quality", "cost"],
];

/** Below this a table reads worse than a list. */
const TABLE_FROM = 58;

/** The ranking as a table that fits `width`, or as blocks where no table does. */
export function rankingTable(shown: readonly RankedCandidate[], width: number, paint: Paint): string[] {
  if (shown.length === 0) return [];
  if (width >= TABLE_FROM) {
    const cells = cellsOf(shown, paint);
    for (const keys of LAYOUTS) {
      const columns = keys.map((key) => COLUMNS[key]);
      const rows = cells.map((row) => keys.map((key) => row[key]));
      const widths = columnWidths(columns, rows, width);
      if (widths) return table(keys, columns, rows, widths, shown, width, paint);
    }
  }
  return shown.flatMap((candidate, n) => [...(n > 0 ? [""] : []), ...block(candidate, width, paint)]);
}

type Row = Readonly<Record<Key, Cell>>;

function cellsOf(shown: readonly RankedCandidate[], paint: Paint): Row[] {
  const digits = Math.max(1, ...shown.map((c) => String(c.rank).length));
  const costs = shown.map((c) => c.tco.usdPerMonth);
  const amounts = costs.map((usd) => (usd ? shortUsd(usd.likely) : "unknown"));
  const amountWidth = Math.max(0, ...amounts.map((a, n) => (costs[n] ? a.length : 0)));
  const levelWidth = Math.max(
    0,
    ...shown.map((c) => (c.quality.index === null ? 0 : (c.quality.level ?? "no level").length)),
  );
  return shown.map((c, n) => {
    const usd = costs[n];
    const amount = amounts[n] as string;
    const more = usd ? spread(usd) : null;
    const { index, level } = c.quality;
    return {
      rank: cell(padStart(String(c.rank), digits)),
      model: [nameSpans(c, paint)],
      weights: cell(c.model.weights, c.model.weights === "closed" ? undefined : paint.good),
      from: cell(c.model.origin, paint.quiet),
      runs: cell(runs(c)),
      ways: [[{ text: runs(c) }], ...otherWays(c, paint)],
      score: cell(c.score.toFixed(2)),
      quality:
        index === null
          ? cell("not measured", paint.quiet)
          : cell(`${padEnd(level ?? "no level", levelWidth)}\u00a0${padStart(String(Math.round(index)), 2)}`),
      cost: usd
        ? [[{ text: padStart(amount, amountWidth) }, ...(more ? [{ text: more, style: paint.quiet }] : [])]]
        : cell(amount, paint.quiet),
      because: cell(because(c).join(" · ")),
    };
  });
}

const otherWays = (c: RankedCandidate, paint: Paint): Cell =>
  c.otherDeployments > 0
    ? [[{ text: `+ ${counted(c.otherDeployments, "other way", "other ways")} to run it`, style: paint.quiet }]]
    : [];

function table(
  keys: readonly Key[],
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  widths: readonly number[],
  shown: readonly RankedCandidate[],
  width: number,
  paint: Paint,
): string[] {
  const indent = (widths[0] ?? 1) + 2;
  const roomy = keys.includes("because");
  return [
    ...rowLines(
      columns.map(({ head }) => cell(head, paint.quiet)),
      widths,
    ),
    ...shown.flatMap((candidate, n) => {
      const below = roomy
        ? []
        : hang(" ".repeat(indent), indent, remainder(candidate, keys, paint), width).filter(
            (line) => line.trim() !== "",
          );
      return [...rowLines(rows[n] ?? [], widths), ...below];
    }),
  ];
}

/** What the columns of a narrow table leave out. */
function remainder(candidate: RankedCandidate, keys: readonly Key[], paint: Paint): Span[] {
  const { model, otherDeployments } = candidate;
  const where = [
    ...(keys.includes("weights") ? [] : [model.weights, model.origin]),
    ...(keys.includes("runs") ? [] : [runs(candidate)]),
    ...(otherDeployments === 0 ? [] : [`+ ${counted(otherDeployments, "other way", "other ways")}`]),
  ];
  const why = because(candidate).join(" · ");
  return [
    ...(where.length > 0 ? [{ text: `${where.join(" · ")}${why ? "," : ""}`, style: paint.quiet }] : []),
    ...(why ? [{ text: "because", style: paint.quiet }, { text: why }] : []),
  ];
}

function block(candidate: RankedCandidate, width: number, paint: Paint): string[] {
  const number = `${candidate.rank}  `;
  const { model, score, quality, tco } = candidate;
  const { usdPerMonth } = tco;
  const why = because(candidate).join(" · ");
  const figures = [
    `score ${score.toFixed(2)}`,
    quality.index === null ? "quality not measured" : `${quality.level ?? "quality"} ${Math.round(quality.index)}`,
    usdPerMonth ? `$${shortUsd(usdPerMonth.likely)} ${spread(usdPerMonth) ?? ""} a month` : "cost unknown",
  ];
  const facts: (readonly Span[])[] = [
    [{ text: `${model.weights} · ${model.origin} · ${runs(candidate)}` }],
    [{ text: figures.join(" · ") }],
    ...(why ? [[{ text: "because", style: paint.quiet }, { text: why }]] : []),
    ...otherWays(candidate, paint),
  ];
  return [
    ...hang(number, number.length, nameSpans(candidate, paint), width),
    ...facts.flatMap((spans) => hang(" ".repeat(number.length), number.length, spans, width)),
  ];
}

function nameSpans({ model }: RankedCandidate, paint: Paint): Span[] {
  const note = lifeNote(model);
  return [{ text: model.name, style: paint.strong }, ...(note ? [{ text: `(${note})`, style: paint.careful }] : [])];
}
