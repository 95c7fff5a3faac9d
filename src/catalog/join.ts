import type { Catalog, License, Model, WholeCatalog } from "./catalog.ts";
import { measuredGroups } from "./measured-groups.ts";
import type { ModelFile } from "./schema/model.ts";

type Joined = Pick<Model, "vendor" | "maker" | "origin" | "terms">;

type Named = Pick<ModelFile, "license"> & { readonly id: string };

/** A model's maker and the terms of its licence. References have been checked when the catalog was compiled. */
export function joined({ licenses, vendors }: Pick<Catalog, "licenses" | "vendors">): {
  readonly [K in keyof Joined]: (model: Named) => Joined[K];
} {
  const termsOf = new Map(licenses.map((l) => [l.id, l]));
  const vendor = ({ id }: Named): string => id.slice(0, id.indexOf("/"));
  const maker = (model: Named): Model["maker"] => {
    const found = vendors[vendor(model)];
    if (!found) throw new Error(`no maker ${vendor(model)}`);
    return found;
  };
  return {
    vendor,
    maker,
    origin: (model) => maker(model).country,
    terms: ({ license }) => termsOf.get(license) as License,
  };
}

export function join(catalog: WholeCatalog): Catalog {
  const { vendor, maker, origin, terms } = joined(catalog);
  return {
    ...catalog,
    models: catalog.models.map((m) => ({
      ...m,
      vendor: vendor(m),
      maker: maker(m),
      origin: origin(m),
      terms: terms(m),
    })),
    measurements: measuredGroups(catalog),
  };
}
