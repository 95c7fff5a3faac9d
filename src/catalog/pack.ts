import { asciiJson, type Compiled } from "../yaml/compiled.ts";
import type { Catalog, Model, Offer, Provider, WholeCatalog } from "./catalog.ts";
import { joined } from "./join.ts";
import { lazyEntries } from "./lazy-entries.ts";

type Plain = Readonly<Record<string, unknown>>;

/** Entries of one kind: what every run reads of each and the place of the rest in the text. */
interface Packed {
  /** Keys of the rest. */
  readonly keys: readonly string[];
  /** What most entries say; left out of their rests. */
  readonly usual: Plain;
  readonly entries: readonly (readonly [atHand: Plain, start: number, end: number])[];
}

/** The catalog as it is kept for the next run: small, and most of it not even parsed. Reading it is a good part of a run. */
export interface PackedCatalog extends Omit<WholeCatalog, "models" | "providers" | "taxonomy"> {
  readonly models: Packed;
  readonly providers: readonly Plain[];
  readonly offers: Packed;
}

/** What only somebody who looks an entry up wants to read; no rule and no estimate does. */
const LOOKED_UP = {
  model: ["aliases", "note", "licenseNote"],
  evidence: ["url"],
  provider: ["note", "offers"],
  offer: ["note", "providerModelId"],
} as const;

/** What is read of every entry, of candidates too that do another job. */
const AT_HAND = {
  model: ["id", "tasks", "weights", "license", "parameters"],
  offer: ["model", "endpoint", "provider", "terms"],
} as const;

export function pack({ taxonomy: _, ...catalog }: WholeCatalog): Compiled<PackedCatalog> {
  const text: string[] = [];
  const models = catalog.models.map((m) => ({
    ...without({ ...m }, LOOKED_UP.model),
    evidence: m.evidence.map((e) => without({ ...e }, LOOKED_UP.evidence)),
  }));
  const offers = catalog.providers.flatMap((p) =>
    p.offers.map((o) => ({ ...without({ ...o }, LOOKED_UP.offer), provider: p.id })),
  );
  const data = {
    ...catalog,
    models: packed(models, AT_HAND.model, text),
    providers: catalog.providers.map((p) => without({ ...p }, LOOKED_UP.provider)),
    offers: packed(offers, AT_HAND.offer, text),
  };
  return { data, text: text.join("") };
}

export function unpack({ data, text }: Compiled<PackedCatalog>): Catalog {
  const { models, offers, providers, ...rest } = data;
  const makers = joined(rest);
  const offersOf = new Map<string, Offer[]>(providers.map((p) => [p["id"] as string, []]));
  const makeOffer = lazyEntries<Offer>(offers.keys, offers.usual, text);
  for (const [known, start, end] of offers.entries)
    offersOf.get(known["provider"] as string)?.push(makeOffer(known, start, end));
  const makeModel = lazyEntries<Model>(models.keys, models.usual, text);
  return {
    ...rest,
    models: models.entries.map(([known, start, end]) =>
      makeModel(Object.assign(known, makers(known as never)), start, end),
    ),
    providers: providers.map((p) => ({ ...p, offers: offersOf.get(p["id"] as string) ?? [] }) as unknown as Provider),
  };
}

/** Writes the rest of each entry behind `text`. */
function packed(entries: readonly Plain[], atHand: readonly string[], text: string[]): Packed {
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

const without = (entry: Plain, keys: readonly string[]): Plain =>
  Object.fromEntries(Object.entries(entry).filter(([k]) => !keys.includes(k)));
