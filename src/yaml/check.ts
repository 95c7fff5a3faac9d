import type * as z from "zod";
import { Failure, nearest, type Place, type Problem } from "../failure.ts";
import { readNumber } from "../quantity/read-number.ts";

export type Locate = (path: readonly PropertyKey[], key?: boolean) => Place;

/**
 * The value as the schema types it. All problems are reported together, each with its place, what is allowed and the nearest
 * legal spelling.
 * @throws Failure
 */
export function check<S extends z.ZodType>(schema: S, value: unknown, locate: Locate): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Failure(problemsOf(schema, result.error.issues, value, locate));
}

type Issue = z.core.$ZodIssue;

function problemsOf(schema: z.ZodType, issues: readonly Issue[], root: unknown, locate: Locate): Problem[] {
  const context: Context = { schema: schema as unknown as Schema, root, locate };
  const order = ({ place }: Problem) => (place?.line ?? 0) * 1e6 + (place?.column ?? 0);
  return issues.flatMap((issue) => describe(issue, [], context)).sort((a, b) => order(a) - order(b));
}

interface Context {
  readonly schema: Schema;
  readonly root: unknown;
  readonly locate: Locate;
}

function describe(issue: Issue, before: readonly PropertyKey[], context: Context): Problem[] {
  const { root, locate } = context;
  const path = [...before, ...issue.path];
  const at = (text: string, hint?: string | null, deeper: readonly PropertyKey[] = path, key = false): Problem => ({
    place: locate(deeper, key),
    path: pathText(deeper),
    text,
    ...(hint ? { hint } : {}),
  });
  const got = valueAt(root, path);
  switch (issue.code) {
    case "unrecognized_keys": {
      const legal = legalKeys(context.schema, path);
      return issue.keys.map((k) => at("is not a key here.", cureOf(k, legal, context.schema), [...path, k], true));
    }
    case "invalid_value":
      return [
        at(
          `${show(got)} is not one of ${issue.values.map(String).join(", ")}.`,
          didYouMean(String(got), issue.values.map(String)),
        ),
      ];
    case "invalid_union":
      return unionProblem(issue, path, context) ?? [at(`${show(got)} does not fit.`)];
    case "invalid_type":
      if (got === undefined) return [at(`is missing. It is ${article(issue.expected)}.`)];
      if (typeof got === "number") return [at(`${got} is not a finite number.`)];
      return [
        at(`${show(got)} is not ${article(issue.expected)}.`, isNumeric(issue.expected) ? numberMeant(got) : null),
      ];
    case "too_small":
      return [at(`${show(got)} is ${boundText(issue.origin, issue.minimum, issue.inclusive ?? true, "below")}.`)];
    case "too_big":
      return [at(`${show(got)} is ${boundText(issue.origin, issue.maximum, issue.inclusive ?? true, "above")}.`)];
    case "custom":
      return [
        at(
          got === undefined || typeof got === "object" ? `${issue.message}.` : `${show(got)} is ${issue.message}.`,
          hintOf(issue),
        ),
      ];
    case "invalid_format":
      return [at(`${show(got)} has the wrong form: ${issue.message}.`)];
    case "invalid_key":
    case "invalid_element":
      return issue.issues.flatMap((inner) => describe(inner, path, context));
    default:
      return [at(`${show(got)}: ${issue.message}.`)];
  }
}

/** Of a union, the branch that got furthest speaks; enumerations of all branches are read out together. */
function unionProblem(
  issue: z.core.$ZodIssueInvalidUnion,
  path: readonly PropertyKey[],
  context: Context,
): Problem[] | null {
  const { root, locate } = context;
  const branches = issue.errors;
  const literals = branches.flatMap((b) =>
    b.flatMap((i) => (i.code === "invalid_value" && i.path.length === 0 ? i.values.map(String) : [])),
  );
  const isWord = (i: Issue) =>
    i.path.length === 0 && (i.code === "invalid_value" || (i.code === "invalid_type" && i.expected === "null"));
  const others = branches.filter((b) => !b.every(isWord));
  const depth = (b: readonly Issue[]) =>
    Math.max(...b.map((i) => i.path.length * 2 + (i.code === "invalid_type" && i.path.length === 0 ? 0 : 1)));
  const best = [...others].sort((a, b) => depth(b) - depth(a))[0];
  if (!best && literals.length > 0) {
    const got = valueAt(root, path);
    const words = [...new Set(literals)].filter((w) => w !== "null");
    return [
      {
        place: locate(path),
        path: pathText(path),
        text: `${show(got)} is not one of ${words.join(", ")}.`,
        ...(didYouMean(String(got), words) ? { hint: didYouMean(String(got), words) as string } : {}),
      },
    ];
  }
  return best ? best.flatMap((inner) => describe(inner, path, context)) : null;
}

