import type { Compiled } from "../yaml/compiled.ts";
import { lazyEntries, type Packed, packed } from "../yaml/packed.ts";
import type { Catalog, Model, Offer, Provider, WholeCatalog } from "./catalog.ts";
import { joined } from "./join.ts";

type Plain = Readonly<Record<string, unknown>>;

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

const without = (entry: Plain, keys: readonly string[]): Plain =>
  Object.fromEntries(Object.entries(entry).filter(([k]) => !keys.includes(k)));
