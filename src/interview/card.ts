import type { ReadTyped } from "./typed.ts";

/** One line that may be chosen. */
export interface Option {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  /** By which a search finds it, lower case. */
  readonly words?: string;
}

/** What may be typed instead of chosen. */
export interface Typing {
  /** The line that leads to it; null where typing is all there is. */
  readonly label: string;
  readonly ask: string;
  readonly read: (text: string) => ReadTyped;
}

/** One prompt, whatever shows it: what is asked, what may be answered, and what is preselected. */
export interface Card {
  /** `order`: several, in the order in which they are chosen. */
  readonly form: "one" | "several" | "search" | "order";
  readonly text: string;
  /** Stand below the question, unobtrusively. */
  readonly notes: readonly string[];
  /** Who can repaint gets better notes as long as the question is open. */
  readonly onNotes?: (show: (notes: readonly string[]) => void) => void;
  readonly options: readonly Option[];
  readonly chosen: readonly string[];
  /** Of several: the line that says that none applies. */
  readonly none?: string;
  readonly typing?: Typing;
  readonly mayBeUnknown?: boolean;
  /** That nothing is known is preselected. */
  readonly isUnknown?: boolean;
  readonly mayGoBack?: boolean;
  readonly mayLeave?: boolean;
  /** Why it is asked; worked out when somebody asks. */
  readonly why?: () => readonly string[];
  /** What the question is called where only its answer is left on the screen. */
  readonly short?: string;
}

/** A text that is asked for. */
export interface Line {
  readonly text: string;
  /** Taken where nothing is typed; null: nothing typed goes back. */
  readonly usual: string | null;
  readonly read: (text: string) => { readonly problem: string } | object;
}

export type Outcome =
  | { readonly kind: "chosen"; readonly ids: readonly string[] }
  | { readonly kind: "typed"; readonly text: string }
  | { readonly kind: "unknown" }
  | { readonly kind: "back" }
  | { readonly kind: "leave" };

/** Whoever asks: a terminal, a plain one, a test. */
export interface Asker {
  readonly ask: (card: Card) => Promise<Outcome>;
  /** null = back. */
  readonly askLine: (line: Line) => Promise<string | null>;
  readonly tell: (paragraphs: readonly string[]) => void;
  /** A line that is copied: never broken. */
  readonly show: (line: string) => void;
}

/** Thrown by an asker when somebody presses Ctrl-C or the terminal goes away. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  static override [Symbol.hasInstance](x: unknown): boolean {
    return x instanceof Error && x.name === "Interrupted";
  }
}

/** How text is laid out and coloured; the interview knows no colours of its own. */
export interface Look {
  readonly wrap: (text: string, width: number) => readonly string[];
  readonly strong: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly good: (text: string) => string;
  readonly careful: (text: string) => string;
  /** Columns and rows of the screen now. */
  readonly size: () => { readonly columns: number; readonly rows: number };
  /** Signs beyond ASCII may be shown. */
  readonly isRich: boolean;
}

const MINOR = new Set(["the", "and", "for", "with", "need", "model", "want", "our", "from", "into"]);

/** The options that a search finds: those that hold every word, or else those that hold some, most of them first. */
export function search(options: readonly Option[], term: string): Option[] {
  const all = term
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((t) => t !== "");
  const long = all.filter((t) => t.length > 2 && !MINOR.has(t));
  const wanted = long.length > 0 ? long : all;
  if (wanted.length === 0) return [...options];
  const hits = options.map((option) => {
    const words = (option.words ?? `${option.label} ${option.hint}`.toLowerCase()).split(/[^\p{L}\p{N}]+/u);
    const label = option.label.toLowerCase();
    const found = wanted.filter((t) => words.some((w) => w.startsWith(t) || (w.length > 3 && t.startsWith(w)))).length;
    return { option, found, begins: label.startsWith(wanted[0] ?? "") ? 1 : 0 };
  });
  const isWhole = hits.some((h) => h.found === wanted.length);
  return hits
    .filter((h) => (isWhole ? h.found === wanted.length : h.found > 0))
    .sort((a, b) => b.found - a.found || b.begins - a.begins)
    .map((h) => h.option);
}
