import type { Columns } from "../rules/columns.ts";
import { FALSE, TRUE } from "../rules/condition.ts";
import type { Rulebook } from "../rules/rulebook.ts";
import { traceOf } from "../rules/trace.ts";
import { leafInWords } from "./condition-words.ts";

/** Each gate that is asked, with the fewest facts that decided it, in words. */
export interface GateTrace {
  readonly rule: string;
  readonly title: string;
  readonly verdict: "rejects" | "unknown" | "passes";
  readonly because: readonly string[];
  readonly missing: readonly string[];
}

export function gateTraces({ rules }: Rulebook, columns: Columns, i: number): GateTrace[] {
  return rules.flatMap((rule): GateTrace[] => {
    if (rule.kind !== "gate") return [];
    const { verdict, deciding, missing } = traceOf(rule, columns, i);
    if (verdict === null) return [];
    return [
      {
        rule: rule.id,
        title: rule.title,
        verdict: verdict === TRUE ? "rejects" : verdict === FALSE ? "passes" : "unknown",
        because: deciding.map(leafInWords),
        missing,
      },
    ];
  });
}
