import { dirname, resolve } from "node:path";
import { Command } from "commander";
import { EXIT, type ExitCode, Failure, nearest, type Place, type Problem } from "../failure.ts";
import { type RecheckInput, recheck } from "../recheck.ts";
import { CHECK_ENDINGS, CHECK_FORMATS, type CheckFormat, renderCheck } from "../report/check-format.ts";
import { PLAIN } from "../report/paint.ts";
import { clean } from "../report/width.ts";
import { NEED_BASELINE } from "../requirements/check-names.ts";
import { type Layer, valueAt } from "../requirements/layer.ts";
import type { Said } from "../requirements/read-layers.ts";
import type { Requirements } from "../requirements/requirements.ts";
import { settle } from "../requirements/settle.ts";
import { type Saved, savedFrom } from "../saved.ts";
import { VERSION } from "../version.ts";
import { readText } from "../yaml/read.ts";
import { overlaysOf, rulesOf } from "./catalog-options.ts";
import {
  addRequirementFlags,
  addSharedOptions,
  collect,
  fileToo,
  list,
  type Options,
  oneOf,
  readShared,
  text,
  whatWasSaid,
} from "./common-options.ts";
import { loadEvaluations } from "./evaluations.ts";
import type { Io } from "./io.ts";
import { layersOf, loadKnowledge } from "./load.ts";
import { readMarker, readOutputs } from "./outputs.ts";
import { paintFor } from "./paint-for.ts";
import { shortPath } from "./problem-lines.ts";
import { progress } from "./progress.ts";
import { inRepository } from "./repository.ts";
import { writeFiles } from "./write-file.ts";

/** `advisor check [file]`: does the decision still hold? Ends with 0, or with 1 and the reasons. */
export function checkCommand(io: Io, done: (code: ExitCode) => void): Command {
  const command = new Command("check")
    .description("the CI gate: does the decision still hold? (check: in advisor.yaml says what was selected)")
    .argument("[file]", "requirements; ./advisor.yaml where there is one")
    .addOption(fileToo())
    .option("--format <FORMAT>", `what is printed: ${CHECK_FORMATS.join(", ")} (default: table)`)
    .option("--output <FILE>", "write a file too, its format from the ending or as FORMAT:FILE (repeatable)", collect)
    .option("--baseline <FILE>", "the saved recommendation to compare with; check.baseline where it is not given")
    .option("--marker <NAME>", "first line of markdown by which a bot finds its comment again")
    .option("--report-only", "print the same, but end with 0 whatever fails")
    .option("--force", "overwrite files that advisor did not write");
  addSharedOptions(command);
  addRequirementFlags(command);
  return command.action(async (file: string | undefined, options: Options) => done(await check(file, options, io)));
}

async function check(named: string | undefined, options: Options, io: Io): Promise<ExitCode> {
  const { today, seed, width } = readShared(options, io);
  const asked = text(options, "format") === null ? null : oneOf(options, "format", CHECK_FORMATS, "table");
  const outputs = readOutputs<CheckFormat>(list(options, "output"), CHECK_ENDINGS, asked);
  const marker = readMarker(options);
  const { catalog, rulebook } = await loadKnowledge(overlaysOf(options), rulesOf(options));
  const given = whatWasSaid(named, options);
  const said: Said = { ...given, file: given.file === null ? null : shortPath(given.file) };
  const layers = await layersOf(said, catalog, rulebook);
  const settled = settle(layers, { requirements: catalog.defaults, tasks: catalog.tasks });
  const placeOf = placesIn(layers);
  refuseEmpty(settled.requirements, said.file, placeOf);
  const evaluations = await loadEvaluations(settled, said.file, overlaysOf(options));
  const { baseline, save, diff } = readBaseline(settled.requirements, said.file, text(options, "baseline"), placeOf);
  const tell = progress(io, options["quiet"] === true);
  const result = recheck({
    tell: (what) => tell.say(clean(what)),
    settled,
    catalog,
    rulebook,
    today,
    seed,
    version: VERSION,
    ...(evaluations ? { evaluations } : {}),
    file: said.file,
    baseline,
    placeOf,
    save,
    diff,
  });
  tell.end();
  const paths = inRepository(io.env);
  const written = outputs.map(({ file, format }) => ({
    file,
    text: renderCheck(format, result, { ...paths, width: 100, paint: PLAIN, marker }),
  }));
  writeFiles(written, options["force"] === true);
  io.stdout.write(
    renderCheck(asked ?? "table", result, { ...paths, width, paint: await paintFor(options, io), marker }),
  );
  if (options["quiet"] !== true) for (const { file } of written) io.stderr.write(`wrote ${file}\n`);
  return result.holds || options["reportOnly"] === true ? EXIT.answered : EXIT.negative;
}

