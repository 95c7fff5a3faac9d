import type { AdviseInput } from "../advise.ts";
import { doubt } from "../advise.ts";
import { type Assigned, assign } from "../decide/portfolio/assign.ts";
import { type Bill, optionsOf, type Problem, type Solution } from "../decide/portfolio/problem.ts";
import { assumptionsOf } from "../estimate/assumption.ts";
import type { EstimateContext } from "../estimate/sharing.ts";
import { displayName } from "../explain/place.ts";
import { closeCallText, type Ground, hybridText, singleText } from "../explain/portfolio-words.ts";
import type { Alternative, Portfolio } from "../portfolio.ts";
import { usd } from "../quantity/format.ts";
import { plus, type Range } from "../quantity/range.ts";
import type { Requirements } from "../requirements/requirements.ts";
import { CRITERIA } from "../vocabulary.ts";
import { bestSingle, type Found, nameOf, onSide, type Solver, split, whyNot } from "./plan/alternatives.ts";
import { fallbackOf, keysOf, worthOf } from "./plan/fallback.ts";
import { type Entrant, type Field, fieldOf } from "./plan/field.ts";
import { finalistsOf } from "./plan/finalists.ts";
import { fleetOf } from "./plan/fleet.ts";
import { lotsOf } from "./plan/lots.ts";
import { firstShares, type Measured, measure, weakestOf } from "./plan/measure.ts";
import { measuredBeside } from "./plan/measured.ts";
import { type Choices, dearestAnchor, portfolioProblem } from "./plan/portfolio-problem.ts";
import { routeOf } from "./plan/route.ts";
import { type Scenario, scenarioOf, worldsAhead } from "./plan/scenarios.ts";
import { turningPoints } from "./plan/turning.ts";

export type { Solver } from "./plan/alternatives.ts";

export interface PlanInput extends AdviseInput {
  /** Of each share of traffic, besides the best of either side; null = all who pass. */
  readonly finalists: number | null;
  readonly solver: Solver;
  /** What becomes of the routes in worlds that may come. */
  readonly wantsScenarios: boolean;
  /** Nobody looks for what would change the advice. */
  readonly isBrief: boolean;
  /** Hears what is being worked on. */
  readonly tell: (stage: string) => void;
}

