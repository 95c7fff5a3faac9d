import type { Candidate } from "../candidates/candidate.ts";
import { enumerate, moved } from "../candidates/enumerate.ts";
import { Contest, type Field, type Starts } from "../decide/contest.ts";
import { holds } from "../decide/exceptions.ts";
import type { Estimate, Quality } from "../estimate/estimate.ts";
import { type EstimateKeys, estimateKeys, keyFor } from "../estimate/reads.ts";
import type { Requirements, Workload } from "../requirements/requirements.ts";
import type { Settled } from "../requirements/settle.ts";
import { type Columns, movedColumns, reboundColumns, subjectColumns } from "../rules/columns.ts";
import { factsOf, TRUE } from "../rules/condition.ts";
import { applyRule, type Verdicts, verdictOf } from "../rules/evaluate.ts";
import type { FactValue } from "../rules/fact.ts";
import { FACTS, OF_PLACES, OF_REQUIREMENTS } from "../rules/facts.ts";
import type { Base, Rule, Rulebook } from "../rules/rulebook.ts";
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
}

/** So many sets of estimates, of candidates and of standings are kept; the oldest go first. */
const KEPT_ESTIMATES = 48;
const KEPT_ROSTERS = 12;
const KEPT_STANDINGS = 96;

/**
 * The same question under other requirements, again and again: candidates, facts, verdicts and estimates are kept wherever the
 * requirements that they hang on are the same. Pure but for this memory.
 */
export class Prospect {
  private readonly rosters = new Map<string, Roster>();
  private readonly estimates = new Map<string, Estimates>();
  private readonly kept = new Map<string, Standings>();
  private readonly wants: ReadonlyMap<Rule, readonly string[] | null>;

  constructor(private readonly sources: Sources & { readonly rulebook: Rulebook }) {
    this.wants = new Map(sources.rulebook.rules.map((rule) => [rule, requirementsRead(rule)]));
  }

  /** How the candidates of workload `n` stand. */
  standings(settled: Settled, n: number): Standings {
    const key = `${n} ${JSON.stringify(settled.requirements)}`;
    return keep(this.kept, key, KEPT_STANDINGS, () => this.makeStandings(settled, n));
  }

  private makeStandings(settled: Settled, n: number): Standings {
    const { requirements } = settled;
    const workload = requirements.workloads[n] as Workload;
    const roster = this.rosterOf(requirements, workload);
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
    const { candidates, makeQuality, verdicts, starts } = roster;
    const subjects = subjectsFrom(candidates, this.sources, settled, workload, makeQuality, estimate);
    const columns = reboundColumns(roster.columns, subjects);
    const { rulebook, today } = this.sources;
    const exceptions = (requirements.check?.exceptions ?? []).filter((e) => holds(e, today));
    const values = new Map<string, FactValue>();
    const valueOf = (path: string): FactValue => {
      let value = values.get(path);
      if (value === undefined) values.set(path, (value = columns.scalar(path)));
      return value;
    };
    const field: Field = {
      subjects,
      columns,
      starts: (base, makeStarts) => {
        let found = starts.get(base);
        if (!found) starts.set(base, (found = makeStarts()));
        return found;
      },
      isEstimated: (i) => {
        const c = candidates[i] as Candidate;
        return estimatesAt(c).made.has(c.id);
      },
      verdicts: (rule, makeVerdicts) => {
        const wants = this.wants.get(rule) ?? null;
        if (wants === null) return makeVerdicts();
        const key = wants.length === 0 ? "" : JSON.stringify(wants.map(valueOf));
        const known = verdicts.get(rule);
        let found = known?.get(key);
        if (found === undefined) {
          found = makeVerdicts();
          known?.set(key, found);
        }
        return found;
      },
    };
    const estimateKeyOf = (i: number): string => keys[keyFor((candidates[i] as Candidate).deployment.kind)];
    return { roster, contest: new Contest(field, rulebook, exceptions), estimateKeyOf };
  }

  private estimatesOf(key: string, settled: Settled, workload: Workload): Estimates {
    return keep(this.estimates, key, KEPT_ESTIMATES, () => ({
      made: new Map<string, Estimate>(),
      make: estimatesFor(this.sources, settled, workload),
    }));
  }

  private rosterOf(requirements: Requirements, workload: Workload): Roster {
    const { organization, check } = requirements;
    const { id, task, data } = workload;
    const isExcepted = (rule: Rule): boolean => (check?.exceptions ?? []).some((e) => e.rule === rule.id);
    const decisive = this.sources.rulebook.rules.filter((r) => r.kind === "gate" && r.decisive && !isExcepted(r));
    const whose = JSON.stringify([id, task, decisive.length]);
    const where = JSON.stringify([data.residency, organization.jurisdiction, organization.usersIn]);
    return keep(this.rosters, `${whose} ${where}`, KEPT_ROSTERS, () => {
      const [, near] = [...this.rosters].find(([key]) => key.startsWith(`${whose} `)) ?? [];
      return near && !decisive.some((r) => readsPlaces(r))
        ? this.movedRoster(near, requirements, workload)
        : this.newRoster(decisive, requirements, workload);
    });
  }

  private newRoster(decisive: readonly Rule[], requirements: Requirements, workload: Workload): Roster {
    const all = enumerate(this.sources.catalog, requirements.organization, workload);
    const makeQuality = qualitiesFor(this.sources, workload, ownFor(this.sources, workload));
    const everybody = this.unestimated(all, requirements, workload, makeQuality);
    const columns = subjectColumns(everybody);
    const verdicts = decisive.map((rule) => applyRule(rule, columns));
    const subjects = everybody.filter((_, i) => verdicts.every((v) => v === null || verdictOf(v, i) !== TRUE));
    return {
      candidates: subjects.map((s) => s.candidate),
      leftOut: all.length - subjects.length,
      makeQuality,
      columns: subjectColumns(subjects),
      verdicts: new Map(this.sources.rulebook.rules.map((rule) => [rule, new Map()])),
      starts: new Map(),
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

const readsPlaces = ({ onlyWhen, when }: Rule): boolean =>
  [...factsOf(when, onlyWhen === null ? new Set() : factsOf(onlyWhen))].some((f) => OF_PLACES.includes(f));

/** What was asked for last goes last. */
function keep<T>(map: Map<string, T>, key: string, most: number, make: () => T): T {
  const found = map.get(key) ?? make();
  map.delete(key);
  map.set(key, found);
  for (const oldest of map.keys()) {
    if (map.size <= most) break;
    map.delete(oldest);
  }
  return found;
}

function neverEstimated(): Estimate {
  throw new Error("a catalog fact was read from an estimate");
}

/** The requirements that a rule reads; null where it reads a candidate's fact that hangs on others. */
function requirementsRead({ onlyWhen, when }: Rule): readonly string[] | null {
  const facts = [...factsOf(when, onlyWhen === null ? new Set() : factsOf(onlyWhen))];
  return facts.some((f) => OF_REQUIREMENTS.includes(f)) ? null : facts.filter((f) => FACTS[f]?.stage === "requirement");
}
