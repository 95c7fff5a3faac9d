import type { MeasuredGroup, Measurement, MeasurementSource } from "../catalog/measured-groups.ts";
import type { Calibration, LocalProfile, Profile, ServingProfile } from "../catalog/schema/assumptions.ts";
import { localFormula, type ServingFormula, servingFormula } from "./formula.ts";
import { type Field, fieldOf, type Place, type Residual } from "./kriging.ts";
import { isServing, profileOf } from "./profile.ts";
import type { Shape } from "./shape.ts";
import { readSizeInput, type SizeContext, type SizingJob } from "./size-input.ts";
import { outputRate, userRate } from "./throughput.ts";

/** Phases that are corrected apart. A serving engine mixes both, and is corrected as a whole. */
export type Phase = "decode" | "prefill";

/** What has to be equal for two cases to be the same, beyond what `Place` tells. */
export interface Conditions {
  readonly quantization: string;
  readonly kvBytes: number;
  readonly replicas: number;
  /** Sequences in work on one replica, and whether memory or the engine would not hold more. */
  readonly batch: number;
  readonly isFull: boolean;
  /** Requests held open at once, on all replicas. */
  readonly asked: number;
  readonly place: Place;
}

/** A published measurement beside what the formula says of it. */
export interface MeasuredCase extends Residual, Conditions {
  readonly measurement: Measurement;
  readonly source: MeasurementSource;
  readonly name: string;
  /** Measured over predicted. */
  readonly ratio: number;
}

/** Dimensions of two models are the same; parameter counts may be rounded. */
export function sameDimensions(a: Shape, b: Shape): boolean {
  return (
    a.layers === b.layers &&
    a.hidden === b.hidden &&
    a.kvHeads === b.kvHeads &&
    a.mla === b.mla &&
    a.attentionWidth === b.attentionWidth &&
    a.inputEmbedding === b.inputEmbedding &&
    a.experts === b.experts &&
    a.expertsPerToken === b.expertsPerToken &&
    a.globalLayers === b.globalLayers &&
    a.slidingLayers === b.slidingLayers &&
    a.slidingWindow === b.slidingWindow &&
    a.kvPerLayer === b.kvPerLayer &&
    a.stateBytes === b.stateBytes &&
    !a.assumed &&
    !b.assumed &&
    within(a.parameters, b.parameters, 1.05) &&
    within(a.activeParameters, b.activeParameters, 1.1)
  );
}

const within = (a: number, b: number, factor: number): boolean => a < b * factor && b < a * factor;

/** Whether the measurements of an engine say anything about models of these dimensions; told without reading them. */
export const isMeasured = ({ catalog }: SizeContext, engine: string, { layers, hidden }: Shape): boolean =>
  catalog.measurements?.some((g) => g.engine === engine && g.layers === layers && g.hidden === hidden) ?? false;

/** The constants that say how far measurements of a profile carry. */
export function calibrationOf({ catalog }: SizeContext, profile: Profile, phase: Phase): Calibration {
  const key = isServing(profile) ? profile.calibration : profile.calibration[phase];
  const c = catalog.assumptions.calibrations[key];
  if (!c) throw new Error(`no calibration ${key}`);
  return c;
}

/** What has been read of a catalog's measurements: each is compared with the formula once. */
interface Readings {
  readonly assumptions: object;
  /** Different dimensions that were met; a model's number is its place here. */
  readonly shapes: Shape[];
  readonly cases: Map<string, readonly MeasuredCase[]>;
  readonly known: WeakMap<Shape, Map<string, KnownCases | null>>;
  /** The same for all models that nobody measured. */
  readonly shared: Map<string, KnownCases>;
  readonly seen: Map<string, Seen>;
  readonly unseen: WeakMap<Shape, Map<string, Unseen>>;
}

/** What a profile's measurements are about. */
interface Seen {
  readonly models: ReadonlySet<number>;
  readonly accelerators: ReadonlySet<string>;
}
const readings = new WeakMap<readonly MeasuredGroup[], Readings>();

