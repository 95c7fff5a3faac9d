import { asciiJson, type Loaded } from "./compiled.ts";

type Plain = Readonly<Record<string, unknown>>;

/** Entries of one kind: some keys in columns, the others in parts of the text. */
export interface Packed {
  readonly count: number;
  readonly columns: Readonly<Record<string, Coded>>;
  readonly parts: readonly Part[];
}

/** One key of all entries: each different value once, and for each entry the place of its value, -1 where it has none. */
interface Coded {
  readonly values: readonly unknown[];
  /** null: every entry has a value of its own. */
  readonly codes: readonly number[] | null;
}

/** Keys that are read together. */
interface Part {
  readonly keys: readonly string[];
  /** What most entries say; left out of their texts. */
  readonly usual: Plain;
  /** Where the texts stand: entry n from place n to place n + 1. */
  readonly places: readonly number[];
}

/**
 * Entries with the keys `atHand` in columns, and then a part for each list of keys and one for whatever is left; what stands in parts
 * is written behind `text`.
 */
export function packed(
  entries: readonly Plain[],
  atHand: readonly string[],
  together: readonly (readonly string[])[],
  text: string[],
): Packed {
  const named = [...atHand, ...together.flat()];
  const left = [...new Set(entries.flatMap(Object.keys))].filter((k) => !named.includes(k));
  return {
    count: entries.length,
    columns: Object.fromEntries(atHand.map((key) => [key, coded(entries.map((e) => e[key]))])),
    parts: [...together, left].map((keys) => partOf(entries, keys, text)),
  };
}

function coded(list: readonly unknown[]): Coded {
  const places = new Map<string, number>();
  const values: unknown[] = [];
  const codes = list.map((value) => {
    if (value === undefined) return -1;
    const json = JSON.stringify(value);
    const place = places.get(json) ?? values.push(value) - 1;
    places.set(json, place);
    return place;
  });
  return { values, codes: codes.every((c, n) => c === n) ? null : codes };
}

function partOf(entries: readonly Plain[], keys: readonly string[], text: string[]): Part {
  const usual: Record<string, unknown> = {};
  for (const key of keys) {
    const counts = new Map<string | undefined, number>();
    for (const e of entries) counts.set(JSON.stringify(e[key]), (counts.get(JSON.stringify(e[key])) ?? 0) + 1);
    const [most] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
    // A key that some entries lack has no usual value: it would appear in them.
    if (most !== undefined && !counts.has(undefined)) usual[key] = JSON.parse(most) as unknown;
  }
  let at = text.reduce((sum, t) => sum + t.length, 0);
  const places = [at];
  for (const e of entries) {
    const own = keys.filter((k) => e[k] !== undefined && !isUsual(usual, k, e[k]));
    const json = asciiJson(Object.fromEntries(own.map((k) => [k, e[k]])));
    text.push(json);
    at += json.length;
    places.push(at);
  }
  return { keys, usual, places };
}

const isUsual = (usual: Plain, key: string, value: unknown): boolean =>
  key in usual && JSON.stringify(value) === JSON.stringify(usual[key]);

const PLACE = Symbol("place");
const PARTS = Symbol("parts");

/** An entry knows its place; its parts are parsed when one of their keys is first read. */
class Entry {
  readonly [PLACE]: number;
  readonly [PARTS]: (Plain | undefined)[] = [];

  constructor(place: number) {
    this[PLACE] = place;
  }
}

/** The entries, with `derived` keys that are worked out from the others whenever they are read. */
export function entriesOf<T>(
  { count, columns, parts }: Packed,
  read: Loaded<unknown>["part"],
  derived: Readonly<Record<string, (entry: T) => unknown>> = {},
): T[] {
  class Own extends Entry {}
  const define = (key: string, get: (this: Entry) => unknown) => Object.defineProperty(Own.prototype, key, { get });
  for (const [key, { values, codes }] of Object.entries(columns))
    define(key, function () {
      return values[codes === null ? this[PLACE] : (codes[this[PLACE]] as number)];
    });
  for (const [n, { keys, usual, places }] of parts.entries()) {
    const parsed = (at: number) =>
      JSON.parse(read(places[at] as number, places[at + 1] as number)) as Record<string, unknown>;
    for (const key of keys) {
      const otherwise = usual[key];
      define(key, function () {
        const own = (this[PARTS][n] ??= parsed(this[PLACE]));
        const value = own[key];
        return value === undefined ? otherwise : value;
      });
    }
  }
  for (const [key, work] of Object.entries(derived))
    define(key, function () {
      return work(this as T);
    });
  const entries: T[] = [];
  for (let n = 0; n < count; n++) entries.push(new Own(n) as T);
  return entries;
}
