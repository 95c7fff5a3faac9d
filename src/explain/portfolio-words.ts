import { grouped, percent, usd } from "../quantity/format.ts";
import type { Range } from "../quantity/range.ts";
import type { Workload } from "../requirements/requirements.ts";
import { CRITERION, type Criterion } from "../vocabulary.ts";

/** The sentences of a plan. */

interface Part {
  readonly of: Pick<Workload, "title">;
  readonly traffic: "sensitive" | "ordinary" | "all";
  readonly workload: Workload;
}

/** "Contract review: requests that are labelled ordinary, internal data" */
export function conditionText({ of, traffic, workload: { data, languages } }: Part): string {
  const kind = data.sensitivity ?? "of unknown sensitivity";
  const who =
    traffic === "ordinary"
      ? `requests that are labelled ordinary (${kind} data)`
      : traffic === "sensitive"
        ? `every other request: sensitive (${kind} data), or not labelled`
        : `all requests (${kind} data)`;
  const where = data.residency.length > 0 ? `, processed in ${data.residency.join(", ")} only` : "";
  const tongue = languages.length > 0 ? `, in ${languages.join(", ")}` : "";
  return `${of.title}: ${who}${tongue}${where}`;
}

const month = ({ low, likely, high }: Range): string => `${usd(likely)} a month (${usd(low)} to ${usd(high)})`;

export interface Weighed {
  readonly names: readonly string[];
  readonly usdPerMonth: Range;
  readonly score: number;
}

interface Weakest {
  readonly criterion: Criterion;
  readonly value: number;
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

/** Whose machines serve a plan of several candidates. */
export type Ground = "mixed" | "own" | "bought";

const SEVERAL: Readonly<Record<Ground, string>> = {
  mixed: "Go hybrid",
  own: "Run several models, all on your own machines",
  bought: "Buy several models, none to run yourself",
};

/** Why several candidates: what each serves, and what one alone would be. */
export function hybridText(
  parts: readonly { readonly what: string; readonly who: string }[],
  ground: Ground,
  plan: Weighed,
  single: (Weighed & { readonly fails: readonly string[]; readonly weakest: Weakest | null }) | null,
): string {
  const whos = [...new Set(parts.map((p) => p.who))];
  const served = whos.slice(0, 4).map((who) => {
    const whats = parts.flatMap((p) => (p.who === who ? [p.what] : []));
    const shown = whats.length > 5 ? [...whats.slice(0, 4), `${whats.length - 4} more`] : whats;
    return `${who} for ${listed(shown)}`;
  });
  const more = whos.length > 4 ? `; and ${whos.length - 4} more candidates` : "";
  const against =
    single === null || single.fails.length > 0
      ? `No single model passes for everything${single?.fails[0] ? ` (${single.fails[0].replace(/\.$/u, "")})` : ""}.`
      : `One model for everything, ${single.names[0]}, would cost ${month(single.usdPerMonth)} and score ${single.score.toFixed(3)}${single.weakest ? `, weakest in ${CRITERION[single.weakest.criterion]} (${single.weakest.value.toFixed(2)})` : ""}.`;
  return `${SEVERAL[ground]}: ${served.join("; ")}${more}. Together ${month(plan.usdPerMonth)}, score ${plan.score.toFixed(3)}, with staff, machines and contracts that are shared counted once. ${against}`;
}

/** Why one candidate for everything. */
export function singleText(
  single: Weighed,
  hybrid: Weighed | null,
  secondStack: Range | null,
  changes: string | null,
  isClose: boolean,
): string {
  const [name = ""] = single.names;
  const against = hybrid
    ? `The best split (${listed(hybrid.names)}) would cost ${month(hybrid.usdPerMonth)} and score ${hybrid.score.toFixed(3)}: ${
        hybrid.usdPerMonth.likely > single.usdPerMonth.likely
          ? `the second stack costs ${usd(hybrid.usdPerMonth.likely - single.usdPerMonth.likely)} a month more, and what it brings does not make up for it.`
          : "it is cheaper, but worse where you said it counts."
      }`
    : secondStack
      ? `There is nothing to split by sensitivity, and a second stack would add about ${month(secondStack)} for people, contract and tests before it serves a request.`
      : "There is nothing to split, and no other kind of deployment passes.";
  return `Do not go hybrid${isClose ? ", but it is close" : ""}: ${name} for everything costs ${month(single.usdPerMonth)} and scores ${single.score.toFixed(3)}. ${against}${changes ? ` ${changes}` : ""}`;
}

export const shareChange = (share: number, becomes: "hybrid" | "single"): string =>
  becomes === "hybrid"
    ? `From ${percent(share)} regulated requests on, a hybrid would be better.`
    : `Above ${percent(share)} sensitive requests one model for everything would do.`;

export const volumeChange = (requestsPerDay: number, becomes: "hybrid" | "single", direction: "up" | "down"): string =>
  `${direction === "up" ? "From" : "Below"} about ${grouped(Number(requestsPerDay.toPrecision(2)))} requests a day in all ${
    becomes === "hybrid" ? "a hybrid would be better" : "one model for everything would be better"
  }.`;

export const noChange = (advice: "hybrid" | "single", factor: number, shares: boolean): string =>
  `That does not change ${advice === "single" ? "up to" : "down to"} ${advice === "single" ? factor : `1/${factor}`} ${advice === "single" ? "times the" : "of the"} traffic${shares ? ", nor at any sensitive share" : ""}.`;

export const closeCallText = (firstShare: number): string =>
  `It is a close call: while priorities and costs are drawn as far off as they may be, the hybrid comes first in ${percent(firstShare)} of the trials.`;

/** "If Fireworks AI is cut off: advisory stays, drafts falls back. $41,000 a month instead of $39,000. Planned anew, …" */
export function scenarioText(
  clause: string,
  { survive, fallBack, stop }: Readonly<Record<"survive" | "fallBack" | "stop", readonly string[]>>,
  then: Range | null,
  now: Range | null,
  anew: { readonly candidates: readonly (string | null)[]; readonly usdPerMonth: Range | null } | null,
): string {
  const part = (names: readonly string[], one: string, many: string): string[] =>
    names.length === 0 ? [] : [`${listed(names)} ${names.length === 1 ? one : many}`];
  const allStay = fallBack.length + stop.length === 0;
  const what = [
    ...(allStay ? ["everything stays"] : part(survive, "stays", "stay")),
    ...part(fallBack, "goes to its fallback", "go to their fallbacks"),
    ...part(stop, "stops", "stop"),
  ].join(", ");
  const isSame = then !== null && now !== null && usd(then.likely) === usd(now.likely);
  const cost =
    then && now && !(isSame && allStay)
      ? ` ${usd(then.likely)} a month instead of ${usd(now.likely)}${stop.length > 0 ? ", for what still runs" : ""}.`
      : "";
  const best =
    anew === null || anew.usdPerMonth === null
      ? ""
      : ` Planned anew: ${listed([...new Set(anew.candidates.map((c) => c ?? "nobody"))])}, ${usd(anew.usdPerMonth.likely)} a month.`;
  return `If ${clause}: ${what}${isSame && allStay ? ", at the same cost" : ""}.${cost}${best}`;
}
