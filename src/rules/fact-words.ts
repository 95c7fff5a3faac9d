import { CRITERIA } from "../vocabulary.ts";

/** What each fact says, in one line, for whoever writes rules. A fact without words does not pass the tests. */
export const FACT_WORDS: Readonly<Record<string, string>> = {
  "organization.jurisdiction": "country in which the organization is established; unknown if not stated",
  "organization.homeCountries":
    "EU for an organization in a member state, else its own country; unknown with the jurisdiction",
  "organization.ownership":
    "foreign countries whose owners hold more than half of the organization; empty if none is stated",
  "organization.usersIn": "countries of the end users; if not stated, the jurisdiction; unknown if neither is stated",
  "organization.annualRevenueUsd": "yearly revenue of the organization; unknown if not stated",
  "organization.monthlyActiveUsers": "monthly active users of the organization; unknown if not stated",
  "organization.modelAsAService": "whether access to the model itself is sold on; unknown only if stated so",
  "organization.sector": "sector of the organization; unknown if not stated",
  "organization.team.mlOpsFte": "staff already able to run models; unknown if not stated",
  "organization.ownsAccelerators": "whether accelerators are listed as already owned; never unknown",
  "organization.excludedOrigins": "countries whose model makers are ruled out; empty if none is stated",
  "organization.excludedHosts": "jurisdictions that data may not come under; empty if none is stated",
  "organization.excludedVendors": "ids of makers and sellers that are ruled out; empty if none is stated",

  "workload.task": "the job that a model is sought for",
  "workload.family": "group to which catalog/tasks.yaml assigns the task",
  "workload.interactive": "whether a person waits for the first token in this task, by catalog/tasks.yaml",
  "workload.needsIn": "modalities that a model must read for the task; empty where none in particular",
  "workload.needsOut": "modalities that a model must return for the task; empty where none in particular",
  "workload.languages": "languages of the data, as stated; empty also where unknown",
  "workload.interface": "kind of access that is asked for; an app is used by hand and has no API",
  "workload.traffic.requestsPerDay": "average load in the first month; default by task if not stated",
  "workload.traffic.inputTokens": "average input per request; default by task if not stated",
  "workload.traffic.outputTokens": "average output per request, reasoning included; default by task if not stated",
  "workload.traffic.cachedInputShare": "part of the input tokens that is read from a prompt cache",
  "workload.traffic.batchShare": "part of the requests that may wait for hours",
  "workload.traffic.growthPerYear": "yearly growth of the requests: 0.5 is half as many again, negative is decline",
  "workload.traffic.inputImages": "average input per request; default by task if not stated",
  "workload.contextTokens": "longest request, input and output together; never less than those of an average request",
  "workload.latency.firstTokenSeconds": "longest acceptable wait for the first token; unknown if no limit is stated",
  "workload.latency.tokensPerSecond": "slowest acceptable output of one stream; unknown if no limit is stated",
  "workload.quality": "least acceptable quality; default by task if not stated, the lowest level if stated as unknown",
  "workload.data.sensitivity": "class of the most sensitive data; unknown only if stated so",
  "workload.data.regulations": "regimes that the data comes under; empty also where unknown",
  "workload.data.residency": "countries in which processing must stay; empty (no limit) also where unknown",
  "workload.data.sensitiveShare":
    "part of the requests with sensitive data; strictly between 0 and 1 a hybrid is considered",
  "workload.data.zeroRetention": "whether nobody may keep a prompt; unknown only if stated so",
  "workload.data.airGapped": "whether no network leads out of the site; unknown only if stated so",
  "workload.customization": "depth of adaptation that is asked for; none if stated as unknown",
  "workload.deployments":
    "allowed kinds; if not stated, defaults plus edge where offline, app where the interface is not api",
  "workload.license.commercialUse": "whether the use is commercial; unknown only if stated so",
  "workload.license.osiApproved":
    "whether only a licence approved by the Open Source Initiative will do; unknown only if stated so",
  "workload.license.redistributeDerivatives": "whether derived weights are to be passed on; unknown only if stated so",
  "workload.license.trainOnOutputs": "whether outputs are to train other models; unknown only if stated so",
  "workload.support": "least support that is asked for; community if stated as unknown",
  "workload.uptimePercent": "least uptime that is asked for; unknown if none is stated",
  "workload.budget.usdPerMonth": "most that may be spent; unknown if no budget is stated",
  "workload.budget.hard": "whether the budget is a limit and not a wish; never unknown",
  "workload.lifetimeMonths": "time in production, also the horizon over which costs are averaged",
  "workload.offline": "whether the job must run without a network; unknown only if stated so",
  ...Object.fromEntries(
    CRITERIA.map((c) => [
      `priorities.${c}`,
      `how much ${c} counts, as stated, on any scale; 0 if left out of stated priorities`,
    ]),
  ),

  "model.id": "maker and model, as at the head of a candidate id",
  "model.name": "display name of the model",
  "model.vendor": "id of the maker, whoever operates the model",
  "model.vendorName": "display name of the maker",
  "model.origin": "country in which the maker is domiciled, wherever the model runs",
  "model.weights": "whether the weights are published freely, published under conditions, or not published",
  "model.architecture": "a term of catalog/taxonomy.yaml; unknown where not disclosed",
  "model.traits": "further terms of catalog/taxonomy.yaml, such as mixture-of-experts; empty where none is recorded",
  "model.tasks": "tasks that the catalog lists for the model; at least one",
  "model.modalitiesIn": "modalities that the model reads",
  "model.modalitiesOut": "modalities that the model returns",
  "model.parametersTotalB": "all parameters; unknown where not published",
  "model.parametersActiveB": "parameters used per token; unknown where not published",
  "model.lifecycle": "stage of the model in the maker's own life cycle",
  "model.retires": "last day of the maker's own service, past or to come; unknown if no end is announced",
  "model.successor": "id of the model that the maker names as successor; unknown if none is named",
  "model.hasSuccessor": "whether a successor is named; false also where the catalog records none",
  "model.ageMonths": "time since the release, 0 before it; unknown with the release date",
  "model.artifacts": "file format of the published weights; unknown where not known or not published",
  "model.license": "id of the licence, a file of catalog/licenses; the text 'unknown' where it has not been seen",
  "model.licenseName": "display name of the licence",
  "model.licenseSource": "where the licence was read, and when; for citations",
  "model.licenseOsi": "whether the licence is on the list of the Open Source Initiative; unknown if not established",
  "model.licenseCommercial": "whether the licence allows commercial use below its caps; unknown if not established",
  "model.licenseDerivatives": "whether the model may be fine-tuned and the result used; unknown if not established",
  "model.licenseRedistribute": "whether derived weights may be passed on; unknown if not established",
  "model.licenseOutputsMayTrain": "whether outputs may train other models; unknown if not established",
  "model.licenseConfidence": "how far the licence record can be relied on; below medium it may caution, never gate",
  "model.licenseExcludedRegions":
    "countries to which the licence grants no rights; empty also where the licence is not known",
  "model.licenseExclusionReach":
    "whether the exclusion binds the licensee only, or any use; unknown if none is recorded",
  "model.licenseNonProfitOnly": "whether the licence is for non-profit research only; false also where not known",
  "model.licenseAttribution": "what must be credited or shown, in words; unknown where nothing is demanded or recorded",
  "model.licenseRevocable":
    "whether the licence ends on events that a user cannot rule out; unknown if not established",
  "model.licenseObligations": "further duties under the licence, in words; empty where none is recorded",
  "model.licenseCommercialVerified":
    "model.licenseCommercial, fit for gates: unknown where model.licenseConfidence is below medium",
  "model.makerRestrictedIn":
    "countries that restrict the maker's weights or services, however narrowly; empty if none recorded",
  "model.unverifiedFields": "fields of the model's catalog entry to confirm with the maker; empty if none",
  "model.vendorLine": "whether the maker still releases flagships in this line; unknown where not recorded",
  "model.vendorCodeOfPractice":
    "the maker's stance on the EU code of practice for general-purpose AI; unknown where not recorded",

  "deployment.kind": "way to run the model: who operates it, and where",
  "deployment.operator":
    "who runs the inference; self also on rented accelerators and users' devices, vendor for any app",
  "deployment.provider":
    "id of the seller or GPU cloud; unknown on premises, at the edge, and where no seller is recorded",
  "deployment.providerName": "display name of the seller or GPU cloud; unknown where deployment.provider is",
  "deployment.providerRole": "what kind of seller it is; unknown where deployment.provider is",
  "deployment.endpoint":
    "id of the seller's endpoint, often a region; unknown on premises, at the edge, or if none is recorded",
  "deployment.device": "class of the user's device; unknown unless the kind is edge",
  "deployment.operatorJurisdiction":
    "country whose law the seller or GPU cloud answers to; on premises and at the edge the organization's own",
  "deployment.processingIn":
    "countries in which processing may happen, or anywhere; if self-operated, derived from the requirements",
  "deployment.trainsOnInputs":
    "whether inputs train models; false if self-operated, unknown where the terms are not known",
  "deployment.retentionDays":
    "how long prompts are kept by default; 0 if self-operated, unknown where the terms are not known",
  "deployment.zeroRetention":
    "how zero retention is had; by default if self-operated, unknown where the terms are not known",
  "deployment.certificates":
    "attestations that the endpoint or the GPU cloud holds; empty on premises and at the edge, unknown if not seen",
  "deployment.termsConfidence":
    "how far the terms can be relied on; high if self-operated or if an offer states terms of its own",
  "deployment.verified.trainsOnInputs":
    "deployment.trainsOnInputs, fit for gates: unknown where deployment.termsConfidence is below medium",
  "deployment.verified.retentionDays":
    "deployment.retentionDays, fit for gates: unknown where deployment.termsConfidence is below medium",
  "deployment.verified.zeroRetention":
    "deployment.zeroRetention, fit for gates: unknown where deployment.termsConfidence is below medium",
  "deployment.verified.certificates":
    "deployment.certificates, fit for gates: unknown where deployment.termsConfidence is below medium",
  "deployment.uptimePercent":
    "contractual uptime of the endpoint or GPU cloud; unknown on premises, at the edge, or if not seen",
  "deployment.support": "best support on sale at the endpoint; community if self-operated, unknown if not seen",
  "deployment.indemnity": "whether paying customers are indemnified against copyright claims; false if self-operated",
  "deployment.noticeDays":
    "notice that the seller gives before it shuts down a generally available model; unknown if not stated",
  "deployment.notServed": "countries in which the service is not offered; empty if self-operated, unknown if not seen",
  "deployment.barsOwnershipFrom":
    "countries whose majority-owned customers are barred; empty if self-operated or none is recorded",
  "deployment.contextTokens":
    "largest context window among offers that have not ended; the model's own if none or self-operated",
  "deployment.available":
    "whether a listed price holds today; true if self-operated or an app, unknown if no offer is listed",
  "deployment.priceUntil": "last day of the first price to end among those that hold today; unknown if none has an end",
  "deployment.monthsToPriceEnd": "time to deployment.priceUntil; unknown where that is",
  "deployment.priceAgeDays": "age of the oldest reading among prices that have not ended; unknown if there is none",
  "deployment.batchPrice":
    "whether a batch price that has not ended is listed; false if self-operated, unknown without offers",

  "candidate.monthsToRetirement":
    "time to model.retires, 0 once it has passed; unknown if no end is announced or if self-operated",
  "candidate.endAnnounced": "whether model.retires is known, past or to come; false if self-operated",
  "candidate.retired":
    "whether the model is retired or, if closed or run by its maker, model.retires has come; false if self-operated",
  "candidate.customization":
    "deepest adaptation on sale, or by licence if self-operated; prompting for an app, unknown if not established",
  "candidate.licenseCap":
    "gravest effect of the licence caps exceeded, resale aside; unknown for want of revenue or threshold",
  "candidate.resaleCap":
    "gravest effect of the caps on selling the model on; none if that is not done, unknown for want of revenue",
  "candidate.fits":
    "whether model and longest request fit hardware that can be had; unknown for services and unsized models",
  "candidate.usdPerMonth":
    "likely cost over the lifetime, staff included; unknown if not metered, unsized or not fitting",
  "candidate.usdPerMonthHigh": "upper end of the cost range; unknown where candidate.usdPerMonth is",
  "candidate.firstTokenSeconds":
    "likely wait for the first token at peak load; unknown unless self-operated text work that fits",
  "candidate.tokensPerSecond":
    "likely rate of one stream at peak load; unknown unless self-operated text work that fits",
  "candidate.quality.index": "measured quality for the task, 0 to 100, less any four-bit loss; unknown without results",
  "candidate.quality.level": "level that the index reaches; unknown without results, or where the task has no levels",
  "candidate.quality.evidence": "published results behind the index, at most one per benchmark; 0 without any",
  "candidate.quality.basis": "what the index rests on, in words: own evaluation, number of published results",
  "candidate.quality.fourBitLoss":
    "what four-bit weights take off the index at the edge; 0 elsewhere or without results",
  "candidate.quality.own": "whether the user's own evaluation is among the results; never unknown",
  "candidate.quality.ownShare": "part of the index's weight that own results carry; unknown without own results",
  "candidate.quality.ownResult": "own results with metric, cases and file, in words; unknown without own results",
  "candidate.quality.independent": "results behind the index that the vendor did not report, own evaluation included",
  "candidate.quality.spread":
    "width of the interval that holds the true index four times in five; unknown without results",
  "candidate.mustBuy":
    "whether the plan on premises uses no owned accelerator; false for any other kind, unknown without a plan",
  "candidate.acceleratorsPerReplica": "what one replica of the model runs on; unknown for services, and without a plan",
  "candidate.accelerators": "all replicas at the start, spares included; unknown for services, and without a plan",
};
