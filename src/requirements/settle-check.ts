import { type Layer, valueAt } from "./layer.ts";
import type { Check } from "./requirements.ts";

/** `check` of all layers together: each selection and each limit from the first layer that speaks of it. Null where none does. */
export function settleCheck(layers: readonly Layer[]): Check | null {
  const said = layers.map((l) => valueAt(l.value, ["check"])).filter(isMapping);
  if (said.length === 0) return null;
  const first = (key: string) => said.find((c) => c[key] !== undefined)?.[key];
  const together = (key: string) => {
    const parts = said.map((c) => c[key]).filter(isMapping);
    return parts.length === 0 ? undefined : Object.assign({}, ...parts.reverse());
  };
  const check = {
    selected: together("selected"),
    baseline: first("baseline"),
    failOn: together("failOn"),
    exceptions: first("exceptions"),
  };
  return Object.fromEntries(Object.entries(check).filter(([, value]) => value !== undefined)) as Check;
}

const isMapping = (x: unknown): x is Readonly<Record<string, unknown>> =>
  typeof x === "object" && x !== null && !Array.isArray(x);
