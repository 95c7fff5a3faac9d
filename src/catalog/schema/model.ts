import * as z from "zod";
import { TASKS } from "../../vocabulary.ts";
import { day, modelId, notNegative, partialDay, positive, slug, sourced } from "./common.ts";

export const LIFECYCLES = ["announced", "preview", "active", "legacy", "deprecated", "retired"] as const;
export const WEIGHTS = ["open", "restricted", "closed"] as const;
export const MODALITIES = [
  "text",
  "image",
  "audio",
  "video",
  "pdf",
  "music",
  "vector",
  "score",
  "structure",
  "sequence",
  "series",
  "table",
  "action",
  "state",
  "decision",
  "sensor",
  "property",
] as const;
export const EVIDENCE_KINDS = ["independent", "human-vote", "leaderboard", "vendor"] as const;

/** What memory and speed are computed from; the names are those of `advisor size --cases`. */
export const geometry = z.strictObject({
  layers: positive.int(),
  hidden: positive.int(),
  queryHeads: positive.int(),
  kvHeads: positive.int(),
  headDim: positive.int(),
  vocab: positive.int(),
  intermediate: positive.int(),
  tiedEmbeddings: z.boolean(),
  attention: z.enum(["gqa", "mla"]),
  kvLoraRank: positive.int().optional(),
  ropeHeadDim: notNegative.int().optional(),
  experts: positive.int().optional(),
  expertsPerToken: positive.int().optional(),
  sharedExperts: notNegative.int().optional(),
  expertIntermediate: positive.int().optional(),
  denseLayers: notNegative.int().optional(),
  moeEvery: positive.int().optional(),
  expertParametersB: positive.optional().describe("Routed experts, 1e9 parameters"),
  globalLayers: notNegative.int().optional(),
  slidingLayers: notNegative.int().optional(),
  slidingWindow: positive.int().optional().describe("Tokens"),
  globalKvHeads: positive.int().optional().describe("Where layers without a window differ from the others"),
  globalHeadDim: positive.int().optional(),
  linearLayers: notNegative.int().optional(),
  stateBytesPerSequence: notNegative.optional(),
  source: z.string().min(3),
  checked: partialDay,
});

export const evidence = z.strictObject({
  benchmark: slug.describe("A key of catalog/benchmarks.yaml"),
  score: z.number(),
  low: z.number().nullable().describe("Lower end of the published interval"),
  high: z.number().nullable(),
  date: partialDay,
  variant: z.string().nullable().describe("Effort level or snapshot that was measured"),
  conditions: z.string().nullable(),
  kind: z.enum(EVIDENCE_KINDS),
  source: z.string().min(3),
  url: z.string().nullable(),
});

export const model = z.strictObject({
  name: z.string().min(1),
  weights: z.enum(WEIGHTS),
  license: slug.describe("A file of catalog/licenses; `unknown` where the text has not been seen"),
  architecture: slug.nullable().describe("A term of catalog/taxonomy.yaml; null = not disclosed"),
  traits: z
    .array(slug)
    .describe("Further terms of the taxonomy: mixture-of-experts, linear-attention, native-multimodal, …"),
  parameters: z.strictObject({
    totalB: positive.nullable().describe("All parameters, 1e9"),
    activeB: positive.nullable().describe("Parameters used per token, 1e9"),
  }),
  geometry: geometry.nullable(),
  modalities: z.strictObject({ in: z.array(z.enum(MODALITIES)), out: z.array(z.enum(MODALITIES)) }),
  tasks: z.array(z.enum(TASKS)).min(1),
  contextTokens: positive.int().nullable(),
  maxOutputTokens: positive.int().nullable(),
  knowledgeCutoff: partialDay.nullable(),
  released: partialDay.nullable(),
  lifecycle: z.enum(LIFECYCLES),
  retires: day.nullable().describe("Last day of the maker's own service"),
  successor: modelId.nullable(),
  artifacts: z
    .enum(["safetensors", "gguf", "pickle"])
    .nullable()
    .describe("Format of the published weights; null = not known or not published"),
  evidence: z.array(evidence),
  aliases: z.strictObject({
    modelsDev: z.string().nullable(),
    litellm: z.string().nullable(),
    openrouter: z.string().nullable(),
    piAi: z.string().nullable(),
    huggingface: z.string().nullable(),
    ollama: z.string().nullable(),
  }),
  licenseNote: z.string().nullable().optional(),
  unverified: z.array(z.string()).describe("Fields to confirm with the maker before they carry a rule"),
  note: z.string().nullable(),
  ...sourced,
});

export type Geometry = z.infer<typeof geometry>;
export type Evidence = z.infer<typeof evidence>;
export type ModelFile = z.infer<typeof model>;
export type Lifecycle = (typeof LIFECYCLES)[number];
