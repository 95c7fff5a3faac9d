import { Failure, nearest } from "../failure.ts";
import type { WholeCatalog } from "./catalog.ts";

export type EntryKind =
  | "model"
  | "provider"
  | "accelerator"
  | "license"
  | "benchmark"
  | "vendor"
  | "architecture"
  | "trait"
  | "system";

/** An entry with everything that the catalog says of it and that belongs to it. */
export interface Entry {
  readonly kind: EntryKind;
  readonly id: string;
  readonly name: string;
  /** The fields of its file. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Lists of what belongs to it, each row with its own source. */
  readonly lists: readonly { readonly title: string; readonly rows: readonly Readonly<Record<string, unknown>>[] }[];
  /** Every source named anywhere in it, with the day it was read. */
  readonly sources: readonly string[];
}

type Found = Omit<Entry, "sources">;

/**
 * The entry that a person names by id, by name or as the source document calls it; upper and lower case are the same.
 * @throws Failure with the nearest spelling
 */
export function findEntry(catalog: WholeCatalog, wanted: string): Entry {
  const key = plain(wanted);
  for (const finder of FINDERS) {
    const found = finder(catalog).find(([names]) => names.some((n) => plain(n) === key));
    if (found) {
      const entry = found[1]();
      return { ...entry, sources: sourcesOf(entry) };
    }
  }
  const all = FINDERS.flatMap((finder) => finder(catalog).flatMap(([names]) => names));
  const parts = [...new Set(all.filter((n) => plain(n).includes(key)))].slice(0, 8);
  const close = parts.length > 0 ? `Did you mean ${parts.join(", ")}?` : nearestOf(wanted, all);
  throw new Failure({
    place: { file: "catalog show" },
    text: `the catalog has no entry "${wanted}".`,
    ...(close ? { hint: close } : {}),
  });
}

const nearestOf = (wanted: string, all: readonly string[]): string | null => {
  const close = nearest(wanted, all);
  return close && `Did you mean ${close}?`;
};

type Finder = (catalog: WholeCatalog) => (readonly [readonly string[], () => Found])[];

const FINDERS: readonly Finder[] = [
  (c) => c.models.map((m) => [[m.id, m.name, m.id.split("/")[1] ?? m.id], () => modelEntry(c, m)]),
  (c) =>
    c.taxonomy.systems.map((s) => [
      [s.name, ...partsOf(s.name)],
      () => ({
        kind: "system",
        id: s.name,
        name: s.name,
        fields: s,
        lists: [{ title: "Models of today", rows: s.models.flatMap((id) => brief(c, id)) }],
      }),
    ]),
  (c) =>
    c.providers.map((p) => [
      [p.id, p.name],
      () => {
        const { offers, endpoints, ...fields } = p;
        return entry("provider", p, fields, [
          { title: "Endpoints", rows: endpoints },
          { title: "Offers", rows: offers },
        ]);
      },
    ]),
  (c) =>
    c.accelerators.map((a) => [
      [a.id, a.name],
      () => {
        const { rental, ...fields } = a;
        return entry("accelerator", a, fields, [{ title: "Rental", rows: rental }]);
      },
    ]),
  (c) =>
    c.licenses.map((l) => [
      [l.id, l.name, ...(l.spdx ? [l.spdx] : [])],
      () =>
        entry("license", l, l, [
          { title: "Models", rows: c.models.filter((m) => m.license === l.id).flatMap((m) => brief(c, m.id)) },
        ]),
    ]),
  (c) =>
    Object.entries(c.benchmarks.benchmarks).map(([id, b]) => [
      [id, b.name],
      () =>
        entry("benchmark", { id, name: b.name }, b, [
          {
            title: "Results",
            rows: c.models
              .flatMap((m) =>
                m.evidence.filter((e) => e.benchmark === id).map(({ benchmark: _, ...e }) => ({ model: m.id, ...e })),
              )
              .sort((x, y) => (b.higherIsBetter ? y.score - x.score : x.score - y.score)),
          },
        ]),
    ]),
  (c) =>
    Object.entries(c.vendors).map(([id, v]) => [
      [id, v.name],
      () =>
        entry("vendor", { id, name: v.name }, v, [
          { title: "Models", rows: c.models.filter((m) => m.id.startsWith(`${id}/`)).flatMap((m) => brief(c, m.id)) },
        ]),
    ]),
  (c) => terms(c, "architecture", c.taxonomy.architectures, (m) => [m.architecture]),
  (c) => terms(c, "trait", c.taxonomy.traits, (m) => m.traits),
];

function modelEntry(c: WholeCatalog, m: WholeCatalog["models"][number]): Found {
  const { evidence, ...fields } = m;
  const license = c.licenses.find((l) => l.id === m.license);
  const named = c.taxonomy.systems.filter((s) => s.models.includes(m.id));
  const offers = c.providers.flatMap((p) =>
    p.offers.filter((o) => o.model === m.id).map(({ model: _, ...o }) => ({ provider: p.id, ...o })),
  );
  return entry("model", m, fields, [
    { title: "Licence terms", rows: license ? [{ ...license }] : [] },
    { title: "Offers", rows: offers },
    { title: "Evidence", rows: evidence },
    { title: "In the source document", rows: named.map(({ models: _, ...s }) => s) },
  ]);
}

const entry = (
  kind: EntryKind,
  { id, name }: { readonly id: string; readonly name: string },
  fields: object,
  lists: Found["lists"],
): Found => ({
  kind,
  id,
  name,
  fields: fields as Readonly<Record<string, unknown>>,
  lists: lists.filter((l) => l.rows.length > 0),
});

function terms(
  c: WholeCatalog,
  kind: "architecture" | "trait",
  all: WholeCatalog["taxonomy"]["architectures"],
  of: (m: WholeCatalog["models"][number]) => readonly (string | null)[],
): ReturnType<Finder> {
  return Object.entries(all).map(([id, t]) => [
    [id, t.name],
    () =>
      entry(kind, { id, name: t.name }, t, [
        { title: "Models", rows: c.models.filter((m) => of(m).includes(id)).flatMap((m) => brief(c, m.id)) },
      ]),
  ]);
}

const brief = (c: WholeCatalog, id: string): Readonly<Record<string, unknown>>[] =>
  c.models
    .filter((m) => m.id === id)
    .map((m) => ({ id: m.id, name: m.name, released: m.released, lifecycle: m.lifecycle, successor: m.successor }));

function sourcesOf({ fields, lists }: Found): string[] {
  const found = new Set<string>();
  const walk = (x: unknown): void => {
    if (Array.isArray(x)) for (const item of x) walk(item);
    else if (typeof x === "object" && x !== null) {
      const { source, checked, date, url } = x as Record<string, unknown>;
      const day = checked ?? date;
      if (typeof source === "string")
        found.add([source, ...(typeof url === "string" ? [url] : []), ...(day ? [String(day)] : [])].join(", "));
      for (const item of Object.values(x)) walk(item);
    }
  };
  walk(fields);
  for (const { rows } of lists) walk(rows);
  return [...found].sort();
}

/** "MMLU / BBH / MATH" and "Hugging Face: Hub, Transformers, Spaces" are also found by each of their names. */
const partsOf = (name: string): string[] => name.split(/\s*[/,:()]\s*/u).filter((part) => part.length > 1);

const plain = (s: string): string => s.toLowerCase().replace(/[\s_]+/gu, "-");
