import * as z from "zod";
import { confidence, country, partialDay, positive } from "./common.ts";

export const CAP_MEASURES = ["monthly-active-users", "annual-revenue-usd", "monthly-revenue-usd"] as const;
export const CAP_EFFECTS = ["no-licence", "separate-licence", "review", "display-name"] as const;

export const license = z.strictObject({
  name: z.string().min(1),
  spdx: z.string().nullable(),
  osi: z.boolean().nullable().describe("On the list of the Open Source Initiative"),
  commercial: z.boolean().nullable().describe("May be used commercially (below its caps)"),
  derivatives: z.boolean().nullable().describe("May be fine-tuned and the result used"),
  redistributeDerivatives: z.boolean().nullable(),
  outputsMayTrain: z.boolean().nullable().describe("Outputs may train other models"),
  caps: z
    .array(
      z.strictObject({
        measure: z.enum(CAP_MEASURES),
        threshold: positive.nullable().describe("null = any size, or an amount that is not verified (see note)"),
        effect: z.enum(CAP_EFFECTS),
        appliesTo: z.enum(["everybody", "model-as-a-service"]),
      }),
    )
    .nullable()
    .describe("null = the licence was not read"),
  excludedRegions: z.array(country).nullable(),
  exclusionReach: z
    .enum(["licensee", "everywhere"])
    .nullable()
    .describe("Whether the exclusion binds the operator only, or any use"),
  onlyFor: z.enum(["non-profit-research"]).nullable(),
  attribution: z.string().nullable().describe("What must be shown, in words"),
  obligations: z.array(z.string()),
  revocable: z.boolean().nullable().describe("Ends on events that a user cannot rule out"),
  facts: z.array(z.string()),
  confidence,
  note: z.string().nullable(),
  source: z.string().min(3),
  checked: partialDay,
});

export type LicenseFile = z.infer<typeof license>;
