import type { Catalog, Model } from "../catalog/catalog.ts";
import type { LocalProfile, ServingProfile } from "../catalog/schema/assumptions.ts";
import { Failure, nearest, type Problem } from "../failure.ts";
import {
  ENGINES,
  type Engine,
  KV_QUANTIZATIONS,
  type KvQuantization,
  PARALLELISMS,
  PLAIN_QUANTIZATIONS,
} from "../vocabulary.ts";
import type { Dimensions } from "./geometry.ts";
import { configProblems, dimensionsFromConfig, isHuggingFaceConfig } from "./huggingface-config.ts";
import { type Machine, machineOf } from "./machine.ts";
import { KV_BYTES, type WeightBytes, weightBytes } from "./memory.ts";
import { modelShape } from "./model-shape.ts";
import { profileOf } from "./profile.ts";
import { type Shape, shapeOf } from "./shape.ts";
import type { Parallelism } from "./throughput.ts";

/** One line of `advisor size --cases`; see the contract for each field. */
export interface SizeInput {
  readonly id?: string;
  readonly model?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly parametersB?: number;
  readonly activeParametersB?: number;
  readonly quantization?: string;
  readonly kvQuantization?: string;
  readonly accelerator: string;
  readonly count?: number;
  readonly engine?: string;
  readonly engineDate?: string;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly concurrency?: number | "max";
  readonly requests?: number;
  readonly parallelism?: string;
}

export interface SizeContext {
  readonly catalog: Pick<Catalog, "models" | "accelerators" | "assumptions"> & Partial<Pick<Catalog, "measurements">>;
  readonly today: string;
}

/** A size input, read and joined with the catalog; bytes, bytes per element, tokens. */
export interface SizingJob {
  readonly shape: Shape;
  readonly weights: WeightBytes;
  readonly quantization: string;
  readonly kvBytes: number;
  readonly machine: Machine;
  readonly count: number;
  readonly profile: ServingProfile | LocalProfile;
  /** Date of the engine's build; where nobody said, today. */
  readonly build: string;
  readonly isBuildGiven: boolean;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly concurrency: number;
  readonly requests: number;
  readonly parallelism: Parallelism | "best";
}

/** More than anybody holds; beyond it figures stop being numbers. */
const MOST = { devices: 100_000, requests: 1e9, tokens: 1e9, billions: 1e6, dimension: 1e8 } as const;

