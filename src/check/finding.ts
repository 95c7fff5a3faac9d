import type { Range } from "../quantity/range.ts";
import type { CheckName } from "../requirements/check-names.ts";
import type { FactValue } from "../rules/fact.ts";

/** What a check found, as data; a new code does not compile until `explain/check-words.ts` has words for it. */
export type Found =
  | { readonly code: "not-in-catalog"; readonly nearest: readonly string[] }
  | { readonly code: "ruled-out"; readonly gate: string }
  /** `passedThen`: the baseline ranked it. */
  | { readonly code: "to-verify"; readonly gate: string; readonly passedThen: boolean }
  | {
      readonly code: "not-in-top";
      readonly rank: number;
      readonly of: number;
      /** Best deployments of the models before it. */
      readonly ahead: readonly string[];
    }
  /** `within`: the first of the ranking whose likely cost is within the budget. */
  | {
      readonly code: "over-budget";
      readonly usdPerMonth: Range;
      readonly budgetUsdPerMonth: number;
      readonly within: string | null;
    }
  | { readonly code: "cost-unknown"; readonly budgetUsdPerMonth: number }
  /** `item` null: the whole bill. `percent` null: from nothing. USD a month for the question of the baseline. */
  | {
      readonly code: "price-drift";
      readonly item: string | null;
      readonly old: number;
      readonly new: number;
      readonly percent: number | null;
      readonly since: string;
    }
  /** `model`: the maker's service; `service`: no price of this deployment holds longer. `days` below 0: it is over; null: nobody says when. */
  | {
      readonly code: "retires";
      readonly what: "model" | "service";
      readonly last: string | null;
      readonly days: number | null;
      readonly successor: Successor | null;
    }
  /** Open weights that somebody else hosts, whose maker stops. */
  | {
      readonly code: "maker-retires";
      readonly last: string;
      readonly days: number;
      readonly successor: Successor | null;
    }
  | {
      readonly code: "term-changed";
      readonly term: string;
      readonly old: FactValue;
      readonly new: FactValue;
      readonly since: string;
    }
  | { readonly code: "evidence-old"; readonly benchmark: string; readonly date: string; readonly days: number }
  /** No result at all, or none with a date. */
  | { readonly code: "evidence-none"; readonly results: number }
  | { readonly code: "prices-old"; readonly checked: string; readonly days: number; readonly source: string }
  | {
      readonly code: "winner-changed";
      readonly old: string | null;
      readonly new: string | null;
      readonly since: string;
      /** The requirements are others than in the baseline. */
      readonly otherQuestion: boolean;
    }
  | { readonly code: "baseline-lacks"; readonly what: "workload" | "candidate" | "bill" | "terms" | "question" };

/** The model that its maker names, and the best way to run it here: at the same place where that passes. */
export interface Successor {
  readonly model: string;
  readonly candidate: string | null;
  readonly standing: "ranked" | "to-verify" | "ruled-out" | null;
}

export type FindingCode = Found["code"];

/** `unknown`: it cannot be told. */
export type Outcome = "fails" | "unknown";

export type Finding = Found & {
  readonly check: CheckName;
  /** What an exception names: a gate, or the check. */
  readonly rule: string;
  readonly outcome: Outcome;
};
