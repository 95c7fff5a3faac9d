import { type AdviseInput, advise, subjectsOf } from "../../src/advise.ts";
import type { Catalog, Endpoint, Model, Offer, Provider } from "../../src/catalog/catalog.ts";
import { type Decision, decide, examine } from "../../src/decide/decide.ts";
import { rank } from "../../src/decide/rank.ts";
import { normalize } from "../../src/decide/score.ts";
import type { WorkloadResult } from "../../src/recommendation.ts";
import { parsePath, putAt } from "../../src/requirements/layer.ts";
import type { Workload } from "../../src/requirements/requirements.ts";
import { type Settled, settle } from "../../src/requirements/settle.ts";
import { subjectColumns } from "../../src/rules/columns.ts";
import type { Subject } from "../../src/rules/fact.ts";
import type { Rule, Rulebook } from "../../src/rules/rulebook.ts";
import {
  CRITERIA,
  CUSTOMIZATIONS,
  DEPLOYMENT_KINDS,
  QUALITY_LEVELS,
  SENSITIVITIES,
  SUPPORTS,
} from "../../src/vocabulary.ts";

export const TODAY = "2026-11-25";

/** Draws that are the same for the same seed. */
export class Draws {
  constructor(private state: number) {}
  /** 0 to 1 (mulberry32). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
  chance = (p: number): boolean => this.next() < p;
  integer = (low: number, high: number): number => low + Math.floor(this.next() * (high - low + 1));
  /** As often between 1 and 10 as between 10 and 100. */
  log = (low: number, high: number): number => Number((low * (high / low) ** this.next()).toPrecision(4));
  of = <T>(list: readonly T[]): T => list[this.integer(0, list.length - 1)] as T;
  some = <T>(list: readonly T[], p: number): T[] => list.filter(() => this.chance(p));
  orNull = <T>(make: () => T, p = 0.2): T | null => (this.chance(p) ? null : make());
}

/** A small catalog of invented models and sellers, some rules of the packs, and what somebody asks for. */
export interface RandomWorld {
  readonly catalog: Catalog;
  readonly rulebook: Rulebook;
  /** What the file of requirements says. */
  readonly said: Readonly<Record<string, unknown>>;
}

export interface Stock {
  readonly catalog: Catalog;
  readonly rulebook: Rulebook;
}

/** Shares of models that are open, and of rules that are there; those of cost always are. */
const OPEN = 0.15;
const GATES = 0.25;
const SCORES = 0.08;
/** Weight of cost among the priorities, at most; of the others 30. */
const COST = 100;

/** Few, since every plan of own machines weighs all of them. */
const ACCELERATORS = ["nvidia-h100-80gb-sxm", "nvidia-l40s-48gb"];
const COUNTRIES = ["US", "CN", "DE", "FR"];
const LICENSES = ["apache-2.0", "mit", "llama-4-community", "mistral-research", "qwen-license"];

export function randomWorld(stock: Stock, seed: number): RandomWorld {
  const d = new Draws(seed);
  const models = Array.from({ length: d.integer(3, 4) }, (_, i) => randomModel(d, stock.catalog, i));
  const providers = [
    ...models.map((m) => randomSeller(d, m.vendor, "vendor", [m])),
    randomSeller(d, "host", "inference-host", d.some(models, 0.5)),
    ...(d.chance(0.5) ? [stock.catalog.providers.find((p) => p.id === "runpod") as Provider] : []),
  ].sort((a, b) => (a.id < b.id ? -1 : 1));
  const isDrawn = (r: Rule) =>
    r.kind !== "note" && (r.id.startsWith("tco.") || d.chance(r.kind === "gate" ? GATES : SCORES));
  return {
    catalog: {
      ...stock.catalog,
      models,
      providers,
      accelerators: stock.catalog.accelerators.filter((a) => ACCELERATORS.includes(a.id)),
      measurements: [],
    },
    rulebook: { ...stock.rulebook, rules: stock.rulebook.rules.filter(isDrawn) },
    said: randomWishes(d, models),
  };
}

/** One result on a board, so that the index of a model is moved by it alone. */
export const BOARD = "arena-text";

