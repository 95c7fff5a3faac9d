import type { Compiled, Loaded } from "../yaml/compiled.ts";
import { entriesOf, type Packed, packed } from "../yaml/packed.ts";
import type { Catalog, License, Model, Offer, Provider, WholeCatalog } from "./catalog.ts";
import { joined } from "./join.ts";
import { type MeasuredGroup, measuredGroups } from "./measured-groups.ts";

type Plain = Readonly<Record<string, unknown>>;

/** The catalog as it is kept for the next run: small, and most of it not even parsed. Reading it is a good part of a run. */
export interface PackedCatalog
  extends Omit<WholeCatalog, "models" | "providers" | "licenses" | "taxonomy" | "measurements" | "measuredModels"> {
  readonly models: Packed;
  readonly licenses: Packed;
  readonly measurements: Packed;
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
  measurements: ["engine", "build", "layers", "hidden", "accelerators"],
} as const;

export function pack(whole: WholeCatalog): Compiled<PackedCatalog> {
  const { taxonomy: _, measurements: __, measuredModels: ___, ...catalog } = whole;
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
    models: packed(models, AT_HAND.model, [], text),
    licenses: packed(
      catalog.licenses.map((l) => ({ ...l })),
      ["id"],
      [],
      text,
    ),
    providers: catalog.providers.map((p) => without({ ...p }, LOOKED_UP.provider)),
    offers: packed(offers, AT_HAND.offer, [], text),
    measurements: packed(
      measuredGroups(whole).map((g) => ({ ...g })),
      AT_HAND.measurements,
      [],
      text,
    ),
  };
  return { data, text: text.join("") };
}

export function unpack({ data, part }: Loaded<PackedCatalog>): Catalog {
  const { offers: packedOffers, ...rest } = data;
  const licenses = entriesOf<License>(data.licenses, part);
  const { vendor, maker, origin, terms } = joined({ licenses, vendors: data.vendors });
  const offersOf = new Map<string, Offer[]>(data.providers.map((p) => [p["id"] as string, []]));
  for (const offer of entriesOf<Offer & { readonly provider: string }>(packedOffers, part))
    offersOf.get(offer.provider)?.push(offer);
  return {
    ...rest,
    models: entriesOf<Model>(data.models, part, { vendor, maker, origin, terms }),
    licenses,
    providers: data.providers.map(
      (p) => ({ ...p, offers: offersOf.get(p["id"] as string) ?? [] }) as unknown as Provider,
    ),
    measurements: entriesOf<MeasuredGroup>(data.measurements, part),
  };
}

const without = (entry: Plain, keys: readonly string[]): Plain =>
  Object.fromEntries(Object.entries(entry).filter(([k]) => !keys.includes(k)));
