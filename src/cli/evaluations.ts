import { dirname, resolve } from "node:path";
import { loadWholeCatalog } from "../catalog/load.ts";
import type { OwnEvaluations } from "../estimate/evaluations/own-index.ts";
import { Failure, gathering, type Problem } from "../failure.ts";
import type { Settled } from "../requirements/settle.ts";

/** Outputs of every case are in the file too. */
const MAX_BYTES = 200_000_000;

/**
 * The user's own evaluations, read and matched with the catalog; null where none is named. Names in a requirements file are
 * relative to it, all others to the current folder. What reads them is loaded only then.
 * @throws Failure with the problems of all files together
 */
export async function loadEvaluations(
  { requirements, origins }: Settled,
  requirementsFile: string | null,
  catalogDirs: readonly string[],
): Promise<OwnEvaluations | null> {
  const beside = origins["evaluations"] === "file" && requirementsFile !== null ? dirname(requirementsFile) : ".";
  return evaluationsIn(beside, requirements.evaluations, catalogDirs);
}

/** The same of files by their names in a folder. */
export async function evaluationsIn(
  folder: string,
  names: readonly string[],
  catalogDirs: readonly string[],
): Promise<OwnEvaluations | null> {
  if (names.length === 0) return null;
  const [{ readEvaluations }, { readText }, catalog] = await Promise.all([
    import("../estimate/evaluations.ts"),
    import("../yaml/read.ts"),
    loadWholeCatalog(catalogDirs),
  ]);
  const problems: Problem[] = [];
  const collect = gathering(problems);
  const named = new Map(names.map((name) => [resolve(folder, name), name]));
  const files = [...named].flatMap(([path, name]) => {
    const text = collect(() => readText(path, MAX_BYTES));
    return text === null ? [] : [{ file: name, text }];
  });
  const evaluations = collect(() => readEvaluations(files, catalog));
  if (problems.length > 0 || evaluations === null) throw new Failure(problems);
  return evaluations;
}
