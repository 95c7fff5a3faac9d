import type { Finding, FindingCode, Found, Successor } from "../check/finding.ts";
import { grouped, usd } from "../quantity/format.ts";
import { CHECKS, type CheckName } from "../requirements/check-names.ts";
import type { Workload } from "../requirements/requirements.ts";
import { isLicenseTerm, type TermPath } from "../rules/contract-terms.ts";
import type { Fact, FactValue, Subject } from "../rules/fact.ts";
import { FACTS } from "../rules/facts.ts";
import type { Gate, Rulebook } from "../rules/rulebook.ts";
import { fill, sourceOf, words } from "./fill.ts";

/** What the sentences about one selected candidate are made from. */
export interface Scene {
  readonly workload: Workload;
  readonly selected: string;
  readonly subject: Subject | null;
  readonly rulebook: Rulebook;
  /** What is asked of the check that found it. */
  readonly limit: boolean | number;
  /** Display name of a candidate or, without place, of a model. */
  readonly nameOf: (id: string) => string;
  readonly questionOf: (gate: Gate) => string;
  /** First of today's ranking. */
  readonly winner: string | null;
  /** The command that saves the baseline anew. */
  readonly save: string;
  /** The command that tells what changed since. */
  readonly diff: string;
}

export interface Said {
  readonly text: string;
  /** What to do about it. */
  readonly cure: string | null;
  /** The command for it. */
  readonly command: string | null;
  readonly source: string | null;
}

type Of<C extends FindingCode> = Extract<Found, { readonly code: C }>;
type Sentences = { readonly [C in FindingCode]: (found: Of<C>, scene: Scene) => Said };

const said = (text: string, cure: string | null = null, rest: Partial<Said> = {}): Said => ({
  text,
  cure,
  command: null,
  source: null,
  ...rest,
});

export const findingWords = (finding: Finding, scene: Scene): Said =>
  (SENTENCES[finding.code] as (found: Found, scene: Scene) => Said)(finding, scene);

const SENTENCES: Sentences = {
  "not-in-catalog": ({ nearest }, { selected }) =>
    said(
      `the catalog has no candidate "${selected}"`,
      nearest.length > 0 ? `did you mean ${nearest.join(", ")}?` : "look for its id",
      nearest.length > 0 ? {} : { command: "advisor recommend --all" },
    ),
  "ruled-out": ({ gate }, scene) => {
    const rule = gateOf(scene, gate);
    return said(
      `ruled out by ${gate}: ${rule && scene.subject ? fill(rule.because, scene.subject) : "a condition rejects it."}`,
      firstToday(scene),
      { source: cited(rule, scene) },
    );
  },
  "to-verify": ({ gate, passedThen }, scene) => {
    const rule = gateOf(scene, gate);
    return said(
      `must be verified (${gate}): ${rule ? scene.questionOf(rule) : "a condition cannot be told."}${passedThen ? " It passed when the baseline was saved." : ""}`,
      "once you know, put the answer into an overlay of the catalog, or accept the risk by an exception",
      { source: cited(rule, scene) },
    );
  },
  "not-in-top": ({ rank, of, ahead }, { limit, nameOf }) =>
    said(
      `ranks ${rank} of ${grouped(of)} models (limit ${Number(limit)})`,
      `ahead of it: ${some(ahead.map((id) => nameAndId(nameOf, id)))}`,
    ),
  "over-budget": ({ usdPerMonth: { low, likely, high }, budgetUsdPerMonth, within }, { nameOf }) =>
    said(
      `costs about ${usd(likely)} a month (${usd(low)} to ${usd(high)}), ${usd(likely - budgetUsdPerMonth)} over the budget of ${usd(budgetUsdPerMonth)}`,
      within === null
        ? "nothing that passes stays within it"
        : `the best that stays within it: ${nameAndId(nameOf, within)}`,
    ),
  "cost-unknown": ({ budgetUsdPerMonth }) =>
    said(`what it costs is not known, so whether it stays within ${usd(budgetUsdPerMonth)} a month cannot be told`),
  "price-drift": ({ item, old, new: now, percent, since }, { limit, save }) =>
    said(
      `${item === null ? "the whole bill" : item} ${now > old ? "rose" : "fell"}${percent === null ? "" : ` ${grouped(Math.abs(percent), 1)} %`} since ${since}, from ${usd(old)} to ${usd(now)} a month (limit ${Number(limit)} %)`,
      AGREED,
      { command: save },
    ),
  "maker-retires": ({ last, days, successor }, scene) =>
    said(
      `its maker ends its own service on ${last}, ${days < 0 ? `${daysOf(-days)} ago` : `in ${daysOf(days)}`} (limit ${Number(scene.limit)}); whether this host goes on is not known`,
      successor ? successorWords(successor, scene) : "ask the host",
    ),
  retires: ({ what, last, days, successor }, scene) => {
    const limit = `(limit ${Number(scene.limit)})`;
    const text =
      last === null || days === null
        ? "has been retired"
        : what === "model"
          ? days < 0
            ? `was retired on ${last}, ${daysOf(-days)} ago`
            : `retires ${last}, in ${daysOf(days)} ${limit}`
          : days < 0
            ? `its last listed price ended on ${last}, ${daysOf(-days)} ago`
            : `no price of this service is listed after ${last}, in ${daysOf(days)} ${limit}`;
    return said(text, successor ? successorWords(successor, scene) : `no successor is named${afterThat(scene)}`);
  },
  "term-changed": ({ term, old, new: now, since }, { subject, save }) => {
    return said(
      `${TERM[term as TermPath]} changed since ${since}: ${valueOf(term, old)} → ${valueOf(term, now)}`,
      `read it; ${AGREED}`,
      { command: save, source: subject && termSource(term as TermPath, subject) },
    );
  },
  "evidence-old": ({ benchmark, date, days }, { limit }) =>
    said(
      `its newest result (${benchmark}, ${date}) is ${daysOf(days)} old (limit ${Number(limit)})`,
      "test it on your own cases, and name the results under evaluations",
    ),
  "evidence-none": ({ results }) =>
    said(
      results === 0 ? "no result measures it for this task" : "no result of it says when it was measured",
      "test it on your own cases, and name the results under evaluations",
    ),
  "prices-old": ({ checked, days, source }, { limit }) =>
    said(`a price of it was last read on ${checked}, ${daysOf(days)} ago (limit ${Number(limit)})`, "read it again", {
      command: "advisor catalog import --refresh",
      source,
    }),
  "winner-changed": ({ old, new: now, since, otherQuestion }, { nameOf, diff }) =>
    said(
      `${now === null ? "nothing passes today" : `first today: ${nameAndId(nameOf, now)}`}; on ${since} it was ${old === null ? "nobody" : nameAndId(nameOf, old)}${otherQuestion ? "; the requirements are others, too" : ""}`,
      "see why",
      { command: diff },
    ),
  "baseline-lacks": ({ what }, { save }) => said(LACKS[what], "save it anew", { command: save }),
};

