import type { Examined } from "../decide/decide.ts";
import type { Columns } from "../rules/columns.ts";
import type { Subject } from "../rules/fact.ts";
import type { Gate } from "../rules/rulebook.ts";
import { missingFacts } from "../rules/trace.ts";
import { fill, sourceOf } from "./fill.ts";

/** One gate that stops a candidate, or leaves it to be verified. */
export interface Stop {
  readonly rule: string;
  readonly title: string;
  readonly text: string;
  readonly source: string;
}

/** Where a candidate stands before the gates. */
export interface Standing {
  readonly standing: "passes" | "ruled out" | "to verify";
  readonly ruledOutBy: readonly Stop[];
  readonly toVerify: readonly Stop[];
}

export function standingOf({ rejectedBy, openAt }: Examined, columns: Columns, subject: Subject, i: number): Standing {
  const stop = (gate: Gate, text: string): Stop => ({
    rule: gate.id,
    title: gate.title,
    text,
    source: sourceOf(gate.cite, subject),
  });
  const out = (rejectedBy[i] ?? []).map((g) => stop(g, fill(g.because, subject)));
  const open = (openAt[i] ?? []).map((g) => stop(g, questionOf(g, columns, subject, i)));
  return {
    standing: out.length > 0 ? "ruled out" : open.length > 0 ? "to verify" : "passes",
    ruledOutBy: out,
    toVerify: open,
  };
}

/** What to find out where a gate's verdict is unknown. */
export function questionOf(gate: Gate, columns: Columns, subject: Subject, i: number): string {
  if (gate.question) return fill(gate.question, subject);
  const facts = missingFacts(gate, columns, i);
  return `${gate.title}: confirm ${facts.length > 0 ? facts.join(", ") : "what is not known"}.`;
}