/** Beyond so many lots nobody looks for the volume at which the advice changes. */
const TURNS_UP_TO = 6;
/** Which candidate serves which traffic, with fallbacks, beside the best single model and either side alone. */
export async function plan(input: PlanInput): Promise<Portfolio> {
  const { settled, catalog, rulebook, seed, tell } = input;
  const { requirements } = settled;
  const worked = await workOut(input, requirements, true);
  const { fields, lots, problem, unserved } = worked;
  const least = leastOf(requirements);
  if (worked.chosen === null)
    return nothing(
      fields,
      unserved.length > 0 ? unserved : [{ route: "plan", text: "No choice keeps within the limits of the plan." }],
    );
  const { chosen, hybrid, single, advice } = worked;

  tell("comparing with one side only");
  const sides = [
    await onSide("all-closed", problem, lots, input.solver),
    await onSide("all-self-hosted", problem, lots, input.solver),
  ];
  const found = [...(hybrid ? [hybrid] : []), single, ...sides];
  const alternatives = alternativesOf(found, lots, problem, requirements, input, doubt(settled), seed);

  const primaries = chosen.choice.map((o, l) => lots[l]?.entrants[o] as Entrant);
  const atHand = new Set(primaries.flatMap(keysOf));
  const atHandScore = assumptionsOf(catalog.assumptions, requirements.assumptions).likely("fallbackAtHandScore");
  const routes = primaries.map((primary, l) => {
    const { field } = lots[l] as Choices;
    const fallback = fallbackOf(field, primary, atHand, least(field.lot.of.id), atHandScore);
    const worth = (e: Entrant): number => worthOf(e, atHand, atHandScore);
    const finalists = measuredBeside(field, primary, fallback.entrant, worth, catalog);
    return routeOf(field, primary, fallback, finalists, rulebook, catalog);
  });

  const scenarios = input.wantsScenarios ? await scenariosOf(input, routes, primaries, chosen.bill.usdPerMonth) : [];
  const turns = !input.isBrief && fields.length <= TURNS_UP_TO && unserved.length === 0;
  if (turns) tell("looking for what would change it");
  const turning = turns
    ? await turningPoints(requirements, advice, async (changed) => {
        const w = await workOut({ ...input, tell: () => {} }, changed, false);
        return w.chosen === null || w.unserved.length > 0 ? null : w.advice;
      })
    : { changes: [], text: "" };

  const weighed = (f: { choice: readonly number[]; solution: Solution | null }) => ({
    names: [...new Set(f.choice.flatMap((o, l) => (lots[l]?.entrants[o] ? [nameAt(lots, l, o)] : [])))],
    usdPerMonth: f.solution?.bill.usdPerMonth ?? NOTHING,
    score: f.solution?.score ?? 0,
  });
  const text =
    advice === "hybrid"
      ? `${hybridText(
          chosen.choice.map((o, l) => ({ what: nameOf((lots[l] as Choices).field), who: nameAt(lots, l, o) })),
          groundOf(lots, chosen.choice),
          weighed({ choice: chosen.choice, solution: chosen }),
          { ...weighed(single), fails: single.fails, weakest: weakestIn(alternatives, "best-single") },
        )}${turning.text ? ` ${turning.text}` : ""}`
      : `${singleText(
          weighed({ choice: chosen.choice, solution: chosen }),
          hybrid && weighed(hybrid),
          hybrid ? null : secondStack(lots, primaries, problem),
          turning.text,
          closeCall(alternatives) !== "",
        )}${closeCall(alternatives)}`;
  return {
    advice,
    text,
    usdPerMonth: chosen.bill.usdPerMonth,
    score: unserved.length > 0 ? null : unit(chosen.score),
    routes,
    unserved,
    bill: billLines(problem, chosen.bill, lots, chosen.choice),
    fleet: fleetOf(routes, primaries, lots),
    pools: chosen.bill.pools.map(({ pool, devices, replicas, usdPerMonth }) => ({
      accelerator: pool.accelerator,
      devices,
      replicas,
      usdPerMonth,
    })),
    vendors: chosen.bill.vendors.map((v) => problem.vendors[v] ?? ""),
    platforms: chosen.bill.platforms.map((p) => problem.platforms[p] ?? ""),
    fallbacksUsdPerMonth: fallbackCost(routes, problem, lots, chosen),
    alternatives,
    changesAt: [...turning.changes],
    scenarios,
    solved: { by: chosen.by, gap: chosen.gap, considered: consideredOf(fields, lots) },
    assumptions: assumptionsIn(requirements, input.rulebook, fields, chosen.bill.usdPerMonth),
  };
}

async function scenariosOf(
  input: PlanInput,
  routes: Portfolio["routes"],
  primaries: readonly Entrant[],
  now: Range,
): Promise<Scenario[]> {
  const { catalog, rulebook, today, settled } = input;
  const made: Scenario[] = [];
  for (const world of worldsAhead(primaries, catalog, settled.requirements)) {
    input.tell(`what if: ${world.name}`);
    const then = await workOut({ ...input, catalog: world.catalog, tell: () => {} }, world.requirements, false);
    const context = { catalog: world.catalog, today, assumptions: world.requirements.assumptions };
    const candidates = routes.map((r) => {
      const l = then.lots.findIndex((x) => x.field.lot.id === r.id);
      return then.lots[l]?.entrants[then.chosen?.choice[l] ?? -1]?.id ?? null;
    });
    const planned = { candidates, usdPerMonth: then.chosen?.bill.usdPerMonth ?? null };
    made.push(scenarioOf(world, then.fields, routes, rulebook, context, now, planned));
  }
  return made;
}

interface Worked {
  readonly fields: readonly Field[];
  /** Those that somebody may serve. */
  readonly lots: readonly Choices[];
  readonly problem: Problem;
  readonly unserved: Portfolio["unserved"];
  readonly chosen: Assigned | null;
  readonly hybrid: Found | null;
  readonly single: Found;
  readonly advice: Portfolio["advice"];
}

