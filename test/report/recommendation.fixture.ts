import type {
  Costs,
  Outlook,
  PassedCandidate,
  RankedCandidate,
  Reason,
  Recommendation,
  WorkloadResult,
} from "../../src/recommendation.ts";
import { CRITERIA } from "../../src/vocabulary.ts";

type Patch<T> = { readonly [K in keyof T]?: T[K] };

const range = (low: number, likely: number, high: number) => ({ low, likely, high });

const term = (rule: string, title: string, points: number, because: string, source: string) => ({
  rule,
  title,
  points,
  verdict: "true" as const,
  because,
  source,
});

const reason = (
  kind: Reason["kind"],
  criterion: Reason["criterion"],
  rule: string,
  text: string,
  source: string,
): Reason => ({
  kind,
  criterion,
  rule,
  text,
  source,
});

const TERMS = {
  privacy: term(
    "privacy.own-rooms",
    "Nothing leaves",
    0.3,
    "Weights run in your own rooms, so no processor sees a contract.",
    "source 4.3 data privacy",
  ),
  customization: term(
    "customization.permissive",
    "Tunable",
    0.2,
    "Apache-2.0 allows fine-tuning and keeping the result.",
    "licence text, 2026-03-16",
  ),
  support: term(
    "support.contract",
    "Contract keeps no data",
    0.2,
    "The contract promises that no prompt is kept.",
    "Service terms 2026-08-01, https://example.com/terms",
  ),
};

const DUTY = reason(
  "obligation",
  null,
  "regulation.article-50",
  "Tell users that a machine drafted it (AI Act, Art. 50).",
  "Regulation (EU) 2024/1689",
);
export const REASONS: readonly Reason[] = [
  reason("for", "privacy", "privacy.own-rooms", TERMS.privacy.because, TERMS.privacy.source),
  reason("for", "customization", "customization.permissive", TERMS.customization.because, TERMS.customization.source),
  reason(
    "for",
    "tco",
    "tco.start",
    "At $14,200 a month it is cheaper than most that reach this quality.",
    "estimate of the cost and size",
  ),
  reason(
    "against",
    "support",
    "support.nobody",
    "Nobody owes you an answer at 3 a.m.; plan 1.5 people.",
    "assumption: staff.on-premises",
  ),
  reason(
    "caution",
    "performance",
    "performance.thin-evidence",
    "Evidence for German legal text is thin: index 68 (60 to 74) rests on 4 boards.",
    "Arena document 2026-08-22; Vals legal 2026-10-02",
  ),
  DUTY,
];