function readingsOf(groups: readonly MeasuredGroup[], assumptions: object): Readings {
  const old = readings.get(groups);
  if (old?.assumptions === assumptions) return old;
  const fresh = {
    assumptions,
    shapes: [],
    cases: new Map(),
    known: new WeakMap(),
    shared: new Map(),
    seen: new Map(),
    unseen: new WeakMap(),
  };
  readings.set(groups, fresh);
  return fresh;
}

/** The measurements that speak about a model on an accelerator, and the model's number among them. */
export interface KnownCases {
  readonly cases: readonly MeasuredCase[];
  readonly model: number;
  /** How their residuals hang together, worked out when first asked. */
  readonly field: () => Field | null;
}

type Subject = Pick<SizingJob, "shape" | "machine" | "profile">;

/**
 * Measurements under the profile of a job that speak about it: of the same dimensions on accelerators of the same maker, and
 * where an accelerator has something to itself, of other models on it. Null where what the calibration needs is lacking.
 */
export function knownCases(job: Subject, phase: Phase, context: SizeContext): KnownCases | null {
  const groups = context.catalog.measurements;
  if (groups === undefined || groups.length === 0 || job.shape.assumed) return null;
  const r = readingsOf(groups, context.catalog.assumptions);
  let known = r.known.get(job.shape);
  if (!known) {
    known = new Map();
    r.known.set(job.shape, known);
  }
  const key = `${job.machine.id} ${job.profile.engine} ${job.profile.date} ${phase}`;
  let found = known.get(key);
  if (found === undefined) {
    found = search(groups, job, phase, key, r, context);
    known.set(key, found);
  }
  return found;
}

function search(
  groups: readonly MeasuredGroup[],
  { shape, machine, profile }: Subject,
  phase: Phase,
  key: string,
  r: Readings,
  context: SizeContext,
): KnownCases | null {
  const c = calibrationOf(context, profile, phase);
  const isOfModel = (g: MeasuredGroup): boolean => g.layers === shape.layers && g.hidden === shape.hidden;
  const isOnAccelerator = (g: MeasuredGroup): boolean => c.accelerator > 0 && g.accelerators.includes(machine.id);
  const ofEngine = groups.filter((g) => g.engine === profile.engine);
  if (!ofEngine.some(c.needs === "model" ? isOfModel : isOnAccelerator)) return null;
  const near = ofEngine.filter((g) => isOfModel(g) || isOnAccelerator(g));
  const all = near.flatMap((g) => casesOf(g, profile, phase, r, c, context));
  const model = r.shapes.findIndex((s) => sameDimensions(s, shape));
  const old = r.shared.get(`${model} ${key}`);
  if (old) return old;
  const isSameModel = ({ place }: MeasuredCase): boolean => place.model === model && place.maker === machine.maker;
  const isThere = ({ place }: MeasuredCase): boolean => c.accelerator > 0 && place.accelerator === machine.id;
  if (!all.some(c.needs === "model" ? isSameModel : isThere)) return null;
  const cases = all.filter((m) => isSameModel(m) || isThere(m));
  let field: Field | null | undefined;
  const known = {
    cases,
    model,
    field: () => {
      if (field === undefined) field = fieldOf(cases, c);
      return field;
    },
  };
  r.shared.set(`${model} ${key}`, known);
  return known;
}

/** Factors on both ends of an interval. */
export interface Openness {
  /** Of the formula alone. */
  readonly plain: number;
  /** Where measurements nearby correct it, the nearest of a build of this month: they tell the accelerator. */
  readonly near: (build: number) => number;
}

/**
 * How much more is open where nothing that a profile rests on is of the model's dimensions, or on the accelerator, and with the time
 * between its date and the build's.
 */
export function openness(job: Subject & Pick<SizingJob, "build">, phase: Phase, context: SizeContext): Openness {
  const { unseen } = calibrationOf(context, job.profile, phase);
  const years = (month: number): number => Math.abs(monthOf(job.build) - month) / 12;
  const { model, accelerator } = unseenOf(job, phase, context);
  return {
    plain: model * accelerator * unseen.year ** Math.max(0, years(monthOf(job.profile.date)) - YEARS_ALIKE),
    near: (build) => model * unseen.year ** years(build),
  };
}

