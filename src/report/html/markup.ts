import { clean } from "../width.ts";
import { shortSentence } from "./shorten.ts";

/** Text that is HTML already. Everything else that gets into a page is text and is escaped on its way. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Part = Markup | string | number | null | false | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** For text and for attributes in quotes: no markup, no control character, no mark that turns the text around it. */
export const escaped = (text: string): string =>
  clean(text)
    .replace(/\p{Cs}/gu, "\ufffd")
    .replace(/[\u061c\u200e\u200f\ufeff]/gu, "")
    .replace(/[&<>"']/gu, (sign) => ENTITIES[sign] ?? sign);

/** A template whose slots are escaped, and cut where nobody would read on; lists are joined, `null` and `false` are nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let text = strings[0] ?? "";
  parts.forEach((part, i) => {
    text += textOf(part) + (strings[i + 1] ?? "");
  });
  return new Markup(text);
}

function textOf(part: Part): string {
  if (part === null || part === false) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "string") return escaped(shortSentence(part));
  if (typeof part === "number") return String(part);
  return part.map(textOf).join("");
}

export const NOTHING = new Markup("");

/** Parts with a separator between them. */
export const joined = (parts: readonly Part[], between: Part): Part[] =>
  parts.flatMap((part, i) => (i > 0 ? [between, part] : [part]));
