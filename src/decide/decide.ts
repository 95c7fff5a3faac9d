import type { Exception } from "../requirements/requirements.ts";
import { type Columns, subjectColumns } from "../rules/columns.ts";
import { FALSE, TRUE, UNKNOWN, type Verdict } from "../rules/condition.ts";
import { type Applied, applyRule, pickVerdicts, type Verdicts, verdictOf } from "../rules/evaluate.ts";
import type { Subject } from "../rules/fact.ts";
import type { Gate, Rule, Rulebook } from "../rules/rulebook.ts";
import { candidateKey } from "./candidate-key.ts";
import { excepted } from "./exceptions.ts";
import { rank, ranksAmong, standing } from "./rank.ts";
import { type Robustness, robustness, type VerdictWord, verdictWord } from "./robustness.ts";
import { type Moves, movesOf, normalize, type Scored, score } from "./score.ts";
import { type Transfer, transfers } from "./transfer.ts";

/** What the gates, the scores and their robustness say of one workload's candidates. Indices point into `subjects`. */
export interface Decision {
  /** Candidates that were examined whole: those that could pass, or fail one condition only. */
  readonly subjects: readonly Subject[];
  /** Ruled out by what the catalog says of them: by a decisive gate, or by several. Never estimated. */
  readonly dismissed: readonly { readonly subject: Subject; readonly gates: readonly Gate[] }[];
  /** To verify by what the catalog says of them, and no estimate could rule them out; fewer than all are examined on request. */
  readonly leftOpen: number;
  readonly columns: Columns;
  /** Gates and score rules; notes decide nothing. */
  readonly applied: readonly Applied[];
  /** The score rules among them, by the criterion that they move. */
  readonly moves: Moves;
  readonly scores: Scored;
  /** Passed every gate, best first. */
  readonly order: readonly number[];
  /** Best first. */
  readonly toVerify: readonly {
    readonly index: number;
    readonly gates: readonly Gate[];
    readonly rankIfPassed: number;
  }[];
  /** Best first, as if they had passed; `open` are gates that would leave them to verify. */
  readonly ruledOut: readonly {
    readonly index: number;
    readonly gates: readonly Gate[];
    readonly open: readonly Gate[];
  }[];
  readonly verdict: VerdictWord | "no-candidate";
  readonly robustness: Robustness | null;
  /** To other models. */
  readonly transfers: readonly Transfer[];
}

export interface DecideOptions {
  readonly seed: number;
  readonly samples: number;
  /** How many near misses, and how many to verify, are examined whole, those of the highest measured quality first; null = all. */
  readonly nearMisses: number | null;
  /** How far the stated priorities may be off, 0..1. */
  readonly lambda: number;
  /** Of how many finalists the confidence is worked out, as often drawn again; absent = of none. */
  readonly confidences?: number;
  /** Those that hold today. */
  readonly exceptions: readonly Exception[];
}

const of = (exceptions: readonly Exception[], rule: Gate): readonly Exception[] =>
  exceptions.length === 0 ? exceptions : exceptions.filter((e) => e.rule === rule.id);

/** What every rule says of some candidates, and the scores that follow. Rows as `subjects`. */
export interface Examined {
  /** Gates and score rules; notes decide nothing. */
  readonly applied: readonly Applied[];
  /** The score rules among them, by the criterion that they move. */
  readonly moves: Moves;
  readonly scores: Scored;
  /** For each candidate the gates that reject it, and those that leave it to verify. */
  readonly rejectedBy: readonly (readonly Gate[])[];
  readonly openAt: readonly (readonly Gate[])[];
}

/** Gates and scores of these very candidates, whatever stops them; `early` has verdicts that are known already. */
export function examine(
  subjects: readonly Subject[],
  columns: Columns,
  rulebook: Rulebook,
  weights: Float64Array,
  exceptions: readonly Exception[],
  early: ReadonlyMap<Rule, Verdicts> = new Map(),
): Examined {
  const applied = rulebook.rules.flatMap((rule): Applied[] => {
    if (rule.kind === "note") return [];
    const verdicts = early.get(rule) ?? applyRule(rule, columns);
    if (verdicts === null) return [];
    return [{ rule, verdicts: rule.kind === "gate" ? excepted(verdicts, subjects, of(exceptions, rule)) : verdicts }];
  });
  const moves = movesOf(applied);
  const scores = score(rulebook, moves, subjects, weights);
  const gates = applied.filter((a): a is Applied<Gate> => a.rule.kind === "gate");
  const rejectedBy = stoppedBy(gates, subjects.length, rejects);
  const openAt = stoppedBy(gates, subjects.length, (t, gate) => t === UNKNOWN && gate.onUnknown === "verify");
  return { applied, moves, scores, rejectedBy, openAt };
}

