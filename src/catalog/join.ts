import type { Catalog, License, Model, WholeCatalog } from "./catalog.ts";
import type { ModelFile } from "./schema/model.ts";

type Joined = Pick<Model, "vendor" | "maker" | "origin" | "terms">;

/** A model's maker and the terms of its licence. References have been checked when the catalog was compiled. */
export function joined({
  licenses,
  vendors,
}: Pick<Catalog, "licenses" | "vendors">): (model: Pick<ModelFile, "license"> & { readonly id: string }) => Joined {
  const terms = new Map(licenses.map((l) => [l.id, l]));
  return ({ id, license }) => {
    const vendor = id.slice(0, id.indexOf("/"));
    const maker = vendors[vendor];
    if (!maker) throw new Error(`no maker ${vendor}`);
    return { vendor, maker, origin: maker.country, terms: terms.get(license) as License };
  };
}

export function join(catalog: WholeCatalog): Catalog {
  const makers = joined(catalog);
  return { ...catalog, models: catalog.models.map((m) => ({ ...m, ...makers(m) })) };
}
