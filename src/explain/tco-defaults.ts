import { compact, grouped, percent } from "../quantity/format.ts";
import type { Organization, Workload } from "../requirements/requirements.ts";

/** What a bill rests on that nobody said, and how to say it. */
export interface Unsaid {
  /** Path in the requirements. */
  readonly path: string;
  readonly text: string;
  readonly flag: string;
}

interface Case {
  readonly workload: Workload;
  readonly organization: Organization;
}

const TRAFFIC: readonly (readonly [path: string, flag: string | null, say: (w: Workload) => string | null])[] = [
  ["traffic.requestsPerDay", "--requests-per-day", ({ traffic: t }) => `${grouped(t.requestsPerDay)} requests a day`],
  [
    "traffic.inputTokens",
    "--input-tokens",
    ({ traffic: t }) => some(t.inputTokens, `${compact(t.inputTokens)} tokens in`),
  ],
  [
    "traffic.outputTokens",
    "--output-tokens",
    ({ traffic: t }) => some(t.outputTokens, `${compact(t.outputTokens)} tokens out`),
  ],
  [
    "traffic.cachedInputShare",
    "--cached-input-share",
    ({ traffic: t }) => `${percent(t.cachedInputShare)} of the input repeats`,
  ],
  ["traffic.batchShare", null, ({ traffic: t }) => `${percent(t.batchShare)} may wait`],
  ["traffic.peakToAverage", "--peak-to-average", ({ traffic: t }) => `peak ${grouped(t.peakToAverage, 1)}× average`],
  ["traffic.growthPerYear", "--growth-per-year", ({ traffic: t }) => `${percent(t.growthPerYear)} growth a year`],
  ["uptimePercent", null, (w) => (w.uptimePercent === null ? "no uptime asked" : `${w.uptimePercent} % uptime`)],
  ["lifetimeMonths", "--lifetime-months", (w) => `${grouped(w.lifetimeMonths)} months in production`],
];

const ORGANIZATION: readonly (readonly [path: string, flag: string, say: (o: Organization) => string | null])[] = [
  ["organization.team.mlOpsFte", "--ml-ops-fte", () => "nobody who runs models yet"],
  ["organization.hardware", "--hardware", () => "no accelerators owned"],
  ["organization.discounts", "--set organization.discounts", () => "list prices without discount"],
];

const some = (x: number, text: string): string | null => (x > 0 ? text : null);

/** The defaults behind the bills of the workload with this number, in the order in which they are asked. */
export function unsaidOf(
  origins: Readonly<Record<string, string>>,
  index: number,
  { workload, organization }: Case,
): Unsaid[] {
  const unsaid: Unsaid[] = [];
  const add = (path: string, text: string | null, flag: string): void => {
    if (text !== null && origins[path] === "default") unsaid.push({ path, text, flag });
  };
  for (const [path, flag, say] of TRAFFIC) {
    const full = `workloads[${index}].${path}`;
    add(full, say(workload), flag !== null && index === 0 ? flag : `--set ${full}`);
  }
  for (const [path, flag, say] of ORGANIZATION) add(path, say(organization), flag);
  return unsaid;
}