interface Unseen {
  readonly model: number;
  readonly accelerator: number;
}
const SEEN: Unseen = { model: 1, accelerator: 1 };

function unseenOf({ shape, machine, profile }: Subject, phase: Phase, context: SizeContext): Unseen {
  const groups = context.catalog.measurements;
  if (groups === undefined || groups.length === 0) return SEEN;
  const r = readingsOf(groups, context.catalog.assumptions);
  const known = r.unseen.get(shape) ?? new Map<string, Unseen>();
  r.unseen.set(shape, known);
  const key = `${machine.id} ${profile.engine} ${profile.date} ${phase}`;
  const old = known.get(key);
  if (old) return old;
  const { models, accelerators } = seenUnder(profile, phase, groups, r, context);
  const { unseen } = calibrationOf(context, profile, phase);
  const isSeen = [...models].some((n) => sameDimensions(r.shapes[n] as Shape, shape));
  const found =
    models.size === 0
      ? SEEN
      : { model: isSeen ? 1 : unseen.model, accelerator: accelerators.has(machine.id) ? 1 : unseen.accelerator };
  known.set(key, found);
  return found;
}

/** A profile is fitted to builds of about this long before and after its date. */
const YEARS_ALIKE = 0.5;

function seenUnder(
  profile: Profile,
  phase: Phase,
  groups: readonly MeasuredGroup[],
  r: Readings,
  context: SizeContext,
): Seen {
  const key = `${profile.engine} ${profile.date} ${phase}`;
  const old = r.seen.get(key);
  if (old) return old;
  const c = calibrationOf(context, profile, phase);
  const cases = groups
    .filter((g) => g.engine === profile.engine)
    .flatMap((g) => casesOf(g, profile, phase, r, c, context))
    .filter((m) => !m.source.lengthsAssumed);
  const seen = {
    models: new Set(cases.map((m) => m.place.model)),
    accelerators: new Set(cases.map((m) => m.place.accelerator)),
  };
  r.seen.set(key, seen);
  return seen;
}

function casesOf(
  group: MeasuredGroup,
  profile: Profile,
  phase: Phase,
  { cases, shapes }: Readings,
  c: Calibration,
  context: SizeContext,
): readonly MeasuredCase[] {
  if (profileOf(context.catalog.assumptions.profiles, group.engine, group.build) !== profile) return [];
  const key = `${group.engine} ${group.build} ${group.layers} ${group.hidden} ${profile.date} ${phase}`;
  const old = cases.get(key);
  if (old) return old;
  const read = group.rows.flatMap((row) => caseOf(group, row, profile, phase, shapes, c, context));
  cases.set(key, read);
  return read;
}

function caseOf(
  group: MeasuredGroup,
  row: Measurement,
  profile: Profile,
  phase: Phase,
  shapes: Shape[],
  c: Calibration,
  context: SizeContext,
): MeasuredCase[] {
  const model = group.models[row.model];
  const source = group.sources[row.id.slice(0, row.id.indexOf("/"))];
  if (!model || !source) throw new Error(`${row.id}: the group lacks its model or source`);
  const { totalB, activeB } = model.parameters;
  const config = { ...model.geometry, parametersB: totalB, activeParametersB: activeB };
  const { model: _, build, requests, ...rest } = row;
  const job = readSizeInput({ ...rest, config, engineDate: build, ...(requests && { requests }) }, context);
  const number = numberOf(shapes, job.shape);
  const read = isServing(profile)
    ? servingRatio(job, row, profile, number)
    : localRatio(job, row, profile, phase, number);
  if (!read) return [];
  const experts = job.shape.experts > 0 ? c.experts : 1;
  return [
    {
      ...read.conditions,
      measurement: row,
      source,
      name: model.name,
      ratio: read.ratio,
      value: Math.max(-c.most, Math.min(c.most, Math.log(read.ratio))),
      variance: (c.repeat * experts) ** 2 + (source.lengthsAssumed ? c.lengthsAssumed ** 2 : 0),
    },
  ];
}

