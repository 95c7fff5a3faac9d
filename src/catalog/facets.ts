import { Failure, nearest, type Problem } from "../failure.ts";
import type { ListKind, ListRow } from "./list.ts";

/** What a row is filtered by: its values in that facet, or null where the kind has no such facet. */
type Facet = (row: ListRow, kind: ListKind) => readonly unknown[] | null;

const field =
  (...names: readonly string[]): Facet =>
  (row) => {
    const found = names.filter((n) => n in row);
    return found.length === 0 ? null : found.flatMap((n) => row[n] ?? []);
  };

/** Filters of `catalog list`: a new one is one row. */
export const FACETS = {
  architecture: { help: "architecture or trait (catalog tree names them)", read: field("architecture", "traits") },
  modality: {
    help: "a medium that goes in or comes out",
    read: (row) => {
      const m = row["modalities"] as { in: readonly string[]; out: readonly string[] } | undefined;
      return m ? [...m.in, ...m.out] : null;
    },
  },
  task: { help: "a task that it does, or that a benchmark speaks for", read: field("tasks") },
  vendor: {
    help: "maker, by id or name",
    read: (row, kind) => (kind === "models" ? [row.id.split("/")[0], row["vendor"]] : field("vendor")(row, kind)),
  },
  origin: { help: "country of the maker", read: field("origin") },
  weights: { help: "open, restricted or closed", read: field("weights") },
  license: { help: "licence", read: field("license") },
  lifecycle: { help: "announced, preview, active, legacy, deprecated, retired", read: field("lifecycle") },
  model: { help: "model", read: field("model") },
  provider: { help: "provider", read: (row, kind) => (kind === "providers" ? [row.id] : field("provider")(row, kind)) },
  deployment: {
    help: "vendor-api, hosted-api, cloud-gpu, on-premises, edge, app",
    read: (row, kind) => (kind === "benchmarks" ? null : field("kind", "kinds")(row, kind)),
  },
  jurisdiction: { help: "law that a provider answers to", read: field("jurisdiction") },
} as const satisfies Readonly<Record<string, { readonly help: string; readonly read: Facet }>>;

export type FacetName = keyof typeof FACETS;

/**
 * Rows that hold one of the wanted values in every facet.
 * @throws Failure where a kind has no such facet or no entry has such a value
 */
export function filterRows(
  rows: readonly ListRow[],
  kind: ListKind,
  wanted: Readonly<Partial<Record<FacetName, readonly string[]>>>,
): ListRow[] {
  const problems: Problem[] = [];
  let kept = [...rows];
  for (const [name, values] of Object.entries(wanted) as [FacetName, readonly string[]][]) {
    const read = FACETS[name].read as Facet;
    const has = rows.map((row) => read(row, kind));
    if (has.every((v) => v === null)) {
      problems.push({ place: { file: `--${name}` }, text: `${kind} have no ${name}.` });
      continue;
    }
    const known = [...new Set(has.flatMap((v) => (v ?? []).map((x) => plain(x))))];
    for (const value of values) {
      if (known.includes(plain(value))) continue;
      const close = nearest(value, known);
      problems.push({
        place: { file: `--${name}` },
        text: `no entry has "${value}".`,
        hint: close ? `Did you mean ${close}?` : `There are ${known.sort().slice(0, 30).join(", ")}.`,
      });
    }
    kept = kept.filter((row) => (read(row, kind) ?? []).some((x) => values.some((v) => plain(v) === plain(x))));
  }
  if (problems.length > 0) throw new Failure(problems);
  return kept;
}

const plain = (x: unknown): string => String(x).toLowerCase();
