import type { Candidate } from "../candidates/candidate.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { type BreakEven, breakEven } from "../estimate/break-even.ts";
import { curveOf } from "../estimate/curve.ts";
import type { Estimate } from "../estimate/estimate.ts";
import type { EstimateContext } from "../estimate/tco.ts";
import type { Organization, Workload } from "../requirements/requirements.ts";
import type { Subject } from "../rules/fact.ts";
import { displayName } from "./place.ts";
import { remarkReasons } from "./remarks.ts";

export interface TcoInput {
  readonly workload: Workload;
  readonly organization: Organization;
  readonly catalog: Catalog;
  readonly today: string;
  readonly assumptions: Readonly<Record<string, number>>;
}

/** What one candidate costs: the bill, the hardware, and cash month by month over the lifetime. */
export interface TcoOf {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly usdPerMonth: Estimate["usdPerMonth"];
  readonly usdTotal: Estimate["usdTotal"];
  readonly usdPerMtok: Estimate["usdPerMtok"];
  readonly binding: string | null;
  readonly hardware: Estimate["hardware"];
  readonly items: Estimate["items"];
  /** USD, likely: before the first month, and as it is paid in each. */
  readonly start: number | null;
  readonly monthly: readonly number[];
  readonly remarks: readonly string[];
}

/** Two candidates, and where the cheaper one changes. */
export interface TcoPair extends BreakEven {
  readonly candidate: string;
  readonly against: string;
  readonly text: string;
}

export interface TcoView {
  readonly workload: string;
  readonly title: string;
  readonly requestsPerDay: number;
  readonly months: number;
  readonly candidates: readonly TcoOf[];
  readonly breakEven: readonly TcoPair[];
}

export function tcoView(subjects: readonly Subject[], input: TcoInput): TcoView {
  const { workload, organization } = input;
  const context: EstimateContext = { catalog: input.catalog, today: input.today, assumptions: input.assumptions };
  const candidates = subjects.map(({ candidate, estimate }): TcoOf => {
    const curve = curveOf(candidate, workload, organization, context, workload.lifetimeMonths);
    return {
      id: candidate.id,
      name: displayName(candidate),
      kind: candidate.deployment.kind,
      usdPerMonth: estimate.usdPerMonth,
      usdTotal: estimate.usdTotal,
      usdPerMtok: estimate.usdPerMtok,
      binding: estimate.binding,
      hardware: estimate.hardware,
      items: estimate.items,
      start: curve?.start ?? null,
      monthly: curve ? withExit(curve.monthly, estimate) : [],
      remarks: remarkReasons(estimate).map((r) => r.text),
    };
  });
  const [first, ...others] = subjects;
  const pairs = first
    ? others.flatMap((other): TcoPair[] => {
        const found = breakEven(first.candidate, other.candidate, workload, organization, context);
        return found
          ? [
              {
                candidate: first.candidate.id,
                against: other.candidate.id,
                ...found,
                text: pairText(first.candidate, other.candidate, found, workload),
              },
            ]
          : [];
      })
    : [];
  return {
    workload: workload.id,
    title: workload.title,
    requestsPerDay: workload.traffic.requestsPerDay,
    months: workload.lifetimeMonths,
    candidates,
    breakEven: pairs,
  };
}

/** Leaving is paid in the last month. */
function withExit(monthly: readonly number[], { items }: Estimate): number[] {
  const exit = items.find((i) => i.item === "exit")?.usdPerMonth.likely ?? 0;
  return monthly.map((usd, i) => (i === monthly.length - 1 ? usd + exit * monthly.length : usd));
}

const count = (x: number): string => Number(x.toPrecision(3)).toLocaleString("en-US");
const dollars = (x: number): string => `$${count(Math.abs(x))}`;

/** The break-even of two candidates as two sentences: in traffic, and in months. */
export function pairText(first: Candidate, second: Candidate, found: BreakEven, workload: Workload): string {
  const name = { first: displayName(first), second: displayName(second) };
  const above = name[found.cheaperAbove];
  const below = name[found.cheaperAbove === "first" ? "second" : "first"];
  const now = workload.traffic.requestsPerDay;
  const volume =
    found.requestsPerDay === null
      ? `${above} is cheaper than ${below} at any traffic.`
      : `From about ${count(found.requestsPerDay)} requests a day on, ${above} is cheaper than ${below} (now ${count(now)})${
          found.crossesAgain ? "; further up it becomes dearer again for a while, since capacity comes in steps" : ""
        }.`;
  if (found.dearerStart === null) return volume;
  const dear = name[found.dearerStart];
  const cheap = name[found.dearerStart === "first" ? "second" : "first"];
  if (found.months !== null)
    return `${volume} ${dear} starts dearer and has paid for itself against ${cheap} after ${found.months} month${found.months === 1 ? "" : "s"}.`;
  const { driver } = found;
  const why = !driver
    ? ""
    : driver.overUsd > 0
      ? `: ${driver.item} alone exceeds the whole bill of ${cheap} by ${dollars(driver.overUsd)} a month`
      : `: its largest line is ${driver.item}, ${dollars(driver.usdPerMonth)} a month`;
  return `${volume} ${dear} starts dearer and never pays for itself at today's traffic${why}.`;
}
