import { clean, cut, displayWidth, graphemes, isWide } from "./width.ts";

export type Style = (text: string) => string;

/** A stretch of text in one style. Spans that follow each other are joined by a space. */
export interface Span {
  readonly text: string;
  readonly style?: Style | undefined;
  /** No space before it. */
  readonly tight?: boolean;
}

interface Piece {
  readonly text: string;
  readonly width: number;
  /** A space stands before it, unless it starts a line. */
  readonly spaced: boolean;
  readonly style: Style | undefined;
}

/** A line as it is printed, escape sequences included, and the columns it takes. */
export interface Line {
  readonly text: string;
  readonly width: number;
}

/** Breaks spans into lines of at most `width` columns, between words or beside wide characters; inside a word only where it must. */
export function flowLines(spans: readonly Span[], width: number): Line[] {
  const lines: Line[] = [];
  let line: Piece[] = [];
  let used = 0;
  const flush = () => {
    if (line.length > 0) lines.push({ text: paintLine(line), width: used });
    line = [];
    used = 0;
  };
  for (let piece of spans.flatMap(piecesOf)) {
    if (used > 0 && used + (piece.spaced ? 1 : 0) + piece.width > width) flush();
    while (piece.width > width) {
      const [head, rest] = cutWord(piece.text, width);
      if (rest === "") break;
      line.push({ ...piece, text: head });
      used = displayWidth(head);
      flush();
      piece = { ...piece, text: rest, width: displayWidth(rest), spaced: false };
    }
    used += piece.width + (used > 0 && piece.spaced ? 1 : 0);
    line.push(piece);
  }
  flush();
  return lines;
}

export const flow = (spans: readonly Span[], width: number): string[] => flowLines(spans, width).map((l) => l.text);

/** `flow` of a plain text. */
export const wrap = (text: string, width: number): string[] => flow([{ text }], width);

/** Behind a label of `label.length` columns: the first line carries it, the others are indented as far. */
export function hang(label: string, labelWidth: number, spans: readonly Span[], width: number): string[] {
  const [first = "", ...others] = flow(spans, Math.max(1, width - labelWidth));
  return [label + first, ...others.map((line) => " ".repeat(labelWidth) + line)];
}

/** Width on one line, and the widest stretch that no line break need divide, if long names break behind the signs that join them. */
export function extent(spans: readonly Span[]): { readonly full: number; readonly least: number } {
  let full = 0;
  let least = 0;
  for (const { text, width, spaced } of spans.flatMap(piecesOf)) {
    full += width + (full > 0 && spaced ? 1 : 0);
    if (width > least) least = width < EASY ? width : Math.max(least, ...text.split(JOINT).map(displayWidth));
  }
  return { full, least };
}

/** Words narrower than this need not be divided: every column that shrinks leaves room for them. */
const EASY = 20;
/** Behind these a name or an address that is wider than a line is cut. */
const JOINT = /(?<=[-/@_,=])(?=[^-/@_,=])/u;

function cutWord(word: string, width: number): readonly [head: string, rest: string] {
  const [head, rest] = cut(word, width);
  if (rest === "") return [head, rest];
  const parts = `${head}${rest.charAt(0)}`.split(JOINT);
  const whole = parts.slice(0, -1).join("");
  return whole === "" ? [head, rest] : [whole, word.slice(whole.length)];
}

/** Numbers keep their unit, as in `61 %` and `2 × H100`, and a dot stays behind what it follows. */
const GLUE = / (?=%|×|· )| (?=\S)(?<=× )/gu;
const GLUED = /[%×·]/u;
const CLOSING = /^[、。，．：；！？）】」』》〉〕”’]/u;
const OPENING = /[（【「『《〈〔“‘]$/u;
/** Texts in which every character takes one column. */
const NARROW = /^[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u22ff]*$/u;

function piecesOf({ text, style, tight = false }: Span): Piece[] {
  const narrow = NARROW.test(text);
  const pieces: Piece[] = [];
  const line = narrow ? text : clean(text);
  for (const word of (GLUED.test(line) ? line.replace(GLUE, "\u00a0") : line).split(" ")) {
    if (word === "") continue;
    if (narrow) pieces.push({ text: word, width: word.length, spaced: !tight || pieces.length > 0, style });
    else
      for (const [n, unit] of unitsOf(word).entries())
        pieces.push({ text: unit, width: displayWidth(unit), spaced: n === 0 && (!tight || pieces.length > 0), style });
  }
  return pieces;
}

/** A word with wide characters, divided where a line may break. */
function unitsOf(word: string): string[] {
  const units: string[] = [];
  let before = "";
  for (const g of graphemes(word)) {
    const together = units.length > 0 && (CLOSING.test(g) || OPENING.test(before) || !(isWide(g) || isWide(before)));
    if (together) units[units.length - 1] += g;
    else units.push(g);
    before = g;
  }
  return units;
}

function paintLine(line: readonly Piece[]): string {
  let out = "";
  let run = "";
  let style = line[0]?.style;
  const close = () => {
    out += style ? style(run) : run;
  };
  line.forEach((piece, n) => {
    const space = n > 0 && piece.spaced ? " " : "";
    if (piece.style === style) run += space + piece.text;
    else {
      close();
      out += space;
      style = piece.style;
      run = piece.text;
    }
  });
  close();
  return out.replaceAll("\u00a0", " ");
}
