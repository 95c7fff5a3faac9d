import { Command } from "commander";
import { alternativesOf } from "../advise/alternatives.ts";
import { Prospect } from "../advise/prospect.ts";
import { CONFIDENCES, doubt, SAMPLES } from "../advise.ts";
import { decide } from "../decide/decide.ts";
import { openedCandidates, pairView } from "../explain/comparison.ts";
import { factFlipsOf } from "../explain/fact-flips.ts";
import { gateTraces } from "../explain/gate-traces.ts";
import { outlookOf } from "../explain/outlook.ts";
import { findOutFirst } from "../explain/workload-view.ts";
import { wouldWin } from "../explain/would-win.ts";
import { EXIT, type ExitCode } from "../failure.ts";
import { inertJson } from "../report/inert-json.ts";
import { clean } from "../report/width.ts";
import { subjectColumns } from "../rules/columns.ts";
import type { Subject } from "../rules/fact.ts";
import { overlaysOf, rulesOf } from "./catalog-options.ts";
import {
  addRequirementFlags,
  addSharedOptions,
  type Options,
  oneOf,
  readShared,
  refuseFiles,
  remark,
  whatWasSaid,
} from "./common-options.ts";
import { loadEvaluations } from "./evaluations.ts";
import { explainPage } from "./explain-page.ts";
import type { Io } from "./io.ts";
import { loadKnowledge, settleRequirements } from "./load.ts";
import { paintFor } from "./paint-for.ts";
import { progress } from "./progress.ts";
import { candidatesIn, type World, worldsOf } from "./worlds.ts";

const FORMATS = ["table", "json"] as const;

/** `advisor explain [candidate]`: everything about one candidate, and what would have to change for it to win. */
export function explainCommand(io: Io, done: (code: ExitCode) => void): Command {
  const command = new Command("explain")
    .description("everything about one candidate: rules, figures, sources, gates, and what would make it win")
    .argument("[candidate]", "id, model or row of the ranking; without one the winner")
    .option("--file <FILE>", "requirements; ./advisor.yaml where there is one")
    .option("--format <FORMAT>", `${FORMATS.join(", ")} (default: table)`);
  addSharedOptions(command);
  addRequirementFlags(command);
  return command.action(async (id: string | undefined, options: Options) => {
    refuseFiles(id === undefined ? [] : [id]);
    const { today, seed, width } = readShared(options, io);
    const format = oneOf(options, "format", FORMATS, "table");
    const { catalog, rulebook } = await loadKnowledge(overlaysOf(options), rulesOf(options));
    const said = whatWasSaid(options["file"] as string | undefined, options);
    const settled = await settleRequirements(said, catalog, rulebook);
    const exceptions = (settled.requirements.check?.exceptions ?? []).filter((e) => today <= e.expires);
    const names = Object.fromEntries(Object.entries(catalog.benchmarks.benchmarks).map(([key, b]) => [key, b.name]));
    const evaluations = await loadEvaluations(settled, said.file, overlaysOf(options));
    const worlds = worldsOf(settled, catalog, today, evaluations);
    const asked =
      id === undefined ? null : candidatesIn(worlds, [id], { rulebook, exceptions, tell: remark(options, io) });
    const prospect = new Prospect({ catalog, today, rulebook, ...(evaluations ? { evaluations } : {}) });
    const tell = progress(io, options["quiet"] === true);
    const explained = (world: World, n: number) => {
      tell.say(`working out ${clean(world.workload.id)} (${n + 1} of ${worlds.length})`);
      const decision = decide(world.subjects, rulebook, {
        seed,
        samples: SAMPLES,
        lambda: doubt(settled),
        nearMisses: null,
        confidences: CONFIDENCES,
        exceptions,
      });
      const winner = decision.order[0] === undefined ? null : (decision.subjects[decision.order[0]] as Subject);
      const subject = asked?.[n]?.[0] ?? winner;
      if (!subject) return { workload: world.workload.id, title: world.workload.title, candidate: null };
      const isWinner = subject === winner;
      const chosen = winner && !isWinner ? [subject, winner] : [subject];
      const opened = openedCandidates(chosen, rulebook, names, exceptions);
      const [first, leader] = opened;
      if (!first) return { workload: world.workload.id, title: world.workload.title, candidate: null };
      const { scores: _, index: __, ...candidate } = first;
      const context = { catalog, today, assumptions: settled.requirements.assumptions };
      const judge = { rulebook, exceptions, context, weights: decision.scores.weights };
      const own = subject.candidate.model.id;
      const toOwn = (model: string | null, now: string | null) => model === own && now !== own;
      const would = isWinner ? null : wouldWin(decision, judge, subject);
      const place = decision.order.findIndex((i) => decision.subjects[i] === subject);
      return {
        workload: world.workload.id,
        title: world.workload.title,
        rank: place < 0 ? null : place + 1,
        of: decision.order.length,
        candidate,
        gates: gateTraces(rulebook, subjectColumns([subject]), 0),
        against: leader ? pairView(first, leader) : null,
        wouldWin: would?.changes ?? [],
        isFirstOnceAllowed: would?.isFirstOnceAllowed ?? null,
        outlook: isWinner ? outlookOf(decision) : null,
        findOutFirst: isWinner
          ? findOutFirst(decision, rulebook, false).map((q) => ({ ...q, candidates: [...q.candidates] }))
          : [],
        alternatives: isWinner
          ? [...factFlipsOf(decision, judge), ...alternativesOf(prospect, settled, n)]
          : alternativesOf(prospect, settled, n, toOwn),
      };
    };
    const views = worlds.flatMap((world, n) => (asked && !asked[n] ? [] : [explained(world, n)]));
    tell.end();
    if (format === "json") io.stdout.write(inertJson({ schema: "advisor-explain/1", today, workloads: views }));
    else {
      const paint = await paintFor(options, io);
      io.stdout.write(`${views.map((v) => explainPage(v, width, paint).join("\n")).join("\n\n")}\n`);
    }
    done(views.every((v) => v.candidate !== null) ? EXIT.answered : EXIT.negative);
  });
}
