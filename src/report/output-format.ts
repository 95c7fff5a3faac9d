/** What tells the format of a file. */
export interface Endings {
  readonly endings: readonly string[];
  /** Endings that mean this format only where it is the one that was asked for. */
  readonly also?: readonly string[];
}

export interface Output<F extends string> {
  readonly file: string;
  readonly format: F;
}

/**
 * File and format of one `--output`: `FORMAT:FILE` says both; else the ending tells, the longest that fits, unless `asked` claims it;
 * else it is `asked`. Null where nothing tells.
 */
export function outputOf<F extends string>(
  said: string,
  formats: Readonly<Record<F, Endings>>,
  asked: F | null,
): Output<F> | null {
  const names = Object.keys(formats) as F[];
  const prefix = names.find((f) => said.startsWith(`${f}:`) && said.length > f.length + 1);
  if (prefix) return { file: said.slice(prefix.length + 1), format: prefix };
  const name = said.toLowerCase();
  const length = (list: readonly string[] = []) =>
    Math.max(0, ...list.filter((ending) => name.endsWith(ending)).map((ending) => ending.length));
  if (asked !== null && length([...formats[asked].endings, ...(formats[asked].also ?? [])]) > 0)
    return { file: said, format: asked };
  const best = names.reduce((a, b) => (length(formats[b].endings) > length(formats[a].endings) ? b : a));
  if (length(formats[best].endings) > 0) return { file: said, format: best };
  return asked === null ? null : { file: said, format: asked };
}
