import type { Catalog } from "../../catalog/catalog.ts";
import type { Entrant, Field } from "./field.ts";
import { isOwn } from "./finalists.ts";
import { isClosed } from "./lots.ts";

/** Models that a suite measures, candidate and fallback among them. */
const MEASURED = 5;

/**
 * The next best models for a route's suite by `worth`, one way to run each. All pass the route's conditions, so they may see its
 * requests; where requests that must stay closed are served inside, they are measured inside too, and on one machine.
 */
export function measuredBeside(
  { lot, entrants }: Field,
  primary: Entrant,
  second: Entrant | null,
  worth: (e: Entrant) => number,
  catalog: Pick<Catalog, "accelerators">,
): Entrant[] {
  const staysInside = isClosed(lot) && isOwn(primary);
  const seen = new Set([primary, ...(second ? [second] : [])].map((e) => e.subject.candidate.model.id));
  const wanted = MEASURED - seen.size;
  const found: Entrant[] = [];
  for (const e of [...entrants].sort((a, b) => worth(b) - worth(a) || (a.id < b.id ? -1 : 1))) {
    if (found.length === wanted) break;
    const { model } = e.subject.candidate;
    if (seen.has(model.id) || (staysInside && !isOwn(e)) || !isEasilyRun(e, catalog)) continue;
    seen.add(model.id);
    found.push(e);
  }
  return found;
}

/** Behind an API, or with an engine that serves one on a single machine. */
function isEasilyRun({ subject }: Entrant, { accelerators }: Pick<Catalog, "accelerators">): boolean {
  const { hardware } = subject.estimate;
  if (hardware === null) return subject.candidate.deployment.operator !== "self";
  const most = accelerators.find((a) => a.id === hardware.accelerator)?.maxPerNode ?? hardware.perReplica;
  return hardware.engine === "vllm" && hardware.perReplica <= most;
}
