import type { Entrant, Field } from "./field.ts";
import { isOwn } from "./finalists.ts";
import { isClosed } from "./lots.ts";

export interface Fallback {
  readonly entrant: Entrant | null;
  readonly whyNone: string | null;
}

/**
 * Who takes over where a route's candidate does not answer: somebody who passes the same conditions, of another maker and another
 * provider. Where traffic that must stay closed runs inside, so does its fallback. `atHandScore`: what a partner or a pool that the
 * plan has already is worth.
 */
export function fallbackOf(
  { lot, entrants }: Field,
  primary: Entrant,
  atHand: ReadonlySet<string>,
  least: number,
  atHandScore: number,
): Fallback {
  const { model, deployment } = primary.subject.candidate;
  const staysInside = isClosed(lot) && isOwn(primary);
  const others = entrants.filter(({ score, subject: { candidate } }) => {
    const provider = candidate.deployment.provider?.id;
    return (
      score >= least &&
      candidate.model.vendor !== model.vendor &&
      (provider === undefined || provider !== deployment.provider?.id)
    );
  });
  const allowed = staysInside ? others.filter(isOwn) : others;
  const worth = (e: Entrant): number => worthOf(e, atHand, atHandScore);
  const best = allowed.reduce<Entrant | null>((b, e) => (b === null || worth(e) > worth(b) + 1e-9 ? e : b), null);
  if (best) return { entrant: best, whyNone: null };
  return {
    entrant: null,
    whyNone:
      others.length > 0
        ? "nobody of another maker passes the same conditions inside, and these requests may not leave"
        : "nobody of another maker and provider passes the same conditions",
  };
}

/** Its score, and what it is worth that the plan has its partner or its machines already. */
export const worthOf = (e: Entrant, atHand: ReadonlySet<string>, atHandScore: number): number =>
  e.score + (keysOf(e).some((k) => atHand.has(k)) ? atHandScore : 0);

/** What using somebody makes available: the provider's contract, or the pool of machines. */
export function keysOf({ subject, sharing }: Entrant): string[] {
  const provider = subject.candidate.deployment.provider?.id;
  return [...(provider ? [`provider ${provider}`] : []), ...(sharing.claim ? [`pool ${sharing.claim.pool.key}`] : [])];
}