/** A ranked candidate: Mistral Small 4 on the user's own accelerators, unless `patch` says otherwise. */
export function candidate(patch: Patch<RankedCandidate> = {}): RankedCandidate {
  const criteria = Object.fromEntries(
    CRITERIA.map((c) => {
      const own = Object.values(TERMS).filter((t) => t.rule.startsWith(c));
      const start = term(`${c}.start`, `Start of ${c}`, 0.6, `Where ${c} starts.`, "method");
      return [
        c,
        {
          value: 0.78,
          range: [0.7, 0.85] as [number, number],
          weight: 0.125,
          contribution: 0.0975,
          terms: [start, ...own],
        },
      ];
    }),
  ) as RankedCandidate["criteria"];
  return {
    rank: 1,
    id: "mistral/mistral-small-4@on-premises",
    model: {
      id: "mistral/mistral-small-4",
      name: "Mistral Small 4",
      vendor: "Mistral AI",
      origin: "FR",
      weights: "open",
      license: "apache-2.0",
      architecture: "mixture-of-experts",
      lifecycle: "active",
      released: "2026-03-16",
      retires: null,
    },
    terms: { "model.license": "apache-2.0", "model.licenseCommercial": true, "model.licenseCaps": [] },
    deployment: {
      kind: "on-premises",
      provider: null,
      providerName: null,
      endpoint: null,
      operatorJurisdiction: "DE",
      processingIn: ["DE"],
      hardware: {
        accelerator: "nvidia-h100-80gb-sxm",
        perReplica: 2,
        replicas: 1,
        quantization: "fp8",
        engine: "vllm",
        owned: true,
        region: null,
      },
    },
    score: 0.7812,
    scoreRange: [0.74, 0.81],
    coverage: 0.93,
    otherDeployments: 0,
    criteria,
    tco: {
      usdPerMonth: range(9800, 14200, 19500),
      usdTotal: range(235200, 340800, 468000),
      usdPerMtok: range(9.6, 13.9, 19.1),
      items: [
        {
          item: "staff",
          usdPerMonth: 8700,
          range: range(6000, 8700, 12000),
          basis: "assumed",
          source: "assumption: staff.on-premises",
        },
        {
          item: "power",
          usdPerMonth: 5500,
          range: range(3800, 5500, 7500),
          basis: "fitted",
          source: "assumption: power.price",
        },
      ],
      binding: "memory",
    },
    latency: {
      firstTokenSeconds: range(0.3, 0.4, 0.7),
      tokensPerSecond: range(48, 62, 75),
      basis: "fitted",
      source: "throughput profile vllm 2026-09",
    },
    quality: {
      index: 68.2,
      range: [60.1, 74.4],
      level: "strong",
      evidence: [
        {
          benchmark: "arena-document",
          name: "Arena document",
          score: 1391,
          date: "2026-08-22",
          variant: null,
          kind: "preference",
          source: "https://example.com/arena",
        },
      ],
    },
    reasons: [...REASONS],
    ...patch,
  };
}

const hosted = (provider: string, endpoint: string): RankedCandidate["deployment"] => ({
  kind: "hosted-api",
  provider,
  providerName: null,
  endpoint,
  operatorJurisdiction: "US",
  processingIn: ["EU"],
  hardware: null,
});

const closedReasons: Reason[] = [
  reason(
    "for",
    "performance",
    "performance.start",
    "Quality for document analysis is 94 of 100, the best that passes.",
    "Arena document 2026-08-22",
  ),
  reason("for", "support", "support.contract", TERMS.support.because, TERMS.support.source),
  reason(
    "against",
    "geopolitics",
    "geopolitics.foreign-operator",
    "The operator answers to US law, which can reach data that lie in the EU.",
    "source 4.3 geopolitics; CLOUD Act, 18 U.S.C. 2713",
  ),
  reason(
    "against",
    "customization",
    "customization.closed",
    "Closed weights: what you tune stays with the vendor.",
    "source 4.3 customization",
  ),
  DUTY,
];

const model = (patch: Patch<RankedCandidate["model"]>): RankedCandidate["model"] => ({
  ...candidate().model,
  ...patch,
});

