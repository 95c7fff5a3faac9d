import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { Failure } from "../failure.ts";
import { cause } from "../yaml/read.ts";

export interface Target {
  readonly file: string;
  readonly text: string;
}

/** Marks by which a file tells that this program wrote it. */
const OURS = new RegExp(
  [
    "advisor-(recommendation|requirements|check)/1",
    String.raw`· advisor \d+\.\d+\.\d+`,
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
 * Writes files whole or not at all (temporary file, then rename). A file that this program did not write is kept unless `force`.
 * All targets are looked at before the first is touched.
 * @throws Failure
 */
export function writeFiles(targets: readonly Target[], force: boolean): void {
  const kept = targets.filter((t) => !force && isForeign(t.file));
  if (kept.length > 0) {
    throw new Failure(
      kept.map(({ file }) => ({
        place: { file },
        text: "exists and was not written by advisor; it is kept.",
        hint: "Use another name, or --force.",
      })),
    );
  }
  for (const { file, text } of targets) writeWhole(file, text);
}

function writeWhole(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    if (existsSync(file) && statSync(file).isDirectory())
      throw new Failure({ place: { file }, text: "is a folder, not a file." });
    if (existsSync(file) && !statSync(file).isFile()) {
      writeFileSync(file, text);
      return;
    }
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    if (error instanceof Failure) throw error;
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new Failure({
      place: { file },
      text: missing ? `cannot be written: the folder ${dirname(file)} does not exist.` : `${cause(error)}.`,
    });
  }
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
