import { asciiJson } from "./compiled.ts";

type Plain = Readonly<Record<string, unknown>>;

/** Entries of one kind: what every run reads of each and the place of the rest in the text. */
export interface Packed {
  /** Keys of the rest. */
  readonly keys: readonly string[];
  /** What most entries say; left out of their rests. */
  readonly usual: Plain;
  readonly entries: readonly (readonly [atHand: Plain, start: number, end: number])[];
}

/** Writes the rest of each entry behind `text`. */
export function packed(entries: readonly Plain[], atHand: readonly string[], text: string[]): Packed {
  const keys = [...new Set(entries.flatMap(Object.keys))].filter((k) => !atHand.includes(k));
  const usual: Record<string, unknown> = {};
  for (const key of keys) {
    const counts = new Map<string | undefined, number>();
    for (const e of entries) counts.set(JSON.stringify(e[key]), (counts.get(JSON.stringify(e[key])) ?? 0) + 1);
    const [most] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
    // A key that some entries lack has no usual value: it would appear in them.
    if (most !== undefined && !counts.has(undefined)) usual[key] = JSON.parse(most) as unknown;
  }
  let at = text.reduce((sum, t) => sum + t.length, 0);
  return {
    keys,
    usual,
    entries: entries.map((e) => {
      const rest = keys.filter((k) => e[k] !== undefined && !isUsual(usual, k, e[k]));
      const json = asciiJson(Object.fromEntries(rest.map((k) => [k, e[k]])));
      text.push(json);
      at += json.length;
      return [Object.fromEntries(atHand.flatMap((k) => (e[k] === undefined ? [] : [[k, e[k]]]))), at - json.length, at];
    }),
  };
}

const isUsual = (usual: Plain, key: string, value: unknown): boolean =>
  key in usual && JSON.stringify(value) === JSON.stringify(usual[key]);

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
