import { type Answer, layerOf } from "../requirements/answer-layer.ts";
import { type Layer, parsePath, valueAt } from "../requirements/layer.ts";
import { type Defaults, type Settled, settle as settleLayers } from "../requirements/settle.ts";

/** One answer: what was chosen, what it sets, and how a summary says it. */
export interface Reply extends Answer {
  readonly question: string;
  /** Ids of choices; empty where something was typed, or nothing is known. */
  readonly chosen: readonly string[];
  readonly isUnknown: boolean;
  readonly said: string;
}

/** Where an interview starts: a preset or a requirements file speaks wherever no answer does. */
export interface Start {
  readonly from: "nothing" | "preset" | "file";
  readonly name: string | null;
  readonly value: unknown;
}

export const NOTHING: Start = { from: "nothing", name: null, value: {} };

/** An interview is what was said, in order; everything else follows from it. */
export interface Interview {
  readonly start: Start;
  readonly replies: readonly Reply[];
  /** Jobs that were added to those of the start. */
  readonly added: number;
  /** Of so many jobs, the first ones, nothing more shall be asked: the rest is assumed. */
  readonly finished: number;
  /** Finishing early was offered and declined. */
  readonly goesOn: boolean;
}

export const begin = (start: Start): Interview => ({ start, replies: [], added: 0, finished: 0, goesOn: false });

/** The interview with one more answer, or with another one to the same question in its place. */
export function withReply(interview: Interview, reply: Reply): Interview {
  const { replies } = interview;
  const at = replies.findIndex((r) => isSame(r, reply));
  return { ...interview, replies: at < 0 ? [...replies, reply] : replies.with(at, reply) };
}

/** Without the last answer; what was declined or finished after it is open again. A job of which nothing was said is gone. */
export function withoutLast(interview: Interview): Interview {
  const last = jobsOf(interview) - 1;
  if (interview.added > 0 && !interview.replies.some((r) => r.job === last))
    return { ...interview, added: interview.added - 1, goesOn: false };
  return { ...interview, replies: interview.replies.slice(0, -1), finished: 0, goesOn: false };
}

/** With one more job, of which nothing is said; the others are finished. */
export const withJob = (interview: Interview): Interview => ({
  ...interview,
  added: interview.added + 1,
  finished: jobsOf(interview),
  goesOn: false,
});

export const replyTo = ({ replies }: Interview, question: string, job: number): Reply | undefined =>
  replies.find((r) => isSame(r, { question, job }));

const isSame = (a: Pick<Reply, "question" | "job">, b: Pick<Reply, "question" | "job">): boolean =>
  a.question === b.question && a.job === b.job;

/** What was said, the answers first. */
export function layersOf({ start, replies }: Interview): Layer[] {
  const answers = replies.length > 0 ? [layerOf(replies)] : [];
  if (start.from === "nothing") return answers;
  const { from, name, value } = start;
  return [
    ...answers,
    { origin: from, value, locate: () => ({ file: from === "preset" ? `preset ${name}` : (name ?? "") }) },
  ];
}

const settled = new WeakMap<Interview, { readonly by: Defaults; readonly found: Settled | null }>();

/** The requirements so far; null as long as nobody said what the job is. */
export function settledOf(interview: Interview, defaults: Defaults): Settled | null {
  const known = settled.get(interview);
  if (known?.by === defaults) return known.found;
  const found = settle(interview, defaults);
  settled.set(interview, { by: defaults, found });
  return found;
}

function settle(interview: Interview, defaults: Defaults): Settled | null {
  const layers = layersOf(interview);
  const jobs = jobsOf(interview);
  for (let job = 0; job < jobs; job++)
    if (!layers.some((l) => valueAt(l.value, ["workloads", job, "task"]) !== undefined)) return null;
  return jobs === 0 ? null : settleLayers(layers, defaults);
}

/** How many jobs there are, those without an answer too. */
export function jobsOf({ start, added }: Pick<Interview, "start" | "added">): number {
  const list = valueAt(start.value, ["workloads"]);
  return Math.max(1, Array.isArray(list) ? list.length : 0) + added;
}

/** Whether the start states a key, so that it need not be asked. */
export const isStated = ({ start }: Interview, path: string): boolean =>
  valueAt(start.value, parsePath(path)) !== undefined;

/** Two jobs of one task need ids that differ. */
export function ownId(sets: Readonly<Record<string, unknown>>, interview: Interview, job: number): { id?: string } {
  const { task } = sets as { task?: string };
  if (task === undefined || isStated(interview, `workloads[${job}].id`)) return {};
  const layers = layersOf(interview);
  const said = (at: number, key: string): unknown =>
    layers.map((l) => valueAt(l.value, ["workloads", at, key])).find((v) => v !== undefined);
  const others = Array.from({ length: jobsOf(interview) }, (_, at) => at)
    .filter((at) => at !== job)
    .map((at) => said(at, "id") ?? said(at, "task"));
  return others.includes(task) ? { id: `${task}-${job + 1}` } : {};
}
