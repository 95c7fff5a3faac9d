import { join } from "node:path";
import { Failure } from "../../failure.ts";
import { ROOT } from "../../root.ts";
import { readSources } from "../../yaml/compiled.ts";
import type { WholeCatalog } from "../catalog.ts";
import { loadWholeCatalog } from "../load.ts";
import { type Comparison, compare, holds, lastDay } from "./compare.ts";
import { editsOf } from "./edits.ts";
import { litellm } from "./litellm.ts";
import { type Matched, match } from "./match.ts";
import { modelsDev } from "./models-dev.ts";
import { openrouter } from "./openrouter.ts";
import { editProvider } from "./overlay.ts";
import { piAi } from "./pi-ai.ts";
import type { Outside, Reading } from "./row.ts";

/** The outside catalogs by name; a new one is a file and a row. */
export const OUTSIDE: readonly Outside[] = [modelsDev, litellm, openrouter, piAi];

export interface ImportRequest {
  readonly outside: Outside;
  readonly reading: Reading;
  /** The day on which the outside catalog was right, and the day of the import, YYYY-MM-DD. */
  readonly asOf: string;
  readonly today: string;
  /** Overlay folders that exist, the one to be written last: what it says is not imported again. */
  readonly overlays: readonly string[];
  /** Prices that the outside catalog confirms get its name and day. */
  readonly refresh: boolean;
}

export interface ImportResult extends Omit<Matched, "pairs">, Comparison {
  /** Offers that are not added, because the provider was read on that day or later without them. */
  readonly leftOut: Matched["fresh"];
  readonly outside: string;
  readonly asOf: string;
  readonly today: string;
  readonly entries: number;
  readonly matched: number;
  /** Prices that hold today at providers which the outside catalog lists, and that it does not have. */
  readonly notFound: number;
  /** Whole files for the overlay: `providers/<id>.yaml`. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/** Values of several files as one reading; the day is the latest that one of them states. */
export function readAll(
  outside: Outside,
  parts: readonly { readonly file: string; readonly json: unknown }[],
): Reading {
  const readings = parts.map((p) => outside.read(p.json, p.file));
  const rows = readings.flatMap((r) => r.rows);
  const days = readings.flatMap((r) => (r.asOf === null ? [] : [r.asOf])).sort();
  if (rows.length === 0) throw new Failure({ place: { file: parts[0]?.file ?? "" }, text: "has no prices in it." });
  return { rows, asOf: days.at(-1) ?? null };
}

/**
 * What the outside catalog says about our prices, and the overlay files that take over what is newer there. Nothing is written.
 * @throws Failure when our catalog, or the overlay as it stands, has problems
 */
export async function importCatalog(request: ImportRequest, root: string = ROOT): Promise<ImportResult> {
  const { outside, reading, asOf, today, overlays } = request;
  const sources = [join(root, "catalog"), ...overlays].flatMap((folder) => readSources(folder).files);
  const { parseYaml } = await import("../../yaml/parse.ts");
  const catalog = await loadWholeCatalog(overlays, root);
  const { pairs, ...matched } = match(catalog, outside, reading.rows);
  const priced = matched.fresh.filter(({ row }) => row.inputUsdPerMtok !== null || row.outputUsdPerMtok !== null);
  // What a newer reading of the provider does not have is not sold there any more, or was left out on purpose.
  const fresh = priced.filter(({ provider }) => asOf > lastRead(catalog, provider, today));
  const comparison = compare(pairs, asOf, today);

  const latest = new Map(sources.map((f) => [f.path, f]));
  const origin = `${outside.name} as of ${asOf}, on ${today}`;
  const raw = new Map<string, ReturnType<typeof parseYaml>>();
  const parsedOf = (provider: string) => {
    const source = latest.get(`providers/${provider}.yaml`);
    if (!source) throw new Error(`no file of provider ${provider}`);
    const parsed = raw.get(provider) ?? parseYaml(source.text, source.file);
    raw.set(provider, parsed);
    return { parsed, text: source.text };
  };
  const edits = editsOf(
    comparison.differences,
    fresh,
    request.refresh ? comparison.confirmed : [],
    request,
    (provider) => parsedOf(provider).parsed.value,
  );
  const files = [...edits].map(([provider, edit]) => {
    const { parsed, text } = parsedOf(provider);
    return { path: `providers/${provider}.yaml`, text: editProvider(text, parsed, edit, origin) };
  });
  // What is written has to be a catalog.
  const { compileCatalog } = await import("../compile-catalog.ts");
  compileCatalog(
    files.map((f) => ({ ...f, file: f.path })),
    "",
    catalog,
  );
  return {
    ...matched,
    ...comparison,
    fresh,
    leftOut: priced.filter((f) => !fresh.includes(f)),
    outside: outside.name,
    asOf,
    today,
    entries: reading.rows.length,
    matched: pairs.length,
    notFound: notFound(catalog, pairs, today),
    files,
  };
}

/** The last day on which a price of the provider was read. */
function lastRead(catalog: WholeCatalog, provider: string, today: string): string {
  const offers = catalog.providers.find((p) => p.id === provider)?.offers ?? [];
  return offers.reduce((last, o) => (lastDay(o.checked, today) > last ? lastDay(o.checked, today) : last), "");
}

/** Slots of the providers that were matched at all, with a price per token today and no entry. */
function notFound(catalog: WholeCatalog, pairs: Matched["pairs"], today: string): number {
  const listed = new Set(pairs.map(({ slot }) => slot.provider));
  const found = new Set(pairs.map(({ slot }) => `${slot.provider}/${slot.model}@${slot.endpoint}`));
  const open = catalog.providers.flatMap((p) =>
    p.offers
      .filter((o) => listed.has(p.id) && o.inputUsdPerMtok !== null && holds(o, today))
      .map((o) => `${p.id}/${o.model}@${o.endpoint}`),
  );
  return [...new Set(open)].filter((slot) => !found.has(slot)).length;
}
