import type { Candidate } from "../candidates/candidate.ts";
import { grouped } from "../quantity/format.ts";
import { displayName } from "./place.ts";

/** "If the data were public (now regulated), Claude Opus 5.5 at Anthropic API would win." */
export const answerSentence = (said: string, now: string, winner: Candidate | null): string =>
  `If ${said} (now ${now}), ${wins(winner)}.`;

/** "If traffic rose to 19,000 requests a day (now 3,000), GLM-5.3 at Fireworks AI would win." */
export const trafficSentence = (requestsPerDay: number, now: number, winner: Candidate | null): string =>
  `If traffic ${requestsPerDay < now ? "fell" : "rose"} to ${counted(requestsPerDay)} requests a day (now ${counted(now)}), ${wins(winner)}.`;

const counted = (requestsPerDay: number): string => grouped(requestsPerDay, requestsPerDay < 100 ? 2 : 0);

const wins = (winner: Candidate | null): string =>
  winner ? `${displayName(winner)} would win` : "nothing would pass every condition";
