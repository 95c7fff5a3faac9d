import { compact, grouped, percent, spoken } from "../quantity/format.ts";
import type { Recommendation, WorkloadResult } from "../recommendation.ts";
import { countryName, regulationName } from "./words.ts";

/** The settled requirements of one workload, read with care: their shape belongs to another room. */
interface Found {
  readonly index: number;
  readonly at: (path: string) => unknown;
}

function find(recommendation: Recommendation, result: WorkloadResult): Found {
  const list = valueAt(recommendation.requirements, "workloads");
  const workloads: readonly unknown[] = Array.isArray(list) ? list : [];
  const named = workloads.findIndex((w) => valueAt(w, "id") === result.id);
  const index = named >= 0 ? named : Math.max(0, recommendation.workloads.indexOf(result));
  return { index, at: (path) => valueAt(workloads[index], path) };
}

/** The value at a dotted path inside something unknown. */
export function valueAt(value: unknown, path: string): unknown {
  let here = value;
  for (const key of path.split(".")) {
    if (typeof here !== "object" || here === null) return undefined;
    here = (here as Record<string, unknown>)[key];
  }
  return here;
}

const text = (v: unknown): string | null => (typeof v === "string" && v !== "" ? v : null);
const number = (v: unknown): number | null => (typeof v === "number" && Number.isFinite(v) ? v : null);

/** Today's traffic of a workload; null where it is not settled. */
export const requestsPerDay = (recommendation: Recommendation, result: WorkloadResult): number | null =>
  number(find(recommendation, result).at("traffic.requestsPerDay"));

const texts = (v: unknown): string[] => (Array.isArray(v) ? v.filter((x) => typeof x === "string") : []);

/** The question in one line: title, task, data, residency, requests a day, months. What is not known is left out. */
export function question(recommendation: Recommendation, result: WorkloadResult): string[] {
  const { at } = find(recommendation, result);
  const task = text(at("task"));
  const sensitivity = text(at("data.sensitivity"));
  const regulations = texts(at("data.regulations")).map(regulationName);
  const residency = texts(at("data.residency")).map(countryName);
  const requests = number(at("traffic.requestsPerDay"));
  const months = number(at("lifetimeMonths"));
  const data = sensitivity ? `${sensitivity} data` : regulations.length > 0 ? "data" : null;
  return [
    result.title,
    task && spoken(task) !== result.title.toLowerCase() ? spoken(task) : null,
    data && `${data}${regulations.length > 0 ? ` (${regulations.join(", ")})` : ""}`,
    residency.length > 0 ? `stays in ${residency.join(", ")}` : null,
    requests === null ? null : `${grouped(requests)} ${requests === 1 ? "request" : "requests"} a day`,
    months === null ? null : `${grouped(months)} ${months === 1 ? "month" : "months"}`,
  ].filter((part) => part !== null);
}

interface Assumable {
  readonly path: string;
  readonly flag: string;
  readonly say: (value: unknown) => string | null;
}

const figure = (path: string, flag: string, say: (n: number) => string | null): Assumable => ({
  path,
  flag,
  say: (v) => {
    const n = number(v);
    return n === null ? null : say(n);
  },
});

/** What moves an answer most when nobody said it. */
const ASSUMABLE: readonly Assumable[] = [
  figure("traffic.requestsPerDay", "--requests-per-day", (n) => `${grouped(n)} requests a day`),
  figure("traffic.inputTokens", "--input-tokens", (n) => (n === 0 ? null : `${compact(n)} tokens in`)),
  figure("traffic.outputTokens", "--output-tokens", (n) => (n === 0 ? null : `${compact(n)} tokens out`)),
  figure("traffic.cachedInputShare", "--cached-input-share", (n) =>
    n === 0 ? "no input repeats" : `${percent(n)} of the input repeats`,
  ),
  figure("traffic.peakToAverage", "--peak-to-average", (n) => `peak ${grouped(n, 1)}× average`),
  figure("traffic.growthPerYear", "--growth-per-year", (n) => `${percent(n)} growth a year`),
  figure("lifetimeMonths", "--lifetime-months", (n) => `${grouped(n)} months in production`),
  { path: "data.sensitivity", flag: "--sensitivity", say: (v) => (text(v) ? `${text(v)} data` : null) },
  { path: "quality", flag: "--quality", say: (v) => (text(v) ? `${text(v)} quality is enough` : null) },
];

/** One thing that was assumed, and how to say otherwise. */
export interface Assumption {
  readonly text: string;
  readonly flag: string;
}

/** What was assumed and not asked. Flags speak about the first workload; the others are set by path. */
export function assumptions(recommendation: Recommendation, result: WorkloadResult): Assumption[] {
  const { index, at } = find(recommendation, result);
  const { origins } = recommendation;
  const said = ASSUMABLE.flatMap(({ path, flag, say }) => {
    const full = `workloads[${index}].${path}`;
    if (origins[full] !== "default") return [];
    const words = say(at(path));
    return words === null ? [] : [{ text: words, flag: index === 0 ? flag : `--set ${full}` }];
  });
  if (index === 0 && origins["priorities.performance"] === "default")
    said.push({ text: "balanced priorities", flag: "--priority" });
  return said;
}
