import type { Decision } from "../decide/decide.ts";
import { covers } from "../decide/exceptions.ts";
import type { Exception } from "../requirements/requirements.ts";
import { FALSE } from "../rules/condition.ts";
import { applyRule, verdictOf } from "../rules/evaluate.ts";
import type { Subject } from "../rules/fact.ts";
import type { Rulebook } from "../rules/rulebook.ts";
import type { Reason } from "./reasons.ts";

/** "approved by … until …: …" */
export const grounds = ({ approver, expires, reason }: Exception): string =>
  `approved by ${approver} until ${expires}: ${reason.replace(/[.\s]+$/u, "")}.`;

/** The gates that candidate `i` passes only because of an exception, as cautions. */
export function exceptionReasons(
  decision: Pick<Decision, "subjects" | "columns">,
  rulebook: Rulebook,
  exceptions: readonly Exception[],
  i: number,
): Reason[] {
  const subject = decision.subjects[i] as Subject;
  return exceptions.flatMap((e): Reason[] => {
    const rule = covers(e, subject) ? rulebook.rules.find((r) => r.id === e.rule) : undefined;
    const verdicts = rule ? applyRule(rule, decision.columns.pick([i])) : null;
    if (!rule || verdicts === null || verdictOf(verdicts, 0) === FALSE) return [];
    return [
      {
        kind: "caution",
        criterion: null,
        rule: rule.id,
        text: `Passes “${rule.title}” by exception only, ${grounds(e)}`,
        source: "your requirements, check.exceptions",
      },
    ];
  });
}