const hintOf = (issue: z.core.$ZodIssueCustom): string | null => {
  const hint: unknown = issue.params?.["hint"];
  return typeof hint === "string" ? hint : null;
};

export const didYouMean = (word: string, legal: Iterable<string>): string | null => {
  const close = nearest(word, legal);
  return close ? `Did you mean ${close}?` : null;
};

interface Def {
  readonly type: string;
  readonly shape?: Record<string, Schema>;
  readonly element?: Schema;
  readonly innerType?: Schema;
  readonly valueType?: Schema;
  readonly options?: readonly Schema[];
  readonly in?: Schema;
}
interface Schema {
  readonly _zod: { readonly def: Def };
}

/** Keys that the schema allows in the mapping at `path`. */
function legalKeys(schema: Schema, path: readonly PropertyKey[]): readonly string[] {
  const def = schema._zod.def;
  if (def.options) return def.options.flatMap((o) => legalKeys(o, path));
  const inner = def.innerType ?? def.in;
  if (inner) return legalKeys(inner, path);
  const [head, ...rest] = path;
  if (head === undefined) return Object.keys(def.shape ?? {});
  const next = def.shape ? def.shape[String(head)] : (def.element ?? def.valueType);
  return next ? legalKeys(next, rest) : [];
}

/** What to write for a key that is not one here: the nearest, the same one where it belongs, or what there is. */
function cureOf(key: string, legal: readonly string[], schema: Schema): string | null {
  const near = didYouMean(key, legal);
  if (near) return near;
  const elsewhere = pathsTo(key, schema)[0];
  if (elsewhere) return `Did you mean ${elsewhere}?`;
  return legal.length > 0 ? `Keys here: ${[...new Set(legal)].join(", ")}.` : null;
}

/** Where in the schema a key of that name is, as `workloads[].data.airGapped`. */
function pathsTo(key: string, schema: Schema, at = ""): string[] {
  const { options, innerType, in: from, shape, element, valueType } = schema._zod.def;
  if (options) return options.flatMap((o) => pathsTo(key, o, at));
  const inner = innerType ?? from;
  if (inner) return pathsTo(key, inner, at);
  const below = element ?? valueType;
  if (below) return pathsTo(key, below, element ? `${at}[]` : `${at}.*`);
  return Object.entries(shape ?? {}).flatMap(([name, next]) => {
    const here = at ? `${at}.${name}` : name;
    return name === key ? [here] : pathsTo(key, next, here);
  });
}

const isNumeric = (expected: string): boolean => expected === "number" || expected === "int";

/** `$5k` was meant as 5000, `20,000` as 20000. */
function numberMeant(got: unknown): string | null {
  if (typeof got !== "string") return null;
  const bare = got.replace(/(?<=\d)[,' \u00a0](?=\d{3}(?!\d))|usd|eur|[$€£\s]/giu, "");
  const n = readNumber(bare);
  return typeof n === "number" && Number.isFinite(n) ? `Did you mean ${Number(n.toPrecision(12))}?` : null;
}

function boundText(origin: string, bound: number | bigint, inclusive: boolean, side: "above" | "below"): string {
  const limit = side === "below" ? (inclusive ? "at least" : "above") : inclusive ? "at most" : "below";
  if (origin === "string")
    return bound === 1 || bound === 1n
      ? "empty"
      : `too ${side === "below" ? "short" : "long"}; its length is ${limit} ${bound}`;
  if (origin === "array") return `too ${side === "below" ? "short" : "long"}: ${limit} ${bound} entries`;
  return `${side} ${bound}${inclusive ? "" : " or equal"}; it must be ${limit} ${bound}`;
}

const ARTICLES: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping (key: value)",
  record: "a mapping (key: value)",
  null: "empty",
};
const article = (expected: string): string => ARTICLES[expected] ?? `a ${expected}`;

function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (value !== null && typeof value === "object") return "a mapping";
  const text = JSON.stringify(value) ?? String(value);
  return typeof value === "number" ? String(value) : text.length > 60 ? `${text.slice(0, 57)}…"` : text;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let x: unknown = root;
  for (const part of path) {
    if (x === null || typeof x !== "object") return undefined;
    x = (x as Record<PropertyKey, unknown>)[part];
  }
  return x;
}

/** `workloads[0].data.sensitivity` */
export function pathText(path: readonly PropertyKey[]): string {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else text += text ? `.${String(part)}` : String(part);
  }
  return text;
}
