import type { Criterion } from "../vocabulary.ts";
import type { Condition } from "./condition.ts";

export interface Effect {
  readonly criterion: Criterion;
  readonly points: number;
}

interface Common {
  readonly id: string;
  readonly pack: string;
  readonly title: string;
  /** Reads requirements only; the rule is switched off unless this is true. */
  readonly onlyWhen: Condition | null;
  readonly when: Condition;
  /** Reads an estimate (cost, speed, quality): cannot be judged from the catalog alone. */
  readonly needsEstimate: boolean;
  /** Sentence with {path} slots, said when the verdict is true. */
  readonly because: string;
  readonly cite: readonly string[];
  readonly confidence: "high" | "medium" | "low" | "unverified";
  readonly reviewed: string;
  readonly examples: readonly Example[];
}

export interface Example {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly verdict: "true" | "false" | "unknown" | "off";
}

/** True rejects the candidate. */
export interface Gate extends Common {
  readonly kind: "gate";
  readonly onUnknown: "verify" | "reject" | "pass";
  /** What to find out when the verdict is unknown. */
  readonly question: string | null;
  /** A candidate that it rejects is not examined further: no estimate, no other gate. */
  readonly decisive: boolean;
}

export interface ScoreRule extends Common {
  readonly kind: "score";
  readonly then: Effect;
  readonly otherwise: Effect | null;
  /** Said when the verdict is false and `otherwise` applies. */
  readonly otherwiseBecause: string | null;
}

export interface Note extends Common {
  readonly kind: "note";
  readonly tone: "for" | "against" | "caution" | "obligation";
  readonly criterion: Criterion | null;
}

export type Rule = Gate | ScoreRule | Note;

/** Where a criterion's value starts before the rules add to it. */
export interface Base {
  readonly id: string;
  readonly criterion: Criterion;
  readonly title: string;
  /** A constant start, or an estimate read through breakpoints. */
  readonly constant: number | null;
  readonly of: "candidate.usdPerMonth" | "candidate.quality.index" | null;
  /** [figure, value] pairs; piecewise linear, over the logarithm of the figure where `log` is set. */
  readonly breakpoints: readonly (readonly [number, number])[];
  readonly log: boolean;
  readonly because: string;
  readonly cite: readonly string[];
}

/** What folders laid over the package's own rules changed, by rule id. */
export interface RuleChanges {
  readonly added: readonly string[];
  readonly replaced: readonly string[];
  readonly disabled: readonly { readonly rule: string; readonly reason: string }[];
}

/** A fact that may score several criteria in the same direction. */
export interface SharedFact {
  readonly fact: string;
  readonly criteria: readonly Criterion[];
  readonly because: string;
}

/** All packs, checked; rules in the order of their files. */
export interface Rulebook {
  readonly digest: string;
  readonly packs: readonly string[];
  readonly bases: readonly Base[];
  readonly rules: readonly Rule[];
  readonly shared: readonly SharedFact[];
  readonly changes: RuleChanges;
}
