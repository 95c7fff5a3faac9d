import { fstatSync, statSync, writeSync } from "node:fs";
import { EXIT } from "../failure.ts";
import { cause } from "../yaml/read.ts";
import type { Stream } from "./io.ts";

/**
 * Standard output (1) or error (2). A file, a pipe or nothing is written at once and whole: Node's own streams take longer to load than the
 * answer takes to write, and drop what a pipe has not taken when the process ends. A closed pipe is no error: the rest is not written, and
 * the exit code is that of the answer.
 */
export function standardStream(fd: 1 | 2): Stream & { readonly isDone: () => boolean } {
  let direct: boolean | undefined;
  let stream: NodeJS.WriteStream | undefined;
  let isOpen = true;
  const lost = (error: NodeJS.ErrnoException): void => {
    isOpen = false;
    if (error.code !== "EPIPE") leave(fd, error);
  };
  const isDirect = (): boolean => (direct ??= goesToFileOrPipe(fd));
  const node = (): NodeJS.WriteStream => (stream ??= (fd === 1 ? process.stdout : process.stderr).on("error", lost));
  return {
    /** Nothing written is still on its way. */
    isDone: () => stream === undefined,
    write: (text) => {
      if (!isOpen) return;
      if (!isDirect()) node().write(text);
      else {
        const error = writeWhole(fd, text);
        if (error) lost(error);
      }
    },
    get isTTY() {
      return !isDirect() && node().isTTY === true;
    },
    get columns() {
      return isDirect() ? undefined : node().columns;
    },
  };
}

/** `devNull` of node:os, which takes longer to load than this program to write. */
const NOTHING = process.platform === "win32" ? "\\\\.\\nul" : "/dev/null";

function goesToFileOrPipe(fd: number): boolean {
  try {
    const info = fstatSync(fd);
    return info.isFile() || info.isFIFO() || (info.isCharacterDevice() && info.rdev === statSync(NOTHING).rdev);
  } catch {
    return false;
  }
}

/** What kept the rest from being written, or null. */
function writeWhole(fd: number, text: string): NodeJS.ErrnoException | null {
  const bytes = Buffer.from(text, "utf8");
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") wait(5);
      else return error as NodeJS.ErrnoException;
    }
  }
  return null;
}

/** The reader of the pipe is behind. */
const wait = (milliseconds: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
};

function leave(fd: 1 | 2, error: NodeJS.ErrnoException): never {
  if (fd === 1) writeWhole(2, `standard output: ${cause(error)}.\n`);
  return process.exit(EXIT.usage);
}
