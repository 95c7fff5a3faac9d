import type { Recommendation } from "../recommendation.ts";
import { markdown } from "./markdown.ts";
import { marked } from "./marker.ts";

/** The recommendation as the body of a comment that a bot finds again. */
export const markedMarkdown = (
  recommendation: Recommendation,
  options: { readonly top: number; readonly marker?: string | null },
): string => marked(markdown(recommendation, options), options.marker ?? null);
