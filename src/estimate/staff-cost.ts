import type { Candidate } from "../candidates/candidate.ts";
import { multiply, plus, type Range, times } from "../quantity/range.ts";
import type { Customization } from "../vocabulary.ts";
import type { Bench } from "./bench.ts";
import type { CostItem } from "./estimate.ts";

const known = new WeakMap<Bench, Map<string, readonly CostItem[]>>();

/** Engineers and changes of model, USD a month: FTE by kind of deployment and node, evaluation at each swap over the lifetime. */
export function staffItems(bench: Bench, candidate: Candidate, nodes: Range): readonly CostItem[] {
  const { kind } = candidate.deployment;
  const role = kind === "hosted-api" && candidate.model.weights === "closed" ? "vendor-api" : kind;
  let items = known.get(bench);
  if (!items) {
    items = new Map();
    known.set(bench, items);
  }
  const key = nodes.high === 0 ? role : `${role} ${nodes.low} ${nodes.likely} ${nodes.high}`;
  const old = items.get(key);
  if (old) return old;
  const made = [staff(bench, `staffFte.${role}`, nodes), evaluation(bench), ...tuning(bench), exit(bench, role)];
  items.set(key, made);
  return made;
}

function staff(bench: Bench, name: string, nodes: Range): CostItem {
  const a = bench.assumptions;
  const fte = plus(a.range(name), times(nodes, a.likely("staffFte.perNode")));
  return { item: "staff", usdPerMonth: times(multiply(fte, a.range("loadedSalary")), 1 / 12), ...a.origin(name) };
}

/** One-off work of so many engineer-weeks, spread over the lifetime. */
function oneOff({ assumptions: a, months }: Bench, item: string, name: string): CostItem {
  const weekly = times(a.range("loadedSalary"), 1 / a.likely("weeksPerYear"));
  return { item, usdPerMonth: times(multiply(a.range(name), weekly), 1 / months), ...a.origin(name) };
}

const exit = (bench: Bench, role: string): CostItem => oneOff(bench, "exit", `exitWeeks.${role}`);

const TUNED: readonly Customization[] = ["light-fine-tuning", "full-fine-tuning", "continued-pretraining"];

export const isTuned = (customization: Customization): boolean => TUNED.includes(customization);

const tuning = (bench: Bench): CostItem[] =>
  isTuned(bench.workload.customization)
    ? [oneOff(bench, "fine-tuning", `tuningWeeks.${bench.workload.customization}`)]
    : [];

function evaluation({ assumptions: a, months }: Bench): CostItem {
  const swaps = a.range("swapsPerYear");
  const monthly = (perYear: number): number => Math.max(1, (perYear * months) / 12) / months;
  const perMonth = { low: monthly(swaps.low), likely: monthly(swaps.likely), high: monthly(swaps.high) };
  const weekly = times(a.range("loadedSalary"), 1 / a.likely("weeksPerYear"));
  return {
    item: "evaluation and migration",
    usdPerMonth: multiply(multiply(a.range("evaluationWeeks"), perMonth), weekly),
    ...a.origin("evaluationWeeks"),
  };
}
