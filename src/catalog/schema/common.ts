import * as z from "zod";
import { COUNTRIES } from "../../quantity/country.ts";
import { isDay, isPartialDay } from "../../quantity/day.ts";

export const day = z.string().refine(isDay, "not a date (YYYY-MM-DD)").describe("A day, YYYY-MM-DD");
export const partialDay = z
  .string()
  .refine(isPartialDay, "not a date (YYYY-MM-DD, YYYY-MM or YYYY)")
  .describe("A day, month or year: YYYY-MM-DD, YYYY-MM or YYYY");
export const country = z
  .string()
  .refine((code) => COUNTRIES.has(code), "not a country (ISO 3166-1 alpha-2, or EU)")
  .describe("ISO 3166-1 alpha-2, or EU for the 27 member states");

/** `anywhere` is a fact (the operator says that any region may be used); `null` is not knowing. */
export const place = z.union([z.literal("anywhere"), country]);

export const positive = z.number().positive();
export const notNegative = z.number().nonnegative();
export const share = z.number().min(0).max(1);
export const slug = z.string().regex(/^[a-z0-9][a-z0-9._-]*$/u, "lower-case letters, digits, '.', '_' and '-' only");
export const modelId = z.string().regex(/^[a-z0-9._-]+\/[a-z0-9._-]+$/u, "a model id is vendor/model");

/** Every figure has a source and the day on which the source was last read. */
export const sourced = {
  source: z.string().min(3).describe("Where the figures of this entry come from"),
  checked: partialDay.describe("The day on which that source was last read"),
};

export const range = z
  .strictObject({ low: z.number(), likely: z.number(), high: z.number() })
  .refine((r) => r.low <= r.likely && r.likely <= r.high, "low, likely and high must be in order");

/** How far a fact can be relied on; `low` and `unverified` may caution, never gate. */
export const confidence = z.enum(["high", "medium", "low", "unverified"]);
export const BASES = ["quoted", "measured", "fitted", "assumed"] as const;
export const basis = z.enum(BASES);
export type Basis = z.infer<typeof basis>;
