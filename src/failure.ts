/** Where a problem sits: a file with line and column, or the name of a flag. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** One thing a user can mend. `path` is the key inside the input, `hint` the cure. */
export interface Problem {
  readonly text: string;
  readonly place?: Place;
  readonly path?: string;
  readonly hint?: string;
}

export const EXIT = { answered: 0, negative: 1, usage: 2, bug: 70, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The one error that a user can mend. Anything else that is thrown is a bug. */
export class Failure extends Error {
  readonly problems: readonly Problem[];
  readonly exitCode: ExitCode;

  /** The program is built as more than one script, each with a class of its own. */
  static override [Symbol.hasInstance](x: unknown): boolean {
    return x instanceof Error && x.name === "Failure" && "problems" in x;
  }

  constructor(problems: Problem | readonly Problem[], exitCode: ExitCode = EXIT.usage) {
    const list = Array.isArray(problems) ? (problems as readonly Problem[]) : [problems as Problem];
    super(list.map(problemLine).join("\n"));
    this.name = "Failure";
    this.problems = list;
    this.exitCode = exitCode;
  }
}

/** Runs pieces of work one after the other and keeps the problems of those that fail, so that all are told together; null = failed. */
export function gathering(problems: Problem[]): <T>(work: () => T) => T | null {
  return (work) => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      problems.push(...error.problems);
      return null;
    }
  };
}

/** `advisor.yaml:12:11 workloads[0].task: text. hint` */
export function problemLine({ place, path, text, hint }: Problem): string {
  const where = place && [place.file, place.line, place.column].filter((x) => x !== undefined).join(":");
  const head = [where, path].filter(Boolean).join(" ");
  return `${head ? `${head}: ` : ""}${text}${hint ? ` ${hint}` : ""}`;
}

/** The legal spelling closest to `word`, or null when nothing is close (optimal string alignment, at most a third of the word). */
export function nearest(word: string, legal: Iterable<string>): string | null {
  const plain = (s: string) => s.toLowerCase().replace(/[\s_]/gu, "-");
  const wanted = plain(word);
  let best: string | null = null;
  let bestDistance = Math.max(2, Math.ceil(wanted.length / 3)) + 1;
  for (const candidate of legal) {
    // A beginning of a longer name is how people abbreviate.
    if (wanted.length >= 4 && plain(candidate).startsWith(`${wanted}-`) && bestDistance > 1) {
      best = candidate;
      bestDistance = 1;
      continue;
    }
    const d = plain(candidate) === wanted ? 0 : distance(wanted, plain(candidate));
    if (d < bestDistance) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
}

function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let d = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) d = Math.min(d, (before[j - 2] ?? 0) + 1);
      next.push(d);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