interface Reading {
  readonly ratio: number;
  readonly conditions: Conditions;
}

function servingRatio(job: SizingJob, row: Measurement, profile: ServingProfile, model: number): Reading | null {
  const f = servingFormula(job, profile);
  if (f.replica.maxConcurrency < 1) return null;
  const { likely } = profile.resultFactor;
  const each = row.tokensPerSecondPerUser ?? (row.interTokenSeconds ? 1 / row.interTokenSeconds : undefined);
  const ratio =
    row.outputTokensPerSecond !== undefined
      ? row.outputTokensPerSecond / (outputRate(f.replica, f.batch) * f.replicas * likely)
      : each && each / (userRate(f.replica, f.batch) * likely);
  return ratio ? { ratio, conditions: servingConditions(job, f, model) } : null;
}

function localRatio(
  job: SizingJob,
  row: Measurement,
  profile: LocalProfile,
  phase: Phase,
  model: number,
): Reading | null {
  const f = localFormula(job, profile);
  if (f.memory.maxConcurrency < 1) return null;
  const conditions = localConditions(job, f.batch, f.memory.maxConcurrency, model);
  if (phase === "prefill") {
    const rate = row.prefillTokensPerSecond;
    return rate ? { ratio: (rate * f.prefillSeconds) / job.inputTokens, conditions } : null;
  }
  if (row.tokensPerSecondPerUser) return { ratio: row.tokensPerSecondPerUser * f.stepSeconds, conditions };
  if (!row.outputTokensPerSecond) return null;
  const seconds = f.prefillSeconds + (job.outputTokens * f.stepSeconds) / f.batch;
  return { ratio: (row.outputTokensPerSecond * seconds) / job.outputTokens, conditions };
}

/** What of a job tells where it lies. */
export type Located = Pick<
  SizingJob,
  | "shape"
  | "machine"
  | "weights"
  | "quantization"
  | "kvBytes"
  | "inputTokens"
  | "outputTokens"
  | "concurrency"
  | "requests"
  | "build"
  | "count"
>;

/** Where a job on a serving engine lies; `model` is its number among the measured ones. */
export const servingConditions = (job: Located, f: ServingFormula, model: number): Conditions =>
  conditionsOf(job, model, f.replica.devices, f.replicas, f.batch, f.replica.maxConcurrency, f.parallelism);

/** Where a job of llama.cpp lies. */
export const localConditions = (job: Located, batch: number, most: number, model: number): Conditions =>
  conditionsOf(job, model, job.count, 1, batch, most, "layer");

function conditionsOf(
  job: Located,
  model: number,
  devices: number,
  replicas: number,
  batch: number,
  most: number,
  split: string,
): Conditions {
  const { shape, machine } = job;
  return {
    quantization: job.quantization,
    kvBytes: job.kvBytes,
    replicas,
    batch,
    isFull: batch >= most,
    asked: Math.min(job.concurrency, job.requests),
    place: {
      model,
      maker: machine.maker,
      accelerator: machine.id,
      split: devices > 1 ? split : "tensor",
      experts: shape.experts > 0,
      inputTokens: Math.log(Math.max(1, job.inputTokens)),
      outputTokens: Math.log(Math.max(1, job.outputTokens)),
      batch: Math.log(batch),
      devices: Math.log(devices),
      weightBytes: Math.log(job.weights.total / shape.parameters),
      cacheBytes: Math.log(job.kvBytes),
      build: monthOf(job.build),
    },
  };
}

/** Months since year 0 of `YYYY-MM…`; a year alone is its middle. */
const monthOf = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7) || 6);

function numberOf(shapes: Shape[], shape: Shape): number {
  const number = shapes.findIndex((s) => sameDimensions(s, shape));
  return number < 0 ? shapes.push(shape) - 1 : number;
}