const AGREED = "where that is agreed to, save the baseline anew";

const LACKS: Readonly<Record<Of<"baseline-lacks">["what"], string>> = {
  workload: "the baseline is not about this workload, so nothing was compared",
  candidate: "the baseline says nothing of this candidate, so nothing was compared",
  bill: "the baseline has no bill of this candidate, so prices were not compared",
  terms: "the baseline holds no terms of this candidate, so they were not compared",
  question: "the requirements of the baseline cannot be asked any more, so prices were not compared",
};

const gateOf = ({ rulebook }: Scene, id: string): Gate | null =>
  rulebook.rules.find((r): r is Gate => r.kind === "gate" && r.id === id) ?? null;

const cited = (gate: Gate | null, { subject }: Scene): string | null =>
  gate && subject ? sourceOf(gate.cite, subject) : null;

const daysOf = (n: number): string => `${grouped(n)} ${n === 1 ? "day" : "days"}`;

const nameAndId = (nameOf: Scene["nameOf"], id: string): string => `${nameOf(id)} (${id})`;

const NAMED = 3;
const some = (names: readonly string[]): string =>
  `${names.slice(0, NAMED).join(", ")}${names.length > NAMED ? ` and ${names.length - NAMED} more` : ""}`;

function firstToday({ winner, selected, nameOf }: Scene): string {
  if (winner === null) return "nothing passes every condition today";
  return winner === selected ? "it would rank first" : `first today: ${nameAndId(nameOf, winner)}`;
}

const afterThat = (scene: Scene): string =>
  scene.winner === null || scene.winner === scene.selected ? "" : `; ${firstToday(scene)}`;

function successorWords({ model, candidate, standing }: Successor, { nameOf }: Scene): string {
  if (candidate === null || standing === null) return `successor: ${nameOf(model)} (${model})`;
  const here = { ranked: "", "to-verify": ", to be verified here", "ruled-out": ", which is ruled out here" }[standing];
  return `successor: ${nameAndId(nameOf, candidate)}${here}`;
}

// Terms.

