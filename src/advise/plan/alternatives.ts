import { type Assigned, assign } from "../../decide/portfolio/assign.ts";
import { isAllowed, type Problem, type Solution, solutionOf } from "../../decide/portfolio/problem.ts";
import { restricted } from "../../decide/portfolio/restrict.ts";
import type { Maximize } from "../../decide/portfolio/solve.ts";
import { fill } from "../../explain/fill.ts";
import { displayName } from "../../explain/place.ts";
import type { Alternative } from "../../portfolio.ts";
import type { Subject } from "../../rules/fact.ts";
import type { Field } from "./field.ts";
import { isClosed, isOwn } from "./finalists.ts";
import { isClosed as mustStayClosed } from "./lots.ts";
import type { Choices } from "./portfolio-problem.ts";

export interface Found {
  readonly name: Alternative["name"];
  /** Option of each lot; −1 = nobody. */
  readonly choice: readonly number[];
  /** Of the lots that it serves; null where it serves none. */
  readonly solution: Solution | null;
  readonly isWhole: boolean;
  /** One sentence for each lot that it does not serve. */
  readonly fails: readonly string[];
}

export type Solver = () => Promise<Maximize>;

/** One model run at one place for everything: the one that serves the most, and of those the one with which the whole scores most. */
export function bestSingle(problem: Problem, lots: readonly Choices[]): Found {
  const places = new Map<string, number[]>();
  lots.forEach(({ entrants }, l) => {
    entrants.forEach((e, o) => {
      const at = places.get(e.id) ?? lots.map(() => -1);
      at[l] = o;
      places.set(e.id, at);
    });
  });
  let best: { choice: number[]; solution: Solution; served: number } | null = null;
  for (const choice of places.values()) {
    const served = choice.reduce((sum, o, l) => sum + (o < 0 ? 0 : (problem.lots[l]?.weight ?? 0)), 0);
    if (best !== null && served < best.served - 1e-9) continue;
    const part = restricted(problem, (l, o) => choice[l] === o);
    const solution = solutionOf(
      part.problem,
      part.problem.lots.map(() => 0),
    );
    if (!isAllowed(part.problem, solution.bill)) continue;
    if (best === null || served > best.served + 1e-9 || solution.score > best.solution.score + 1e-9)
      best = { choice, solution, served };
  }
  if (best === null)
    return {
      name: "best-single",
      choice: lots.map(() => -1),
      solution: null,
      isWhole: false,
      fails: lots.map((l) => `${nameOf(l.field)}: nobody passes.`),
    };
  const { choice, solution } = best;
  const id = lots.flatMap(({ entrants }, l) => entrants[choice[l] ?? -1]?.id ?? [])[0] ?? "";
  const fails = lots.flatMap(({ field }, l) =>
    (choice[l] ?? -1) >= 0
      ? []
      : [`${nameOf(field)}: ${whyNot(field, (s) => s.candidate.id === id) ?? "this model does not do it"}.`],
  );
  return { name: "best-single", choice, solution, isWhole: fails.length === 0, fails };
}

/** The best plan with one side only. */
export async function onSide(
  name: "all-closed" | "all-self-hosted",
  problem: Problem,
  lots: readonly Choices[],
  solver: Solver,
): Promise<Found> {
  const is = name === "all-closed" ? isClosed : isOwn;
  const isOnSide = (s: Subject): boolean =>
    name === "all-closed" ? s.candidate.model.weights === "closed" : s.candidate.deployment.operator === "self";
  const what = name === "all-closed" ? "closed model" : "self-hosted model";
  return among(
    name,
    problem,
    lots,
    solver,
    (l, o) => {
      const e = lots[l]?.entrants[o];
      return e !== undefined && is(e);
    },
    (field) => {
      const nearest = whyNot(field, isOnSide);
      return `${nameOf(field)}: no ${what} passes${nearest ? `; the nearest, ${nearest}` : ""}.`;
    },
  );
}

/** What must stay closed runs inside, the rest with others: the split of source 4.3, where it is possible at all. */
export async function split(problem: Problem, lots: readonly Choices[], solver: Solver): Promise<Found | null> {
  const inside = lots.map(({ field }) => mustStayClosed(field.lot));
  if (inside.every((x) => x === inside[0])) return null;
  const found = await among(
    "hybrid",
    problem,
    lots,
    solver,
    (l, o) => {
      const e = lots[l]?.entrants[o];
      return e !== undefined && isOwn(e) === inside[l];
    },
    (field) => `${nameOf(field)}: nobody passes there.`,
  );
  return found.isWhole && found.solution ? found : null;
}

async function among(
  name: Found["name"],
  problem: Problem,
  lots: readonly Choices[],
  solver: Solver,
  isOpen: (lot: number, option: number) => boolean,
  fails: (field: Field) => string,
): Promise<Found> {
  const part = restricted(problem, isOpen);
  const assigned: Assigned | null = part.problem.lots.length > 0 ? await assign(part.problem, solver) : null;
  const choice = assigned ? part.whole(assigned.choice) : lots.map(() => -1);
  return {
    name,
    choice,
    solution: assigned,
    isWhole: assigned !== null && part.isWhole,
    fails: [
      ...lots.flatMap(({ field }, l) =>
        (choice[l] ?? -1) >= 0 || (assigned === null && part.isWhole) ? [] : [fails(field)],
      ),
      ...(assigned === null && part.problem.lots.length > 0 ? ["No choice keeps within the limits of the plan."] : []),
    ],
  };
}

/** `advisory, sensitive` */
export const nameOf = ({ lot }: Pick<Field, "lot">): string =>
  lot.traffic === "all" ? lot.of.id : `${lot.of.id}, ${lot.traffic}`;

/** Why the nearest of some does not pass: its name and what stops it, or null where there is none. */
export function whyNot({ decision }: Field, is: (s: Subject) => boolean): string | null {
  const { subjects, ruledOut, toVerify, dismissed } = decision;
  const said = (s: Subject, why: string): string => `${displayName(s.candidate)}: ${why.replace(/\.$/u, "")}`;
  for (const { index, gates } of toVerify) {
    const s = subjects[index] as Subject;
    if (is(s)) return said(s, `to verify, ${(gates[0]?.title ?? "").toLowerCase()}`);
  }
  for (const { index, gates } of ruledOut) {
    const s = subjects[index] as Subject;
    if (is(s) && gates[0]) return said(s, fill(gates[0].because, s));
  }
  const gone = dismissed.find((d) => is(d.subject));
  return gone?.gates[0] ? said(gone.subject, fill(gone.gates[0].because, gone.subject)) : null;
}
