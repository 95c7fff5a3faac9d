/** What the written files start; each is raised by hand, after its notes were read. */
export const VERSIONS = {
  litellm: "ghcr.io/berriai/litellm:v1.103.3",
  vllmCuda: "vllm/vllm-openai:v0.29.0",
  vllmRocm: "vllm/vllm-openai-rocm:v0.29.0",
  llamaCpp: "ghcr.io/ggml-org/llama.cpp:server-b10423",
  ollama: "0.33.3",
  kserve: "v0.20.0",
  leaderWorkerSet: "v0.10.0",
  promptfoo: "0.123.1",
} as const;

/** Flags of `vllm serve` that the written files use. */
export const VLLM_FLAGS = [
  "--served-model-name",
  "--port",
  "--tensor-parallel-size",
  "--pipeline-parallel-size",
  "--max-model-len",
  "--quantization",
  "--dtype",
  "--host",
  "--nnodes",
  "--node-rank",
  "--master-addr",
  "--headless",
] as const;
export type VllmFlag = (typeof VLLM_FLAGS)[number];
