import { COUNTRIES } from "../quantity/country.ts";
import { isDay } from "../quantity/day.ts";

/** A JSON Schema as far as `fits` reads one. */
export interface Shape {
  readonly [keyword: string]: unknown;
}

/** Conditions that a JSON Schema has no words for, by the name that `meta({ holds })` gives them. */
const CONDITIONS: Readonly<Record<string, (value: never) => boolean>> = {
  country: (code: string) => COUNTRIES.has(code),
  day: isDay,
  "not all zero": someAboveZero,
};

export function someAboveZero(weights: Readonly<Record<string, number | undefined>>): boolean {
  return Object.values(weights).some((w) => (w ?? 0) > 0);
}

/** Keywords that say something else than what fits. */
const SILENT = new Set(["$schema", "title", "description", "type"]);

/**
 * Whether a value fits a schema for sure: the quick way past the schema library, which is then needed only to say what is wrong.
 * False also where the schema says something that is not understood here.
 */
export function fits(shape: Shape, value: unknown): boolean {
  if (shape["type"] !== undefined && !isOf(shape["type"] as string, value)) return false;
  return Object.entries(shape).every(
    ([keyword, said]) => SILENT.has(keyword) || KEYWORDS[keyword]?.(said as never, value as never, shape) === true,
  );
}

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "array":
      return Array.isArray(value);
    case "number":
      return Number.isFinite(value);
    case "integer":
      return Number.isSafeInteger(value);
    case "null":
      return value === null;
    case "string":
    case "boolean":
      return typeof value === type;
    default:
      return false;
  }
}

type Keyword = (said: never, value: never, shape: Shape) => boolean;
const KEYWORDS: Readonly<Record<string, Keyword>> = {
  enum: (said: readonly unknown[], value: unknown) => said.includes(value),
  const: (said: unknown, value: unknown) => said === value,
  anyOf: (said: readonly Shape[], value: unknown) => said.some((s) => fits(s, value)),
  minimum: (said: number, value: number) => value >= said,
  maximum: (said: number, value: number) => value <= said,
  exclusiveMinimum: (said: number, value: number) => value > said,
  minLength: (said: number, value: string) => value.length >= said,
  maxLength: (said: number, value: string) => value.length <= said,
  pattern: (said: string, value: string) => new RegExp(said, "u").test(value),
  minItems: (said: number, value: readonly unknown[]) => value.length >= said,
  maxItems: (said: number, value: readonly unknown[]) => value.length <= said,
  items: (said: Shape, value: readonly unknown[]) => Array.from(value).every((x) => fits(said, x)),
  properties: (said: Readonly<Record<string, Shape>>, value: Readonly<Record<string, unknown>>) =>
    Object.entries(said).every(([key, s]) => value[key] === undefined || fits(s, value[key])),
  required: (said: readonly string[], value: Readonly<Record<string, unknown>>) =>
    said.every((key) => value[key] !== undefined),
  propertyNames: (said: Shape, value: object) => Object.keys(value).every((key) => fits(said, key)),
  additionalProperties: (said: Shape | false, value: Readonly<Record<string, unknown>>, { properties }) =>
    Object.keys(value).every(
      (key) => Object.hasOwn((properties as object) ?? {}, key) || (said && fits(said, value[key])),
    ),
  holds: (said: string, value: unknown) => CONDITIONS[said]?.(value as never) === true,
};
