type Plain = Readonly<Record<string, unknown>>;

/** An entry before its text has been read. */
interface Unread {
  rest?: Plain;
  readonly start: number;
  readonly end: number;
}

/**
 * Makes entries of which some keys are known and the others are parsed from `text` when one of them is first read; `usual` holds
 * the values that an entry's text leaves out. The known object itself becomes the entry.
 */
export function lazyEntries<T>(
  keys: readonly string[],
  usual: Plain,
  text: string,
): (known: Plain, start: number, end: number) => T {
  const unread = Symbol("unread");
  const prototype = {};
  for (const key of keys) {
    Object.defineProperty(prototype, key, {
      get(this: { readonly [unread]: Unread }) {
        const entry = this[unread];
        entry.rest ??= { ...usual, ...(JSON.parse(text.slice(entry.start, entry.end)) as Plain) };
        return entry.rest[key];
      },
    });
  }
  return (known, start, end) => {
    const entry = Object.setPrototypeOf(known, prototype) as { [unread]: Unread };
    entry[unread] = { start, end };
    return entry as T;
  };
}