/** Ten candidates of every kind, from the obvious to the awkward. */
export const ranking: readonly RankedCandidate[] = [
  candidate(),
  candidate({
    rank: 2,
    id: "anthropic/claude-opus-5.5@amazon-bedrock/eu",
    model: model({
      id: "anthropic/claude-opus-5.5",
      name: "Claude Opus 5.5",
      vendor: "Anthropic",
      origin: "US",
      weights: "closed",
      license: "proprietary",
    }),
    deployment: hosted("amazon-bedrock", "eu"),
    score: 0.7391,
    otherDeployments: 2,
    tco: {
      usdPerMonth: range(6100, 6100, 6100),
      usdTotal: range(146400, 146400, 146400),
      usdPerMtok: null,
      items: [],
      binding: null,
    },
    quality: { index: 94, range: [91, 96], level: "frontier", evidence: [] },
    latency: { firstTokenSeconds: null, tokensPerSecond: null, basis: null, source: null },
    reasons: closedReasons,
  }),
  candidate({
    rank: 3,
    id: "alibaba/qwen3.8-27b@cloud-gpu/nebius-cloud",
    model: model({ id: "alibaba/qwen3.8-27b", name: "Qwen3.8 27B", vendor: "Alibaba", origin: "CN" }),
    deployment: {
      kind: "cloud-gpu",
      provider: "nebius-cloud",
      providerName: "Nebius",
      endpoint: null,
      operatorJurisdiction: "NL",
      processingIn: ["FI"],
      hardware: {
        accelerator: "nvidia-l40s-48gb",
        perReplica: 2,
        replicas: 2,
        quantization: "fp8",
        engine: "vllm",
        owned: false,
        region: "eu-north",
      },
    },
    score: 0.7104,
    otherDeployments: 1,
    tco: { ...candidate().tco, usdPerMonth: range(3200, 4120, 5900) },
    quality: { index: 71, range: [66, 75], level: "strong", evidence: [] },
  }),
  candidate({
    rank: 4,
    id: "mistral/mistral-large-4@mistral/eu",
    model: model({
      id: "mistral/mistral-large-4",
      name: "Mistral Large 4",
      weights: "restricted",
      license: "mistral-research",
      lifecycle: "preview",
    }),
    deployment: { ...hosted("mistral", "eu"), kind: "vendor-api", operatorJurisdiction: "FR" },
    score: 0.69,
    tco: { ...candidate().tco, usdPerMonth: range(980, 1020, 1060) },
    quality: { index: 80, range: [70, 88], level: "strong", evidence: [] },
    reasons: closedReasons.slice(1),
  }),
  candidate({
    rank: 5,
    id: "openai/gpt-4o@azure/datazone-eu",
    model: model({
      id: "openai/gpt-4o",
      name: "GPT-4o",
      vendor: "OpenAI",
      origin: "US",
      weights: "closed",
      license: "proprietary",
      lifecycle: "deprecated",
      retires: "2027-01-14",
    }),
    deployment: hosted("azure-ai-foundry", "data-zone-eu"),
    score: 0.61,
    tco: { usdPerMonth: null, usdTotal: null, usdPerMtok: null, items: [], binding: null },
    quality: { index: null, range: null, level: null, evidence: [] },
    reasons: closedReasons,
  }),
  candidate({
    rank: 6,
    id: "zai/glm-5@on-premises",
    model: model({ id: "zai/glm-5", name: "智谱 GLM-5 旗舰版", vendor: "智谱", origin: "CN" }),
    score: 0.6,
    otherDeployments: 12,
    tco: { ...candidate().tco, usdPerMonth: range(101_000, 142_500, 190_000) },
  }),
  candidate({
    rank: 7,
    id: "google/gemma-4-12b@edge/generic-laptop-16gb",
    model: model({ id: "google/gemma-4-12b", name: "Gemma 4 12B", vendor: "Google", origin: "US", license: "gemma" }),
    deployment: {
      kind: "edge",
      provider: null,
      providerName: null,
      endpoint: "generic-laptop-16gb",
      operatorJurisdiction: null,
      processingIn: null,
      hardware: null,
    },
    score: 0.55,
    tco: { ...candidate().tco, usdPerMonth: range(0, 0, 0) },
    quality: { index: 41, range: [30, 50], level: "capable", evidence: [] },
    reasons: [],
  }),
  candidate({
    rank: 8,
    id: "anthropic/claude@app/claude-for-work",
    model: model({ id: "anthropic/claude", name: "Claude", vendor: "Anthropic", origin: "US", weights: "closed" }),
    deployment: {
      kind: "app",
      provider: "anthropic",
      providerName: "Anthropic",
      endpoint: "claude-for-work",
      operatorJurisdiction: "US",
      processingIn: null,
      hardware: null,
    },
    score: 0.52,
    reasons: closedReasons,
  }),
  candidate({
    rank: 9,
    id: "nvidia/nemotron@on-premises",
    model: model({
      id: "nvidia/nemotron",
      name: "Llama-3.3-Nemotron-Super-49B-v1.5-Instruct",
      vendor: "NVIDIA",
      origin: "US",
      weights: "restricted",
      license: "nvidia-open",
    }),
    score: 0.51,
  }),
  candidate({
    rank: 10,
    id: "ai2/olmo-4@hugging-face/eu",
    model: model({ id: "ai2/olmo-4", name: "OLMo 4", vendor: "Ai2", origin: "US" }),
    deployment: hosted("hugging-face", "api"),
    score: 0.5,
    tco: { ...candidate().tco, usdPerMonth: range(0.31, 0.42, 0.55) },
    quality: { index: 9, range: [5, 14], level: "basic", evidence: [] },
    reasons: [
      reason(
        "for",
        null,
        "innovation.open-training",
        "Weights, data and training code are all open, so that results can be reproduced.",
        "source 5.2",
      ),
    ],
  }),
];

