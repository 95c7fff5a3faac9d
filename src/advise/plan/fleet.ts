import { replicasOf } from "../../estimate/sharing.ts";
import type { Portfolio, PortfolioRoute, Served } from "../../portfolio.ts";
import type { Entrant } from "./field.ts";
import type { Choices } from "./portfolio-problem.ts";

type Unit = Portfolio["fleet"][number];

/** What has to be set up on own or rented machines and on devices: replicas for all routes of a group, then the fallbacks. */
export function fleetOf(
  routes: readonly PortfolioRoute[],
  primaries: readonly Entrant[],
  lots: readonly Choices[],
): Unit[] {
  const groups = new Map<string, number[]>();
  primaries.forEach((e, l) => {
    if (!e.subject.estimate.hardware) return;
    const key = e.sharing.claim?.group ?? e.id;
    groups.set(key, [...(groups.get(key) ?? []), l]);
  });
  const running = [...groups.values()].flatMap((members): Unit[] => {
    const first = routes[members[0] ?? -1];
    if (!first) return [];
    const claims = members.flatMap((l) => primaries[l]?.sharing.claim ?? []);
    const sum = (of: (c: (typeof claims)[number]) => number): number => claims.reduce((s, c) => s + of(c), 0);
    const replicas =
      claims.length === 0
        ? (first.primary.deployment.hardware?.replicas ?? 1)
        : replicasOf(
            sum((c) => c.peak),
            sum((c) => c.average),
            Math.max(...claims.map((c) => c.spares)),
          );
    const those = members.flatMap((l) => routes[l] ?? []);
    return unitOf(first.primary, those, replicas, false);
  });
  const standby = new Map<string, PortfolioRoute[]>();
  for (const r of routes)
    if (r.second?.deployment.hardware && !running.some((u) => u.candidate === r.second?.id))
      standby.set(r.second.id, [...(standby.get(r.second.id) ?? []), r]);
  const waiting = [...standby.values()].flatMap((those): Unit[] => {
    const [first] = those;
    if (!first?.second) return [];
    const replicas = Math.max(
      ...those.map((r) => {
        const at = lots.find((l) => l.field.lot.id === r.id)?.field.entrants.find((e) => e.id === r.fallback);
        return at?.subject.estimate.hardware?.replicas ?? 1;
      }),
    );
    return unitOf(first.second, those, replicas, true);
  });
  return [...running, ...waiting];
}

function unitOf(
  { id, deployment }: Served,
  routes: readonly PortfolioRoute[],
  replicas: number,
  isStandby: boolean,
): Unit[] {
  const h = deployment.hardware;
  if (!h) return [];
  const { accelerator, perReplica, perNode, quantization, engine } = h;
  return [
    {
      candidate: id,
      routes: routes.map((r) => r.id),
      accelerator,
      perReplica,
      perNode,
      replicas,
      quantization,
      engine,
      mostTokens: Math.max(...routes.map((r) => r.condition.mostTokens)),
      isStandby,
    },
  ];
}
