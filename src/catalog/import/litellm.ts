import type { Tier } from "../schema/provider.ts";
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

/** LiteLLM's price list: a flat mapping of `<provider>/<model>`, prices in USD per token. */
export const litellm: Outside = {
  name: "litellm",
  alias: "litellm",
  url: "https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json",
  seats: {
    azure_ai: "azure",
    bedrock: "amazon-bedrock",
    bedrock_converse: "amazon-bedrock",
    bedrock_mantle: "amazon-bedrock",
    cohere_chat: "cohere",
    dashscope: "alibaba",
    fireworks_ai: "fireworks",
    "fireworks_ai-embedding-models": "fireworks",
    gemini: "google",
    minimax: "minimax/api",
    moonshot: "moonshot/api",
    together_ai: "together",
    vercel_ai_gateway: "vercel",
    vertex_ai: "google-vertex",
  },
  mixtures: ["openrouter"],
  read: (json, file) => {
    const all = plain(json);
    const rows = Object.entries(all).flatMap(([key, entry]) => {
      const provider = words(plain(entry)["litellm_provider"]);
      return provider === null || key === "sample_spec" || !isPlain(entry) ? [] : [rowOf(key, provider, entry)];
    });
    if (rows.length === 0) throw notThis(file, "litellm", 'no entry in it has "litellm_provider"');
    const updated = /^\d{4}-\d{2}-\d{2}/u.exec(words(all["last_updated"]) ?? "");
    return { rows, asOf: updated?.[0] ?? null };
  },
};

function rowOf(key: string, word: string, entry: Plain): Row {
  const usd = (name: string): number | null => perMillion(entry[name]);
  const [input, output] = unlessFree(usd("input_cost_per_token"), usd("output_cost_per_token"));
  const slash = key.indexOf("/");
  return {
    key,
    // `vertex_ai-anthropic_models` is Vertex.
    provider: word.startsWith("vertex_ai") ? "vertex_ai" : word,
    ids: slash > 0 && word.startsWith(key.slice(0, slash)) ? [key, key.slice(slash + 1)] : [key],
    inputUsdPerMtok: input,
    outputUsdPerMtok: output,
    cachedInputUsdPerMtok: usd("cache_read_input_token_cost") || null,
    cacheWriteUsdPerMtok: usd("cache_creation_input_token_cost") || null,
    batchInputUsdPerMtok: usd("input_cost_per_token_batches"),
    batchOutputUsdPerMtok: usd("output_cost_per_token_batches"),
    tiers: tiersOf(entry),
    contextTokens: tokens(entry["max_input_tokens"]),
    maxOutputTokens: tokens(entry["max_output_tokens"]),
  };
}

const ABOVE = /^input_cost_per_token_above_(\d+)k_tokens$/u;

function tiersOf(entry: Plain): Tier[] {
  const found = Object.keys(entry).flatMap((name): Tier[] => {
    const thousands = ABOVE.exec(name)?.[1];
    if (thousands === undefined) return [];
    const end = `_above_${thousands}k_tokens`;
    const input = perMillion(entry[name]);
    const output = perMillion(entry[`output_cost_per_token${end}`] ?? entry["output_cost_per_token"]);
    if (input === null || output === null) return [];
    return [
      {
        aboveInputTokens: Number(thousands) * 1000,
        inputUsdPerMtok: input,
        outputUsdPerMtok: output,
        cachedInputUsdPerMtok: perMillion(entry[`cache_read_input_token_cost${end}`]) || null,
      },
    ];
  });
  return found.sort((a, b) => a.aboveInputTokens - b.aboveInputTokens);
}
