import { percent } from "../quantity/format.ts";
import type { Recommendation } from "../recommendation.ts";
import { valueAt } from "./settled.ts";

/** One share of traffic and who serves it. */
export interface Route {
  readonly workload: string;
  readonly traffic: string;
  readonly candidate: string;
  readonly fallback: string | null;
  /** Without its candidate it stops rather than send data elsewhere. */
  readonly failClosed: boolean;
}

/** The advice for all workloads together, read with care, or `null` where there is none. */
export function portfolioOf({
  portfolio,
}: Recommendation): { readonly text: string; readonly routes: readonly Route[] } | null {
  const text = valueAt(portfolio, "text");
  if (typeof text !== "string") return null;
  const routes = valueAt(portfolio, "routes");
  return { text, routes: Array.isArray(routes) ? routes.map(routeOf) : [] };
}

function routeOf(route: unknown): Route {
  const word = (path: string): string | null => {
    const value = valueAt(route, path);
    return typeof value === "string" && value !== "" ? value : null;
  };
  const share = valueAt(route, "share");
  const traffic = word("traffic");
  return {
    workload: word("workload") ?? "all",
    traffic:
      [traffic === "all" ? null : traffic, typeof share === "number" && share < 1 ? percent(share) : null]
        .filter((t) => t !== null)
        .join(", ") || "all",
    candidate: word("candidate") ?? "nobody",
    fallback: word("fallback"),
    failClosed: valueAt(route, "failClosed") === true,
  };
}