/** Reads one size input; throws a Failure that lists everything wrong with it. */
export function readSizeInput(input: SizeInput, { catalog, today }: SizeContext): SizingJob {
  const problems: Problem[] = [];
  const one = <T extends string>(path: string, value: string, legal: readonly T[]): T => {
    const hit = legal.find((x) => x === value);
    if (hit !== undefined) return hit;
    const close = typeof value === "string" ? nearest(value.slice(0, 100), legal) : null;
    problems.push({
      path,
      text: typeof value === "string" ? `${short(value)} is not known.` : notText(value),
      hint: close ? `Did you mean ${close}?` : `Allowed: ${legal.join(", ")}.`,
    });
    return legal[0] as T;
  };
  const amount = (path: string, value: number | undefined, fallback: number, least: number, most: number): number => {
    if (value === undefined) return fallback;
    if (typeof value === "number" && value >= least && value <= most) return value;
    const isNumber = typeof value === "number" && Number.isFinite(value);
    const text = isNumber && value > most ? `is above ${most}.` : `is not a number of at least ${least}.`;
    problems.push({ path, text: `${isNumber ? value : short(JSON.stringify(value) ?? "")} ${text}` });
    return fallback;
  };
  const whole = (path: string, ...limits: [number | undefined, number, number, number]): number => {
    const x = amount(path, ...limits);
    if (!Number.isInteger(x)) problems.push({ path, text: `${x} is not a whole number.` });
    return x;
  };
  const bits = catalog.assumptions.ggufBits;
  const engine: Engine = one("engine", input.engine ?? "vllm", ENGINES);
  const local = engine === "llama.cpp";
  const quantization = one("quantization", input.quantization ?? (local ? "q4_k_m" : "bf16"), formatsOf(bits));
  const kv: KvQuantization = one("kvQuantization", input.kvQuantization ?? "f16", KV_QUANTIZATIONS);
  const parallelism = one("parallelism", input.parallelism ?? (local ? "layer" : "tensor"), PARALLELISMS);
  const accelerator = catalog.accelerators.find((a) => a.id === input.accelerator);
  if (!accelerator)
    one(
      "accelerator",
      input.accelerator,
      catalog.accelerators.map((a) => a.id),
    );
  const build = input.engineDate ?? today;
  if (typeof build !== "string" || !/^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$/u.test(build))
    problems.push({ path: "engineDate", text: `${short(JSON.stringify(build) ?? "")} is not a month (YYYY-MM).` });
  const count = whole("count", input.count, 1, 1, MOST.devices);
  const concurrency =
    input.concurrency === "max"
      ? Number.POSITIVE_INFINITY
      : amount("concurrency", input.concurrency, 1, 1, MOST.requests);
  const tokens = [
    amount("inputTokens", input.inputTokens, 1000, 0, MOST.tokens),
    amount("outputTokens", input.outputTokens, 500, 0, MOST.tokens),
  ] as const;
  const requests =
    input.requests === undefined
      ? Number.POSITIVE_INFINITY
      : amount("requests", input.requests, Number.POSITIVE_INFINITY, 1, MOST.requests);
  for (const path of ["parametersB", "activeParametersB"] as const)
    amount(path, input[path], 1, Number.MIN_VALUE, MOST.billions);
  const shape = readShape(input, catalog, problems);
  const weights = shape && weightBytes(shape, quantization, bits);
  if (problems.length > 0 || !shape || !weights || !accelerator) throw new Failure(problems);
  return {
    shape,
    weights,
    quantization,
    kvBytes: KV_BYTES[kv],
    machine: machineOf(accelerator),
    count,
    profile: profileOf(catalog.assumptions.profiles, engine, build),
    build,
    isBuildGiven: input.engineDate !== undefined,
    inputTokens: tokens[0],
    outputTokens: tokens[1],
    concurrency,
    requests,
    parallelism,
  };
}

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
const notText = (value: unknown): string =>
  value === undefined ? "is not given." : `${short(JSON.stringify(value) ?? "")} is not a text.`;

const formats = new WeakMap<object, readonly string[]>();

/** Names of all formats of weights; many sizes are read one after the other. */
function formatsOf(bits: SizeContext["catalog"]["assumptions"]["ggufBits"]): readonly string[] {
  const known = formats.get(bits) ?? [...PLAIN_QUANTIZATIONS, ...Object.keys(bits)];
  formats.set(bits, known);
  return known;
}

const shapes = new WeakMap<object, Shape | null>();

/** The shape of a catalog model as it is published, worked out once. */
function publishedShape(model: Model): Shape | null {
  let shape = shapes.get(model);
  if (shape === undefined) {
    shape = modelShape({ geometry: model.geometry, parameters: model.parameters }, 1);
    shapes.set(model, shape);
  }
  return shape;
}

function readShape(input: SizeInput, catalog: SizeContext["catalog"], problems: Problem[]): Shape | null {
  const model = input.config === undefined ? catalog.models.find((m) => m.id === input.model) : undefined;
  const known = {
    totalB: input.parametersB ?? numberAt(input.config, "parametersB") ?? model?.parameters.totalB ?? null,
    activeB:
      input.activeParametersB ?? numberAt(input.config, "activeParametersB") ?? model?.parameters.activeB ?? null,
  };
  if (input.config !== undefined) {
    const g = readConfig(input.config, problems);
    return g && within(g, problems) ? shapeOf(g, known, false) : null;
  }
  if (!model) {
    const name: unknown = input.model;
    const close =
      typeof name === "string"
        ? nearest(
            name.slice(0, 100),
            catalog.models.map((m) => m.id),
          )
        : null;
    problems.push({
      path: "model",
      text:
        name === undefined
          ? "Neither a model nor a config is given."
          : typeof name === "string"
            ? `${short(name)} is not in the catalog.`
            : notText(name),
      hint: close ? `Did you mean ${close}?` : "Give a config.",
    });
    return null;
  }
  const isPublished = input.parametersB === undefined && input.activeParametersB === undefined;
  const shape = isPublished
    ? publishedShape(model)
    : modelShape({ geometry: model.geometry, parameters: { totalB: known.totalB, activeB: known.activeB } }, 1);
  if (!shape)
    problems.push({
      path: "model",
      text: `The size of ${model.id} is not published.`,
      hint: "Give parametersB or a config.",
    });
  return shape;
}

