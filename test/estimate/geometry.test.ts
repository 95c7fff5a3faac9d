import { describe, expect, it } from "vitest";
import { assumedGeometry } from "../../src/estimate/assumed-geometry.ts";
import { type Dimensions, parameterCounts } from "../../src/estimate/geometry.ts";
import { dimensionsFromConfig } from "../../src/estimate/huggingface-config.ts";

const dense = (layers: number, hidden: number, queryHeads: number, intermediate: number): Dimensions => ({
  layers,
  hidden,
  queryHeads,
  kvHeads: 8,
  headDim: 128,
  vocab: 128_256,
  intermediate,
  tiedEmbeddings: false,
  attention: "gqa",
});
const qwen3 = (layers: number, hidden: number, queryHeads: number, expertIntermediate: number): Dimensions => ({
  ...dense(layers, hidden, queryHeads, expertIntermediate),
  kvHeads: 4,
  vocab: 151_936,
  experts: 128,
  expertsPerToken: 8,
  expertIntermediate,
});
const latent = {
  kvLoraRank: 512,
  ropeHeadDim: 64,
  nopeHeadDim: 128,
  vHeadDim: 128,
  qLoraRank: 1536,
  attention: "mla" as const,
};
const deepseekV3: Dimensions = {
  ...dense(61, 7168, 128, 18_432),
  ...latent,
  vocab: 129_280,
  kvHeads: 128,
  experts: 256,
  expertsPerToken: 8,
  sharedExperts: 1,
  expertIntermediate: 2048,
  denseLayers: 3,
};
const gptOss120b: Dimensions = {
  ...dense(36, 2880, 64, 2880),
  headDim: 64,
  vocab: 201_088,
  experts: 128,
  expertsPerToken: 4,
  expertIntermediate: 2880,
};

describe("parameters from dimensions, 1e9", () => {
  it.each([
    ["Llama 3.1 8B", dense(32, 4096, 32, 14_336), 8.03],
    ["Llama 3.1 70B", dense(80, 8192, 64, 28_672), 70.55],
    ["Llama 3.1 405B", dense(126, 16_384, 128, 53_248), 405.85],
    ["Qwen3 30B-A3B", qwen3(48, 2048, 32, 768), 30.53],
    ["Qwen3 235B-A22B", qwen3(94, 4096, 64, 1536), 235.09],
    ["gpt-oss-120b", gptOss120b, 116.8],
    ["DeepSeek V3", deepseekV3, 671.0],
    ["Kimi K2", { ...deepseekV3, vocab: 163_840, queryHeads: 64, kvHeads: 64, experts: 384, denseLayers: 1 }, 1026],
  ])("%s", (_, dimensions, billions) => {
    const total = parameterCounts(dimensions).total / 1e9;
    expect(Math.abs(total - billions)).toBeLessThan(Math.max(0.006, billions * 0.0006));
  });

  it.each([
    ["Qwen3 30B-A3B", qwen3(48, 2048, 32, 768), 3.042],
    ["DeepSeek V3", deepseekV3, 36.625],
  ])("active per token of %s, output embedding included", (_, dimensions, billions) => {
    expect(parameterCounts(dimensions).active / 1e9).toBeCloseTo(billions, 2);
  });
});

describe("dimensions from a config.json", () => {
  it("reads a mixture of experts with latent attention", () => {
    const config = {
      num_hidden_layers: 61,
      hidden_size: 7168,
      num_attention_heads: 128,
      num_key_value_heads: 128,
      vocab_size: 129_280,
      intermediate_size: 18_432,
      moe_intermediate_size: 2048,
      n_routed_experts: 256,
      n_shared_experts: 1,
      num_experts_per_tok: 8,
      first_k_dense_replace: 3,
      kv_lora_rank: 512,
      q_lora_rank: 1536,
      qk_nope_head_dim: 128,
      qk_rope_head_dim: 64,
      v_head_dim: 128,
      tie_word_embeddings: false,
    };
    const dimensions = dimensionsFromConfig(config);
    expect(dimensions && parameterCounts(dimensions).total / 1e9).toBeCloseTo(671.0, 0);
  });

  const base = {
    num_hidden_layers: 4,
    hidden_size: 64,
    num_attention_heads: 4,
    num_key_value_heads: 2,
    vocab_size: 100,
    intermediate_size: 128,
  };
  it.each([
    ["unused window", { sliding_window: 32, use_sliding_window: false }, undefined],
    ["window everywhere", { sliding_window: 32 }, [0, 4]],
    ["one global in two", { sliding_window: 32, sliding_window_pattern: 2 }, [2, 2]],
    [
      "layer types",
      {
        sliding_window: 32,
        layer_types: ["full_attention", "sliding_attention", "sliding_attention", "full_attention"],
      },
      [2, 2],
    ],
  ])("tells full from sliding layers: %s", (_, more, layers) => {
    const g = dimensionsFromConfig({ ...base, ...more });
    expect(g && (g.slidingLayers === undefined ? undefined : [g.globalLayers, g.slidingLayers])).toEqual(layers);
  });

  it("finds the text part of a multimodal model and counts linear layers", () => {
    const g = dimensionsFromConfig({
      text_config: {
        ...base,
        layer_types: ["linear_attention", "linear_attention", "linear_attention", "full_attention"],
      },
    });
    expect(g).toMatchObject({ layers: 4, globalLayers: 1, linearLayers: 3 });
    expect(g?.stateBytesPerSequence).toBeGreaterThan(0);
  });
});

