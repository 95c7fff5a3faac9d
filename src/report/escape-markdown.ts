import { clean } from "./width.ts";

const URL = /https?:\/\/[^\s<>"'`|\\^{}()[\]]+[^\s<>"'`|\\^{}()[\].,;:!?]/gu;
const ID = /^[\w./@:+-]+$/u;

/** Text that stays text: on one line, no markup, no HTML, no table cell divided, nobody mentioned. Addresses become links. */
export function escaped(text: string): string {
  const line = clean(text).replace(/ +/gu, " ").trim();
  let out = "";
  let done = 0;
  for (const match of line.matchAll(URL)) {
    out += `${plain(line.slice(done, match.index))}<${match[0]}>`;
    done = match.index + match[0].length;
  }
  return atStart(out + plain(line.slice(done)));
}

/** An id as code; anything else escaped as text. */
export const code = (id: string): string => (ID.test(id) ? `\`${id}\`` : escaped(id));

/** Text of one line as code, whatever it holds; a bar would divide a cell even there. */
export function codeSpan(text: string): string {
  const line = clean(text).replace(/ +/gu, " ").trim();
  return /[`|]/u.test(line) ? escaped(line) : `\`${line}\``;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** A mark that nobody sees keeps GitHub from turning `@name` and `#12` into mentions and references. */
const plain = (text: string): string =>
  text
    .replace(/[&<>]/gu, (sign) => ENTITIES[sign] ?? sign)
    .replace(/[\\`*_[\]{}|~]/gu, (sign) => `\\${sign}`)
    .replace(/(?<![\w&])([@#])(?=\w)/gu, "$1\u2060");

/** What starts a list, a heading or a rule only at the start of a line. */
const atStart = (text: string): string =>
  text.replace(/^(?:[-+=#]|\d+(?=[.)](?:\s|$)))/u, (start) => (/\d/u.test(start) ? `${start}\\` : `\\${start}`));
