import type { Offer } from "./catalog.ts";

const PRICES = [
  "inputUsdPerMtok",
  "outputUsdPerMtok",
  "cachedInputUsdPerMtok",
  "cacheWriteUsdPerMtok",
  "batchInputUsdPerMtok",
  "batchOutputUsdPerMtok",
  "perImageUsd",
  "perSecondUsd",
  "perMinuteUsd",
  "perMillionCharactersUsd",
  "perPageUsd",
  "perRequestUsd",
] as const satisfies readonly (keyof Offer)[];

export const hasPrice = (offer: Offer): boolean => offer.tiers.length > 0 || PRICES.some((key) => offer[key] !== null);

/** The same offer at `factor` times every metered price. */
export function repriced(offer: Offer, factor: number, source: string = offer.source): Offer {
  const times = (x: number | null): number | null => (x === null ? null : x * factor);
  const changed = {
    ...Object.fromEntries(PRICES.map((key) => [key, times(offer[key])])),
    tiers: offer.tiers.map((t) => ({
      ...t,
      inputUsdPerMtok: t.inputUsdPerMtok * factor,
      outputUsdPerMtok: t.outputUsdPerMtok * factor,
      cachedInputUsdPerMtok: times(t.cachedInputUsdPerMtok),
    })),
    source,
  };
  return Object.create(
    offer,
    Object.fromEntries(Object.entries(changed).map(([key, value]) => [key, { value, enumerable: true }])),
  ) as Offer;
}