const numberAt = (config: Readonly<Record<string, unknown>> | undefined, key: string): number | undefined => {
  const x = config?.[key];
  return typeof x === "number" && x > 0 && x <= MOST.billions ? x : undefined;
};

function readConfig(config: unknown, problems: Problem[]): Dimensions | null {
  if (config === null || typeof config !== "object" || Array.isArray(config)) {
    problems.push({ path: "config", text: "It is not an object.", hint: "A config.json or a geometry is wanted." });
    return null;
  }
  const json = config as Readonly<Record<string, unknown>>;
  if (!isHuggingFaceConfig(json)) return plainDimensions(json, problems);
  const g = dimensionsFromConfig(json);
  if (!g) problems.push(...configProblems(json));
  return g;
}

/** Whether all dimensions are such that bytes and operations stay numbers. */
function within(g: Dimensions, problems: Problem[]): boolean {
  const beyond = Object.entries(g).filter(
    ([key, x]) => typeof x === "number" && key !== "stateBytesPerSequence" && x > MOST.dimension,
  );
  for (const [key, x] of beyond) problems.push({ path: `config.${key}`, text: `${x} is above ${MOST.dimension}.` });
  return beyond.length === 0;
}

const NEEDED = ["layers", "hidden", "queryHeads", "kvHeads", "headDim", "vocab", "intermediate"] as const;
const OPTIONAL = [
  ...["kvLoraRank", "ropeHeadDim", "qLoraRank", "nopeHeadDim", "vHeadDim"],
  ...["experts", "expertsPerToken", "sharedExperts", "expertIntermediate", "denseLayers", "moeEvery"],
  ...["parametersB", "activeParametersB", "expertParametersB"],
  ...["globalLayers", "slidingLayers", "slidingWindow", "linearLayers", "stateBytesPerSequence"],
];

function plainDimensions(config: Readonly<Record<string, unknown>>, problems: Problem[]): Dimensions | null {
  const bad: Problem[] = [];
  const isAtLeast = (x: unknown, least: number): boolean => typeof x === "number" && Number.isFinite(x) && x >= least;
  for (const key of NEEDED)
    if (!isAtLeast(config[key], Number.MIN_VALUE))
      bad.push({ path: `config.${key}`, text: "A number above 0 is needed." });
  if (bad.length === NEEDED.length) {
    const text = "It has neither the keys of a config.json nor those of a geometry.";
    problems.push({ path: "config", text, hint: `A geometry has ${NEEDED.join(", ")}.` });
    return null;
  }
  const given = Object.fromEntries(Object.entries(config).filter(([, x]) => x !== null));
  for (const key of OPTIONAL)
    if (given[key] !== undefined && !isAtLeast(given[key], key === "moeEvery" ? 1 : 0))
      bad.push({
        path: `config.${key}`,
        text: `${notNumber(given[key])} is not a number of at least ${key === "moeEvery" ? 1 : 0}.`,
      });
  problems.push(...bad);
  if (bad.length > 0) return null;
  const g = given as unknown as Dimensions;
  return { ...g, tiedEmbeddings: g.tiedEmbeddings === true, attention: g.attention === "mla" ? "mla" : "gqa" };
}

const notNumber = (x: unknown): string => short(JSON.stringify(x) ?? "");
