import { newCodes } from "./arena.ts";
import type { FactValue, Subject } from "./fact.ts";
import { FACTS, grainOf, OF_PLACES, OF_REQUIREMENTS } from "./facts.ts";

/** Which group each candidate belongs to: those that share a model, or a place. null = each candidate is a group of its own. */
export type Groups = Uint16Array | null;

/**
 * One fact: each different value once, for each group the place of its value (`codes`), and the group of each candidate. Estimated
 * numbers hardly ever repeat, so they stand one for each group: `codes` is null.
 */
export interface Column {
  readonly values: readonly FactValue[];
  readonly codes: Uint16Array | null;
  readonly groups: Groups;
}

/** The value of candidate `i`. */
export function valueAt({ values, codes, groups }: Column, i: number): FactValue {
  const g = groups === null ? i : (groups[i] as number);
  return values[codes === null ? g : (codes[g] as number)] ?? null;
}

/** Facts by path; requirement facts are one value for all. */
export interface Columns {
  readonly count: number;
  readonly column: (path: string) => Column;
  readonly scalar: (path: string) => FactValue;
  /** The columns of some of the candidates; what has been read is not read again. */
  readonly pick: (indices: readonly number[]) => Columns;
  /** The same candidates as if nothing had been estimated yet: every estimate is unknown. */
  readonly unestimated: () => Columns;
}

/** Candidates by what they share, with one of each group to read the shared facts from. */
interface Grouping {
  readonly representatives: readonly Subject[];
  readonly groups: Groups;
}

/** Columns over real candidates, each read once and kept. All subjects share one workload. */
export function subjectColumns(subjects: readonly Subject[]): Columns {
  return new SubjectColumns(
    subjects,
    // Four-bit weights make a model on a device a group of its own.
    groupBy(subjects, ({ candidate: c }) => (c.deployment.kind === "edge" ? `${c.model.id} (edge)` : c.model.id)),
    groupBy(subjects, (s) => s.candidate.deployment.place),
    new Map(),
  );
}

class SubjectColumns implements Columns {
  constructor(
    private readonly subjects: readonly Subject[],
    private readonly models: Grouping,
    private readonly places: Grouping,
    private readonly kept: Map<string, Column>,
  ) {}

  get count(): number {
    return this.subjects.length;
  }

  scalar(path: string): FactValue {
    const [first] = this.subjects;
    return first ? (FACTS[path]?.read(first) ?? null) : null;
  }

  column(path: string): Column {
    let column = this.kept.get(path);
    if (!column) this.kept.set(path, (column = this.read(path)));
    return column;
  }

  pick(indices: readonly number[]): Columns {
    const models = pickGrouping(this.models, indices);
    const places = pickGrouping(this.places, indices);
    const kept = new Map<string, Column>();
    for (const [path, { values, codes, groups }] of this.kept) {
      if (groups === null)
        kept.set(
          path,
          codes === null
            ? { values: indices.map((i) => values[i] as FactValue), codes, groups }
            : { values, codes: pickCodes(codes, indices), groups },
        );
      else kept.set(path, { values, codes, groups: groups === this.models.groups ? models.groups : places.groups });
    }
    return new SubjectColumns(
      indices.map((i) => this.subjects[i] as Subject),
      models,
      places,
      kept,
    );
  }

  unestimated(): Columns {
    return unestimatedColumns(this);
  }

  private read(path: string): Column {
    const fact = FACTS[path];
    const grain = grainOf(path);
    const { representatives, groups } =
      grain === "model"
        ? this.models
        : grain === "place"
          ? this.places
          : { representatives: this.subjects, groups: null };
    if (fact?.type === "number" && fact.stage === "estimate")
      return { values: representatives.map(fact.read), codes: null, groups };
    return { ...encode(representatives.length, (i) => fact?.read(representatives[i] as Subject) ?? null), groups };
  }
}

/**
 * The same candidates under other requirements: catalog facts are read once for all, those excepted that hang on the requirements;
 * estimates are the own ones of `subjects`.
 */
