import type { Catalog } from "../catalog/catalog.ts";
import { type Bench, benchOf } from "../estimate/bench.ts";
import { curveOf } from "../estimate/curve.ts";
import { type Driver, driversOf } from "../estimate/drivers.ts";
import type { Estimate } from "../estimate/estimate.ts";
import { hostingOf } from "../estimate/hosting.ts";
import type { Memory } from "../estimate/plan.ts";
import { type EstimateContext, estimate } from "../estimate/tco.ts";
import { exactly, type Range, times } from "../quantity/range.ts";
import type { Organization, Workload } from "../requirements/requirements.ts";
import type { Subject } from "../rules/fact.ts";
import { type AsPublished, asPublished } from "./as-published.ts";
import { type NotCompared, pairsOf, type TcoPair } from "./pairs.ts";
import { displayName } from "./place.ts";
import { remarkReasons } from "./remarks.ts";
import { type Unsaid, unsaidOf } from "./tco-defaults.ts";
import { type OwnMachines, ownMachines } from "./tco-machines.ts";

export interface TcoInput {
  readonly workload: Workload;
  readonly organization: Organization;
  readonly catalog: Catalog;
  readonly today: string;
  readonly assumptions: Readonly<Record<string, number>>;
  /** Who said each settled value, and the number of the workload. */
  readonly origins: Readonly<Record<string, string>>;
  readonly index: number;
}

/** What one candidate costs: the bill, the hardware, and cash month by month over the lifetime. */
export interface TcoOf {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly usdPerMonth: Estimate["usdPerMonth"];
  readonly usdTotal: Estimate["usdTotal"];
  readonly usdPerRequest: Range | null;
  readonly usdPerMtok: Estimate["usdPerMtok"];
  readonly binding: string | null;
  readonly hardware: Estimate["hardware"];
  readonly items: Estimate["items"];
  /** People in full-time equivalents: needed, there already, to be hired; all that are needed are billed. */
  readonly people: { readonly needed: Range; readonly have: number | null; readonly hired: number | null } | null;
  /** Purchase and power of own machines. */
  readonly machines: OwnMachines | null;
  /** Of one replica, where it is hosted. */
  readonly memory: Memory | null;
  readonly speed: {
    readonly firstTokenSeconds: Range | null;
    readonly tokensPerSecond: Range | null;
    readonly basis: string;
    readonly source: string;
  } | null;
  /** Inputs that move the likely bill most when each alone lies at its low and its high end; the first is the strongest. */
  readonly drivers: readonly Driver[];
  /** USD, likely: before the first month, and as it is paid in each. */
  readonly start: number | null;
  readonly monthly: readonly number[];
  readonly remarks: readonly string[];
}

export interface TcoView {
  readonly workload: string;
  readonly title: string;
  readonly requestsPerDay: number;
  readonly months: number;
  /** Images, sound or video are read or made: a price of tokens says little. */
  readonly hasMedia: boolean;
  readonly candidates: readonly TcoOf[];
  /** The first candidate against each of the others that meets the asked quality. */
  readonly breakEven: readonly TcoPair[];
  readonly notCompared: readonly NotCompared[];
  /** A published calculation of the same, which leaves out most of it. */
  readonly published: AsPublished | null;
  /** Assumptions that move one of these bills, the strongest first, and those that were set. */
  readonly assumptions: readonly TcoAssumption[];
  /** Assumptions of one value that would change a bill if you said another. */
  readonly levers: readonly Pick<TcoAssumption, "name" | "what" | "unit" | "value">[];
  readonly unsaid: readonly Unsaid[];
}

export interface TcoAssumption {
  readonly name: string;
  readonly what: string;
  readonly unit: string;
  readonly value: Range;
  readonly basis: string;
  readonly source: string;
  readonly set: boolean;
}