function randomModel(d: Draws, catalog: Catalog, i: number): Model {
  const vendor = `maker-${i}`;
  const isOpen = d.chance(OPEN);
  const license = isOpen ? d.of(LICENSES) : "proprietary";
  const country = d.of(COUNTRIES);
  const totalB = isOpen ? d.log(20, 120) : null;
  const sourced = { source: "invented", checked: "2026-11-20" };
  return {
    id: `${vendor}/model`,
    vendor,
    name: `Model ${i}`,
    maker: {
      name: `Maker ${i}`,
      country,
      euCodeOfPractice: d.orNull(() => d.of(["signed", "partly", "declined"] as const)),
      line: d.orNull(() => d.of(["active", "stalled"] as const)),
      restrictedBy: [],
      note: null,
      ...sourced,
    },
    origin: country,
    terms: catalog.licenses.find((l) => l.id === license) as Model["terms"],
    license,
    weights: isOpen ? "open" : "closed",
    architecture: d.orNull(() => d.of(["decoder-only", "encoder-decoder"])),
    traits: [],
    parameters: { totalB, activeB: totalB },
    geometry: null,
    modalities: { in: ["text"], out: ["text"] },
    tasks: ["chat"],
    contextTokens: d.orNull(() => d.of([8000, 128_000, 1_000_000])),
    maxOutputTokens: 8000,
    knowledgeCutoff: null,
    released: d.orNull(() => d.of(["2024-06-01", "2026-01-15", "2026-10-01"])),
    lifecycle: d.of(["active", "active", "active", "preview", "legacy"] as const),
    retires: d.chance(0.1) ? "2027-06-30" : null,
    successor: null,
    artifacts: d.orNull(() => d.of(["safetensors", "gguf", "pickle"] as const)),
    evidence: d.chance(0.1)
      ? []
      : [
          {
            benchmark: BOARD,
            score: d.integer(1250, 1540),
            low: null,
            high: null,
            date: "2026-11-01",
            variant: null,
            conditions: null,
            kind: "independent",
            source: "invented",
          },
        ],
    unverified: [],
    ...sourced,
  };
}

function randomSeller(d: Draws, id: string, role: "vendor" | "inference-host", models: readonly Model[]): Provider {
  const sourced = { source: "invented", checked: "2026-11-20" };
  const endpoints = Array.from(
    { length: d.chance(0.7) ? 1 : 2 },
    (_, i): Endpoint => ({
      id: `e${i}`,
      region: d.of(["eu", "us"]),
      processingIn: d.orNull(() => d.of([["DE"], ["US"], ["EU"], ["CN"], ["anywhere"]])),
      trainsOnInputs: d.orNull(() => d.chance(0.2)),
      retentionDays: d.orNull(() => d.of([0, 0, 30, 365])),
      zeroRetention: d.orNull(() => d.of(["default", "self-serve", "approval", "none"] as const)),
      certificates: d.orNull(() => d.some(["soc2-type2", "iso-27001", "hipaa-baa", "c5"] as const, 0.6)),
      uptimePercent: d.orNull(() => d.of([99, 99.5, 99.9, 99.99])),
      support: d.orNull(() => d.of(SUPPORTS)),
      fineTuning: d.orNull(() => d.of(CUSTOMIZATIONS)),
      indemnity: d.orNull(() => d.chance(0.5)),
      facts: [],
      confidence: "high",
      ...sourced,
    }),
  );
  const offers = models.flatMap((m) =>
    endpoints.map((e): Offer => {
      const input = d.chance(0.05) ? null : d.log(0.02, 20);
      const output = input === null ? null : input * d.of([1, 2, 4, 5]);
      return {
        model: m.id,
        endpoint: e.id,
        band: null,
        inputUsdPerMtok: input,
        outputUsdPerMtok: output,
        cachedInputUsdPerMtok: input === null || d.chance(0.5) ? null : input / 10,
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
        otherPrice: input === null ? "by contract" : null,
        contextTokens: m.contextTokens,
        maxOutputTokens: null,
        from: null,
        until: null,
        ...sourced,
      };
    }),
  );
  return {
    id,
    name: id,
    role,
    vendor: role === "vendor" ? id : null,
    jurisdiction: d.orNull(() => d.of(COUNTRIES)),
    notServed: d.chance(0.5) ? [] : null,
    barsOwnershipFrom: [],
    noticeDays: d.orNull(() => d.of([30, 60, 180])),
    regions: [],
    endpoints,
    offers,
    ...sourced,
  };
}

