import { CRITERIA, type Criterion } from "../vocabulary.ts";
import type { Priorities } from "./rerank.ts";

/** Slider positions, whole numbers from 0 to 100. */
export type Positions = Record<Criterion, number>;

/** Where the sliders stand for stated weights: as they are where they fit, else in hundredths of their sum. */
export function positionsOf(stated: Readonly<Partial<Priorities>>): Positions {
  const weights = CRITERIA.map((c) => stated[c] ?? 0);
  const fit = weights.every((w) => Number.isInteger(w) && w >= 0 && w <= 100);
  const sum = weights.reduce((a, b) => a + b, 0);
  const scale = fit || sum <= 0 ? 1 : 100 / sum;
  return Object.fromEntries(CRITERIA.map((c, n) => [c, Math.round((weights[n] as number) * scale)])) as Positions;
}

/** The flag that states these priorities; what is 0 need not be said. */
export const priorityFlag = (positions: Priorities): string =>
  `--priority ${CRITERIA.filter((c) => positions[c] > 0)
    .map((c) => `${c}=${positions[c]}`)
    .join(",")}`;

export const isNothing = (positions: Priorities): boolean => CRITERIA.every((c) => positions[c] === 0);

export const sameAs = (a: Priorities, b: Priorities): boolean => CRITERIA.every((c) => a[c] === b[c]);
