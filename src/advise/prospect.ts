import type { Candidate } from "../candidates/candidate.ts";
import { enumerate, moved } from "../candidates/enumerate.ts";
import { Contest, catalogVerdicts, type Field, type KeptEnds, type Starts } from "../decide/contest.ts";
import { holds } from "../decide/exceptions.ts";
import type { Estimate, Quality } from "../estimate/estimate.ts";
import type { OwnEvaluations } from "../estimate/evaluations/own-index.ts";
import { type EstimateKeys, estimateKeys, keyFor } from "../estimate/reads.ts";
import type { Requirements, Workload } from "../requirements/requirements.ts";
import type { Settled } from "../requirements/settle.ts";
import { type Columns, movedColumns, reboundColumns, subjectColumns } from "../rules/columns.ts";
import { factsOf, TRUE } from "../rules/condition.ts";
import { applyRule, type Verdicts, verdictOf } from "../rules/evaluate.ts";
import type { FactValue } from "../rules/fact.ts";
import { FACTS, OF_PLACES, OF_REQUIREMENTS, READ_BY_CAPS } from "../rules/facts.ts";
import type { Base, Rule, Rulebook } from "../rules/rulebook.ts";
import { inOne } from "./pieces.ts";
import { estimatesFor, ownFor, qualitiesFor, type Sources, subjectsFrom } from "./subjects.ts";

/** The candidates of a workload and the catalog's facts of them, shared by all requirements that name the same candidates. */
export interface Roster {
  /** Those that a decisive gate rejects are left out: no answer but another task brings them back. */
  readonly candidates: readonly Candidate[];
  readonly leftOut: number;
  readonly makeQuality: (c: Candidate) => Quality;
  readonly columns: Columns;
  /** Of each rule, by the requirements that it reads. */
  readonly verdicts: ReadonlyMap<Rule, Map<string, Verdicts | null>>;
  readonly starts: Map<Base, Starts>;
  readonly ends: KeptEnds;
}

/** One workload's candidates under some requirements. */
export interface Standings {
  readonly roster: Roster;
  readonly contest: Contest;
  /** Equal where a candidate's estimate is the same. */
  readonly estimateKeyOf: (i: number) => string;
}

interface Estimates {
  readonly made: Map<string, Estimate>;
  readonly make: (c: Candidate) => Estimate;
  /** USD a month that no estimate is below at its high end. */
  readonly least: (c: Candidate) => number;
}

export interface ProspectSources extends Sources {
  readonly rulebook: Rulebook;
  /** The user's own results by the requirements that name them; absent: `evaluations` under all. */
  readonly evaluationsOf?: (requirements: Requirements) => OwnEvaluations | null;
}

/** So many sets of estimates, of candidates and of standings are kept; the oldest go first. */
const KEPT_ESTIMATES = 48;
const KEPT_ROSTERS = 12;
const KEPT_STANDINGS = 96;
const RULES_AT_ONCE = 32;

/**
 * The same question under other requirements, again and again: candidates, facts, verdicts and estimates are kept wherever the
 * requirements that they hang on are the same. Pure but for this memory.
 */
export class Prospect {
  private readonly rosters = new Map<string, Roster>();
  private readonly estimates = new Map<string, Estimates>();
  private readonly kept = new Map<string, Standings>();
  private readonly wants: ReadonlyMap<Rule, readonly string[]>;

  constructor(private readonly sources: ProspectSources) {
    this.wants = new Map(sources.rulebook.rules.map((rule) => [rule, requirementsRead(rule)]));
  }

  /** How the candidates of workload `n` stand. */
  standings(settled: Settled, n: number): Standings {
    return inOne(this.standing(settled, n));
  }

