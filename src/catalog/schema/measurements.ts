import * as z from "zod";
import { ENGINES, KV_QUANTIZATIONS, PARALLELISMS } from "../../vocabulary.ts";
import { modelId, notNegative, partialDay, positive, slug, sourced } from "./common.ts";
import { geometry } from "./model.ts";

/** What was measured: a line of `advisor size --cases`. */
const conditions = z.strictObject({
  model: modelId.describe("An entry of catalog/measured-models.yaml, else a model of the catalog"),
  engine: z.enum(ENGINES),
  build: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/u, "not a month (YYYY-MM)")
    .describe("Month of the engine's build, YYYY-MM"),
  accelerator: slug,
  count: positive.int().describe("Devices that serve together"),
  parallelism: z.enum(PARALLELISMS),
  quantization: slug.describe("Format of the weights"),
  kvQuantization: z.enum(KV_QUANTIZATIONS),
  inputTokens: notNegative.int().describe("Per request"),
  outputTokens: notNegative.int(),
  concurrency: z.union([positive.int(), z.literal("max")]).describe("Requests held open at once; max = as many as fit"),
  requests: positive.int().optional().describe("Requests in all, an upper bound of max"),
});

/** What came out, of all devices together unless said otherwise. */
const figures = z.strictObject({
  outputTokensPerSecond: positive.optional(),
  tokensPerSecondPerUser: positive.optional().describe("Decode rate of one stream"),
  prefillTokensPerSecond: positive.optional(),
  firstTokenSeconds: positive.optional().describe("Mean"),
  interTokenSeconds: positive.optional().describe("Mean time between two tokens of one stream"),
});

/** Published speeds from one source. */
export const measurements = z.strictObject({
  title: z.string().min(3),
  url: z.url(),
  published: partialDay,
  ...sourced,
  note: z.string().optional(),
  lengthsAssumed: z
    .boolean()
    .optional()
    .describe(
      "The source does not tell the lengths of the requests: its rows match no case exactly, and count for less",
    ),
  conditions: conditions.partial().describe("What all rows share that do not say otherwise"),
  rows: z
    .array(z.strictObject({ id: slug, ...conditions.partial().shape, ...figures.shape, note: z.string().optional() }))
    .min(1),
});

/** Models that were measured, whether or not they are still offered. */
export const measuredModels = z.strictObject({
  ...sourced,
  models: z.record(
    modelId,
    z.strictObject({
      name: z.string().min(1),
      parameters: z.strictObject({ totalB: positive, activeB: positive }).describe("1e9"),
      geometry: geometry.omit({ source: true, checked: true }),
    }),
  ),
});

export const REQUIRED_CONDITIONS = Object.entries(conditions.shape).flatMap(([key, field]) =>
  field.isOptional() ? [] : [key as keyof Conditions],
);
export const FIGURES = Object.keys(figures.shape) as (keyof Figures)[];

export type Conditions = z.infer<typeof conditions>;
export type Figures = z.infer<typeof figures>;
export type MeasurementsFile = z.infer<typeof measurements>;
export type MeasuredModelsFile = z.infer<typeof measuredModels>;
export type MeasuredModel = MeasuredModelsFile["models"][string];
