import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { Failure } from "../failure.ts";

/** No file that people write for this program comes near this size. */
const MAX_BYTES = 5_000_000;

/**
 * Text of a file written by a person.
 * @throws Failure when it is missing, a folder, unreadable, larger than `maxBytes`, or not UTF-8 text
 */
export function readText(file: string, maxBytes: number = MAX_BYTES): string {
  const fail = (text: string, hint?: string): never => {
    throw new Failure({ place: { file }, text, ...(hint ? { hint } : {}) });
  };
  let bytes: Buffer;
  try {
    const fd = openSync(file, "r");
    try {
      const info = fstatSync(fd);
      if (info.isDirectory()) return fail("is a folder, not a file.", "Name the file inside it.");
      if (info.size > maxBytes) {
        return fail(
          `is ${megabytes(info.size)} large; at most ${megabytes(maxBytes)} are read.`,
          "Is it the right file?",
        );
      }
      bytes = info.isFile()
        ? readFileSync(fd)
        : (readPipe(fd, maxBytes) ?? fail(`holds more than ${megabytes(maxBytes)}.`));
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    return fail(`${cause(error)}.`);
  }
  if (bytes.includes(0)) return fail("is a binary file, not text.", "A YAML or JSON file is wanted.");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return fail("is not UTF-8 text.", "Save it as UTF-8.");
  }
}

function readPipe(fd: number, maxBytes: number): Buffer | null {
  const chunks: Buffer[] = [];
  let size = 0;
  for (;;) {
    const chunk = Buffer.alloc(65_536);
    const n = readSync(fd, chunk);
    if (n === 0) return Buffer.concat(chunks);
    size += n;
    if (size > maxBytes) return null;
    chunks.push(chunk.subarray(0, n));
  }
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0)} MB`;

/** What a system error means, in words. */
export function cause(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  const words: Record<string, string> = {
    ENOENT: "does not exist",
    EACCES: "may not be read or written (permission denied)",
    EPERM: "may not be read or written (operation not permitted)",
    EISDIR: "is a folder, not a file",
    ENOTDIR: "lies below something that is not a folder",
    ENAMETOOLONG: "has too long a name",
    ENOSPC: "could not be written: the disk is full",
    EROFS: "could not be written: the disk is read-only",
    ELOOP: "is a circle of links",
    EMFILE: "could not be opened: too many files are open",
  };
  return (code && words[code]) ?? (error instanceof Error ? error.message : String(error));
}
