import { CRITERIA } from "../vocabulary.ts";
import type { Scores } from "./score.ts";

export type VerdictWord = "robust" | "clear" | "close-call";

export interface Robustness {
  /** λ*: A stays first while the priorities are off by up to this share in any direction. */
  readonly stableUpTo: number;
  /**
   * The same for the winner's model against other models: hosts of one model are near-duplicates. The most that one of its candidates is
   * certified for, which the model withstands at the least.
   */
  readonly stableUpToOtherModels: number;
  /** The same with the winner at the low end of every value and other models at the high end: what is unknown turns out against it. */
  readonly stableUpToAtWorst: number;
  readonly firstShare: number;
  readonly familyFirstShare: number;
  readonly samples: number;
  /** First shares, largest first, of whoever comes first at all. */
  readonly finalists: readonly Finalist[];
}

export interface Finalist {
  readonly index: number;
  readonly share: number;
  /** The mean of the weights under which it came first, in the order of the criteria. */
  readonly centralWeights: Float64Array;
  /** How often it is first under these; null = not worked out. */
  readonly confidence: number | null;
}

const K = CRITERIA.length;
const at = (rows: readonly Float64Array[], c: number, i: number): number => (rows[c] as Float64Array)[i] as number;

/**
 * Closed-form certificate of A against B over W(λ) = {(1-λ)w + λq}: λ* = δ / (δ - min d) with d = vA - vB and δ = w·d.
 * 1 when no criterion speaks for B.
 */
export function certificate(scores: Scores, a: number, b: number): number {
  return certified(scores.weights, scores.value, a, scores.value, b);
}

function certified(
  weights: Float64Array,
  valuesOfA: readonly Float64Array[],
  a: number,
  valuesOfB: readonly Float64Array[],
  b: number,
): number {
  let least = 0;
  let delta = 0;
  for (let c = 0; c < K; c++) {
    const d = at(valuesOfA, c, a) - at(valuesOfB, c, b);
    delta += (weights[c] as number) * d;
    if (d < least) least = d;
  }
  if (least === 0) return 1;
  return Math.max(0, Math.min(1, delta / (delta - least)));
}

/**
 * How sure the first rank is. `lambda` is how far the stated priorities may be off; `familyOf` groups candidates of one model.
 * SMAA-2 (Lahdelma & Salminen 2001) over W(λ), cell values uniform in their intervals. Noise is keyed by candidate, so that a new
 * candidate does not move the draws of the others; that of cost is one for all, since the same things drive all bills.
 */
export function robustness(
  scores: Scores,
  order: readonly number[],
  familyOf: (i: number) => string,
  keyOf: (i: number) => number,
  options: { readonly lambda: number; readonly seed: number; readonly samples: number; readonly confidences?: number },
): Robustness {
  const winner = order[0] as number;
  let stableUpTo = 1;
  let stableUpToOtherModels = 1;
  let stableUpToAtWorst = 1;
  for (const rival of order.slice(1)) {
    const lambda = certificate(scores, winner, rival);
    if (lambda < stableUpTo) stableUpTo = lambda;
    if (familyOf(rival) === familyOf(winner)) continue;
    if (lambda < stableUpToOtherModels) stableUpToOtherModels = lambda;
    if (stableUpToAtWorst === 0) continue;
    const worst = certified(scores.weights, scores.low, winner, scores.high, rival);
    if (worst < stableUpToAtWorst) stableUpToAtWorst = worst;
  }
  for (const sibling of order.slice(1)) {
    if (familyOf(sibling) !== familyOf(winner)) continue;
    const lambda = leastAgainstOthers(scores, order, sibling, familyOf, stableUpToOtherModels);
    if (lambda > stableUpToOtherModels) stableUpToOtherModels = lambda;
  }
  const live = liveSet(scores, order, options.lambda);
  const { firsts, sums } = sampleFirsts(scores, live, keyOf, options);
  const shares = live.map((index, n) => ({ index, share: (firsts[n] as number) / options.samples, n }));
  const family = familyOf(winner);
  return {
    stableUpTo,
    stableUpToOtherModels,
    stableUpToAtWorst,
    firstShare: shares.find((s) => s.index === winner)?.share ?? 0,
    familyFirstShare: shares.reduce((sum, s) => sum + (familyOf(s.index) === family ? s.share : 0), 0),
    samples: options.samples,
    finalists: shares
      .filter((s) => s.share > 0)
      .sort((x, y) => y.share - x.share || x.index - y.index)
      .map(({ index, share, n }, place) => {
        const centralWeights = sums.slice(n * K, (n + 1) * K).map((w) => w / (firsts[n] as number));
        const isWanted = place < (options.confidences ?? 0);
        return {
          index,
          share,
          centralWeights,
          confidence: isWanted ? confidence(scores, order, keyOf, centralWeights, index, options) : null,
        };
      }),
  };
}

/** From this λ* on a first rank is clear. */
export const CLEAR = 0.15;

/** The certificate of one candidate against all other models; not looked into further once it is no more than `enough`. */
function leastAgainstOthers(
  scores: Scores,
  order: readonly number[],
  i: number,
  familyOf: (i: number) => string,
  enough: number,
): number {
  let least = 1;
  for (const rival of order) {
    if (familyOf(rival) === familyOf(i)) continue;
    const lambda = certificate(scores, i, rival);
    if (lambda <= enough) return lambda;
    if (lambda < least) least = lambda;
  }
  return least;
}

/** Words for it; judged against other models, since a second host of the winner is no other answer. */
export function verdictWord(r: Robustness): VerdictWord {
  if (r.stableUpToOtherModels >= 0.3 && r.familyFirstShare >= 0.8) return "robust";
  return r.stableUpToOtherModels >= CLEAR ? "clear" : "close-call";
}

