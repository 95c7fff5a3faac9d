import type { Io } from "./io.ts";

/** What is going on, on standard error: on a terminal one line that changes and goes; elsewhere, or with --quiet, nothing. */
export function progress(io: Io, isQuiet: boolean) {
  const isShown = !isQuiet && io.stderr.isTTY === true;
  return {
    say: (stage: string): void => {
      if (isShown) io.stderr.write(`\r\u001b[K${stage} …`);
    },
    end: (): void => {
      if (isShown) io.stderr.write("\r\u001b[K");
    },
  };
}
