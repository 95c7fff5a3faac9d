import type { Catalog } from "../catalog/catalog.ts";
import { holds } from "../decide/exceptions.ts";
import { type Day, daysBetween } from "../quantity/day.ts";
import type { Requirements } from "../requirements/requirements.ts";
import type { Rulebook } from "../rules/rulebook.ts";
import { grounds } from "./exceptions.ts";

/** Prices older than this are called stale. */
const STALE_DAYS = 120;

/** What the reader should know about the answer as a whole. */
export function warningsOf(
  requirements: Requirements,
  catalog: Catalog,
  rulebook: Rulebook,
  today: Day,
): { code: string; text: string }[] {
  const warnings: { code: string; text: string }[] = [];
  const tasks = new Set(requirements.workloads.map((w) => w.task));
  for (const task of tasks) {
    const { advice, title } = catalog.tasks[task];
    if (advice) warnings.push({ code: "other-tools", text: `${title}: ${advice}` });
  }
  const age = daysBetween(catalog.checked.newest, today);
  if (age > STALE_DAYS)
    warnings.push({
      code: "stale-catalog",
      text: `The newest figure of the catalog was read on ${catalog.checked.newest}, ${age} days ago.`,
    });
  if (age < -7)
    warnings.push({
      code: "date-before-catalog",
      text: `Today is taken to be ${today}, before the catalog's newest figure (${catalog.checked.newest}).`,
    });
  for (const { file, read, hiddenRead } of catalog.outdated)
    warnings.push({
      code: "outdated-overlay",
      text: `${file} (read on ${read}) hides what the catalog read on ${hiddenRead}: delete it, or import again.`,
    });
  return [...warnings, ...changesOf(rulebook), ...exceptionsOf(requirements, rulebook, today)];
}

/** What company rules added to the rules of the package, replaced and disabled. */
function changesOf({ changes: { added, replaced, disabled } }: Rulebook): { code: string; text: string }[] {
  const sentence = (code: string, word: string, ids: readonly string[]) =>
    ids.length === 0 ? [] : [{ code, text: `Rules ${word} here: ${ids.join(", ")}.` }];
  return [
    ...sentence("rules-added", "added", added),
    ...sentence("rules-replaced", "replaced", replaced),
    ...disabled.map(({ rule, reason }) => ({
      code: "rule-disabled",
      text: `Rule ${rule} is disabled here: ${reason}`,
    })),
  ];
}

/** Every exception, in every report; those that are over too, since somebody may still count on them. */
function exceptionsOf({ check }: Requirements, { rules }: Rulebook, today: Day): { code: string; text: string }[] {
  return (check?.exceptions ?? []).map((e) => {
    const title = rules.find((r) => r.id === e.rule)?.title ?? e.rule;
    const whom = e.candidate ? ` for ${e.candidate}` : "";
    return holds(e, today)
      ? { code: "exception", text: `Exception from “${title}”${whom}, ${grounds(e)}` }
      : {
          code: "exception-expired",
          text: `The exception from “${title}”${whom} ended on ${e.expires} and holds no more (${e.reason}; approved by ${e.approver}).`,
        };
  });
}
