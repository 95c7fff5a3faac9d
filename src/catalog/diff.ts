import type { WholeCatalog } from "./catalog.ts";
import { measurementsOf } from "./measured-groups.ts";

/** One field: `endpoints[api].retentionDays`, what it was and is; `undefined` never, absent = null. `percent` where both are numbers. */
export interface FieldDiff {
  readonly path: string;
  readonly old: unknown;
  readonly new: unknown;
  readonly percent: number | null;
}

export interface EntryDiff {
  readonly kind: string;
  readonly id: string;
  readonly change: "added" | "removed" | "changed";
  /** Of an added price: the one that it takes over from; `fields` are then the differences between the two. */
  readonly follows: string | null;
  readonly fields: readonly FieldDiff[];
}

type Offer = WholeCatalog["providers"][number]["offers"][number];
type Entries = ReadonlyMap<string, unknown>;

/** Every entry that one catalog has and the other has not, or has otherwise; by kind, then by id. */
export function diffCatalogs(before: WholeCatalog, after: WholeCatalog): EntryDiff[] {
  const [old, now] = [entriesOf(before), entriesOf(after)];
  return Object.keys(now).flatMap((kind) => {
    const [a, b] = [old[kind] ?? new Map(), now[kind] ?? new Map()];
    const ids = [...new Set([...a.keys(), ...b.keys()])].sort();
    return ids.flatMap((id) => entryDiff(kind, id, a, b));
  });
}

function entryDiff(kind: string, id: string, before: Entries, after: Entries): EntryDiff[] {
  const entry = { kind, id, follows: null };
  if (!after.has(id)) return [{ ...entry, change: "removed", fields: [] }];
  if (before.has(id)) {
    const fields = fieldDiffs(before.get(id), after.get(id));
    return fields.length > 0 ? [{ ...entry, change: "changed", fields }] : [];
  }
  const follows = kind === "offers" ? predecessor(id, after as ReadonlyMap<string, Offer>) : null;
  const fields =
    follows === null ? [] : fieldDiffs(after.get(follows), after.get(id)).filter((f) => !DATES.test(f.path));
  return [{ ...entry, change: "added", follows, fields }];
}

const DATES = /^(from|until|checked|source|note)$/u;

/** The id of the price of the same model, endpoint and time band that ended last before this one begins. */
function predecessor(id: string, offers: ReadonlyMap<string, Offer>): string | null {
  const from = offers.get(id)?.from ?? null;
  if (from === null) return null;
  const place = (other: string): string => other.slice(0, other.lastIndexOf("#"));
  const earlier = [...offers].filter(([other, o]) => o.until !== null && o.until < from && place(other) === place(id));
  return earlier.sort(([, a], [, b]) => ((a.until ?? "") < (b.until ?? "") ? 1 : -1))[0]?.[0] ?? null;
}

/** All entries by kind and id. */
function entriesOf(c: WholeCatalog): Readonly<Record<string, Entries>> {
  const byId = (list: readonly { readonly id: string }[]): Entries =>
    new Map(list.map(({ id, ...rest }) => [id, rest]));
  const released = new Map(c.models.map((m) => [m.id, m.released]));
  const offers = c.providers.flatMap((p) =>
    p.offers.map((o): [string, Offer] => {
      const band = o.band ? `/${o.band.name.replaceAll(" ", "-")}` : "";
      return [`${o.model}@${p.id}/${o.endpoint}${band}#${o.from ?? released.get(o.model) ?? "release"}`, o];
    }),
  );
  return {
    models: byId(c.models),
    offers: new Map(offers),
    providers: byId(c.providers.map(({ offers: _, ...p }) => p)),
    vendors: new Map(Object.entries(c.vendors)),
    licenses: byId(c.licenses),
    accelerators: byId(c.accelerators),
    benchmarks: new Map(Object.entries(c.benchmarks.benchmarks)),
    tasks: new Map(Object.entries(c.tasks)),
    taxonomy: new Map(Object.entries(c.taxonomy)),
    assumptions: new Map(Object.entries(c.assumptions)),
    measurements: new Map(c.measurements.flatMap(measurementsOf).map(({ id, ...rest }) => [id, rest])),
    "measured models": new Map(Object.entries(c.measuredModels)),
    presets: new Map(Object.entries(c.presets)),
    defaults: new Map([["defaults", c.defaults]]),
  };
}

/** Where two values differ. Entries of a list are told apart by what names them, else by their place. */
export function fieldDiffs(old: unknown, now: unknown, path = ""): FieldDiff[] {
  if (JSON.stringify(old ?? null) === JSON.stringify(now ?? null)) return [];
  const [a, b] = [partsOf(old), partsOf(now)];
  if (a === null || b === null) {
    const percent = typeof old === "number" && typeof now === "number" && old !== 0 ? (100 * (now - old)) / old : null;
    return [{ path, old: old ?? null, new: now ?? null, percent }];
  }
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((key) => {
    const deeper = key.startsWith("[") || path === "" ? `${path}${key}` : `${path}.${key}`;
    return fieldDiffs(a.get(key), b.get(key), deeper);
  });
}

/** What names an entry of a list, the first that all its entries have. */
const NAMES = [
  ["id"],
  ["benchmark", "variant", "date", "conditions"],
  ["aboveInputTokens"],
  ["cloud", "region", "devices"],
];

/** A mapping, or a list of mappings, by key; null = a value that is compared whole. */
function partsOf(value: unknown): Map<string, unknown> | null {
  if (typeof value !== "object" || value === null) return null;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  if (!value.every((v) => typeof v === "object" && v !== null && !Array.isArray(v))) return null;
  const names = NAMES.find(([first]) => value.every((v) => first !== undefined && first in (v as object)));
  const parts = new Map<string, unknown>();
  value.forEach((v: Record<string, unknown>, i) => {
    const name = names?.flatMap((n) => (v[n] === null || v[n] === undefined ? [] : [String(v[n])])).join(" ");
    const key = `[${name ?? i}]`;
    parts.set(parts.has(key) ? `[${name ?? ""} ${i}]` : key, v);
  });
  return parts;
}
