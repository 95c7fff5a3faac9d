import { holds } from "../decide/exceptions.ts";
import { type Day, daysBetween } from "../quantity/day.ts";
import { checkNamed } from "../requirements/check-names.ts";
import type { Exception } from "../requirements/requirements.ts";
import type { Finding } from "./finding.ts";

/** An exception that speaks of a finding: of its rule or its check; of its candidate, of the model wherever it runs, or of all. */
export function speaksOf({ rule, candidate }: Exception, finding: Finding, selected: string): boolean {
  const isNamed = rule === finding.rule || checkNamed(rule) === finding.check;
  return (
    isNamed &&
    (candidate === undefined || candidate === null || selected === candidate || selected.startsWith(`${candidate}@`))
  );
}

export interface Accepted {
  /** The exception that accepts the finding today. */
  readonly by: Exception | null;
  /** One that did, and is over. */
  readonly expired: Exception | null;
}

export function acceptance(finding: Finding, selected: string, exceptions: readonly Exception[], today: Day): Accepted {
  const own = exceptions.filter((e) => speaksOf(e, finding, selected));
  return {
    by: own.find((e) => holds(e, today)) ?? null,
    expired: own.find((e) => !holds(e, today)) ?? null,
  };
}

/** Days until the exception is over; told when it comes near. */
export const daysLeft = ({ expires }: Exception, today: Day): number => daysBetween(today, expires);
