import type { Fixed, Option, Problem } from "../../decide/portfolio/problem.ts";
import { normalize } from "../../decide/score.ts";
import { valueBeyond, valueOf } from "../../decide/value-function.ts";
import { assumptionsOf } from "../../estimate/assumption.ts";
import type { EstimateContext } from "../../estimate/sharing.ts";
import { multiply, plus, type Range, times } from "../../quantity/range.ts";
import type { Requirements } from "../../requirements/requirements.ts";
import type { Rulebook } from "../../rules/rulebook.ts";
import { CRITERIA } from "../../vocabulary.ts";
import { type Entrant, type Field, ranked } from "./field.ts";

const TCO = CRITERIA.indexOf("tco");

/** Who may serve each lot, and how much is asked of it. */
export interface Choices {
  readonly field: Field;
  readonly entrants: readonly Entrant[];
}

/** Whom a choice names. */
export const idsOf = (lots: readonly Choices[], choice: readonly number[]): Set<string> =>
  new Set(choice.flatMap((o, l) => lots[l]?.entrants[o]?.id ?? []));

/**
 * The portfolio: workloads weigh the same, their parts by their share of the requests. The bill is read through the anchors of the
 * cost criterion as that of an average workload, so that one workload alone scores as it does in the ranking.
 */
export function portfolioProblem(
  lots: readonly Choices[],
  requirements: Requirements,
  rulebook: Rulebook,
  context: EstimateContext,
): Problem {
  const { plan } = requirements;
  const weights = normalize(requirements.priorities);
  const workloads = new Set(lots.map((l) => l.field.lot.of)).size;
  const vendors = indexed<string>();
  const platforms = indexed<string>();
  const fixed = new Map<string, { readonly at: number; readonly usdPerMonth: Range }>();
  const share = (key: string, usdPerMonth: Range): number => {
    const old = fixed.get(key);
    if (old) return old.at;
    fixed.set(key, { at: fixed.size, usdPerMonth });
    return fixed.size - 1;
  };
  const commitments = plan?.committed ?? [];
  const optionOf = (entrant: Entrant, workload: string): Option => {
    const { candidate } = entrant.subject;
    const { sharing } = entrant;
    const commitment = commitments.findIndex((c) => c.provider === sharing.metered?.provider);
    const isCommitted = sharing.metered !== null && commitment >= 0;
    const provider = candidate.deployment.provider?.id ?? null;
    return {
      candidate: entrant.id,
      value:
        entrant.values.reduce((sum, v, c) => sum + (c === TCO ? 0 : (weights[c] as number) * v), 0) +
        (weights[TCO] as number) * entrant.besideBill,
      own: isCommitted || sharing.metered === null ? sharing.rest : plus(sharing.rest, sharing.metered.usdPerMonth),
      vendor: provider === null ? null : vendors.of(provider),
      platform: platforms.of(sharing.platform),
      fixed: [
        share(`staff ${sharing.platform}`, sharing.staff),
        share(`${workload} ${candidate.model.id} ${sharing.platform}`, sharing.oneOffs),
      ],
      claim: sharing.claim,
      metered: isCommitted && sharing.metered ? { commitment, usdPerMonth: sharing.metered.usdPerMonth } : null,
    };
  };
  const made = lots.map(({ field: { lot }, entrants }) => ({
    id: lot.id,
    weight: lot.share / workloads,
    options: entrants.map((e) => optionOf(e, lot.of.id)),
  }));
  const whole = made.reduce((sum, l) => sum + l.weight, 0);
  const a = assumptionsOf(context.catalog.assumptions, context.assumptions);
  const monthly = (name: string): Range => {
    const months = Math.max(...requirements.workloads.map((w) => w.lifetimeMonths));
    return times(multiply(a.range(name), times(a.range("loadedSalary"), 1 / a.likely("weeksPerYear"))), 1 / months);
  };
  const budgets = requirements.workloads.map((w) => (w.budget.hard ? w.budget.usdPerMonth : null));
  return {
    lots: made.map((l) => ({ ...l, weight: l.weight / whole })),
    fixed: [...fixed].map(([key, f]): Fixed => ({ key, usdPerMonth: f.usdPerMonth })),
    vendors: vendors.list,
    platforms: platforms.list,
    usdPerVendor: monthly("onboardingWeeks.vendor"),
    usdPerPlatform: monthly("onboardingWeeks.platform"),
    commitments,
    mostVendors: plan?.mostVendors ?? null,
    mostPlatforms: plan?.mostPlatforms ?? null,
    mostUsdPerMonth: budgets.every((b) => b !== null) ? budgets.reduce((sum, b) => sum + (b ?? 0), 0) : null,
    // Where every bill is worth nothing the dearest would be as good as the cheapest.
    billValue: (usd) => (weights[TCO] as number) * costValue(rulebook, times(usd, 1 / workloads), valueBeyond),
  };
}

/** Value of the cost criterion, before rules add to it, of a bill: as intervals are ranked. */
export function costValue({ bases }: Pick<Rulebook, "bases">, usd: Range, read = valueOf): number {
  const base = costBase(bases);
  if (base === null) return bases.find((b) => b.criterion === "tco")?.constant ?? 0.5;
  const at = (x: number): number => read(base.breakpoints, x, base.log);
  const [x, y] = [at(usd.high), at(usd.low)];
  return ranked(Math.min(x, y), Math.max(x, y));
}

/** What an average workload may cost a month before cost is worth nothing; null where cost is read from something else. */
export const dearestAnchor = ({ bases }: Pick<Rulebook, "bases">): number | null =>
  costBase(bases)?.breakpoints.at(-1)?.[0] ?? null;

const costBase = (bases: Rulebook["bases"]) =>
  bases.find((b) => b.criterion === "tco" && b.of === "candidate.usdPerMonth") ?? null;

function indexed<T>(): { readonly list: T[]; readonly of: (x: T) => number } {
  const list: T[] = [];
  const at = new Map<T, number>();
  return {
    list,
    of: (x) => {
      let i = at.get(x);
      if (i === undefined) at.set(x, (i = list.push(x) - 1));
      return i;
    },
  };
}
