import fc from "fast-check";
import { type DecideOptions, type Decision, decide } from "../../src/decide/decide.ts";
import { factsOf } from "../../src/rules/condition.ts";
import type { Subject } from "../../src/rules/fact.ts";
import { FACTS, grainOf } from "../../src/rules/facts.ts";
import type { Base, Effect, Gate, Rule, Rulebook } from "../../src/rules/rulebook.ts";
import { CRITERIA } from "../../src/vocabulary.ts";
import {
  ALL_PATHS,
  CANDIDATE_PATHS,
  conditions,
  type Facts,
  factsIn,
  type Raw,
  REQUIREMENT_PATHS,
  read,
  type World,
  worlds,
} from "../rules/arbitrary.ts";

/** A rule as a pack writes it, without its words. */
export interface RawRule {
  readonly kind: "gate" | "score";
  readonly onlyWhen: Raw | null;
  readonly when: Raw;
  readonly onUnknown: Gate["onUnknown"];
  readonly then: Effect;
  readonly otherwise: Effect | null;
}

/** A whole small decision: candidates, how good their models are, what counts, and the rules. */
export interface Case {
  readonly world: World;
  /** Quality of each model on the index; null = not measured. */
  readonly indices: readonly (number | null)[];
  readonly priorities: readonly number[];
  /** Where each criterion starts that starts at a constant. */
  readonly starts: readonly number[];
  readonly rules: readonly RawRule[];
}

const hundredths = (min: number, max: number) => fc.integer({ min, max }).map((x) => x / 100);
const effect: fc.Arbitrary<Effect> = fc.record({
  criterion: fc.constantFrom(...CRITERIA),
  points: hundredths(-60, 60),
});

const ruleOf = (kind: RawRule["kind"], known: boolean): fc.Arbitrary<RawRule> =>
  fc
    .record({
      kind: fc.constant(kind),
      onlyWhen: fc.option(conditions({ paths: REQUIREMENT_PATHS, depth: 1, known }), { freq: 2 }),
      when: conditions({ paths: kind === "gate" ? ALL_PATHS : CANDIDATE_PATHS, depth: 2, known }),
      onUnknown: fc.constantFrom("verify" as const, "reject" as const, "pass" as const),
      then: effect,
      otherwise: fc.option(effect, { freq: 2 }),
    })
    // A rule that is off scores nothing at all: `otherwise` beside `onlyWhen` would be told apart from false.
    .map((r) => (r.onlyWhen === null ? r : { ...r, otherwise: null }));

/** Nobody certifies own rooms and devices. */
const uncertified = (place: Facts): Facts =>
  ["on-premises", "edge"].includes(String(place["deployment.kind"]))
    ? { ...place, "deployment.certificates": [] }
    : place;

export interface CasesWanted {
  /** Rules that ask whether something is known at all. */
  readonly known?: boolean;
  readonly gates?: number;
}

export const cases = ({ known = true, gates = 3 }: CasesWanted = {}): fc.Arbitrary<Case> =>
  fc
    .record({
      world: worlds(7).map((w) => ({ ...w, places: w.places.map(uncertified) })),
      indices: fc.array(fc.option(fc.integer({ min: 0, max: 100 }), { freq: 3 }), { minLength: 3, maxLength: 3 }),
      priorities: fc
        .array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 8 })
        .filter((p) => p.some((x) => x > 0)),
      starts: fc.array(hundredths(0, 100), { minLength: 8, maxLength: 8 }),
      gates: fc.array(ruleOf("gate", known), { maxLength: gates }),
      scores: fc.array(ruleOf("score", known), { maxLength: 8 }),
    })
    .map(({ gates: g, scores, ...rest }) => ({ ...rest, rules: [...g, ...scores] }));

/** Performance and cost start at an estimate, half of the rest at a constant, the others where nobody said. */
export const basesOf = ({ starts }: Pick<Case, "starts">): Base[] => {
  const words = { title: "", because: "", cite: [] };
  const read = { constant: null, ...words };
  const [performance, tco] = [
    {
      of: "candidate.quality.index",
      breakpoints: [
        [20, 0],
        [60, 0.7],
        [90, 1],
      ],
      log: false,
    },
    {
      of: "candidate.usdPerMonth",
      breakpoints: [
        [100, 1],
        [10_000, 0],
      ],
      log: true,
    },
  ] as const;
  return [
    { id: "probe.performance", criterion: "performance", ...read, ...performance },
    { id: "probe.tco", criterion: "tco", ...read, ...tco },
    ...CRITERIA.slice(2, 5).map(
      (criterion, i): Base => ({
        id: `probe.${criterion}`,
        criterion,
        constant: starts[i] ?? null,
        of: null,
        breakpoints: [],
        log: false,
        ...words,
      }),
    ),
  ];
};

