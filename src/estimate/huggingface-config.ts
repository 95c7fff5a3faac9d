import type { Problem } from "../failure.ts";
import type { Dimensions } from "./geometry.ts";

type Json = Readonly<Record<string, unknown>>;
type Numbers = (...keys: string[]) => number | undefined;

const isObject = (x: unknown): x is Json => typeof x === "object" && x !== null && !Array.isArray(x);

/** What a value is called in the files of different makers. */
const KEYS = {
  layers: ["num_hidden_layers", "n_layer", "n_layers", "num_layers"],
  hidden: ["hidden_size", "n_embd", "d_model", "n_embed"],
  queryHeads: ["num_attention_heads", "n_head", "n_heads"],
  kvHeads: ["num_key_value_heads", "num_kv_heads", "n_head_kv", "multi_query_group_num", "kv_n_heads"],
  vocab: ["vocab_size", "padded_vocab_size"],
  headDim: ["head_dim", "attention_head_dim", "kv_channels"],
  intermediate: ["intermediate_size_mlp", "intermediate_size", "ffn_hidden_size", "n_inner", "ffn_dim"],
  experts: ["num_local_experts", "n_routed_experts", "num_experts", "moe_num_experts"],
  expertIntermediate: ["moe_intermediate_size", "expert_intermediate_size"],
  expertsPerToken: [
    "num_experts_per_tok",
    "num_experts_per_token",
    "experts_per_token",
    "moe_topk",
    "top_k_experts",
    "moe_top_k",
  ],
} as const;
const NEEDED = ["layers", "hidden", "queryHeads", "vocab"] as const;

/** What files leave out because their class takes it for granted: huggingface/transformers, models/<type>/configuration_<type>.py. */
const DEFAULTS: Readonly<Record<string, Json>> = {
  gemma2: { head_dim: 256, sliding_window_pattern: 2 },
  gemma3_text: {
    vocab_size: 262_208,
    num_attention_heads: 8,
    num_key_value_heads: 4,
    head_dim: 256,
    sliding_window_pattern: 6,
  },
  cohere2: { sliding_window_pattern: 4 },
};
const TIED = /^(gemma|cohere|gpt2|gpt_neo$|gpt_bigcode|opt$|bloom|mpt|falcon$|starcoder2)/u;
/** Two matrices in a feed-forward layer, where the others have a third for the gate. */
const UNGATED =
  /^(gpt2|gpt_neo|gptj|gpt_bigcode|codegen|opt$|bloom|mpt|falcon$|phi$|starcoder2|nemotron$|persimmon|(xlm-)?(ro)?bert)/u;

/** A `config.json` names its type or architecture, or its layers as such files do, at the top or under the text part. */
export function isHuggingFaceConfig(config: Json): boolean {
  return "model_type" in config || "architectures" in config || textPart(config) !== null;
}

function textPart(config: Json): Json | null {
  if (KEYS.layers.some((key) => key in config)) return config;
  for (const key of ["text_config", "language_config", "llm_config", "thinker_config"]) {
    const inner = config[key];
    if (isObject(inner)) {
      const found = textPart(inner);
      if (found) return found;
    }
  }
  return null;
}

/** The text part with what its class takes for granted; parts of a part are laid open. */
function filled(config: Json, part: Json): Json {
  const type = typeof part["model_type"] === "string" ? part["model_type"] : `${String(config["model_type"])}_text`;
  const parts = ["attn_config", "ffn_config"].map((key) => part[key]).filter(isObject);
  return { ...DEFAULTS[type], ...Object.assign({}, ...parts), ...part };
}

function numbersOf(c: Json): Numbers {
  return (...keys) => {
    for (const key of keys) {
      const x = c[key];
      if (typeof x === "number" && Number.isFinite(x) && x > 0) return x;
    }
    return undefined;
  };
}

/** Why a file tells no dimensions: the keys that it lacks. */
export function configProblems(config: Json): Problem[] {
  const part = textPart(config);
  const c = filled(config, part ?? config);
  const num = numbersOf(c);
  const type = [c["model_type"], config["model_type"]].find((x) => typeof x === "string");
  const whose = type === undefined ? "" : ` of "${String(type).slice(0, 60)}"`;
  return NEEDED.filter((need) => num(...KEYS[need]) === undefined).map((need) => ({
    path: `config.${KEYS[need][0]}`,
    text: `The file${whose} tells no number above 0.`,
    ...(need === "queryHeads" && { hint: "Models without attention are not sized." }),
  }));
}

/**
 * Dimensions from the content of a Hugging Face `config.json`, or null where it has no text layers. `sliding_window` counts
 * only with `use_sliding_window` not false; `layer_types` or `sliding_window_pattern` tell which layers it holds for.
 */
