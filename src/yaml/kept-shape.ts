import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../root.ts";
import { fits, type Shape } from "./fits.ts";

const kept = new Map<string, Shape | null>();

/** Whether a value fits, for sure, the schema that the build keeps under a name in `dist`; without it nothing does. */
export function surelyFits(name: string, value: unknown): boolean {
  let shape = kept.get(name);
  if (shape === undefined) kept.set(name, (shape = read(name)));
  return shape !== null && fits(shape, value);
}

function read(name: string): Shape | null {
  try {
    return JSON.parse(readFileSync(join(ROOT, "dist", `${name}.json`), "utf8")) as Shape;
  } catch {
    return null;
  }
}
