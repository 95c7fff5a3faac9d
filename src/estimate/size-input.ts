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
import { dimensionsFromConfig, isHuggingFaceConfig } from "./huggingface-config.ts";
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

/** Reads one size input; throws a Failure that lists everything wrong with it. */
export function readSizeInput(input: SizeInput, { catalog, today }: SizeContext): SizingJob {
  const problems: Problem[] = [];
  const one = <T extends string>(path: string, value: string, legal: readonly T[]): T => {
    const hit = legal.find((x) => x === value);
    if (hit !== undefined) return hit;
    const close = nearest(value, legal);
    problems.push({
      path,
      text: `${value} is not known.`,
      hint: close ? `Did you mean ${close}?` : `Allowed: ${legal.join(", ")}.`,
    });
    return legal[0] as T;
  };
  const amount = (path: string, value: number | undefined, fallback: number, least: number): number => {
    if (value === undefined || (Number.isFinite(value) && value >= least)) return value ?? fallback;
    problems.push({ path, text: `${value} is not a number of at least ${least}.` });
    return fallback;
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
  const count = amount("count", input.count, 1, 1);
  const concurrency =
    input.concurrency === "max" ? Number.POSITIVE_INFINITY : amount("concurrency", input.concurrency, 1, 1);
  const tokens = [
    amount("inputTokens", input.inputTokens, 1000, 0),
    amount("outputTokens", input.outputTokens, 500, 0),
  ] as const;
  const requests = amount("requests", input.requests, Number.POSITIVE_INFINITY, 1);
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
    profile: profileOf(catalog.assumptions.profiles, engine, input.engineDate ?? today),
    build: input.engineDate ?? today,
    isBuildGiven: input.engineDate !== undefined,
    inputTokens: tokens[0],
    outputTokens: tokens[1],
    concurrency,
    requests,
    parallelism,
  };
}

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
  const model = catalog.models.find((m) => m.id === input.model);
  const known = {
    totalB:
      input.parametersB ??
      numberAt(input.config, "parametersB") ??
      (input.config ? null : (model?.parameters.totalB ?? null)),
    activeB:
      input.activeParametersB ??
      numberAt(input.config, "activeParametersB") ??
      (input.config ? null : (model?.parameters.activeB ?? null)),
  };
  if (input.config) {
    const g = isHuggingFaceConfig(input.config)
      ? dimensionsFromConfig(input.config)
      : plainDimensions(input.config, problems);
    if (g) return shapeOf(g, known, false);
    if (problems.length === 0)
      problems.push({ path: "config", text: "It has neither the keys of a config.json nor those of a geometry." });
    return null;
  }
  if (!model) {
    const close = input.model
      ? nearest(
          input.model,
          catalog.models.map((m) => m.id),
        )
      : null;
    problems.push({
      path: "model",
      text: `${input.model ?? "Nothing"} is not in the catalog.`,
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
  return typeof x === "number" ? x : undefined;
};

const NEEDED = ["layers", "hidden", "queryHeads", "kvHeads", "headDim", "vocab", "intermediate"] as const;

function plainDimensions(config: Readonly<Record<string, unknown>>, problems: Problem[]): Dimensions | null {
  const missing = NEEDED.filter((key) => !(typeof config[key] === "number" && (config[key] as number) > 0));
  for (const key of missing) problems.push({ path: `config.${key}`, text: "A number above 0 is needed." });
  if (missing.length > 0) return null;
  const g = config as unknown as Dimensions;
  return { ...g, tiedEmbeddings: g.tiedEmbeddings ?? false, attention: g.attention === "mla" ? "mla" : "gqa" };
}
