import * as z from "zod";
import { COUNTRIES } from "../quantity/country.ts";
import { readCountry } from "../quantity/country-name.ts";
import { isDay } from "../quantity/day.ts";
import {
  CUSTOMIZATIONS,
  DEPLOYMENT_KINDS,
  INTERFACES,
  QUALITY_LEVELS,
  REGULATIONS,
  SECTORS,
  SENSITIVITIES,
  SUPPORTS,
  TASKS,
} from "../vocabulary.ts";
import { someAboveZero } from "../yaml/fits.ts";

/** `advisor.yaml` as people write it. `unknown` (or null) is legal wherever the user may not know. */
const orUnknown = <S extends z.ZodType>(schema: S) => z.union([schema, z.literal("unknown"), z.null()]).optional();

const count = z.number().min(0).max(1e15);
const share = z.number().min(0).max(1);
const text = z.string().min(1).max(500);
const country = z
  .string()
  .superRefine((code, context) => {
    if (COUNTRIES.has(code)) return;
    const meant = readCountry(code);
    const hint = meant ? `Did you mean ${meant}?` : "Countries are ISO 3166-1 alpha-2 (DE, US, CN), or EU.";
    context.addIssue({ code: "custom", message: "not a country code", params: { hint } });
  })
  .meta({ holds: "country" });
const countries = z.array(country);

const organization = z.strictObject({
  jurisdiction: orUnknown(country).describe("Where the organization is established"),
  ownership: z.array(country).optional().describe("Countries that own more than 50 %, if foreign"),
  usersIn: orUnknown(countries).describe("Where the end users are"),
  annualRevenueUsd: orUnknown(count),
  monthlyActiveUsers: orUnknown(count),
  modelAsAService: orUnknown(z.boolean()).describe("Do you sell access to the model itself?"),
  sector: orUnknown(z.enum(SECTORS)),
  team: z
    .strictObject({ mlOpsFte: orUnknown(z.number().min(0).max(1e5)).describe("People already able to run models") })
    .optional(),
  hardware: z
    .array(z.strictObject({ accelerator: text, count: z.number().int().min(1).max(1e6) }))
    .optional()
    .describe("Accelerators already owned"),
  excludedOrigins: countries.optional().describe("Countries of model makers"),
  excludedHosts: countries.optional().describe("Jurisdictions that data may not come under"),
  excludedVendors: z.array(text).optional(),
  discounts: z.array(z.strictObject({ provider: text, percent: z.number().min(0).max(100) })).optional(),
});

const traffic = z.strictObject({
  requestsPerDay: count.optional(),
  inputTokens: count.optional().describe("Per request"),
  outputTokens: count.optional().describe("Per request, reasoning tokens included"),
  cachedInputShare: share.optional().describe("Share of input that is cached, 0 to 1"),
  batchShare: share.optional().describe("Share of requests that may wait for hours, 0 to 1"),
  peakToAverage: z.number().min(1).max(1e4).optional(),
  growthPerYear: z.number().min(-1).max(100).optional().describe("0.5 = +50 % a year"),
  inputImages: count.optional().describe("Per request"),
  inputSeconds: count.optional().describe("Audio or video in, per request"),
  outputImages: count.optional().describe("Per request"),
  outputSeconds: count.optional().describe("Audio or video out, per request"),
});

const workload = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/u, "letters, digits, '.', '_' and '-', at most 64")
    .optional()
    .describe("Default: the task's name"),
  title: text.optional(),
  task: z.enum(TASKS),
  languages: orUnknown(z.array(z.string().min(2).max(35))),
  interface: z.enum(INTERFACES).optional(),
  traffic: traffic.optional(),
  contextTokens: count.optional().describe("Longest request"),
  latency: z
    .strictObject({
      firstTokenSeconds: orUnknown(z.number().positive()),
      tokensPerSecond: orUnknown(z.number().positive()),
    })
    .optional(),
  quality: orUnknown(z.enum(QUALITY_LEVELS)),
  data: z
    .strictObject({
      sensitivity: orUnknown(z.enum(SENSITIVITIES)),
      regulations: orUnknown(z.array(z.enum(REGULATIONS))),
      residency: orUnknown(countries).describe("Processing must stay in these"),
      sensitiveShare: share.optional().describe("0 to 1 of requests; between 0 and 1 a hybrid is also considered"),
      zeroRetention: orUnknown(z.boolean()),
      airGapped: orUnknown(z.boolean()),
    })
    .optional(),
  customization: orUnknown(z.enum(CUSTOMIZATIONS)),
  deployments: z
    .array(z.enum(DEPLOYMENT_KINDS))
    .min(1)
    .optional()
    .describe("Allowed kinds; default: all but app and edge"),
  license: z
    .strictObject({
      commercialUse: orUnknown(z.boolean()),
      osiApproved: orUnknown(z.boolean()),
      redistributeDerivatives: orUnknown(z.boolean()),
      trainOnOutputs: orUnknown(z.boolean()),
    })
    .optional(),
  support: orUnknown(z.enum(SUPPORTS)),
  uptimePercent: orUnknown(z.number().min(0).max(100)),
  budget: z.strictObject({ usdPerMonth: orUnknown(count), hard: z.boolean().optional() }).optional(),
  lifetimeMonths: z.number().min(1).max(120).optional().describe("Time in production; also the cost horizon"),
  offline: orUnknown(z.boolean()),
});

