import type { Problem } from "../../decide/portfolio/problem.ts";
import type { Alternative } from "../../portfolio.ts";
import type { Requirements } from "../../requirements/requirements.ts";
import type { Rulebook } from "../../rules/rulebook.ts";
import { CRITERIA } from "../../vocabulary.ts";
import type { Found } from "./alternatives.ts";
import { firstShares, type Measured, measure, weakestOf } from "./measure.ts";
import { type Choices, idsOf } from "./portfolio-problem.ts";

/** Ways to serve everything, each by its criteria and how often it comes first of them. */
export function alternativesOf(
  found: readonly Found[],
  lots: readonly Choices[],
  problem: Problem,
  requirements: Requirements,
  rulebook: Rulebook,
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

/** Within what a score may be. */
export const unit = (x: number): number => Math.min(1, Math.max(0, x));

const criteriaOf = ({ value }: Measured): NonNullable<Alternative["criteria"]> =>
  Object.fromEntries(CRITERIA.map((c, n) => [c, value[n] ?? 0])) as NonNullable<Alternative["criteria"]>;
