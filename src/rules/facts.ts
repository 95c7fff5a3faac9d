import type { Candidate } from "../candidates/candidate.ts";
import type { Endpoint, License } from "../catalog/catalog.ts";
import type { TasksFile } from "../catalog/schema/tasks.ts";
import type { Estimate, Quality } from "../estimate/estimate.ts";
import { EU, withMembers } from "../quantity/country.ts";
import { type Day, daysBetween, monthsBetween } from "../quantity/day.ts";
import type { Organization, Requirements, Workload } from "../requirements/requirements.ts";
import {
  CRITERIA,
  CUSTOMIZATIONS,
  DEPLOYMENT_KINDS,
  INTERFACES,
  QUALITY_LEVELS,
  REGULATIONS,
  SECTORS,
  SENSITIVITIES,
  SUPPORTS,
  TASKS,
} from "../vocabulary.ts";
import { basisOf, ownOf, ownResults, publishedOf } from "./quality-facts.ts";

/** What a rule may read of one candidate for one workload. */
export interface Subject {
  readonly organization: Organization;
  readonly workload: Workload;
  readonly priorities: Requirements["priorities"];
  readonly task: TasksFile["tasks"][Workload["task"]];
  readonly today: Day;
  readonly candidate: Candidate;
  readonly estimate: Estimate;
  readonly quality: Quality;
}

export type FactValue = number | boolean | string | readonly string[] | null;

/** One row of the vocabulary: path, type, unit and how it is read. `null` = unknown. */
export interface Fact {
  readonly type: "number" | "boolean" | "text" | "enum" | "ordinal" | "set";
  /** Legal values; ordinals from least to most. Absent for numbers, booleans and free text. */
  readonly values?: readonly string[];
  /** Sets and texts of countries: `EU` stands for its members too. */
  readonly countries?: true;
  readonly unit?: string;
  /** requirement: known before any candidate is looked at. */
  readonly stage: "requirement" | "catalog" | "estimate";
  readonly read: (s: Subject) => FactValue;
}

const number = (stage: Fact["stage"], unit: string, read: (s: Subject) => number | null): Fact => ({
  type: "number",
  stage,
  unit,
  read,
});
const boolean = (stage: Fact["stage"], read: (s: Subject) => boolean | null): Fact => ({
  type: "boolean",
  stage,
  read,
});
const text = (stage: Fact["stage"], read: (s: Subject) => string | null): Fact => ({ type: "text", stage, read });
const country = (stage: Fact["stage"], read: (s: Subject) => string | null): Fact => ({
  type: "text",
  countries: true,
  stage,
  read,
});
const one = (stage: Fact["stage"], values: readonly string[], read: (s: Subject) => string | null): Fact => ({
  type: "enum",
  values,
  stage,
  read,
});
const ordinal = (stage: Fact["stage"], values: readonly string[], read: (s: Subject) => string | null): Fact => ({
  type: "ordinal",
  values,
  stage,
  read,
});
const set = (
  stage: Fact["stage"],
  values: readonly string[] | undefined,
  read: (s: Subject) => readonly string[] | null,
): Fact => ({
  type: "set",
  ...(values ? { values } : {}),
  stage,
  read,
});
const countries = (stage: Fact["stage"], read: (s: Subject) => readonly string[] | null): Fact => ({
  type: "set",
  countries: true,
  stage,
  read,
});

const R = "requirement";
const C = "catalog";
const E = "estimate";

const traffic = (key: keyof Workload["traffic"], unit: string): Fact => number(R, unit, (s) => s.workload.traffic[key]);

