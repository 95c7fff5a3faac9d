import { existsSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import type { WholeCatalog } from "../catalog/catalog.ts";
import { diffCatalogs, type EntryDiff } from "../catalog/diff.ts";
import { loadWholeCatalog } from "../catalog/load.ts";
import { EXIT, type ExitCode, Failure } from "../failure.ts";
import { inertJson } from "../report/inert-json.ts";
import { clean } from "../report/width.ts";
import { readSources } from "../yaml/compiled.ts";
import type { Options } from "./common-options.ts";
import { oneOf } from "./common-options.ts";
import { signed } from "./import-report.ts";
import type { Io } from "./io.ts";

const FORMATS = ["table", "json"] as const;

/** `advisor catalog diff`: two catalogs, entry by entry and field by field. */
export function catalogDiffCommand(io: Io, done: (code: ExitCode) => void): Command {
  return new Command("diff")
    .description("compare the catalog with an overlay laid over it, or two catalogs")
    .argument("<dir>", "overlay or complete catalog folder; the older one of two")
    .argument("[dir2]", "the newer one; without it, the first is compared with the catalog of the package")
    .option("--format <FORMAT>", `${FORMATS.join(", ")} (default: table)`)
    .action(async (first: string, second: string | undefined, options: Options) => {
      const format = oneOf(options, "format", FORMATS, "table");
      const before = second === undefined ? await loadWholeCatalog() : await loadFolder(first);
      const after = await loadFolder(second ?? first);
      const rows = diffCatalogs(before, after);
      io.stdout.write(format === "json" ? inertJson(documentOf(before, after, rows)) : table(rows));
      done(EXIT.answered);
    });
}

/**
 * A folder with all files of a catalog is one; any other is laid over the catalog of the package.
 * @throws Failure when it is missing, or what comes of it has problems
 */
async function loadFolder(folder: string): Promise<WholeCatalog> {
  if (!existsSync(folder)) throw new Failure({ place: { file: folder }, text: "does not exist." });
  if (!["tasks.yaml", "taxonomy.yaml", "models", "providers"].every((name) => existsSync(join(folder, name))))
    return loadWholeCatalog([folder]);
  const { compileCatalog } = await import("../catalog/compile-catalog.ts");
  const { digestOf } = await import("../yaml/digest.ts");
  const { files } = readSources(folder);
  return compileCatalog(files, digestOf(files));
}

function documentOf(before: WholeCatalog, after: WholeCatalog, rows: readonly EntryDiff[]) {
  return {
    schema: "advisor-catalog-diff/1",
    before: { digest: before.digest },
    after: { digest: after.digest },
    count: rows.length,
    rows,
  };
}

function table(rows: readonly EntryDiff[]): string {
  if (rows.length === 0) return "No differences.\n";
  const kinds = [...new Set(rows.map((r) => r.kind))];
  const lines = kinds.flatMap((kind) => {
    const of = rows.filter((r) => r.kind === kind);
    const counts = (["added", "removed", "changed"] as const).flatMap((change) => {
      const n = of.filter((r) => r.change === change).length;
      return n > 0 ? [`${n} ${change}`] : [];
    });
    return [`${kind}: ${counts.join(", ")}`, ...of.flatMap(entryLines), ""];
  });
  return lines.map(clean).join("\n");
}

const MARKS = { added: "+", removed: "-", changed: "~" } as const;

const entryLines = (row: EntryDiff): string[] => [
  `  ${MARKS[row.change]} ${row.id}${row.follows ? `  after ${row.follows}` : ""}`,
  ...row.fields.map(
    (f) => `      ${f.path} ${shown(f.old)} → ${shown(f.new)}${f.percent === null ? "" : ` (${signed(f.percent)})`}`,
  ),
];

function shown(value: unknown): string {
  if (value === null) return "not stated";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}
