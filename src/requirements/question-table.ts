/** One row a requirement: it makes the flag, the question and the documentation line, so that they cannot drift. */
export interface Question {
  /** Key of `advisor.yaml`; workload keys stand for the first workload. */
  readonly path: string;
  readonly flag: string;
  /** What a flag's text becomes. */
  readonly kind: "text" | "number" | "switch" | "list" | "files" | "hardware" | "weights";
  readonly placeholder: string | null;
  readonly help: string;
}

const row = (
  flag: string,
  path: string,
  kind: Question["kind"],
  placeholder: string | null,
  help: string,
): Question => ({
  flag,
  path,
  kind,
  placeholder,
  help,
});

const W = "workloads[0]";

export const QUESTIONS: readonly Question[] = [
  row("task", `${W}.task`, "text", "TASK", "the job: chat, coding, document-analysis, embedding, image-generation, …"),
  row(
    "sensitivity",
    `${W}.data.sensitivity`,
    "text",
    "LEVEL",
    "most sensitive data: public, internal, confidential, regulated",
  ),
  row(
    "regulation",
    `${W}.data.regulations`,
    "list",
    "LIST",
    "gdpr, hipaa, pci-dss, glba, fedramp-moderate, fedramp-high, pipl, itar, eu-ai-act-high-risk, sox",
  ),
  row(
    "residency",
    `${W}.data.residency`,
    "list",
    "COUNTRIES",
    "processing must stay in these countries (EU, US, DE, …)",
  ),
  row("jurisdiction", "organization.jurisdiction", "text", "COUNTRY", "where the organization is established"),
  row("sector", "organization.sector", "text", "SECTOR", "finance, health, government, defense, legal, software, …"),
  row("requests-per-day", `${W}.traffic.requestsPerDay`, "number", "N", "requests a day (20k and 1.5M are read)"),
  row("input-tokens", `${W}.traffic.inputTokens`, "number", "N", "tokens in, per request"),
  row("output-tokens", `${W}.traffic.outputTokens`, "number", "N", "tokens out, per request, reasoning included"),
  row(
    "cached-input-share",
    `${W}.traffic.cachedInputShare`,
    "number",
    "SHARE",
    "share of the input that repeats, 0 to 1",
  ),
  row("peak-to-average", `${W}.traffic.peakToAverage`, "number", "RATIO", "busiest hour against the average"),
  row("growth-per-year", `${W}.traffic.growthPerYear`, "number", "SHARE", "0.5 = half as much again each year"),
  row("context-tokens", `${W}.contextTokens`, "number", "N", "longest request"),
  row("first-token-seconds", `${W}.latency.firstTokenSeconds`, "number", "SECONDS", "longest wait for the first token"),
  row("tokens-per-second", `${W}.latency.tokensPerSecond`, "number", "N", "slowest stream that is acceptable"),
  row("quality", `${W}.quality`, "text", "LEVEL", "basic, capable, strong, frontier"),
  row(
    "customization",
    `${W}.customization`,
    "text",
    "DEPTH",
    "none, prompting, retrieval, light-fine-tuning, full-fine-tuning, continued-pretraining",
  ),
  row(
    "deployment",
    `${W}.deployments`,
    "list",
    "KINDS",
    "allowed kinds: vendor-api, hosted-api, cloud-gpu, on-premises, edge, app",
  ),
  row("budget", `${W}.budget.usdPerMonth`, "number", "USD", "budget a month"),
  row("hard-budget", `${W}.budget.hard`, "switch", null, "the budget is a wall, not a wish"),
  row("support", `${W}.support`, "text", "LEVEL", "community, business, enterprise-sla"),
  row("lifetime-months", `${W}.lifetimeMonths`, "number", "N", "months in production; also the cost horizon"),
  row("exclude-origin", "organization.excludedOrigins", "list", "COUNTRIES", "countries of model makers that are out"),
  row("exclude-vendor", "organization.excludedVendors", "list", "VENDORS", "model makers that are out"),
  row("ml-ops-fte", "organization.team.mlOpsFte", "number", "N", "people already able to run models"),
  row(
    "hardware",
    "organization.hardware",
    "hardware",
    "NAME:COUNT",
    "accelerators already owned (nvidia-h100-80gb-sxm:8)",
  ),
  row("air-gapped", `${W}.data.airGapped`, "switch", null, "no network leads out"),
  row("offline", `${W}.offline`, "switch", null, "must work without a network"),
  row("zero-retention", `${W}.data.zeroRetention`, "switch", null, "nobody may keep a prompt"),
  row(
    "osi-license",
    `${W}.license.osiApproved`,
    "switch",
    null,
    "only licences approved by the Open Source Initiative",
  ),
  row("language", `${W}.languages`, "list", "LIST", "languages of the data (de,en)"),
  row(
    "evaluations",
    "evaluations",
    "files",
    "FILE",
    "your own results: promptfoo, lm-evaluation-harness or CSV (repeatable)",
  ),
  row("priority", "priorities", "weights", "NAME=N,…", "what matters, e.g. tco=30,privacy=30 (others 0)"),
  row("priority-doubt", "prioritiesDoubt", "number", "SHARE", "how far these priorities may be off, 0 to 1"),
];
