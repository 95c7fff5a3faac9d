import { type Problem, problemLine } from "../failure.ts";

/** Problems as people read them, files below the current folder by their path from here. */
export function problemLines(problems: readonly Problem[]): string[] {
  const here = `${process.cwd()}/`;
  const short = (file: string): string => (file.startsWith(here) ? file.slice(here.length) : file);
  return problems.map((p) => problemLine(p.place ? { ...p, place: { ...p.place, file: short(p.place.file) } } : p));
}
