import { type Problem, problemLine } from "../failure.ts";
import { clean } from "../report/width.ts";

/** A file below the current folder by its path from here. */
export function shortPath(file: string): string {
  const here = `${process.cwd()}/`;
  return file.startsWith(here) ? file.slice(here.length) : file;
}

/** Problems as people read them; what a file or a flag said cannot repaint the terminal. */
export function problemLines(problems: readonly Problem[]): string[] {
  return problems.map((p) =>
    clean(problemLine(p.place ? { ...p, place: { ...p.place, file: shortPath(p.place.file) } } : p)),
  );
}
