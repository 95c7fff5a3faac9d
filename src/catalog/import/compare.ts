import type { Tier } from "../schema/provider.ts";
import type { Matched, Slot, WholeOffer } from "./match.ts";
import type { Figures, Row } from "./row.ts";

/** Differences up to this share are roundings and exchange rates. */
const TOLERANCE = 0.01;
/** Prices further apart than this are a mistake of units, not a change. */
const IMPLAUSIBLE = 20;

export const PRICES = [
  "inputUsdPerMtok",
  "outputUsdPerMtok",
  "cachedInputUsdPerMtok",
  "cacheWriteUsdPerMtok",
  "batchInputUsdPerMtok",
  "batchOutputUsdPerMtok",
] as const;
export const SIZES = ["contextTokens", "maxOutputTokens"] as const;

/** One figure: ours, theirs, and the change in percent where both are numbers. */
export interface FieldChange {
  readonly field: string;
  readonly old: number | string | null;
  readonly new: number | string | null;
  readonly percent: number | null;
}

/** Why ours is kept: it was read later or on the same day, has prices by the hour, or theirs is not believable. */
export type Reason = "newer-reading" | "same-day" | "time-bands" | "implausible";

export interface Difference {
  readonly slot: Slot;
  readonly row: Row;
  readonly index: number;
  readonly offer: WholeOffer;
  readonly fields: readonly FieldChange[];
  /** null = theirs is newer and is taken. */
  readonly kept: Reason | null;
  /** Theirs is a price that we know for another time. */
  readonly otherTime: boolean;
}

export type Confirmed = Pick<Difference, "slot" | "row" | "index" | "offer">;

export interface Comparison {
  /** Prices that both give. */
  readonly compared: number;
  /** Of these, input and output price differ by no more than 1 %. */
  readonly agree: number;
  /** Of these, every figure that both give does. */
  readonly agreeWholly: number;
  readonly differences: readonly Difference[];
  /** Prices that agree in every figure and were read later there. */
  readonly confirmed: readonly Confirmed[];
  /** Matched, but one of the two gives no price per token. */
  readonly unpriced: number;
}

/**
 * The prices that hold on `today` against those of the outside catalog, read on `asOf` (YYYY-MM-DD).
 * Where the outside catalog is silent about a figure there is no difference.
 */
export function compare(pairs: Matched["pairs"], asOf: string, today: string): Comparison {
  const differences: Difference[] = [];
  const confirmed: Confirmed[] = [];
  let [compared, agree, agreeWholly, unpriced] = [0, 0, 0, 0];
  for (const { slot, row } of pairs) {
    const current = slot.offers.filter(({ offer }) => holds(offer, today));
    const priced = current.filter(({ offer }) => offer.inputUsdPerMtok !== null || offer.outputUsdPerMtok !== null);
    const first = priced[0];
    if (!first || (row.inputUsdPerMtok === null && row.outputUsdPerMtok === null)) {
      unpriced += 1;
      continue;
    }
    compared += 1;
    const like = priced.find(({ offer }) => samePrice(offer, row));
    const { index, offer } = like ?? first;
    const fields = changesOf(offer, row, slot);
    if (like) agree += 1;
    if (fields.length === 0) {
      agreeWholly += 1;
      if (offer.band === null && asOf > lastDay(offer.checked, today)) confirmed.push({ slot, row, index, offer });
    } else {
      differences.push({
        slot,
        row,
        index,
        offer,
        fields,
        kept: reasonToKeep(offer, row, asOf, today),
        otherTime: !like && slot.offers.some((o) => samePrice(o.offer, row)),
      });
    }
  }
  return { compared, agree, agreeWholly, differences, confirmed, unpriced };
}

export const holds = (o: WholeOffer, day: string): boolean => (o.from ?? "0000") <= day && day <= (o.until ?? "9999");

function reasonToKeep(offer: WholeOffer, row: Row, asOf: string, today: string): Reason | null {
  const read = lastDay(offer.checked, today);
  if (asOf < read) return "newer-reading";
  if (asOf === read) return "same-day";
  if (offer.band !== null) return "time-bands";
  const apart = (a: number | null, b: number | null) => !!a && !!b && Math.max(a / b, b / a) > IMPLAUSIBLE;
  return apart(offer.inputUsdPerMtok, row.inputUsdPerMtok) || apart(offer.outputUsdPerMtok, row.outputUsdPerMtok)
    ? "implausible"
    : null;
}

/** Of `2026-11` the last day that is not after today: it may have been read then. */
export function lastDay(checked: string, today: string): string {
  const end = `${checked}-12-31`.slice(0, 10);
  const padded = checked.length === 7 ? `${checked}-31` : end;
  return padded < today ? padded : today;
}

