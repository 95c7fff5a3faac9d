import { daysBetween, monthsBetween } from "../quantity/day.ts";
import { CUSTOMIZATIONS, DEPLOYMENT_KINDS, QUALITY_LEVELS, SUPPORTS, TASKS } from "../vocabulary.ts";
import { boolean, C, countries, country, E, type Fact, number, one, ordinal, set, text } from "./fact.ts";
import { basisOf, ownOf, ownResults, publishedOf } from "./quality-facts.ts";
import {
  availableOn,
  certificates,
  certificatesConfidence,
  contextOf,
  deepestCustomization,
  ended,
  firstPriceEnd,
  retired,
  serviceEnd,
  terms,
  termsConfidence,
  verified,
  worstCap,
} from "./read-facts.ts";
import { REQUIREMENT_FACTS } from "./requirement-facts.ts";

/** The vocabulary of the rules. A new requirement or catalog field that rules may read is one row here. */
export const FACTS: Readonly<Record<string, Fact>> = {
  ...REQUIREMENT_FACTS,

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
    certificates,
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
    (s) => verified(certificatesConfidence(s), certificates(s)),
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
    const end = serviceEnd(s);
    return end === null ? null : Math.max(0, daysBetween(s.today, end) / 30.4375);
  }),
  "candidate.endAnnounced": boolean(C, (s) => serviceEnd(s) !== null),
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
  "candidate.quality.fourBitLoss": number(C, "points", (s) => s.quality.fourBitLoss ?? 0),
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

/** Facts of a deployment that are read from its offers, so that they differ between the models that one place runs. */
const OF_OFFERS: readonly string[] = [
  "deployment.contextTokens",
  "deployment.available",
  "deployment.priceUntil",
  "deployment.monthsToPriceEnd",
  "deployment.priceAgeDays",
  "deployment.batchPrice",
];

/** Facts of a deployment that change where the organization or its data are elsewhere. */
export const OF_PLACES: readonly string[] = ["deployment.operatorJurisdiction", "deployment.processingIn"];

/** Facts of a candidate that hang on the requirements too: caps of licences, by who asks. */
export const OF_REQUIREMENTS: readonly string[] = ["candidate.licenseCap", "candidate.resaleCap"];

/** The requirements that those hang on. */
export const READ_BY_CAPS: readonly string[] = [
  "organization.annualRevenueUsd",
  "organization.monthlyActiveUsers",
  "organization.modelAsAService",
];

/** Which candidates share a fact: those of one model, those of one place, or none. */
export function grainOf(path: string): "model" | "place" | "candidate" {
  if (path.startsWith("model.") || path.startsWith("candidate.quality.")) return "model";
  return path.startsWith("deployment.") && !OF_OFFERS.includes(path) ? "place" : "candidate";
}
