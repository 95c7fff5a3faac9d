import * as z from "zod";
import { CUSTOMIZATIONS, SUPPORTS } from "../../vocabulary.ts";
import { confidence, country, day, modelId, notNegative, place, positive, share, slug, sourced } from "./common.ts";

export const PROVIDER_ROLES = ["vendor", "hyperscaler", "inference-host", "router", "gpu-cloud", "product"] as const;
export const ZERO_RETENTION = ["default", "self-serve", "approval", "none"] as const;
export const CERTIFICATES = [
  "soc2-type2",
  "iso-27001",
  "iso-42001",
  "pci-dss",
  "c5",
  "hipaa-baa",
  "fedramp-moderate",
  "fedramp-high",
] as const;

/** What a customer's data meets at one endpoint. `null` = the provider does not say, or we have not seen it. */
const termFields = {
  trainsOnInputs: z.boolean().nullable(),
  retentionDays: notNegative.nullable().describe("Days for which prompts are kept by default; 0 = not kept"),
  zeroRetention: z
    .enum(ZERO_RETENTION)
    .nullable()
    .describe("How zero retention is had: by default, by a setting, by approval, not at all"),
};

export const endpoint = z.strictObject({
  id: slug.describe("Second half of the place in a candidate id: provider/endpoint"),
  region: z.string().nullable().describe("The provider's own word for the region"),
  processingIn: z.array(place).min(1).nullable(),
  ...termFields,
  certificates: z.array(z.enum(CERTIFICATES)).nullable(),
  certificatesSeen: z.enum(["all", "some"]).optional().describe("some: others may be held too; left out = all"),
  uptimePercent: z.number().min(0).max(100).nullable().describe("Contractual uptime"),
  support: z.enum(SUPPORTS).nullable().describe("Best support on sale"),
  fineTuning: z.enum(CUSTOMIZATIONS).nullable().describe("Deepest customization on sale at this endpoint"),
  indemnity: z.boolean().nullable().describe("Indemnifies paying customers against copyright claims"),
  facts: z.array(z.string()).describe("Ids of the policy facts behind the terms"),
  confidence,
  ...sourced,
});

export const tier = z.strictObject({
  aboveInputTokens: positive.int(),
  inputUsdPerMtok: notNegative,
  outputUsdPerMtok: notNegative,
  cachedInputUsdPerMtok: notNegative.nullable(),
});

const money = notNegative.nullable().default(null);

export const offer = z.strictObject({
  model: modelId,
  endpoint: slug,
  providerModelId: z.string().nullable(),
  band: z
    .strictObject({
      name: z.string(),
      hourShare: share.describe("Share of the week's hours in which this price holds"),
    })
    .nullable()
    .default(null)
    .describe("A time-of-day price"),
  inputUsdPerMtok: money,
  outputUsdPerMtok: money,
  cachedInputUsdPerMtok: money,
  cacheWriteUsdPerMtok: money,
  batchInputUsdPerMtok: money,
  batchOutputUsdPerMtok: money,
  tiers: z.array(tier).default([]),
  perImageUsd: money,
  perSecondUsd: money,
  perMinuteUsd: money,
  perMillionCharactersUsd: money,
  perPageUsd: money.describe("Of a page or image that is read, what is written of it included"),
  perRequestUsd: money.describe("Of a request whatever its length: a search, a track"),
  otherPrice: z
    .string()
    .nullable()
    .default(null)
    .describe("A price in the seller's words that no other field holds, or that is not metered: a subscription"),
  contextTokens: positive.int().nullable().default(null),
  maxOutputTokens: positive.int().nullable().default(null),
  from: day.nullable().default(null).describe("First day of this price; null = since release"),
  until: day.nullable().default(null).describe("Last day of this price"),
  terms: z
    .strictObject({
      trainsOnInputs: termFields.trainsOnInputs.optional(),
      retentionDays: termFields.retentionDays.optional(),
      zeroRetention: termFields.zeroRetention.optional(),
    })
    .optional()
    .describe("Where this model's terms differ from the endpoint's"),
  note: z.string().nullable().default(null),
  ...sourced,
});

export const provider = z.strictObject({
  name: z.string().min(1),
  role: z.enum(PROVIDER_ROLES),
  vendor: slug.nullable().default(null).describe("The maker whose own service this is: its models are vendor-api here"),
  jurisdiction: country.nullable().describe("Law that the operator answers to"),
  notServed: z.array(country).nullable().describe("Countries in which the service is not offered; null = not known"),
  barsOwnershipFrom: z.array(country).default([]).describe("Customers owned by more than half from these are barred"),
  noticeDays: notNegative.nullable().describe("Notice before a generally available model is shut down"),
  regions: z
    .array(z.strictObject({ id: z.string(), country }))
    .default([])
    .describe("Of a GPU cloud: regions with a listed price"),
  endpoints: z.array(endpoint),
  offers: z.array(offer),
  note: z.string().nullable().default(null),
  ...sourced,
});

export type Endpoint = z.infer<typeof endpoint>;
export type Offer = z.infer<typeof offer>;
export type Tier = z.infer<typeof tier>;
export type ProviderFile = z.infer<typeof provider>;
export type Certificate = (typeof CERTIFICATES)[number];
export type ZeroRetention = (typeof ZERO_RETENTION)[number];
