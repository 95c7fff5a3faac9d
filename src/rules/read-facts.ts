import type { Endpoint, License, Offer } from "../catalog/catalog.ts";
import { EU } from "../quantity/country.ts";
import type { Day } from "../quantity/day.ts";
import type { Organization } from "../requirements/requirements.ts";
import { PERHAPS_OTHERS, type Subject } from "./fact.ts";

/** A member state of the EU is at home in all of it. */
export const home = (jurisdiction: string): readonly string[] => (EU.includes(jurisdiction) ? ["EU"] : [jurisdiction]);

type Terms = Pick<Endpoint, "trainsOnInputs" | "retentionDays" | "zeroRetention">;
const OWN_TERMS: Terms = { trainsOnInputs: false, retentionDays: 0, zeroRetention: "default" };

/** Data terms: nobody else is involved where the organization runs it; an offer's own terms win over its endpoint's. */
export function terms<K extends keyof Terms>(s: Subject, key: K): Terms[K] | null {
  const { operator, endpoint, offers } = s.candidate.deployment;
  if (operator === "self") return OWN_TERMS[key];
  for (let i = 0; i < offers.length; i++) {
    const own = offers[i]?.terms?.[key] as Terms[K] | null | undefined;
    if (own !== undefined) return own;
  }
  return endpoint?.[key] ?? null;
}

type Confidence = License["confidence"];

/** Of low or unverified confidence a fact may caution but never gate: for a gate it is unknown. */
export const verified = <V>(confidence: Confidence | null, value: V): V | null =>
  confidence === "low" || confidence === "unverified" ? null : value;

/** Terms that an offer states for itself stand on the offer's own source. */
export function termsConfidence(s: Subject): Confidence | null {
  const { operator, endpoint, offers } = s.candidate.deployment;
  if (operator === "self") return "high";
  for (let i = 0; i < offers.length; i++) if (offers[i]?.terms !== undefined) return "high";
  return endpoint?.confidence ?? null;
}

/** Of the service, or of the cloud whose machines are rented; nobody else is involved on premises and at the edge. */
export function certificates(s: Subject): readonly string[] | null {
  const { kind, endpoint } = s.candidate.deployment;
  if (kind === "on-premises" || kind === "edge") return [];
  const seen = endpoint?.certificates ?? null;
  return seen !== null && endpoint?.certificatesSeen === "some" ? [...seen, PERHAPS_OTHERS] : seen;
}

export function certificatesConfidence(s: Subject): Confidence | null {
  const { operator, endpoint } = s.candidate.deployment;
  return operator === "self" ? (endpoint?.confidence ?? "high") : termsConfidence(s);
}

export function contextOf(s: Subject): number | null {
  const { offers, operator } = s.candidate.deployment;
  let host: number | null = null;
  for (let i = 0; i < offers.length && operator !== "self"; i++) {
    const { contextTokens, until } = offers[i] as Offer;
    if (contextTokens !== null && (host === null || contextTokens > host) && !ended(until, s.today))
      host = contextTokens;
  }
  return host ?? s.candidate.model.contextTokens;
}

export const ended = (until: Day | null, today: Day): boolean => until !== null && until < today;

/** Last day of the price that ends first among those that hold today. */
export function firstPriceEnd(s: Subject): Day | null {
  const { today } = s;
  const ends = s.candidate.deployment.offers.flatMap((o) =>
    o.until !== null && o.until >= today && (o.from ?? today) <= today ? [o.until] : [],
  );
  return ends.length > 0 ? ends.reduce((a, b) => (a < b ? a : b)) : null;
}

/** A metered service is on sale today when one of its prices holds today. */
export function availableOn(s: Subject): boolean | null {
  const { operator, offers, kind } = s.candidate.deployment;
  if (operator === "self" || kind === "app") return true;
  if (offers.length === 0) return null;
  return offers.some((o) => !ended(o.until, s.today) && (o.from === null || o.from <= s.today));
}

/** Last day of the service where the maker runs it, or a closed model anywhere; others who host open weights go on. */
export function serviceEnd({ candidate: { model, deployment } }: Subject): Day | null {
  const isMakers =
    deployment.operator === "vendor" || (deployment.operator === "third-party" && model.weights === "closed");
  return isMakers ? model.retires : null;
}

/** Open weights outlive the maker's service; a retired closed model is gone everywhere. */
export function retired(s: Subject): boolean {
  const { model, deployment } = s.candidate;
  if (deployment.operator === "self" && model.weights !== "closed") return false;
  const gone = model.lifecycle === "retired" || (model.retires !== null && model.retires < s.today);
  return gone && (model.weights === "closed" || deployment.operator === "vendor" || model.lifecycle === "retired");
}

export function deepestCustomization(s: Subject): string | null {
  const { model, deployment } = s.candidate;
  if (deployment.operator !== "self")
    return deployment.kind === "app" ? "prompting" : (deployment.endpoint?.fineTuning ?? null);
  if (model.weights === "closed") return "retrieval";
  const may = model.terms.derivatives;
  return may === null ? null : may ? "continued-pretraining" : "retrieval";
}

const CAP_ORDER = ["none", "display-name", "review", "separate-licence", "no-licence"];

/**
 * The gravest effect of the caps that this organization crosses; null when that hangs on a revenue nobody stated. Caps by users
 * start at 100 million: who does not state so many is taken to be below.
 */
export function worstCap(s: Subject, resale: boolean): string | null {
  const license: License = s.candidate.model.terms;
  if (resale && s.organization.modelAsAService === false) return "none";
  if (license.caps === null) return null;
  let worst = 0;
  let open = 0;
  for (const cap of license.caps) {
    if ((cap.appliesTo === "model-as-a-service") !== resale) continue;
    const grade = CAP_ORDER.indexOf(cap.effect);
    const crossed = crosses(cap, s.organization, resale);
    if (crossed === null) open = Math.max(open, grade);
    else if (crossed) worst = Math.max(worst, grade);
  }
  return open > worst ? null : (CAP_ORDER[worst] ?? "none");
}

function crosses(
  cap: NonNullable<License["caps"]>[number],
  { annualRevenueUsd, monthlyActiveUsers }: Organization,
  resale: boolean,
): boolean | null {
  if (cap.threshold === null) return resale ? true : null;
  if (cap.measure === "monthly-active-users") return (monthlyActiveUsers ?? 0) > cap.threshold;
  const perYear = cap.measure === "monthly-revenue-usd" ? cap.threshold * 12 : cap.threshold;
  return annualRevenueUsd === null ? null : annualRevenueUsd > perYear;
}