const passed = (c: RankedCandidate): PassedCandidate => ({
  id: c.id,
  name: `${c.model.name} somewhere`,
  model: c.model,
  deployment: c.deployment,
  usdPerMonth: c.tco.usdPerMonth,
  quality: { index: c.quality.index, level: c.quality.level },
  criteria: Object.fromEntries(CRITERIA.map((k) => [k, c.criteria[k]?.range ?? [0, 1]])) as PassedCandidate["criteria"],
});

const central = (confidence: number | null) => ({
  centralWeights: Object.fromEntries(CRITERIA.map((c) => [c, 0.125])) as Record<(typeof CRITERIA)[number], number>,
  confidence,
});

const OUTLOOK: Outlook = {
  firstShares: {
    candidates: [
      {
        id: "mistral/mistral-small-4@on-premises",
        name: "Mistral Small 4 on premises",
        share: 0.74,
        ...central(0.93),
      },
      {
        id: "anthropic/claude-opus-5.5@amazon-bedrock/eu",
        name: "Claude Opus 5.5 at Amazon Bedrock (eu)",
        share: 0.14,
        ...central(0.61),
      },
      {
        id: "mistral/mistral-small-4@ovhcloud/eu",
        name: "Mistral Small 4 at OVHcloud (eu)",
        share: 0.12,
        ...central(null),
      },
    ],
    models: { "mistral/mistral-small-4": 0.86, "anthropic/claude-opus-5.5": 0.14 },
    weights: { open: 0.86, closed: 0.14 },
    kinds: { "on-premises": 0.74, "hosted-api": 0.26 },
  },
  tieGroup: ["mistral/mistral-small-4@on-premises"],
  priorities: CRITERIA.map((criterion) => ({
    criterion,
    weight: 0.125,
    low: 0,
    high: criterion === "performance" ? 0.3 : 1,
  })),
  crossChecks: {
    weightedProduct: "mistral/mistral-small-4@on-premises",
    promethee: "mistral/mistral-small-4@on-premises",
    equalPriorities: "mistral/mistral-small-4@on-premises",
    paretoFront: 4,
    isOnParetoFront: true,
  },
};

const COSTS: Costs = {
  months: 24,
  requestsPerDay: [50, 500, 5_000, 50_000, 500_000],
  candidates: [
    {
      id: "mistral/mistral-small-4@on-premises",
      name: "Mistral Small 4 on premises",
      start: 64_000,
      monthly: Array(24).fill(11_500),
      byTraffic: [12_000, 12_100, 14_200, 61_000, 580_000],
    },
    {
      id: "anthropic/claude-opus-5.5@amazon-bedrock/eu",
      name: "Claude Opus 5.5 at Amazon Bedrock (eu)",
      start: 16_000,
      monthly: Array(24).fill(15_100),
      byTraffic: [260, 900, 6_100, 60_800, null],
    },
  ],
  drivers: [
    {
      input: "loadedSalary",
      kind: "assumption",
      what: "Loaded cost of one engineer",
      unit: "USD a year",
      value: range(160_000, 220_000, 300_000),
      atLow: 11_800,
      atHigh: 17_300,
      basis: "assumed",
      source: "assumption: loadedSalary, 2026",
    },
    {
      input: "amortizationYears",
      kind: "assumption",
      what: "Life of the hardware",
      unit: "years",
      value: range(3, 4, 5),
      atLow: 15_000,
      atHigh: 13_700,
      basis: "assumed",
      source: "assumption: amortizationYears, 2026-11-24",
    },
  ],
};