/** Published files, without what tells no dimension. */
const FILES: readonly (readonly [name: string, billions: number, config: Record<string, unknown>])[] = [
  [
    "Gemma 3 4B, which leaves out what its class takes for granted",
    3.88,
    {
      model_type: "gemma3",
      text_config: {
        model_type: "gemma3_text",
        hidden_size: 2560,
        intermediate_size: 10_240,
        num_hidden_layers: 34,
        sliding_window: 1024,
      },
    },
  ],
  ["GPT-2", 0.124, { model_type: "gpt2", n_embd: 768, n_head: 12, n_layer: 12, vocab_size: 50_257 }],
  [
    "Falcon 7B",
    6.92,
    {
      model_type: "falcon",
      hidden_size: 4544,
      multi_query: true,
      new_decoder_architecture: false,
      num_attention_heads: 71,
      num_hidden_layers: 32,
      num_kv_heads: 71,
      vocab_size: 65_024,
    },
  ],
  [
    "MPT 7B",
    6.65,
    { model_type: "mpt", d_model: 4096, n_heads: 32, n_layers: 32, vocab_size: 50_432, attn_config: {} },
  ],
  [
    "DBRX",
    131.6,
    {
      model_type: "dbrx",
      attn_config: { kv_n_heads: 8 },
      d_model: 6144,
      ffn_config: { ffn_hidden_size: 10_752, moe_num_experts: 16, moe_top_k: 4 },
      n_heads: 48,
      n_layers: 40,
      vocab_size: 100_352,
      tie_word_embeddings: false,
    },
  ],
  [
    "ChatGLM3 6B",
    6.24,
    {
      model_type: "chatglm",
      ffn_hidden_size: 13_696,
      hidden_size: 4096,
      kv_channels: 128,
      multi_query_attention: true,
      multi_query_group_num: 2,
      num_attention_heads: 32,
      num_layers: 28,
      padded_vocab_size: 65_024,
      tie_word_embeddings: false,
    },
  ],
  [
    "Llama 4 Scout",
    107.8,
    {
      model_type: "llama4",
      text_config: {
        model_type: "llama4_text",
        attention_chunk_size: 8192,
        head_dim: 128,
        hidden_size: 5120,
        interleave_moe_layer_step: 1,
        intermediate_size: 8192,
        intermediate_size_mlp: 16_384,
        num_attention_heads: 40,
        num_experts_per_tok: 1,
        num_hidden_layers: 48,
        num_key_value_heads: 8,
        num_local_experts: 16,
        vocab_size: 202_048,
        tie_word_embeddings: false,
      },
    },
  ],
  [
    "GLM 4.5 Air",
    106.85,
    {
      model_type: "glm4_moe",
      first_k_dense_replace: 1,
      head_dim: 128,
      hidden_size: 4096,
      intermediate_size: 10_944,
      moe_intermediate_size: 1408,
      n_routed_experts: 128,
      n_shared_experts: 1,
      num_attention_heads: 96,
      num_experts_per_tok: 8,
      num_hidden_layers: 46,
      num_key_value_heads: 8,
      vocab_size: 151_552,
      tie_word_embeddings: false,
    },
  ],
];

describe("parameters from published files, 1e9", () => {
  it.each(FILES)("%s: %s", (_, billions, config) => {
    const g = dimensionsFromConfig(config);
    expect(Math.abs((g ? parameterCounts(g).total / 1e9 : 0) / billions - 1)).toBeLessThan(0.005);
  });
  it("tells the layers of Gemma 3 that reach everything", () => {
    expect(dimensionsFromConfig(FILES[0]?.[2] ?? {})).toMatchObject({ globalLayers: 5, slidingLayers: 29, kvHeads: 4 });
  });
});

describe("guessed dimensions", () => {
  it.each([
    [8, null, 32],
    [70, null, 76],
    [235, 22, 63],
  ])("%s billion, %s active: %s layers and the parameters it was asked for", (totalB, activeB, layers) => {
    const g = assumedGeometry({ totalB, activeB }, 1);
    expect(g.layers).toBe(layers);
    expect(g.expertParametersB ?? totalB).toBeLessThanOrEqual(totalB);
  });
});
