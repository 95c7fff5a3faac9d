import type { Recommendation } from "../recommendation.ts";

/** The recommendation itself; the same recommendation gives the same bytes. */
export const json = (recommendation: Recommendation): string => `${JSON.stringify(recommendation, null, 2)}\n`;
