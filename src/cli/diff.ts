import { Command } from "commander";
import { type AdviseInput, advise } from "../advise.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { fieldDiffs } from "../catalog/diff.ts";
import { ranksEveryDeployment } from "../explain/changed-standing.ts";
import { type Cause, type Differences, differences, type Step } from "../explain/differences.ts";
import { displayName } from "../explain/place.ts";
import { type Switching, switching } from "../explain/switching.ts";
import { EXIT, type ExitCode, Failure } from "../failure.ts";
import { inertJson } from "../report/inert-json.ts";
import { checkLayer } from "../requirements/check-layer.ts";
import type { Origin } from "../requirements/layer.ts";
import type { Said } from "../requirements/read-layers.ts";
import type { Requirements } from "../requirements/requirements.ts";
import type { Settled } from "../requirements/settle.ts";
import type { Rulebook } from "../rules/rulebook.ts";
import { isSaved, SAVED_CURE, type Saved, savedFrom } from "../saved.ts";
import { VERSION } from "../version.ts";
import { readText } from "../yaml/read.ts";
import { overlaysOf, rulesOf } from "./catalog-options.ts";
import {
  addRequirementFlags,
  addSharedOptions,
  addWhatIf,
  list,
  type Options,
  oneOf,
  readShared,
  whatWasSaid,
} from "./common-options.ts";
import { type DiffView, diffMarkdown, diffPage } from "./diff-page.ts";
import { loadEvaluations } from "./evaluations.ts";
import type { Io } from "./io.ts";
import { loadKnowledge, settleRequirements } from "./load.ts";
import { paintFor } from "./paint-for.ts";
import { progress } from "./progress.ts";
import { adviseIf, WHAT_IF, whatIfWords } from "./what-if.ts";

const FORMATS = ["table", "json", "markdown"] as const;

/** A recommendation of every candidate with every source is large. */
const MAX_BYTES = 200_000_000;

/** `advisor diff old.json [file]`: what changed since a saved recommendation, why, and how much each cause moved the scores. */
export function diffCommand(io: Io, done: (code: ExitCode) => void): Command {
  const command = new Command("diff")
    .description("what changed since a saved recommendation, and which price, rule, evidence or answer caused it")
    .argument("[old.json]", "a saved recommendation (--output decision.json); none with --what-if")
    .argument("[file]", "requirements of now, or a second saved recommendation; without it those that old.json holds")
    .option("--format <FORMAT>", `${FORMATS.join(", ")} (default: table)`)
    .option("--all", "compare ranks of every deployment, not only of the best of each model");
  addSharedOptions(command);
  addRequirementFlags(addWhatIf(command));
  return command.action(async (old: string | undefined, file: string | undefined, options: Options) =>
    done(await diff(old, file, options, io)),
  );
}

interface Knowledge {
  readonly catalog: Catalog;
  readonly rulebook: Rulebook;
}

/** What is compared, and what each side is. */
interface Compared {
  readonly before: Side;
  readonly after: Side;
  readonly steps: readonly Step[];
  readonly head: readonly string[];
  readonly sides: readonly [string, string];
  /** False where the end is a file: then nothing is known of it but what it says. */
  readonly isNow: boolean;
}

interface Side {
  readonly file: string | null;
  readonly saved: Saved;
}

