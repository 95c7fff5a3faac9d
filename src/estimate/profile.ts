import type { AssumptionsFile, LocalProfile, Profile, ServingProfile } from "../catalog/schema/assumptions.ts";
import { daysBetween } from "../quantity/day.ts";
import type { Engine } from "../vocabulary.ts";

export const isServing = (profile: Profile): profile is ServingProfile => profile.kind === "serving";
export const isLocal = (profile: Profile): profile is LocalProfile => profile.kind === "local";

/** The dated profile of an engine that is nearest to a build's date (`YYYY-MM` or a day). An engine without profile is a bug. */
export function profileOf(profiles: AssumptionsFile["profiles"], engine: Engine, date: string): Profile {
  let best: Profile | undefined;
  let distance = Number.POSITIVE_INFINITY;
  for (const profile of Object.values(profiles)) {
    if (profile.engine !== engine) continue;
    const days = Math.abs(daysBetween(profile.date, date));
    if (days < distance) {
      best = profile;
      distance = days;
    }
  }
  if (!best) throw new Error(`no profile of ${engine}`);
  return best;
}
