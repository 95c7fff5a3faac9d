import type { WholeCatalog } from "./catalog.ts";

type Provider = WholeCatalog["providers"][number];
type Offer = Provider["offers"][number];

/** Ids in public catalogs, without URL; null where there is none. */
export interface Aliases {
  readonly modelsDev: string | null;
  readonly litellm: string | null;
  readonly openrouter: string | null;
  readonly piAi: string | null;
  readonly huggingface: string | null;
  readonly ollama: string | null;
}

export const NO_ALIASES: Aliases = {
  modelsDev: null,
  litellm: null,
  openrouter: null,
  piAi: null,
  huggingface: null,
  ollama: null,
};

/**
 * The ids that this provider's model has in public catalogs. The maker's own API carries the ids of the model; an offer read from
 * a public catalog carries the id it was read under, since its source names the catalog and the provider there.
 */
export function offerAliases(p: Provider, o: Offer, model: Aliases, modelId: string): Aliases {
  const maker = modelId.slice(0, modelId.indexOf("/"));
  const own = p.vendor === maker && (o.endpoint === "api" || p.endpoints[0]?.id === o.endpoint);
  const id = o.providerModelId;
  const readAs = (catalog: RegExp): string | null => {
    const there = catalog.exec(o.source)?.[1];
    return there && id && /^[a-z0-9-]+$/u.test(there) ? `${there}/${id}` : null;
  };
  return {
    ...NO_ALIASES,
    modelsDev: readAs(/models\.dev \S+ \(([^)]+)\)/u) ?? (own ? model.modelsDev : null),
    litellm: (/^litellm /iu.test(o.source) ? id : null) ?? (own ? model.litellm : null),
    openrouter: p.id === "openrouter" ? (id ?? model.openrouter) : null,
    piAi: readAs(/pi-ai \S+ \(([^)]+)\)/u) ?? (own ? model.piAi : null),
  };
}
