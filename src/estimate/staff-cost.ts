import type { Candidate } from "../candidates/candidate.ts";
import { multiply, type Range, times } from "../quantity/range.ts";
import type { Bench } from "./bench.ts";
import type { CostItem } from "./estimate.ts";

/** Engineers and changes of model, USD a month: FTE by kind of deployment and node, evaluation at each swap over the lifetime. */
export function staffItems(bench: Bench, candidate: Candidate, nodes: Range): CostItem[] {
  const a = bench.assumptions;
  const { kind } = candidate.deployment;
  const name = `staffFte.${kind === "hosted-api" && candidate.model.weights === "closed" ? "vendor-api" : kind}`;
  const base = a.range(name);
  const perNode = a.likely("staffFte.perNode");
  const fte: Range = {
    low: base.low + perNode * nodes.low,
    likely: base.likely + perNode * nodes.likely,
    high: base.high + perNode * nodes.high,
  };
  const salary = a.range("loadedSalary");
  const weeks = a.range("evaluationWeeks");
  const swaps = a.range("swapsPerYear");
  const monthly = (perYear: number): number => Math.max(1, (perYear * bench.months) / 12) / bench.months;
  const evaluations: Range = { low: monthly(swaps.low), likely: monthly(swaps.likely), high: monthly(swaps.high) };
  const weekly = times(salary, 1 / a.likely("weeksPerYear"));
  return [
    { item: "staff", usdPerMonth: times(multiply(fte, salary), 1 / 12), ...a.origin(name) },
    {
      item: "evaluation and migration",
      usdPerMonth: multiply(multiply(weeks, evaluations), weekly),
      ...a.origin("evaluationWeeks"),
    },
  ];
}
