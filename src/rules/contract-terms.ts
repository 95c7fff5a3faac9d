import type { LicenseFile } from "../catalog/schema/license.ts";
import type { FactValue, Subject } from "./fact.ts";
import { FACTS } from "./facts.ts";

/** Facts of the licence text; what hangs on the user's own size is not among them. */
const LICENSE = [
  "model.license",
  "model.licenseOsi",
  "model.licenseCommercial",
  "model.licenseDerivatives",
  "model.licenseRedistribute",
  "model.licenseOutputsMayTrain",
  "model.licenseExcludedRegions",
  "model.licenseExclusionReach",
  "model.licenseNonProfitOnly",
  "model.licenseAttribution",
  "model.licenseRevocable",
  "model.licenseObligations",
] as const;

/** Facts of whoever runs it for the customer. */
const SERVICE = [
  "deployment.operatorJurisdiction",
  "deployment.processingIn",
  "deployment.trainsOnInputs",
  "deployment.retentionDays",
  "deployment.zeroRetention",
  "deployment.certificates",
  "deployment.uptimePercent",
  "deployment.support",
  "deployment.indemnity",
  "deployment.noticeDays",
  "deployment.notServed",
  "deployment.barsOwnershipFrom",
] as const;

const CAPS = "model.licenseCaps";

export type TermPath = (typeof LICENSE)[number] | (typeof SERVICE)[number] | typeof CAPS;
export const TERM_PATHS: readonly TermPath[] = [...LICENSE, CAPS, ...SERVICE];
export const isLicenseTerm = (path: TermPath): boolean => path.startsWith("model.license");

/** Licence and data terms of a candidate, by the names of the facts; lists are sorted, `null` = not stated. */
export type ContractTerms = Readonly<Partial<Record<TermPath, FactValue>>>;

/** The terms that a contract about this candidate would rest on. Of what the organization runs itself only the licence counts. */
export function contractTerms(subject: Subject): ContractTerms {
  const { operator } = subject.candidate.deployment;
  const facts = operator === "self" ? LICENSE : [...LICENSE, ...SERVICE];
  const { caps } = subject.candidate.model.terms;
  return {
    ...Object.fromEntries(facts.map((path) => [path, sorted(FACTS[path]?.read(subject) ?? null)])),
    [CAPS]: sorted(caps?.map(capWords) ?? null),
  };
}

type Cap = NonNullable<LicenseFile["caps"]>[number];

const capWords = ({ measure, threshold, effect, appliesTo }: Cap): string =>
  [measure, threshold === null ? "any" : `over ${threshold}`, effect, appliesTo].join(" ");

const sorted = (value: FactValue): FactValue =>
  typeof value === "object" && value !== null ? [...value].sort() : value;
