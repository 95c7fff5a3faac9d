import { bestOfEachModel } from "../decide/best-of-each-model.ts";
import { candidateKey } from "../decide/candidate-key.ts";
import { STATED_DOUBT } from "../decide/doubt.ts";
import { rank } from "../decide/rank.ts";
import { robustness, verdictWord } from "../decide/robustness.ts";
import { normalize, weigh } from "../decide/score.ts";
import type { Certain } from "../report/certainty.ts";
import { endsOf, type PackedWorkload, unpacked } from "../report/html/packed.ts";
import type { RowView } from "../report/html/row-view.ts";
import { CRITERIA, type Criterion } from "../vocabulary.ts";

export type Priorities = Readonly<Record<Criterion, number>>;

/** A ranking under other priorities, and how sure its first rank is. */
export interface Reranked {
  readonly rows: readonly RowView[];
  readonly certain: Certain;
}

/**
 * Everybody who passed, scored and ranked again as `recommend --priority` does it: the same functions on the same figures, so that
 * order, scores and ties are the same. `before` has the ranks under the priorities of the report, `doubt` how far the new ones may be off.
 */
export function rerank(
  packed: PackedWorkload,
  priorities: Priorities,
  seed: number,
  before: ReadonlyMap<string, number>,
  doubt = STATED_DOUBT,
): Reranked {
  const ends = packed.criteria.map((column) => unpacked({ ...column, values: column.values.map(endsOf) }));
  const end = (side: 0 | 1) => ends.map((column) => Float64Array.from(column, (pair) => pair[side]));
  const scores = weigh(end(0), end(1), normalize(priorities));
  const models = unpacked(packed.models);
  const model = (i: number) => models[i] as (typeof models)[number];
  const modelOf = (i: number): string => model(i)[0];
  const ids = unpacked(packed.places).map((place, i) => (place.startsWith(" ") ? place.slice(1) : modelOf(i) + place));
  const [runs, qualities, costs] = [packed.runs, packed.qualities, packed.costs].map(unpacked) as [
    string[],
    string[],
    string[],
  ];
  const idOf = (i: number): string => ids[i] as string;
  const everybody = ids.map((_, i) => i);
  const order = rank(scores, everybody, idOf);
  const listed = packed.all ? order : bestOfEachModel(order, modelOf);
  const ways = new Map<string, number>();
  for (const i of order) ways.set(modelOf(i), (ways.get(modelOf(i)) ?? 0) + 1);
  const rows = listed.map((i, n): RowView => {
    const [id, name, note, weights, origin] = model(i);
    const was = before.get(idOf(i));
    return {
      rank: n + 1,
      was: was === undefined || was === n + 1 ? null : was,
      id: idOf(i),
      name,
      note,
      weights,
      origin,
      runs: runs[i] ?? "",
      others: packed.all ? 0 : (ways.get(id) ?? 1) - 1,
      score: scores.total[i] as number,
      low: scores.totalLow[i] as number,
      high: scores.totalHigh[i] as number,
      parts: CRITERIA.map((_, c) => (scores.weights[c] as number) * ((scores.value[c] as Float64Array)[i] as number)),
      quality: qualities[i] ?? "",
      cost: costs[i] ?? "",
      because: packed.because[i] ?? "",
    };
  });
  const sure = robustness(scores, order, modelOf, (i) => candidateKey(idOf(i)), {
    lambda: doubt,
    seed,
    samples: packed.samples,
  });
  const finalists = sure.finalists.slice(0, 5);
  return {
    rows,
    certain: {
      verdict: verdictWord(sure),
      robustness: {
        ...sure,
        doubt,
        finalists: finalists.map((f) => ({ id: idOf(f.index), name: model(f.index)[1], firstShare: f.share })),
      },
      ranking: listed.slice(0, 1).map((i) => ({ id: idOf(i) })),
    },
  };
}
