import { withMembers } from "../quantity/country.ts";
import { countryName } from "../quantity/country-name.ts";
import { wholePath } from "../requirements/answer-layer.ts";
import { parsePath, valueAt } from "../requirements/layer.ts";
import type { AskedChoice, AskedQuestion } from "../requirements/question-schema.ts";
import type { Settled } from "../requirements/settle.ts";
import type { Task } from "../vocabulary.ts";
import type { Context } from "./context.ts";

/** A choice as it is shown. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  /** By which a search finds it, lower case. */
  readonly words: string;
}

const paths = new WeakMap<AskedQuestion, readonly string[]>();

/** Keys that an answer to a question may set. */
export function pathsOf(q: AskedQuestion): readonly string[] {
  let found = paths.get(q);
  if (found === undefined) {
    const chosen = q.choices.flatMap((c) => Object.keys(c.sets ?? {}));
    found = [...new Set([...chosen, ...(q.collects === undefined ? [] : [q.collects]), ...(q.typed?.paths ?? [])])];
    paths.set(q, found);
  }
  return found;
}

/** Whether the answer speaks of all jobs. */
export const isOfOrganization = (q: AskedQuestion): boolean => pathsOf(q).every((p) => p.startsWith("organization."));

/** The choices of a question, in the order of the file; those that need something unknown are left out. */
export function choicesOf(q: AskedQuestion, settled: Settled | null, { defaults }: Context): Choice[] {
  const home = settled?.requirements.organization.jurisdiction ?? null;
  return q.choices.flatMap((c): Choice[] => {
    if (home === null && needsHome(c)) return [];
    const label = c.label ?? taskTitle(c, defaults.tasks) ?? countryName(c.id);
    const hint = c.hint ?? "";
    return [{ id: c.id, label, hint, words: `${label} ${hint} ${c.words ?? ""} ${c.id}`.toLowerCase() }];
  });
}

function taskTitle(c: AskedChoice, tasks: Context["defaults"]["tasks"]): string | undefined {
  const task = c.sets?.["task"];
  return typeof task === "string" && Object.hasOwn(tasks, task) ? tasks[task as Task].title : undefined;
}

/** What choosing these ids says. */
export function setsOf(q: AskedQuestion, ids: readonly string[], settled: Settled | null): Record<string, unknown> {
  if (q.collects !== undefined) return { [q.collects]: ids };
  const home = settled?.requirements.organization.jurisdiction ?? null;
  const sets = q.choices.find((c) => c.id === ids[0])?.sets ?? {};
  return Object.fromEntries(
    Object.entries(sets).map(([path, v]) => [path, Array.isArray(v) ? v.map((x) => (x === HOME ? home : x)) : v]),
  );
}

/** A country that is known when the question is asked. */
const HOME = "home";
const needsHome = ({ sets }: AskedChoice): boolean =>
  Object.values(sets ?? {}).some((v) => Array.isArray(v) && v.includes(HOME));

/**
 * What is preselected: what was said before; what usually goes with earlier answers; the usual; what is nearest to the default.
 */
export function preselected(
  q: AskedQuestion,
  job: number,
  settled: Settled | null,
  context: Context,
): readonly string[] {
  if (settled === null) return [];
  const legal = new Set(choicesOf(q, settled, context).map((c) => c.id));
  const said = pathsOf(q).some((p) => (settled.origins[wholePath(p, job)] ?? "default") !== "default");
  if (said) return nowChosen(q, job, settled).filter((id) => legal.has(id));
  const fits = (q.preselect ?? []).filter(({ when }) =>
    Object.entries(when).every(([path, values]) => holds(settled, job, path, values)),
  );
  const chosen = q.form === "several" ? fits.flatMap((p) => p.choose) : (fits[0]?.choose ?? []);
  const found = [...new Set(chosen)].filter((id) => legal.has(id));
  if (found.length > 0 || q.form === "several") return found;
  const usual = q.usual === undefined ? nearest(q, job, settled) : [q.usual];
  return usual.filter((id) => legal.has(id));
}

function nowChosen(q: AskedQuestion, job: number, settled: Settled): readonly string[] {
  if (q.collects === undefined) return nearest(q, job, settled);
  const value = settledAt(settled, job, q.collects);
  return Array.isArray(value) ? value.map(String) : [];
}

/** The profile of priorities that usually goes with earlier answers. */
export function preselectedProfile(settled: Settled, { questions }: Context): string {
  const { preselect, profiles } = questions.priorities;
  const fits = preselect.find(({ when }) =>
    Object.entries(when).every(([path, values]) => holds(settled, 0, path, values)),
  );
  return fits?.choose[0] ?? profiles[0]?.id ?? "";
}

/** Whether a key has one of these values, or a list nothing but these; `EU` stands for its members. */
export function holds(settled: Settled, job: number, path: string, values: readonly string[]): boolean {
  const value = settledAt(settled, job, path);
  const legal = path === "organization.jurisdiction" ? withMembers(values) : values;
  if (Array.isArray(value)) return value.length > 0 && value.every((v) => legal.includes(v));
  return typeof value === "string" && legal.includes(value);
}

export const settledAt = ({ requirements }: Settled, job: number, path: string): unknown =>
  valueAt(requirements, parsePath(wholePath(path, job)));

/** The choice that is, or in figures is nearest to, what the requirements say now. */
function nearest(q: AskedQuestion, job: number, settled: Settled): readonly string[] {
  let best: readonly string[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (const { id, sets } of q.choices) {
    const away = Object.entries(sets ?? {}).reduce((s, [path, v]) => s + apart(v, settledAt(settled, job, path)), 0);
    if (away < least) [best, least] = [[id], away];
  }
  return best;
}

function apart(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return Math.abs(Math.log((a + 1) / (b + 1)));
  return JSON.stringify(a) === JSON.stringify(b) || (a === "unknown" && b === null) ? 0 : Number.POSITIVE_INFINITY;
}

/** An answer that might be given, and how likely it is. Half of the weight goes to what is preselected. */
export interface Likely {
  readonly sets: Readonly<Record<string, unknown>>;
  readonly prior: number;
}

export function likelyAnswers(q: AskedQuestion, job: number, settled: Settled, context: Context): Likely[] {
  const first = preselected(q, job, settled, context);
  const legal = new Set(choicesOf(q, settled, context).map((c) => c.id));
  const singles = q.choices.filter((c) => legal.has(c.id)).map((c) => ({ ids: [c.id], prior: c.prior ?? 0 }));
  const all = q.none ? [{ ids: [] as string[], prior: q.none.prior }, ...singles] : singles;
  const key = first.join();
  const listed = all.some((a) => a.ids.join() === key) ? all : [...all, { ids: [...first], prior: 0 }];
  const whole = listed.reduce((s, a) => s + a.prior, 0) || 1;
  const isGuessed = first.length > 0 || q.form === "several";
  return listed.map(({ ids, prior }) => ({
    sets: setsOf(q, ids, settled),
    prior: isGuessed ? 0.5 * (prior / whole) + (ids.join() === key ? 0.5 : 0) : prior / whole,
  }));
}
