import { Command } from "commander";
import { advise } from "../advise.ts";
import { firstOfEach } from "../explain/break-evens.ts";
import { type TcoOf, type TcoView, tcoView } from "../explain/tco-view.ts";
import { EXIT, type ExitCode } from "../failure.ts";
import { csvText } from "../report/csv-text.ts";
import { escaped } from "../report/escape-markdown.ts";
import { inertJson } from "../report/inert-json.ts";
import type { Subject } from "../rules/fact.ts";
import { VERSION } from "../version.ts";
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
import type { Io } from "./io.ts";
import { loadKnowledge, settleRequirements } from "./load.ts";
import { paintFor } from "./paint-for.ts";
import { progress } from "./progress.ts";
import { tcoPage } from "./tco-page.ts";
import { answer, driverRows, facts, machines, money, moneyEach, sourceOf, valueOf } from "./tco-words.ts";
import { candidatesIn, worldsOf } from "./worlds.ts";

const FORMATS = ["table", "json", "csv", "markdown"] as const;

/** `advisor tco [candidate…]`: the bill line by line, cash month by month, and where the cheaper way changes. */
export function tcoCommand(io: Io, done: (code: ExitCode) => void): Command {
  const command = new Command("tco")
    .description("what candidates cost: line by line, month by month, and their break-even")
    .argument(
      "[candidate...]",
      "ids, models or rows of the ranking; without one the winner and the best of each other way to run a model",
    )
    .option("--file <FILE>", "requirements; ./advisor.yaml where there is one")
    .option("--format <FORMAT>", `${FORMATS.join(", ")} (default: table)`);
  addSharedOptions(command);
  addRequirementFlags(command);
  return command.action(async (ids: string[], options: Options) => {
    refuseFiles(ids);
    const { today, seed, width } = readShared(options, io);
    const format = oneOf(options, "format", FORMATS, "table");
    const { catalog, rulebook } = await loadKnowledge(overlaysOf(options), rulesOf(options));
    const said = whatWasSaid(options["file"] as string | undefined, options);
    const settled = await settleRequirements(said, catalog, rulebook);
    const evaluations = await loadEvaluations(settled, said.file, overlaysOf(options));
    const whole = { all: true, limit: null, alternatives: false, version: VERSION };
    const input = { settled, catalog, rulebook, today, seed, ...whole };
    const tell = progress(io, options["quiet"] === true);
    tell.say("working out every bill");
    const result = ids.length > 0 ? null : advise({ ...input, ...(evaluations ? { evaluations } : {}) });
    const exceptions = (settled.requirements.check?.exceptions ?? []).filter((e) => today <= e.expires);
    const worlds = worldsOf(settled, catalog, today, evaluations);
    const asked =
      ids.length > 0 ? candidatesIn(worlds, ids, { rulebook, exceptions, tell: remark(options, io) }) : null;
    const views = worlds.flatMap((world, n) => {
      const first = firstOfEach(result?.workloads[n]?.ranking ?? [], (c) => c.deployment.kind).map((c) => c.id);
      const chosen = asked ? asked[n] : world.subjects.filter((s) => first.includes(s.candidate.id));
      if (!chosen) return [];
      const { origins, requirements } = settled;
      const context = { ...requirements, workload: world.workload, catalog, today, origins, index: n };
      return [tcoView(sortedAs(chosen, first), context)];
    });
    tell.end();
    if (format === "json") io.stdout.write(inertJson({ schema: "advisor-tco/1", today, workloads: views }));
    else if (format === "csv") io.stdout.write(csv(views));
    else if (format === "markdown") io.stdout.write(`${views.map(markdown).join("\n\n")}\n`);
    else {
      const paint = await paintFor(options, io);
      io.stdout.write(`${views.map((v) => tcoPage(v, width, paint).join("\n")).join("\n\n")}\n`);
    }
    done(views.every((v) => v.candidates.length > 0) ? EXIT.answered : EXIT.negative);
  });
}

/** In the order of the ids; those that have none stay as they are. */
const sortedAs = (subjects: readonly Subject[], ids: readonly string[]): Subject[] =>
  subjects.toSorted((a, b) => ids.indexOf(a.candidate.id) - ids.indexOf(b.candidate.id));

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
  return csvText([heads, ...rows]);
}

function markdown({
  title,
  candidates,
  breakEven,
  notCompared,
  months,
  published,
  assumptions,
  unsaid,
}: TcoView): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const list = (texts: readonly string[]) =>
    texts.length > 0 ? `\n\n${texts.map((t) => `- ${escaped(t)}`).join("\n")}` : "";
  const moves = ({ drivers, usdPerMonth }: TcoOf) =>
    drivers.length > 0 && usdPerMonth
      ? `\n\nWhat moves it most, each between its ends while all else stays:\n\n${table(
          ["input", "between", "USD a month"],
          driverRows(drivers.slice(0, 5), usdPerMonth.likely, false),
        )}`
      : "";
  const table = (heads: readonly string[], rows: readonly (readonly string[])[]) =>
    [line(heads), line(heads.map(() => "---")), ...rows.map((r) => line(r.map(escaped)))].join("\n");
  return [
    `## Cost: ${escaped(title)}, ${months} months`,
    escaped(answer(candidates)),
    table(
      ["candidate", "USD a month", "low to high", "a request", "in all"],
      candidates.map((c) => [
        c.name,
        c.usdPerMonth ? money(c.usdPerMonth.likely) : "not known",
        c.usdPerMonth ? `${money(c.usdPerMonth.low)} to ${money(c.usdPerMonth.high)}` : "",
        c.usdPerRequest ? moneyEach(c.usdPerRequest.likely) : "",
        c.usdTotal ? money(c.usdTotal.likely) : "",
      ]),
    ),
    ...candidates.map(
      (c) =>
        `### ${escaped(c.hardware ? `${c.name} · ${machines(c.hardware)}` : c.name)}\n\n${table(
          ["line", "USD a month", "low to high", "basis", "source"],
          c.items.map((i) => [
            i.item,
            money(i.usdPerMonth.likely),
            `${money(i.usdPerMonth.low)} to ${money(i.usdPerMonth.high)}`,
            i.basis,
            i.source,
          ]),
        )}${list([...facts(c), ...c.remarks])}${moves(c)}`,
    ),
    ...(breakEven.length + notCompared.length > 0
      ? [`### Break-even${list([...breakEven, ...notCompared].map((b) => b.text))}`]
      : []),
    ...(published
      ? [
          `### The same as it was published elsewhere\n\n${escaped(published.text)}`,
          table(
            ["", "published", "here"],
            published.beside.map((b) => [b.what, b.published, b.here]),
          ),
        ]
      : []),
    ...(assumptions.length > 0
      ? [
          `### Assumed\n\n${table(
            ["name", "value", "what", "basis", "source"],
            assumptions.map((a) => [
              a.name,
              valueOf(a.value, a.unit),
              a.what,
              a.set ? "yours" : a.basis,
              sourceOf(a.name, a.source),
            ]),
          )}`,
        ]
      : []),
    ...(unsaid.length > 0 ? [`### Assumed, not asked${list(unsaid.map((u) => `${u.text} (${u.flag})`))}`] : []),
  ].join("\n\n");
}
