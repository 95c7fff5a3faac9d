import { argumentFor, differencesOf } from "../decide/argument.ts";
import { examine } from "../decide/decide.ts";
import { normalize } from "../decide/score.ts";
import type { Exception } from "../requirements/requirements.ts";
import { subjectColumns } from "../rules/columns.ts";
import type { Subject } from "../rules/fact.ts";
import type { Rulebook } from "../rules/rulebook.ts";
import { CRITERION, type Criterion } from "../vocabulary.ts";
import { candidateView } from "./candidate-view.ts";
import { displayName } from "./place.ts";
import { standingOf } from "./standing.ts";
import type { Term } from "./terms.ts";

export type OpenedCandidate = ReturnType<typeof openedCandidates>[number];

/** Candidates opened down to rules and sources, whatever stops them, with where they stand before the gates. */
export function openedCandidates(
  subjects: readonly Subject[],
  rulebook: Rulebook,
  benchmarkNames: Readonly<Record<string, string>>,
  exceptions: readonly Exception[],
) {
  const columns = subjectColumns(subjects);
  const weights = normalize((subjects[0] as Subject).priorities);
  const examined = examine(subjects, columns, rulebook, weights, exceptions);
  const decision = { subjects, columns, scores: examined.scores, moves: examined.moves };
  return subjects.map((subject, i) => ({
    name: displayName(subject.candidate),
    ...candidateView(decision, rulebook, benchmarkNames, [], [], i, 0, 0),
    ...standingOf(examined, columns, subject, i),
    scores: examined.scores,
    index: i,
  }));
}

/** One rule that counts differently for two candidates. */
export interface RuleDifference {
  readonly rule: string;
  readonly title: string;
  readonly a: number;
  readonly b: number;
  readonly text: string;
  readonly source: string;
}

export interface PairView {
  readonly a: string;
  readonly b: string;
  /** Score of A minus score of B; the criteria sum exactly to it. */
  readonly difference: number;
  readonly criteria: readonly {
    readonly criterion: Criterion;
    readonly weight: number;
    readonly a: number;
    readonly b: number;
    readonly difference: number;
    readonly rules: readonly RuleDifference[];
  }[];
  readonly text: string;
}

/** A against B: weight × (value − value) by criterion, each opened to the rules that differ, and the shortest sufficient argument. */
export function pairView(a: OpenedCandidate, b: OpenedCandidate): PairView {
  const differences = differencesOf(a.scores, a.index, b.index);
  const { advantages, against, isFirst } = argumentFor(differences);
  const [ahead, behind] = isFirst ? [a, b] : [b, a];
  const points = (d: number) => Math.abs(d).toFixed(3);
  const list = (ds: typeof differences) =>
    ds.map((d) => `${CRITERION[d.criterion]} (${points(d.difference)})`).join(", ");
  const total = differences.reduce((sum, d) => sum + d.difference, 0);
  const text =
    advantages.length === 0
      ? `${a.name} and ${b.name} are level.`
      : `${ahead.name} is ahead of ${behind.name} by ${points(total)}: ${list([...advantages])} ${
          against.length > 0
            ? `outweigh${advantages.length === 1 ? "s" : ""} all that speaks for the other, ${list([...against])}`
            : "and nothing speaks against it"
        }.`;
  return {
    a: a.id,
    b: b.id,
    difference: total,
    criteria: differences.map((d) => ({
      ...d,
      rules: rulesOf(a.criteria[d.criterion].terms, b.criteria[d.criterion].terms),
    })),
    text,
  };
}

/** Rules whose points differ, the largest difference first; one that does not hold counts nothing. */
function rulesOf(a: readonly Term[], b: readonly Term[]): RuleDifference[] {
  const ids = [...new Set([...a, ...b].map((t) => t.rule))];
  return ids
    .flatMap((rule): RuleDifference[] => {
      const x = a.find((t) => t.rule === rule);
      const y = b.find((t) => t.rule === rule);
      const [p, q] = [x?.points ?? 0, y?.points ?? 0];
      const said = Math.abs(p) >= Math.abs(q) ? (x ?? y) : (y ?? x);
      if (!said || Math.abs(p - q) < 1e-9) return [];
      const text = x && y && x.because !== y.because ? `${x.because} Against: ${y.because}` : said.because;
      return [{ rule, title: said.title, a: p, b: q, text, source: said.source }];
    })
    .sort((s, t) => Math.abs(t.a - t.b) - Math.abs(s.a - s.b));
}
