import type { Parsed } from "../../yaml/parse.ts";
import type { Plain } from "./row.ts";

/** What is done to one provider's file. Offers are named by their place in its list. */
export interface Edit {
  /** Prices that end: the last day of each, YYYY-MM-DD. */
  readonly ended: ReadonlyMap<number, string>;
  /** Prices that never held: they are left out. */
  readonly dropped: ReadonlySet<number>;
  /** Prices that were read again and are the same. */
  readonly reread: ReadonlyMap<number, { readonly source: string; readonly checked: string }>;
  /** New prices, behind the offer with that place (-1 = at the end). */
  readonly added: readonly { readonly after: number; readonly offer: Plain }[];
}

const MARK = "# Written by advisor catalog import";
/** Whether a text is the work of an earlier import. */
export const isImported = (text: string): boolean => text.split("\n", 4).some((line) => line.startsWith(MARK));

/**
 * The file with the edits, everything else as it was, comments too. Line 1 names the schema, line 2 who wrote it from what.
 * @param origin such as `pi-ai as of 2026-11-10, on 2026-11-25`
 */
export function editProvider(text: string, parsed: Parsed, edit: Edit, origin: string): string {
  const lines = text.replace(/\n+$/u, "").split("\n");
  const offers = (parsed.value as { offers?: unknown[] }).offers ?? [];
  const blocks = offers.map((_, i) => blockAt(lines, (parsed.locate(["offers", i]).line ?? 1) - 1));
  const indent = blocks[0] ? indentOf(lines[blocks[0].start] ?? "") : 2;
  const inserted = new Map<number, string[]>();
  for (const { after, offer } of edit.added) {
    const at = after < 0 ? offers.length - 1 : after;
    inserted.set(at, [...(inserted.get(at) ?? []), "", ...emit(offer, indent)]);
  }
  // From the last to the first, so that the places of the others stay.
  for (let i = blocks.length - 1; i >= 0; i--) {
    const block = blocks[i];
    if (!block) continue;
    const before = lines.slice(block.start, block.end);
    const until = edit.ended.get(i);
    const own = (offers[i] ?? {}) as Plain;
    const reading = edit.reread.get(i);
    const old = until ? ended(before, until, own, indent) : reading ? reread(before, reading, own, indent) : before;
    const added = inserted.get(i) ?? [];
    const now = edit.dropped.has(i) ? added.slice(1) : [...old, ...added];
    lines.splice(block.start, block.end - block.start, ...now);
  }
  const body = lines.filter((l, i) => !(i < 4 && (l.startsWith("# yaml-language-server:") || l.startsWith(MARK))));
  return `${["# yaml-language-server: $schema=../../schema/provider.json", `${MARK} from ${origin}.`, ...body].join("\n")}\n`;
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** The lines of the list entry that begins at `start`, without what is blank or a comment behind it. */
function blockAt(lines: readonly string[], start: number): { start: number; end: number } {
  const indent = indentOf(lines[start] ?? "");
  let end = start + 1;
  for (let i = start + 1; i < lines.length; i++) {
    const line = lines[i] ?? "";
    if (line.trim() === "") continue;
    if (indentOf(line) <= indent) break;
    end = i + 1;
  }
  return { start, end };
}

function ended(block: readonly string[], until: string, offer: Plain, indent: number): string[] {
  if (!/^\s*- \w+:/u.test(block[0] ?? "")) return emit({ ...offer, until }, indent);
  const pad = " ".repeat(indent + 2);
  const key = (name: string) => block.findIndex((l) => l.startsWith(`${pad}${name}:`));
  const at = key("until");
  if (at >= 0) return block.map((l, i) => (i === at ? `${pad}until: ${until}` : l));
  const note = key("note") >= 0 ? key("note") : key("source");
  const place = note >= 0 ? note : 1;
  return [...block.slice(0, place), `${pad}until: ${until}`, ...block.slice(place)];
}

/** The entry with another source and day; the other lines as they were, unless its source runs over several. */
function reread(block: readonly string[], reading: Plain, offer: Plain, indent: number): string[] {
  const pad = " ".repeat(indent + 2);
  const places = Object.keys(reading).map((name) => block.findIndex((l) => l.startsWith(`${pad}${name}:`)));
  const isOneLine = places.every((at) => at > 0 && !/:\s*[>|][+-]?\s*$/u.test(block[at] ?? ""));
  if (!isOneLine) return emit({ ...offer, ...reading }, indent);
  return block.map((line, i) => {
    const name = Object.keys(reading)[places.indexOf(i)];
    return name === undefined ? line : `${pad}${name}: ${flow(reading[name])}`;
  });
}

/** One list entry; mappings inside it in flow style, as the curated files have them. */
function emit(offer: Plain, indent: number): string[] {
  const pad = " ".repeat(indent);
  const rows = Object.entries(offer).flatMap(([key, value]) =>
    Array.isArray(value) && value.some((v) => typeof v === "object")
      ? [`${key}:`, ...value.map((v) => `  - ${flow(v)}`)]
      : [`${key}: ${flow(value)}`],
  );
  return rows.map((row, i) => `${pad}${i === 0 ? "- " : "  "}${row}`);
}

function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `{${Object.entries(value)
      .map(([k, v]) => `${k}: ${flow(v)}`)
      .join(", ")}}`;
  // A text that reads the same without quotes needs none; JSON is YAML for all others.
  if (typeof value === "string" && /^([A-Za-z][\w./@-]*( \(?[\w./@-]+\)?)*|\d{4}-\d\d-\d\d)$/u.test(value))
    return RESERVED.test(value) ? JSON.stringify(value) : value;
  return JSON.stringify(value);
}
const RESERVED = /^(true|false|null|yes|no|on|off|y|n)$/iu;
