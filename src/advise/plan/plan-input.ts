import type { AdviseInput } from "../../advise.ts";
import type { Solver } from "./alternatives.ts";

export interface PlanInput extends AdviseInput {
  /** Of each share of traffic, besides the best of either side; null = all who pass. */
  readonly finalists: number | null;
  readonly solver: Solver;
  /** What becomes of the routes in worlds that may come. */
  readonly wantsScenarios: boolean;
  /** Nobody looks for what would change the advice. */
  readonly isBrief: boolean;
  /** Hears what is being worked on. */
  readonly tell: (stage: string) => void;
}
