import { Command } from "commander";
import { type Entry, findEntry } from "../catalog/entry.ts";
import { loadWholeCatalog } from "../catalog/load.ts";
import { hang, wrap } from "../report/flow.ts";
import { inertJson } from "../report/inert-json.ts";
import type { Paint } from "../report/paint.ts";
import { clean } from "../report/width.ts";
import { addCatalogOptions, overlaysOf } from "./catalog-options.ts";
import { type Options, oneOf, readShared } from "./common-options.ts";
import { shown, words } from "./grid.ts";
import type { Io } from "./io.ts";
import { paintFor } from "./paint-for.ts";

const FORMATS = ["table", "json"] as const;
/** Said in the head line or below, and so not again among the fields. */
const ELSEWHERE = ["id", "name"];
/** A long list is cut where people read; JSON has it whole. */
const ROWS_SHOWN = 40;

/** `advisor catalog show NAME`: one entry with all its sources. */
export function catalogShowCommand(io: Io): Command {
  const command = new Command("show")
    .description("print an entry with all its sources")
    .argument("<name...>", "a model, provider, accelerator, licence, benchmark, maker or system, by id or name");
  addCatalogOptions(command, FORMATS);
  return command.action(async (names: string[], options: Options) => {
    const { width } = readShared(options, io);
    const format = oneOf(options, "format", FORMATS, "table");
    const catalog = await loadWholeCatalog(overlaysOf(options));
    const entry = findEntry(catalog, names.join(" "));
    if (format === "json") {
      const { kind, id, name, fields, lists, sources } = entry;
      const document = { schema: "advisor-catalog-entry/1", kind, id, name, fields, lists, sources };
      io.stdout.write(inertJson(document));
    } else io.stdout.write(`${page(entry, width, await paintFor(options, io)).join("\n")}\n`);
  });
}

function page({ kind, id, name, fields, lists, sources }: Entry, width: number, paint: Paint): string[] {
  const known = Object.entries(fields).filter(([k]) => !ELSEWHERE.includes(k));
  const label = Math.min(24, Math.max(...known.map(([k]) => words(k).length)));
  const line = (key: string, value: unknown): string[] =>
    hang(`  ${paint.quiet(words(key).padEnd(label))}  `, label + 4, [{ text: shown(value) }], width);
  return [
    `${paint.strong(clean(name))}  ${paint.quiet(name === id ? kind : `${kind} · ${id}`)}`,
    "",
    ...known.flatMap(([k, v]) => line(k, v)),
    ...lists.flatMap(({ title, rows }) => [
      "",
      paint.strong(`${title}${rows.length > 1 ? ` (${rows.length})` : ""}`),
      ...rows.slice(0, ROWS_SHOWN).flatMap((row) => hang("  · ", 4, [{ text: rowText(row) }], width)),
      ...(rows.length > ROWS_SHOWN ? [`  + ${rows.length - ROWS_SHOWN} more with --format json`] : []),
    ]),
    "",
    paint.strong(sources.length === 1 ? "Source" : `Sources (${sources.length})`),
    ...(sources.length === 0
      ? wrap("  none: a term of the taxonomy", width)
      : sources.slice(0, ROWS_SHOWN).flatMap((s) => hang("  · ", 4, [{ text: s }], width))),
    ...(sources.length > ROWS_SHOWN ? [`  + ${sources.length - ROWS_SHOWN} more with --format json`] : []),
  ];
}

/** What is known of a row; what is null in a list is not said one by one. */
const rowText = (row: Readonly<Record<string, unknown>>): string =>
  Object.entries(row)
    .filter(([, v]) => v !== null && v !== undefined && !(Array.isArray(v) && v.length === 0))
    .map(([k, v]) => `${words(k)} ${shown(v)}`)
    .join(" · ");
