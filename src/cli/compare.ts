import { Command } from "commander";
import { openedCandidates, pairView } from "../explain/comparison.ts";
import { EXIT, type ExitCode, Failure } from "../failure.ts";
import { escaped } from "../report/escape-markdown.ts";
import { inertJson } from "../report/inert-json.ts";
import { CRITERIA } from "../vocabulary.ts";
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
import { comparePage, sideBySide } from "./compare-page.ts";
import { loadEvaluations } from "./evaluations.ts";
import type { Io } from "./io.ts";
import { loadKnowledge, settleRequirements } from "./load.ts";
import { paintFor } from "./paint-for.ts";
import { candidatesIn, worldsOf } from "./worlds.ts";

const FORMATS = ["table", "json", "markdown"] as const;
const MOST = 5;

export type ComparedCandidate = Omit<ReturnType<typeof openedCandidates>[number], "scores" | "index">;
export interface Compared {
  readonly workload: string;
  readonly title: string;
  readonly candidates: readonly ComparedCandidate[];
  readonly pairs: readonly ReturnType<typeof pairView>[];
}

/** `advisor compare A B`: side by side, term by term; the differences sum exactly to that of the scores. */
export function compareCommand(io: Io, done: (code: ExitCode) => void): Command {
  const command = new Command("compare")
    .description("two to five candidates side by side, term by term")
    .argument("<candidate...>", "ids, models or rows of the ranking")
    .option("--file <FILE>", "requirements; ./advisor.yaml where there is one")
    .option("--format <FORMAT>", `${FORMATS.join(", ")} (default: table)`);
  addSharedOptions(command);
  addRequirementFlags(command);
  return command.action(async (ids: string[], options: Options) => {
    refuseFiles(ids);
    const { today, width } = readShared(options, io);
    const format = oneOf(options, "format", FORMATS, "table");
    const wanted = [...new Set(ids)];
    if (wanted.length < 2 || wanted.length > MOST)
      throw new Failure({
        place: { file: "compare" },
        text: `${wanted.length} candidate${wanted.length === 1 ? " is" : "s are"} named; two to five are compared.`,
        hint: "advisor compare openai/gpt-6.1-sol@openai/api zai/glm-5.3@on-premises --preset support-agents",
      });
    const { catalog, rulebook } = await loadKnowledge(overlaysOf(options), rulesOf(options));
    const said = whatWasSaid(options["file"] as string | undefined, options);
    const settled = await settleRequirements(said, catalog, rulebook);
    const exceptions = (settled.requirements.check?.exceptions ?? []).filter((e) => today <= e.expires);
    const names = Object.fromEntries(Object.entries(catalog.benchmarks.benchmarks).map(([id, b]) => [id, b.name]));
    const evaluations = await loadEvaluations(settled, said.file, overlaysOf(options));
    const worlds = worldsOf(settled, catalog, today, evaluations);
    const asked = candidatesIn(worlds, wanted, { rulebook, exceptions, tell: remark(options, io) });
    const views = worlds.flatMap((world, n): Compared[] => {
      const named = asked[n];
      if (!named) return [];
      const chosen = [...new Set(named)];
      if (chosen.length < 2)
        throw new Failure({
          place: { file: "compare" },
          text: `${wanted.join(" and ")} are the same candidate.`,
          hint: "Add @ and the place: claude-haiku-5.5@anthropic.",
        });
      const opened = openedCandidates(chosen, rulebook, names, exceptions).sort((x, y) => y.score - x.score);
      const [first, ...others] = opened;
      return [
        {
          workload: world.workload.id,
          title: world.workload.title,
          candidates: opened.map(({ scores: _, index: __, ...c }) => c),
          pairs: first ? others.map((other) => pairView(first, other)) : [],
        },
      ];
    });
    if (format === "json") io.stdout.write(inertJson({ schema: "advisor-compare/1", today, workloads: views }));
    else if (format === "markdown") io.stdout.write(`${views.map(markdown).join("\n\n")}\n`);
    else {
      const paint = await paintFor(options, io);
      io.stdout.write(`${views.map((v) => comparePage(v, width, paint).join("\n")).join("\n\n")}\n`);
    }
    done(EXIT.answered);
  });
}

function markdown({ title, candidates, pairs }: Compared): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const table = (heads: readonly string[], rows: readonly (readonly string[])[]) =>
    [line(heads.map(escaped)), line(heads.map(() => "---")), ...rows.map((r) => line(r.map(escaped)))].join("\n");
  return [
    `## ${escaped(title)}`,
    ...pairs.map((p) => escaped(p.text)),
    table(
      ["criterion", "weight", ...candidates.map((c) => c.name)],
      CRITERIA.map((c) => [
        c,
        (candidates[0]?.criteria[c].weight ?? 0).toFixed(2),
        ...candidates.map((x) => x.criteria[c].value.toFixed(2)),
      ]),
    ),
    table(["", ...candidates.map((c) => c.name)], sideBySide(candidates)),
  ].join("\n\n");
}
