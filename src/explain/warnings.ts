import type { Catalog } from "../catalog/catalog.ts";
import { type Day, daysBetween } from "../quantity/day.ts";
import type { Requirements } from "../requirements/requirements.ts";

/** Prices older than this are called stale. */
const STALE_DAYS = 120;

/** What the reader should know about the answer as a whole. */
export function warningsOf(requirements: Requirements, catalog: Catalog, today: Day): { code: string; text: string }[] {
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
  return warnings;
}