/** The vocabulary of the rules. A new requirement or catalog field that rules may read is one row here. */
export const FACTS: Readonly<Record<string, Fact>> = {
  "organization.jurisdiction": country(R, (s) => s.organization.jurisdiction),
  "organization.homeCountries": countries(R, (s) =>
    s.organization.jurisdiction === null ? null : home(s.organization.jurisdiction),
  ),
  "organization.ownership": countries(R, (s) => s.organization.ownership),
  "organization.usersIn": countries(
    R,
    (s) => s.organization.usersIn ?? (s.organization.jurisdiction ? [s.organization.jurisdiction] : null),
  ),
  "organization.annualRevenueUsd": number(R, "USD", (s) => s.organization.annualRevenueUsd),
  "organization.monthlyActiveUsers": number(R, "people", (s) => s.organization.monthlyActiveUsers),
  "organization.modelAsAService": boolean(R, (s) => s.organization.modelAsAService),
  "organization.sector": one(R, SECTORS, (s) => s.organization.sector),
  "organization.team.mlOpsFte": number(R, "FTE", (s) => s.organization.team.mlOpsFte),
  "organization.ownsAccelerators": boolean(R, (s) => s.organization.hardware.length > 0),
  "organization.excludedOrigins": countries(R, (s) => s.organization.excludedOrigins),
  "organization.excludedHosts": countries(R, (s) => s.organization.excludedHosts),
  "organization.excludedVendors": set(R, undefined, (s) => s.organization.excludedVendors),

  "workload.task": one(R, TASKS, (s) => s.workload.task),
  "workload.family": one(
    R,
    ["text", "retrieval", "vision", "image", "video", "audio", "science", "embodied", "analytic"],
    (s) => s.task.family,
  ),
  "workload.interactive": boolean(R, (s) => s.task.interactive),
  "workload.needsIn": set(R, undefined, (s) => s.task.in),
  "workload.needsOut": set(R, undefined, (s) => s.task.out),
  "workload.languages": set(R, undefined, (s) => s.workload.languages),
  "workload.interface": one(R, INTERFACES, (s) => s.workload.interface),
  "workload.traffic.requestsPerDay": traffic("requestsPerDay", "requests a day"),
  "workload.traffic.inputTokens": traffic("inputTokens", "tokens"),
  "workload.traffic.outputTokens": traffic("outputTokens", "tokens"),
  "workload.traffic.cachedInputShare": traffic("cachedInputShare", "share"),
  "workload.traffic.batchShare": traffic("batchShare", "share"),
  "workload.traffic.growthPerYear": traffic("growthPerYear", "share"),
  "workload.traffic.inputImages": traffic("inputImages", "images"),
  "workload.contextTokens": number(R, "tokens", (s) => s.workload.contextTokens),
  "workload.latency.firstTokenSeconds": number(R, "seconds", (s) => s.workload.latency.firstTokenSeconds),
  "workload.latency.tokensPerSecond": number(R, "tokens a second", (s) => s.workload.latency.tokensPerSecond),
  "workload.quality": ordinal(R, QUALITY_LEVELS, (s) => s.workload.quality),
  "workload.data.sensitivity": ordinal(R, SENSITIVITIES, (s) => s.workload.data.sensitivity),
  "workload.data.regulations": set(R, REGULATIONS, (s) => s.workload.data.regulations),
  "workload.data.residency": countries(R, (s) => s.workload.data.residency),
  "workload.data.sensitiveShare": number(R, "share", (s) => s.workload.data.sensitiveShare),
  "workload.data.zeroRetention": boolean(R, (s) => s.workload.data.zeroRetention),
  "workload.data.airGapped": boolean(R, (s) => s.workload.data.airGapped),
  "workload.customization": ordinal(R, CUSTOMIZATIONS, (s) => s.workload.customization),
  "workload.deployments": set(R, DEPLOYMENT_KINDS, (s) => s.workload.deployments),
  "workload.license.commercialUse": boolean(R, (s) => s.workload.license.commercialUse),
  "workload.license.osiApproved": boolean(R, (s) => s.workload.license.osiApproved),
  "workload.license.redistributeDerivatives": boolean(R, (s) => s.workload.license.redistributeDerivatives),
  "workload.license.trainOnOutputs": boolean(R, (s) => s.workload.license.trainOnOutputs),
  "workload.support": ordinal(R, SUPPORTS, (s) => s.workload.support),
  "workload.uptimePercent": number(R, "%", (s) => s.workload.uptimePercent),
  "workload.budget.usdPerMonth": number(R, "USD a month", (s) => s.workload.budget.usdPerMonth),
  "workload.budget.hard": boolean(R, (s) => s.workload.budget.hard),
  "workload.lifetimeMonths": number(R, "months", (s) => s.workload.lifetimeMonths),
  "workload.offline": boolean(R, (s) => s.workload.offline),
  ...Object.fromEntries(CRITERIA.map((c) => [`priorities.${c}`, number(R, "weight", (s) => s.priorities[c])])),

  "model.id": text(C, (s) => s.candidate.model.id),
  "model.name": text(C, (s) => s.candidate.model.name),
  "model.vendor": text(C, (s) => s.candidate.model.vendor),
  "model.vendorName": text(C, (s) => s.candidate.model.maker.name),
  "model.origin": country(C, (s) => s.candidate.model.origin),
  "model.weights": one(C, ["open", "restricted", "closed"], (s) => s.candidate.model.weights),
  "model.architecture": text(C, (s) => s.candidate.model.architecture),
  "model.traits": set(C, undefined, (s) => s.candidate.model.traits),
  "model.tasks": set(C, TASKS, (s) => s.candidate.model.tasks),
  "model.modalitiesIn": set(C, undefined, (s) => s.candidate.model.modalities.in),
  "model.modalitiesOut": set(C, undefined, (s) => s.candidate.model.modalities.out),
  "model.parametersTotalB": number(C, "billion parameters", (s) => s.candidate.model.parameters.totalB),
  "model.parametersActiveB": number(C, "billion parameters", (s) => s.candidate.model.parameters.activeB),
  "model.lifecycle": one(
    C,
    ["announced", "preview", "active", "legacy", "deprecated", "retired"],
    (s) => s.candidate.model.lifecycle,
  ),
  "model.retires": text(C, (s) => s.candidate.model.retires),
  "model.successor": text(C, (s) => s.candidate.model.successor),
  "model.hasSuccessor": boolean(C, (s) => s.candidate.model.successor !== null),
  "model.ageMonths": number(C, "months", (s) =>
    s.candidate.model.released ? Math.max(0, monthsBetween(s.candidate.model.released, s.today)) : null,
  ),
  "model.artifacts": one(C, ["safetensors", "gguf", "pickle"], (s) => s.candidate.model.artifacts),
  "model.license": text(C, (s) => s.candidate.model.license),
  "model.licenseName": text(C, (s) => s.candidate.model.terms.name),
  "model.licenseSource": text(C, (s) => `${s.candidate.model.terms.source}, ${s.candidate.model.terms.checked}`),
  "model.licenseOsi": boolean(C, (s) => s.candidate.model.terms.osi),
  "model.licenseCommercial": boolean(C, (s) => s.candidate.model.terms.commercial),
  "model.licenseDerivatives": boolean(C, (s) => s.candidate.model.terms.derivatives),
  "model.licenseRedistribute": boolean(C, (s) => s.candidate.model.terms.redistributeDerivatives),
  "model.licenseOutputsMayTrain": boolean(C, (s) => s.candidate.model.terms.outputsMayTrain),
  "model.licenseConfidence": ordinal(
    C,
    ["unverified", "low", "medium", "high"],
    (s) => s.candidate.model.terms.confidence,
  ),
  "model.licenseExcludedRegions": countries(C, (s) => s.candidate.model.terms.excludedRegions),
  "model.licenseExclusionReach": one(C, ["licensee", "everywhere"], (s) => s.candidate.model.terms.exclusionReach),
  "model.licenseNonProfitOnly": boolean(C, (s) => s.candidate.model.terms.onlyFor === "non-profit-research"),
  "model.licenseAttribution": text(C, (s) => s.candidate.model.terms.attribution),
  "model.licenseRevocable": boolean(C, (s) => s.candidate.model.terms.revocable),
  "model.licenseObligations": set(C, undefined, (s) => s.candidate.model.terms.obligations),
  "model.licenseCommercialVerified": boolean(C, (s) =>
    verified(s.candidate.model.terms.confidence, s.candidate.model.terms.commercial),
  ),
  "model.makerRestrictedIn": countries(C, (s) => s.candidate.model.maker.restrictedBy.map((r) => r.country)),
  "model.unverifiedFields": set(C, undefined, (s) => s.candidate.model.unverified),
  "model.vendorLine": one(C, ["active", "stalled"], (s) => s.candidate.model.maker.line),
  "model.vendorCodeOfPractice": one(
    C,
    ["signed", "partly", "declined"],
    (s) => s.candidate.model.maker.euCodeOfPractice,
  ),

  "deployment.kind": one(C, DEPLOYMENT_KINDS, (s) => s.candidate.deployment.kind),
  "deployment.operator": one(C, ["vendor", "third-party", "self"], (s) => s.candidate.deployment.operator),
  "deployment.provider": text(C, (s) => s.candidate.deployment.provider?.id ?? null),
  "deployment.providerName": text(C, (s) => s.candidate.deployment.provider?.name ?? null),
  "deployment.providerRole": one(
    C,
    ["vendor", "hyperscaler", "inference-host", "router", "gpu-cloud", "product"],
    (s) => s.candidate.deployment.provider?.role ?? null,
  ),
  "deployment.endpoint": text(C, (s) => s.candidate.deployment.endpoint?.id ?? null),
  "deployment.device": one(C, ["phone", "laptop", "workstation"], (s) => s.candidate.deployment.device),
  "deployment.operatorJurisdiction": country(C, (s) => s.candidate.deployment.operatorJurisdiction),
  "deployment.processingIn": countries(C, (s) => s.candidate.deployment.processingIn),
  "deployment.trainsOnInputs": boolean(C, (s) => terms(s, "trainsOnInputs")),
  "deployment.retentionDays": number(C, "days", (s) => terms(s, "retentionDays")),
  "deployment.zeroRetention": one(C, ["default", "self-serve", "approval", "none"], (s) => terms(s, "zeroRetention")),
  "deployment.certificates": set(
    C,
    ["soc2-type2", "iso-27001", "iso-42001", "pci-dss", "c5", "hipaa-baa", "fedramp-moderate", "fedramp-high"],
    (s) => (s.candidate.deployment.operator === "self" ? [] : (s.candidate.deployment.endpoint?.certificates ?? null)),
  ),
  "deployment.termsConfidence": ordinal(C, ["unverified", "low", "medium", "high"], (s) => termsConfidence(s)),
  "deployment.verified.trainsOnInputs": boolean(C, (s) => verified(termsConfidence(s), terms(s, "trainsOnInputs"))),
  "deployment.verified.retentionDays": number(C, "days", (s) =>
    verified(termsConfidence(s), terms(s, "retentionDays")),
  ),
  "deployment.verified.zeroRetention": one(C, ["default", "self-serve", "approval", "none"], (s) =>
    verified(termsConfidence(s), terms(s, "zeroRetention")),
  ),
  "deployment.verified.certificates": set(
    C,
    ["soc2-type2", "iso-27001", "iso-42001", "pci-dss", "c5", "hipaa-baa", "fedramp-moderate", "fedramp-high"],
    (s) =>
      s.candidate.deployment.operator === "self"
        ? []
        : verified(termsConfidence(s), s.candidate.deployment.endpoint?.certificates ?? null),
  ),
  "deployment.uptimePercent": number(C, "%", (s) => s.candidate.deployment.endpoint?.uptimePercent ?? null),
  "deployment.support": ordinal(C, SUPPORTS, (s) =>
    s.candidate.deployment.operator === "self" ? "community" : (s.candidate.deployment.endpoint?.support ?? null),
  ),
  "deployment.indemnity": boolean(C, (s) =>
    s.candidate.deployment.operator === "self" ? false : (s.candidate.deployment.endpoint?.indemnity ?? null),
  ),
  "deployment.noticeDays": number(C, "days", (s) => s.candidate.deployment.provider?.noticeDays ?? null),
  "deployment.notServed": countries(C, (s) =>
    s.candidate.deployment.operator === "self" ? [] : (s.candidate.deployment.provider?.notServed ?? null),
  ),
  "deployment.barsOwnershipFrom": countries(C, (s) =>
    s.candidate.deployment.operator === "self" ? [] : (s.candidate.deployment.provider?.barsOwnershipFrom ?? []),
  ),
  "deployment.contextTokens": number(C, "tokens", contextOf),
  "deployment.available": boolean(C, (s) => availableOn(s)),
  "deployment.priceUntil": text(C, (s) => firstPriceEnd(s)),
  "deployment.monthsToPriceEnd": number(C, "months", (s) => {
    const end = firstPriceEnd(s);
    return end === null ? null : Math.max(0, daysBetween(s.today, end) / 30.4375);
  }),
  "deployment.priceAgeDays": number(C, "days", (s) => {
    const read = s.candidate.deployment.offers
      .filter((o) => !ended(o.until, s.today))
      .map((o) => daysBetween(o.checked, s.today));
    return read.length > 0 ? Math.max(0, ...read) : null;
  }),
  "deployment.batchPrice": boolean(C, (s) => {
    const { operator, offers } = s.candidate.deployment;
    if (operator === "self" || offers.length === 0) return operator === "self" ? false : null;
    return offers.some((o) => !ended(o.until, s.today) && o.batchInputUsdPerMtok !== null);
  }),

  "candidate.monthsToRetirement": number(C, "months", (s) => {
    const end = s.candidate.model.retires;
    return s.candidate.deployment.operator === "self" || !end ? null : Math.max(0, daysBetween(s.today, end) / 30.4375);
  }),
  "candidate.endAnnounced": boolean(
    C,
    (s) => s.candidate.deployment.operator !== "self" && s.candidate.model.retires !== null,
  ),
  "candidate.retired": boolean(C, (s) => retired(s)),
  "candidate.customization": ordinal(C, CUSTOMIZATIONS, deepestCustomization),
  "candidate.licenseCap": ordinal(C, ["none", "display-name", "review", "separate-licence", "no-licence"], (s) =>
    worstCap(s, false),
  ),
  "candidate.resaleCap": ordinal(C, ["none", "display-name", "review", "separate-licence", "no-licence"], (s) =>
    worstCap(s, true),
  ),
  "candidate.fits": boolean(E, (s) => s.estimate.fits),
  "candidate.usdPerMonth": number(E, "USD a month", (s) => s.estimate.usdPerMonth?.likely ?? null),
  "candidate.usdPerMonthHigh": number(E, "USD a month", (s) => s.estimate.usdPerMonth?.high ?? null),
  "candidate.firstTokenSeconds": number(E, "seconds", (s) => s.estimate.firstTokenSeconds?.likely ?? null),
  "candidate.tokensPerSecond": number(E, "tokens a second", (s) => s.estimate.tokensPerSecond?.likely ?? null),
  "candidate.quality.index": number(C, "points", (s) => s.quality.index),
  "candidate.quality.level": ordinal(C, QUALITY_LEVELS, (s) => s.quality.level),
  "candidate.quality.evidence": number(C, "results", (s) => publishedOf(s.quality).length),
  "candidate.quality.basis": text(C, (s) => basisOf(s.quality)),
  "candidate.quality.own": boolean(C, (s) => ownOf(s.quality).length > 0),
  "candidate.quality.ownShare": number(C, "share", (s) => s.quality.ownShare ?? null),
  "candidate.quality.ownResult": text(C, (s) => ownResults(s.quality)),
  "candidate.quality.independent": number(
    C,
    "results",
    (s) => s.quality.evidence.filter((e) => e.kind !== "vendor").length,
  ),
  "candidate.quality.spread": number(C, "points", (s) =>
    s.quality.index === null ? null : s.quality.high - s.quality.low,
  ),
  "candidate.mustBuy": boolean(E, (s) =>
    s.candidate.deployment.kind !== "on-premises"
      ? false
      : s.estimate.hardware === null
        ? null
        : !s.estimate.hardware.owned,
  ),
  "candidate.acceleratorsPerReplica": number(E, "devices", (s) => s.estimate.hardware?.perReplica ?? null),
  "candidate.accelerators": number(E, "devices", (s) =>
    s.estimate.hardware ? s.estimate.hardware.perReplica * s.estimate.hardware.replicas : null,
  ),
};

