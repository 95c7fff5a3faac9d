import type { UnjoinedCatalog } from "./join.ts";

type Plain = Readonly<Record<string, unknown>>;

/** Entries of one kind with what most of them say left out. */
interface Packed {
  readonly usual: Plain;
  readonly rows: readonly Plain[];
}

/** The catalog as it is kept for the next run: small, since reading it is a good part of a run. */
export interface PackedCatalog extends Omit<UnjoinedCatalog, "models" | "providers" | "taxonomy"> {
  readonly models: Packed;
  readonly evidence: Packed;
  readonly providers: readonly Plain[];
  readonly offers: Packed;
}

/** What only somebody who looks an entry up wants to read; no rule and no estimate does. */
const LOOKED_UP = {
  model: ["aliases", "note", "licenseNote", "evidence"],
  evidence: ["url"],
  provider: ["note", "offers"],
  offer: ["note", "providerModelId"],
} as const;

export function pack({ taxonomy: _, ...catalog }: UnjoinedCatalog): PackedCatalog {
  return {
    ...catalog,
    models: packed(catalog.models, LOOKED_UP.model),
    evidence: packed(
      catalog.models.flatMap((m) => m.evidence.map((e) => ({ ...e, model: m.id }))),
      LOOKED_UP.evidence,
    ),
    providers: catalog.providers.map((p) => without({ ...p }, LOOKED_UP.provider)),
    offers: packed(
      catalog.providers.flatMap((p) => p.offers.map((o) => ({ ...o, provider: p.id }))),
      LOOKED_UP.offer,
    ),
  };
}

export function unpack({ evidence, offers, ...catalog }: PackedCatalog): UnjoinedCatalog {
  const evidenceOf = byOwner(evidence, "model");
  const offersOf = byOwner(offers, "provider");
  return {
    ...catalog,
    models: catalog.models.rows.map((m) => ({
      ...catalog.models.usual,
      ...m,
      evidence: evidenceOf.get(m["id"]) ?? [],
    })),
    providers: catalog.providers.map((p) => ({ ...p, offers: offersOf.get(p["id"]) ?? [] })),
  } as unknown as UnjoinedCatalog;
}

/** Rows of one owner follow each other. */
function byOwner({ usual, rows }: Packed, key: string): Map<unknown, Plain[]> {
  const owners = new Map<unknown, Plain[]>();
  let owner: unknown;
  let own: Plain[] = [];
  for (const row of rows) {
    const its = row[key] ?? usual[key];
    if (its !== owner) {
      owner = its;
      owners.set(owner, (own = []));
    }
    own.push({ ...usual, ...row });
  }
  return owners;
}

function packed(entries: readonly Plain[], dropped: readonly string[]): Packed {
  const keys = [...new Set(entries.flatMap(Object.keys))].filter((k) => !dropped.includes(k));
  const usual: Record<string, unknown> = {};
  for (const key of keys) {
    const texts = entries.map((e) => JSON.stringify(e[key]));
    const counts = new Map<string | undefined, number>();
    for (const t of texts) counts.set(t, (counts.get(t) ?? 0) + 1);
    const [most] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
    // A key that some entries lack has no usual value: it would appear in them.
    if (most !== undefined && !counts.has(undefined)) usual[key] = JSON.parse(most) as unknown;
  }
  const rows = entries.map((e) =>
    Object.fromEntries(
      keys
        .filter((k) => e[k] !== undefined && !(k in usual && JSON.stringify(e[k]) === JSON.stringify(usual[k])))
        .map((k) => [k, e[k]]),
    ),
  );
  return { usual, rows };
}

const without = (entry: Plain, keys: readonly string[]): Plain =>
  Object.fromEntries(Object.entries(entry).filter(([k]) => !keys.includes(k)));