const rejects = (t: Verdict, gate: Gate): boolean => t === TRUE || (t === UNKNOWN && gate.onUnknown === "reject");

/** Gates, then scores, then how sure. Gates never score and scores never gate. */
export function decide(all: readonly Subject[], rulebook: Rulebook, options: DecideOptions): Decision {
  const { subjects, dismissed, leftOpen, columns, early } = dismiss(all, rulebook, options);
  const weights = normalize((all[0] as Subject).priorities);
  const { applied, moves, scores, rejectedBy, openAt } = examine(
    subjects,
    columns,
    rulebook,
    weights,
    options.exceptions,
    early,
  );
  const idOf = (i: number) => (subjects[i] as Subject).candidate.id;
  const familyOf = (i: number) => (subjects[i] as Subject).candidate.model.id;
  const indices = subjects.map((_, i) => i);
  const isOut = (i: number) => (rejectedBy[i]?.length ?? 0) > 0;
  const isOpen = (i: number) => !isOut(i) && (openAt[i]?.length ?? 0) > 0;
  const sorted = (pick: (i: number) => boolean) => rank(scores, indices.filter(pick), idOf);

  const order = sorted((i) => !isOut(i) && !isOpen(i));
  const open = sorted(isOpen);
  const ranks = ranksAmong(order, open, standing(scores, idOf));
  const toVerify = open.map((index, n) => ({ index, gates: openAt[index] ?? [], rankIfPassed: ranks[n] as number }));
  const ruledOut = sorted(isOut).map((index) => ({
    index,
    gates: rejectedBy[index] ?? [],
    open: openAt[index] ?? [],
  }));

  const sure = order.length === 0 ? null : robustness(scores, order, familyOf, (i) => candidateKey(idOf(i)), options);
  return {
    subjects,
    dismissed,
    leftOpen,
    columns,
    applied,
    moves,
    scores,
    order,
    toVerify,
    ruledOut,
    verdict: sure ? verdictWord(sure) : "no-candidate",
    robustness: sure,
    transfers: order.length > 1 ? transfers(scores, order, { idOf, familyOf }) : [],
  };
}

/**
 * Who need not be estimated: what a decisive gate rejects (it does another job), what the catalog alone rules out twice (it can be
 * no near miss), and, beyond those that are wanted, near misses and candidates that stay to verify whatever an estimate says.
 */
function dismiss(
  all: readonly Subject[],
  rulebook: Rulebook,
  options: Pick<DecideOptions, "nearMisses" | "exceptions">,
): Pick<Decision, "subjects" | "dismissed" | "leftOpen" | "columns"> & { early: ReadonlyMap<Rule, Verdicts> } {
  const wanted = options.nearMisses;
  const columns = subjectColumns(all);
  const gates = rulebook.rules.filter((r): r is Gate => r.kind === "gate");
  const apply = (rules: readonly Gate[], over: Columns, subjects: readonly Subject[]): Applied<Gate>[] =>
    rules.flatMap((rule) => {
      const verdicts = applyRule(rule, over);
      return verdicts === null ? [] : [{ rule, verdicts: excepted(verdicts, subjects, of(options.exceptions, rule)) }];
    });
  const early = gates.filter((g) => !g.needsEstimate);
  const first = stoppedBy(
    apply(
      early.filter((g) => g.decisive),
      columns,
      all,
    ),
    all.length,
    rejects,
  );
  const kept = all.flatMap((_, i) => (first[i]?.length === 0 ? [i] : []));
  const keptSubject = (n: number) => all[kept[n] as number] as Subject;
  // Groups are made anew: most models are gone.
  const some = kept.map((i) => all[i] as Subject);
  const someColumns = subjectColumns(some);
  const applied = apply(
    early.filter((g) => !g.decisive),
    someColumns,
    some,
  );
  const second = stoppedBy(applied, kept.length, rejects);
  const near = kept.flatMap((_, n) => (second[n]?.length === 1 ? [n] : []));
  const open = wanted === null ? [] : openForGood(gates, applied, someColumns, second);
  const isWanted = new Set(
    wanted === null ? near : [...nearest(near, second, keptSubject, wanted), ...best(open, keptSubject, wanted)],
  );
  const leftOpen = new Set(open.filter((n) => !isWanted.has(n)));
  const isExamined = (n: number) => (second[n]?.length === 0 && !leftOpen.has(n)) || isWanted.has(n);
  const examined = kept.flatMap((_, n) => (isExamined(n) ? [n] : []));
  const dismissed = [
    ...kept.flatMap((_, n) =>
      isExamined(n) || leftOpen.has(n) ? [] : [{ subject: keptSubject(n), gates: second[n] ?? [] }],
    ),
    ...all.flatMap((subject, i) => (first[i]?.length === 0 ? [] : [{ subject, gates: (first[i] ?? []).slice(0, 1) }])),
  ];
  return {
    subjects: examined.map(keptSubject),
    dismissed,
    leftOpen: leftOpen.size,
    columns: someColumns.pick(examined),
    early: new Map(applied.map(({ rule, verdicts }) => [rule, pickVerdicts(verdicts, examined)])),
  };
}

