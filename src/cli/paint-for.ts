import { type Paint, PLAIN } from "../report/paint.ts";
import type { Options } from "./common-options.ts";
import { colorLevel, type Io } from "./io.ts";

/** Chalk is loaded only where there is colour. */
export async function paintFor(options: Options, io: Io): Promise<Paint> {
  const level = colorLevel(io, options["color"] !== false);
  return level === 0 ? PLAIN : (await import("../report/chalk-paint.ts")).chalkPaint(level);
}
