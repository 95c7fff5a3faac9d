/** A policy fact: its id stands before the title. */
export const FACT = /^([A-Z]{2,4}(?:-[A-Z0-9]+)+):/u;

/**
 * Sources for a screen: the id of a policy fact, a section, or the word "assumption"; titles, dates and addresses are left to the
 * formats that have room. What follows a shortened source after a semicolon belongs to it.
 */
export function shortSource(source: string): string {
  const kept: string[] = [];
  let shortened = false;
  for (const part of source.split("; ")) {
    const fact = FACT.exec(part)?.[1];
    const assumed = part.startsWith("assumption");
    if (fact !== undefined || assumed) kept.push(fact ?? "assumption");
    else if (part.startsWith("source ") || !shortened) kept.push(part.replace(/,? https?:\/\/\S+/gu, ""));
    shortened = fact !== undefined || assumed || (shortened && !part.startsWith("source "));
  }
  return [...new Set(kept)].join("; ");
}
