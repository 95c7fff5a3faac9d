import type { Catalog } from "../../catalog/catalog.ts";
import { suppose } from "../../catalog/what-if.ts";
import { solutionOf } from "../../decide/portfolio/problem.ts";
import type { EstimateContext } from "../../estimate/sharing.ts";
import { scenarioText } from "../../explain/portfolio-words.ts";
import type { Portfolio } from "../../portfolio.ts";
import type { Requirements } from "../../requirements/requirements.ts";
import type { Rulebook } from "../../rules/rulebook.ts";
import type { Entrant, Field } from "./field.ts";
import { portfolioProblem } from "./portfolio-problem.ts";

export type Scenario = Portfolio["scenarios"][number];

/** A world that may come: what it is called, to follow "if", and what changes in it. */
interface World {
  readonly name: string;
  readonly clause: string;
  readonly catalog: Catalog;
  readonly requirements: Requirements;
}

/** Beyond so many the reader is lost. */
const MOST = 8;
const GROWTH = 10;

/** Each partner cut off, each metered provider three times as dear, each model retired, ten times the traffic: of the plan's own. */
export function worldsAhead(primaries: readonly Entrant[], catalog: Catalog, requirements: Requirements): World[] {
  const models = primaries.map((p) => p.subject.candidate.model.id);
  const partners = primaries.map(
    ({ subject: { candidate } }) =>
      candidate.deployment.provider?.id ?? candidate.model.id.slice(0, candidate.model.id.indexOf("/")),
  );
  const metered = primaries.flatMap((p) => p.sharing.metered?.provider ?? []);
  const said = [
    ...unique(partners).map((v) => `vendor-cut-off=${v}`),
    ...unique(metered).map((v) => `price=${v}:x3`),
    ...unique(models).map((m) => `retire=${m}`),
  ].slice(0, MOST - 1);
  const volume: World = {
    name: `volume=x${GROWTH}`,
    clause: `there is ${GROWTH} times the traffic`,
    catalog,
    requirements: {
      ...requirements,
      workloads: requirements.workloads.map((w) => ({
        ...w,
        traffic: { ...w.traffic, requestsPerDay: w.traffic.requestsPerDay * GROWTH },
      })),
    },
  };
  return [
    ...said.map((name): World => {
      const { catalog: then, suppositions } = suppose(catalog, [name]);
      return { name, clause: suppositions[0]?.clause ?? name, catalog: then, requirements };
    }),
    volume,
  ];
}

const unique = (list: readonly string[]): string[] => [...new Set(list)];

/**
 * What becomes of a plan's routes in a world: who still passes stays, else the fallback takes over, else the route stops. `fields` are
 * those of that world, `planned` is the best plan there.
 */
export function scenarioOf(
  world: World,
  fields: readonly Field[],
  routes: Portfolio["routes"],
  rulebook: Rulebook,
  context: EstimateContext,
  now: Portfolio["usdPerMonth"],
  planned: { readonly candidates: readonly (string | null)[]; readonly usdPerMonth: Portfolio["usdPerMonth"] },
): Scenario {
  const picks = routes.map(
    (r): { readonly field: Field; readonly entrant: Entrant | null; readonly isFallback: boolean } => {
      const field = fields.find((f) => f.lot.id === r.id) as Field;
      const at = (id: string | null) => field.entrants.find((e) => e.id === id) ?? null;
      const primary = at(r.candidate);
      return { field, entrant: primary ?? at(r.fallback), isFallback: primary === null };
    },
  );
  const served = picks.flatMap(({ field, entrant }) => (entrant ? [{ field, entrants: [entrant] }] : []));
  const bill =
    served.length === 0
      ? null
      : solutionOf(
          portfolioProblem(served, world.requirements, rulebook, context),
          served.map(() => 0),
        ).bill;
  const those = (is: (p: (typeof picks)[number]) => boolean): string[] => picks.filter(is).map((p) => p.field.lot.id);
  const survive = those((p) => p.entrant !== null && !p.isFallback);
  const fallBack = those((p) => p.entrant !== null && p.isFallback);
  const stop = those((p) => p.entrant === null);
  const after = picks.map((p) => p.entrant?.id ?? null);
  const usdPerMonth = bill?.usdPerMonth ?? null;
  const isBest = planned.candidates.every((c, i) => c === after[i]);
  return {
    name: world.name,
    text: scenarioText(world.clause, { survive, fallBack, stop }, usdPerMonth, now, isBest ? null : planned),
    survive,
    fallBack,
    stop,
    usdPerMonth,
    after,
    best: [...planned.candidates],
    bestUsdPerMonth: planned.usdPerMonth,
  };
}