export function tcoView(subjects: readonly Subject[], input: TcoInput): TcoView {
  const { workload, organization } = input;
  const context: EstimateContext = { catalog: input.catalog, today: input.today, assumptions: input.assumptions };
  const bench = benchOf(workload, organization, context);
  const requests = (bench.requestsPerMonth * bench.growthSum) / bench.months;
  const candidates = subjects.map(({ candidate, estimate }): TcoOf => {
    const curve = curveOf(candidate, workload, organization, context, workload.lifetimeMonths);
    const { speedBasis, speedSource } = estimate;
    return {
      id: candidate.id,
      name: displayName(candidate),
      kind: candidate.deployment.kind,
      usdPerMonth: estimate.usdPerMonth,
      usdTotal: estimate.usdTotal,
      usdPerRequest: estimate.usdPerMonth && requests > 0 ? times(estimate.usdPerMonth, 1 / requests) : null,
      usdPerMtok: estimate.usdPerMtok,
      binding: estimate.binding,
      hardware: estimate.hardware,
      items: estimate.items,
      people: peopleOf(bench, estimate),
      machines: ownMachines(bench, candidate),
      memory: (estimate.hardware && hostingOf(bench, candidate).plan?.setup.memory) ?? null,
      speed:
        speedBasis && speedSource
          ? {
              firstTokenSeconds: estimate.firstTokenSeconds,
              tokensPerSecond: estimate.tokensPerSecond,
              basis: speedBasis,
              source: speedSource,
            }
          : null,
      drivers: driversOf(candidate, workload, organization, context),
      start: curve?.start ?? null,
      monthly: curve ? withExit(curve.monthly, estimate) : [],
      remarks: remarkReasons(estimate).map((r) => r.text),
    };
  });
  return {
    workload: workload.id,
    title: workload.title,
    requestsPerDay: workload.traffic.requestsPerDay,
    months: workload.lifetimeMonths,
    hasMedia: bench.hasMedia,
    candidates,
    ...pairsOf(subjects, context),
    published: asPublished(
      subjects.map((x) => x.candidate),
      workload,
      organization,
      context,
    ),
    assumptions: assumptionsBehind(candidates, context),
    levers: leversOf(subjects, context),
    unsaid: unsaidOf(input.origins, input.index, { workload, organization }),
  };
}

/** People of the bill, from its line and the salary. */
function peopleOf({ assumptions, organization }: Bench, { items }: Estimate): TcoOf["people"] {
  const staff = items.find((i) => i.item === "staff")?.usdPerMonth;
  if (!staff) return null;
  const salary = assumptions.range("loadedSalary");
  const fte = (end: "low" | "likely" | "high"): number => (12 * staff[end]) / salary[end];
  const needed = { low: fte("low"), likely: fte("likely"), high: fte("high") };
  const have = organization.team.mlOpsFte;
  return { needed, have, hired: have === null ? null : Math.max(0, needed.likely - have) };
}

/** What moves a bill, by how much it moves any of them; then what the user set. */
function assumptionsBehind(
  candidates: readonly TcoOf[],
  { catalog, assumptions: own }: EstimateContext,
): TcoAssumption[] {
  const strongest = new Map<string, { readonly driver: Driver; readonly swing: number }>();
  for (const { drivers } of candidates)
    for (const driver of drivers) {
      if (driver.kind !== "assumption") continue;
      const swing = Math.abs(driver.atHigh - driver.atLow);
      if (swing > (strongest.get(driver.input)?.swing ?? -1)) strongest.set(driver.input, { driver, swing });
    }
  const moving = [...strongest.values()]
    .sort((a, b) => b.swing - a.swing)
    .map(({ driver: { input, what, unit, value, basis, source } }) => ({
      name: input,
      what,
      unit,
      value,
      basis,
      source,
      set: false,
    }));
  const set = Object.entries(own).flatMap(([name, x]) => {
    const entry = catalog.assumptions.values[name];
    const { what = name, unit = "" } = entry ?? {};
    return [
      { name, what, unit, value: exactly(x), basis: "assumed", source: `requirements: assumptions.${name}`, set: true },
    ];
  });
  return [...set, ...moving];
}

function leversOf(subjects: readonly Subject[], context: EstimateContext): TcoView["levers"] {
  const { catalog, assumptions: own } = context;
  const bills = (c: EstimateContext): (number | undefined)[] =>
    subjects.map(
      ({ candidate, workload, organization }) => estimate(candidate, workload, organization, c).usdPerMonth?.likely,
    );
  const now = bills(context);
  return Object.entries(catalog.assumptions.values).flatMap(([name, { value, what, unit, basis, most = 1 }]) => {
    if (typeof value !== "number" || basis !== "assumed" || own[name] !== undefined) return [];
    const other = value === 0 ? Math.min(most, 0.1) : 0.9 * value;
    const then = bills({ ...context, assumptions: { ...own, [name]: other } });
    return then.some((x, i) => x !== now[i]) ? [{ name, what, unit, value: exactly(value) }] : [];
  });
}

/** Leaving is paid in the last month. */
function withExit(monthly: readonly number[], { items }: Estimate): number[] {
  const exit = items.find((i) => i.item === "exit")?.usdPerMonth.likely ?? 0;
  return monthly.map((usd, i) => (i === monthly.length - 1 ? usd + exit * monthly.length : usd));
}
