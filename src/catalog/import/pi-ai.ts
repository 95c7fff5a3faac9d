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
  words,
} from "./row.ts";

/** pi-ai: one JSON file a provider, `{protocol: {"type:id": entry}}`, prices in USD per 1e6 tokens; manifest.json gives the day. */
export const piAi: Outside = {
  name: "pi-ai",
  alias: "piAi",
  url: null,
  seats: {
    "cloudflare-workers-ai": "cloudflare",
    minimax: "minimax/api",
    "minimax-cn": "minimax/cn",
    moonshotai: "moonshot/api",
    "moonshotai-cn": "moonshot/cn",
    "vercel-ai-gateway": "vercel",
  },
  mixtures: ["openrouter"],
  read: (json, file) => {
    const made = words(plain(json)["generatedAt"]);
    if (made !== null) return { rows: [], asOf: made.slice(0, 10) };
    const entries = Object.values(plain(json))
      .flatMap((protocol) => Object.values(plain(protocol)))
      .filter((e): e is Plain => isPlain(e) && words(e["id"]) !== null && words(e["provider"]) !== null);
    if (entries.length === 0) throw notThis(file, "pi-ai", 'no entry in it has "id" and "provider"');
    // A chat entry speaks before the classifier of the same model.
    const chat = (e: Plain): number => (e["type"] === "chat" || e["type"] === undefined ? 0 : 1);
    return { rows: withBatch(entries.sort((a, b) => chat(a) - chat(b)).map(rowOf)), asOf: null };
  },
};

function rowOf(entry: Plain): Row {
  const [id, provider] = [String(entry["id"]), String(entry["provider"])];
  const cost = plain(entry["cost"]);
  const [input, output] = unlessFree(amount(cost["input"]), amount(cost["output"]));
  return {
    key: `${provider}/${id}`,
    provider,
    ids: [id],
    inputUsdPerMtok: input,
    outputUsdPerMtok: output,
    cachedInputUsdPerMtok: priced(cost["cacheRead"]),
    cacheWriteUsdPerMtok: priced(cost["cacheWrite"]),
    batchInputUsdPerMtok: null,
    batchOutputUsdPerMtok: null,
    tiers: Array.isArray(cost["tiers"]) ? cost["tiers"].flatMap(tierOf) : [],
    contextTokens: tokens(entry["contextWindow"]),
    maxOutputTokens: tokens(entry["maxTokens"]),
  };
}

function tierOf(value: unknown): Tier[] {
  const t = plain(value);
  const above = tokens(t["inputTokensAbove"]);
  const input = amount(t["input"]);
  const output = amount(t["output"]);
  if (above === null || input === null || output === null) return [];
  return [
    {
      aboveInputTokens: above,
      inputUsdPerMtok: input,
      outputUsdPerMtok: output,
      cachedInputUsdPerMtok: priced(t["cacheRead"]),
    },
  ];
}

/** Ids ending `:batch` are the batch price of the id before it; `:free` is a trial. */
function withBatch(rows: readonly Row[]): Row[] {
  const batch = new Map(rows.filter((r) => r.key.endsWith(":batch")).map((r) => [r.key.slice(0, -6), r]));
  return rows
    .filter((r) => !/:(batch|free)$/u.test(r.key))
    .map((r) => {
      const b = batch.get(r.key);
      return b ? { ...r, batchInputUsdPerMtok: b.inputUsdPerMtok, batchOutputUsdPerMtok: b.outputUsdPerMtok } : r;
    });
}
