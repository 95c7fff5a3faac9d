import type { Offer } from "../catalog/catalog.ts";

/** An offer and the share of the week's hours in which it holds. */
export interface Band {
  readonly offer: Offer;
  readonly share: number;
}

/** The prices of one day, and whether they were really dated for it (a price without successor goes on, `stale`). */
export interface DayPrices {
  readonly bands: readonly Band[];
  readonly stale: boolean;
}

/**
 * The offers that hold on a day: the newest plain one, and time bands by their hours. Where none holds, the last that did,
 * else the first that will; null where there is no offer at all.
 */
export function pricesOn(offers: readonly Offer[], day: string): DayPrices | null {
  const [only] = offers;
  if (only && offers.length === 1 && only.from === null && only.until === null) {
    return { bands: [{ offer: only, share: 1 }], stale: false };
  }
  const active = offers.filter((o) => (o.from === null || o.from <= day) && (o.until === null || o.until >= day));
  if (active.length > 0) return { bands: bandsOf(active), stale: false };
  const past = offers.filter((o) => o.until !== null && o.until < day);
  const lastDay = past.reduce((last, o) => (o.until !== null && o.until > last ? o.until : last), "");
  if (past.length > 0) return { bands: bandsOf(past.filter((o) => o.until === lastDay)), stale: true };
  const firstDay = offers.reduce(
    (first, o) => (o.from !== null && (first === "" || o.from < first) ? o.from : first),
    "",
  );
  const future = offers.filter((o) => o.from === firstDay);
  return future.length > 0 ? { bands: bandsOf(future), stale: true } : null;
}

function bandsOf(active: readonly Offer[]): Band[] {
  let plain: Offer | null = null;
  const timed = new Map<string, Offer>();
  for (const offer of active) {
    if (offer.band === null) {
      if (plain === null || later(offer, plain)) plain = offer;
      continue;
    }
    const known = timed.get(offer.band.name);
    if (!known || later(offer, known)) timed.set(offer.band.name, offer);
  }
  if (timed.size === 0) return plain ? [{ offer: plain, share: 1 }] : [];
  const bands = [...timed.values()].map((offer) => ({ offer, share: offer.band?.hourShare ?? 0 }));
  const covered = bands.reduce((sum, b) => sum + b.share, 0);
  if (plain && covered < 1) return [...bands, { offer: plain, share: 1 - covered }];
  return covered > 0 ? bands.map((b) => ({ ...b, share: b.share / covered })) : bands;
}

const later = (a: Offer, b: Offer): boolean => (a.from ?? "") > (b.from ?? "");