type PlaceOf = RecheckInput["placeOf"];

/** Where the layer that speaks of a path first says it. */
function placesIn(layers: readonly Layer[]): PlaceOf {
  return (path, key = false): Place | null => {
    const layer = layers.find((l) => valueAt(l.value, path) !== undefined);
    return layer ? layer.locate(path, key) : null;
  };
}

/** @throws Failure where nothing is selected, or something for a workload that is not asked about */
function refuseEmpty({ check, workloads }: Requirements, file: string | null, placeOf: PlaceOf): void {
  const ids = workloads.map((w) => w.id);
  const selected = Object.keys(check?.selected ?? {});
  const unknown = selected
    .filter((id) => !ids.includes(id))
    .map((id): Problem => {
      const path = ["check", "selected", id];
      const close = nearest(id, ids);
      return {
        ...placed(placeOf(path, true)),
        path: path.join("."),
        text: `there is no workload "${id}"; there ${ids.length === 1 ? "is" : "are"} ${ids.join(", ")}.`,
        ...(close ? { hint: `Did you mean ${close}?` } : {}),
      };
    });
  if (unknown.length > 0) throw new Failure(unknown);
  if (selected.length === 0)
    throw new Failure({
      ...placed(placeOf(["check", "selected"], true) ?? placeOf(["check"], true) ?? (file === null ? null : { file })),
      path: "check.selected",
      text: "names no candidate, so there is nothing to check.",
      hint: `Say what was chosen: check: {selected: {${ids[0]}: <id of a candidate>}}; advisor recommend lists them.`,
    });
}

const placed = (place: Place | null): { readonly place?: Place } => (place ? { place } : {});

/**
 * The saved recommendation to compare with. A name in the requirements file is relative to it, one on the command line to the current folder.
 * @throws Failure where it cannot be read, or something is asked that needs one and none is named
 */
function readBaseline({ check }: Requirements, file: string | null, flag: string | null, placeOf: PlaceOf) {
  const beside = file !== null && placeOf(["check", "baseline"])?.file === file ? dirname(file) : ".";
  const name = flag ?? (check?.baseline === undefined ? null : shortPath(resolve(beside, check.baseline)));
  const save = `advisor recommend ${file ?? "…"} --output ${name ?? "decision.json"}`;
  const diff = `advisor diff ${name ?? "decision.json"}${file === null ? "" : ` ${file}`}`;
  if (name !== null) return { baseline: { file: name, saved: readSaved(name, save) }, save, diff };
  const wanting = NEED_BASELINE.filter((c) => isAsked(check?.failOn?.[c]));
  if (wanting.length > 0)
    throw new Failure(
      wanting.map((c) => ({
        ...placed(placeOf(["check", "failOn", c], true)),
        path: `check.failOn.${c}`,
        text: "compares with a saved recommendation, and check.baseline names none.",
        hint: `Save one with: ${save}`,
      })),
    );
  return { baseline: null, save, diff };
}

const isAsked = (limit: boolean | number | undefined): boolean => limit !== undefined && limit !== false;

/** A recommendation of every candidate with every source is large. */
const MAX_BYTES = 200_000_000;

function readSaved(file: string, save: string): Saved {
  try {
    const saved = savedFrom(readText(file, MAX_BYTES), file);
    const imagined = saved.warnings?.find((w) => w.code === "what-if");
    if (imagined)
      throw new Failure({ place: { file }, text: `is an answer under a what-if, no decision. ${imagined.text}` });
    return saved;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.problems.map((p) => ({ ...p, hint: `Save a baseline with: ${save}` })));
  }
}
