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
  /** The residuals that are near, nearest first. */
  readonly near: readonly Residual[];
}

/** What is asked about many cases that the same measurements speak about: how the residuals hang together. */
export interface Field {
  readonly residuals: readonly Residual[];
  /** Own standard deviations of the residuals, measurement included. */
  readonly deviations: Float64Array;
  /** The lower triangle, row by row, whose product with its transpose is the covariance of the residuals. */
  readonly lower: Float64Array;
  /** `lower` times these = the values. */
  readonly values: Float64Array;
}

/** More residuals than this are weighed only as far as they are the nearest of a case: solving for them grows with the cube. */
const MOST_ROWS = 128;

/** Covariance of the residuals of two cases. */
export function covariance(a: Place, b: Place, c: Calibration): number {
  const sameMaker = a.maker === b.maker;
  const sameAccelerator = a.accelerator === b.accelerator;
  let sum = sameAccelerator ? c.accelerator ** 2 : 0;
  if (sameMaker && a.model === b.model) {
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

export function fieldOf(residuals: readonly Residual[], c: Calibration): Field | null {
  return residuals.length > MOST_ROWS ? null : solved(residuals, c);
}

/**
 * Simple kriging: the residual of a case from those of measurements, shrunk towards none the farther they lie. Null where none is
 * near. `field` is what `fieldOf` says of the same residuals.
 */
export function krige(
  residuals: readonly Residual[],
  field: Field | null,
  at: Place,
  calibration: Calibration,
): Kriged | null {
  const { deviations, lower, values, ...f } = field ?? solved(nearest(residuals, at, calibration), calibration);
  const n = f.residuals.length;
  const own = covariance(at, at, calibration);
  const solution = new Float64Array(n);
  const near: [index: number, nearness: number][] = [];
  let mean = 0;
  let told = 0;
  for (let i = 0, row = 0; i < n; i++, row += i) {
    const shared = covariance(at, (f.residuals[i] as Residual).place, calibration);
    const nearness = shared / ((deviations[i] as number) * Math.sqrt(own));
    if (nearness >= calibration.least) near.push([i, nearness]);
    let rest = shared;
    for (let k = 0; k < i; k++) rest -= (lower[row + k] as number) * (solution[k] as number);
    const x = rest / (lower[row + i] as number);
    solution[i] = x;
    mean += x * (values[i] as number);
    told += x * x;
  }
  if (near.length === 0) return null;
  const repeat = (calibration.repeat * (at.experts ? calibration.experts : 1)) ** 2;
  return {
    mean,
    deviation: Math.sqrt(Math.max(0, own - told) + repeat),
    near: near.sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([i]) => f.residuals[i] as Residual),
  };
}

function nearest(residuals: readonly Residual[], at: Place, c: Calibration): Residual[] {
  const nearness = (r: Residual) =>
    covariance(at, r.place, c) / Math.sqrt(covariance(r.place, r.place, c) + r.variance);
  return residuals
    .map((r) => [nearness(r), r] as const)
    .sort(([a], [b]) => b - a)
    .slice(0, MOST_ROWS)
    .map(([, r]) => r);
}

/** Cholesky's factor of the covariance, and the values solved for by it. */
function solved(residuals: readonly Residual[], calibration: Calibration): Field {
  const n = residuals.length;
  const lower = new Float64Array((n * (n + 1)) / 2);
  const values = new Float64Array(n);
  const deviations = new Float64Array(n);
  for (let i = 0, row = 0; i < n; i++, row += i) {
    const { place, variance, value } = residuals[i] as Residual;
    for (let k = 0, other = 0; k <= i; k++, other += k) {
      let sum = covariance(place, (residuals[k] as Residual).place, calibration);
      if (k === i) {
        sum += variance;
        deviations[i] = Math.sqrt(sum);
      }
      for (let m = 0; m < k; m++) sum -= (lower[row + m] as number) * (lower[other + m] as number);
      lower[row + k] = k === i ? Math.sqrt(sum) : sum / (lower[other + k] as number);
    }
    let rest = value;
    for (let k = 0; k < i; k++) rest -= (lower[row + k] as number) * (values[k] as number);
    values[i] = rest / (lower[row + i] as number);
  }
  return { residuals, deviations, lower, values };
}
