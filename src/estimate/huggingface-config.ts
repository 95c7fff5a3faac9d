import type { Dimensions } from "./geometry.ts";

type Json = Readonly<Record<string, unknown>>;

const isObject = (x: unknown): x is Json => typeof x === "object" && x !== null && !Array.isArray(x);

/** A `config.json` names its layers `num_hidden_layers` (or `n_layer`), at the top or under the text part. */
export function isHuggingFaceConfig(config: Json): boolean {
  return textPart(config) !== null;
}

function textPart(config: Json): Json | null {
  if ("num_hidden_layers" in config || "n_layer" in config) return config;
  for (const key of ["text_config", "language_config", "llm_config", "thinker_config"]) {
    const inner = config[key];
    if (isObject(inner)) {
      const found = textPart(inner);
      if (found) return found;
    }
  }
  return null;
}

/**
 * Dimensions from the content of a Hugging Face `config.json`, or null where it has no text layers. `sliding_window` counts
 * only with `use_sliding_window` not false; `layer_types` or `sliding_window_pattern` tell which layers it holds for.
 */
export function dimensionsFromConfig(config: Json): Dimensions | null {
  const c = textPart(config);
  if (!c) return null;
  const num = (...keys: string[]): number | undefined => {
    for (const key of keys) {
      const x = c[key];
      if (typeof x === "number" && Number.isFinite(x) && x > 0) return x;
    }
    return undefined;
  };
  const layers = num("num_hidden_layers", "n_layer");
  const hidden = num("hidden_size", "n_embd");
  const queryHeads = num("num_attention_heads", "n_head");
  const vocab = num("vocab_size");
  if (!layers || !hidden || !queryHeads || !vocab) return null;
  const kvLoraRank = num("kv_lora_rank");
  const nope = num("qk_nope_head_dim");
  const experts = num("num_local_experts", "n_routed_experts", "num_experts", "moe_num_experts");
  const expertIntermediate = num("moe_intermediate_size", "expert_intermediate_size");
  const dense = num("intermediate_size_mlp", "intermediate_size", "ffn_hidden_size", "n_inner") ?? 4 * hidden;
  const sharedSize = num("shared_expert_intermediate_size");
  const tied = c["tie_word_embeddings"] ?? config["tie_word_embeddings"];
  return {
    layers,
    hidden,
    queryHeads,
    kvHeads: num("num_key_value_heads", "num_kv_heads") ?? queryHeads,
    headDim: kvLoraRank ? (nope ?? 128) : (num("head_dim") ?? hidden / queryHeads),
    vocab,
    intermediate: dense,
    tiedEmbeddings: typeof tied === "boolean" ? tied : /gemma/u.test(String(c["model_type"] ?? "")),
    attention: kvLoraRank ? "mla" : "gqa",
    ...(kvLoraRank && {
      kvLoraRank,
      ropeHeadDim: num("qk_rope_head_dim") ?? 64,
      nopeHeadDim: nope ?? 128,
      vHeadDim: num("v_head_dim") ?? 128,
      ...present("qLoraRank", num("q_lora_rank")),
    }),
    ...(experts && {
      experts,
      expertsPerToken: num("num_experts_per_tok", "num_experts_per_token", "moe_topk", "top_k_experts") ?? 1,
      expertIntermediate: expertIntermediate ?? num("intermediate_size") ?? dense,
      sharedExperts: sharedSize ? sharedSize / (expertIntermediate ?? sharedSize) : sharedExperts(c, num),
      denseLayers: num("first_k_dense_replace") ?? listLength(c["mlp_only_layers"]),
      moeEvery: num("moe_layer_freq", "decoder_sparse_step", "interleave_moe_layer_step") ?? 1,
    }),
    ...mixedAttention(c, layers, num),
  };
}

const present = (key: string, value: number | undefined): Record<string, number> =>
  value === undefined ? {} : { [key]: value };

const listLength = (x: unknown): number => (Array.isArray(x) ? x.length : 0);

/** Llama 4 has one shared expert without saying so. */
const sharedExperts = (c: Json, num: (...keys: string[]) => number | undefined): number =>
  num("n_shared_experts", "num_shared_experts") ?? (/^llama4/u.test(String(c["model_type"] ?? "")) ? 1 : 0);

function mixedAttention(c: Json, layers: number, num: (...keys: string[]) => number | undefined): Partial<Dimensions> {
  const types = c["layer_types"];
  const window = c["use_sliding_window"] === false ? undefined : num("sliding_window", "attention_chunk_size");
  if (Array.isArray(types)) {
    const count = (pattern: RegExp) => types.filter((t) => pattern.test(String(t))).length;
    const linear = count(/linear|mamba|recurrent|ssm/u);
    const sliding = window ? count(/sliding|chunked|local/u) : 0;
    if (linear + sliding === 0) return {};
    return {
      globalLayers: layers - linear - sliding,
      slidingLayers: sliding,
      linearLayers: linear,
      ...(window && sliding > 0 && { slidingWindow: window }),
      ...(linear > 0 && { stateBytesPerSequence: linear * stateBytes(num) }),
    };
  }
  const every = num("full_attention_interval");
  if (every && every > 1) {
    const globalLayers = Math.floor(layers / every);
    const linear = layers - globalLayers;
    return { globalLayers, slidingLayers: 0, linearLayers: linear, stateBytesPerSequence: linear * stateBytes(num) };
  }
  if (!window) return {};
  const pattern = num("sliding_window_pattern");
  const globalLayers = pattern ? Math.floor(layers / pattern) : 0;
  return { globalLayers, slidingLayers: layers - globalLayers, slidingWindow: window };
}

/** State of one linear layer: value heads × key width × value width in 4 bytes, plus a short convolution. */
function stateBytes(num: (...keys: string[]) => number | undefined): number {
  const heads = num("linear_num_value_heads", "mamba_num_heads") ?? 32;
  const key = num("linear_key_head_dim", "ssm_state_size", "mamba_d_state") ?? 128;
  const value = num("linear_value_head_dim", "mamba_head_dim") ?? 128;
  return heads * key * value * 4 + 4 * (heads * value + 2 * (num("linear_num_key_heads") ?? heads) * key) * 4;
}
