import type { AssumptionsFile } from "../catalog/schema/assumptions.ts";
import type { Basis } from "../catalog/schema/common.ts";
import type { Range } from "../quantity/range.ts";

/** The catalog's default numbers, with the user's own values in place of those that the user named. */
export interface Assumptions {
  /** Low, likely and high of a value; a single number stands for all three. */
  range(name: string): Range;
  /** The single best value. */
  likely(name: string): number;
  /** The user said it. */
  isSet(name: string): boolean;
  /** How sure it is, and `assumption: name` or `requirements: name` as its source. */
  origin(name: string): { readonly basis: Basis; readonly source: string };
}

/** Reads `catalog/assumptions.yaml` by name; a name that is not there is a bug and throws. */
export function assumptionsOf(
  file: Pick<AssumptionsFile, "values">,
  overrides: Readonly<Record<string, number>>,
): Assumptions {
  const ranges = new Map<string, Range>();
  const range = (name: string): Range => {
    const known = ranges.get(name);
    if (known) return known;
    const own = overrides[name];
    const value = own ?? file.values[name]?.value;
    if (value === undefined) throw new Error(`no assumption is named ${name}`);
    const r = typeof value === "number" ? { low: value, likely: value, high: value } : value;
    ranges.set(name, r);
    return r;
  };
  return {
    range,
    likely: (name) => range(name).likely,
    isSet: (name) => overrides[name] !== undefined,
    origin: (name) =>
      overrides[name] === undefined
        ? { basis: file.values[name]?.basis ?? "assumed", source: `assumption: ${name}` }
        : { basis: "assumed", source: `requirements: assumptions.${name}` },
  };
}