const near = (a: number | null, b: number | null): boolean =>
  a === b || (a !== null && b !== null && Math.abs(a - b) <= TOLERANCE * Math.abs(a));

const samePrice = (o: WholeOffer, r: Row): boolean =>
  (r.inputUsdPerMtok === null || near(o.inputUsdPerMtok, r.inputUsdPerMtok)) &&
  (r.outputUsdPerMtok === null || near(o.outputUsdPerMtok, r.outputUsdPerMtok));

function changesOf(offer: WholeOffer, row: Row, slot: Slot): FieldChange[] {
  const fresh = figuresOf(offer, row, slot);
  const found: FieldChange[] = [];
  for (const field of [...PRICES, ...SIZES]) {
    if (!near(offer[field], fresh[field])) found.push(change(field, offer[field], fresh[field]));
  }
  if (!sameTiers(offer.tiers, fresh.tiers)) found.push(change("tiers", tierText(offer.tiers), tierText(fresh.tiers)));
  return found;
}

/**
 * The figures that hold if theirs are taken. What they are silent about stays as it is, but not beside a changed price of which it
 * was a part: then it is not known. A window that ends where a tier begins is
 * none, nor is an output as long as the window a limit.
 */
export function figuresOf(offer: WholeOffer, row: Row, slot: Slot): Figures {
  const kept = samePrice(offer, row);
  const price = (field: (typeof PRICES)[number]) =>
    row[field] === null ? (kept ? offer[field] : null) : near(offer[field], row[field]) ? offer[field] : row[field];
  const size = (field: (typeof SIZES)[number]) =>
    row[field] === null || near(offer[field] ?? slot[field], row[field]) ? offer[field] : row[field];
  const tiers = row.tiers.length > 0 ? row.tiers.map((t) => withCache(t, offer.tiers)) : kept ? offer.tiers : [];
  return {
    inputUsdPerMtok: price("inputUsdPerMtok"),
    outputUsdPerMtok: price("outputUsdPerMtok"),
    cachedInputUsdPerMtok: price("cachedInputUsdPerMtok"),
    cacheWriteUsdPerMtok: price("cacheWriteUsdPerMtok"),
    batchInputUsdPerMtok: price("batchInputUsdPerMtok"),
    batchOutputUsdPerMtok: price("batchOutputUsdPerMtok"),
    tiers: sameTiers(offer.tiers, tiers) ? offer.tiers : tiers,
    contextTokens: isFirstTier(offer, row) ? offer.contextTokens : size("contextTokens"),
    maxOutputTokens: isWholeWindow(row) ? offer.maxOutputTokens : size("maxOutputTokens"),
  };
}

/** Some catalogs give the first price tier as the window. */
function isFirstTier(offer: WholeOffer, row: Row): boolean {
  const lowest = Math.min(...[...offer.tiers, ...row.tiers].map((t) => t.aboveInputTokens));
  return row.contextTokens !== null && row.contextTokens <= lowest * 1.05 && lowest !== Number.POSITIVE_INFINITY;
}

/** Some give the window where they do not know the longest output. */
const isWholeWindow = (row: Row): boolean =>
  row.maxOutputTokens !== null && row.maxOutputTokens >= (row.contextTokens ?? 0);

function withCache(tier: Tier, ours: readonly Tier[]): Tier {
  const same = ours.find(
    (t) => near(t.aboveInputTokens, tier.aboveInputTokens) && near(t.inputUsdPerMtok, tier.inputUsdPerMtok),
  );
  return { ...tier, cachedInputUsdPerMtok: tier.cachedInputUsdPerMtok ?? same?.cachedInputUsdPerMtok ?? null };
}

const sameTiers = (a: readonly Tier[], b: readonly Tier[]): boolean =>
  a.length === b.length &&
  a.every((t, i) => {
    const u = b[i];
    return (
      u !== undefined &&
      near(t.aboveInputTokens, u.aboveInputTokens) &&
      near(t.inputUsdPerMtok, u.inputUsdPerMtok) &&
      near(t.outputUsdPerMtok, u.outputUsdPerMtok) &&
      near(t.cachedInputUsdPerMtok, u.cachedInputUsdPerMtok)
    );
  });

const tierText = (tiers: readonly Tier[]): string | null =>
  tiers.map((t) => `above ${t.aboveInputTokens}: ${t.inputUsdPerMtok}/${t.outputUsdPerMtok}`).join(", ") || null;

const change = (field: string, old: number | string | null, now: number | string | null): FieldChange => ({
  field,
  old,
  new: now,
  percent: typeof old === "number" && typeof now === "number" && old !== 0 ? (100 * (now - old)) / old : null,
});