export function workload(patch: Patch<WorkloadResult> = {}): WorkloadResult {
  return {
    id: "contracts",
    title: "Contract review",
    winner: "mistral/mistral-small-4@on-premises",
    selected: null,
    verdict: "clear",
    summary:
      "Run Mistral Small 4 on your own 2 × H100 80GB. It costs about $14,200 a month ($9,800 to $19,500), of which 61 % is people. " +
      "Quality for document analysis is strong: 68 of 100 (60 to 74). Clear, not certain: it stays ahead of other models while your priorities " +
      "are off by up to 19 %; move 9 points of priority from privacy to performance and Claude Opus 5.5 at Amazon Bedrock (eu) wins.",
    ranking: [...ranking],
    toVerify: [
      {
        id: "cohere/command-b@on-premises",
        name: "Command B on premises",
        unknown: [
          {
            rule: "licensing.internal-use",
            question: "Does its licence allow internal commercial use at 400 million dollars of revenue?",
          },
        ],
        rankIfPassed: 4,
      },
      {
        id: "mistral/mistral-large-4@on-premises",
        name: "Mistral Large 4 on premises",
        unknown: [
          { rule: "licensing.internal-use", question: "Does its licence allow internal use?" },
          { rule: "eligibility.context", question: "Does it read 32,000 tokens?" },
        ],
        rankIfPassed: 2,
      },
    ],
    ruledOut: [
      {
        id: "openai/gpt-6.1-sol@azure/global",
        name: "GPT-6.1 Sol at Azure (global)",
        gates: [
          {
            rule: "privacy.residency",
            title: "Processes or stores outside the EU",
            text: "Requests may be processed in any Azure region.",
            source: "Azure deployment types, 2026-10-01",
          },
        ],
      },
      {
        id: "meta/llama-4-maverick@on-premises",
        name: "Llama 4 Maverick on premises",
        gates: [
          {
            rule: "licensing.region",
            title: "Licence excludes you",
            text: "Its licence excludes EU licensees for multimodal models.",
            source: "Llama 4 Community License, 1.a",
          },
          {
            rule: "eligibility.quality",
            title: "Below the quality you asked",
            text: "Quality 48 is below strong (60).",
            source: "quality index",
          },
        ],
      },
    ],
    ruledOutBy: [
      {
        rule: "privacy.residency",
        title: "Processes or stores outside the EU",
        count: 402,
        nearest: "GPT-6.1 Sol at Azure (global)",
      },
      {
        rule: "privacy.third-party-retention",
        title: "Keeps prompts, and nothing waives it",
        count: 118,
        nearest: "Gemini 3.5 Pro at Google Vertex AI (eu)",
      },
      { rule: "eligibility.quality", title: "Below the quality you asked", count: 57, nearest: null },
      { rule: "licensing.region", title: "Licence or law excludes you", count: 34, nearest: null },
    ],
    counts: { candidates: 655, listed: 10, ranked: 42, toVerify: 2, ruledOut: 611 },
    robustness: {
      stableUpTo: 0.14,
      stableUpToOtherModels: 0.19,
      stableUpToAtWorst: 0.02,
      firstShare: 0.74,
      familyFirstShare: 0.83,
      doubt: 0.1,
      samples: 2000,
      finalists: [
        { id: "mistral/mistral-small-4@on-premises", name: "Mistral Small 4", firstShare: 0.74 },
        { id: "anthropic/claude-opus-5.5@amazon-bedrock/eu", name: "Claude Opus 5.5", firstShare: 0.14 },
      ],
    },
    findOutFirst: [
      {
        candidates: ["Mistral Small 4 on premises"],
        criterion: "performance",
        what: "how good they are on your own cases (--evaluations)",
        width: 0.04,
        evoi: 0.003,
        flipProbability: 0.19,
      },
      {
        candidates: ["Claude Opus 5.5 at Amazon Bedrock (eu)"],
        criterion: "support",
        what: "what support is on sale",
        width: 0.01,
        evoi: 0,
        flipProbability: 0,
      },
    ],
    flips: [
      {
        kind: "priority",
        text: "Move 9 points of priority from privacy to performance and Claude Opus 5.5 at Amazon Bedrock (eu) wins.",
        newWinner: "anthropic/claude-opus-5.5@amazon-bedrock/eu",
        change: null,
      },
      {
        kind: "gate",
        text: "GPT-6.1 Sol at Azure (global) would win but for one condition: requests may be processed in any Azure region.",
        newWinner: "openai/gpt-6.1-sol@azure/global",
        change: null,
      },
    ],
    breakEven: [],
    passed: ranking.map(passed),
    outlook: OUTLOOK,
    costs: COSTS,
    ...patch,
  };
}

