import type { TcoOf } from "../explain/tco-view.ts";
import { hang } from "../report/flow.ts";
import type { Paint } from "../report/paint.ts";
import { grid } from "./grid.ts";
import { LETTERS, money } from "./tco-words.ts";

const ROWS = 10;
const WIDEST = 100;

/** Cash that has left by the end of each month: a picture, and a table of some of them. */
export function paidByMonth(candidates: readonly TcoOf[], months: number, width: number, paint: Paint): string[] {
  const isAhead = candidates.some(
    (c) => c.kind === "on-premises" && (paid(c, months) ?? 0) > (c.usdTotal?.likely ?? 0),
  );
  const spread =
    "Machines are paid when they are bought; the bill spreads them over their years, so less is billed than paid by the end.";
  return [
    paint.strong("Paid in all, month by month"),
    ...(isAhead ? hang("  ", 2, [{ text: spread }], width) : []),
    ...chart(candidates, months, width),
    ...grid(["", ...marks(months).map((m) => `${m} mo`)], paidTable(candidates, months), width, paint),
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
  const left = Math.max(...[0, 0.5, 1].map((x) => money(x * top).length));
  const columns = Math.min(WIDEST, width - left - 5);
  if (!(top > 0) || columns < 20 || months < 2) return [];
  const cells = Array.from({ length: ROWS + 1 }, () => new Array<string>(columns).fill(" "));
  candidates.forEach((c, n) => {
    for (let x = 0; x < columns; x++) {
      const y = paid(c, Math.round((x * months) / (columns - 1)));
      if (y === null) continue;
      const row = ROWS - Math.round((ROWS * y) / top);
      const line = cells[row];
      if (line) line[x] = LETTERS[n] ?? "";
    }
  });
  const label = (i: number): string =>
    i === 0 ? money(top) : i === ROWS ? money(0) : i === ROWS / 2 ? money(top / 2) : "";
  return [
    ...cells.map((line, i) => `  ${label(i).padStart(left)} ┤${line.join("").trimEnd()}`),
    `  ${"".padStart(left)} └${"─".repeat(columns)}`,
    `  ${"".padStart(left)}  ${"0".padEnd(columns - `${months} months`.length)}${months} months`,
  ];
}
