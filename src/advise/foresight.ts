import { MAY_PASS, OUT } from "../decide/contest.ts";
import { examine } from "../decide/decide.ts";
import { holds } from "../decide/exceptions.ts";
import { CLEAR, certificate } from "../decide/robustness.ts";
import { openedCandidates, pairView } from "../explain/comparison.ts";
import { displayName } from "../explain/place.ts";
import type { Settled } from "../requirements/settle.ts";
import type { Subject } from "../rules/fact.ts";
import type { Rulebook } from "../rules/rulebook.ts";
import type { Criterion } from "../vocabulary.ts";
import { Prospect } from "./prospect.ts";
import type { Sources } from "./subjects.ts";
import { type AskableQuestion, candidatesTouched, type QuestionValue, valueOfQuestions } from "./value-of-questions.ts";

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
  readonly first: string;
  readonly second: string;
  readonly criteria: readonly {
    readonly criterion: Criterion;
    /** Normalized. */
    readonly weight: number;
    readonly a: number;
    readonly b: number;
    /** What makes most of the difference. */
    readonly because: string | null;
  }[];
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

  constructor(private readonly sources: Sources & { readonly rulebook: Rulebook }) {
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

  /** How many candidates in the running hang on the answer, and nothing more. */
  touches(settled: Settled, question: AskableQuestion): number {
    return candidatesTouched(this.prospect, settled, question);
  }

  /** null where no other model passes, or none comes close. */
  finalists(settled: Settled, n: number): Finalists | null {
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
    return {
      stableUpTo,
      first: a.name,
      second: b.name,
      criteria: pairView(a, b).criteria.map((c) => ({
        criterion: c.criterion,
        weight: c.weight,
        a: c.a,
        b: c.b,
        because: c.rules[0]?.title ?? null,
      })),
    };
  }

  /** Titles of rules, gates first. */
  titles(ids: readonly string[]): string[] {
    const rules = ids.flatMap((id) => this.rulebook.rules.find((r) => r.id === id) ?? []);
    return [...rules.filter((r) => r.kind === "gate"), ...rules.filter((r) => r.kind !== "gate")].map((r) => r.title);
  }

  swings(): Swing[] {
    return this.rulebook.bases.map(({ criterion, constant, breakpoints }) => {
      const at = (value: number) => breakpoints.find((p) => p[1] === value)?.[0] ?? null;
      return { criterion, worst: constant === null ? at(0) : null, best: constant === null ? at(1) : null };
    });
  }
}

/** A rival that scores so much less cannot bring the certificate below `CLEAR`: λ* = δ / (δ + d), d at most 1. */
const OUT_OF_REACH = CLEAR / (1 - CLEAR);