export function dimensionsFromConfig(config: Json): Dimensions | null {
  const part = textPart(config);
  if (!part) return null;
  const c = filled(config, part);
  const num = numbersOf(c);
  const layers = num(...KEYS.layers);
  const hidden = num(...KEYS.hidden);
  const queryHeads = num(...KEYS.queryHeads);
  const vocab = num(...KEYS.vocab);
  if (!layers || !hidden || !queryHeads || !vocab) return null;
  const type = String(c["model_type"] ?? "");
  const kvLoraRank = num("kv_lora_rank");
  const nope = num("qk_nope_head_dim");
  const experts = num(...KEYS.experts);
  const expertIntermediate = num(...KEYS.expertIntermediate);
  const dense = num(...KEYS.intermediate) ?? 4 * hidden;
  const sharedSize = num("shared_expert_intermediate_size");
  const tied = c["tie_word_embeddings"] ?? config["tie_word_embeddings"];
  return {
    layers,
    hidden,
    queryHeads,
    kvHeads: hasOneKvHead(c) ? 1 : (num(...KEYS.kvHeads) ?? queryHeads),
    headDim: kvLoraRank ? (nope ?? 128) : (num(...KEYS.headDim) ?? hidden / queryHeads),
    vocab,
    intermediate: dense,
    tiedEmbeddings: typeof tied === "boolean" ? tied : TIED.test(type),
    ...(UNGATED.test(type) && { feedForwardMatrices: 2 }),
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
      expertsPerToken: num(...KEYS.expertsPerToken) ?? 1,
      expertIntermediate: expertIntermediate ?? num("intermediate_size") ?? dense,
      sharedExperts: sharedSize ? sharedSize / (expertIntermediate ?? sharedSize) : sharedExperts(type, num),
      denseLayers: num("first_k_dense_replace") ?? listLength(c["mlp_only_layers"]),
      moeEvery: num("moe_layer_freq", "decoder_sparse_step", "interleave_moe_layer_step", "expert_layer_period") ?? 1,
    }),
    ...mixedAttention(c, layers, num),
  };
}

/** The first Falcons name as many as they have query heads. */
const hasOneKvHead = (c: Json): boolean => c["multi_query"] === true && c["new_decoder_architecture"] !== true;

const present = (key: string, value: number | undefined): Record<string, number> =>
  value === undefined ? {} : { [key]: value };

const listLength = (x: unknown): number => (Array.isArray(x) ? x.length : 0);

/** Llama 4 has one shared expert without saying so. */
const sharedExperts = (type: string, num: Numbers): number =>
  num("n_shared_experts", "num_shared_experts") ?? (/^llama4/u.test(type) ? 1 : 0);

function mixedAttention(c: Json, layers: number, num: Numbers): Partial<Dimensions> {
  const types = c["layer_types"];
  const window = c["use_sliding_window"] === false ? undefined : num("sliding_window", "attention_chunk_size");
  if (Array.isArray(types)) {
    const count = (pattern: RegExp) => types.filter((t) => pattern.test(String(t))).length;
    const linear = count(/linear|mamba|recurrent|ssm/u);
    const sliding = window ? count(/sliding|chunked|local/u) : 0;
    if (linear + sliding === 0) return {};
    return {
      globalLayers: Math.max(0, layers - linear - sliding),
      slidingLayers: sliding,
      linearLayers: linear,
      ...(window && sliding > 0 && { slidingWindow: window }),
      ...(linear > 0 && { stateBytesPerSequence: linear * stateBytes(num) }),
    };
  }
  const full = fullLayers(c, layers, num);
  if (full !== null) {
    const linear = layers - full;
    return {
      globalLayers: full,
      slidingLayers: 0,
      linearLayers: linear,
      stateBytesPerSequence: linear * stateBytes(num),
    };
  }
  if (!window) return {};
  const pattern = num("sliding_window_pattern");
  const globalLayers = pattern ? Math.floor(layers / pattern) : 0;
  return { globalLayers, slidingLayers: layers - globalLayers, slidingWindow: window };
}

/** Layers of full attention between linear ones, told by an interval or a list; null where all are alike. */
function fullLayers(c: Json, layers: number, num: Numbers): number | null {
  const every = num("full_attention_interval", "attn_layer_period");
  if (every && every > 1) return Math.floor(layers / every);
  const kinds = c["attn_type_list"];
  if (Array.isArray(kinds)) return Math.min(layers, kinds.filter((kind) => kind === 1).length);
  const linear = c["linear_attn_config"];
  if (isObject(linear) && Array.isArray(linear["full_attn_layers"]))
    return Math.min(layers, linear["full_attn_layers"].length);
  return null;
}

/** State of one linear layer: value heads × key width × value width in 4 bytes, plus a short convolution. */
function stateBytes(num: Numbers): number {
  const heads = num("linear_num_value_heads", "mamba_num_heads") ?? 32;
  const key = num("linear_key_head_dim", "ssm_state_size", "mamba_d_state") ?? 128;
  const value = num("linear_value_head_dim", "mamba_head_dim") ?? 128;
  return heads * key * value * 4 + 4 * (heads * value + 2 * (num("linear_num_key_heads") ?? heads) * key) * 4;
}
