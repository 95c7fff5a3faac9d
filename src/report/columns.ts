import { extent, flowLines, type Span, type Style } from "./flow.ts";
import { displayWidth } from "./width.ts";

/** A column without `least` is as wide as its widest cell; one with it may shrink to that, but never below its longest word. */
export interface Column {
  readonly head: string;
  readonly least?: number;
}

/** Paragraphs of spans, one below the other. */
export type Cell = readonly (readonly Span[])[];

export const cell = (text: string, style?: Style): Cell => (text === "" ? [] : [[{ text, style }]]);

const GAP = 2;

/** Widths of the columns of a table that must not exceed `width`, or `null` where it cannot be that narrow. */
export function columnWidths(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
): number[] | null {
  const natural: number[] = [];
  const narrowest: number[] = [];
  columns.forEach(({ head, least }, c) => {
    const title = displayWidth(head);
    const cells = rows.map((row) => measured(row[c] ?? []));
    const full = Math.max(title, ...cells.map((m) => m.full));
    natural.push(full);
    narrowest.push(least === undefined ? full : Math.min(full, Math.max(least, title, ...cells.map((m) => m.least))));
  });
  const gaps = GAP * (columns.length - 1);
  const spare = width - gaps - sum(narrowest);
  if (spare < 0) return null;
  const wanted = sum(natural) - sum(narrowest);
  if (wanted <= spare) return natural;
  const widths = narrowest.map((least, c) => least + Math.floor((((natural[c] ?? least) - least) * spare) / wanted));
  let left = width - gaps - sum(widths);
  for (let c = widths.length - 1; c >= 0 && left > 0; c--) {
    const more = Math.min(left, (natural[c] ?? 0) - (widths[c] ?? 0));
    widths[c] = (widths[c] ?? 0) + more;
    left -= more;
  }
  return widths;
}

const measures = new WeakMap<Cell, { readonly full: number; readonly least: number }>();

/** A cell is measured once, however many layouts are tried with it. */
function measured(paragraphs: Cell): { readonly full: number; readonly least: number } {
  const known = measures.get(paragraphs);
  if (known) return known;
  const extents = paragraphs.map(extent);
  const own = { full: Math.max(0, ...extents.map((e) => e.full)), least: Math.max(0, ...extents.map((e) => e.least)) };
  measures.set(paragraphs, own);
  return own;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** The lines of one row: cells wrapped to their columns, side by side, nothing behind the last word. */
export function rowLines(cells: readonly Cell[], widths: readonly number[]): string[] {
  const blocks = cells.map((paragraphs, c) => paragraphs.flatMap((spans) => flowLines(spans, widths[c] ?? 0)));
  const height = Math.max(0, ...blocks.map((b) => b.length));
  return Array.from({ length: height }, (_, n) => {
    let line = "";
    let pending = 0;
    blocks.forEach((block, c) => {
      const painted = block[n];
      const own = widths[c] ?? 0;
      if (painted) {
        line += " ".repeat(pending) + painted.text;
        pending = own - painted.width;
      } else pending += own;
      pending += GAP;
    });
    return line;
  });
}