async function diff(old: string | undefined, file: string | undefined, options: Options, io: Io): Promise<ExitCode> {
  const { today, seed, width } = readShared(options, io);
  const format = oneOf(options, "format", FORMATS, "table");
  const whatIfs = list(options, WHAT_IF_OPTION);
  // Only a what-if needs no saved answer to be compared with; its requirements may then come first.
  const isAlone = whatIfs.length > 0 && (old === undefined || (file === undefined && /\.ya?ml$/iu.test(old)));
  if (old === undefined && !isAlone)
    throw new Failure({
      place: { file: "diff" },
      text: "names no saved recommendation.",
      hint: "Save one with: advisor recommend … --output decision.json; or compare today with a --what-if.",
    });
  const before = isAlone ? null : readSaved(old as string);
  const named = isAlone ? old : file;
  const second = before && file !== undefined ? secondSaved(file) : null;
  const said: Said = isAlone
    ? whatWasSaid(named, options)
    : { ...whatWasSaid(undefined, options), file: second ? null : (file ?? null) };
  if (second) refuseRequirements(said, whatIfs, file as string);
  const knowledge = await loadKnowledge(overlaysOf(options), rulesOf(options));
  const asked = { knowledge, today, seed, overlays: overlaysOf(options), whatIfs, said };
  const tell = progress(io, options["quiet"] === true);
  tell.say("comparing every candidate");
  const compared = second
    ? twoFiles(before as Side, second)
    : before
      ? await sinceSaved(before, asked)
      : await todayAndIf(asked);
  const view = viewOf(compared, knowledge, options["all"] === true);
  tell.end();
  if (format === "json") io.stdout.write(inertJson(documentOf(view, compared)));
  else if (format === "markdown") io.stdout.write(diffMarkdown(view));
  else io.stdout.write(`${diffPage(view, width, await paintFor(options, io)).join("\n")}\n`);
  return view.winnerChanged ? EXIT.negative : EXIT.answered;
}

const WHAT_IF_OPTION = "whatIf";

// Files.

function readSaved(file: string): Side {
  try {
    return { file, saved: savedFrom(readText(file, MAX_BYTES), file) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.problems.map((p) => ({ hint: SAVED_CURE, ...p })));
  }
}

/** The second file, where it is a saved recommendation and not requirements. */
function secondSaved(file: string): Side | null {
  const text = readText(file, MAX_BYTES);
  return isSaved(text) ? { file, saved: savedFrom(text, file) } : null;
}

/** @throws Failure where something was asked that two files have no use for */
function refuseRequirements({ flags, sets, preset }: Said, whatIfs: readonly string[], file: string): void {
  const given = [
    ...Object.keys(flags).map((f) => `--${f}`),
    ...(sets.length > 0 ? ["--set"] : []),
    ...(preset === null ? [] : ["--preset"]),
    ...(whatIfs.length > 0 ? ["--what-if"] : []),
  ];
  if (given.length === 0) return;
  throw new Failure({
    place: { file },
    text: `is a saved recommendation; two of them are compared as they are, so ${given.join(", ")} would change nothing.`,
    hint: "Leave it out, or name requirements instead of the second file.",
  });
}

// What is compared.

interface Asked {
  readonly knowledge: Knowledge;
  readonly today: string;
  readonly seed: number;
  readonly overlays: readonly string[];
  readonly whatIfs: readonly string[];
  readonly said: Said;
}

function twoFiles(before: Side, after: Side): Compared {
  const isSameQuestion = fieldDiffs(before.saved.requirements, after.saved.requirements).length === 0;
  return {
    before,
    after,
    steps: [{ by: isSameQuestion ? "knowledge" : "both", to: after.saved }],
    head: [
      `${told(before)} against ${told(after)}.`,
      ...imagined(before),
      ...imagined(after),
      ...sameSources(before, after),
    ],
    sides: ["then", "now"],
    isNow: false,
  };
}

/** Step by step, so that each cause has its own part: what is known anew, then the answers, then the what-if. */
async function sinceSaved(before: Side, asked: Asked): Promise<Compared> {
  const { said, whatIfs } = asked;
  const settled = await settleNow(said, before, asked.knowledge);
  const input = await inputOf(settled, asked);
  const wasSaid =
    said.file !== null || said.preset !== null || said.sets.length > 0 || Object.keys(said.flags).length > 0;
  const now = advise(input);
  const isSameQuestion = fieldDiffs(before.saved.requirements, now.requirements).length === 0;
  const between = isSameQuestion ? null : await oldQuestion(before, asked);
  const steps: Step[] =
    between || isSameQuestion
      ? [{ by: "knowledge", to: between ?? now }, ...(between ? [{ by: "answers" as Cause, to: now }] : [])]
      : [{ by: "both", to: now }];
  const ends = whatIfs.length > 0 ? adviseIf(input, whatIfs) : null;
  if (ends) steps.push({ by: WHAT_IF, to: ends.recommendation });
  const after: Side = { file: null, saved: ends?.recommendation ?? now };
  return {
    before,
    after,
    steps,
    head: [
      `${told(before)} against ${asked.today}, ${wasSaid ? "with the requirements that you named" : "with the requirements that it holds"}.`,
      ...imagined(before),
      ...(ends ? [whatIfWords(ends.suppositions)] : []),
      ...sameSources(before, after),
    ],
    sides: ["then", ends ? "if so" : "now"],
    isNow: true,
  };
}