/** Every key is said or left to the defaults, at random. */
function randomWishes(d: Draws, models: readonly Model[]): Record<string, unknown> {
  const maybe = <T>(p: number, key: string, make: () => T) => (d.chance(0.7 * p) ? { [key]: make() } : {});
  const unknownOr = <T>(make: () => T): T | "unknown" => (d.chance(0.15) ? "unknown" : make());
  const weights = CRITERIA.map((c) => d.integer(c === "performance" ? 1 : 0, c === "tco" ? COST : 30));
  return {
    organization: {
      ...maybe(0.7, "jurisdiction", () => d.of(COUNTRIES)),
      ...maybe(0.3, "excludedOrigins", () => d.some(COUNTRIES, 0.3)),
      ...maybe(0.3, "excludedHosts", () => d.some(COUNTRIES, 0.3)),
      ...maybe(0.2, "excludedVendors", () => d.some(models, 0.3).map((m) => m.vendor)),
      ...maybe(0.2, "hardware", () => [{ accelerator: "nvidia-h100-80gb-sxm", count: d.of([1, 8]) }]),
      ...maybe(0.4, "team", () => ({ mlOpsFte: unknownOr(() => d.of([0, 1, 3])) })),
      ...maybe(0.2, "modelAsAService", () => d.chance(0.5)),
    },
    workloads: [
      {
        task: "chat",
        traffic: {
          requestsPerDay: d.log(10, 300_000),
          inputTokens: d.log(100, 8000),
          outputTokens: d.log(20, 2000),
          ...maybe(0.3, "growthPerYear", () => d.of([-0.3, 0.5, 2])),
        },
        quality: d.of(QUALITY_LEVELS.slice(0, 3)),
        ...maybe(0.3, "contextTokens", () => d.of([4000, 100_000])),
        data: {
          ...maybe(0.7, "sensitivity", () => unknownOr(() => d.of(SENSITIVITIES))),
          ...maybe(0.3, "regulations", () => unknownOr(() => d.some(["gdpr", "hipaa", "eu-ai-act-high-risk"], 0.5))),
          ...maybe(0.3, "residency", () => unknownOr(() => d.of([["EU"], ["US"], ["DE"], []]))),
          ...maybe(0.3, "zeroRetention", () => unknownOr(() => d.chance(0.5))),
          ...maybe(0.15, "airGapped", () => unknownOr(() => d.chance(0.3))),
        },
        ...maybe(0.4, "customization", () => unknownOr(() => d.of(CUSTOMIZATIONS))),
        ...maybe(0.2, "deployments", () => {
          const kinds = d.some(DEPLOYMENT_KINDS, 0.7);
          return kinds.length > 0 ? kinds : ["vendor-api"];
        }),
        ...maybe(0.4, "support", () => unknownOr(() => d.of(SUPPORTS))),
        ...maybe(0.3, "uptimePercent", () => unknownOr(() => d.of([99, 99.9]))),
        ...maybe(0.3, "lifetimeMonths", () => d.of([6, 12, 36])),
        ...maybe(0.8, "budget", () => ({ usdPerMonth: d.log(50, 20_000), hard: d.chance(0.5) })),
        ...maybe(0.2, "latency", () => ({ firstTokenSeconds: unknownOr(() => d.of([0.5, 2])) })),
        ...maybe(0.2, "license", () =>
          Object.fromEntries(
            d
              .some(["osiApproved", "commercialUse", "redistributeDerivatives", "trainOnOutputs"], 0.5)
              .map((key) => [key, unknownOr(() => d.chance(0.5))]),
          ),
        ),
        ...maybe(0.1, "offline", () => d.chance(0.3)),
      },
    ],
    priorities: Object.fromEntries(CRITERIA.map((c, i) => [c, weights[i]])),
  };
}

type Changes = readonly { readonly path: string; readonly value: unknown }[];

