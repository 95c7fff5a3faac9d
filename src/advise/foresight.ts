import { MAY_PASS, OUT } from "../decide/contest.ts";
import { examine } from "../decide/decide.ts";
import { holds } from "../decide/exceptions.ts";
import { CLEAR, certificate } from "../decide/robustness.ts";
import { estimateKeys } from "../estimate/reads.ts";
import { openedCandidates, pairView } from "../explain/comparison.ts";
import { displayName } from "../explain/place.ts";
import type { Workload } from "../requirements/requirements.ts";
import type { Settled } from "../requirements/settle.ts";
import { factsOf } from "../rules/condition.ts";
import type { Subject } from "../rules/fact.ts";
import { FACTS } from "../rules/facts.ts";
import type { Rulebook } from "../rules/rulebook.ts";
import { CRITERIA, type Criterion } from "../vocabulary.ts";
import { ordinaryData } from "./plan/lots.ts";
import { Prospect, type ProspectSources } from "./prospect.ts";
import { type TradeOff, tradeOff } from "./trade-off.ts";
import {
  type AskableQuestion,
  hangingOn,
  type QuestionValue,
  type QuestionWorth,
  valueOfQuestions,
  worthOfQuestion,
} from "./value-of-questions.ts";

/** How one workload stands while questions are open. */
export interface Standing {
  readonly candidates: number;
  /** Not ruled out by what the catalog says of them. */
  readonly left: number;
  readonly leader: { readonly id: string; readonly model: string; readonly name: string } | null;
}

/** The first two models where it is a close call, and what tells them apart. */
export interface Finalists {
  /** λ*: the first stays first while the priorities are off by up to this share. */
  readonly stableUpTo: number;
  readonly first: Finalist;
  readonly second: Finalist;
  /** null where no lead of the one can be weighed against a lead of the other. */
  readonly tradeOff: TradeOff | null;
}

export interface Finalist {
  readonly name: string;
  readonly usdPerMonth: number | null;
  readonly qualityIndex: number | null;
  /** By criterion the rule that says most for it against the other. */
  readonly because: Readonly<Partial<Record<Criterion, string>>>;
}

/** Who reads an answer: rules by id, and the estimates of cost and speed. */
export interface Readers {
  readonly rules: readonly string[];
  readonly isEstimated: boolean;
}

/** Who would serve what is not sensitive, and how much better than whoever serves all. */
export interface Split {
  readonly all: string;
  readonly ordinary: string;
  /** Of the score. */
  readonly gain: number;
}

/** Where a criterion starts and ends: the figures at value 0 and 1; null where no figure sets it. */
export interface Swing {
  readonly criterion: string;
  readonly worst: number | null;
  readonly best: number | null;
}

/** What an interview asks of the decision. Keep one for a whole interview: it remembers what an answer does not change. */
export class Foresight {
  private readonly prospect: Prospect;
  private readonly rulebook: Rulebook;

  constructor(private readonly sources: ProspectSources) {
    this.prospect = new Prospect(sources);
    this.rulebook = sources.rulebook;
  }

  standing(settled: Settled, n: number): Standing {
    const { contest, roster } = this.prospect.standings(settled, n);
    const first = contest.first();
    const candidate = first === null ? null : (contest.field.subjects[first]?.candidate ?? null);
    return {
      candidates: contest.standing.length + roster.leftOut,
      left: contest.standing.reduce((sum, s) => sum + (s === OUT ? 0 : 1), 0),
      leader: candidate && { id: candidate.id, model: candidate.model.name, name: displayName(candidate) },
    };
  }

  values(settled: Settled, questions: readonly AskableQuestion[]): QuestionValue[] {
    return valueOfQuestions(this.prospect, settled, questions);
  }

  /** What knowing the answer changes, and nothing more. */
  worth(settled: Settled, question: AskableQuestion): QuestionWorth {
    return worthOfQuestion(this.prospect, settled, question);
  }

  /** Whether any candidate in the running hangs on the answer, in small pieces. */
  hanging(settled: Settled, question: AskableQuestion): Generator<void, boolean> {
    return hangingOn(this.prospect, settled, question);
  }

  /** Finds who is first, in small pieces, for whatever is asked of these requirements next. */
  *warming(settled: Settled): Generator<void> {
    for (const n of settled.requirements.workloads.keys()) {
      const { contest } = yield* this.prospect.standing(settled, n);
      yield;
      yield* contest.search();
    }
  }

  /** null where nothing less sensitive may be served apart, or one candidate serves both as well; in small pieces. */
  *splitting(settled: Settled, n: number): Generator<void, Split | null> {
    const { requirements } = settled;
    const workload = requirements.workloads[n] as Workload;
    const data = ordinaryData(workload.data);
    if (data === null) return null;
    const apart = { ...requirements, workloads: requirements.workloads.with(n, { ...workload, data }) };
    const { contest: now } = yield* this.prospect.standing(settled, n);
    yield* now.search();
    const { contest: then } = yield* this.prospect.standing({ ...settled, requirements: apart }, n);
    yield* then.search();
    const [all, ordinary] = [now.first(), then.first()];
    if (all === null || ordinary === null) return null;
    const [same = 0, best = 0] = then.scoresOf([all, ordinary]);
    const nameAt = (i: number) => displayName((now.field.subjects[i] as Subject).candidate);
    return best - same > NOTHING_MORE ? { all: nameAt(all), ordinary: nameAt(ordinary), gain: best - same } : null;
  }

