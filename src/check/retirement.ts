import type { Decision } from "../decide/decide.ts";
import { type Day, daysBetween } from "../quantity/day.ts";
import type { Subject } from "../rules/fact.ts";
import { ended, retired, serviceEnd } from "../rules/read-facts.ts";
import type { Case } from "./case.ts";
import type { Found, Successor } from "./finding.ts";
import { subjectIn } from "./snapshot.ts";

/** The end of the model or of this service, where it is at most `days` away or over. */
export function retirement({ subject, today, decision }: Case, days: number): Found[] {
  if (!subject) return [];
  const successor = successorOf(subject, decision);
  const modelEnd = serviceEnd(subject);
  const ends: (readonly ["model" | "service", Day | null])[] = [
    ...(modelEnd !== null || retired(subject) ? [["model", modelEnd] as const] : []),
    ...(saleEnd(subject) !== null ? [["service", saleEnd(subject)] as const] : []),
  ];
  const { model, deployment } = subject.candidate;
  const hostedEnd = modelEnd === null && deployment.operator === "third-party" ? model.retires : null;
  const left = hostedEnd === null ? Number.POSITIVE_INFINITY : daysBetween(today, hostedEnd);
  return [
    ...ends.flatMap(([what, last]): Found[] => {
      const of = last === null ? null : daysBetween(today, last);
      return of === null || of <= days ? [{ code: "retires", what, last, days: of, successor }] : [];
    }),
    ...(hostedEnd !== null && left <= days && !retired(subject)
      ? [{ code: "maker-retires" as const, last: hostedEnd, days: left, successor }]
      : []),
  ];
}

/** The last day on which a listed price of this service holds; null = no end is listed, or nothing is metered. */
function saleEnd({ candidate: { deployment }, today }: Subject): Day | null {
  if (deployment.operator === "self" || deployment.offers.length === 0) return null;
  const open = deployment.offers.filter((o) => !ended(o.until, today));
  const last = (open.length > 0 ? open : deployment.offers).map((o) => o.until);
  return last.some((d) => d === null) ? null : last.reduce((a, b) => ((a ?? "") > (b ?? "") ? a : b), null);
}

function successorOf({ candidate }: Subject, decision: Decision): Successor | null {
  const model = candidate.model.successor;
  if (model === null) return null;
  const place = candidate.id.slice(candidate.id.indexOf("@"));
  const idOf = (i: number) => (decision.subjects[i] as Subject).candidate;
  const groups = [
    ["ranked", decision.order.map(idOf)],
    ["to-verify", decision.toVerify.map((v) => idOf(v.index))],
    [
      "ruled-out",
      [...decision.ruledOut.map((r) => idOf(r.index)), ...decision.dismissed.map((d) => d.subject.candidate)],
    ],
  ] as const;
  for (const [standing, candidates] of groups) {
    const ways = candidates.filter((c) => c.model.id === model);
    const best = ways.find((c) => c.id === `${model}${place}`) ?? ways[0];
    if (best) return { model, candidate: best.id, standing };
  }
  return { model, candidate: subjectIn(decision, `${model}${place}`)?.candidate.id ?? null, standing: null };
}
