import { CRITERIA } from "../vocabulary.ts";
import type { Scores } from "./score.ts";

/** What other methods say of the same values; reported, and never used to rank. */
export interface CrossChecks {
  /** First by weighted product: a very poor value cannot be bought off. */
  readonly product: number;
  /** First by PROMETHEE II among the first ranks: how often, and by how much up to a point, it beats the others. */
  readonly promethee: number;
  /** First under equal priorities. */
  readonly equal: number;
  /** Those that nobody is at least as good as in everything and better in something. */
  readonly front: readonly number[];
}

const K = CRITERIA.length;
const at = (s: Pick<Scores, "value">, c: number, i: number): number => (s.value[c] as Float64Array)[i] as number;

/** A product would be 0 with one value of 0. */
export const FLOOR = 0.05;
/** PROMETHEE compares pairs: only the first ranks. */
const COMPARED = 20;
/** A lead of this much on a criterion counts in full; a larger one counts no more. */
const FULL_LEAD = 0.2;

export function crossChecks(scores: Scores, order: readonly number[]): CrossChecks {
  const top = order.slice(0, COMPARED);
  const flows = netFlows(scores, top, FULL_LEAD);
  return {
    product: best(order, (i) => logProduct(scores, i)),
    promethee: top[best([...top.keys()], (n) => flows[n] as number)] as number,
    equal: best(order, (i) => sum((c) => at(scores, c, i))),
    front: paretoFront(scores, order),
  };
}

/** Σ w·ln v: orders as the weighted product Π v^w does. */
export const logProduct = (scores: Scores, i: number): number =>
  sum((c) => (scores.weights[c] as number) * Math.log(Math.max(FLOOR, at(scores, c, i))));

/**
 * PROMETHEE II (Brans & Vincke 1985): the mean over all others of how much it is preferred to them less how much they are to it. The
 * preference on a criterion grows with the lead and is whole from `fullLead` on; 0 = any lead counts in full.
 */
export function netFlows(scores: Scores, among: readonly number[], fullLead: number): number[] {
  const preference = (d: number): number => (d <= 0 ? 0 : d >= fullLead ? 1 : d / fullLead);
  return among.map((i) => {
    let flow = 0;
    for (const j of among) {
      if (i === j) continue;
      flow += sum((c) => {
        const d = at(scores, c, i) - at(scores, c, j);
        return (scores.weights[c] as number) * (preference(d) - preference(-d));
      });
    }
    return among.length > 1 ? flow / (among.length - 1) : 0;
  });
}

/** Those that nobody dominates. */
export function paretoFront(scores: Pick<Scores, "value">, order: readonly number[]): number[] {
  const dominates = (p: number, q: number): boolean => {
    let isBetter = false;
    for (let c = 0; c < K; c++) {
      if (at(scores, c, p) < at(scores, c, q)) return false;
      if (at(scores, c, p) > at(scores, c, q)) isBetter = true;
    }
    return isBetter;
  };
  return order.filter((i) => !order.some((r) => dominates(r, i)));
}

/** The first of those that are best. */
function best(among: readonly number[], of: (i: number) => number): number {
  const values = among.map(of);
  let top = 0;
  for (let n = 1; n < values.length; n++) if ((values[n] as number) > (values[top] as number) + 1e-12) top = n;
  return among[top] as number;
}

function sum(of: (c: number) => number): number {
  let total = 0;
  for (let c = 0; c < K; c++) total += of(c);
  return total;
}
