import * as z from "zod";
import { CRITERIA, DEPLOYMENT_KINDS, QUALITY_LEVELS } from "./vocabulary.ts";

/** THE result of `advise()`: every format is a pure function of it. Unknown figures are `null`, never 0 and never missing. */

const range = z.strictObject({ low: z.number(), likely: z.number(), high: z.number() });
const unit = z.number().min(0).max(1);
const interval = z.tuple([z.number(), z.number()]);
const criterion = z.enum(CRITERIA);

const term = z.strictObject({
  rule: z.string().describe("Id of the rule or value function"),
  title: z.string(),
  points: z.number().describe("What it adds to the criterion's value; for an unknown verdict what is ranked with"),
  verdict: z.enum(["true", "false", "unknown"]),
  because: z.string(),
  source: z.string(),
});

const criterionScore = z.strictObject({
  value: unit.describe("What is ranked with: low + alpha * (high - low)"),
  range: interval,
  weight: unit,
  contribution: z.number().describe("weight * value; contributions sum to the score"),
  terms: z.array(term),
});

const reason = z.strictObject({
  kind: z.enum(["for", "against", "caution", "obligation"]),
  criterion: criterion.nullable(),
  rule: z.string(),
  text: z.string(),
  source: z.string(),
});

const evidence = z.strictObject({
  benchmark: z.string(),
  name: z.string(),
  score: z.number().describe("In the unit of the benchmark; of an own evaluation: share of cases passed, 0 to 1"),
  date: z.string().nullable().describe("null: an own evaluation that does not say"),
  variant: z.string().nullable().describe("Effort level or snapshot; of an own evaluation: the metric"),
  kind: z.string().describe("independent, human-vote, leaderboard, vendor, or own for the user's own evaluation"),
  source: z.string().describe("Of an own evaluation: its file"),
});

const model = z.strictObject({
  id: z.string(),
  name: z.string(),
  vendor: z.string(),
  origin: z.string(),
  weights: z.enum(["open", "restricted", "closed"]),
  license: z.string(),
  architecture: z.string().nullable(),
  lifecycle: z.string(),
  released: z.string().nullable(),
  retires: z.string().nullable(),
});

const deployment = z.strictObject({
  kind: z.enum(DEPLOYMENT_KINDS),
  provider: z.string().nullable(),
  providerName: z.string().nullable(),
  endpoint: z.string().nullable(),
  operatorJurisdiction: z.string().nullable(),
  processingIn: z.array(z.string()).nullable(),
  hardware: z
    .strictObject({
      accelerator: z.string(),
      perReplica: z.number().int(),
      replicas: z.number().int(),
      quantization: z.string(),
      engine: z.string(),
      owned: z.boolean(),
      region: z.string().nullable(),
    })
    .nullable(),
});
const terms = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly(), z.null()]))
  .readonly()
  .describe("Licence and data terms, by the names of the facts in docs/facts.md; null = not stated");

const basis = z.enum(["quoted", "measured", "fitted", "assumed"]);

export const rankedCandidate = z.strictObject({
  rank: z.number().int().positive(),
  id: z.string(),
  model,
  deployment,
  score: unit,
  scoreRange: interval,
  coverage: unit.describe("1 - the weighted width of what is unknown"),
  otherDeployments: z.number().int().describe("Further ways to run this model that pass, not listed unless --all"),
  criteria: z.record(criterion, criterionScore),
  terms,
  tco: z.strictObject({
    usdPerMonth: range.nullable(),
    usdTotal: range.nullable(),
    usdPerMtok: range.nullable(),
    items: z.array(
      z.strictObject({
        item: z.string(),
        usdPerMonth: z.number().describe("likely"),
        range: range,
        basis,
        source: z.string(),
      }),
    ),
    binding: z.string().nullable(),
  }),
  latency: z.strictObject({
    firstTokenSeconds: range.nullable(),
    tokensPerSecond: range.nullable(),
    basis: z.string().nullable(),
    source: z.string().nullable(),
  }),
  quality: z.strictObject({
    index: z.number().nullable(),
    range: interval.nullable(),
    level: z.enum(QUALITY_LEVELS).nullable(),
    evidence: z.array(evidence),
  }),
  reasons: z.array(reason),
});

