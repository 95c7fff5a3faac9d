import { Command } from "commander";
import type { Catalog } from "../catalog/catalog.ts";
import { loadCatalog } from "../catalog/load.ts";
import type { SizeContext, SizeInput } from "../estimate/size-input.ts";
import { type Sizing, size } from "../estimate/sizing.ts";
import { sizingTable } from "../estimate/sizing-table.ts";
import { EXIT, type ExitCode, Failure, nearest, type Problem } from "../failure.ts";
import { csvText } from "../report/csv-text.ts";
import { escaped } from "../report/escape-markdown.ts";
import { wrap } from "../report/flow.ts";
import { inertJson } from "../report/inert-json.ts";
import { parseYaml } from "../yaml/parse.ts";
import { readText } from "../yaml/read.ts";
import { overlaysOf } from "./catalog-options.ts";
import { collect, type Options, oneOf, readShared, text } from "./common-options.ts";
import { grid } from "./grid.ts";
import type { Io } from "./io.ts";
import { paintFor } from "./paint-for.ts";
import { casesFrom } from "./size-cases.ts";
import { sizingPage, tableCells, tableHeads } from "./size-page.ts";

const FORMATS = ["table", "json", "csv", "markdown"] as const;

/** `advisor size <model>`: does it fit and how fast is it, on named accelerators or on each that the catalog knows. */
export function sizeCommand(io: Io, done: (code: ExitCode) => void): Command {
  return new Command("size")
    .description("memory, concurrency and speed of a model on accelerators; without --accelerator on each of them")
    .argument("[model]", "id of a model, such as alibaba/qwen3.8-27b")
    .option("--config <FILE>", "size any model from its Hugging Face config.json, or from its geometry")
    .option("--parameters-b <N>", "all parameters, 1e9, where the file does not tell")
    .option("--active-parameters-b <N>", "parameters used per token, 1e9")
    .option("--accelerator <NAME>", "such as nvidia-h100-80gb-sxm (advisor catalog list --kind accelerators)")
    .option("--this-machine", "on the GPUs of this machine; without one, in its memory")
    .option("--count <N>", "devices that serve together (default: 1)")
    .option("--quantization <FORMAT>", "bf16, fp8, int8, int4, nvfp4, mxfp4, q8_0, q6_k, q5_k_m, q4_k_m, q4_0, …")
    .option("--kv-quantization <FORMAT>", "f16, fp8, q8_0, q4_0 (default: f16)")
    .option("--engine <NAME>", "vllm, tensorrt-llm, sglang, llama.cpp (default: vllm)")
    .option("--engine-date <YYYY-MM>", "build of the engine, which picks the dated profile")
    .option("--input-tokens <N>", "tokens in, per request (default: 1000)")
    .option("--output-tokens <N>", "tokens out, per request (default: 500)")
    .option("--concurrency <N>", "requests held open at once, or max (default: 1)")
    .option("--requests <N>", "requests in all: an upper bound of max")
    .option("--parallelism <KIND>", "tensor, expert, layer, best (default: tensor; layer for llama.cpp)")
    .option("--cases <FILE>", "JSON lines of such inputs, one result line each; - for standard input")
    .option("--format <FORMAT>", `${FORMATS.join(", ")} (default: table)`)
    .option("--catalog <DIR>", "lay a catalog folder over the catalog (repeatable)", collect)
    .option("--today <YYYY-MM-DD>", "size as of this day")
    .option("--width <N>", "columns of the table")
    .option("--no-color", "no colour (NO_COLOR is kept too)")
    .action(async (model: string | undefined, options: Options) => {
      const { today, width } = readShared(options, io);
      const format = oneOf(options, "format", FORMATS, "table");
      const catalog = await loadCatalog(overlaysOf(options));
      const context = { catalog, today };
      const cases = text(options, "cases");
      const isHere = options["thisMachine"] === true;
      if (isHere) refuseBeside(options, ["accelerator", "count", "cases"]);
      if (cases !== null) return done(casesFrom(cases, context, io));
      const input = readInput(model, options, catalog);
      if (isHere) return done(await here(input, context, format, width, options, io));
      done(
        input.accelerator === undefined
          ? await everywhere(input, context, format, width, options, io)
          : await once({ ...input, accelerator: input.accelerator }, context, format, width, options, io),
      );
    });
}

