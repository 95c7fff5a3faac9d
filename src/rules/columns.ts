import { FACTS, type FactValue, type Subject } from "./facts.ts";

/** Facts by path, one value a candidate; requirement facts are one value for all. */
export interface Columns {
  readonly count: number;
  readonly column: (path: string) => readonly FactValue[];
  readonly scalar: (path: string) => FactValue;
  /** A column that has been read before. */
  readonly peek: (path: string) => readonly FactValue[] | undefined;
}

/** Columns over real candidates, each read once and kept. All subjects share one workload. */
export function subjectColumns(subjects: readonly Subject[]): Columns {
  const kept = new Map<string, readonly FactValue[]>();
  const [first] = subjects;
  return {
    count: subjects.length,
    scalar: (path) => (first ? (FACTS[path]?.read(first) ?? null) : null),
    column: (path) => {
      let values = kept.get(path);
      if (!values) {
        const read = FACTS[path]?.read;
        values = read ? subjects.map(read) : [];
        kept.set(path, values);
      }
      return values;
    },
    peek: (path) => kept.get(path),
  };
}

/** The columns of some of the candidates; what has been read is not read again. */
export function pickColumns(columns: Columns, subjects: readonly Subject[], indices: readonly number[]): Columns {
  const own = subjectColumns(subjects);
  const picked = new Map<string, readonly FactValue[]>();
  const column = (path: string): readonly FactValue[] => {
    const kept = picked.get(path);
    if (kept) return kept;
    const whole = columns.peek(path);
    const values = whole ? indices.map((i) => whole[i] as FactValue) : own.column(path);
    picked.set(path, values);
    return values;
  };
  return { count: subjects.length, scalar: columns.scalar, column, peek: (path) => picked.get(path) };
}

/** One made-up candidate: what is not stated is unknown. */
export function exampleColumns(facts: Readonly<Record<string, unknown>>): Columns {
  const value = (path: string): FactValue => (Object.hasOwn(facts, path) ? (facts[path] as FactValue) : null);
  return { count: 1, scalar: value, column: (path) => [value(path)], peek: () => undefined };
}
