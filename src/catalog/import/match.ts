import type { WholeCatalog } from "../catalog.ts";
import type { Outside, Row, Seat } from "./row.ts";

type Provider = WholeCatalog["providers"][number];
export type WholeOffer = Provider["offers"][number];

/** All dated prices of one model at one endpoint; `index` is the place in the list of the provider's file. */
export interface Slot {
  readonly provider: string;
  readonly model: string;
  readonly endpoint: string;
  /** What the model itself can hold, tokens: an offer that says nothing has these. */
  readonly contextTokens: number | null;
  readonly maxOutputTokens: number | null;
  readonly offers: readonly { readonly index: number; readonly offer: WholeOffer }[];
}

export interface Matched {
  readonly pairs: readonly { readonly slot: Slot; readonly row: Row }[];
  /** Entries for models of ours at providers of ours that sell them there for the first time. */
  readonly fresh: readonly {
    readonly provider: string;
    readonly endpoint: string;
    readonly model: string;
    readonly row: Row;
  }[];
  /** Entries of providers of ours for which no model is known. */
  readonly unknown: readonly Row[];
  /** Entries of providers that we do not list. */
  readonly elsewhere: number;
}

/**
 * Which entry speaks about which of our prices: by the provider's own id of the model, then by the alias of the model. Of several
 * entries the first that names the id exactly speaks.
 */
export function match(catalog: WholeCatalog, outside: Outside, rows: readonly Row[]): Matched {
  const providers = new Map(catalog.providers.map((p) => [p.id, p]));
  const models = new Map(catalog.models.map((m) => [m.id, m]));
  const slots = new Map(catalog.providers.map((p) => [p.id, slotsOf(p, models)]));
  const byAlias = new Map(
    catalog.models.flatMap((m) => (m.aliases[outside.alias] ? [[m.aliases[outside.alias], m]] : [])),
  );
  const pairs = new Map<Slot, { row: Row; rank: number }>();
  const fresh = new Map<string, Matched["fresh"][number]>();
  const unknown: Row[] = [];
  let elsewhere = 0;

  for (const row of rows) {
    const seat = seatOf(outside, row.provider, providers);
    if (seat === null) {
      elsewhere += 1;
      continue;
    }
    const here = (slots.get(seat.provider) ?? []).filter((s) => seat.endpoint === null || s.endpoint === seat.endpoint);
    const model = byAlias.get(row.key);
    const named = here.map((slot) => ({ slot, rank: rankOf(slot, row) })).filter((n) => n.rank > 0);
    const known = here.filter((s) => s.model === model?.id);
    const hits = named.length > 0 ? named : known.length === 1 ? known.map((slot) => ({ slot, rank: 1 })) : [];
    for (const { slot, rank } of hits) {
      if (rank > (pairs.get(slot)?.rank ?? 0)) pairs.set(slot, { row, rank });
    }
    if (hits.length > 0) continue;
    const endpoint = seat.endpoint ?? onlyEndpoint(providers.get(seat.provider));
    const mixed = outside.mixtures.includes(row.provider) && model?.weights !== "closed";
    if (!model || known.length > 0 || endpoint === null || mixed || model.lifecycle === "retired") unknown.push(row);
    else fresh.set(`${seat.provider}/${model.id}`, { provider: seat.provider, endpoint, model: model.id, row });
  }
  return {
    pairs: [...pairs].map(([slot, { row }]) => ({ slot, row })),
    fresh: [...fresh.values()],
    unknown,
    elsewhere,
  };
}

function seatOf(outside: Outside, word: string, ours: ReadonlyMap<string, unknown>): Seat | null {
  const [provider = word, endpoint = null] =
    (Object.hasOwn(outside.seats, word) ? outside.seats[word] : word)?.split("/") ?? [];
  return ours.has(provider) ? { provider, endpoint } : null;
}

function slotsOf(provider: Provider, models: ReadonlyMap<string, WholeCatalog["models"][number]>): Slot[] {
  const found = new Map<string, Slot & { offers: { index: number; offer: WholeOffer }[] }>();
  provider.offers.forEach((offer, index) => {
    const key = `${offer.model}@${offer.endpoint}`;
    const { contextTokens = null, maxOutputTokens = null } = models.get(offer.model) ?? {};
    const slot = found.get(key) ?? {
      provider: provider.id,
      model: offer.model,
      endpoint: offer.endpoint,
      contextTokens,
      maxOutputTokens,
      offers: [],
    };
    slot.offers.push({ index, offer });
    found.set(key, slot);
  });
  return [...found.values()];
}

/** 3 = the same id, 2 = the same but for the prefix that some catalogs put before it, 0 = another. */
function rankOf(slot: Slot, row: Row): number {
  let best = 0;
  for (const { offer } of slot.offers) {
    const id = offer.providerModelId;
    if (id === null) continue;
    if (row.ids.includes(id)) best = 3;
    else if (row.ids.includes(bare(id))) best = Math.max(best, 2);
  }
  return best;
}

/** Ids in our files may carry the prefix of LiteLLM. */
const bare = (id: string): string => id.replace(PREFIX, "");
const PREFIX =
  /^(azure|azure_ai|bedrock|cerebras|cohere|dashscope|deepinfra|deepseek|fireworks_ai|gemini|groq|minimax|mistral|moonshot|nebius|novita|ovhcloud|sambanova|scaleway|snowflake|stability|together_ai|vercel_ai_gateway|vertex_ai|voyage|watsonx|xai|zai)\//u;

const onlyEndpoint = (provider: Provider | undefined): string | null =>
  provider?.endpoints.length === 1 ? (provider.endpoints[0]?.id ?? null) : null;
