/** What the charts of cost share: their margins, their letters, their lines. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** One line of a chart. Its letter and its dash pattern tell it apart without colour. */
export interface Named {
  readonly letter: string;
  /** Dash pattern and colour, from 1. */
  readonly style: number;
}

export type Point = [x: number, y: number];

export const LEFT = 56;
export const RIGHT = 30;
export const TOP = 14;
export const BOTTOM = 34;
const LETTER = 15;
/** What an eye cannot tell apart on a screen, in units of the picture. */
const STRAIGHT = 0.5;

export const r = (v: number): number => Math.round(v * 10) / 10;

/** The points at which a line turns; those that lie on the straight between them are left out (Ramer, Douglas and Peucker). */
export function bends(points: readonly Point[]): Point[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 3) return [...points];
  const slope = (last[1] - first[1]) / (last[0] - first[0]);
  const off = points.map(([x, y]) => Math.abs(y - first[1] - slope * (x - first[0])));
  const most = off.reduce((best, d, i) => (d > (off[best] ?? 0) ? i : best), 0);
  if ((off[most] ?? 0) <= STRAIGHT) return [first, last];
  return [...bends(points.slice(0, most + 1)).slice(0, -1), ...bends(points.slice(most))];
}

/** Heights of the letters, moved so that none covers another. */
export function apart(heights: readonly number[], floor: number): number[] {
  const order = heights.map((_, n) => n).sort((a, b) => (heights[b] ?? 0) - (heights[a] ?? 0));
  const placed = [...heights];
  let above = floor + LETTER;
  for (const n of order) {
    above = Math.min(placed[n] ?? 0, above - LETTER);
    placed[n] = above;
  }
  return placed;
}
