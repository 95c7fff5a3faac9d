import type { RankedCandidate, Reason, Recommendation } from "../recommendation.ts";
import { CRITERIA } from "../vocabulary.ts";
import { csvText } from "./csv-text.ts";

type Value = string | number | boolean | null;
type Ranked = { readonly workload: string; readonly verdict: string; readonly candidate: RankedCandidate };

const reasons =
  (kind: Reason["kind"]) =>
  ({ candidate }: Ranked): Value =>
    candidate.reasons
      .filter((r) => r.kind === kind)
      .map((r) => r.text)
      .join(" | ") || null;

/** Column → what stands in it; units stand in the name. */
const COLUMNS: Readonly<Record<string, (row: Ranked) => Value>> = {
  workload: (r) => r.workload,
  verdict: (r) => r.verdict,
  rank: (r) => r.candidate.rank,
  id: (r) => r.candidate.id,
  model: (r) => r.candidate.model.name,
  vendor: (r) => r.candidate.model.vendor,
  origin: (r) => r.candidate.model.origin,
  weights: (r) => r.candidate.model.weights,
  license: (r) => r.candidate.model.license,
  lifecycle: (r) => r.candidate.model.lifecycle,
  released: (r) => r.candidate.model.released,
  retires: (r) => r.candidate.model.retires,
  kind: (r) => r.candidate.deployment.kind,
  provider: (r) => r.candidate.deployment.provider,
  endpoint: (r) => r.candidate.deployment.endpoint,
  operatorJurisdiction: (r) => r.candidate.deployment.operatorJurisdiction,
  processingIn: (r) => r.candidate.deployment.processingIn?.join(" ") ?? null,
  accelerator: (r) => r.candidate.deployment.hardware?.accelerator ?? null,
  accelerators: (r) => accelerators(r.candidate),
  quantization: (r) => r.candidate.deployment.hardware?.quantization ?? null,
  hardwareOwned: (r) => r.candidate.deployment.hardware?.owned ?? null,
  score: (r) => r.candidate.score,
  scoreLow: (r) => r.candidate.scoreRange[0],
  scoreHigh: (r) => r.candidate.scoreRange[1],
  coverage: (r) => r.candidate.coverage,
  ...Object.fromEntries(
    CRITERIA.map((c) => [`${c}Value`, (r: Ranked): Value => r.candidate.criteria[c]?.value ?? null]),
  ),
  usdPerMonth: (r) => r.candidate.tco.usdPerMonth?.likely ?? null,
  usdPerMonthLow: (r) => r.candidate.tco.usdPerMonth?.low ?? null,
  usdPerMonthHigh: (r) => r.candidate.tco.usdPerMonth?.high ?? null,
  usdTotal: (r) => r.candidate.tco.usdTotal?.likely ?? null,
  usdPerMtok: (r) => r.candidate.tco.usdPerMtok?.likely ?? null,
  qualityIndex: (r) => r.candidate.quality.index,
  qualityLow: (r) => r.candidate.quality.range?.[0] ?? null,
  qualityHigh: (r) => r.candidate.quality.range?.[1] ?? null,
  qualityLevel: (r) => r.candidate.quality.level,
  firstTokenSeconds: (r) => r.candidate.latency.firstTokenSeconds?.likely ?? null,
  tokensPerSecond: (r) => r.candidate.latency.tokensPerSecond?.likely ?? null,
  otherDeployments: (r) => r.candidate.otherDeployments,
  for: reasons("for"),
  against: reasons("against"),
  cautions: reasons("caution"),
  duties: reasons("obligation"),
};

function accelerators({ deployment: { hardware } }: RankedCandidate): number | null {
  return hardware ? hardware.perReplica * hardware.replicas : null;
}

/** One row a ranked candidate and workload; unknown is empty. No cell of it starts a formula in a spreadsheet. */
export function csv({ workloads }: Recommendation, options: { readonly limit?: number | null } = {}): string {
  const names = Object.keys(COLUMNS);
  const rows = workloads.flatMap(({ id, verdict, ranking }) =>
    ranking.slice(0, options.limit ?? undefined).map((candidate) => {
      const row = { workload: id, verdict, candidate };
      return Object.values(COLUMNS).map((read) => read(row));
    }),
  );
  return csvText([names, ...rows]);
}
