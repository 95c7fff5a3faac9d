import type { Settled } from "../requirements/settle.ts";

/** 95 % half-width of a first share: 0.03. */
export const SAMPLES = 1000;

/** How far priorities may be off that somebody states in numbers. */
export const STATED_DOUBT = 0.1;

/** How far priorities may be off where nobody says any. */
export const UNSTATED_DOUBT = 0.35;

/** How far stated priorities may be off: as they say themselves, else numbers 0.10, a ready profile 0.20, nothing said 0.35. */
export function doubt({ requirements, origins }: Settled): number {
  if (requirements.prioritiesDoubt !== undefined) return requirements.prioritiesDoubt;
  const origin = origins["priorities.performance"];
  return origin === "default" ? UNSTATED_DOUBT : origin === "preset" ? 0.2 : STATED_DOUBT;
}