const TERM: Readonly<Record<TermPath, string>> = {
  "model.license": "the licence",
  "model.licenseOsi": "approval of the licence by the Open Source Initiative",
  "model.licenseCommercial": "the right to commercial use",
  "model.licenseDerivatives": "the right to fine-tune",
  "model.licenseRedistribute": "the right to pass on derived weights",
  "model.licenseOutputsMayTrain": "the right to train other models on outputs",
  "model.licenseExcludedRegions": "the regions that the licence excludes",
  "model.licenseExclusionReach": "whom the exclusion of regions binds",
  "model.licenseNonProfitOnly": "the limit to non-profit research",
  "model.licenseAttribution": "the attribution that the licence asks for",
  "model.licenseRevocable": "whether the licence can be revoked",
  "model.licenseObligations": "the duties under the licence",
  "model.licenseCaps": "the caps of the licence",
  "deployment.operatorJurisdiction": "the law that the operator answers to",
  "deployment.processingIn": "where it processes",
  "deployment.trainsOnInputs": "whether inputs train models",
  "deployment.retentionDays": "how many days prompts are kept",
  "deployment.zeroRetention": "how zero retention is had",
  "deployment.certificates": "the certificates of the service",
  "deployment.uptimePercent": "the contractual uptime (%)",
  "deployment.support": "the best support on sale",
  "deployment.indemnity": "the indemnity against copyright claims",
  "deployment.noticeDays": "the days of notice before a model is shut down",
  "deployment.notServed": "the countries that are not served",
  "deployment.barsOwnershipFrom": "the countries whose ownership is barred",
};

const PLAIN: Fact = { type: "text", stage: "catalog", read: () => null };

function valueOf(term: string, value: FactValue): string {
  if (value === null) return "not stated";
  const fact = FACTS[term] ?? PLAIN;
  return typeof value === "number" ? grouped(value, 2) : words(fact, value);
}

function termSource(term: TermPath, { candidate: { model, deployment } }: Subject): string | null {
  const of = isLicenseTerm(term) ? model.terms : deployment.endpoint;
  return of ? `${of.source}, ${of.checked}` : null;
}

// What each check is, for whoever meets its name in another tool.

interface Meaning {
  readonly title: string;
  readonly help: string;
}

const CHECK_WORDS: Readonly<Record<CheckName, Meaning>> = {
  ruledOut: {
    title: "The selected candidate passes every condition",
    help: "Select another candidate, change the requirement that rules it out, or accept it by an exception with an approver and a last day.",
  },
  notInTop: {
    title: "The selected candidate is among the first",
    help: "Look at what is ahead of it (advisor compare), then select that, or raise check.failOn.notInTop.",
  },
  overBudget: {
    title: "The selected candidate stays within the budget",
    help: "advisor tco shows every line of the bill. Select a cheaper candidate, change the traffic or the budget.",
  },
  priceDriftPercent: {
    title: "Prices are those that were decided on",
    help: "Every line of the bill that somebody charges is compared with the saved recommendation, for the traffic that it was saved with.",
  },
  retiresWithinDays: {
    title: "Model and service stay on sale",
    help: "Move to the successor before the last day; advisor diff --what-if retire=MODEL shows who takes over.",
  },
  termsChanged: {
    title: "Licence and data terms are those that were agreed to",
    help: "Read the changed term. Where it is agreed to, save the recommendation anew; where not, select another candidate.",
  },
  evidenceOlderThanDays: {
    title: "Its quality was measured lately",
    help: "Test it on your own cases (--evaluations), or refresh the catalog.",
  },
  pricesOlderThanDays: {
    title: "Its prices were read lately",
    help: "advisor catalog import --refresh reads them again.",
  },
  winnerChanged: {
    title: "The first rank is still whose it was",
    help: "advisor diff shows which price, rule, evidence or answer changed it.",
  },
  unknown: {
    title: "Everything that is checked can be told",
    help: "Find out what is open and put it into an overlay of the catalog, or accept it by an exception.",
  },
};

/** The checks and these gates, in words. */
export function definitions(gates: readonly string[], { rules }: Rulebook) {
  const named = rules.filter((r) => gates.includes(r.id));
  return [
    ...CHECKS.map((id) => ({ id, ...CHECK_WORDS[id], url: null })),
    ...named.map((r) => ({
      id: r.id,
      title: r.title,
      help: `A condition of the rule pack ${r.pack}. It rests on: ${r.cite.join("; ")}. See it with: advisor rules show ${r.id}`,
      url: /https:\/\/[^\s,;)]+/u.exec(r.cite.join(" "))?.[0] ?? null,
    })),
  ];
}