export const settledWorkload = {
  id: "contracts",
  title: "Contract review",
  task: "document-analysis",
  traffic: {
    requestsPerDay: 5000,
    inputTokens: 6000,
    outputTokens: 800,
    cachedInputShare: 0.4,
    batchShare: 0,
    peakToAverage: 3,
    growthPerYear: 0,
  },
  quality: "strong",
  data: { sensitivity: "regulated", regulations: ["gdpr"], residency: ["EU"] },
  lifetimeMonths: 24,
};

const ANCHORS: Recommendation["rules"]["anchors"] = [
  {
    criterion: "tco",
    title: "Cost a month",
    of: "candidate.usdPerMonth",
    constant: null,
    breakpoints: [
      [300, 1],
      [10_000, 0.55],
      [100_000, 0.12],
    ],
    log: true,
    source: "source 4.3 total cost of ownership",
  },
  {
    criterion: "privacy",
    title: "Where privacy starts",
    of: null,
    constant: 0.5,
    breakpoints: [],
    log: false,
    source: "source 4.3 data privacy",
  },
];

export function recommendation(patch: Patch<Recommendation> = {}): Recommendation {
  return {
    schema: "advisor-recommendation/1",
    advisor: { version: "1.0.0" },
    today: "2026-11-24",
    seed: 1,
    catalog: {
      digest: "sha256:5f2c",
      checked: { oldest: "2026-06-01", newest: "2026-11-20" },
      models: 160,
      candidates: 655,
    },
    rules: { digest: "sha256:9ab1", packs: ["eligibility", "privacy", "tco"], count: 140, anchors: ANCHORS },
    requirements: { schema: "advisor-requirements/1", workloads: [settledWorkload] },
    origins: {
      "workloads[0].traffic.requestsPerDay": "file",
      "workloads[0].traffic.peakToAverage": "default",
      "workloads[0].traffic.growthPerYear": "default",
      "priorities.performance": "default",
    },
    workloads: [workload()],
    portfolio: null,
    warnings: [],
    ...patch,
  };
}

/** Nothing passes; two candidates fail one condition each. */
export const noCandidate = (): WorkloadResult =>
  workload({
    winner: null,
    verdict: "no-candidate",
    summary:
      "No way to run any of the 655 candidates for document analysis passes every condition. Nearest: GPT-6.1 Sol at Azure (global) fails only one: processes or stores outside the EU.",
    ranking: [],
    robustness: null,
    findOutFirst: [],
    flips: [],
    passed: [],
    outlook: null,
    costs: null,
    toVerify: [],
    counts: { candidates: 655, listed: 0, ranked: 0, toVerify: 0, ruledOut: 655 },
  });

export const secondWorkload = (): WorkloadResult =>
  workload({
    id: "support",
    title: "客户支持",
    summary: "使用 Qwen3.8 27B。每月费用约为 $4,120,质量足够;最接近的替代方案是 Claude。",
    ranking: ranking.slice(1, 3),
  });