/** Candidates that some gate leaves to verify and that no gate can reject once they are estimated. */
function openForGood(
  gates: readonly Gate[],
  early: readonly Applied<Gate>[],
  columns: Columns,
  rejected: readonly (readonly Gate[])[],
): number[] {
  const open = stoppedBy(early, columns.count, (t, gate) => t === UNKNOWN && gate.onUnknown === "verify");
  const unestimated = columns.unestimated();
  const late = gates.flatMap((rule) => {
    const verdicts = rule.needsEstimate ? applyRule(rule, unestimated) : null;
    return verdicts === null ? [] : [{ rule, verdicts }];
  });
  const hangsOnEstimate = stoppedBy(late, columns.count, (t) => t !== FALSE);
  return rejected.flatMap((by, n) =>
    by.length === 0 && (open[n]?.length ?? 0) > 0 && hangsOnEstimate[n]?.length === 0 ? [n] : [],
  );
}

/** The best of all near misses, and some of each gate. */
function nearest(
  places: readonly number[],
  rejected: readonly (readonly Gate[])[],
  subjectAt: (n: number) => Subject,
  count: number,
): number[] {
  const byGate = new Map<string, number[]>();
  for (const n of places) {
    const gate = rejected[n]?.[0]?.id ?? "";
    const those = byGate.get(gate);
    if (those) those.push(n);
    else byGate.set(gate, [n]);
  }
  return [
    ...best(places, subjectAt, Math.ceil(count * 0.6)),
    ...[...byGate.values()].flatMap((those) => best(those, subjectAt, OF_EACH_GATE)),
  ];
}

const OF_EACH_GATE = 4;

/** Those of the highest measured quality, in the order of their places. */
function best(places: readonly number[], subjectAt: (n: number) => Subject, count: number): number[] {
  return places
    .map((place) => ({ place, index: subjectAt(place).quality.index ?? -1 }))
    .sort((a, b) => b.index - a.index || a.place - b.place)
    .slice(0, count)
    .map(({ place }) => place);
}

const NO_GATES: readonly Gate[] = [];

/** For each candidate the gates whose verdict on it stops it. Candidates that are stopped by the same gates share one list. */
function stoppedBy(
  gates: readonly Applied<Gate>[],
  count: number,
  stops: (t: Verdict, gate: Gate) => boolean,
): (readonly Gate[])[] {
  const stopped: (readonly Gate[])[] = new Array(count).fill(NO_GATES);
  for (const { rule, verdicts } of gates) {
    const stop = [stops(FALSE, rule), stops(UNKNOWN, rule), stops(TRUE, rule)];
    // Most rules stop nobody, and then there are fewer groups to look at than candidates.
    if (typeof verdicts === "number" ? !stop[verdicts] : !verdicts.marks.some((t) => stop[t])) continue;
    const longer = new Map<readonly Gate[], readonly Gate[]>();
    for (let i = 0; i < count; i++) {
      if (!stop[verdictOf(verdicts, i)]) continue;
      const old = stopped[i] as readonly Gate[];
      let list = longer.get(old);
      if (list === undefined) longer.set(old, (list = [...old, rule]));
      stopped[i] = list;
    }
  }
  return stopped;
}
