import type { Calibration } from "../catalog/schema/assumptions.ts";

/**
 * Where a case lies among measurements. Lengths, batch, devices and bytes are natural logarithms; builds are months since
 * year 0. What two cases share is told by `model`, `maker` and `accelerator`.
 */
export interface Place {
  /** Equal for models of equal dimensions. */
  readonly model: number;
  readonly maker: string;
  readonly accelerator: string;
  readonly split: string;
  readonly experts: boolean;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly batch: number;
  readonly devices: number;
  readonly weightBytes: number;
  readonly cacheBytes: number;
  readonly build: number;
}

/** A measured log(measured / predicted) and where it lies; `variance` of the measurement itself. */
export interface Residual {
  readonly place: Place;
  readonly value: number;
  readonly variance: number;
}

export interface Kriged {
  /** Expected log(measured / predicted), and the standard deviation of a measurement around it. */
  readonly mean: number;
  readonly deviation: number;
  /** Indices of the residuals that are near, nearest first. */
  readonly near: readonly number[];
}

/** Rows whose residuals are weighed; more change nothing but the time. */
const MOST_ROWS = 16;

/** Covariance of the residuals of two cases. */
export function covariance(a: Place, b: Place, c: Calibration): number {
  const sameMaker = a.maker === b.maker;
  const sameModel = sameMaker && a.model === b.model;
  const sameAccelerator = a.accelerator === b.accelerator;
  let sum = sameAccelerator ? c.accelerator ** 2 : 0;
  if (sameModel) {
    const like = likeness(a, b, c);
    sum += c.model ** 2 + c.shape ** 2 * like + (sameAccelerator ? c.case ** 2 * like : 0);
  }
  if (sameMaker) sum += c.build ** 2 * Math.exp(-Math.abs(a.build - b.build) / c.reach.months);
  return sum * (a.experts ? c.experts : 1) * (b.experts ? c.experts : 1);
}

function likeness(a: Place, b: Place, { reach, otherSplit }: Calibration): number {
  const far =
    ((a.inputTokens - b.inputTokens) / reach.inputTokens) ** 2 +
    ((a.outputTokens - b.outputTokens) / reach.outputTokens) ** 2 +
    ((a.batch - b.batch) / reach.batch) ** 2 +
    ((a.devices - b.devices) / reach.devices) ** 2 +
    ((a.weightBytes - b.weightBytes) / reach.weightBytes) ** 2 +
    ((a.cacheBytes - b.cacheBytes) / reach.cacheBytes) ** 2;
  return Math.exp(-far / 2) * (a.split === b.split ? 1 : otherSplit);
}

/**
 * Simple kriging: the residual of a case from those of its nearest measurements, shrunk towards none the farther they lie. Null
 * where none is near.
 */
export function krige(residuals: readonly Residual[], at: Place, c: Calibration): Kriged | null {
  const own = covariance(at, at, c);
  const all = residuals.map((r, i) => {
    const shared = covariance(at, r.place, c);
    return { i, shared, near: shared / Math.sqrt(own * (covariance(r.place, r.place, c) + r.variance)) };
  });
  const chosen = all.sort((a, b) => b.near - a.near || a.i - b.i).slice(0, MOST_ROWS);
  const near = chosen.filter((r) => r.near >= c.least).map((r) => r.i);
  if (near.length === 0) return null;
  const n = chosen.length;
  const rows = chosen.map(({ i }) => residuals[i] as Residual);
  const matrix = rows.map((a, i) => rows.map((b, k) => covariance(a.place, b.place, c) + (i === k ? a.variance : 0)));
  const lower = cholesky(matrix);
  const values = forward(
    lower,
    rows.map((r) => r.value),
  );
  const shared = forward(
    lower,
    chosen.map((r) => r.shared),
  );
  let mean = 0;
  let told = 0;
  for (let i = 0; i < n; i++) {
    const s = shared[i] as number;
    mean += s * (values[i] as number);
    told += s * s;
  }
  const repeat = (c.repeat * (at.experts ? c.experts : 1)) ** 2;
  return { mean, deviation: Math.sqrt(Math.max(0, own - told) + repeat), near };
}

/** The lower triangle whose product with its transpose is a positive definite matrix. */
function cholesky(matrix: readonly (readonly number[])[]): number[][] {
  const lower: number[][] = [];
  for (const row of matrix) {
    const made: number[] = [];
    const i = lower.length;
    for (let k = 0; k <= i; k++) {
      const other = k === i ? made : (lower[k] as number[]);
      let sum = row[k] as number;
      for (let m = 0; m < k; m++) sum -= (made[m] as number) * (other[m] as number);
      made.push(k === i ? Math.sqrt(sum) : sum / (other[k] as number));
    }
    lower.push(made);
  }
  return lower;
}

/** Solves a lower triangle times x = b. */
function forward(lower: readonly (readonly number[])[], b: readonly number[]): number[] {
  const x: number[] = [];
  for (const row of lower) {
    let sum = b[x.length] as number;
    for (let k = 0; k < x.length; k++) sum -= (row[k] as number) * (x[k] as number);
    x.push(sum / (row[x.length] as number));
  }
  return x;
}
