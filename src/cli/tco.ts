import { Command } from "commander";
import { stringify } from "csv-stringify/sync";
import { advise } from "../advise.ts";
import { firstOfEach } from "../explain/break-evens.ts";
import { type TcoView, tcoView } from "../explain/tco-view.ts";
import { EXIT, type ExitCode } from "../failure.ts";
import { escaped } from "../report/escape-markdown.ts";
import { VERSION } from "../version.ts";
import { overlaysOf, rulesOf } from "./catalog-options.ts";
import {
  addRequirementFlags,
  addSharedOptions,
  type Options,
  oneOf,
  readShared,
  whatWasSaid,
} from "./common-options.ts";
import { loadEvaluations } from "./evaluations.ts";
import type { Io } from "./io.ts";
import { loadKnowledge, settleRequirements } from "./load.ts";
import { paintFor } from "./paint-for.ts";
import { money, tcoPage } from "./tco-page.ts";
import { candidateIn, type World, worldsOf } from "./worlds.ts";

const FORMATS = ["table", "json", "csv", "markdown"] as const;

/** `advisor tco [candidate…]`: the bill line by line, cash month by month, and where the cheaper way changes. */
export function tcoCommand(io: Io, done: (code: ExitCode) => void): Command {
  const command = new Command("tco")
    .description("what candidates cost: line by line, month by month, and their break-even")
    .argument(
      "[candidate...]",
      "ids (model@place); without one the winner and the best of each other way to run a model",
    )
    .option("--file <FILE>", "requirements; ./advisor.yaml where there is one")
    .option("--format <FORMAT>", `${FORMATS.join(", ")} (default: table)`);
  addSharedOptions(command);
  addRequirementFlags(command);
  return command.action(async (ids: string[], options: Options) => {
    const { today, seed, width } = readShared(options, io);
    const format = oneOf(options, "format", FORMATS, "table");
    const { catalog, rulebook } = await loadKnowledge(overlaysOf(options), rulesOf(options));
    const said = whatWasSaid(options["file"] as string | undefined, options);
    const settled = await settleRequirements(said, catalog, rulebook);
    const evaluations = await loadEvaluations(settled, said.file, overlaysOf(options));
    const input = { settled, catalog, rulebook, today, seed, all: true, limit: null, version: VERSION };
    const result = ids.length > 0 ? null : advise({ ...input, ...(evaluations ? { evaluations } : {}) });
    const views = worldsOf(settled, catalog, today).map((world, n) => {
      const chosen =
        ids.length > 0
          ? ids
          : firstOfEach(result?.workloads[n]?.ranking ?? [], (c) => c.deployment.kind).map((c) => c.id);
      return tcoView(
        chosen.map((id) => world.subjects[candidateIn(world, id)] as World["subjects"][number]),
        { ...settled.requirements, workload: world.workload, catalog, today },
      );
    });
    if (format === "json")
      io.stdout.write(`${JSON.stringify({ schema: "advisor-tco/1", today, workloads: views }, null, 2)}\n`);
    else if (format === "csv") io.stdout.write(csv(views));
    else if (format === "markdown") io.stdout.write(`${views.map(markdown).join("\n\n")}\n`);
    else {
      const paint = await paintFor(options, io);
      io.stdout.write(`${views.map((v) => tcoPage(v, width, paint).join("\n")).join("\n\n")}\n`);
    }
    done(views.every((v) => v.candidates.length > 0) ? EXIT.answered : EXIT.negative);
  });
}

/** One row a line of the bill. */
function csv(views: readonly TcoView[]): string {
  const rows = views.flatMap((v) =>
    v.candidates.flatMap((c) =>
      c.items.map((i) => [
        v.workload,
        c.id,
        i.item,
        i.usdPerMonth.low,
        i.usdPerMonth.likely,
        i.usdPerMonth.high,
        i.basis,
        i.source,
      ]),
    ),
  );
  const heads = [
    "workload",
    "candidate",
    "item",
    "usdPerMonthLow",
    "usdPerMonth",
    "usdPerMonthHigh",
    "basis",
    "source",
  ];
  return stringify([heads, ...rows], { escape_formulas: true });
}

function markdown({ title, candidates, breakEven, months }: TcoView): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const table = (heads: readonly string[], rows: readonly (readonly string[])[]) =>
    [line(heads), line(heads.map(() => "---")), ...rows.map((r) => line(r.map(escaped)))].join("\n");
  return [
    `## Cost: ${escaped(title)}, ${months} months`,
    table(
      ["candidate", "USD a month", "low to high", "in all"],
      candidates.map((c) => [
        c.name,
        c.usdPerMonth ? money(c.usdPerMonth.likely) : "not known",
        c.usdPerMonth ? `${money(c.usdPerMonth.low)} to ${money(c.usdPerMonth.high)}` : "",
        c.usdTotal ? money(c.usdTotal.likely) : "",
      ]),
    ),
    ...candidates.map(
      (c) =>
        `### ${escaped(c.name)}\n\n${table(
          ["line", "USD a month", "low to high", "basis", "source"],
          c.items.map((i) => [
            i.item,
            money(i.usdPerMonth.likely),
            `${money(i.usdPerMonth.low)} to ${money(i.usdPerMonth.high)}`,
            i.basis,
            i.source,
          ]),
        )}`,
    ),
    ...(breakEven.length > 0 ? [`### Break-even\n\n${breakEven.map((b) => `- ${escaped(b.text)}`).join("\n")}`] : []),
  ].join("\n\n");
}
