/** Names that a marker may have, so that it can be found again and closes no comment. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/u;

export const isMarker = (name: string): boolean => NAME.test(name) && !name.includes("--");

/** A hidden first line by which a bot finds its own comment again. */
export const marked = (markdown: string, name: string | null): string =>
  name === null ? markdown : `<!-- advisor:${name} -->\n${markdown}`;
