import fc from "fast-check";
import type { Condition } from "../../src/rules/condition.ts";
import type { FactValue } from "../../src/rules/fact.ts";
import { FACTS, grainOf } from "../../src/rules/facts.ts";
import { readCondition } from "../../src/rules/read-condition.ts";

/** A condition as a pack writes it. */
export type Raw = { readonly [key: string]: unknown };
/** What is not stated is unknown. */
export type Facts = Readonly<Record<string, FactValue>>;

/** Values that a fact takes here, words to compare it with, and requirements of one value or of several to compare it with. */
interface Row {
  readonly values: readonly NonNullable<FactValue>[];
  readonly words?: readonly string[];
  readonly one?: string;
  readonly several?: string;
}

const NUMBERS = [0, 1, 30, 1000, 1500, 20_000];
const TASKS = ["chat", "coding", "ocr"];
const COUNTRIES = ["DE", "FR", "EU", "US", "CN"];
const PLACES = [...COUNTRIES, "anywhere"];
const LISTS = [[], ["DE"], ["EU"], ["DE", "FR"], ["US"], ["CN", "DE"], ["EU", "US"]];

export const VOCABULARY: Readonly<Record<string, Row>> = {
  "organization.jurisdiction": { values: COUNTRIES, words: COUNTRIES, several: "organization.excludedOrigins" },
  "organization.excludedOrigins": { values: LISTS, words: PLACES, one: "organization.jurisdiction" },
  "workload.task": { values: TASKS, words: TASKS },
  "workload.interface": { values: ["api", "app", "either"] },
  "workload.quality": { values: ["basic", "capable", "strong", "frontier"] },
  "workload.data.sensitivity": { values: ["public", "internal", "confidential", "regulated"] },
  "workload.data.residency": { values: LISTS, words: PLACES, one: "organization.jurisdiction" },
  "workload.contextTokens": { values: NUMBERS },
  "workload.budget.usdPerMonth": { values: NUMBERS, one: "workload.contextTokens" },
  "workload.offline": { values: [true, false] },

  "model.weights": { values: ["open", "restricted", "closed"] },
  "model.origin": {
    values: COUNTRIES,
    words: COUNTRIES,
    one: "organization.jurisdiction",
    several: "organization.excludedOrigins",
  },
  "model.architecture": { values: ["dense", "moe"], words: ["dense", "moe", "mamba"] },
  "model.parametersTotalB": { values: NUMBERS },
  "model.tasks": { values: [["chat"], ["chat", "coding"], ["ocr"]], words: TASKS, one: "workload.task" },
  "model.licenseOsi": { values: [true, false], one: "workload.offline" },
  "candidate.quality.level": { values: ["basic", "capable", "strong", "frontier"], one: "workload.quality" },

  "deployment.kind": { values: ["vendor-api", "hosted-api", "on-premises", "edge"] },
  "deployment.operatorJurisdiction": {
    values: COUNTRIES,
    words: COUNTRIES,
    one: "organization.jurisdiction",
    several: "workload.data.residency",
  },
  "deployment.processingIn": {
    values: [...LISTS, ["anywhere"], ["DE", "anywhere"]],
    words: PLACES,
    one: "organization.jurisdiction",
    several: "workload.data.residency",
  },
  "deployment.retentionDays": { values: NUMBERS },
  "deployment.certificates": { values: [[], ["c5"], ["c5", "soc2-type2"]] },
  "deployment.support": { values: ["community", "business", "enterprise-sla"] },

  "deployment.contextTokens": { values: NUMBERS, one: "workload.contextTokens" },
  "candidate.fits": { values: [true, false], one: "workload.offline" },
  "candidate.usdPerMonth": { values: NUMBERS, one: "workload.budget.usdPerMonth" },
};

export const ALL_PATHS = Object.keys(VOCABULARY);
const stageOf = (path: string) => FACTS[path]?.stage;
export const REQUIREMENT_PATHS = ALL_PATHS.filter((p) => stageOf(p) === "requirement");
export const CANDIDATE_PATHS = ALL_PATHS.filter((p) => stageOf(p) !== "requirement");
const sharedBy = (grain: string) => CANDIDATE_PATHS.filter((p) => grainOf(p) === grain);

/** Some of the facts; the others are unknown. */
export const someFacts = (paths: readonly string[]): fc.Arbitrary<Facts> =>
  fc
    .record(
      Object.fromEntries(
        paths.map((p) => [p, fc.option(fc.constantFrom(...(VOCABULARY[p] as Row).values), { freq: 2 })]),
      ),
    )
    .map((facts) => Object.fromEntries(Object.entries(facts).filter(([, v]) => v !== null)));