  /** The same, worked out in small pieces. */
  *standing(settled: Settled, n: number): Generator<void, Standings> {
    const { requirements } = settled;
    const key = `${n} ${keyOf(requirements)}`;
    const known = this.kept.get(key);
    if (known) return keep(this.kept, key, KEPT_STANDINGS, known);
    const workload = requirements.workloads[n] as Workload;
    const roster = yield* this.roster(requirements, workload);
    const keys = estimateKeys(requirements, workload);
    const estimates: Readonly<Record<keyof EstimateKeys, Estimates>> = {
      metered: this.estimatesOf(keys.metered, settled, workload),
      rented: this.estimatesOf(keys.rented, settled, workload),
      own: this.estimatesOf(keys.own, settled, workload),
    };
    const estimatesAt = (c: Candidate): Estimates => estimates[keyFor(c.deployment.kind)];
    const estimate = (c: Candidate): Estimate => {
      const { made, make } = estimatesAt(c);
      let e = made.get(c.id);
      if (!e) made.set(c.id, (e = make(c)));
      return e;
    };
    const { candidates, makeQuality, starts, ends } = roster;
    const subjects = subjectsFrom(candidates, this.sources, settled, workload, makeQuality, estimate);
    const columns = reboundColumns(roster.columns, subjects);
    const field: Field = {
      subjects,
      columns,
      ends,
      verdicts: yield* this.verdictsOf(roster, columns),
      starts: (base, makeStarts) => {
        let found = starts.get(base);
        if (!found) starts.set(base, (found = makeStarts()));
        return found;
      },
      isEstimated: (i) => {
        const c = candidates[i] as Candidate;
        return estimatesAt(c).made.has(c.id);
      },
      leastUsdPerMonth: (i) => {
        const c = candidates[i] as Candidate;
        return estimatesAt(c).least(c);
      },
    };
    const { rulebook, today } = this.sources;
    const exceptions = (requirements.check?.exceptions ?? []).filter((e) => holds(e, today));
    const contest = new Contest(field, rulebook, exceptions);
    const estimateKeyOf = (i: number): string => keys[keyFor((candidates[i] as Candidate).deployment.kind)];
    return keep(this.kept, key, KEPT_STANDINGS, { roster, contest, estimateKeyOf });
  }

  /** Those kept from requirements under which a rule reads the same, else made anew. */
  private *verdictsOf(roster: Roster, columns: Columns): Generator<void, Map<Rule, Verdicts | null>> {
    const read = new Map<string, FactValue>();
    const valueOf = (path: string): FactValue => {
      let value = read.get(path);
      if (value === undefined) read.set(path, (value = columns.scalar(path)));
      return value;
    };
    const unestimated = columns.unestimated();
    const verdicts = new Map<Rule, Verdicts | null>();
    let made = 0;
    for (const rule of this.sources.rulebook.rules) {
      if (rule.kind === "note") continue;
      const wants = this.wants.get(rule) ?? [];
      const key = wants.length === 0 ? "" : JSON.stringify(wants.map(valueOf));
      const known = roster.verdicts.get(rule);
      let found = known?.get(key);
      if (found === undefined) {
        found = catalogVerdicts(rule, columns, unestimated);
        known?.set(key, found);
        made++;
        if (made % RULES_AT_ONCE === 0) yield;
      }
      verdicts.set(rule, found);
    }
    return verdicts;
  }

  private estimatesOf(key: string, settled: Settled, workload: Workload): Estimates {
    const known = this.estimates.get(key);
    const make = (): Estimates => ({ made: new Map(), ...estimatesFor(this.sources, settled, workload) });
    return keep(this.estimates, key, KEPT_ESTIMATES, known ?? make());
  }

  private *roster(requirements: Requirements, workload: Workload): Generator<void, Roster> {
    const { organization, check } = requirements;
    const { id, task, data } = workload;
    const isExcepted = (rule: Rule): boolean => (check?.exceptions ?? []).some((e) => e.rule === rule.id);
    const decisive = this.sources.rulebook.rules.filter((r) => r.kind === "gate" && r.decisive && !isExcepted(r));
    const whose = JSON.stringify([id, task, decisive.length, requirements.evaluations]);
    const where = JSON.stringify([data.residency, organization.jurisdiction, organization.usersIn]);
    const key = `${whose} ${where}`;
    const known = this.rosters.get(key);
    if (known) return keep(this.rosters, key, KEPT_ROSTERS, known);
    const [, near] = [...this.rosters].find(([other]) => other.startsWith(`${whose} `)) ?? [];
    const made =
      near && !decisive.some((r) => readsPlaces(r))
        ? this.movedRoster(near, requirements, workload)
        : yield* this.newRoster(decisive, requirements, workload);
    return keep(this.rosters, key, KEPT_ROSTERS, made);
  }