async function todayAndIf(asked: Asked): Promise<Compared> {
  const settled = await settleRequirements(asked.said, asked.knowledge.catalog, asked.knowledge.rulebook);
  const input = await inputOf(settled, asked);
  const before: Side = { file: null, saved: advise(input) };
  const { recommendation, suppositions } = adviseIf(input, asked.whatIfs);
  return {
    before,
    after: { file: null, saved: recommendation },
    steps: [{ by: WHAT_IF, to: recommendation }],
    head: [whatIfWords(suppositions)],
    sides: ["today", "if so"],
    isNow: true,
  };
}

/** Today's answer to the question of the file; null where its requirements cannot be asked any more. */
async function oldQuestion(before: Side, asked: Asked): Promise<Saved | null> {
  try {
    const said: Said = { flags: {}, sets: [], preset: null, file: null };
    return advise(await inputOf(await settleNow(said, before, asked.knowledge), asked));
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

async function inputOf(settled: Settled, { knowledge, today, seed, overlays, said }: Asked): Promise<AdviseInput> {
  const evaluations = await loadEvaluations(settled, said.file, overlays);
  const input = { settled, ...knowledge, today, seed, all: true, limit: null, alternatives: false, version: VERSION };
  return evaluations ? { ...input, evaluations } : input;
}

/** What was said now; where no file and no preset is named, flags lie over the requirements inside the saved file. */
async function settleNow(said: Said, { file, saved }: Side, { catalog, rulebook }: Knowledge): Promise<Settled> {
  if (said.file !== null || said.preset !== null) return settleRequirements(said, catalog, rulebook);
  const name = `${file}: requirements`;
  checkLayer({ origin: "file", value: saved.requirements, locate: () => ({ file: name }) });
  const presets = { ...catalog.presets, [name]: saved.requirements };
  const settled = await settleRequirements({ ...said, preset: name }, { ...catalog, presets }, rulebook);
  // Whoever said it then has said it still.
  const origins = Object.fromEntries(
    Object.entries(settled.origins).map(([path, origin]) => [
      path,
      origin === "preset" ? ((saved.origins?.[path] as Origin | undefined) ?? "file") : origin,
    ]),
  );
  return { ...settled, origins };
}

const told = ({ file, saved }: Side): string => `${file ?? "The answer"} of ${saved.today}`;

/** A saved file may be an answer under a what-if itself. */
function imagined({ file, saved }: Side): string[] {
  const texts = whatIfsOf(saved);
  return texts.length > 0 ? [`Careful: ${file} is itself an answer under a what-if. ${texts[0]}`] : [];
}

const whatIfsOf = ({ warnings }: Saved): string[] =>
  (warnings ?? []).filter((w) => w.code === WHAT_IF).map((w) => w.text);

function sameSources(before: Side, after: Side): string[] {
  const catalog = before.saved.catalog.digest === after.saved.catalog.digest;
  const rules = before.saved.rules.digest === after.saved.rules.digest;
  if (catalog && rules) return ["Catalog and rules are the same on both sides."];
  return [
    `The ${catalog ? "" : "catalog"}${catalog || rules ? "" : " and the "}${rules ? "" : "rules"} changed${catalog ? "; the catalog is the same" : rules ? "; the rules are the same" : ""}.`,
  ];
}

// What is shown.

function viewOf(
  { before, after, steps, head, sides, isNow }: Compared,
  { catalog, rulebook }: Knowledge,
  all: boolean,
): DiffView {
  const both = steps.some((s) => s.by === WHAT_IF) ? [before] : [before, after];
  const models = new Map(catalog.models.map((m) => [m.id, m]));
  const result = differences({
    before: before.saved,
    steps,
    byModel: !all && !both.filter((s) => s.file !== null).some((s) => ranksEveryDeployment(s.saved)),
    nameOf: (id) => nameOf(id, catalog, [before.saved, after.saved]),
    rules: isNow ? new Map([...rulebook.rules, ...rulebook.bases].map((r) => [r.id, r])) : null,
    lifeOf: isNow ? (id) => models.get(id) ?? null : null,
  });
  if (result.workloads.length === 0)
    throw new Failure({
      place: { file: before.file ?? "diff" },
      text: `is about ${result.onlyBefore.join(", ")}, the requirements of now about ${result.onlyAfter.join(", ")}: no workload is in both.`,
      hint: "Workloads are told apart by their id; give them the same one.",
    });
  const moves = result.workloads.map((w): [string, Switching | null] => [
    w.id,
    switchOf(w, before.saved, after.saved, catalog),
  ]);
  return { ...result, head, sides, switching: Object.fromEntries(moves) };
}

/** What moving from the old winner to the new one costs, on the assumptions of the question that is asked now. */
function switchOf(
  w: Differences["workloads"][number],
  before: Saved,
  after: Saved,
  catalog: Catalog,
): Switching | null {
  const { old, new: now, changed } = w.winner;
  const from = before.workloads.find((x) => x.id === w.id)?.ranking.find((c) => c.id === old);
  const to = after.workloads.find((x) => x.id === w.id)?.ranking.find((c) => c.id === now);
  if (!changed || !from || !to) return null;
  const months = (saved: Saved): number | undefined =>
    (saved.requirements as Partial<Requirements>).workloads?.find((x) => x.id === w.id)?.lifetimeMonths;
  const overrides = (after.requirements as Partial<Requirements>).assumptions ?? {};
  // The bill of the one that is left was spread over its own lifetime.
  return switching(from, to, months(before) ?? months(after) ?? 0, catalog.assumptions, overrides);
}

/** Names of candidates and models as the catalog has them today, else as the files do, else the id. */
function nameOf(id: string, catalog: Catalog, files: readonly Saved[]): string {
  const [modelId = id, place] = id.split("@");
  const rows = files.flatMap((f) => f.workloads.flatMap((w) => w.ranking));
  const model = catalog.models.find((m) => m.id === modelId) ?? rows.find((c) => c.model.id === modelId)?.model;
  const listed = files.flatMap((f) => f.workloads.flatMap((w) => [...w.toVerify, ...w.ruledOut]));
  if (!model) return listed.find((c) => c.id === id)?.name ?? id;
  if (place === undefined) return model.name;
  const [first = "", second = ""] = place.split("/");
  const kind = PLACES[first] ?? "hosted-api";
  const provider = catalog.providers.find((p) => p.id === (kind === "hosted-api" ? first : second)) ?? null;
  if (!provider && kind === "hosted-api") return `${model.name} at ${place}`;
  const endpoint =
    kind === "hosted-api" ? (provider?.endpoints.find((e) => e.id === second) ?? { id: second, region: null }) : null;
  const deployment = { kind, provider, endpoint, device: kind === "edge" ? second : null };
  return displayName({ id, model, deployment } as Parameters<typeof displayName>[0]);
}

const PLACES: Readonly<Record<string, "cloud-gpu" | "on-premises" | "edge" | "app">> = {
  "cloud-gpu": "cloud-gpu",
  "on-premises": "on-premises",
  edge: "edge",
  app: "app",
};

function documentOf(view: DiffView, { before, after, isNow }: Compared) {
  const side = ({ file, saved }: Side) => ({
    file,
    today: saved.today,
    advisor: saved.advisor?.version ?? null,
    catalog: saved.catalog.digest,
    rules: { digest: saved.rules.digest, packs: [...saved.rules.packs], count: saved.rules.count },
    whatIf: whatIfsOf(saved),
  });
  const { winnerChanged, answers, rules, warnings, onlyBefore, onlyAfter, causes, workloads } = view;
  return {
    schema: "advisor-diff/1",
    before: side(before),
    after: { ...side(after), isNow },
    winnerChanged,
    causes,
    answers,
    rules,
    warnings,
    onlyBefore,
    onlyAfter,
    workloads: workloads.map(({ names, ...w }) => ({ ...w, switching: view.switching[w.id] ?? null, names })),
  };
}
