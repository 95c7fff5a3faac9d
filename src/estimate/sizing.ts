import type { Measurement } from "../catalog/measured-groups.ts";
import type { LocalProfile, ServingProfile } from "../catalog/schema/assumptions.ts";
import type { Range } from "../quantity/range.ts";
import { type Correction, correctionOf } from "./correction.ts";
import { type LocalFormula, localFormula, type ServingFormula, servingFormula, waitSeconds } from "./formula.ts";
import {
  type Conditions,
  calibrationOf,
  type KnownCases,
  knownCases,
  localConditions,
  type Openness,
  openness,
  type Phase,
  servingConditions,
} from "./measured-cases.ts";
import { calibratedOn, type Evidence, evidenceOf } from "./measured-evidence.ts";
import { isServing } from "./profile.ts";
import { readSizeInput, type SizeContext, type SizeInput, type SizingJob } from "./size-input.ts";
import { boundOf, outputRate, stepSeconds, userRate } from "./throughput.ts";

/** The `advisor-size/1` object: bytes, seconds, tokens per second of all devices together. */
export interface Sizing {
  readonly schema: "advisor-size/1";
  readonly id?: string;
  readonly fits: boolean;
  readonly binding: "memory" | "bandwidth" | "compute" | "communication" | "latency";
  readonly memory: {
    readonly weightsBytes: number;
    readonly kvBytesPerSequence: number;
    readonly overheadBytes: number;
    readonly availableBytes: number;
    readonly maxConcurrency: number;
  };
  readonly throughput: {
    readonly outputTokensPerSecond: Range;
    readonly tokensPerSecondPerUser: Range;
    readonly firstTokenSeconds: Range;
    readonly prefillTokensPerSecond: Range;
  } | null;
  readonly profile: {
    readonly engine: string;
    readonly fittedOn: string;
    readonly date: string;
    /** `measured`: some figure was measured under these very conditions; `fitted` also where near measurements corrected it. */
    readonly basis: "measured" | "fitted" | "assumed";
    /** What published measurements add to the profile, in words; null = none is near. */
    readonly calibration: string | null;
  };
  /** The published measurements that the speeds rest on, one entry for each figure that they speak about. */
  readonly measurements: readonly Evidence[];
}

/**
 * Does a model fit on given accelerators, and how fast is it there: memory by section, throughput by bound, corrected by
 * published measurements of like cases, with the interval that holds nine measurements in ten. Throws a Failure that lists
 * everything wrong with the input.
 */
export function size(input: SizeInput, context: SizeContext): Sizing {
  const job = readSizeInput(input, context);
  const { profile } = job;
  const result = isServing(profile) ? sizeServing(job, profile, context) : sizeLocal(job, profile, context);
  return input.id === undefined ? result : { ...result, id: input.id };
}

function tail(
  profile: ServingProfile | LocalProfile,
  measurements: readonly Evidence[],
): Pick<Sizing, "profile" | "measurements"> {
  const own = profile.basis === "quoted" ? "measured" : profile.basis;
  const isMeasured = measurements.some((m) => m.match === "exact");
  return {
    profile: {
      engine: profile.engine,
      fittedOn: profile.fittedOn,
      date: profile.date,
      basis: isMeasured ? "measured" : measurements.length > 0 ? "fitted" : own,
      calibration: calibratedOn(measurements),
    },
    measurements,
  };
}

function correction(
  job: SizingJob,
  phase: Phase,
  context: SizeContext,
  at: (known: KnownCases) => Conditions,
): Correction | null {
  const known = knownCases(job, phase, context);
  const build = job.isBuildGiven ? job.build : null;
  return known && correctionOf(known, at(known), build, calibrationOf(context, job.profile, phase));
}

type Spread = readonly [low: number, high: number];
const around = (x: number, [low, high]: Spread): Range => ({ low: x * low, likely: x, high: x * high });

/** Ends of an interval, moved apart. */
const wider = ({ low, likely, high }: Range, open: number): Range => ({ low: low / open, likely, high: high * open });

/** A predicted rate as measurements correct it: that of an exact one itself, where it tells it; else within the profile's own spread. */
function corrected(
  x: number,
  c: Correction | null,
  measured: number | undefined,
  plain: (x: number) => Range,
  open: Openness,
): Range {
  if (!c) return wider(plain(x), open.plain);
  const isTold = c.match === "exact" && measured !== undefined;
  const range = around(isTold ? measured : x * c.factor, [c.low / c.factor, c.high / c.factor]);
  return c.match === "exact" ? range : wider(range, open.near(c.nearest.place.build));
}

const nothing = (memory: Sizing["memory"], profile: ServingProfile | LocalProfile): Sizing => ({
  schema: "advisor-size/1",
  fits: false,
  binding: "memory",
  memory,
  throughput: null,
  ...tail(profile, []),
});

