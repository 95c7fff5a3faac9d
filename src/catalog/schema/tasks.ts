import * as z from "zod";
import { QUALITY_LEVELS, TASKS } from "../../vocabulary.ts";
import { notNegative, partialDay, positive } from "./common.ts";
import { MODALITIES } from "./model.ts";

/** What each task needs of a model, and the traffic that is assumed where nobody said. */
export const tasks = z.strictObject({
  schema: z.literal("advisor-tasks/1"),
  version: z.number().int(),
  source: z.string(),
  checked: partialDay,
  tasks: z.record(
    z.enum(TASKS),
    z.strictObject({
      title: z.string(),
      family: z.enum(["text", "retrieval", "vision", "image", "video", "audio", "science", "embodied", "analytic"]),
      in: z.array(z.enum(MODALITIES)).describe("Each of these must be readable"),
      out: z.array(z.enum(MODALITIES)),
      unit: z.enum(["tokens", "images", "seconds", "characters", "predictions"]).describe("What a host meters"),
      interactive: z.boolean().describe("A person waits for the first token"),
      advice: z.string().nullable().describe("What to consider instead of a generative model; null = nothing"),
      defaults: z.strictObject({
        requestsPerDay: positive,
        inputTokens: notNegative,
        outputTokens: notNegative,
        inputImages: notNegative,
        inputSeconds: notNegative,
        outputImages: notNegative,
        outputSeconds: notNegative,
        contextTokens: notNegative,
        quality: z.enum(QUALITY_LEVELS),
      }),
    }),
  ),
});
export type TasksFile = z.infer<typeof tasks>;