/** Fields, the assignment, the best single model and which of the two is advised. `isFull`: near misses are examined too. */
async function workOut(input: PlanInput, requirements: Requirements, isFull: boolean): Promise<Worked> {
  const { catalog, rulebook, today, tell, solver } = input;
  const context: EstimateContext = { catalog, today, assumptions: requirements.assumptions };
  const settled = { ...input.settled, requirements };
  const parts = lotsOf(requirements);
  const fields = parts.map((lot, n) => {
    tell(`weighing ${lot.id} (${n + 1} of ${parts.length})`);
    return fieldOf({ ...input, settled }, lot, context, isFull ? NEAR_MISSES : 0);
  });
  const entrants = finalistsOf(fields, leastOf(requirements), input.finalists);
  const all = fields.map((field, l): Choices => ({ field, entrants: entrants[l] ?? [] }));
  const lots = all.filter((c) => c.entrants.length > 0);
  const unserved = all.flatMap(({ field, entrants: e }) =>
    e.length > 0 ? [] : [{ route: field.lot.id, text: unservedText(field) }],
  );
  const problem = portfolioProblem(lots, requirements, rulebook, context);
  tell(`assigning ${lots.reduce((sum, l) => sum + l.entrants.length, 0)} options to ${lots.length} shares of traffic`);
  const best =
    lots.length === 0
      ? null
      : await assign(problem, solver, (round) => tell(`assigning: mixed-integer program ${round}`));
  const single = bestSingle(problem, lots);
  const isMixed = best !== null && idsOf(lots, best.choice).size > 1;
  // A hybrid that is better by less, and dearer, is not worth its second stack.
  const worth = assumptionsOf(catalog.assumptions, requirements.assumptions).likely("secondStackScore");
  const prefersSingle =
    best !== null &&
    isMixed &&
    single.isWhole &&
    single.solution !== null &&
    best.score - single.solution.score < worth &&
    best.bill.usdPerMonth.likely >= single.solution.bill.usdPerMonth.likely;
  const advice = isMixed && !prefersSingle ? "hybrid" : "single";
  const chosen =
    best !== null && prefersSingle && single.solution
      ? { ...single.solution, choice: single.choice, by: best.by, gap: best.gap }
      : best;
  const hybrid: Found | null =
    best !== null && isMixed
      ? {
          name: "hybrid",
          choice: best.choice,
          solution: best,
          isWhole: unserved.length === 0,
          fails: unserved.map((u) => u.text),
        }
      : await split(problem, lots, solver);
  return { fields, lots, problem, unserved, chosen, hybrid, single, advice };
}

const NEAR_MISSES = 60;
const NOTHING: Range = { low: 0, likely: 0, high: 0 };

const leastOf =
  ({ plan: limits }: Requirements) =>
  (workload: string): number =>
    limits?.leastScore?.[workload] ?? 0;

const idsOf = (lots: readonly Choices[], choice: readonly number[]): Set<string> =>
  new Set(choice.flatMap((o, l) => lots[l]?.entrants[o]?.id ?? []));

const nameAt = (lots: readonly Choices[], l: number, o: number): string => {
  const e = lots[l]?.entrants[o];
  return e ? displayName(e.subject.candidate) : "nobody";
};

function groundOf(lots: readonly Choices[], choice: readonly number[]): Ground {
  const operators = new Set(choice.map((o, l) => lots[l]?.entrants[o]?.subject.candidate.deployment.operator));
  return operators.size > 1 ? "mixed" : operators.has("self") ? "own" : "bought";
}

function unservedText(field: Field): string {
  const nearest = whyNot(field, () => true);
  const poor =
    field.entrants.length > 0 ? "nobody reaches the score that the plan asks" : "nobody passes every condition";
  return `${nameOf(field)}: ${poor}${nearest ? `; the nearest, ${nearest}` : ""}.`;
}

