import { Failure, gathering, nearest, type Problem } from "../failure.ts";
import { surelyFits } from "../yaml/kept-shape.ts";
import { assumptionProblem, type KnownAssumptions } from "./assumption-names.ts";
import { CHECKS, checkNamed } from "./check-names.ts";
import { type FlagValues, flagLayer } from "./flag-layer.ts";
import { type Layer, valueAt } from "./layer.ts";
import { setLayer } from "./set-layer.ts";

export interface Said {
  readonly flags: FlagValues;
  readonly sets: readonly string[];
  readonly file: string | null;
  readonly preset: string | null;
}

/** Names that requirements may refer to. */
export interface Known {
  readonly presets: Readonly<Record<string, unknown>>;
  readonly accelerators: readonly string[];
  readonly vendors: readonly string[];
  readonly providers: readonly string[];
  readonly assumptions: KnownAssumptions;
  readonly models: readonly string[];
  /** Rules by id, and their kinds. */
  readonly rules: ReadonlyMap<string, string>;
}

/**
 * What the user said, as layers in the order flag > set > file > preset. Everything is checked; the schema library is loaded only
 * where something may be wrong.
 * @throws Failure with all problems of all layers together
 */
export async function readLayers(said: Said, known: Known): Promise<Layer[]> {
  const problems: Problem[] = [];
  const collect = gathering(problems);
  const preset = collect(() => presetLayer(said.preset, known));
  const file = said.file === null ? null : await fileLayer(said.file, problems);
  const ids = [file, preset].flatMap((layer) => (layer ? idsOf(layer) : []));
  const set = collect(() => setLayer(said.sets, ids));
  const flag = flagLayer(said.flags);
  const stated = [flag, set, file].filter((l): l is Layer => l !== null);
  const doubtful = stated.filter((layer) => !surelyFits("layer-shape", layer.value));
  if (doubtful.length > 0) {
    const { checkLayer } = await import("./check-layer.ts");
    for (const layer of doubtful) collect(() => checkLayer(layer));
  }
  if (problems.length === 0) for (const layer of stated) problems.push(...unknownNames(layer, known));
  if (problems.length > 0) throw new Failure(problems);
  return preset ? [...stated, preset] : stated;
}

function presetLayer(name: string | null, { presets }: Known): Layer | null {
  if (name === null) return null;
  if (Object.hasOwn(presets, name))
    return { origin: "preset", value: presets[name], locate: () => ({ file: `preset ${name}` }) };
  const close = nearest(name, Object.keys(presets));
  throw new Failure({
    place: { file: "--preset" },
    text: `there is no preset "${name}". There are ${Object.keys(presets).sort().join(", ")}.`,
    ...(close ? { hint: `Did you mean ${close}?` } : {}),
  });
}

async function fileLayer(file: string, problems: Problem[]): Promise<Layer | null> {
  try {
    const [{ readText }, { parseYaml }] = await Promise.all([import("../yaml/read.ts"), import("../yaml/parse.ts")]);
    const parsed = parseYaml(readText(file), file);
    if (parsed.value === null || parsed.value === undefined) {
      throw new Failure({
        place: { file },
        text: "is empty.",
        hint: "The least it holds is `workloads: [{task: chat}]`.",
      });
    }
    return { origin: "file", ...parsed };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    problems.push(...error.problems);
    return null;
  }
}

const idsOf = (layer: Layer): string[] => {
  const list = valueAt(layer.value, ["workloads"]);
  return Array.isArray(list) ? list.map((w: unknown) => String(valueAt(w, ["id"]) ?? valueAt(w, ["task"]) ?? "")) : [];
};

/** References to catalog entries that do not exist: a misspelled exclusion would exclude nothing. */
function unknownNames(layer: Layer, known: Known): Problem[] {
  const problems: Problem[] = [];
  const refer = (
    what: string,
    word: unknown,
    legal: readonly string[],
    path: (string | number)[],
    who = "the catalog has",
  ) => {
    if (typeof word !== "string" || legal.includes(word)) return;
    const close = nearest(word, legal);
    problems.push({
      place: layer.locate(path),
      path: pathText(path),
      text: `${who} no ${what} "${word}".`,
      ...(close ? { hint: `Did you mean ${close}?` } : {}),
    });
  };
  const each = (path: (string | number)[], visit: (item: unknown, at: (string | number)[]) => void) => {
    const list = valueAt(layer.value, path);
    if (Array.isArray(list)) list.forEach((item: unknown, i) => visit(item, [...path, i]));
  };
  each(["organization", "hardware"], (item, at) =>
    refer("accelerator", valueAt(item, ["accelerator"]), known.accelerators, [...at, "accelerator"]),
  );
  each(["organization", "excludedVendors"], (item, at) => refer("vendor", item, known.vendors, at));
  each(["organization", "discounts"], (item, at) =>
    refer("provider", valueAt(item, ["provider"]), known.providers, [...at, "provider"]),
  );
  each(["plan", "committed"], (item, at) =>
    refer("provider", valueAt(item, ["provider"]), known.providers, [...at, "provider"]),
  );
  for (const [name, value] of Object.entries(valueAt(layer.value, ["assumptions"]) ?? {})) {
    const problem = assumptionProblem(name, value, known.assumptions);
    const path = ["assumptions", name];
    if (problem) problems.push({ place: layer.locate(path), path: pathText(path), ...problem });
  }
  each(["check", "exceptions"], (item, at) => {
    const rule = valueAt(item, ["rule"]);
    if (checkNamed(String(rule)) === null)
      refer("rule", rule, [...known.rules.keys(), ...CHECKS], [...at, "rule"], "the packs have");
    const kind = known.rules.get(String(rule));
    if (kind !== undefined && kind !== "gate")
      problems.push({
        place: layer.locate([...at, "rule"]),
        path: pathText([...at, "rule"]),
        text: `'${rule}' is a ${kind} rule, which rules nobody out; an exception is from a gate.`,
      });
    const candidate = valueAt(item, ["candidate"]);
    if (typeof candidate === "string") refer("model", candidate.split("@")[0], known.models, [...at, "candidate"]);
  });
  return problems;
}

const pathText = (path: readonly (string | number)[]): string =>
  path.reduce<string>((s, p) => (typeof p === "number" ? `${s}[${p}]` : s ? `${s}.${p}` : p), "");
