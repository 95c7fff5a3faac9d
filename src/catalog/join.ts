import type { Catalog, Model } from "./catalog.ts";
import type { ModelFile } from "./schema/model.ts";
import type { TaxonomyFile } from "./schema/taxonomy.ts";

/** The catalog before the join: models name their maker and licence only, so that the compiled file holds each once. */
export interface UnjoinedCatalog extends Omit<Catalog, "models"> {
  readonly models: readonly (ModelFile & { readonly id: string })[];
  readonly taxonomy: TaxonomyFile;
}

/** Gives each model its maker and the terms of its licence. References have been checked when the catalog was compiled. */
export function join(catalog: UnjoinedCatalog): Catalog {
  const terms = new Map(catalog.licenses.map((l) => [l.id, l]));
  const models: Model[] = [];
  for (const file of catalog.models) {
    const vendor = file.id.slice(0, file.id.indexOf("/"));
    const maker = catalog.vendors[vendor];
    const license = terms.get(file.license);
    if (maker && license) models.push({ ...file, vendor, maker, origin: maker.country, terms: license });
  }
  return { ...catalog, models };
}
