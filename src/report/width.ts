import { WIDE_RANGES } from "./wide-ranges.ts";

/*
 * Columns on a terminal. `string-width` says the same, and a test holds the two together; it is not loaded here, because its emoji
 * tables and `Intl.Segmenter` cost 25 ms at the first non-ASCII character. Latin, Greek, Cyrillic, symbols, Han, kana and Hangul
 * syllables need neither: there each character is a grapheme of one or two columns.
 */
/** First and last code unit of each range, in order. Told by a loop: the machine for one such pattern takes longer to make. */
const SIMPLE = [
  0x20, 0x7e, 0xa0, 0xac, 0xae, 0x2ff, 0x370, 0x482, 0x48a, 0x58f, 0x1e00, 0x1fff, 0x2010, 0x2027, 0x2030, 0x205e,
  0x20a0, 0x20bf, 0x2100, 0x2319, 0x2500, 0x25fc, 0x3001, 0x3029, 0x3041, 0x3096, 0x309b, 0x3163, 0x3165, 0x3247,
  0x3400, 0x4dbf, 0x4e00, 0xa48c, 0xac00, 0xd7a3, 0xff01, 0xff60,
];

function isSimple(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    let n = 0;
    while (c > (SIMPLE[n + 1] ?? Number.POSITIVE_INFINITY)) n += 2;
    if (c < (SIMPLE[n] ?? Number.POSITIVE_INFINITY)) return false;
  }
  return true;
}

const ASCII = /^[ -~]*$/u;

/** What moves a cursor, turns text around or starts an escape sequence, so that no title can repaint a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+/gu;

/** The text with every control character and line break turned into a space. */
export const clean = (text: string): string => text.replace(CONTROL, " ");

/** Columns that a text takes on a terminal. The text holds no escape sequences. */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const g of graphemes(text)) width += graphemeWidth(g);
  return width;
}

let segmenter: Intl.Segmenter | undefined;

/** What a reader takes for one character each. */
export function graphemes(text: string): readonly string[] {
  if (isSimple(text)) return text.split("");
  segmenter ??= new Intl.Segmenter();
  return Array.from(segmenter.segment(text), (s) => s.segment);
}

/** The longest head of whole graphemes that fits `width` columns, at least one grapheme, and the rest. */
export function cut(text: string, width: number): readonly [head: string, rest: string] {
  let used = 0;
  let head = "";
  for (const g of graphemes(text)) {
    used += graphemeWidth(g);
    if (used > width && head) break;
    head += g;
  }
  return [head, text.slice(head.length)];
}

/** Filled up with no-break spaces, which `flow` keeps and prints as spaces. */
export const padEnd = (text: string, width: number): string =>
  text + "\u00a0".repeat(Math.max(0, width - displayWidth(text)));
export const padStart = (text: string, width: number): string =>
  "\u00a0".repeat(Math.max(0, width - displayWidth(text))) + text;

/** Whether lines may break beside this grapheme without a space, as in Chinese and Japanese. */
export const isWide = (grapheme: string): boolean => graphemeWidth(grapheme) === 2;

function graphemeWidth(grapheme: string): number {
  const first = grapheme.codePointAt(0) ?? 0;
  if (grapheme.length === 1 && isSimple(grapheme)) return wide(first) ? 2 : 1;
  return clusterWidth(grapheme);
}

const INVISIBLE = /^[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Mn}\p{Me}\p{Cs}]+/u;
const FLAG_OR_KEYCAP = /^(?:\p{Regional_Indicator}{2}|[\d#*]\ufe0f?\u20e3)/u;
const PICTURE = /^\p{Extended_Pictographic}/u;
/** Marks that take columns of their own behind the character they belong to. */
const SPACING = /[\p{Mc}\uff00-\uffef]/gu;

function clusterWidth(cluster: string): number {
  if (FLAG_OR_KEYCAP.test(cluster)) return 2;
  if (PICTURE.test(cluster) && (cluster.includes("\ufe0f") || cluster.includes("\u200d"))) return 2;
  const visible = cluster.replace(INVISIBLE, "");
  const first = visible.codePointAt(0);
  if (first === undefined) return 0;
  const rest = visible.slice(first > 0xffff ? 2 : 1);
  const marks = rest.match(SPACING) ?? [];
  return marks.reduce((sum, m) => sum + (wide(m.codePointAt(0) ?? 0) ? 2 : 1), wide(first) ? 2 : 1);
}

function wide(codePoint: number): boolean {
  if (codePoint < 0x1100) return false;
  let low = 0;
  let high = WIDE_RANGES.length - 1;
  while (low <= high) {
    const mid = (low + high) >> 1;
    const [first, last] = WIDE_RANGES[mid] ?? [0, 0];
    if (codePoint < first) high = mid - 1;
    else if (codePoint > last) low = mid + 1;
    else return true;
  }
  return false;
}