/** A member state of the EU is at home in all of it. */
const home = (jurisdiction: string): readonly string[] => (EU.includes(jurisdiction) ? ["EU"] : [jurisdiction]);

type Terms = Pick<Endpoint, "trainsOnInputs" | "retentionDays" | "zeroRetention">;
const OWN_TERMS: Terms = { trainsOnInputs: false, retentionDays: 0, zeroRetention: "default" };

/** Data terms: nobody else is involved where the organization runs it; an offer's own terms win over its endpoint's. */
function terms<K extends keyof Terms>(s: Subject, key: K): Terms[K] | null {
  const { operator, endpoint, offers } = s.candidate.deployment;
  if (operator === "self") return OWN_TERMS[key];
  const own = offers.find((o) => o.terms?.[key] !== undefined)?.terms as Partial<Terms> | undefined;
  return own?.[key] ?? (own ? null : (endpoint?.[key] ?? null));
}

type Confidence = License["confidence"];

/** Of low or unverified confidence a fact may caution but never gate: for a gate it is unknown. */
const verified = <V>(confidence: Confidence | null, value: V): V | null =>
  confidence === "low" || confidence === "unverified" ? null : value;

/** Terms that an offer states for itself stand on the offer's own source. */
function termsConfidence(s: Subject): Confidence | null {
  const { operator, endpoint, offers } = s.candidate.deployment;
  return operator === "self" || offers.some((o) => o.terms !== undefined) ? "high" : (endpoint?.confidence ?? null);
}

