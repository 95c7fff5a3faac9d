import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { OwnEvaluations } from "../estimate/evaluations/own-index.ts";
import { Failure } from "../failure.ts";
import { pathsOf } from "../interview/choices.ts";
import { leavesOf } from "../interview/command.ts";
import type { Context } from "../interview/context.ts";
import { BY_FLAG, PRIORITIES } from "../interview/guide.ts";
import { begin, type Interview, layersOf, NOTHING, type Reply, type Start } from "../interview/interview.ts";
import { wholePath } from "../requirements/answer-layer.ts";
import { type Layer, valueAt } from "../requirements/layer.ts";
import type { Said } from "../requirements/read-layers.ts";
import type { Requirements } from "../requirements/requirements.ts";
import { list, type Options, text, whatWasSaid } from "./common-options.ts";
import { evaluationsIn } from "./evaluations.ts";
import type { Io } from "./io.ts";

/** Reads and checks what was said. */
export type ReadSaid = (said: Said) => Promise<readonly Layer[]>;

/** A requirements file in this folder to start from; one that cannot be read is not offered, and it is said why. */
export async function startingFile(file: string, read: ReadSaid, io: Io): Promise<Start | null> {
  if (!existsSync(file)) return null;
  try {
    const [layer] = await read({ flags: {}, sets: [], file, preset: null });
    return layer ? { from: "file", name: file, value: layer.value } : null;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    io.stderr.write(`${error.message}\n${file} is not offered as a start.\n\n`);
    return null;
  }
}

/** The user's own evaluations, by the requirements that name them: read before anything is asked. */
export class NamedEvaluations {
  private readonly found = new Map<string, OwnEvaluations | null>();

  constructor(private readonly catalogDirs: readonly string[]) {}

  /**
   * Reads what an interview begins with.
   * @throws Failure where one cannot be read
   */
  async read(interview: Interview | null): Promise<void> {
    const { from, name } = interview?.start ?? NOTHING;
    const folder = from === "file" && name !== null ? dirname(name) : ".";
    for (const { value } of interview ? layersOf(interview) : []) {
      const names = valueAt(value, ["evaluations"]);
      if (!Array.isArray(names)) continue;
      this.found.set(JSON.stringify(names), await evaluationsIn(folder, names.map(String), this.catalogDirs));
    }
  }

  readonly of = ({ evaluations }: Pick<Requirements, "evaluations">): OwnEvaluations | null =>
    this.found.get(JSON.stringify(evaluations)) ?? null;
}

/**
 * An interview that begins with what flags, `--set` and `--preset` say; null where they say nothing.
 * @throws Failure with every problem of them
 */
export async function startBySaid(options: Options, read: ReadSaid, { questions }: Context): Promise<Interview | null> {
  const said = { ...whatWasSaid(undefined, options), file: null };
  const preset = text(options, "preset");
  if (preset === null && Object.keys(said.flags).length === 0 && list(options, "set").length === 0) return null;
  const layers = await read(said);
  const start: Start =
    preset === null
      ? NOTHING
      : { from: "preset", name: preset, value: layers.find((l) => l.origin === "preset")?.value };
  const leaves = layers
    .filter((l) => l.origin !== "preset")
    .reverse()
    .flatMap((l) => leavesOf(l.value));
  const bySource = new Map<string, Reply>();
  for (const { path, value } of leaves) {
    const [, number, key = path] = /^workloads\[(\d+)\]\.(.+)$/u.exec(path) ?? [];
    const job = Number(number ?? 0);
    const question = questions.questions.find((q) => pathsOf(q).some((p) => wholePath(p, job) === path));
    const id = path === "priorities" || path === "prioritiesDoubt" ? PRIORITIES : (question?.id ?? BY_FLAG);
    const before = bySource.get(`${job} ${id}`);
    const sets = { ...before?.sets, [key]: value };
    const words = Object.values(sets).map((v) => (typeof v === "string" ? v : JSON.stringify(v)));
    bySource.set(`${job} ${id}`, { question: id, job, sets, chosen: [], isUnknown: false, said: words.join(" / ") });
  }
  const replies = [...bySource.values()];
  const jobs = Math.max(0, ...replies.map((r) => r.job));
  return { ...begin(start), replies, added: jobs };
}