function alternativesOf(
  found: readonly Found[],
  lots: readonly Choices[],
  problem: Problem,
  requirements: Requirements,
  { rulebook }: PlanInput,
  lambda: number,
  seed: number,
): Alternative[] {
  const { length } = requirements.workloads;
  const measured = found.map((f): Measured | null =>
    f.isWhole && f.solution ? measure(problem, lots, f.choice, f.solution, length, rulebook) : null,
  );
  const whole = measured.flatMap((m, i) => (m ? [i] : []));
  const shares = firstShares(
    whole.map((i) => measured[i] as Measured),
    requirements,
    lambda,
    seed,
  );
  return found.map((f, i) => {
    const m = measured[i] ?? null;
    return {
      name: f.name,
      candidates: [...idsOf(lots, f.choice)],
      choice: lots.map(({ entrants }, l) => entrants[f.choice[l] ?? -1]?.id ?? null),
      usdPerMonth: f.solution?.bill.usdPerMonth ?? null,
      score: m && f.solution ? unit(f.solution.score) : null,
      criteria: m && criteriaOf(m),
      weakest: m && weakestOf(m),
      firstShare: m ? (shares[whole.indexOf(i)] ?? 0) : null,
      fails: [...f.fails],
    };
  });
}

const unit = (x: number): number => Math.min(1, Math.max(0, x));

const criteriaOf = ({ value }: Measured): NonNullable<Alternative["criteria"]> =>
  Object.fromEntries(CRITERIA.map((c, n) => [c, value[n] ?? 0])) as NonNullable<Alternative["criteria"]>;

const weakestIn = (alternatives: readonly Alternative[], name: Alternative["name"]): Alternative["weakest"] =>
  alternatives.find((a) => a.name === name)?.weakest ?? null;

/** Said where the hybrid that is not advised scores nearly the same. */
function closeCall(alternatives: readonly Alternative[]): string {
  const of = (name: Alternative["name"]) => alternatives.find((a) => a.name === name && a.score !== null);
  const [hybrid, single] = [of("hybrid"), of("best-single")];
  if (!hybrid || !single || Math.abs((hybrid.score ?? 0) - (single.score ?? 0)) >= TIE) return "";
  return ` ${closeCallText(hybrid.firstShare ?? 0)}`;
}

/** Scores that are shown together in a ranking too. */
const TIE = 0.01;

/** What a second kind of deployment costs before it serves anything: the cheapest that passes somewhere. */
function secondStack(lots: readonly Choices[], primaries: readonly Entrant[], problem: Problem): Range | null {
  const used = new Set(primaries.map((p) => p.sharing.platform));
  const others = lots.flatMap((l) => l.entrants).filter((e) => !used.has(e.sharing.platform));
  const costs = others.map((e) =>
    plus(
      e.sharing.staff,
      e.sharing.oneOffs,
      problem.usdPerPlatform,
      e.subject.candidate.deployment.provider ? problem.usdPerVendor : NOTHING,
    ),
  );
  return costs.reduce<Range | null>((best, c) => (best === null || c.likely < best.likely ? c : best), null);
}

/** The bill by what makes it: shared things once, with whom they serve. */
function billLines(
  problem: Problem,
  bill: Bill,
  lots: readonly Choices[],
  choice: readonly number[],
): Portfolio["bill"] {
  const chosen = optionsOf(problem, choice);
  const routesOf = (is: (o: (typeof chosen)[number]) => boolean): string[] =>
    chosen.flatMap((o, l) => (is(o) ? [lots[l]?.field.lot.id ?? ""] : []));
  const line = (item: string, usdPerMonth: Range, of: string[]) => ({ item, usdPerMonth, of });
  return [
    ...problem.fixed.flatMap(({ key, usdPerMonth }, f) => {
      const of = routesOf((o) => o.fixed.includes(f));
      if (of.length === 0) return [];
      return [
        line(
          key.startsWith("staff ")
            ? `people for ${key.slice(6)}`
            : `evaluation, migration and exit of ${key.split(" ")[1]}`,
          usdPerMonth,
          of,
        ),
      ];
    }),
    ...bill.pools.map(({ pool, devices, usdPerMonth }) =>
      line(
        `${devices} × ${pool.accelerator}`,
        usdPerMonth,
        routesOf((o) => o.claim?.pool.key === pool.key),
      ),
    ),
    ...chosen.flatMap((o, l) =>
      o.own.high > 0
        ? [
            line(`consumption at ${problem.vendors[o.vendor ?? -1] ?? "the place"}`, o.own, [
              lots[l]?.field.lot.id ?? "",
            ]),
          ]
        : [],
    ),
    ...(problem.commitments.length > 0
      ? [
          line(
            `committed spend at ${problem.commitments.map((c) => c.provider).join(", ")}`,
            bill.committed,
            routesOf((o) => o.metered !== null),
          ),
        ]
      : []),
    ...(bill.onboarding.high > 0
      ? [
          line(
            "further contracts and kinds of deployment",
            bill.onboarding,
            routesOf(() => true),
          ),
        ]
      : []),
  ];
}

