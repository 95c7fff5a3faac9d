import type * as z from "zod";
import { Failure, type Problem } from "../failure.ts";
import { PLAIN_QUANTIZATIONS } from "../vocabulary.ts";
import { check, didYouMean } from "../yaml/check.ts";
import { type Parsed, parseYaml } from "../yaml/parse.ts";
import type { Accelerator, Catalog, License, WholeCatalog } from "./catalog.ts";
import { measuredModel } from "./measured-groups.ts";
import { accelerator } from "./schema/accelerator.ts";
import { assumptions } from "./schema/assumptions.ts";
import { benchmarks } from "./schema/benchmarks.ts";
import { license } from "./schema/license.ts";
import { FIGURES, measuredModels, measurements, REQUIRED_CONDITIONS } from "./schema/measurements.ts";
import { model } from "./schema/model.ts";
import { provider } from "./schema/provider.ts";
import { tasks } from "./schema/tasks.ts";
import { taxonomy } from "./schema/taxonomy.ts";
import { type VendorFile, vendor } from "./schema/vendor.ts";

/** A catalog file: `path` inside its catalog folder (models/openai/gpt-oss-120b.yaml), `file` for messages. */
export interface SourceFile {
  readonly path: string;
  readonly file: string;
  readonly text: string;
}

/**
 * All files as one catalog. A later file replaces an earlier one with the same path, so overlays come last; files on top of a
 * `base` that was compiled before replace its entries, and only they are parsed.
 * @throws Failure with every problem of every file, at line and column
 */
