import { Failure } from "../failure.ts";
import { readNumber } from "../quantity/read-number.ts";
import { type Layer, parsePath, putAt } from "./layer.ts";

const ROOTS: ReadonlySet<string> = new Set([
  "organization",
  "workloads",
  "priorities",
  "prioritiesDoubt",
  "evaluations",
  "assumptions",
  "check",
  "plan",
  "schema",
]);

/**
 * The layer that `--set path=value` makes. A path that names neither a root key nor a workload belongs to the first workload; a
 * workload may be named by its id.
 * @throws Failure when there is no `=` or no path
 */
export function setLayer(sets: readonly string[], workloadIds: readonly string[]): Layer | null {
  if (sets.length === 0) return null;
  const value: Record<string, unknown> = {};
  const places: { path: readonly (string | number)[]; file: string }[] = [];
  for (const text of sets) {
    const file = `--set ${text}`;
    const cut = text.indexOf("=");
    const path = absolute(parsePath(cut < 0 ? text : text.slice(0, cut)), workloadIds);
    if (cut <= 0 || path.length === 0) {
      throw new Failure({
        place: { file },
        text: "is not path=value.",
        hint: "For example --set quality=strong or --set organization.sector=finance",
      });
    }
    if (path.some((part) => part === "__proto__" || part === "constructor" || part === "prototype")) {
      throw new Failure({ place: { file }, text: "is not a key here." });
    }
    if (path.some((part) => typeof part === "number" && part > 199)) {
      throw new Failure({ place: { file }, text: "names a place in a list beyond 199." });
    }
    putAt(value, path, path[0] === "assumptions" ? readNumber(text.slice(cut + 1)) : literal(text.slice(cut + 1)));
    places.push({ path, file });
  }
  const locate: Layer["locate"] = (path) => {
    const hit = [...places]
      .reverse()
      .find((p) => p.path.every((part, i) => part === path[i]) || path.every((part, i) => part === p.path[i]));
    return { file: hit?.file ?? "--set" };
  };
  return { origin: "set", value: filled(value), locate };
}

function absolute(path: readonly (string | number)[], workloadIds: readonly string[]): (string | number)[] {
  const [head, second, ...rest] = path;
  if (head === undefined) return [];
  if (head === "workloads" && typeof second === "string") {
    const index = workloadIds.indexOf(second);
    return index >= 0 ? ["workloads", index, ...rest] : ["workloads", 0, second, ...rest];
  }
  if (head === "assumptions") return [head, path.slice(1).join(".")];
  if (typeof head === "string" && ROOTS.has(head)) return [...path];
  const index = typeof head === "string" ? workloadIds.indexOf(head) : -1;
  return index >= 0 && second !== undefined ? ["workloads", index, second, ...rest] : ["workloads", 0, ...path];
}

/** true, false, null, numbers, [a, b], {…} (JSON), a,b is not a list; everything else is text. */
function literal(text: string): unknown {
  const t = text.trim();
  if (t === "true" || t === "false") return t === "true";
  if (t === "null" || t === "") return null;
  if (/^[[{]/u.test(t)) {
    try {
      return JSON.parse(t);
    } catch {
      if (t.startsWith("[") && t.endsWith("]"))
        return t
          .slice(1, -1)
          .split(",")
          .map((x) => literal(x.trim()))
          .filter((x) => x !== null);
      return text;
    }
  }
  return /^[+-]?[\d.]/u.test(t) || /^[+-]?(\.?inf(inity)?|nan)$/iu.test(t) ? readNumber(t.replace(/^\./u, "")) : text;
}

/** Lists without holes: a skipped workload is an empty one. */
function filled(x: unknown): unknown {
  if (Array.isArray(x)) return Array.from(x, (item) => (item === undefined ? {} : filled(item)));
  if (x === null || typeof x !== "object") return x;
  return Object.fromEntries(Object.entries(x).map(([k, v]) => [k, filled(v)]));
}