function contextOf(s: Subject): number | null {
  const model = s.candidate.model.contextTokens;
  const sold = s.candidate.deployment.offers.flatMap((o) =>
    o.contextTokens === null || ended(o.until, s.today) ? [] : [o.contextTokens],
  );
  const host = sold.length > 0 ? Math.max(...sold) : null;
  if (s.candidate.deployment.operator === "self" || host === null) return model;
  return host;
}

const ended = (until: Day | null, today: Day): boolean => until !== null && until < today;

/** Last day of the price that ends first among those that hold today. */
function firstPriceEnd(s: Subject): Day | null {
  const { today } = s;
  const ends = s.candidate.deployment.offers.flatMap((o) =>
    o.until !== null && o.until >= today && (o.from ?? today) <= today ? [o.until] : [],
  );
  return ends.length > 0 ? ends.reduce((a, b) => (a < b ? a : b)) : null;
}

/** A metered service is on sale today when one of its prices holds today or begins later. */
function availableOn(s: Subject): boolean | null {
  const { operator, offers, kind } = s.candidate.deployment;
  if (operator === "self" || kind === "app") return true;
  if (offers.length === 0) return null;
  return offers.some((o) => !ended(o.until, s.today) && (o.from === null || o.from <= s.today));
}

/** Open weights outlive the maker's service; a retired closed model is gone everywhere. */
function retired(s: Subject): boolean {
  const { model, deployment } = s.candidate;
  if (deployment.operator === "self" && model.weights !== "closed") return false;
  const gone = model.lifecycle === "retired" || (model.retires !== null && model.retires <= s.today);
  return gone && (model.weights === "closed" || deployment.operator === "vendor" || model.lifecycle === "retired");
}