  private *newRoster(
    decisive: readonly Rule[],
    requirements: Requirements,
    workload: Workload,
  ): Generator<void, Roster> {
    const all = enumerate(this.sources.catalog, requirements.organization, workload);
    yield;
    const { evaluationsOf, ...sources } = this.sources;
    const evaluations = evaluationsOf?.(requirements) ?? sources.evaluations;
    const own = ownFor({ ...sources, ...(evaluations ? { evaluations } : {}) }, workload);
    const makeQuality = qualitiesFor(this.sources, workload, own);
    const everybody = this.unestimated(all, requirements, workload, makeQuality);
    const columns = subjectColumns(everybody);
    yield;
    const verdicts: (Verdicts | null)[] = [];
    for (const rule of decisive) {
      verdicts.push(applyRule(rule, columns));
      yield;
    }
    const subjects = everybody.filter((_, i) => verdicts.every((v) => v === null || verdictOf(v, i) !== TRUE));
    return {
      candidates: subjects.map((s) => s.candidate),
      leftOut: all.length - subjects.length,
      makeQuality,
      columns: subjectColumns(subjects),
      verdicts: new Map(this.sources.rulebook.rules.map((rule) => [rule, new Map()])),
      starts: new Map(),
      ends: new Map(),
    };
  }

  /** The same candidates elsewhere: only what is known of their places is found anew. */
  private movedRoster(near: Roster, requirements: Requirements, workload: Workload): Roster {
    const candidates = moved(near.candidates, this.sources.catalog, requirements.organization, workload);
    const subjects = this.unestimated(candidates, requirements, workload, near.makeQuality);
    return {
      ...near,
      candidates,
      columns: movedColumns(near.columns, subjects),
      verdicts: new Map([...near.verdicts].map(([rule, known]) => [rule, readsPlaces(rule) ? new Map() : known])),
    };
  }

  private unestimated(
    candidates: readonly Candidate[],
    { organization, priorities }: Requirements,
    workload: Workload,
    makeQuality: (c: Candidate) => Quality,
  ) {
    const settled = { requirements: { organization, priorities } } as Settled;
    return subjectsFrom(candidates, this.sources, settled, workload, makeQuality, neverEstimated);
  }
}

const keys = new WeakMap<Requirements, string>();

/** Requirements as text, written once for each object. */
function keyOf(requirements: Requirements): string {
  let key = keys.get(requirements);
  if (key === undefined) keys.set(requirements, (key = JSON.stringify(requirements)));
  return key;
}

const readsPlaces = ({ onlyWhen, when }: Rule): boolean =>
  [...factsOf(when, onlyWhen === null ? new Set() : factsOf(onlyWhen))].some((f) => OF_PLACES.includes(f));

/** What was asked for last goes last. */
function keep<T>(map: Map<string, T>, key: string, most: number, what: T): T {
  map.delete(key);
  map.set(key, what);
  for (const oldest of map.keys()) {
    if (map.size <= most) break;
    map.delete(oldest);
  }
  return what;
}

function neverEstimated(): Estimate {
  throw new Error("a catalog fact was read from an estimate");
}

/** The requirements that a rule reads, itself or by a fact. */
function requirementsRead({ onlyWhen, when }: Rule): readonly string[] {
  const facts = [...factsOf(when, onlyWhen === null ? new Set() : factsOf(onlyWhen))];
  const byFacts = facts.some((f) => OF_REQUIREMENTS.includes(f)) ? READ_BY_CAPS : [];
  return [...new Set([...facts.filter((f) => FACTS[f]?.stage === "requirement"), ...byFacts])];
}
