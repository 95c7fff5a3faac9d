import { CRITERIA, type Criterion } from "../vocabulary.ts";

export type Weights = Readonly<Partial<Record<Criterion, number>>>;

/** How far priorities may be off (λ), by how they were given. */
export const DOUBT = { order: 0.35, points: 0.2, profile: 0.2, numbers: 0.1 } as const;

/**
 * Rank-order centroid weights, in hundredths: wᵢ = (1/n)·Σ_{k≥i} 1/k over n criteria (Barron & Barrett 1996). Who is not in the order
 * shares the ranks behind it evenly.
 */
export function centroidWeights(order: readonly Criterion[]): Record<Criterion, number> {
  const n = CRITERIA.length;
  const byRank = CRITERIA.map((_, i) => {
    let sum = 0;
    for (let k = i + 1; k <= n; k++) sum += 1 / k;
    return sum / n;
  });
  const rest = byRank.slice(order.length);
  const shared = rest.reduce((s, w) => s + w, 0) / Math.max(1, rest.length);
  return inHundredths((c) => (order.includes(c) ? (byRank[order.indexOf(c)] as number) : shared));
}

/** Swing points: the first has 100, the others 0 to 100; who has none weighs nothing. */
export function pointWeights(order: readonly Criterion[], points: readonly number[]): Record<Criterion, number> {
  const of = (c: Criterion): number => (order.includes(c) ? (points[order.indexOf(c)] ?? 0) : 0);
  const sum = CRITERIA.reduce((s, c) => s + of(c), 0);
  return inHundredths((c) => of(c) / sum);
}

const inHundredths = (of: (c: Criterion) => number): Record<Criterion, number> =>
  Object.fromEntries(CRITERIA.map((c) => [c, Math.round(1000 * of(c)) / 10])) as Record<Criterion, number>;

/** Points of those in the order that mean the same as the order alone; the first has 100. */
export const pointsOfOrder = (order: readonly Criterion[]): number[] => {
  const weights = centroidWeights(order);
  const first = weights[order[0] as Criterion];
  return order.map((c) => Math.round((100 * weights[c]) / first));
};

/** `100, 60, 40` → points; each at most 100, the first 100. */
export function readPoints(
  text: string,
  count: number,
): { readonly points: readonly number[] } | { readonly problem: string } {
  const parts = text.split(/[,;/\s]+/u).filter((t) => t !== "");
  const points = parts.map(Number);
  if (points.length !== count) return { problem: `${count} numbers are wanted, one for each, the first 100.` };
  if (points.some((p) => !(p >= 0 && p <= 100))) return { problem: "Points go from 0 to 100." };
  if (points[0] !== 100) return { problem: "The first is the most important one: it has 100." };
  return { points };
}

/** `tco=30,privacy=30` → weights; criteria may be named by their words. */
export function readWeights(
  text: string,
  names: Readonly<Record<Criterion, string>>,
): { readonly weights: Weights } | { readonly problem: string } {
  const weights: Partial<Record<Criterion, number>> = {};
  for (const part of text.split(/[,;]/u).filter((t) => t.trim() !== "")) {
    const [, name = "", number = ""] = /^\s*(.+?)\s*[=: ]\s*(\d+(?:\.\d+)?)\s*%?\s*$/u.exec(part) ?? [];
    const found = CRITERIA.find((c) => c === name.toLowerCase() || names[c].toLowerCase() === name.toLowerCase());
    if (!found) return { problem: `"${part.trim()}" is not criterion=number. Criteria: ${CRITERIA.join(", ")}.` };
    weights[found] = Number(number);
  }
  const sum = Object.values(weights).reduce((s, w) => s + w, 0);
  return sum > 0 ? { weights } : { problem: "At least one weight above 0 is wanted, for example tco=30,privacy=30." };
}

/** `Privacy 34, Cost 21, Quality 15, …`, the heaviest first. */
export function weightWords(weights: Weights, names: Readonly<Record<Criterion, string>>): string {
  const sum = Object.values(weights).reduce((s, w) => s + w, 0);
  return [...CRITERIA]
    .filter((c) => (weights[c] ?? 0) > 0)
    .sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0))
    .map((c) => `${names[c]} ${Math.round((100 * (weights[c] ?? 0)) / sum)}`)
    .join(", ");
}
