import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import type { Candidate } from "../../src/candidates/candidate.ts";
import type { Accelerator, Model, Offer, Provider } from "../../src/catalog/catalog.ts";
import { type Measurement, measuredGroups, measurementsOf } from "../../src/catalog/measured-groups.ts";
import type { AssumptionsFile } from "../../src/catalog/schema/assumptions.ts";
import type { MeasuredModelsFile, MeasurementsFile } from "../../src/catalog/schema/measurements.ts";
import type { TasksFile } from "../../src/catalog/schema/tasks.ts";
import type { SizeInput } from "../../src/estimate/size-input.ts";
import type { EstimateContext } from "../../src/estimate/tco.ts";
import type { Organization, Traffic, Workload } from "../../src/requirements/requirements.ts";
import type { DeploymentKind, Task } from "../../src/vocabulary.ts";

const root = join(import.meta.dirname, "../../catalog");
const yaml = (path: string): unknown => parse(readFileSync(join(root, path), "utf8"));

export const assumptions = yaml("assumptions.yaml") as AssumptionsFile;
export const accelerators: readonly Accelerator[] = readdirSync(join(root, "accelerators"))
  .sort()
  .map((file) => {
    const a = yaml(`accelerators/${file}`) as Accelerator;
    const rental = a.rental.map((r) => ({ ...r, term: r.term ?? "on-demand" }));
    const purchase = a.purchase && { ...a.purchase, priced: a.purchase.priced ?? null };
    return { ...a, rental, purchase, id: basename(file, ".yaml") };
  });

const { models: measuredModels } = yaml("measured-models.yaml") as MeasuredModelsFile;
const measurementFiles = readdirSync(join(root, "measurements"))
  .sort()
  .map((file) => ({ id: basename(file, ".yaml"), ...(yaml(`measurements/${file}`) as MeasurementsFile) }));

/** Published speeds as the catalog has them. */
export const measurements = measuredGroups({ measurements: measurementFiles, measuredModels, models: [] });

/** Dimensions of a model that was measured, as `--config` takes them. */
export function configOf(id: string): Record<string, unknown> {
  const found = measuredModels[id];
  if (!found) throw new Error(`no measured model ${id}`);
  return { ...found.geometry, parametersB: found.parameters.totalB, activeParametersB: found.parameters.activeB };
}

interface SpeedRow {
  readonly id: string;
  readonly row: Measurement;
  readonly input: SizeInput;
}

/** Every published speed whose source tells the lengths of the requests, and the question that it answers. */
export const speedRows: readonly SpeedRow[] = measurementFiles
  .filter((file) => !file.lengthsAssumed)
  .flatMap((file) =>
    measurementsOf(file).map((row) => {
      const { id, model, build: engineDate, ...conditions } = row;
      return { id, row, input: { ...conditions, engineDate, config: configOf(model) } as SizeInput };
    }),
  );

type TaskEntry = NonNullable<TasksFile["tasks"][Task]>;
const FAMILY: Partial<Record<Task, TaskEntry["family"]>> = {
  embedding: "retrieval",
  "speech-recognition": "audio",
  "speech-synthesis": "audio",
  "music-generation": "audio",
  "image-generation": "image",
  "image-understanding": "vision",
  "video-generation": "video",
  "protein-structure": "science",
};

const taskEntry = (task: Task): TaskEntry => ({
  title: task,
  family: FAMILY[task] ?? "text",
  in: ["text"],
  out: ["text"],
  unit: "tokens",
  interactive: true,
  advice: null,
  defaults: {
    requestsPerDay: 1,
    inputTokens: 0,
    outputTokens: 0,
    inputImages: 0,
    inputSeconds: 0,
    outputImages: 0,
    outputSeconds: 0,
    contextTokens: 0,
    quality: "basic",
  },
});

export const TODAY = "2026-11-24";

export const context = (own: Record<string, number> = {}): EstimateContext => ({
  catalog: {
    accelerators,
    assumptions,
    tasks: Object.fromEntries(
      [...Object.keys(FAMILY), "chat", "document-analysis"].map((t) => [t, taskEntry(t as Task)]),
    ) as EstimateContext["catalog"]["tasks"],
  },
  today: TODAY,
  assumptions: own,
});

export const organization = (own: Partial<Organization> = {}): Organization => ({
  jurisdiction: "DE",
  ownership: [],
  usersIn: null,
  annualRevenueUsd: null,
  monthlyActiveUsers: null,
  modelAsAService: false,
  sector: null,
  team: { mlOpsFte: null },
  hardware: [],
  excludedOrigins: [],
  excludedHosts: [],
  excludedVendors: [],
  discounts: [],
  ...own,
});

export const workload = (traffic: Partial<Traffic> = {}, own: Partial<Workload> = {}): Workload => ({
  id: "w",
  title: "w",
  task: "chat",
  languages: [],
  interface: "api",
  traffic: {
    requestsPerDay: 1000,
    inputTokens: 1000,
    outputTokens: 200,
    cachedInputShare: 0,
    batchShare: 0,
    peakToAverage: 3,
    growthPerYear: 0,
    inputImages: 0,
    inputSeconds: 0,
    outputImages: 0,
    outputSeconds: 0,
    ...traffic,
  },
  contextTokens: 8000,
  latency: { firstTokenSeconds: null, tokensPerSecond: null },
  quality: "capable",
  data: {
    sensitivity: "internal",
    regulations: [],
    residency: [],
    sensitiveShare: 1,
    zeroRetention: false,
    airGapped: false,
  },
  customization: "prompting",
  deployments: [],
  license: { commercialUse: true, osiApproved: false, redistributeDerivatives: false, trainOnOutputs: false },
  support: "community",
  uptimePercent: null,
  budget: { usdPerMonth: null, hard: false },
  lifetimeMonths: 24,
  offline: null,
  ...own,
});

export const offer = (own: Partial<Offer>): Offer => ({
  model: "maker/model",
  endpoint: "api",
  band: null,
  inputUsdPerMtok: null,
  outputUsdPerMtok: null,
  cachedInputUsdPerMtok: null,
  cacheWriteUsdPerMtok: null,
  batchInputUsdPerMtok: null,
  batchOutputUsdPerMtok: null,
  tiers: [],
  perImageUsd: null,
  perSecondUsd: null,
  perMinuteUsd: null,
  perMillionCharactersUsd: null,
  perPageUsd: null,
  perRequestUsd: null,
  otherPrice: null,
  contextTokens: null,
  maxOutputTokens: null,
  from: null,
  until: null,
  source: "price list",
  checked: "2026-11-01",
  ...own,
});

export const model = (own: Partial<Model> = {}): Model =>
  ({
    id: "maker/model",
    name: "Model",
    weights: "open",
    parameters: { totalB: 8.03, activeB: null },
    geometry: null,
    modalities: { in: ["text"], out: ["text"] },
    tasks: ["chat"],
    ...own,
  }) as Model;

export const candidate = (
  kind: DeploymentKind,
  own: Partial<Candidate["deployment"]> = {},
  of: Model = model(),
): Candidate => ({
  id: `${of.id}@${kind}`,
  model: of,
  deployment: {
    kind,
    place: kind,
    operator: "self",
    provider: null,
    endpoint: null,
    offers: [],
    operatorJurisdiction: null,
    processingIn: null,
    device: null,
    ...own,
  },
});

export const cloud = (id: string): Provider => ({ id }) as Provider;
