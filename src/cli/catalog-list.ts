import { Command } from "commander";
import { FACETS, type FacetName, filterRows } from "../catalog/facets.ts";
import { LIST_KINDS, type ListKind, type ListRow, listRows } from "../catalog/list.ts";
import { loadWholeCatalog } from "../catalog/load.ts";
import { EXIT, type ExitCode } from "../failure.ts";
import { csvText } from "../report/csv-text.ts";
import { escaped } from "../report/escape-markdown.ts";
import { inertJson } from "../report/inert-json.ts";
import { addCatalogOptions, overlaysOf } from "./catalog-options.ts";
import { collect, list, type Options, oneOf, readShared } from "./common-options.ts";
import { grid, shown } from "./grid.ts";
import type { Io } from "./io.ts";
import { paintFor } from "./paint-for.ts";

const FORMATS = ["table", "json", "csv", "markdown"] as const;

/** Columns of the table by kind; the data formats have all of them. */
const COLUMNS: Readonly<Record<ListKind, readonly (readonly [head: string, read: (row: ListRow) => unknown])[]>> = {
  models: [
    ["id", (r) => r.id],
    ["weights", (r) => r["weights"]],
    ["from", (r) => r["origin"]],
    ["architecture", (r) => r["architecture"]],
    ["size", (r) => (r["parametersTotalB"] === null ? "unknown" : `${r["parametersTotalB"]} B`)],
    ["context", (r) => r["contextTokens"]],
    ["released", (r) => r["released"]],
    ["lifecycle", (r) => (r["retires"] ? `${r["lifecycle"]}, ends ${r["retires"]}` : r["lifecycle"])],
    ["offers", (r) => r["offers"]],
  ],
  offers: [
    ["id", (r) => r.id],
    ["kind", (r) => r["kind"]],
    ["in", (r) => r["inputUsdPerMtok"]],
    ["out", (r) => r["outputUsdPerMtok"]],
    ["cached", (r) => r["cachedInputUsdPerMtok"]],
    ["other price", otherPrice],
    ["until", (r) => r["until"] ?? ""],
    ["checked", (r) => r["checked"]],
  ],
  providers: [
    ["id", (r) => r.id],
    ["name", (r) => r["name"]],
    ["law", (r) => r["jurisdiction"]],
    ["kinds", (r) => r["kinds"]],
    ["offers", (r) => r["offers"]],
    ["trains on inputs", (r) => r["trainsOnInputs"]],
    ["keeps days", (r) => r["retentionDays"]],
    ["processing in", (r) => r["processingIn"]],
  ],
  accelerators: [
    ["id", (r) => r.id],
    ["GB", (r) => r["memoryGB"]],
    ["GB/s", (r) => r["bandwidthGBps"]],
    ["tflops", (r) => r["tflops"]],
    ["watts", (r) => r["watts"]],
    ["rented from $/h", rentedFrom],
    ["bought $", (r) => r["usdPurchase"]],
  ],
  licenses: [
    ["id", (r) => r.id],
    ["name", (r) => r["name"]],
    ["OSI", (r) => r["osi"]],
    ["commercial", (r) => r["commercial"]],
    ["outputs may train", (r) => r["outputsMayTrain"]],
    ["caps", (r) => (r["caps"] as unknown[] | null)?.length || (r["caps"] === null ? null : "")],
    ["not in", (r) => (r["excludedRegions"] as unknown[] | null)?.join(", ") ?? null],
    ["models", (r) => r["models"]],
  ],
  benchmarks: [
    ["id", (r) => r.id],
    ["name", (r) => r["name"]],
    ["unit", (r) => r["unit"]],
    ["kind", (r) => r["kind"]],
    ["rows", (r) => r["rows"]],
    ["newest", (r) => r["newest"]],
  ],
};

/** `advisor catalog list`: every entry of one kind, filtered by facets. */
export function catalogListCommand(io: Io, done: (code: ExitCode) => void): Command {
  const command = new Command("list")
    .description("list models, offers, providers, accelerators, licenses or benchmarks")
    .option("--kind <KIND>", `${LIST_KINDS.join(", ")} (default: models)`);
  addCatalogOptions(command, FORMATS);
  for (const [name, { help }] of Object.entries(FACETS)) {
    command.option(`--${name} <LIST>`, help, (v: string, before: string[] | undefined) =>
      v.split(",").reduce<string[]>((all, x) => collect(x.trim(), all), before ?? []),
    );
  }
  return command.action(async (options: Options) => {
    const { today, width } = readShared(options, io);
    const kind = oneOf(options, "kind", LIST_KINDS, "models");
    const format = oneOf(options, "format", FORMATS, "table");
    const catalog = await loadWholeCatalog(overlaysOf(options));
    const wanted = Object.fromEntries(
      Object.keys(FACETS).flatMap((name) => (list(options, name).length > 0 ? [[name, list(options, name)]] : [])),
    ) as Partial<Record<FacetName, readonly string[]>>;
    const rows = filterRows(listRows(catalog, kind, today), kind, wanted);
    const document = {
      schema: "advisor-catalog-list/1",
      kind,
      today,
      catalog: { digest: catalog.digest },
      count: rows.length,
      rows,
    };
    if (format === "json") io.stdout.write(inertJson(document));
    else if (format === "csv") io.stdout.write(csv(rows));
    else {
      const heads = COLUMNS[kind].map(([head]) => head);
      const cells = rows.map((row) => COLUMNS[kind].map(([, read]) => shown(read(row))));
      const lines =
        format === "markdown" ? markdown(heads, cells) : grid(heads, cells, width, await paintFor(options, io));
      const count = `${rows.length} ${rows.length === 1 ? kind.slice(0, -1) : kind}`;
      io.stdout.write(
        `${[...lines, "", format === "markdown" ? count : `${count} · ${catalog.digest.slice(0, 19)}`].join("\n")}\n`,
      );
    }
    done(rows.length > 0 ? EXIT.answered : EXIT.negative);
  });
}

function otherPrice(r: ListRow): string {
  const per: readonly (readonly [string, string])[] = [
    ["perImageUsd", "an image"],
    ["perSecondUsd", "a second"],
    ["perMinuteUsd", "a minute"],
    ["perMillionCharactersUsd", "a million characters"],
  ];
  const parts = per.flatMap(([key, unit]) => (r[key] === null ? [] : [`${r[key]} ${unit}`]));
  return [...parts, ...(r["otherPrice"] ? [String(r["otherPrice"])] : [])].join(", ");
}

function rentedFrom(r: ListRow): string {
  const rows = r["usdPerHour"] as readonly {
    readonly cloud: string;
    readonly term: string;
    readonly usdPerDeviceHour: number;
  }[];
  const least = rows
    .filter((x) => x.term === "on-demand")
    .reduce<(typeof rows)[number] | null>(
      (best, x) => (best === null || x.usdPerDeviceHour < best.usdPerDeviceHour ? x : best),
      null,
    );
  return least ? `${least.usdPerDeviceHour.toFixed(2)} ${least.cloud}` : "";
}

/** No cell starts a formula in a spreadsheet. */
function csv(rows: readonly ListRow[]): string {
  const keys = [...new Set(rows.flatMap((r) => Object.keys(r)))];
  const text = (x: unknown): unknown => (Array.isArray(x) && x.every((i) => typeof i === "string") ? x.join(" ") : x);
  return csvText([keys, ...rows.map((r) => keys.map((k) => text(r[k])))]);
}

const markdown = (heads: readonly string[], rows: readonly (readonly string[])[]): string[] => {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map((cells) => line(cells.map(escaped)))];
};
