import type { Tier } from "../schema/provider.ts";
import {
  amount,
  isPlain,
  notThis,
  type Outside,
  type Plain,
  plain,
  priced,
  type Row,
  tokens,
  unlessFree,
} from "./row.ts";

/** models.dev: providers with their models, prices in USD per 1e6 tokens. */
export const modelsDev: Outside = {
  name: "models.dev",
  alias: "modelsDev",
  url: "https://models.dev/api.json",
  seats: {
    "azure-cognitive-services": "azure",
    "cloudflare-workers-ai": "cloudflare",
    "fireworks-ai": "fireworks",
    "google-vertex-anthropic": "google-vertex",
    minimax: "minimax/api",
    "minimax-cn": "minimax/cn",
    moonshotai: "moonshot/api",
    "moonshotai-cn": "moonshot/cn",
    "novita-ai": "novita",
    "regolo-ai": "regolo",
    togetherai: "together",
  },
  mixtures: ["openrouter"],
  read: (json, file) => {
    const all = plain(json);
    const providers = Object.entries(isPlain(all["providers"]) ? all["providers"] : all).filter(([, p]) =>
      isPlain(plain(p)["models"]),
    );
    const rows = providers.flatMap(([provider, p]) =>
      Object.entries(plain(plain(p)["models"])).flatMap(([id, m]) => (isPlain(m) ? [rowOf(provider, id, m)] : [])),
    );
    if (rows.length === 0) throw notThis(file, "models.dev", "no provider in it has models");
    return { rows, asOf: null };
  },
};

function rowOf(provider: string, id: string, model: Plain): Row {
  const cost = plain(model["cost"]);
  const limit = plain(model["limit"]);
  const [input, output] = unlessFree(amount(cost["input"]), amount(cost["output"]));
  return {
    key: `${provider}/${id}`,
    provider,
    ids: [id],
    inputUsdPerMtok: input,
    outputUsdPerMtok: output,
    cachedInputUsdPerMtok: priced(cost["cache_read"]),
    cacheWriteUsdPerMtok: priced(cost["cache_write"]),
    batchInputUsdPerMtok: null,
    batchOutputUsdPerMtok: null,
    tiers: tiersOf(cost),
    contextTokens: tokens(limit["context"]),
    maxOutputTokens: tokens(limit["output"]),
  };
}

/** Either `tiers: [{tier: {size}, input, …}]` or `context_over_200k: {input, …}`. */
function tiersOf(cost: Plain): Tier[] {
  const listed = Array.isArray(cost["tiers"]) ? cost["tiers"].map(plain) : [];
  const found = listed.map((t) => tierOf(tokens(plain(t["tier"])["size"]), t));
  if (found.length === 0 && isPlain(cost["context_over_200k"]))
    found.push(tierOf(200_000, plain(cost["context_over_200k"])));
  return found.filter((t) => t !== null).sort((a, b) => a.aboveInputTokens - b.aboveInputTokens);
}

function tierOf(above: number | null, prices: Plain): Tier | null {
  const input = amount(prices["input"]);
  const output = amount(prices["output"]);
  if (above === null || input === null || output === null) return null;
  return {
    aboveInputTokens: above,
    inputUsdPerMtok: input,
    outputUsdPerMtok: output,
    cachedInputUsdPerMtok: priced(prices["cache_read"]),
  };
}
