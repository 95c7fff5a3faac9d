import { ownFor } from "../advise/subjects.ts";
import { subjectsOf } from "../advise.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { decide } from "../decide/decide.ts";
import type { OwnEvaluations } from "../estimate/evaluations/own-index.ts";
import { Failure, gathering, type Problem } from "../failure.ts";
import type { Exception, Workload } from "../requirements/requirements.ts";
import { type Settled, settle } from "../requirements/settle.ts";
import { type Columns, subjectColumns } from "../rules/columns.ts";
import type { Subject } from "../rules/fact.ts";
import type { Rulebook } from "../rules/rulebook.ts";
import { namedCandidate } from "./named-candidate.ts";

/** A workload with every way to serve it, and the facts of each. */
export interface World {
  readonly name: string;
  readonly workload: Workload;
  readonly subjects: readonly Subject[];
  readonly columns: Columns;
}

export function worldsOf(
  settled: Settled,
  catalog: Catalog,
  today: string,
  evaluations: OwnEvaluations | null = null,
): World[] {
  const sources = { catalog, today, ...(evaluations ? { evaluations } : {}) };
  return settled.requirements.workloads.map((workload) => {
    const subjects = subjectsOf({ settled, ...sources }, workload, ownFor(sources, workload));
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

export interface Asking {
  readonly rulebook: Rulebook;
  readonly exceptions: readonly Exception[];
  /** Told how a word was read that is no id. */
  readonly tell: (line: string) => void;
}

/** The index of the candidate that a word means in a world. @throws Failure with what may have been meant */
export function candidateIn({ subjects, name }: World, word: string, { rulebook, exceptions, tell }: Asking): number {
  const { index, reading } = namedCandidate({ subjects, name }, word, () => ranked(subjects, rulebook, exceptions));
  if (reading !== null) tell(reading);
  return index;
}

/**
 * The candidates that words mean, world by world; a world that lacks one of them has null.
 * @throws Failure where no world has them all
 */
export function candidatesIn(worlds: readonly World[], words: readonly string[], asking: Asking): (Subject[] | null)[] {
  const problems: Problem[] = [];
  const told = new Set<string>();
  const tell = (line: string) => {
    if (!told.has(line)) asking.tell(line);
    told.add(line);
  };
  const collect = gathering(problems);
  const found = worlds.map((world) =>
    collect(() => words.map((word) => world.subjects[candidateIn(world, word, { ...asking, tell })] as Subject)),
  );
  if (found.every((f) => f === null))
    throw new Failure(problems.filter((p, i) => problems.findIndex((q) => q.text === p.text) === i));
  return found;
}

/** Those that passed, best first, as `recommend` orders them. */
function ranked(subjects: readonly Subject[], rulebook: Rulebook, exceptions: readonly Exception[]): number[] {
  const decision = decide(subjects, rulebook, { seed: 1, samples: 0, lambda: 0, nearMisses: 0, exceptions });
  return decision.order.map((i) => subjects.indexOf(decision.subjects[i] as Subject));
}
