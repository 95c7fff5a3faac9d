import * as z from "zod";
import { CRITERIA, DEPLOYMENT_KINDS, SENSITIVITIES, TASKS } from "./vocabulary.ts";

/** Which candidate serves which traffic, and what else could have: the `portfolio` of a recommendation, and of `advisor plan`. */

const range = z.strictObject({ low: z.number(), likely: z.number(), high: z.number() });
const unit = z.number().min(0).max(1);

const served = z.strictObject({
  id: z.string(),
  name: z.string(),
  model: z.strictObject({
    id: z.string(),
    name: z.string(),
    vendor: z.string(),
    weights: z.string(),
    license: z.string(),
  }),
  deployment: z.strictObject({
    kind: z.enum(DEPLOYMENT_KINDS),
    operator: z.enum(["vendor", "third-party", "self"]),
    provider: z.string().nullable(),
    endpoint: z.string().nullable(),
    region: z.string().nullable(),
    processingIn: z.array(z.string()).nullable(),
    device: z.string().nullable(),
    hardware: z
      .strictObject({
        accelerator: z.string(),
        perReplica: z.number().int(),
        perNode: z.number().int(),
        replicas: z.number().int(),
        quantization: z.string(),
        engine: z.string(),
        owned: z.boolean(),
        region: z.string().nullable(),
      })
      .nullable(),
  }),
});

const duty = z.strictObject({ rule: z.string(), text: z.string(), source: z.string() });

export const route = z.strictObject({
  id: z.string(),
  workload: z.string(),
  title: z.string(),
  traffic: z.enum(["sensitive", "ordinary", "all"]),
  share: unit.describe("Of the workload's requests"),
  condition: z.strictObject({
    text: z.string(),
    sensitivity: z.enum(SENSITIVITIES).nullable(),
    regulations: z.array(z.string()),
    residency: z.array(z.string()),
    task: z.enum(TASKS),
    languages: z.array(z.string()),
    mostTokens: z.number().describe("Longest request, input and output together"),
    label: z.string().nullable().describe("What a request has to carry to come here; null = nothing"),
  }),
  requestsPerDay: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  candidate: z.string(),
  fallback: z.string().nullable(),
  failClosed: z.boolean().describe("Without its candidates it stops rather than send data elsewhere"),
  primary: served,
  second: served.nullable(),
  secondScore: unit.nullable(),
  finalists: z
    .array(served)
    .describe("The next best models under the same conditions, for the suite to measure beside candidate and fallback"),
  whyNoFallback: z.string().nullable(),
  score: unit.describe("Of its candidate, as in the ranking of this share of the traffic"),
  usdPerMonth: range.describe("Of its candidate alone, nothing shared"),
  meteredUsdPerMonth: range.nullable().describe("What of it is billed by consumption"),
  evaluation: z.string().describe("Name of the suite that this route has to pass"),
  obligations: z.array(duty),
});

const costLine = z.strictObject({ item: z.string(), usdPerMonth: range, of: z.array(z.string()) });

export const alternative = z.strictObject({
  name: z.enum(["hybrid", "best-single", "all-closed", "all-self-hosted"]),
  candidates: z.array(z.string()),
  choice: z.array(z.string().nullable()).describe("Who serves each route, in the order of the routes; null = nobody"),
  usdPerMonth: range.nullable().describe("Of what it serves; null where it serves nothing"),
  score: unit.nullable().describe("null where it does not serve everything"),
  criteria: z.record(z.enum(CRITERIA), unit).nullable().describe("null where it does not serve everything"),
  weakest: z.strictObject({ criterion: z.enum(CRITERIA), value: unit }).nullable(),
  firstShare: unit
    .nullable()
    .describe("How often it came first of these while priorities and costs were drawn as off as they may be"),
  fails: z.array(z.string()).describe("What it cannot serve, and why"),
});

export const portfolio = z.strictObject({
  advice: z.enum(["hybrid", "single"]),
  text: z.string(),
  usdPerMonth: range.nullable(),
  score: unit.nullable(),
  routes: z.array(route),
  unserved: z.array(z.strictObject({ route: z.string(), text: z.string() })),
  bill: z.array(costLine),
  fleet: z
    .array(
      z.strictObject({
        candidate: z.string(),
        routes: z.array(z.string()),
        accelerator: z.string(),
        perReplica: z.number().int(),
        perNode: z.number().int(),
        replicas: z.number().int(),
        quantization: z.string(),
        engine: z.string(),
        mostTokens: z.number(),
        isStandby: z.boolean().describe("A fallback: set up, not running; not in the bill"),
      }),
    )
    .describe("What the organization runs itself, replicas shared by the routes"),
  pools: z.array(
    z.strictObject({
      accelerator: z.string(),
      devices: z.number().int(),
      replicas: z.number().int(),
      usdPerMonth: range,
    }),
  ),
  vendors: z.array(z.string()),
  platforms: z.array(z.string()),
  fallbacksUsdPerMonth: range.describe("Contracts and tests that only the fallbacks need, on top of the bill"),
  alternatives: z.array(alternative),
  changesAt: z.array(z.strictObject({ what: z.string(), value: z.number(), text: z.string() })),
  scenarios: z
    .array(
      z.strictObject({
        name: z.string(),
        text: z.string(),
        survive: z.array(z.string()),
        fallBack: z.array(z.string()),
        stop: z.array(z.string()),
        usdPerMonth: range.nullable(),
        after: z
          .array(z.string().nullable())
          .describe("Who serves each route then, in the order of the routes; null = nobody"),
        best: z.array(z.string().nullable()).describe("The same, planned anew"),
        bestUsdPerMonth: range.nullable(),
      }),
    )
    .describe("What becomes of the routes in worlds that may come; empty unless asked for"),
  solved: z.strictObject({
    by: z.enum(["search", "program"]),
    gap: z.number().describe("Score that a better plan could still have, at this plan's price of a dollar; 0 = none"),
    considered: z.array(z.strictObject({ route: z.string(), passed: z.number().int(), finalists: z.number().int() })),
  }),
  assumptions: z.array(z.string()),
});

export type Portfolio = z.infer<typeof portfolio>;
export type PortfolioRoute = z.infer<typeof route>;
export type Served = z.infer<typeof served>;
export type Alternative = z.infer<typeof alternative>;
