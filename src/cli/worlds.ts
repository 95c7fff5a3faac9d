import { subjectsOf } from "../advise.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { Failure } from "../failure.ts";
import type { Workload } from "../requirements/requirements.ts";
import { type Settled, settle } from "../requirements/settle.ts";
import { type Columns, subjectColumns } from "../rules/columns.ts";
import type { Subject } from "../rules/fact.ts";

/** A workload with every way to serve it, and the facts of each. */
export interface World {
  readonly name: string;
  readonly workload: Workload;
  readonly subjects: readonly Subject[];
  readonly columns: Columns;
}

export function worldsOf(settled: Settled, catalog: Catalog, today: string): World[] {
  return settled.requirements.workloads.map((workload) => {
    const subjects = subjectsOf({ settled, catalog, today }, workload);
    return { name: workload.id, workload, subjects, columns: subjectColumns(subjects) };
  });
}

/** The worlds of the ready requirements, one after the other. */
export function* presetWorlds(catalog: Catalog, today: string): Generator<World> {
  for (const [name, value] of Object.entries(catalog.presets)) {
    const layer = { origin: "preset" as const, value, locate: () => ({ file: `preset ${name}` }) };
    const settled = settle([layer], { requirements: catalog.defaults, tasks: catalog.tasks });
    for (const world of worldsOf(settled, catalog, today)) yield { ...world, name: `${name}/${world.name}` };
  }
}

/** The place of a candidate in a world, by its id. @throws Failure with the nearest spelling */
export function candidateIn({ subjects, name }: World, id: string): number {
  const index = subjects.findIndex((s) => s.candidate.id === id);
  if (index >= 0) return index;
  const same = subjects.filter((s) => s.candidate.model.id === id.split("@")[0]).map((s) => s.candidate.id);
  throw new Failure({
    place: { file: "--candidate" },
    text: `workload ${name} has no candidate "${id}".`,
    ...(same.length > 0 ? { hint: `This model has ${same.slice(0, 8).join(", ")}.` } : {}),
  });
}
