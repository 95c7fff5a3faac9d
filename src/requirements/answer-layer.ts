import { type Layer, parsePath, putAt } from "./layer.ts";

/** What one answer says: keys of advisor.yaml, as `--set` names them, of the workload it was given for. */
export interface Answer {
  readonly job: number;
  readonly sets: Readonly<Record<string, unknown>>;
}

const ROOTS = /^(organization|workloads|priorities|prioritiesDoubt|evaluations|assumptions)(\.|\[|$)/u;

/** `data.sensitivity` of the second workload → `workloads[1].data.sensitivity` */
export const wholePath = (path: string, job: number): string => (ROOTS.test(path) ? path : `workloads[${job}].${path}`);

/** Answers as a layer of requirements; a later answer to the same key wins. */
export function layerOf(answers: readonly Answer[]): Layer {
  const value: Record<string, unknown> = {};
  for (const { job, sets } of answers)
    for (const [path, v] of Object.entries(sets)) putAt(value, parsePath(wholePath(path, job)), v);
  return { origin: "answer", value: filled(value), locate: () => ({ file: "the interview" }) };
}

/** Lists without holes: a job that nothing was said of is an empty one. */
function filled(value: Record<string, unknown>): Record<string, unknown> {
  const { workloads } = value;
  return Array.isArray(workloads) ? { ...value, workloads: Array.from(workloads, (w: unknown) => w ?? {}) } : value;
}
