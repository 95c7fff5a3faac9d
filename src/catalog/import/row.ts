import { Failure } from "../../failure.ts";
import type { Tier } from "../schema/provider.ts";

/** Figures that an outside catalog may give: USD per 1e6 tokens, and tokens. `null` = it is silent. */
export interface Figures {
  readonly inputUsdPerMtok: number | null;
  readonly outputUsdPerMtok: number | null;
  readonly cachedInputUsdPerMtok: number | null;
  readonly cacheWriteUsdPerMtok: number | null;
  readonly batchInputUsdPerMtok: number | null;
  readonly batchOutputUsdPerMtok: number | null;
  readonly tiers: readonly Tier[];
  readonly contextTokens: number | null;
  readonly maxOutputTokens: number | null;
}

/** One entry of an outside catalog. */
export interface Row extends Figures {
  /** As the aliases of our models write it. */
  readonly key: string;
  /** The outside catalog's own word for who sells it. */
  readonly provider: string;
  /** Its names at that provider. */
  readonly ids: readonly string[];
}

export interface Reading {
  readonly rows: readonly Row[];
  /** The day that the catalog itself states, YYYY-MM-DD. */
  readonly asOf: string | null;
}

/** Where a provider of an outside catalog is found in ours; `endpoint: null` = the id of the model tells. */
export interface Seat {
  readonly provider: string;
  readonly endpoint: string | null;
}

/** An outside catalog: how its text is read, and its words for our providers. */
export interface Outside {
  readonly name: string;
  readonly alias: "modelsDev" | "litellm" | "openrouter" | "piAi";
  /** Where its publisher keeps it; null = it comes as files only. */
  readonly url: string | null;
  /** Words that differ from our ids: `provider` or `provider/endpoint`. */
  readonly seats: Readonly<Record<string, string>>;
  /** Its words for services that quote a mixture of hosts: an open model there has no single price. */
  readonly mixtures: readonly string[];
  /** @throws Failure naming `file` when the value is not this catalog */
  readonly read: (json: unknown, file: string) => Reading;
}

export type Plain = Readonly<Record<string, unknown>>;

/** The value as a mapping; an empty one when it is none. */
export const plain = (x: unknown): Plain => (isPlain(x) ? x : {});
export const isPlain = (x: unknown): x is Plain => typeof x === "object" && x !== null && !Array.isArray(x);
export const words = (x: unknown): string | null => (typeof x === "string" && x !== "" ? x : null);

/** A number that is a price or a size: finite and not negative. Catalogs write `-1` for "varies". */
export const amount = (x: unknown): number | null => (typeof x === "number" && Number.isFinite(x) && x >= 0 ? x : null);

/** A whole number of tokens above zero. */
export const tokens = (x: unknown): number | null => {
  const n = amount(x);
  return n !== null && n >= 1 ? Math.round(n) : null;
};

/** 0 stands for "none" or "included" in these catalogs, never for free of charge. */
export const priced = (x: unknown): number | null => amount(x) || null;

/** USD per token as USD per 1e6 tokens, without the noise of binary fractions. */
export const perMillion = (x: unknown): number | null => {
  const n = amount(x);
  return n === null ? null : Number((n * 1e6).toPrecision(10));
};

/**
 * Prices of a catalog that writes 0 where it has none: an entry with neither an input nor an output price has no price at all
 * (subscription, trial, priced per image).
 */
export function unlessFree(input: number | null, output: number | null): [number | null, number | null] {
  return input || output ? [input, output] : [null, null];
}

export const notThis = (file: string, name: string, why: string): Failure =>
  new Failure({
    place: { file },
    text: `is not a ${name} catalog: ${why}.`,
    hint: "Is --from right?",
  });