export function reboundColumns(base: Columns, subjects: readonly Subject[]): Columns {
  // Whatever is read anew differs from candidate to candidate: nothing is shared in groups.
  const each: Grouping = { representatives: subjects, groups: null };
  const own = new SubjectColumns(subjects, each, each, new Map());
  const isOwn = (path: string): boolean => FACTS[path]?.stage !== "catalog" || OF_REQUIREMENTS.includes(path);
  const columns: Columns = {
    count: subjects.length,
    column: (path) => (isOwn(path) ? own : base).column(path),
    scalar: (path) => own.scalar(path),
    pick: (indices) =>
      reboundColumns(
        base.pick(indices),
        indices.map((i) => subjects[i] as Subject),
      ),
    unestimated: () => unestimatedColumns(columns),
  };
  return columns;
}

/** The same candidates in other places: what does not change with them is read once for all. */
export function movedColumns(base: Columns, subjects: readonly Subject[]): Columns {
  const own = subjectColumns(subjects);
  const columns: Columns = {
    count: subjects.length,
    column: (path) => (OF_PLACES.includes(path) ? own : base).column(path),
    scalar: (path) => own.scalar(path),
    pick: (indices) =>
      movedColumns(
        base.pick(indices),
        indices.map((i) => subjects[i] as Subject),
      ),
    unestimated: () => unestimatedColumns(columns),
  };
  return columns;
}

function unestimatedColumns(columns: Columns): Columns {
  const unknown: Column = { values: [null], codes: newCodes(columns.count), groups: null };
  const without: Columns = {
    count: columns.count,
    column: (path) => (FACTS[path]?.stage === "estimate" ? unknown : columns.column(path)),
    scalar: (path) => columns.scalar(path),
    pick: () => without,
    unestimated: () => without,
  };
  return without;
}

/** One made-up candidate: what is not stated is unknown. */
export function exampleColumns(facts: Readonly<Record<string, unknown>>): Columns {
  const value = (path: string): FactValue => (Object.hasOwn(facts, path) ? (facts[path] as FactValue) : null);
  const columns: Columns = {
    count: 1,
    scalar: value,
    column: (path) => ({ ...encode(1, () => value(path)), groups: null }),
    pick: () => columns,
    unestimated: () => columns,
  };
  return columns;
}

function pickCodes(codes: Groups, indices: readonly number[]): Groups {
  if (codes === null) return null;
  const out = newCodes(indices.length);
  for (let i = 0; i < out.length; i++) out[i] = codes[indices[i] as number] as number;
  return out;
}

function pickGrouping({ representatives, groups }: Grouping, indices: readonly number[]): Grouping {
  return groups === null
    ? { representatives: indices.map((i) => representatives[i] as Subject), groups }
    : { representatives, groups: pickCodes(groups, indices) };
}

/** How many groups are made before it is asked whether they save anything. */
const ENOUGH = 512;

function groupBy(subjects: readonly Subject[], keyOf: (s: Subject) => string): Grouping {
  const seen = new Map<string, number>();
  const representatives: Subject[] = [];
  const groups = newCodes(subjects.length);
  for (let i = 0; i < groups.length; i++) {
    const subject = subjects[i] as Subject;
    const key = keyOf(subject);
    let group = seen.get(key);
    if (group === undefined) {
      group = representatives.push(subject) - 1;
      seen.set(key, group);
      if (group > ENOUGH && 2 * group > i) return { representatives: subjects, groups: null };
    }
    groups[i] = group;
  }
  return { representatives, groups };
}

/** Read one by one: a list of all values first would be made for each fact, and thrown away. */
function encode(count: number, read: (i: number) => FactValue): Omit<Column, "groups"> {
  const places = new Map<FactValue, number>();
  const values: FactValue[] = [];
  const codes = newCodes(count);
  for (let i = 0; i < count; i++) {
    const value = read(i);
    let code = places.get(value);
    if (code === undefined) {
      code = values.push(value) - 1;
      places.set(value, code);
    }
    codes[i] = code;
  }
  return { values, codes };
}
