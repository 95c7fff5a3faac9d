import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Failure } from "../failure.ts";
import { cause } from "../yaml/read.ts";

export interface FolderFile {
  /** Below the folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** What is said of files that are not overwritten. */
export interface Kept {
  readonly text: string;
  readonly hint: string;
}

const NOT_IMPORTED: Kept = {
  text: "exists and was not written by an import; it is kept.",
  hint: "Use another --output, or --force.",
};

/**
 * Writes files into a folder, all or none: each is written whole beside the folder first, then all are moved into place; what was
 * moved is moved back when a later one cannot be.
 * @param isOurs whether the text of an existing file is this program's own work; other files are kept unless `force`
 * @throws Failure; nothing has changed then
 */
export function writeFolder(
  folder: string,
  files: readonly FolderFile[],
  force: boolean,
  isOurs: (text: string) => boolean,
  whyKept: Kept = NOT_IMPORTED,
): void {
  const root = resolve(folder);
  const kept = files.map((f) => join(folder, f.path)).filter((f) => !force && existsSync(f) && !isOurs(textOf(f)));
  if (kept.length > 0)
    throw new Failure(
      kept.map((file) => ({
        place: { file },
        ...whyKept,
      })),
    );
  if (files.length === 0) return;
  if (existsSync(root) && !statSync(root).isDirectory())
    throw new Failure({ place: { file: folder }, text: "is a file, not a folder." });

  const made = makeFolders(dirname(root), folder);
  let beside: string | null = null;
  const undo: (() => void)[] = made ? [() => rmSync(made, { recursive: true, force: true })] : [];
  try {
    beside = mkdtempSync(`${root}.tmp-`);
    for (const [i, { text }] of files.entries()) writeFileSync(join(beside, `${i}.new`), text);
    for (const [i, { path }] of files.entries()) {
      const target = join(root, path);
      const first = mkdirSync(dirname(target), { recursive: true });
      if (first) undo.unshift(() => rmSync(first, { recursive: true, force: true }));
      const [fresh, before] = [join(beside, `${i}.new`), join(beside, `${i}.old`)];
      if (existsSync(target)) {
        renameSync(target, before);
        undo.unshift(() => renameSync(before, target));
      } else undo.unshift(() => rmSync(target, { force: true }));
      renameSync(fresh, target);
    }
  } catch (error) {
    for (const step of undo) step();
    throw new Failure({ place: { file: folder }, text: `cannot be written: ${cause(error)}.` });
  } finally {
    if (beside) rmSync(beside, { recursive: true, force: true });
  }
}

/** The first folder that had to be made, or undefined. */
function makeFolders(path: string, named: string): string | undefined {
  try {
    return mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new Failure({ place: { file: named }, text: `cannot be written: ${cause(error)}.` });
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Failure({ place: { file }, text: `${cause(error)}.` });
  }
}
