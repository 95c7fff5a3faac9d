import type { Style } from "./flow.ts";

/** What a colour says. Every one of these also says it in words, so that nothing is lost without colour. */
export interface Paint {
  readonly strong: Style;
  readonly quiet: Style;
  readonly good: Style;
  readonly bad: Style;
  readonly careful: Style;
  readonly duty: Style;
}

const same: Style = (text) => text;

/** No colour, and nothing to load for it. */
export const PLAIN: Paint = { strong: same, quiet: same, good: same, bad: same, careful: same, duty: same };
