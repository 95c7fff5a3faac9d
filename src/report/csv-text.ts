import { stringify } from "csv-stringify/sync";
import { clean } from "./width.ts";

/** Rows as CSV: each text on one line, no cell starts a formula in a spreadsheet, what is unknown is empty, what is no text or number is JSON. */
export const csvText = (rows: readonly (readonly unknown[])[]): string =>
  stringify(
    rows.map((row) => row.map(cell)),
    { escape_formulas: true, cast: { boolean: String } },
  );

function cell(value: unknown): unknown {
  const text = typeof value === "object" && value !== null ? JSON.stringify(value) : value;
  return typeof text === "string" ? clean(text).trim() : text;
}
