import { fstatSync, statSync, writeSync } from "node:fs";
import { devNull } from "node:os";
import { EXIT } from "../failure.ts";
import { cause } from "../yaml/read.ts";
import type { Stream } from "./io.ts";

/**
 * Standard output (1) or error (2). A file, a pipe or nothing is written at once and whole: Node's own streams take longer to load than the
 * answer takes to write, and drop what a pipe has not taken when the process ends. A closed pipe is no error.
 */
export function standardStream(fd: 1 | 2): Stream & { readonly isDone: () => boolean } {
  let direct: boolean | undefined;
  let stream: NodeJS.WriteStream | undefined;
  const isDirect = (): boolean => (direct ??= goesToFileOrPipe(fd));
  const node = (): NodeJS.WriteStream => (stream ??= (fd === 1 ? process.stdout : process.stderr).on("error", leave));
  return {
    /** Nothing written is still on its way. */
    isDone: () => stream === undefined,
    write: (text) => void (isDirect() ? writeWhole(fd, text) : node().write(text)),
    get isTTY() {
      return !isDirect() && node().isTTY === true;
    },
    get columns() {
      return isDirect() ? undefined : node().columns;
    },
  };
}

function goesToFileOrPipe(fd: number): boolean {
  try {
    const info = fstatSync(fd);
    return info.isFile() || info.isFIFO() || (info.isCharacterDevice() && info.rdev === statSync(devNull).rdev);
  } catch {
    return false;
  }
}

function writeWhole(fd: number, text: string): void {
  const bytes = Buffer.from(text, "utf8");
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") wait(5);
      else leave(error as NodeJS.ErrnoException);
    }
  }
}

/** The reader of the pipe is behind. */
const wait = (milliseconds: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
};

function leave(error: NodeJS.ErrnoException): never {
  if (error.code === "EPIPE") process.exit(EXIT.answered);
  writeSync(2, `standard output: ${cause(error)}.\n`);
  return process.exit(EXIT.usage);
}