/** What is asked for, with some keys said otherwise, as `--set` says them. */
export function settledIn({ catalog, said }: RandomWorld, changes: Changes = []): Settled {
  const set: Record<string, unknown> = {};
  for (const { path, value } of changes) putAt(set, parsePath(path), value ?? "unknown");
  const layer = (origin: "set" | "file", value: unknown) => ({ origin, value, locate: () => ({ file: "random" }) });
  const layers = changes.length > 0 ? [layer("set", set), layer("file", said)] : [layer("file", said)];
  return settle(layers, { requirements: catalog.defaults, tasks: catalog.tasks });
}

/** The answer worked out afresh, from nothing that was kept. */
export function adviseIn(world: RandomWorld, changes: Changes = [], input: Partial<AdviseInput> = {}): WorkloadResult {
  const { catalog, rulebook } = world;
  const how = { catalog, rulebook, today: TODAY, seed: 1, all: true, limit: 1, version: "0", ...input };
  return advise({ settled: settledIn(world, changes), ...how }).workloads[0] as WorkloadResult;
}

const subjectsIn = ({ catalog }: RandomWorld, settled: Settled) =>
  subjectsOf({ settled, catalog, today: TODAY }, settled.requirements.workloads[0] as Workload);

const exceptionsIn = ({ requirements }: Settled) => requirements.check?.exceptions ?? [];

/** The decision alone: who stands where, without how sure it is. */
export function decideIn(world: RandomWorld, settled: Settled): Decision {
  const how = { seed: 1, samples: 1, lambda: 0.1, nearMisses: null, exceptions: exceptionsIn(settled) };
  return decide(subjectsIn(world, settled), world.rulebook, how);
}

/** Who is first, worked out afresh by all rules for everybody: the least that tells it. `altered` are candidates as they would be. */
export function firstIn(world: RandomWorld, settled: Settled, altered?: (s: Subject) => Subject): string | null {
  const all = subjectsIn(world, settled);
  const subjects = altered ? all.map(altered) : all;
  const weights = normalize(settled.requirements.priorities);
  const columns = subjectColumns(subjects);
  const { scores, rejectedBy, openAt } = examine(subjects, columns, world.rulebook, weights, exceptionsIn(settled));
  const passed = subjects.flatMap((_, i) => (rejectedBy[i]?.length === 0 && openAt[i]?.length === 0 ? [i] : []));
  const id = (i: number) => subjects[i]?.candidate.id as string;
  const [first] = rank(scores, passed, id);
  return first === undefined ? null : id(first);
}

export const modelOf = (id: string | null | undefined): string | null => id?.split("@")[0] ?? null;

/** All prices of some offers times a factor. */
export function pricedIn(world: RandomWorld, factor: number, isMeant: (o: Offer, p: Provider) => boolean): RandomWorld {
  const times = (o: Offer): Offer =>
    Object.fromEntries(
      Object.entries(o).map(([k, x]) => [k, k.includes("Usd") && typeof x === "number" ? x * factor : x]),
    ) as unknown as Offer;
  const providers = world.catalog.providers.map((p) => ({
    ...p,
    offers: p.offers.map((o) => (isMeant(o, p) ? times(o) : o)),
  }));
  return { ...world, catalog: { ...world.catalog, providers } };
}

/** The result of one model on the board so that its index is another, or more by less than counts. */
export function measuredIn(world: RandomWorld, id: string, whole: number): RandomWorld {
  const index = Math.min(100, whole + 1e-9);
  const { anchors } = world.catalog.benchmarks.benchmarks[BOARD] as Catalog["benchmarks"]["benchmarks"][string];
  const k = Math.max(
    1,
    anchors.findIndex((a) => a.index >= index),
  );
  const [a, b] = [anchors[k - 1], anchors[k]] as [(typeof anchors)[number], (typeof anchors)[number]];
  const score = a.score + ((index - a.index) / (b.index - a.index)) * (b.score - a.score);
  const models = world.catalog.models.map((m) =>
    m.id === id ? { ...m, evidence: m.evidence.map((e) => ({ ...e, score })) } : m,
  );
  return { ...world, catalog: { ...world.catalog, models } };
}