type PartialInput = Omit<SizeInput, "accelerator"> & { readonly accelerator?: string };
type Format = (typeof FORMATS)[number];

/** @throws Failure where an option is given that says something else */
function refuseBeside(options: Options, others: readonly string[]): void {
  const given = others.filter((name) => options[name] !== undefined);
  if (given.length > 0)
    throw new Failure(
      given.map((name) => ({ place: { file: `--${name}` }, text: "says another machine than --this-machine." })),
    );
}

async function once(
  input: SizeInput,
  context: SizeContext,
  format: Format,
  width: number,
  options: Options,
  io: Io,
): Promise<ExitCode> {
  const sizing = asFlags(() => size(input, context));
  const page = async () => sizingPage(input, sizing, context, width, await paintFor(options, io));
  return shown(sizing, sizing, page, format, io);
}

async function shown(
  sizing: Sizing,
  whole: object,
  page: () => Promise<string[]>,
  format: Format,
  io: Io,
): Promise<ExitCode> {
  if (format === "json") io.stdout.write(inertJson(whole));
  else if (format === "csv") io.stdout.write(csv(flat(whole)));
  else if (format === "markdown") io.stdout.write(`${markdown(["figure", "value"], flat(whole))}\n`);
  else io.stdout.write(`${(await page()).join("\n")}\n`);
  return sizing.fits ? EXIT.answered : EXIT.negative;
}

async function here(
  input: PartialInput,
  context: SizeContext & { readonly catalog: Catalog },
  format: Format,
  width: number,
  options: Options,
  io: Io,
): Promise<ExitCode> {
  const [{ thisMachine }, { devicesHere, sizeInMemory }] = await Promise.all([
    import("./this-machine.ts"),
    import("./size-here.ts"),
  ]);
  const machine = await thisMachine(io);
  const { accelerator, count, words } = devicesHere(machine, context.catalog);
  const engine = input.engine ?? (accelerator?.edgeClass === null ? "vllm" : "llama.cpp");
  const asked = {
    ...input,
    engine,
    accelerator: accelerator?.id ?? "this machine's memory",
    count: Math.max(1, count),
  };
  const sizing = asFlags(() =>
    accelerator ? size(asked, context) : sizeInMemory(input, context, machine.memoryBytes),
  );
  const { gpus, memoryBytes } = machine;
  const page = async () => [
    ...wrap(words, width),
    "",
    ...sizingPage(asked, sizing, context, width, await paintFor(options, io)),
  ];
  return shown(sizing, { ...sizing, machine: { gpus, memoryBytes } }, page, format, io);
}

async function everywhere(
  input: PartialInput,
  context: SizeContext,
  format: Format,
  width: number,
  options: Options,
  io: Io,
): Promise<ExitCode> {
  const rows = asFlags(() => sizingTable(input, context));
  const heads = tableHeads;
  const cells = rows.map(tableCells);
  if (format === "json") io.stdout.write(inertJson({ schema: "advisor-size-table/1", rows }));
  else if (format === "csv") io.stdout.write(csv([[...heads], ...cells]));
  else if (format === "markdown") io.stdout.write(`${markdown(heads, cells)}\n`);
  else {
    const paint = await paintFor(options, io);
    const fitting = rows.filter((r) => r.sizing.fits).length;
    io.stdout.write(
      `${[
        ...grid(heads, cells, width, paint),
        "",
        ...wrap(
          `fits ${fitting} of ${rows.length} accelerators, the fewest devices of each · one alone: --accelerator NAME --count N`,
          width,
        ),
      ].join("\n")}\n`,
    );
  }
  return rows.some((r) => r.sizing.fits) ? EXIT.answered : EXIT.negative;
}

const FLAGS: Readonly<Record<string, string>> = {
  model: "model",
  config: "--config",
  parametersB: "--parameters-b",
  activeParametersB: "--active-parameters-b",
  kvQuantization: "--kv-quantization",
  inputTokens: "--input-tokens",
  outputTokens: "--output-tokens",
  engineDate: "--engine-date",
};

