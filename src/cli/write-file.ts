import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { EXIT, Failure, type Problem } from "../failure.ts";
import { cause } from "../yaml/read.ts";

export interface Target {
  readonly file: string;
  readonly text: string;
}

/** Marks by which a file tells that this program wrote it. */
const OURS = new RegExp(
  [
    "advisor-(recommendation|requirements|check)/1",
    String.raw`\u00b7 advisor \d+\.\d+\.\d+`,
    "^workload,verdict,rank,",
    String.raw`"driver": \{\s*"name": "advisor"`,
    '<testsuites name="advisor check"',
    '"engine_name": "advisor"',
    // A report without findings; nothing is lost with it.
    String.raw`^\s*\[\](\s*\[\])?\s*$(?![\s\S])`,
  ].join("|"),
  "mu",
);
const LOOKED_AT = 4096;

/**
 * Writes files whole or not at all. A file that this program did not write is kept unless `force`. All targets are looked at and written
 * beside their places before the first is moved into its own, so that a full disk or a folder that may not be written costs none of
 * them. An interruption waits until they are in place.
 * @throws Failure with every target that cannot be written
 */
export function writeFiles(targets: readonly Target[], force: boolean): void {
  keepForeign(
    targets.map((t) => t.file),
    force,
  );
  if (targets.length === 0) return;
  holdInterruptions();
  const staged: Staged[] = [];
  const problems = targets.flatMap((target) => {
    try {
      staged.push(stage(target));
      return [];
    } catch (error) {
      return [problemOf(target.file, error)];
    }
  });
  try {
    if (problems.length > 0) throw new Failure(problems);
    for (const s of staged) place(s);
  } finally {
    for (const { temporary } of staged) if (temporary) rmSync(temporary, { force: true });
  }
}

/**
 * Keeps files that this program did not write, unless `force`.
 * @throws Failure with all of them
 */
export function keepForeign(files: readonly string[], force: boolean): void {
  const kept = files.filter((file) => !force && isForeign(file));
  if (kept.length === 0) return;
  throw new Failure(
    kept.map((file) => ({
      place: { file },
      text: "exists and was not written by advisor; it is kept.",
      hint: "Use another name, or --force.",
    })),
  );
}

let isHeld = false;

/** A signal that arrives while files are written is answered when they are in place. */
function holdInterruptions(): void {
  if (isHeld) return;
  isHeld = true;
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(EXIT.interrupted));
}

/** Written beside its place; no temporary file where it goes to a device or a pipe. */
interface Staged extends Target {
  readonly real: string;
  readonly temporary: string | null;
}

function stage({ file, text }: Target): Staged {
  // A link stays one: what it points at is replaced.
  const real = existsSync(file) ? realpathSync(file) : file;
  const old = statSync(real, { throwIfNoEntry: false });
  if (old?.isDirectory()) throw new Failure({ place: { file }, text: "is a folder, not a file." });
  if (old && !old.isFile()) return { file, text, real, temporary: null };
  if (old) accessSync(real, constants.W_OK);
  const temporary = `${real}.${process.pid}.tmp`;
  try {
    const fd = openSync(temporary, "w", old ? old.mode & 0o777 : 0o666);
    try {
      writeFileSync(fd, text);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  return { file, text, real, temporary };
}

function place({ file, text, real, temporary }: Staged): void {
  try {
    if (temporary === null) writeFileSync(real, text);
    else renameSync(temporary, real);
  } catch (error) {
    throw new Failure([problemOf(file, error)]);
  }
}

function problemOf(file: string, error: unknown): Problem {
  if (error instanceof Failure && error.problems[0]) return error.problems[0];
  const code = (error as NodeJS.ErrnoException).code;
  const folder = dirname(file);
  const text =
    code === "ENOENT"
      ? `cannot be written: the folder ${folder} does not exist.`
      : code === "EACCES" || code === "EPERM"
        ? `cannot be written: no permission to write it or its folder ${folder}.`
        : `${cause(error)}.`;
  return { place: { file }, text };
}

function isForeign(file: string): boolean {
  try {
    if (!statSync(file).isFile()) return false;
    const text = readEnds(file, LOOKED_AT);
    return text !== "" && !OURS.test(text);
  } catch {
    return false;
  }
}

/** The first and the last bytes of a file. */
function readEnds(file: string, length: number): string {
  const fd = openSync(file, "r");
  try {
    const { size } = fstatSync(fd);
    const head = Buffer.alloc(Math.min(length, size));
    const tail = Buffer.alloc(Math.min(length, size));
    readSync(fd, head, 0, head.length, 0);
    readSync(fd, tail, 0, tail.length, size - tail.length);
    return `${head.toString("utf8")}\n${tail.toString("utf8")}`.trim();
  } finally {
    closeSync(fd);
  }
}
