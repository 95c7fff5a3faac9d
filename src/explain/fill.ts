import { compact, grouped, usd } from "../quantity/format.ts";
import type { Fact, FactValue, Subject } from "../rules/fact.ts";
import { FACTS } from "../rules/facts.ts";

/** A rule's sentence with its {path} slots filled from one candidate. */
export function fill(sentence: string, subject: Subject): string {
  return sentence.replace(/\{([^}]+)\}/gu, (slot, path: string) => {
    const fact = FACTS[path];
    return fact ? words(fact, fact.read(subject)) : slot;
  });
}

/** The citations of a rule as one text; they may have slots too (the source of this model's licence). */
export const sourceOf = (cite: readonly string[], subject: Subject): string =>
  cite.map((c) => (c.includes("{") ? fill(c, subject) : c)).join("; ");

/** A fact's value as a reader would write it. */
export function words(fact: Fact, value: FactValue): string {
  if (value === null) return "unknown";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value;
  if (typeof value !== "number") return value.length === 0 ? "none" : value.join(", ");
  if (fact.unit?.startsWith("USD")) return usd(value);
  if (fact.unit === "tokens") return compact(value);
  if (fact.unit === "share") return `${grouped(value * 100)} %`;
  return grouped(value, fact.unit === "%" ? 2 : value < 10 ? 1 : 0);
}
