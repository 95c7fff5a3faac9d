import { daysLeft } from "../check/accept.ts";
import type { Case } from "../check/case.ts";
import type { Fall } from "../check/cheaper.ts";
import type { Day } from "../quantity/day.ts";
import { usd } from "../quantity/format.ts";
import type { Exception } from "../requirements/requirements.ts";

/** What fails nothing but has to be said. */
export interface NoteSaid {
  readonly code: string;
  readonly text: string;
}

export const nothingSelected = (workload: string): NoteSaid => ({
  code: "nothing-selected",
  text: `nothing is selected, so it was not checked. Name a candidate in check.selected.${workload}.`,
});

/** Of a model whose end is near by its stage of life, though no day is set; of one that became cheaper elsewhere. */
export function caseNotes({ subject }: Case, falls: readonly Fall[], nameOf: (id: string) => string): NoteSaid[] {
  const { lifecycle, retires } = subject?.candidate.model ?? { lifecycle: "active", retires: null };
  return [
    ...(lifecycle === "deprecated" && retires === null
      ? [{ code: "deprecated", text: "its maker has deprecated the model and names no last day yet." }]
      : []),
    ...falls.map(({ id, old, new: now, saves, since }) => ({
      code: "cheaper-elsewhere",
      text: `the price fell elsewhere: what is charged for ${nameOf(id)} (${id}) went from ${usd(old)} to ${usd(now)} a month since ${since}; it is now ${usd(saves)} a month cheaper in all, at no lower measured quality.`,
    })),
  ];
}

/** Near enough to be told. */
const SOON_DAYS = 30;

export function exceptionNotes(e: Exception, holds: boolean, accepts: number, letsIn: number, today: Day): NoteSaid[] {
  const name = `the exception of ${e.approver} from ${e.rule}${e.candidate ? ` for ${e.candidate}` : ""}`;
  const left = daysLeft(e, today);
  if (!holds)
    return [
      accepts > 0
        ? { code: "exception-expired", text: `${name} ended on ${e.expires} and accepts nothing any more.` }
        : { code: "exception-expired", text: `${name} ended on ${e.expires}, and nothing needs it now: delete it.` },
    ];
  if (accepts + letsIn === 0)
    return [{ code: "exception-unused", text: `${name} accepts nothing today: delete it, or check what it names.` }];
  return left <= SOON_DAYS
    ? [
        {
          code: "exception-ends-soon",
          text: `${name} ends on ${e.expires}, ${left === 0 ? "today" : left === 1 ? "tomorrow" : `in ${left} days`}.`,
        },
      ]
    : [];
}
