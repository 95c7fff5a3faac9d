import { doubt } from "../advise.ts";
import type { Solution } from "../decide/portfolio/problem.ts";
import { assumptionsOf } from "../estimate/assumption.ts";
import { displayName } from "../explain/place.ts";
import { closeCallText, type Ground, hybridText, singleText } from "../explain/portfolio-words.ts";
import type { Alternative, Portfolio } from "../portfolio.ts";
import type { Range } from "../quantity/range.ts";
import { nameOf, onSide } from "./plan/alternatives.ts";
import { assumptionsIn } from "./plan/assumptions.ts";
import { billLines, fallbackCost, secondStack } from "./plan/bill.ts";
import { fallbackOf, keysOf, worthOf } from "./plan/fallback.ts";
import type { Entrant, Field } from "./plan/field.ts";
import { fleetOf } from "./plan/fleet.ts";
import { measuredBeside } from "./plan/measured.ts";
import type { PlanInput } from "./plan/plan-input.ts";
import type { Choices } from "./plan/portfolio-problem.ts";
import { routeOf } from "./plan/route.ts";
import { type Scenario, scenarioOf, worldsAhead } from "./plan/scenarios.ts";
import { turningPoints } from "./plan/turning.ts";
import { alternativesOf, unit } from "./plan/weighed.ts";
import { leastOf, workOut } from "./plan/work-out.ts";

export type { Solver } from "./plan/alternatives.ts";
export type { PlanInput } from "./plan/plan-input.ts";

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
  const alternatives = alternativesOf(found, lots, problem, requirements, rulebook, doubt(settled), seed);

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
    fallbacksUsdPerMonth: fallbackCost(routes, problem, lots, chosen.bill),
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

const NOTHING: Range = { low: 0, likely: 0, high: 0 };

const nameAt = (lots: readonly Choices[], l: number, o: number): string => {
  const e = lots[l]?.entrants[o];
  return e ? displayName(e.subject.candidate) : "nobody";
};

function groundOf(lots: readonly Choices[], choice: readonly number[]): Ground {
  const operators = new Set(choice.map((o, l) => lots[l]?.entrants[o]?.subject.candidate.deployment.operator));
  return operators.size > 1 ? "mixed" : operators.has("self") ? "own" : "bought";
}

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

const consideredOf = (fields: readonly Field[], lots: readonly Choices[]): Portfolio["solved"]["considered"] =>
  fields.map((f) => ({
    route: f.lot.id,
    passed: f.entrants.length,
    finalists: lots.find((l) => l.field === f)?.entrants.length ?? 0,
  }));

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
