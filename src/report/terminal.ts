import type { Recommendation } from "../recommendation.ts";
import { chalkPaint } from "./chalk-paint.ts";
import { type PageOptions, page } from "./page.ts";

export interface TerminalOptions extends PageOptions {
  /** Chalk's level; with 0 there is not one escape byte. */
  readonly color: 0 | 1 | 2 | 3;
}

/** The recommendation for somebody at a terminal, in colour where there is any. */
export const terminal = (recommendation: Recommendation, options: TerminalOptions): string =>
  page(recommendation, options, chalkPaint(options.color));