  /** null where no other model passes, or none comes close while the priorities are off by `lambda`. */
  finalists(settled: Settled, n: number, lambda: number): Finalists | null {
    const { contest } = this.prospect.standings(settled, n);
    const { field, standing, bounds, weights } = contest;
    const first = contest.first();
    if (first === null) return null;
    const subject = (i: number) => field.subjects[i] as Subject;
    const least = (contest.scoresOf([first])[0] ?? 0) - OUT_OF_REACH;
    const rivals = [...standing.keys()].filter(
      (i) =>
        standing[i] === MAY_PASS &&
        (bounds[i] as number) >= least &&
        subject(i).candidate.model !== subject(first).candidate.model,
    );
    const those = [first, ...rivals];
    const subjects = those.map(subject);
    const exceptions = (settled.requirements.check?.exceptions ?? []).filter((e) => holds(e, this.sources.today));
    const { scores, rejectedBy, openAt } = examine(
      subjects,
      field.columns.pick(those),
      this.rulebook,
      weights,
      exceptions,
    );
    let stableUpTo = 1;
    let second = 0;
    for (let i = 1; i < those.length; i++) {
      if ((rejectedBy[i]?.length ?? 0) > 0 || (openAt[i]?.length ?? 0) > 0) continue;
      stableUpTo = Math.min(stableUpTo, certificate(scores, 0, i));
      if (second === 0 || (scores.total[i] as number) > (scores.total[second] as number)) second = i;
    }
    if (second === 0 || stableUpTo >= CLEAR) return null;
    const opened = openedCandidates(
      [subjects[0] as Subject, subjects[second] as Subject],
      this.rulebook,
      {},
      exceptions,
    );
    const [a, b] = opened;
    if (!a || !b) return null;
    const pair = pairView(a, b).criteria;
    const values = (of: (c: (typeof pair)[number]) => number) =>
      Object.fromEntries(
        CRITERIA.map((k) => [k, pair.filter((c) => c.criterion === k).reduce((sum, c) => sum + of(c), 0)]),
      );
    const finalist = (name: string, { estimate, quality }: Subject, sign: number): Finalist => ({
      name,
      usdPerMonth: estimate.usdPerMonth?.likely ?? null,
      qualityIndex: quality.index,
      because: Object.fromEntries(
        pair.flatMap((c) => {
          const rule = c.rules.find((r) => sign * (r.a - r.b) > 0);
          return rule ? [[c.criterion, rule.title]] : [];
        }),
      ),
    });
    const share = values((c) => c.weight) as Record<Criterion, number>;
    const difference = values((c) => c.a - c.b) as Record<Criterion, number>;
    return {
      stableUpTo,
      first: finalist(a.name, subjects[0] as Subject, 1),
      second: finalist(b.name, subjects[second] as Subject, -1),
      tradeOff: tradeOff(share, difference, lambda),
    };
  }

  /** Who reads what these answers settle differently. */
  readers(answers: readonly Settled[], n: number): Readers {
    const subjects = answers.map((s) => this.prospect.standings(s, n).contest.field.subjects[0] as Subject);
    const differs = (of: (s: Subject, i: number) => unknown): boolean =>
      new Set(subjects.map((s, i) => JSON.stringify(of(s, i)))).size > 1;
    const read = Object.entries(FACTS)
      .filter(([, fact]) => fact.stage === "requirement" && differs(fact.read))
      .map(([path]) => path);
    const rules = this.rulebook.rules.filter((r) =>
      [...factsOf(r.when, r.onlyWhen === null ? new Set() : factsOf(r.onlyWhen))].some((f) => read.includes(f)),
    );
    const keysOf = ({ requirements }: Settled) => estimateKeys(requirements, requirements.workloads[n] as Workload);
    return { rules: rules.map((r) => r.id), isEstimated: differs((_, i) => keysOf(answers[i] as Settled)) };
  }

  /** Titles of rules, gates first. */
  titles(ids: readonly string[]): { readonly gates: readonly string[]; readonly others: readonly string[] } {
    const rules = ids.flatMap((id) => this.rulebook.rules.find((r) => r.id === id) ?? []);
    return {
      gates: rules.filter((r) => r.kind === "gate").map((r) => r.title),
      others: rules.filter((r) => r.kind !== "gate").map((r) => r.title),
    };
  }

  swings(): Swing[] {
    return this.rulebook.bases.map(({ criterion, constant, breakpoints }) => {
      const at = (value: number) => breakpoints.find((p) => p[1] === value)?.[0] ?? null;
      return { criterion, worst: constant === null ? at(0) : null, best: constant === null ? at(1) : null };
    });
  }
}

/** Scores are told apart to 1e-9. */
const NOTHING_MORE = 1e-9;

/** A rival that scores so much less cannot bring the certificate below `CLEAR`: λ* = δ / (δ + d), d at most 1. */
const OUT_OF_REACH = CLEAR / (1 - CLEAR);