function sizeServing(job: SizingJob, p: ServingProfile, context: SizeContext): Sizing {
  const f = servingFormula(job, p);
  const { replica: r, replicas, batch } = f;
  const memory = {
    weightsBytes: Math.round(job.weights.total),
    kvBytesPerSequence: Math.round(r.kvBytesPerSequence),
    overheadBytes: r.overheadBytes * replicas,
    availableBytes: Math.round(r.availableBytes * replicas),
    maxConcurrency: r.maxConcurrency * replicas,
  };
  if (r.maxConcurrency < 1) return nothing(memory, p);
  const c = correction(job, "decode", context, ({ model }) => servingConditions(job, f, model));
  const open = openness(job, "decode", context);
  return {
    schema: "advisor-size/1",
    fits: true,
    binding: boundOf(r, batch),
    memory,
    throughput: servingSpeed(job, p, f, c, open),
    ...tail(p, c ? [evidenceOf("outputTokensPerSecond", c)] : []),
  };
}

function servingSpeed(
  job: SizingJob,
  p: ServingProfile,
  f: ServingFormula,
  c: Correction | null,
  open: Openness,
): Sizing["throughput"] {
  const { replica: r, replicas, batch } = f;
  const [low, high] = job.shape.experts > 0 ? p.spread.moe : p.spread.dense;
  const { low: slow, likely, high: fast } = p.resultFactor;
  const plain = (x: number): Range => ({ low: (x * slow * low) / likely, likely: x, high: (x * fast * high) / likely });
  const factor = c?.factor ?? 1;
  const told: Partial<Measurement> = c?.nearest.measurement ?? {};
  const each = told.tokensPerSecondPerUser ?? (told.interTokenSeconds && 1 / told.interTokenSeconds);
  const isFirstTold = c?.match === "exact" && c.nearest.asked === Math.min(job.concurrency, job.requests);
  const first = (waitSeconds(job, f) + r.prefillSeconds + stepSeconds(r, batch)) / (likely * factor);
  return {
    outputTokensPerSecond: corrected(
      outputRate(r, batch) * replicas * likely,
      c,
      told.outputTokensPerSecond,
      plain,
      open,
    ),
    tokensPerSecondPerUser: corrected(userRate(r, batch) * likely, c, each, plain, open),
    firstTokenSeconds:
      c && isFirstTold && told.firstTokenSeconds !== undefined
        ? around(told.firstTokenSeconds, [c.low / c.factor, c.high / c.factor])
        : around(first, p.firstTokenSpread),
    prefillTokensPerSecond: wider(
      plain((job.inputTokens / Math.max(r.prefillSeconds, 1e-9)) * replicas * likely * factor),
      open.plain,
    ),
  };
}

function sizeLocal(job: SizingJob, p: LocalProfile, context: SizeContext): Sizing {
  const f = localFormula(job, p);
  const memory = {
    weightsBytes: Math.round(job.weights.total),
    kvBytesPerSequence: Math.round(f.memory.kvBytesPerSequence),
    overheadBytes: job.count * p.overheadBytesPerAccelerator,
    availableBytes: Math.round(job.count * job.machine.usableBytes),
    maxConcurrency: f.memory.maxConcurrency,
  };
  if (memory.maxConcurrency < 1 || f.memory.room <= 0) return nothing(memory, p);
  const of = (phase: Phase): Correction | null =>
    correction(job, phase, context, ({ model }) => localConditions(job, f.batch, memory.maxConcurrency, model));
  const [decode, prefill] = [of("decode"), job.inputTokens > 0 ? of("prefill") : null];
  return {
    schema: "advisor-size/1",
    fits: true,
    binding: "bandwidth",
    memory,
    throughput: localSpeed(job, p, f, decode, prefill, (phase) => openness(job, phase, context)),
    ...tail(p, [
      ...(decode ? [evidenceOf("tokensPerSecondPerUser", decode)] : []),
      ...(prefill ? [evidenceOf("prefillTokensPerSecond", prefill)] : []),
    ]),
  };
}

function localSpeed(
  job: SizingJob,
  p: LocalProfile,
  { batch, ...f }: LocalFormula,
  decode: Correction | null,
  prefill: Correction | null,
  open: (phase: Phase) => Openness,
): Sizing["throughput"] {
  const spread = job.shape.experts > 0 ? p.spread.moe : p.spread.dense;
  const each = corrected(
    1 / f.stepSeconds,
    decode,
    decode?.nearest.measurement.tokensPerSecondPerUser,
    (x) => around(x, spread),
    open("decode"),
  );
  const reading = corrected(
    job.inputTokens / Math.max(f.prefillSeconds, 1e-9),
    prefill,
    prefill?.nearest.measurement.prefillTokensPerSecond,
    (x) => around(x, p.spread.prefill),
    open("prefill"),
  );
  const read = job.inputTokens > 0 ? job.inputTokens / reading.likely : 0;
  const first = read + 1 / each.likely;
  const early = reading.high > 0 ? reading.likely / reading.high : 1 / p.spread.prefill[1];
  const late = reading.low > 0 ? reading.likely / reading.low : 1 / p.spread.prefill[0];
  const all = job.outputTokens > 0 ? job.outputTokens / (read + job.outputTokens / (each.likely * batch)) : 0;
  return {
    outputTokensPerSecond: around(all, [each.low / each.likely, each.high / each.likely]),
    tokensPerSecondPerUser: each,
    firstTokenSeconds: around(first, [early, late]),
    prefillTokensPerSecond: reading,
  };
}
