import type { Place } from "../failure.ts";

export type Origin = "flag" | "set" | "file" | "answer" | "preset" | "default";

/** One set of partial requirements and who said it. */
export interface Layer {
  readonly origin: Origin;
  readonly value: unknown;
  readonly locate: (path: readonly PropertyKey[], key?: boolean) => Place;
}

/** `workloads[0].data.regulations` → ["workloads", 0, "data", "regulations"] */
export function parsePath(text: string): (string | number)[] {
  return text
    .replace(/\[([^\]]*)\]/gu, ".$1")
    .split(".")
    .filter((part) => part !== "")
    .map((part) => (/^\d+$/u.test(part) ? Number(part) : part));
}

/** The value at `path`, or undefined. Own keys only. */
export function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
  let x: unknown = root;
  for (const part of path) {
    if (x === null || typeof x !== "object" || !Object.hasOwn(x, part)) return undefined;
    x = (x as Record<string | number, unknown>)[part];
  }
  return x;
}

/** Puts a value at `path`, making mappings and lists on the way. */
export function putAt(root: Record<string, unknown>, path: readonly (string | number)[], value: unknown): void {
  let x = root as Record<string | number, unknown>;
  for (const [i, part] of path.entries()) {
    if (i === path.length - 1) {
      x[part] = value;
      return;
    }
    const next = Object.hasOwn(x, part) ? x[part] : undefined;
    if (next === null || typeof next !== "object") x[part] = typeof path[i + 1] === "number" ? [] : {};
    x = x[part] as Record<string | number, unknown>;
  }
}
