import { Failure } from "../../failure.ts";

/** One cell of a separated table and where it begins (1-based). */
export interface Cell {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/**
 * The lines of a CSV text (RFC 4180; separator comma, semicolon or tab, whichever the first line has most of). Empty lines are
 * left out.
 * @throws Failure on a quote that is never closed
 */
export function readTable(text: string, file: string): readonly (readonly Cell[])[] {
  const source = text.replace(/^\uFEFF/u, "");
  const separator = separatorOf(source.slice(0, source.search(/[\r\n]|$/u)));
  const lines: Cell[][] = [];
  let cells: Cell[] = [];
  let line = 1;
  let lineStart = 0;
  let i = 0;
  while (i <= source.length) {
    const place = { line, column: i - lineStart + 1 };
    let value = "";
    if (source[i] === '"') {
      i += 1;
      while (source[i] !== '"' || source[i + 1] === '"') {
        const c = source[i];
        if (c === undefined)
          throw new Failure({
            place: { file, ...place },
            text: "the quote is never closed.",
            hint: 'A quote inside a text is written "".',
          });
        if (c === "\n") [line, lineStart] = [line + 1, i + 1];
        value += c;
        i += c === '"' ? 2 : 1;
      }
      i += 1;
    }
    const start = i;
    while (i < source.length && source[i] !== separator && source[i] !== "\n" && source[i] !== "\r") i += 1;
    cells.push({ text: value + source.slice(start, i), ...place });
    if (source[i] === separator) {
      i += 1;
      continue;
    }
    if (cells.length > 1 || cells[0]?.text.trim() !== "") lines.push(cells);
    cells = [];
    i += source[i] === "\r" && source[i + 1] === "\n" ? 2 : 1;
    line += 1;
    lineStart = i;
  }
  return lines;
}

function separatorOf(header: string): string {
  const count = (mark: string) => header.split(mark).length;
  return [",", ";", "\t"].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}
