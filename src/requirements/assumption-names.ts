import { nearest } from "../failure.ts";

/** Assumptions of the catalog by name: what each is, and what a value of one's own must be. */
export type KnownAssumptions = Readonly<
  Record<
    string,
    {
      readonly what: string;
      readonly above?: number | undefined;
      /** 0 where it is not stated. */
      readonly least?: number | undefined;
      readonly most?: number | undefined;
    }
  >
>;

const MOST_NAMES = 6;

/** What is wrong with a name or with the value for it; null where nothing is. */
export function assumptionProblem(
  name: string,
  value: unknown,
  known: KnownAssumptions,
): { readonly text: string; readonly hint?: string } | null {
  const entry = Object.hasOwn(known, name) ? known[name] : undefined;
  if (!entry) return { text: `the catalog has no assumption "${name}".`, hint: hintFor(name, known) };
  if (typeof value !== "number") return null;
  const { what, above, least = 0, most } = entry;
  const is = `It is: ${what}.`;
  if (above !== undefined && value <= above) return { text: `${value} is not above ${above}.`, hint: is };
  if (value < least) return { text: `${value} is below ${least}.`, hint: is };
  if (most !== undefined && value > most) return { text: `${value} is above ${most}.`, hint: is };
  return null;
}

/** Names that hold the word, else those whose meaning holds it, else the nearest spelling. */
function hintFor(name: string, known: KnownAssumptions): string {
  const names = Object.keys(known);
  const word = name.toLowerCase();
  const close = nearest(name, names);
  const holding = names.filter((n) => n.toLowerCase().includes(word));
  const meaning = names.filter((n) => known[n]?.what.toLowerCase().includes(word));
  const related = holding.length > 0 ? holding : close ? [close] : meaning;
  if (related.length === 0) return "`advisor tco --format json` lists those behind a bill.";
  const more = related.length > MOST_NAMES ? ` and ${related.length - MOST_NAMES} more` : "";
  return `Did you mean ${related.slice(0, MOST_NAMES).join(", ")}${more}?`;
}
