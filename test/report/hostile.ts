import type { Recommendation } from "../../src/recommendation.ts";

/** What somebody might write into a catalog, a rule, an evaluation or a title. */
export const EVIL = [
  `<script>window.hacked=1</script>`,
  `</script><img src=x onerror="window.hacked=1">`,
  `</title></style></textarea><svg onload=window.hacked=1>`,
  `" onmouseover="window.hacked=1" x='`,
  `javascript:window.hacked=1`,
  `[x](javascript:window.hacked=1) https://example.com/"onclick="window.hacked=1`,
  `\u001b[31m\u001b]0;hacked\u0007\u009b2J\u0000`,
  `\u202eabc\u202c\u2066def\u2069\u200f\u061c\ufeff`,
  `<!--<script>-->\u2028\u2029 ]]>&lt;&#x3c;`,
  `\ud800 lone`,
].join(" ");

/** Words that a program chooses from a list; nobody can write anything else there. */
const CHOSEN = new Set(
  "schema kind weights basis level verdict criterion today date released retires origin code unit binding digest".split(
    " ",
  ),
);

/** Every other text with hostile text behind it, each tenth one ten thousand letters long; ids keep telling candidates apart. */
export function hostile(recommendation: Recommendation): Recommendation {
  let count = 0;
  const evil = (text: string): string => `${text} ${EVIL}${++count % 10 === 0 ? "W".repeat(10_000) : ""}`;
  const visit = (value: unknown, key: string): unknown => {
    if (typeof value === "string") {
      if (CHOSEN.has(key)) return value;
      return key === "id" || /winner|candidate|against|nearest/iu.test(key) ? `${value} ${EVIL}` : evil(value);
    }
    if (Array.isArray(value)) return value.map((v) => visit(v, key));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, k === "origins" ? v : visit(v, k)]));
  };
  return visit(recommendation, "") as Recommendation;
}