function deepestCustomization(s: Subject): string | null {
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
function worstCap(s: Subject, resale: boolean): string | null {
  const license: License = s.candidate.model.terms;
  if (resale && s.organization.modelAsAService === false) return "none";
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
  cap: License["caps"][number],
  { annualRevenueUsd, monthlyActiveUsers }: Organization,
  resale: boolean,
): boolean | null {
  if (cap.threshold === null) return resale ? true : null;
  if (cap.measure === "monthly-active-users") return (monthlyActiveUsers ?? 0) > cap.threshold;
  const perYear = cap.measure === "monthly-revenue-usd" ? cap.threshold * 12 : cap.threshold;
  return annualRevenueUsd === null ? null : annualRevenueUsd > perYear;
}

/** Facts of a deployment that are read from its offers, so that they differ between the models that one place runs. */
const OF_OFFERS: readonly string[] = [
  "deployment.contextTokens",
  "deployment.available",
  "deployment.priceUntil",
  "deployment.monthsToPriceEnd",
  "deployment.priceAgeDays",
  "deployment.batchPrice",
];

/** Which candidates share a fact: those of one model, those of one place, or none. */
export function grainOf(path: string): "model" | "place" | "candidate" {
  if (path.startsWith("model.") || path.startsWith("candidate.quality.")) return "model";
  return path.startsWith("deployment.") && !OF_OFFERS.includes(path) ? "place" : "candidate";
}

/** Right-hand sides and candidate sets of countries are compared with `EU` standing for its members. */
export const expand = (fact: Fact, list: readonly string[]): readonly string[] =>
  fact.countries ? withMembers(list) : list;
