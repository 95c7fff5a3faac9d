import * as z from "zod";
import { isDay } from "../quantity/day.ts";
import { CRITERIA } from "../vocabulary.ts";

const criterion = z.enum(CRITERIA);
const id = z.string().regex(/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/u, "an id is pack.name in lower case");
const day = z.string().refine(isDay, "not a date (YYYY-MM-DD)");
const effect = z.strictObject({ criterion, points: z.number().min(-1).max(1) });
const cite = z
  .array(z.string().min(3))
  .min(1)
  .describe("Sections of the source document, ids of policy facts, or texts with dates");
const condition = z.record(z.string(), z.unknown()).describe("all | any | not | {path: {operator: value}}");

const common = {
  id,
  title: z.string().min(8),
  onlyWhen: condition.optional().describe("Reads requirements only; switches the rule on"),
  when: condition,
  because: z.string().min(8).describe("Sentence with {path} slots"),
  cite,
  confidence: z.enum(["high", "medium", "low", "unverified"]).default("high"),
  reviewed: day,
  examples: z
    .array(
      z.strictObject({
        facts: z.record(z.string(), z.unknown()),
        verdict: z.enum(["true", "false", "unknown", "off"]),
      }),
    )
    .min(1),
};

export const rule = z.discriminatedUnion("kind", [
  z.strictObject({
    ...common,
    kind: z.literal("gate"),
    onUnknown: z.enum(["verify", "reject", "pass"]).default("verify"),
    question: z.string().min(8).optional().describe("What to find out when the verdict is unknown"),
    decisive: z.boolean().default(false).describe("What it rejects is not examined further; reads model facts only"),
  }),
  z.strictObject({
    ...common,
    kind: z.literal("score"),
    then: effect,
    otherwise: effect.optional(),
    otherwiseBecause: z.string().min(8).optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal("note"),
    tone: z.enum(["for", "against", "caution", "obligation"]),
    criterion: criterion.optional(),
  }),
]);

const base = z.strictObject({
  id,
  criterion,
  title: z.string(),
  constant: z.number().min(0).max(1).optional(),
  of: z.enum(["candidate.usdPerMonth", "candidate.quality.index"]).optional(),
  breakpoints: z.array(z.tuple([z.number(), z.number().min(0).max(1)])).optional(),
  log: z.boolean().default(false),
  because: z.string(),
  cite,
});

const disable = z.strictObject({
  rule: id,
  reason: z.string().min(8).describe("Why, in words that go into every report"),
});

const shared = z.strictObject({
  fact: z.string(),
  criteria: z.array(criterion).min(2),
  because: z.string().min(8).describe("Why it is more than one matter"),
});

/** One file of `rules/`. */
export const pack = z.strictObject({
  schema: z.literal("advisor-rules/1"),
  pack: z.string().regex(/^[a-z][a-z-]*$/u, "lower-case letters and '-'"),
  version: z.number().int().min(1),
  bases: z.array(base).default([]),
  rules: z.array(rule).default([]),
  disable: z.array(disable).default([]).describe("Rules of earlier folders that do not hold here"),
  shared: z
    .array(shared)
    .default([])
    .describe("Facts that may score several criteria in the same direction; any other double counting is a problem"),
});
export type PackFile = z.infer<typeof pack>;