/** Problems of an input name its fields; on a command line they are flags. */
function asFlags<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(
      error.problems.map(({ path, ...p }) => {
        const [field = "", ...rest] = (path ?? "").split(".");
        const place = { file: FLAGS[field] ?? `--${field}` };
        return rest.length > 0 ? { ...p, place, path: rest.join(".") } : { ...p, place };
      }),
      error.exitCode,
    );
  }
}

/** @throws Failure with everything wrong on the command line */
function readInput(model: string | undefined, options: Options, catalog: Catalog): PartialInput {
  const problems: Problem[] = [];
  const number = (name: string, flag: string): number | undefined => {
    const given = text(options, name);
    if (given === null) return undefined;
    const m = /^(\d+(?:\.\d+)?)([kM]?)$/u.exec(given);
    const n = m ? Number(m[1]) * ({ k: 1e3, M: 1e6 }[m[2] ?? ""] ?? 1) : Number.NaN;
    if (!Number.isFinite(n)) problems.push({ place: { file: flag }, text: `"${given}" is not a number.` });
    return n;
  };
  const file = text(options, "config");
  const config = file === null ? undefined : parseYaml(readText(file), file).value;
  if (file !== null && (config === null || typeof config !== "object" || Array.isArray(config)))
    problems.push({ place: { file }, text: "is not a mapping.", hint: "A config.json or a geometry is wanted." });
  if (model === undefined && file === null)
    problems.push({ place: { file: "size" }, text: "names no model.", hint: "advisor size alibaba/qwen3.8-27b" });
  const concurrency = text(options, "concurrency");
  const fields = {
    model: model === undefined ? undefined : fullId(model, catalog, config !== undefined),
    config: config as Record<string, unknown> | undefined,
    parametersB: number("parametersB", "--parameters-b"),
    activeParametersB: number("activeParametersB", "--active-parameters-b"),
    quantization: text(options, "quantization")?.toLowerCase(),
    kvQuantization: text(options, "kvQuantization")?.toLowerCase(),
    accelerator: text(options, "accelerator") ?? undefined,
    count: number("count", "--count"),
    engine: text(options, "engine")?.toLowerCase(),
    engineDate: text(options, "engineDate") ?? undefined,
    inputTokens: number("inputTokens", "--input-tokens"),
    outputTokens: number("outputTokens", "--output-tokens"),
    concurrency: concurrency === "max" ? ("max" as const) : number("concurrency", "--concurrency"),
    requests: number("requests", "--requests"),
    parallelism: text(options, "parallelism") ?? undefined,
  };
  if (problems.length > 0) throw new Failure(problems);
  return Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined)) as PartialInput;
}

/** The id of a model named with or without its maker. */
function fullId(name: string, { models }: Catalog, hasConfig: boolean): string {
  if (hasConfig || models.some((m) => m.id === name)) return name;
  const ids = models.map((m) => m.id);
  const bare = ids.filter((id) => id.slice(id.indexOf("/") + 1) === name);
  if (bare.length === 1) return bare[0] as string;
  const close = nearest(name, name.includes("/") ? ids : ids.map((id) => id.slice(id.indexOf("/") + 1)));
  throw new Failure({
    place: { file: "size" },
    text: `the catalog has no model "${name}".`,
    hint: close ? `Did you mean ${close}?` : "advisor catalog list names them; --config FILE sizes any other.",
  });
}

/** Every figure of a sizing on a line of its own. */
function flat(sizing: object): string[][] {
  const rows: string[][] = [];
  const walk = (x: unknown, path: string): void => {
    if (x !== null && typeof x === "object") for (const [k, v] of Object.entries(x)) walk(v, path ? `${path}.${k}` : k);
    else rows.push([path, x === null ? "" : String(x)]);
  };
  walk(sizing, "");
  return rows;
}

const csv = (rows: readonly (readonly string[])[]): string => csvText([...rows]);

function markdown(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map((r) => line(r.map(escaped)))].join("\n");
}