export interface Wanted {
  readonly paths: readonly string[];
  readonly depth: number;
  /** Conditions that ask whether something is known at all. */
  readonly known?: boolean;
  /** Comparisons with the value of a requirement. */
  readonly references?: boolean;
}

/** Conditions of every operator that is legal, nested as deep as wanted. */
export function conditions({ paths, depth, known = true, references = true }: Wanted): fc.Arbitrary<Raw> {
  const leaf = fc
    .constantFrom(...paths)
    .chain((path) => tests(path, known, references).map((test) => ({ [path]: test })));
  const { node } = fc.letrec<{ node: Raw; parts: Raw[] }>((tie) => ({
    node: fc.oneof(
      { maxDepth: depth, depthSize: "small", depthIdentifier: "condition" },
      { arbitrary: leaf, weight: 1 },
      { arbitrary: tie("parts").map((all) => ({ all })), weight: 1 },
      { arbitrary: tie("parts").map((any) => ({ any })), weight: 1 },
      { arbitrary: tie("node").map((not) => ({ not })), weight: 1 },
    ),
    parts: fc.array(tie("node"), { minLength: 1, maxLength: 3 }),
  }));
  return node;
}

/** `{operator: value}` for one fact. */
function tests(path: string, known: boolean, references: boolean): fc.Arbitrary<Raw> {
  const { words, one, several } = VOCABULARY[path] as Row;
  const fact = FACTS[path];
  const reference = (to: string | undefined) => (references && to !== undefined ? [fc.constant(to)] : []);
  const word = fc.constantFrom<unknown>(...(words ?? fact?.values ?? [""]));
  const list = fc.array(word, { maxLength: 3 });
  const figure = fc.constantFrom<unknown>(...NUMBERS, "1k", "1.5k", "20k");
  const of = (operators: readonly string[], ...operands: readonly fc.Arbitrary<unknown>[]) => ({
    weight: operators.length,
    arbitrary: fc
      .tuple(fc.constantFrom(...operators), fc.oneof(...operands))
      .map(([op, value]): Raw => ({ [op]: value })),
  });
  const single = of(["is", "isNot"], word, ...reference(one));
  const among = of(["in", "notIn"], list, ...reference(several));
  const byType: Readonly<Record<string, readonly ReturnType<typeof of>[]>> = {
    enum: [single, among],
    text: [single, among],
    ordinal: [single, among, of(["atLeast", "atMost"], word, ...reference(one))],
    number: [
      of(["is", "above", "atLeast", "below", "atMost"], figure, ...reference(one)),
      of(["between"], fc.tuple(figure, figure)),
    ],
    set: [
      of(["has"], word, ...reference(one)),
      of(["hasAnyOf", "hasAllOf", "hasNoneOf", "within"], list, ...reference(several)),
      of(["isEmpty"], fc.boolean()),
    ],
    boolean: [of(["is"], fc.boolean(), ...reference(one))],
  };
  return fc.oneof(...(byType[fact?.type ?? ""] ?? []), ...(known ? [of(["known"], fc.boolean())] : []));
}

/** The condition as the program works on it. */
export function read(raw: Raw): Condition {
  const condition = readCondition(raw, [], (_, { text }) => {
    throw new Error(`${text} ${JSON.stringify(raw)}`);
  });
  if (!condition) throw new Error(`not read: ${JSON.stringify(raw)}`);
  return condition;
}

/** Candidates of a few models at a few places, for one set of requirements. */
export interface World {
  readonly requirements: Facts;
  readonly models: readonly Facts[];
  readonly places: readonly Facts[];
  readonly candidates: readonly { readonly model: number; readonly place: number; readonly own: Facts }[];
}

export const worlds = (maxCandidates = 8): fc.Arbitrary<World> =>
  fc.record({
    requirements: someFacts(REQUIREMENT_PATHS),
    models: fc.array(someFacts(sharedBy("model")), { minLength: 3, maxLength: 3 }),
    places: fc.array(someFacts(sharedBy("place")), { minLength: 3, maxLength: 3 }),
    candidates: fc.array(
      fc.record({ model: fc.nat({ max: 2 }), place: fc.nat({ max: 2 }), own: someFacts(sharedBy("candidate")) }),
      { minLength: 1, maxLength: maxCandidates },
    ),
  });

/** Everything that is known of each candidate. */
export const factsIn = ({ requirements, models, places, candidates }: World): Facts[] =>
  candidates.map(({ model, place, own }) => ({ ...requirements, ...models[model], ...places[place], ...own }));
