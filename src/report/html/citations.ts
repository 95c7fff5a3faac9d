import { FACT } from "../short-source.ts";
import { addressIn } from "./links.ts";
import { html, joined, type Markup, NOTHING, type Part } from "./markup.ts";
import { shortName, shortSentence } from "./shorten.ts";

/** One of the sources that a `source` names. */
export interface Citation {
  readonly label: string;
  /** Title and date, or what is assumed; empty where the label is all. */
  readonly text: string;
  readonly url: string | null;
}

/** The sources of a reason, one by one. A title may hold semicolons: what starts like no source belongs to the one before. */
export function citationsOf(source: string): Citation[] {
  const parts: string[] = [];
  /** The last part may go on: it is no section, and its address has not come yet. */
  let isOpen = false;
  for (const part of source.split("; ")) {
    const isSection = part.startsWith("source ");
    const starts = isSection || FACT.test(part) || /^assumption\b/u.test(part);
    if (isOpen && !starts) parts[parts.length - 1] += `; ${part}`;
    else parts.push(part);
    isOpen = !isSection && addressIn(part) === null;
  }
  return parts.filter((p) => p !== "").map(citation);
}

function citation(part: string): Citation {
  const url = addressIn(part);
  const plain = (url === null ? part : part.replace(url, "")).replace(/[\s,;:]+$/u, "").trim();
  const fact = FACT.exec(plain)?.[1];
  if (fact !== undefined) return { label: fact, text: plain.slice(fact.length + 1).trim(), url };
  return { label: plain || (url ?? ""), text: "", url };
}

/** A label up to this length stays on one line of the narrowest screen. */
const UNBROKEN = 24;

/** Collects what a report cites while it is written, for the list at its end. */
export class Bibliography {
  private readonly known = new Map<string, Citation & { readonly key: string }>();

  /** `isShared`: a source's address stands once, in the list, and a statement leads there. */
  constructor(private readonly isShared = false) {}

  /** The sources of one statement, each a link where it has an address. */
  cite(source: string): Markup {
    const cited = citationsOf(shortSentence(source));
    if (cited.length === 0) return NOTHING;
    const words = cited.map((c): Part => {
      const key = this.keep(c);
      const label = shortName(c.label);
      return c.url === null
        ? label
        : html`<a href="${this.isShared ? `#${key}` : c.url}"${label.length > UNBROKEN && html` class="long"`}>${label}</a>`;
    });
    return html`<cite>${joined(words, " · ")}</cite>`;
  }

  private keep(c: Citation): string {
    const whole = `${c.label}\n${c.text}\n${c.url ?? ""}`;
    const old = this.known.get(whole);
    if (old || (c.url === null && c.text === "")) return old?.key ?? "";
    const key = `s${this.known.size + 1}`;
    this.known.set(whole, { ...c, key });
    return key;
  }

  /** Everything with a title or an address that was cited, by label, with the place that statements lead to. */
  list(): readonly (Citation & { readonly key: string })[] {
    return [...this.known.values()].sort((a, b) =>
      a.label < b.label ? -1 : a.label > b.label ? 1 : a.text < b.text ? -1 : 1,
    );
  }
}
