import { grouped } from "../quantity/format.ts";
import type { WorkloadResult } from "../recommendation.ts";
import { counted } from "./words.ts";

type Out = WorkloadResult["ruledOut"][number];

export const WAYS_IN = "What would have to change";

/** One condition that alone holds candidates back, the best of them, and why. */
export interface WayIn {
  readonly title: string;
  readonly count: number;
  readonly nearest: string;
  readonly text: string;
  readonly source: string;
}

/**
 * Nothing passes: which single conditions, if they gave way, would let somebody in, those that free most first; or, where everybody
 * fails several, who fails the fewest.
 */
export function waysIn({ ruledOut }: Pick<WorkloadResult, "ruledOut">): {
  readonly ways: readonly WayIn[];
  readonly closest: Out | null;
} {
  const single = ruledOut.filter((c) => c.gates.length === 1);
  if (single.length === 0)
    return { ways: [], closest: [...ruledOut].sort((a, b) => a.gates.length - b.gates.length)[0] ?? null };
  const byRule = new Map<string, Out[]>();
  for (const c of single) {
    const rule = c.gates[0]?.rule ?? "";
    byRule.set(rule, [...(byRule.get(rule) ?? []), c]);
  }
  const ways = [...byRule.values()]
    .sort((a, b) => b.length - a.length)
    .flatMap((freed): WayIn[] => {
      const [best] = freed;
      const gate = best?.gates[0];
      return best && gate
        ? [{ title: gate.title, count: freed.length, nearest: best.name, text: gate.text, source: gate.source }]
        : [];
    });
  return { ways, closest: null };
}

export const closestWords = ({ gates, name }: Out): string =>
  `Every candidate fails at least ${counted(gates.length, "condition")}. Closest: ${name}:`;

export const freesWords = ({ count }: WayIn, of: number): string =>
  `${counted(count, "candidate")} of ${grouped(of)} ${count === 1 ? "fails" : "fail"} only this.`;