/** Rules are told apart by their ids, which stay theirs when they are put in another order. */
export function ruleOfRaw(raw: RawRule, n: number): Rule {
  const when = read(raw.when);
  const facts = [...factsOf(when)];
  return {
    ...raw,
    id: `probe.${n}`,
    pack: "probe",
    when,
    onlyWhen: raw.onlyWhen && read(raw.onlyWhen),
    needsEstimate: facts.some((f) => FACTS[f]?.stage === "estimate"),
    decisive: facts.every((f) => f.startsWith("model.") && grainOf(f) === "model"),
    question: null,
    otherwiseBecause: null,
  } as unknown as Rule;
}

export const rulebookOf = (c: Case): Rulebook =>
  ({ bases: basesOf(c), rules: c.rules.map(ruleOfRaw) }) as Pick<Rulebook, "bases" | "rules"> as Rulebook;

export const spread = (likely: number) => ({ low: likely / 2, likely, high: likely * 2 });

/** Candidates whose facts are those of the world; everything that no rule here reads is left out. */
export function subjectsOf({ world, indices, priorities }: Case): Subject[] {
  const weights = Object.fromEntries(CRITERIA.map((c, i) => [c, priorities[i]]));
  return factsIn(world).map((facts, i) => {
    const { model, place } = world.candidates[i] as World["candidates"][number];
    const fact = (path: string) => facts[path] ?? null;
    const index = indices[model] ?? null;
    const month = fact("candidate.usdPerMonth");
    return {
      organization: {
        jurisdiction: fact("organization.jurisdiction"),
        excludedOrigins: fact("organization.excludedOrigins"),
      },
      workload: {
        task: fact("workload.task"),
        interface: fact("workload.interface"),
        quality: fact("workload.quality"),
        data: { sensitivity: fact("workload.data.sensitivity"), residency: fact("workload.data.residency") },
        contextTokens: fact("workload.contextTokens"),
        budget: { usdPerMonth: fact("workload.budget.usdPerMonth") },
        offline: fact("workload.offline"),
      },
      priorities: weights,
      candidate: {
        id: `maker/model-${model}@place-${place}#${i}`,
        model: {
          id: `maker/model-${model}`,
          weights: fact("model.weights"),
          origin: fact("model.origin"),
          architecture: fact("model.architecture"),
          parameters: { totalB: fact("model.parametersTotalB") },
          tasks: fact("model.tasks"),
          contextTokens: null,
          terms: { osi: fact("model.licenseOsi") },
        },
        deployment: {
          kind: fact("deployment.kind"),
          place: `place-${place}`,
          operator: "third-party",
          operatorJurisdiction: fact("deployment.operatorJurisdiction"),
          processingIn: fact("deployment.processingIn"),
          endpoint: {
            retentionDays: fact("deployment.retentionDays"),
            certificates: fact("deployment.certificates"),
            support: fact("deployment.support"),
          },
          offers: [{ until: null, contextTokens: fact("deployment.contextTokens") }],
        },
      },
      estimate: {
        fits: fact("candidate.fits"),
        usdPerMonth: typeof month === "number" ? spread(month) : null,
      },
      quality: {
        index,
        low: index === null ? 0 : index - 5,
        high: index === null ? 100 : index + 5,
        level: fact("candidate.quality.level"),
        evidence: [],
      },
    } as unknown as Subject;
  });
}

export const OPTIONS: DecideOptions = { seed: 7, samples: 60, lambda: 0.2, nearMisses: null, exceptions: [] };

/** Decides the case, or what a test has made of its candidates or its rules. */
export const decideCase = (
  c: Case,
  {
    subjects = subjectsOf(c),
    rulebook = rulebookOf(c),
    ...options
  }: Partial<DecideOptions> & { readonly subjects?: readonly Subject[]; readonly rulebook?: Rulebook } = {},
): Decision => decide(subjects, rulebook, { ...OPTIONS, ...options });

/** A decision told by ids instead of places in a list. */
export function told(d: Decision) {
  const id = (i: number) => (d.subjects[i] as Subject).candidate.id;
  const ids = (gates: readonly Gate[]) => gates.map((g) => g.id).sort();
  const byId = <T>(entries: readonly (readonly [string, T])[]): Record<string, T> => Object.fromEntries(entries);
  return {
    order: d.order.map(id),
    toVerify: d.toVerify.map((v) => ({ id: id(v.index), gates: ids(v.gates), rankIfPassed: v.rankIfPassed })),
    ruledOut: d.ruledOut.map((r) => ({ id: id(r.index), gates: ids(r.gates) })),
    dismissed: d.dismissed.map((x) => x.subject.candidate.id).sort(),
    out: [...d.ruledOut.map((r) => id(r.index)), ...d.dismissed.map((x) => x.subject.candidate.id)].sort(),
    totals: byId(d.subjects.map((_, i) => [id(i), d.scores.total[i] as number] as const)),
    verdict: d.verdict,
    robustness: d.robustness && {
      ...d.robustness,
      finalists: byId(d.robustness.finalists.map((f) => [id(f.index), f.share] as const)),
    },
    transfers: d.transfers.map((t) => ({ ...t, newWinner: id(t.newWinner) })),
  };
}