export function compileCatalog(
  files: readonly SourceFile[],
  digest: string,
  base: WholeCatalog | null = null,
): WholeCatalog {
  const latest = new Map(files.map((f) => [f.path, f]));
  const reader = new Reader([...latest.values()].sort((a, b) => (a.path < b.path ? -1 : 1)));
  const listed = <T extends { readonly id: string }>(list: readonly T[] | undefined): [string, T][] =>
    (list ?? []).map((entry) => [entry.id, entry]);

  const vendors = reader.folder("vendors", vendor, Object.entries(base?.vendors ?? {}));
  const licenses = reader
    .folder("licenses", license, listed(base?.licenses))
    .map(({ id, data }): License => ({ ...data, id }));
  const accelerators = reader
    .folder("accelerators", accelerator, listed(base?.accelerators))
    .map(({ id, data }): Accelerator => ({ ...data, id }));
  const benchmarkFile = reader.one("benchmarks.yaml", benchmarks, base?.benchmarks);
  const assumptionFile = reader.one("assumptions.yaml", assumptions, base?.assumptions);
  const taxonomyFile = reader.one("taxonomy.yaml", taxonomy, base?.taxonomy);
  const taskFile = base && !reader.has("tasks.yaml") ? base : reader.one("tasks.yaml", tasks, undefined);
  const modelFiles = reader.folder("models", model, listed(base?.models));
  const providerFiles = reader.folder("providers", provider, listed(base?.providers));
  const measurementFiles = reader.folder("measurements", measurements, listed(base?.measurements));
  const measuredModelFile = reader.optional("measured-models.yaml", measuredModels);
  const measured = { ...base?.measuredModels, ...measuredModelFile?.models };
  const presets = { ...base?.presets, ...reader.raw("presets") };
  const defaults = reader.rawOne("defaults.yaml") ?? base?.defaults ?? {};

  const vendorById = new Map(vendors.map((v) => [v.id, v.data]));
  const licenseById = new Map(licenses.map((l) => [l.id, l]));
  const modelIds = new Set(modelFiles.map((m) => m.id));
  const refer = (
    what: string,
    word: string,
    legal: ReadonlySet<string> | Map<string, unknown>,
    parsed: Pick<Parsed, "locate">,
    path: PropertyKey[],
  ) => {
    if (!legal.has(word)) reader.report(parsed, path, `there is no ${what} "${word}".`, didYouMean(word, legal.keys()));
  };

  const models: WholeCatalog["models"][number][] = [];
  for (const { id, data, parsed } of modelFiles) {
    const maker = id.split("/")[0] ?? "";
    refer("vendor file for", maker, vendorById, parsed, []);
    refer("licence", data.license, licenseById, parsed, ["license"]);
    if (data.successor) refer("model", data.successor, modelIds, parsed, ["successor"]);
    if (taxonomyFile && data.architecture)
      refer("architecture", data.architecture, new Set(Object.keys(taxonomyFile.architectures)), parsed, [
        "architecture",
      ]);
    data.traits.forEach(
      (t, i) => taxonomyFile && refer("trait", t, new Set(Object.keys(taxonomyFile.traits)), parsed, ["traits", i]),
    );
    data.evidence.forEach(
      (e, i) =>
        benchmarkFile &&
        refer("benchmark", e.benchmark, new Set(Object.keys(benchmarkFile.benchmarks)), parsed, [
          "evidence",
          i,
          "benchmark",
        ]),
    );
    models.push({ ...data, id });
  }
  const clouds = new Set(providerFiles.filter((p) => p.data.role === "gpu-cloud").map((p) => p.id));
  const providers: WholeCatalog["providers"][number][] = providerFiles.map(({ id, data, parsed }) => {
    const endpoints = new Set(data.endpoints.map((e) => e.id));
    data.offers.forEach((o, i) => {
      refer("model", o.model, modelIds, parsed, ["offers", i, "model"]);
      refer("endpoint", o.endpoint, endpoints, parsed, ["offers", i, "endpoint"]);
    });
    overlaps(data.offers).forEach(([i, text]) => reader.report(parsed, ["offers", i, "from"], text));
    return { ...data, id };
  });
  accelerators.forEach((a) => {
    const parsed = reader.parsedOf("accelerators", a.id);
    if (parsed) a.rental.forEach((r, i) => refer("GPU cloud", r.cloud, clouds, parsed, ["rental", i, "cloud"]));
  });

  if (assumptionFile && reader.has("assumptions.yaml")) {
    const legal = new Set(Object.keys(assumptionFile.calibrations));
    for (const [name, { calibration: c }] of Object.entries(assumptionFile.profiles))
      for (const key of typeof c === "string" ? [c] : [c.decode, c.prefill])
        refer("calibration", key, legal, reader.at("assumptions.yaml"), ["profiles", name, "calibration"]);
  }
  const acceleratorIds = new Set(accelerators.map((a) => a.id));
  const formats = new Set<string>([...PLAIN_QUANTIZATIONS, ...Object.keys(assumptionFile?.ggufBits ?? {})]);
  const sized = new Set(
    [...Object.keys(measured), ...modelIds].filter((id) => measuredModel({ measuredModels: measured, models }, id)),
  );
  for (const { data, parsed } of measurementFiles) {
    data.rows.forEach((row, i) => {
      const all = { ...data.conditions, ...row };
      const place = (key: keyof typeof row): PropertyKey[] => (key in row ? ["rows", i, key] : ["conditions", key]);
      for (const key of REQUIRED_CONDITIONS)
        if (all[key] === undefined)
          reader.report(parsed, ["rows", i], `neither the row nor "conditions" tells ${key}.`);
      if (FIGURES.every((key) => row[key] === undefined))
        reader.report(parsed, ["rows", i], "has no figure.", `One of ${FIGURES.join(", ")} is wanted.`);
      if (all.model) refer("model with published dimensions", all.model, sized, parsed, place("model"));
      if (all.accelerator) refer("accelerator", all.accelerator, acceleratorIds, parsed, place("accelerator"));
      if (all.quantization) refer("format of weights", all.quantization, formats, parsed, place("quantization"));
    });
  }

  if (reader.problems.length > 0 || !benchmarkFile || !assumptionFile || !taxonomyFile || !taskFile)
    throw new Failure(reader.problems);
  return {
    digest,
    models,
    providers,
    licenses,
    accelerators,
    vendors: Object.fromEntries(vendors.map((v): [string, VendorFile] => [v.id, v.data])),
    tasks: taskFile.tasks,
    benchmarks: benchmarkFile,
    assumptions: assumptionFile,
    measurements: measurementFiles.map(({ id, data }) => ({ ...data, id })),
    measuredModels: measured,
    taxonomy: taxonomyFile,
    presets,
    defaults,
    checked: checkedRange([...models, ...providers.flatMap((p) => [p, ...p.offers])]),
    outdated:
      base === null
        ? []
        : [
            ...outdated(latest, "models", models, base.models),
            ...outdated(latest, "providers", providers, base.providers),
          ],
  };
}

interface Entry<T> {
  readonly id: string;
  readonly data: T;
  readonly parsed: Pick<Parsed, "locate">;
}

/** Reads the files and collects what is wrong with them. */
class Reader {
  readonly problems: Problem[] = [];
  private readonly parsed = new Map<string, Parsed>();

  constructor(private readonly files: readonly SourceFile[]) {
    for (const f of files) {
      this.guard(() => this.parsed.set(f.path, parseYaml(f.text, f.file)));
    }
  }

