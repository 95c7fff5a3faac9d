import type { Portfolio } from "../portfolio.ts";
import { fallbackName } from "./gateway.ts";

/** The routes for programs: what comes here, who serves it, who takes over, and what has to be kept. */
export function routeTable({ routes }: Pick<Portfolio, "routes">): string {
  const rows = routes.map((r) => ({
    route: r.id,
    workload: r.workload,
    traffic: r.traffic,
    share: r.share,
    when: r.condition,
    candidate: r.candidate,
    deployment: r.primary.deployment,
    fallback:
      r.second === null ? null : { name: fallbackName(r), candidate: r.second.id, deployment: r.second.deployment },
    whyNoFallback: r.whyNoFallback,
    failClosed: r.failClosed,
    evaluation: r.evaluation,
    obligations: r.obligations,
  }));
  return `${JSON.stringify({ schema: "advisor-routes/1", routes: rows }, null, 2)}\n`;
}
