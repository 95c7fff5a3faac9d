import { newCodes } from "./arena.ts";
import { FACTS, type FactValue, type Subject } from "./facts.ts";

/** One fact of all candidates: each different value once, and for each candidate the place of its value. */
export interface Column {
  readonly values: readonly FactValue[];
  readonly codes: Uint16Array;
}

/** Facts by path; requirement facts are one value for all. */
export interface Columns {
  readonly count: number;
  readonly column: (path: string) => Column;
  readonly scalar: (path: string) => FactValue;
  /** A column that has been read before. */
  readonly peek: (path: string) => Column | undefined;
}

/** Columns over real candidates, each read once and kept. All subjects share one workload. */
export function subjectColumns(subjects: readonly Subject[]): Columns {
  const kept = new Map<string, Column>();
  const [first] = subjects;
  let models: Grouping | undefined;
  const read = (path: string): Column => {
    const fact = FACTS[path];
    if (!fact) return encode([]);
    if (!path.startsWith("model.")) return encode(subjects.map(fact.read));
    models ??= groupByModel(subjects);
    return expandGroups(encode(models.representatives.map(fact.read)), models.groupOf);
  };
  return {
    count: subjects.length,
    scalar: (path) => (first ? (FACTS[path]?.read(first) ?? null) : null),
    column: (path) => {
      let column = kept.get(path);
      if (!column) kept.set(path, (column = read(path)));
      return column;
    },
    peek: (path) => kept.get(path),
  };
}

/** The columns of some of the candidates; what has been read is not read again. */
export function pickColumns(columns: Columns, subjects: readonly Subject[], indices: readonly number[]): Columns {
  const own = subjectColumns(subjects);
  const picked = new Map<string, Column>();
  return {
    count: subjects.length,
    scalar: columns.scalar,
    column: (path) => {
      const kept = picked.get(path);
      if (kept) return kept;
      const whole = columns.peek(path);
      const column = whole ? { values: whole.values, codes: pickCodes(whole.codes, indices) } : own.column(path);
      picked.set(path, column);
      return column;
    },
    peek: (path) => picked.get(path),
  };
}

/** One made-up candidate: what is not stated is unknown. */
export function exampleColumns(facts: Readonly<Record<string, unknown>>): Columns {
  const value = (path: string): FactValue => (Object.hasOwn(facts, path) ? (facts[path] as FactValue) : null);
  return { count: 1, scalar: value, column: (path) => encode([value(path)]), peek: () => undefined };
}

function pickCodes(codes: Uint16Array, indices: readonly number[]): Uint16Array {
  const out = newCodes(indices.length);
  for (let i = 0; i < out.length; i++) out[i] = codes[indices[i] as number] as number;
  return out;
}

interface Grouping {
  readonly representatives: readonly Subject[];
  readonly groupOf: Uint16Array;
}

/** Candidates of one model share every fact of the model. */
function groupByModel(subjects: readonly Subject[]): Grouping {
  const places = new Map<string, number>();
  const representatives: Subject[] = [];
  const groupOf = newCodes(subjects.length);
  subjects.forEach((subject, i) => {
    const { id } = subject.candidate.model;
    let place = places.get(id);
    if (place === undefined) {
      place = representatives.push(subject) - 1;
      places.set(id, place);
    }
    groupOf[i] = place;
  });
  return { representatives, groupOf };
}

function expandGroups({ values, codes }: Column, groupOf: Uint16Array): Column {
  const out = newCodes(groupOf.length);
  for (let i = 0; i < out.length; i++) out[i] = codes[groupOf[i] as number] as number;
  return { values, codes: out };
}

function encode(list: readonly FactValue[]): Column {
  const places = new Map<FactValue, number>();
  const values: FactValue[] = [];
  const codes = newCodes(list.length);
  for (let i = 0; i < list.length; i++) {
    const value = list[i] as FactValue;
    let code = places.get(value);
    if (code === undefined) {
      code = values.push(value) - 1;
      places.set(value, code);
    }
    codes[i] = code;
  }
  return { values, codes };
}
