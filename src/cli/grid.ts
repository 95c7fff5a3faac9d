import { cell, columnWidths, rowLines } from "../report/columns.ts";
import type { Paint } from "../report/paint.ts";

/** Rows under their heads, in columns that fit `width`, those named in `whole` not wrapped if that can be; as blocks of "head value" lines where no table fits. */
export function grid(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
  paint: Paint,
  whole: readonly string[] = [],
): string[] {
  if (rows.length === 0) return [];
  const shrinking = heads.map((head) => ({ head, least: Math.min(14, Math.max(head.length, 4)) }));
  const columns = shrinking.map((c) => (whole.includes(c.head) ? { head: c.head } : c));
  const cells = rows.map((row) => row.map((t) => cell(t)));
  const widths = columnWidths(columns, cells, width) ?? columnWidths(shrinking, cells, width);
  if (widths)
    return [
      ...rowLines(
        heads.map((h) => cell(h, paint.quiet)),
        widths,
      ),
      ...cells.flatMap((row) => rowLines(row, widths)),
    ];
  const label = Math.max(...heads.map((h) => h.length));
  return cells.flatMap((row, n) => [
    ...(n > 0 ? [""] : []),
    ...row.flatMap((c, i) =>
      c.length === 0 ? [] : rowLines([cell(heads[i] ?? "", paint.quiet), c], [label, Math.max(10, width - label - 2)]),
    ),
  ]);
}

/** A value of the catalog as a person reads it. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return "unknown";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return Number.isInteger(value) ? value.toLocaleString("en-US") : String(value);
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(shown).join(", ");
  return Object.entries(value as object)
    .filter(([, v]) => v !== null)
    .map(([k, v]) => `${words(k)} ${shown(v)}`)
    .join(" · ");
}

/** `contextTokens` → `context tokens` */
export const words = (key: string): string =>
  key
    .replace(/([a-z])([A-Z])/gu, "$1 $2")
    .replace(/ (?=[A-Z][a-z]|[A-Z]$)/gu, " ")
    .toLowerCase();