/** Candidates that are first for some weights in W(λ) and some values in their intervals. Exact for first ranks. */
function liveSet(scores: Scores, order: readonly number[], lambda: number): number[] {
  const a = order[0] as number;
  return order.filter((i) => {
    if (i === a) return true;
    let best = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < K; c++) best = Math.max(best, at(scores.high, c, i) - at(scores.low, c, a));
    const gap = (scores.totalHigh[i] as number) - (scores.totalLow[a] as number);
    return (1 - lambda) * gap + lambda * best >= 0;
  });
}

/** What makes one dear makes all dear (salaries, traffic, prices of machines): cost is drawn once for all in each draw. */
const SHARED = CRITERIA.indexOf("tco");

function sampleFirsts(
  scores: Scores,
  live: readonly number[],
  keyOf: (i: number) => number,
  { lambda, seed, samples }: { readonly lambda: number; readonly seed: number; readonly samples: number },
): { readonly firsts: Float64Array; readonly sums: Float64Array } {
  const rows = rowsOf(scores, live, keyOf, lambda, seed);
  const firsts = new Float64Array(live.length);
  const sums = new Float64Array(live.length * K);
  const level = new Int32Array(live.length);
  const stated = scores.weights.map((weight) => (1 - lambda) * weight);
  const w = new Float64Array(K);
  for (let k = 0; k < samples; k++) {
    drawWeights(w, stated, lambda, seed, k);
    const levels = drawFirsts(level, rows, w, k);
    // Those that tie share the draw.
    for (let n = 0; n < levels; n++) {
      const row = level[n] as number;
      firsts[row] = (firsts[row] as number) + 1 / levels;
      for (let c = 0; c < K; c++) sums[row * K + c] = (sums[row * K + c] as number) + (w[c] as number) / levels;
    }
  }
  return { firsts, sums };
}

/** Live candidates, row by row. */
interface Rows {
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Whose noise a value has. */
  readonly keys: Int32Array;
  /** The most that a row can reach under any weights. */
  readonly ceilings: Float64Array;
}

function rowsOf(
  scores: Scores,
  live: readonly number[],
  keyOf: (i: number) => number,
  lambda: number,
  seed: number,
): Rows {
  const low = new Float64Array(live.length * K);
  const high = new Float64Array(live.length * K);
  const keys = new Int32Array(live.length * K);
  const ceilings = new Float64Array(live.length);
  live.forEach((i, row) => {
    const key = keyOf(i);
    let best = 0;
    for (let c = 0; c < K; c++) {
      const most = at(scores.high, c, i);
      low[row * K + c] = at(scores.low, c, i);
      high[row * K + c] = most;
      keys[row * K + c] = c === SHARED ? seed : key;
      if (most > best) best = most;
    }
    ceilings[row] = (1 - lambda) * (scores.totalHigh[i] as number) + lambda * best + 1e-9;
  });
  return { low, high, keys, ceilings };
}

/** The k-th draw of weights from W(λ), into `w`; `stated` are the central ones times 1 - λ. */
function drawWeights(w: Float64Array, stated: Float64Array, lambda: number, seed: number, k: number): void {
  let sum = 0;
  // Exponential spacings give a uniform draw from the simplex.
  for (let c = 0; c < K; c++) {
    const e = -Math.log(1 - unit(mix(seed, k, c)));
    w[c] = e;
    sum += e;
  }
  for (let c = 0; c < K; c++) w[c] = (stated[c] as number) + (lambda * (w[c] as number)) / sum;
}

/** Writes the rows that are first in the k-th draw into `level`; how many they are. Apart from the loop over draws it is compiled sooner. */
function drawFirsts(level: Int32Array, { low, high, keys, ceilings }: Rows, w: Float64Array, k: number): number {
  let levels = 0;
  let top = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < ceilings.length; row++) {
    if ((ceilings[row] as number) < top) continue;
    const start = row * K;
    let bound = 0;
    for (let c = 0; c < K; c++) bound += (w[c] as number) * (high[start + c] as number);
    if (bound < top) continue;
    let v = 0;
    for (let c = 0; c < K; c++) {
      const least = low[start + c] as number;
      const spread = (high[start + c] as number) - least;
      const noise = spread === 0 ? 0 : spread * unit(mix(keys[start + c] as number, k, c + 17));
      v += (w[c] as number) * (least + noise);
    }
    if (v < top) continue;
    if (v > top) levels = 0;
    top = v;
    level[levels++] = row;
  }
  return levels;
}

/**
 * SMAA confidence factor: how often a candidate is first under these weights, values anywhere in their intervals. Under the central
 * weights of a finalist a low share says that its values are too little known to choose it even by whoever wants what it is good at.
 */
function confidence(
  scores: Scores,
  order: readonly number[],
  keyOf: (i: number) => number,
  weights: Float64Array,
  index: number,
  options: { readonly seed: number; readonly samples: number },
): number {
  const summed = (rows: readonly Float64Array[]): Float64Array => {
    const totals = new Float64Array(scores.count);
    for (let c = 0; c < K; c++)
      for (const i of order) totals[i] = (totals[i] as number) + (weights[c] as number) * at(rows, c, i);
    return totals;
  };
  const under = { ...scores, weights, totalHigh: summed(scores.high) };
  const { firsts } = sampleFirsts(under, order, keyOf, { ...options, lambda: 0 });
  return (firsts[order.indexOf(index)] as number) / options.samples;
}

/** A well-mixed 32-bit hash of three integers (murmur3 finalizer). */
function mix(a: number, b: number, c: number): number {
  let h =
    Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^
    Math.imul(b + 0x165667b1, 0xc2b2ae35) ^
    Math.imul(c + 0x27d4eb2f, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
const unit = (h: number): number => (h >>> 0) / 4294967296;
