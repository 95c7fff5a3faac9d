import type { Facts, Raw } from "./arbitrary.ts";

/** true, false, or null = unknown. */
export type Answer = boolean | null;

/** What a condition as written says of one candidate, found the slow way. */
export function naive(raw: Raw, facts: Facts): Answer {
  const [key, inner] = Object.entries(raw)[0] as [string, unknown];
  if (key === "all") return conjunction((inner as Raw[]).map((part) => naive(part, facts)));
  if (key === "any") return negation(conjunction((inner as Raw[]).map((part) => negation(naive(part, facts)))));
  if (key === "not") return negation(naive(inner as Raw, facts));
  const [operator, written] = Object.entries(inner as Raw)[0] as [string, unknown];
  const own = facts[key] ?? null;
  if (operator === "known") return (own !== null) === written;
  const wanted = isPath(written) ? (facts[written] ?? null) : written;
  return own === null || wanted === null ? null : leaf(key, operator, own, wanted);
}

const isPath = (x: unknown): x is string => typeof x === "string" && /^[a-z]+\.[a-z]/iu.test(x);
const negation = (a: Answer): Answer => (a === null ? null : !a);
const conjunction = (answers: readonly Answer[]): Answer =>
  answers.includes(false) ? false : answers.includes(null) ? null : true;

const SCALES = [
  ["basic", "capable", "strong", "frontier"],
  ["public", "internal", "confidential", "regulated"],
  ["community", "business", "enterprise-sla"],
];
const OF_COUNTRIES = /\.(jurisdiction|excludedOrigins|residency|origin|operatorJurisdiction|processingIn)$/u;
const MEMBERS = ["DE", "FR"];

function leaf(path: string, operator: string, own: unknown, wanted: unknown): Answer {
  const countries = OF_COUNTRIES.test(path);
  const covers = (wide: unknown, x: unknown) =>
    wide === x || (countries && wide === "EU" && MEMBERS.includes(x as string));
  const meets = (a: unknown, b: unknown) => covers(a, b) || covers(b, a);
  const wants = Array.isArray(wanted) ? wanted : [wanted];
  if (Array.isArray(own)) {
    const missing = own.includes("anywhere") ? null : false;
    const held = wants.map((w) => own.some((x) => meets(x, w)));
    if (operator === "isEmpty") return (own.length === 0) === wanted;
    if (operator === "within") return own.every((x) => wants.some((w) => covers(w, x)));
    if (operator === "hasAllOf") return held.every(Boolean) || missing;
    const any = held.some(Boolean) || missing;
    return operator === "hasNoneOf" ? negation(any) : any;
  }
  if (typeof own === "number") {
    const [a, b] = [size(wants[0]), size(wants.at(-1))];
    if (operator === "above") return own > a;
    if (operator === "below") return own < a;
    if (operator === "between") return a <= own && own <= b;
    return operator === "atLeast" ? own >= a : operator === "atMost" ? own <= a : own === a;
  }
  if (operator === "atLeast" || operator === "atMost") {
    const scale = SCALES.find((s) => s.includes(own as string)) ?? [];
    const steps = scale.indexOf(own as string) - scale.indexOf(wanted as string);
    return operator === "atLeast" ? steps >= 0 : steps <= 0;
  }
  const among = wants.some((w) => covers(w, own));
  return operator === "isNot" || operator === "notIn" ? !among : among;
}

const size = (x: unknown): number =>
  typeof x === "string" && x.endsWith("k") ? 1000 * Number(x.slice(0, -1)) : Number(x);
