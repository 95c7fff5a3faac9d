const FACT = /^([A-Z]{2,4}(?:-[A-Z0-9]+)+):/u;

/**
 * Sources for a screen: the id of a policy fact, a section, or the word "assumption"; titles, dates and addresses are left to the
 * formats that have room.
 */
export function shortSource(source: string): string {
  const parts = source.split("; ").map((part) => {
    const fact = FACT.exec(part)?.[1];
    if (fact) return fact;
    if (part.startsWith("assumption")) return "assumption";
    return part.replace(/,? https?:\/\/\S+/gu, "");
  });
  return [...new Set(parts)].join("; ");
}