const passedCandidate = z.strictObject({
  id: z.string(),
  name: z.string().describe("Model and where it runs, for a sentence"),
  model,
  deployment,
  usdPerMonth: range.nullable(),
  quality: z.strictObject({ index: z.number().nullable(), level: z.enum(QUALITY_LEVELS).nullable() }),
  criteria: z.record(criterion, interval).describe("Both ends of each value; what is ranked with lies between them"),
});

const share = z.strictObject({
  id: z.string(),
  name: z.string(),
  share: unit,
  centralWeights: z.record(criterion, unit).describe("Mean of the weights under which it came first"),
  confidence: unit.nullable().describe("How often it is first under these; null beyond the first finalists"),
});

const outlook = z.strictObject({
  firstShares: z
    .strictObject({
      candidates: z.array(share),
      models: z.record(z.string(), unit),
      weights: z.record(z.string(), unit),
      kinds: z.record(z.string(), unit),
    })
    .describe("How often each came first in the trials of `robustness`, largest first, and the same by family"),
  tieGroup: z.array(z.string()).describe("Ids within 0.01 of the winner's score"),
  priorities: z
    .array(z.strictObject({ criterion, weight: unit, low: unit, high: unit }))
    .describe("How far each weight alone may go, the others in their proportions, before the winner changes"),
  crossChecks: z.strictObject({
    weightedProduct: z.string().describe("Ids of whom other methods put first; never used to rank"),
    promethee: z.string().describe("PROMETHEE II among the first 20"),
    equalPriorities: z.string(),
    paretoFront: z.number().int(),
    isOnParetoFront: z.boolean(),
  }),
});

const costs = z.strictObject({
  months: z.number().int(),
  requestsPerDay: z.array(z.number()).describe("Traffics at which the bills are read, today's among them"),
  candidates: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      start: z.number().nullable().describe("USD before the first month; null where some month has no price"),
      monthly: z.array(z.number()).describe("USD as it is paid, month by month, likely; leaving is not in it"),
      byTraffic: z.array(z.number().nullable()).describe("Likely USD a month at each of `requestsPerDay`"),
    }),
  ),
  drivers: z
    .array(
      z.strictObject({
        input: z.string(),
        kind: z.enum(["assumption", "traffic", "speed"]),
        what: z.string(),
        unit: z.string(),
        value: range,
        atLow: z.number().describe("Likely USD a month of the winner with this input alone at its low end"),
        atHigh: z.number(),
        basis,
        source: z.string(),
      }),
    )
    .describe("What moves the winner's bill, most first"),
});

const anchor = z.strictObject({
  criterion,
  title: z.string(),
  of: z.string().nullable().describe("The figure that is read through the breakpoints; null = a constant start"),
  constant: z.number().nullable(),
  breakpoints: z.array(interval).describe("[figure, value], straight in between"),
  log: z.boolean().describe("Straight over the logarithm of the figure"),
  source: z.string(),
});

const flip = z.strictObject({
  kind: z.enum(["priority", "fact", "traffic", "gate", "answer"]),
  text: z.string(),
  newWinner: z.string().nullable().describe("null = nothing passes"),
  change: z
    .array(z.strictObject({ path: z.string(), value: z.unknown() }))
    .nullable()
    .describe("Keys of the requirements and their values under which it is so; null where they cannot say it"),
});

