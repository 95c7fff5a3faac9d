import type { PassedCandidate, RankedCandidate } from "../../recommendation.ts";
import { CRITERIA } from "../../vocabulary.ts";
import { shortUsd, spread } from "../money.ts";
import { because, lifeNote, runs } from "../words.ts";
import { shortName } from "./shorten.ts";

/** One line of the ranking as a page shows it, at the time of writing and again when a slider has moved. */
export interface RowView {
  readonly rank: number;
  /** Rank under the priorities of the report, where it is another one; `null` = the same. */
  readonly was: number | null;
  readonly id: string;
  readonly name: string;
  /** What must be known of the model's life. */
  readonly note: string | null;
  readonly weights: string;
  readonly origin: string;
  readonly runs: string;
  /** Further ways to run the model that are not listed. */
  readonly others: number;
  readonly score: number;
  readonly low: number;
  readonly high: number;
  /** Contributions to the score in the order of the criteria. */
  readonly parts: readonly number[];
  readonly quality: string;
  readonly cost: string;
  readonly because: string;
}

type Described = Pick<PassedCandidate, "model" | "deployment" | "usdPerMonth" | "quality">;

/** What a row says besides its figures. */
export function described({ model, deployment, usdPerMonth, quality }: Described) {
  const { index, level } = quality;
  return {
    name: shortName(model.name),
    note: lifeNote(model),
    weights: model.weights,
    origin: model.origin,
    runs: shortName(runs({ model, deployment })),
    quality: index === null ? "not measured" : `${level ?? "no level"} ${Math.round(index)}`,
    cost: usdPerMonth
      ? [`$${shortUsd(usdPerMonth.likely)}`, spread(usdPerMonth)].filter((t) => t).join(" ")
      : "unknown",
  };
}

/** The strongest reasons in a few words each. */
export const reasonWords = (c: RankedCandidate): string => shortName(because(c).join(" · "));

export const rowOf = (c: RankedCandidate): RowView => ({
  ...described({ ...c, usdPerMonth: c.tco.usdPerMonth }),
  rank: c.rank,
  was: null,
  id: c.id,
  others: c.otherDeployments,
  score: c.score,
  low: c.scoreRange[0],
  high: c.scoreRange[1],
  parts: CRITERIA.map((k) => c.criteria[k].contribution),
  because: reasonWords(c),
});
