import type { Recommendation } from "../recommendation.ts";
import { inertJson } from "./inert-json.ts";

/** The recommendation itself; the same recommendation gives the same bytes. */
export const json = (recommendation: Recommendation): string => inertJson(recommendation);
