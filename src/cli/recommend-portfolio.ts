import { FINALISTS } from "../advise/plan/finalists.ts";
import { plan } from "../advise/plan.ts";
import type { AdviseInput } from "../advise.ts";
import type { Portfolio } from "../portfolio.ts";
import { loadSolver } from "./solver.ts";

/** The plan that belongs to a recommendation of several workloads or of a sensitive share; null where nobody passes. */
export async function portfolioFor(input: AdviseInput): Promise<Portfolio | null> {
  const portfolio = await plan({
    ...input,
    solver: loadSolver,
    tell: () => {},
    finalists: FINALISTS,
    isBrief: true,
    wantsScenarios: false,
  });
  return portfolio.routes.length > 0 ? portfolio : null;
}
