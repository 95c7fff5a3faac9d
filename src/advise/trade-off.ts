import { CRITERIA, type Criterion } from "../vocabulary.ts";

/** What speaks for each of two finalists, such that about half of the weights in question take either. */
export interface TradeOff {
  /** Criterion in which the first is better, and the one in which the second is. */
  readonly first: Criterion;
  readonly second: Criterion;
  /** Who prefers the first, and who prefers the second: mean weights of those who agree, and how far they may still be off (λ). */
  readonly ifFirst: Refined;
  readonly ifSecond: Refined;
}

export interface Refined {
  readonly weights: Readonly<Record<Criterion, number>>;
  readonly doubt: number;
}

const SAMPLES = 2000;
/** Less than this is no difference that a person could weigh. */
const NOTICEABLE = 0.02;
/** A question that nearly everybody answers in the same way tells nothing. */
const LEAST_SHARE = 0.05;

/**
 * The question that splits W(λ) = {(1−λ)w + λq : q any weights} closest to half: is the first's lead in one criterion worth more than
 * the second's in another? `differences` are first minus second, by criterion; null where no such pair of leads exists.
 */
export function tradeOff(
  weights: Readonly<Record<Criterion, number>>,
  differences: Readonly<Record<Criterion, number>>,
  lambda: number,
): TradeOff | null {
  const random = generator();
  const samples = Array.from({ length: SAMPLES }, () => sampleOf(weights, lambda, random));
  const ahead = CRITERIA.filter((c) => differences[c] > NOTICEABLE);
  const behind = CRITERIA.filter((c) => differences[c] < -NOTICEABLE);
  let best: { readonly pair: readonly [Criterion, Criterion]; readonly share: number } | null = null;
  for (const a of ahead) {
    for (const b of behind) {
      const share = samples.filter((w) => prefersFirst(w, a, b, differences)).length / SAMPLES;
      if (share < LEAST_SHARE || share > 1 - LEAST_SHARE) continue;
      if (best === null || Math.abs(share - 0.5) < Math.abs(best.share - 0.5)) best = { pair: [a, b], share };
    }
  }
  if (best === null) return null;
  const [first, second] = best.pair;
  const agree = (yes: boolean): Refined =>
    refined(
      samples.filter((w) => prefersFirst(w, first, second, differences) === yes),
      samples,
      lambda,
    );
  return { first, second, ifFirst: agree(true), ifSecond: agree(false) };
}

type Weights = Record<Criterion, number>;

const prefersFirst = (w: Weights, a: Criterion, b: Criterion, d: Readonly<Record<Criterion, number>>): boolean =>
  w[a] * d[a] > w[b] * -d[b];

/** Their mean, and λ shrunk as their spread about it is less than that of all. */
function refined(samples: readonly Weights[], all: readonly Weights[], lambda: number): Refined {
  return { weights: meanOf(samples), doubt: Math.min(lambda, (lambda * spreadOf(samples)) / spreadOf(all)) };
}

/** Root of the mean square distance from the mean. */
function spreadOf(samples: readonly Weights[]): number {
  const mean = meanOf(samples);
  const squares = samples.map((w) => CRITERIA.reduce((s, c) => s + (w[c] - mean[c]) ** 2, 0));
  return Math.sqrt(squares.reduce((s, x) => s + x, 0) / samples.length);
}

const meanOf = (samples: readonly Weights[]): Weights =>
  Object.fromEntries(CRITERIA.map((c) => [c, samples.reduce((s, w) => s + w[c], 0) / samples.length])) as Weights;

/** Uniform over the simplex by exponential spacings, drawn toward the stated weights. */
function sampleOf(weights: Readonly<Weights>, lambda: number, random: () => number): Weights {
  const spacings = CRITERIA.map(() => -Math.log(1 - random()));
  const whole = spacings.reduce((s, x) => s + x, 0);
  return Object.fromEntries(
    CRITERIA.map((c, i) => [c, (1 - lambda) * weights[c] + (lambda * (spacings[i] as number)) / whole]),
  ) as Weights;
}

/** Mulberry32, always from the same seed: the same interview asks the same question. */
function generator(): () => number {
  let a = 1;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