const priority = z.number().min(0).max(1e6).optional();
const priorities = z
  .strictObject({
    performance: priority,
    tco: priority,
    privacy: priority,
    customization: priority,
    geopolitics: priority,
    security: priority,
    support: priority,
    innovation: priority,
  })
  .refine(someAboveZero, "all zero; at least one priority must be above 0")
  .meta({ holds: "not all zero" });

/** Of one file. */
const MOST_WORKLOADS = 200;

const limit = (what: string) =>
  z
    .union([z.number().min(0).max(1e6), z.literal(false)])
    .optional()
    .describe(`${what}; false = not checked`);

export const requirementsInput = z.strictObject({
  schema: z.literal("advisor-requirements/1").optional(),
  organization: organization.optional(),
  workloads: z.array(workload).min(1).max(MOST_WORKLOADS),
  priorities: priorities.optional(),
  prioritiesDoubt: share.optional().describe("How far the priorities may be off in any direction, 0 to 1"),
  evaluations: z.array(text).optional().describe("The user's own measured quality"),
  assumptions: z
    .record(z.string(), z.number())
    .optional()
    .describe("Values that replace the catalog's assumptions, by name"),
  plan: z
    .strictObject({
      mostVendors: z.number().int().min(1).optional().describe("Contracts with providers, at most"),
      mostPlatforms: z.number().int().min(1).optional().describe("Kinds of deployment, at most"),
      leastScore: z
        .record(z.string(), share)
        .optional()
        .describe("By workload id: candidates that score less serve no part"),
      committed: z
        .array(z.strictObject({ provider: text, usdPerMonth: count }))
        .optional()
        .describe("Spend that is owed to a provider whether it is consumed or not"),
    })
    .optional()
    .describe("Limits of `advisor plan`"),
  check: z
    .strictObject({
      selected: z.record(z.string(), text).optional().describe("Workload id to candidate id"),
      baseline: text.optional().describe("A saved recommendation"),
      failOn: z
        .strictObject({
          ruledOut: z.boolean().optional().describe("A condition rejects the selected candidate (default: true)"),
          notInTop: z
            .union([z.number().int().min(1), z.literal(false)])
            .optional()
            .describe("It is no longer among so many models (default: false)"),
          overBudget: z.boolean().optional().describe("Its likely cost is above the budget (default: true)"),
          priceDriftPercent: limit(
            "A price moved by more, either way, against the baseline (default: 20 with a baseline)",
          ),
          retiresWithinDays: limit("Model or service ends within so many days (default: 90)"),
          termsChanged: z
            .boolean()
            .optional()
            .describe("Licence or data terms are others than in the baseline (default: true with a baseline)"),
          evidenceOlderThanDays: limit("Its newest test result is older (default: false)"),
          pricesOlderThanDays: limit("A price of it was read longer ago (default: false)"),
          winnerChanged: z
            .boolean()
            .optional()
            .describe("Another candidate ranks first than in the baseline (default: false)"),
          unknown: z
            .boolean()
            .optional()
            .describe("What cannot be told fails, instead of only being said (default: false)"),
        })
        .optional(),
      exceptions: z
        .array(
          z.strictObject({
            rule: text.describe("A gate of the rule packs, or a key of failOn"),
            candidate: text.nullable().optional().describe("A candidate, or a model wherever it runs; null = all"),
            reason: text,
            approver: text,
            expires: z
              .string()
              .regex(/^\d{4}-\d{2}-\d{2}$/u, "a date is YYYY-MM-DD")
              .refine(isDay, "not a day of the calendar")
              .meta({ holds: "day" })
              .describe("The last day on which it holds"),
          }),
        )
        .optional(),
    })
    .optional(),
});

/** One layer (a file, the flags, …): the same keys, none required. */
export const requirementsLayer = requirementsInput.extend({
  workloads: z
    .array(workload.partial({ task: true }))
    .min(1)
    .max(MOST_WORKLOADS)
    .optional(),
});

export type RequirementsInput = z.infer<typeof requirementsInput>;
export type RequirementsLayer = z.infer<typeof requirementsLayer>;