export const workloadResult = z.strictObject({
  id: z.string(),
  title: z.string(),
  winner: z.string().nullable(),
  selected: z
    .strictObject({
      id: z.string(),
      name: z.string(),
      standing: z.enum(["ranked", "to-verify", "ruled-out"]),
      gates: z.array(z.string()).describe("Those that reject it or leave it open"),
      rank: z.number().int().positive().describe("Among models; where it is not ranked, the rank it would have"),
      tco: z.strictObject({
        usdPerMonth: range.nullable(),
        items: z
          .array(z.strictObject({ item: z.string(), usdPerMonth: z.number().describe("likely"), basis }))
          .readonly(),
      }),
      terms,
    })
    .nullable()
    .describe("check.selected of this workload, for a later `advisor check` to compare with; null = nothing selected"),
  verdict: z.enum(["robust", "clear", "close-call", "no-candidate"]),
  summary: z.string(),
  ranking: z.array(rankedCandidate),
  toVerify: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      unknown: z.array(z.strictObject({ rule: z.string(), question: z.string() })),
      rankIfPassed: z.number().int().positive(),
    }),
  ),
  ruledOut: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      gates: z.array(z.strictObject({ rule: z.string(), title: z.string(), text: z.string(), source: z.string() })),
    }),
  ),
  ruledOutBy: z
    .array(
      z.strictObject({ rule: z.string(), title: z.string(), count: z.number().int(), nearest: z.string().nullable() }),
    )
    .describe("Ruled out, counted by the first gate that did it; `nearest` is the best that failed this gate alone"),
  counts: z.strictObject({
    candidates: z.number().int(),
    listed: z.number().int(),
    ranked: z.number().int(),
    toVerify: z.number().int(),
    ruledOut: z.number().int(),
  }),
  robustness: z
    .strictObject({
      stableUpTo: unit.describe(
        "The winner stays first while the priorities are off by up to this share in any direction",
      ),
      stableUpToOtherModels: unit.describe("So far its model stays ahead of other models, run one way or another"),
      stableUpToAtWorst: unit.describe(
        "The winner stays ahead of other models with its own values at their low ends and theirs at their high ends",
      ),
      firstShare: unit,
      familyFirstShare: unit,
      doubt: unit.describe("How far the trials took the stated priorities to be off"),
      samples: z.number().int(),
      finalists: z.array(z.strictObject({ id: z.string(), name: z.string(), firstShare: unit })),
    })
    .nullable(),
  findOutFirst: z
    .array(
      z.strictObject({
        candidates: z.array(z.string()).describe("Names of the finalists that it is about"),
        criterion: criterion
          .nullable()
          .describe("What it moves most; null for a condition that keeps one from the first rank"),
        what: z.string(),
        width: z.number().describe("Points of the score, 0 to 1, that hang on it"),
        evoi: z.number().describe("Expected value of knowing it before choosing, in points of the score"),
        flipProbability: unit.describe("Probability that it puts another model first"),
      }),
    )
    .describe(
      "Unless the answer is robust: what is not known of the finalists, what is worth most first; for a screen only in a close call",
    ),
  flips: z.array(flip),
  breakEven: z.array(
    z.strictObject({
      candidate: z.string(),
      against: z.string(),
      requestsPerDay: z.number().nullable(),
      months: z.number().nullable(),
      text: z.string(),
    }),
  ),
  passed: z
    .array(passedCandidate)
    .nullable()
    .describe("Everybody who meets every condition, best first; null where only the first ranks were worked out"),
  outlook: outlook.nullable().describe("null where nothing passes, or only the first ranks were worked out"),
  costs: costs.nullable().describe("Of the first ranks and the best of each other kind of deployment; null as above"),
});

export const recommendation = z.strictObject({
  schema: z.literal("advisor-recommendation/1"),
  advisor: z.strictObject({ version: z.string() }),
  today: z.string(),
  seed: z.number().int(),
  catalog: z.strictObject({
    digest: z.string(),
    checked: z.strictObject({ oldest: z.string(), newest: z.string() }),
    models: z.number().int(),
    candidates: z.number().int(),
  }),
  rules: z.strictObject({
    digest: z.string(),
    packs: z.array(z.string()),
    count: z.number().int(),
    anchors: z.array(anchor),
  }),
  requirements: z.unknown().describe("Settled; a valid requirements file"),
  origins: z.record(z.string(), z.enum(["flag", "set", "file", "answer", "preset", "default"])),
  workloads: z.array(workloadResult),
  portfolio: z.unknown(),
  warnings: z.array(z.strictObject({ code: z.string(), text: z.string() })),
});

export type Recommendation = z.infer<typeof recommendation>;
export type WorkloadResult = z.infer<typeof workloadResult>;
export type RankedCandidate = z.infer<typeof rankedCandidate>;
export type PassedCandidate = z.infer<typeof passedCandidate>;
export type Outlook = z.infer<typeof outlook>;
export type Costs = z.infer<typeof costs>;
export type Reason = z.infer<typeof reason>;
export type Term = z.infer<typeof term>;
export type Flip = z.infer<typeof flip>;