  folder<S extends z.ZodType>(
    name: string,
    schema: S,
    base: readonly (readonly [string, z.output<S>])[],
  ): Entry<z.output<S>>[] {
    const own = new Map(this.below(name));
    const entries: Entry<z.output<S>>[] = base
      .filter(([id]) => !own.has(id))
      .map(([id, data]) => ({ id, data, parsed: { locate: () => ({ file: `${name}/${id}.yaml` }) } }));
    for (const [id, parsed] of own) {
      this.guard(() => entries.push({ id, data: check(schema, parsed.value, parsed.locate), parsed }));
    }
    return entries.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  one<S extends z.ZodType>(path: string, schema: S, base: z.output<S> | undefined): z.output<S> | null {
    const parsed = this.parsed.get(path);
    if (!parsed && base !== undefined) return base;
    if (!parsed) {
      if (!this.files.some((f) => f.path === path))
        this.problems.push({ place: { file: path }, text: "is missing from the catalog." });
      return null;
    }
    return this.guard(() => check(schema, parsed.value, parsed.locate)) ?? null;
  }

  optional<S extends z.ZodType>(path: string, schema: S): z.output<S> | undefined {
    const parsed = this.parsed.get(path);
    return parsed && this.guard(() => check(schema, parsed.value, parsed.locate));
  }

  has(path: string): boolean {
    return this.parsed.has(path);
  }

  raw(name: string): Record<string, unknown> {
    return Object.fromEntries(this.below(name).map(([id, parsed]) => [id, parsed.value]));
  }

  rawOne(path: string): unknown {
    return this.parsed.get(path)?.value;
  }

  parsedOf(name: string, id: string): Pick<Parsed, "locate"> | undefined {
    return this.parsed.get(`${name}/${id}.yaml`);
  }

  at(path: string): Pick<Parsed, "locate"> {
    return this.parsed.get(path) ?? { locate: () => ({ file: path }) };
  }

  report(parsed: Pick<Parsed, "locate">, path: readonly PropertyKey[], text: string, hint?: string | null): void {
    this.problems.push({ place: parsed.locate(path), text, ...(hint ? { hint } : {}) });
  }

  private below(name: string): [string, Parsed][] {
    const found: [string, Parsed][] = [];
    for (const [path, parsed] of this.parsed) {
      if (path.startsWith(`${name}/`) && path.endsWith(".yaml")) found.push([path.slice(name.length + 1, -5), parsed]);
    }
    return found;
  }

  private guard<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.problems.push(...error.problems);
      return undefined;
    }
  }
}

/** Two prices of one model, endpoint and time band must not hold on the same day. */
function overlaps(offers: WholeCatalog["providers"][number]["offers"]): [number, string][] {
  const found: [number, string][] = [];
  const before = new Map<string, { from: string; until: string }[]>();
  offers.forEach((o, i) => {
    const key = `${o.model}@${o.endpoint}#${o.band?.name ?? ""}`;
    const window = { from: o.from ?? "0000", until: o.until ?? "9999" };
    const others = before.get(key) ?? [];
    if (window.from > window.until) found.push([i, `"from" (${window.from}) is after "until" (${window.until}).`]);
    if (others.some((w) => w.from <= window.until && window.from <= w.until))
      found.push([i, `two prices of ${key.replace(/#$/u, "")} hold at the same time.`]);
    before.set(key, [...others, window]);
  });
  return found;
}

interface Dated {
  readonly id: string;
  readonly checked: string;
  readonly offers?: readonly { readonly checked: string }[];
}

const newestReading = ({ checked, offers = [] }: Dated): string =>
  offers.reduce((newest, o) => (o.checked > newest ? o.checked : newest), checked);

/** Files that replace an entry of the base that was read later. */
function outdated(
  files: ReadonlyMap<string, SourceFile>,
  folder: string,
  now: readonly Dated[],
  before: readonly Dated[],
): WholeCatalog["outdated"][number][] {
  const hidden = new Map(before.map((e) => [e.id, e]));
  return now.flatMap((entry) => {
    const file = files.get(`${folder}/${entry.id}.yaml`)?.file;
    const old = hidden.get(entry.id);
    if (file === undefined || old === undefined || newestReading(old) <= newestReading(entry)) return [];
    return [{ file, read: newestReading(entry), hiddenRead: newestReading(old) }];
  });
}

function checkedRange(entries: readonly { readonly checked: string }[]): Catalog["checked"] {
  const days = entries.map((e) => e.checked).sort();
  return { oldest: days[0] ?? "", newest: days.at(-1) ?? "" };
}
