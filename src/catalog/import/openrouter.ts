import {
  isPlain,
  notThis,
  type Outside,
  type Plain,
  perMillion,
  plain,
  type Row,
  tokens,
  unlessFree,
  words,
} from "./row.ts";

/** OpenRouter's own list, `GET /api/v1/models`: `{data: [{id, pricing, …}]}`, prices in USD per token, as texts. */
export const openrouter: Outside = {
  name: "openrouter",
  alias: "openrouter",
  url: "https://openrouter.ai/api/v1/models",
  seats: {},
  mixtures: ["openrouter"],
  read: (json, file) => {
    const data = plain(json)["data"];
    const entries = Array.isArray(data) ? data.filter((e): e is Plain => isPlain(e) && words(e["id"]) !== null) : [];
    if (!entries.some((e) => isPlain(e["pricing"])))
      throw notThis(file, "openrouter", 'it has no "data" whose entries have "id" and "pricing"');
    return { rows: entries.filter((e) => !/:[a-z]+$/u.test(String(e["id"]))).map(rowOf), asOf: null };
  },
};

function rowOf(entry: Plain): Row {
  const id = String(entry["id"]);
  const pricing = plain(entry["pricing"]);
  const usd = (name: string): number | null => {
    const text = words(pricing[name]);
    return perMillion(text === null ? pricing[name] : Number(text));
  };
  const [input, output] = unlessFree(usd("prompt"), usd("completion"));
  return {
    key: id,
    provider: "openrouter",
    ids: [id],
    inputUsdPerMtok: input,
    outputUsdPerMtok: output,
    cachedInputUsdPerMtok: usd("input_cache_read") || null,
    cacheWriteUsdPerMtok: usd("input_cache_write") || null,
    batchInputUsdPerMtok: null,
    batchOutputUsdPerMtok: null,
    tiers: [],
    contextTokens: tokens(entry["context_length"]),
    maxOutputTokens: tokens(plain(entry["top_provider"])["max_completion_tokens"]),
  };
}
