import { clean } from "./width.ts";

/** Characters that XML 1.0 knows no way to write, and halves of surrogate pairs. */
const ILLEGAL = /[\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text on one line that stays text, in elements and in attributes. */
export const xmlText = (text: string): string =>
  clean(text)
    .trim()
    .replace(ILLEGAL, "\ufffd")
    .replace(/[&<>"']/gu, (sign) => ENTITIES[sign] ?? sign);