/** Contracts of providers and tests of models that only fallbacks need. */
function fallbackCost(
  routes: Portfolio["routes"],
  problem: Problem,
  lots: readonly Choices[],
  { bill }: Assigned,
): Range {
  const providers = new Set(bill.vendors.map((v) => problem.vendors[v]));
  const seen = new Set<string>();
  return plus(
    ...routes.flatMap((r, l): Range[] => {
      const e = lots[l]?.field.entrants.find((x) => x.id === r.fallback);
      if (!e) return [];
      const { provider } = e.subject.candidate.deployment;
      const isNew = provider !== null && !providers.has(provider.id);
      if (provider) providers.add(provider.id);
      const key = `${r.workload} ${e.subject.candidate.model.id}`;
      const tests = seen.has(key) ? [] : [e.sharing.oneOffs];
      seen.add(key);
      return [...(isNew ? [problem.usdPerVendor] : []), ...tests];
    }),
  );
}

const consideredOf = (fields: readonly Field[], lots: readonly Choices[]): Portfolio["solved"]["considered"] =>
  fields.map((f) => ({
    route: f.lot.id,
    passed: f.entrants.length,
    finalists: lots.find((l) => l.field === f)?.entrants.length ?? 0,
  }));

function assumptionsIn(
  { workloads }: Requirements,
  rulebook: PlanInput["rulebook"],
  fields: readonly Field[],
  bill: Range,
): string[] {
  const isSplit = fields.some((f) => f.lot.traffic !== "all");
  const dearest = dearestAnchor(rulebook);
  const isBeyond = dearest !== null && bill.high / workloads.length > dearest;
  return [
    "Workloads weigh the same; the bill is read as that of an average workload.",
    ...(isBeyond
      ? [
          `The bill is above the last anchor of cost, ${usd(dearest)} a month and workload: a plan reads it on below 0 as along the last stretch, else the dearest would be as good as the cheapest.`,
        ]
      : []),
    ...(isSplit
      ? [
          "Ordinary requests are taken as internal (public where internal was the most sensitive), and free of laws on content (HIPAA, PCI DSS, GLBA, ITAR); residency and all else holds for both.",
        ]
      : []),
    "Each further provider and kind of deployment is onboarded once (assumptions.onboardingWeeks.vendor, .platform); people of a kind of deployment are shared by all that runs there.",
    ...(workloads.length > 1
      ? ["Peaks of workloads on one pool are taken to meet; work that can wait fills what they leave."]
      : []),
  ];
}

function nothing(fields: readonly Field[], unserved: Portfolio["unserved"]): Portfolio {
  return {
    advice: "single",
    text: `There is no plan. ${unserved.map((u) => u.text).join(" ")}`,
    usdPerMonth: null,
    score: null,
    routes: [],
    unserved,
    bill: [],
    fleet: [],
    pools: [],
    vendors: [],
    platforms: [],
    fallbacksUsdPerMonth: NOTHING,
    alternatives: [],
    changesAt: [],
    scenarios: [],
    solved: { by: "search", gap: 0, considered: consideredOf(fields, []) },
    assumptions: [],
  };
}
