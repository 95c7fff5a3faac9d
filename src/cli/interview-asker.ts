import type { Asker, Look } from "../interview/card.ts";
import { wrap } from "../report/flow.ts";
import { PLAIN } from "../report/paint.ts";
import type { Options } from "./common-options.ts";
import type { Io, Keyboard } from "./io.ts";
import { paintFor } from "./paint-for.ts";

/** The terminal; null where answers cannot be typed or prompts not be seen. */
export function screenOf(io: Io): Keyboard | null {
  const keyboard = io.keyboard?.();
  return keyboard && keyboard.input.isTTY === true && keyboard.output.isTTY === true && io.stdout.isTTY
    ? keyboard
    : null;
}

export interface ClosableAsker extends Asker {
  readonly close: () => void;
}

/** By cursor and keys; line by line with `--plain`, and on a terminal that cannot move its cursor. */
export async function askerFor(keyboard: Keyboard, options: Options, io: Io): Promise<ClosableAsker> {
  const isPlain = options["plain"] === true || io.env["TERM"] === "dumb";
  const paint = isPlain ? PLAIN : await paintFor(options, io);
  const { input, output } = keyboard;
  const look: Look = {
    wrap,
    strong: paint.strong,
    quiet: paint.quiet,
    good: paint.good,
    careful: paint.careful,
    size: () => ({ columns: output.columns ?? 80, rows: output.rows ?? 24 }),
    isRich: !isPlain && io.env["TERM"] !== "linux",
  };
  if (isPlain) return (await import("../interview/plain.ts")).plainAsker(keyboard, look);
  const { terminalAsker } = await import("../interview/prompt.ts");
  return { ...terminalAsker({ input, output }, look), close: () => undefined };
}
