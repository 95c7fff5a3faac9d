import { html, type Markup, type Part } from "./markup.ts";

const URL = /https?:\/\/[^\s<>"'`|\\^{}()[\]]+[^\s<>"'`|\\^{}()[\].,;:!?]/gu;

/** Text in which addresses of the web, and nothing else, are links. */
export function linked(text: string): Markup {
  const parts: Part[] = [];
  let done = 0;
  for (const match of text.matchAll(URL)) {
    parts.push(text.slice(done, match.index), html`<a href="${match[0]}">${match[0]}</a>`);
    done = match.index + match[0].length;
  }
  return html`${parts}${text.slice(done)}`;
}

/** The first address in a text, or null. */
export const addressIn = (text: string): string | null => text.match(URL)?.[0] ?? null;

/** Whose page it is: `example.com`; paper writes the whole address. */
export const hostOf = (url: string): string => /^https?:\/\/(?:www\.)?([^/?#]+)/u.exec(url)?.[1] ?? url;
