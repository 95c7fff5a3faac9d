import { Command } from "commander";
import { FINALISTS } from "../advise/plan/finalists.ts";
import { plan } from "../advise/plan.ts";
import { EXIT, type ExitCode, Failure } from "../failure.ts";
import { inertJson } from "../report/inert-json.ts";
import type { PlanLimits } from "../requirements/requirements.ts";
import type { Settled } from "../requirements/settle.ts";
import { settledFile } from "../requirements/settled-file.ts";
import { VERSION } from "../version.ts";
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
import { loadKnowledge, settleRequirements } from "./load.ts";
import { paintFor } from "./paint-for.ts";
import { planMarkdown } from "./plan-markdown.ts";
import { planPage } from "./plan-page.ts";
import { progress } from "./progress.ts";
import { loadSolver } from "./solver.ts";
import { writeHandoff } from "./write-handoff.ts";

const FORMATS = ["table", "json", "markdown"] as const;

/** `advisor plan [file]`: which candidate serves which traffic, what is shared, and the hybrid against the best single model. */
export function planCommand(io: Io, done: (code: ExitCode) => void): Command {
  const command = new Command("plan")
    .description(
      "several workloads or a sensitive share: which model for which traffic, and whether a hybrid is worth it",
    )
    .argument("[file]", "requirements; ./advisor.yaml where there is one")
    .addOption(fileToo())
    .option("--format <FORMAT>", `${FORMATS.join(", ")} (default: table)`)
    .option(
      "--scenarios",
      "what becomes of the routes when a partner is cut off, a price triples, a model retires, traffic grows tenfold",
    )
    .option("--top <N>", `finalists of each share of traffic (default: ${FINALISTS})`)
    .option("--all", "every candidate that passes is a finalist")
    .option("--most-vendors <N>", "contracts with providers, at most")
    .option("--most-platforms <N>", "kinds of deployment, at most")
    .option("--least-score <[WORKLOAD=]X>", "candidates that score less serve no part (repeatable)", collect)
    .option("--committed <PROVIDER=USD>", "spend a month that is owed to a provider anyway (repeatable)", collect);
  command
    .option("--write <DIR>", "write gateway, serving, cluster and evaluation files of the plan into a folder")
    .option("--force", "overwrite files that are there");
  addSharedOptions(command);
  addRequirementFlags(command);
  return command.action(async (file: string | undefined, options: Options) => done(await planned(file, options, io)));
}

async function planned(file: string | undefined, options: Options, io: Io): Promise<ExitCode> {
  const { today, seed, width } = readShared(options, io);
  const format = oneOf(options, "format", FORMATS, "table");
  const { catalog, rulebook } = await loadKnowledge(overlaysOf(options), rulesOf(options));
  const said = whatWasSaid(file, options);
  const settled = limited(
    await settleRequirements(said, catalog, rulebook),
    options,
    catalog.providers.map((p) => p.id),
  );
  const evaluations = await loadEvaluations(settled, said.file, overlaysOf(options));
  const top = text(options, "top");
  if (top !== null && !/^[1-9]\d{0,4}$/u.test(top))
    throw new Failure({ place: { file: "--top" }, text: `"${top}" is not a whole number of finalists, 1 or more.` });
  const tell = progress(io, options["quiet"] === true);
  const portfolio = await plan({
    settled,
    catalog,
    rulebook,
    today,
    seed,
    all: true,
    limit: null,
    version: VERSION,
    ...(evaluations ? { evaluations } : {}),
    solver: loadSolver,
    tell: tell.say,
    isBrief: false,
    wantsScenarios: options["scenarios"] === true,
    finalists: options["all"] === true ? null : Number(top ?? FINALISTS),
  });
  tell.end();
  const { workloads } = settled.requirements;
  const folder = text(options, "write");
  if (folder !== null && portfolio.routes.length > 0) {
    const count = await writeHandoff(folder, portfolio, today, overlaysOf(options), options["force"] === true);
    if (options["quiet"] !== true)
      io.stderr.write(`wrote ${count} files into ${folder}; README.md says what each is\n`);
  }
  if (format === "json")
    io.stdout.write(
      inertJson({
        schema: "advisor-plan/1",
        advisor: { version: VERSION },
        today,
        seed,
        catalog: { digest: catalog.digest },
        rules: { digest: rulebook.digest },
        requirements: settledFile(settled.requirements),
        portfolio,
      }),
    );
  else if (format === "markdown") io.stdout.write(planMarkdown(portfolio, workloads));
  else io.stdout.write(`${planPage(portfolio, workloads, width, await paintFor(options, io)).join("\n")}\n`);
  return portfolio.routes.length > 0 && portfolio.unserved.length === 0 ? EXIT.answered : EXIT.negative;
}

/** Requirements with the limits that the flags state over those of the file. */
function limited(settled: Settled, options: Options, providers: readonly string[]): Settled {
  const { requirements } = settled;
  const problems: { place: { file: string }; text: string; hint?: string }[] = [];
  const wrong = (flag: string, given: string, why: string, hint?: string) => {
    problems.push({ place: { file: `--${flag} ${given}` }, text: why, ...(hint ? { hint } : {}) });
  };
  const whole = (flag: string, name: string): number | null => {
    const given = text(options, name);
    if (given === null) return null;
    if (!/^[1-9]\d{0,3}$/u.test(given)) wrong(flag, given, "is not a whole number, 1 or more.");
    return Number(given);
  };
  const mostVendors = whole("most-vendors", "mostVendors");
  const mostPlatforms = whole("most-platforms", "mostPlatforms");
  const ids = requirements.workloads.map((w) => w.id);
  const leastScore: Record<string, number> = { ...requirements.plan?.leastScore };
  for (const given of list(options, "leastScore")) {
    const [, id, value] = /^(?:([^=]+)=)?(\d*\.?\d+)$/u.exec(given) ?? [];
    const x = Number(value);
    if (value === undefined || x > 1) wrong("least-score", given, "is not a score from 0 to 1, nor workload=score.");
    else if (id !== undefined && !ids.includes(id))
      wrong("least-score", given, `there is no workload "${id}".`, `There are ${ids.join(", ")}.`);
    else for (const w of id === undefined ? ids : [id]) leastScore[w] = x;
  }
  const committed = [...(requirements.plan?.committed ?? [])];
  for (const given of list(options, "committed")) {
    const [, provider = "", value] = /^([^=]+)=(\d+(?:\.\d+)?)$/u.exec(given) ?? [];
    if (value === undefined) wrong("committed", given, "is not provider=USD a month.");
    else if (!providers.includes(provider)) wrong("committed", given, `the catalog has no provider "${provider}".`);
    else committed.push({ provider, usdPerMonth: Number(value) });
  }
  for (const id of Object.keys(requirements.plan?.leastScore ?? {}))
    if (!ids.includes(id))
      wrong("set", `plan.leastScore.${id}`, `there is no workload "${id}".`, `There are ${ids.join(", ")}.`);
  if (problems.length > 0) throw new Failure(problems);
  const plan: PlanLimits = {
    ...requirements.plan,
    ...(mostVendors === null ? {} : { mostVendors }),
    ...(mostPlatforms === null ? {} : { mostPlatforms }),
    ...(Object.keys(leastScore).length > 0 ? { leastScore } : {}),
    ...(committed.length > 0 ? { committed } : {}),
  };
  return Object.keys(plan).length === 0 ? settled : { ...settled, requirements: { ...requirements, plan } };
}
