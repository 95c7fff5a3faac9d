import { describe, expect, it } from "vitest";
import { rank } from "../../src/decide/rank.ts";
import { certificate, robustness } from "../../src/decide/robustness.ts";
import { type Move, type Moves, normalize, type Scores, score } from "../../src/decide/score.ts";
import { transfers } from "../../src/decide/transfer.ts";
import { valueOf } from "../../src/decide/value-function.ts";
import { priorityRange } from "../../src/decide/winning.ts";
import { FALSE, TRUE, UNKNOWN, type Verdict } from "../../src/rules/condition.ts";
import type { Subject } from "../../src/rules/fact.ts";
import type { Base, Rulebook, ScoreRule } from "../../src/rules/rulebook.ts";
import { CRITERIA, type Criterion } from "../../src/vocabulary.ts";
import published from "../fixtures/mcda-vectors.json" with { type: "json" };

const { vectors } = published;
type Table = readonly (readonly number[])[];

/** Points that one rule gives to one criterion of each candidate it speaks of. */
interface Given {
  readonly criterion: number;
  readonly candidate: number;
  readonly verdict: Verdict;
  readonly points: number;
}

/** Candidates that start at `start` and are moved by rules alone; criteria beyond those weighed count nothing. */
function moved(count: number, weights: readonly number[], given: readonly Given[], start = 0): Scores {
  const bases = CRITERIA.map((criterion) => ({ criterion, constant: start }) as Base);
  const moveOf = ({ candidate, verdict, points }: Given): Move => ({
    rule: {} as ScoreRule,
    verdicts: {
      marks: Uint8Array.from({ length: count }, (_, i) => (i === candidate ? verdict : FALSE)),
      groups: null,
    },
    yes: points,
    no: 0,
  });
  const moves = Object.fromEntries(
    CRITERIA.map((name, c) => [name, given.filter((g) => g.criterion === c).map(moveOf)]),
  ) as unknown as Moves;
  const priorities = Object.fromEntries(CRITERIA.map((c, i) => [c, weights[i] ?? 0])) as Record<Criterion, number>;
  const subjects = Array.from({ length: count }, () => ({}) as Subject);
  return score({ bases, rules: [] as const } as unknown as Rulebook, moves, subjects, normalize(priorities));
}

/** Candidates whose values lie between `low` and `high`. */
function scored(low: Table, weights: readonly number[], high: Table = low): Scores {
  const given = low.flatMap((row, candidate) =>
    row.flatMap((least, criterion): Given[] => [
      { criterion, candidate, verdict: TRUE, points: least },
      { criterion, candidate, verdict: UNKNOWN, points: (high[candidate]?.[criterion] as number) - least },
    ]),
  );
  return moved(low.length, weights, given);
}

const all = (s: Scores) => Array.from(s.total, (_, i) => i);
const orderOf = (s: Scores) => rank(s, all(s), (i) => String(i));
const ranksOf = (s: Scores) => all(s).map((i) => orderOf(s).indexOf(i) + 1);
const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
const column = (matrix: Table, c: number) => matrix.map((row) => row[c] as number);

function near(found: Iterable<number>, expected: readonly number[], tolerance: number): void {
  const list = [...found];
  expect(list).toHaveLength(expected.length);
  list.forEach((x, i) => {
    expect(Math.abs(x - (expected[i] as number)), `${list} is not ${expected}`).toBeLessThanOrEqual(tolerance + 1e-12);
  });
}

/** Each criterion on a straight line from its worst to its best figure, or up to a target and down again. */
function spotis(matrix: Table, bounds: Table, types: readonly number[], target?: readonly number[]): Table {
  return matrix.map((row) =>
    row.map((x, c) => {
      const [a, b] = bounds[c] as [number, number];
      const goal = target?.[c] ?? ((types[c] as number) > 0 ? b : a);
      const at = (y: number) => [y, 1 - Math.abs(y - goal) / (b - a)] as const;
      const points = [...new Set([a, goal, b])].sort((y, z) => y - z).map(at);
      return valueOf(points, x, false);
    }),
  );
}

/** Shares of each column; of the reciprocals where less is better. */
function shares(matrix: Table, better: (c: number) => boolean): Table {
  const up = matrix.map((row) => row.map((x, c) => (better(c) ? x : 1 / x)));
  return up.map((row) => row.map((x, c) => x / sum(column(up, c))));
}

describe("weighted sums", () => {
  it("of plain figures (scikit-criteria)", () => {
    const { input, expected, tolerance } = vectors["wsm-skc-basic"];
    const most = Math.max(...input.matrix.flat());
    const s = scored(
      input.matrix.map((row) => row.map((x) => x / most)),
      input.weights,
    );
    near(
      s.total.map((v) => v * most * sum(input.weights)),
      expected.score,
      tolerance,
    );
    expect(ranksOf(s)).toEqual(expected.rank);
  });

  it("of shares of each column (Kracka 2010)", () => {
    const { input, expected, tolerance } = vectors["wsm-kracka2010"];
    const s = scored(
      shares(input.matrix, (c) => input.objectives[c] === "max"),
      input.weights,
    );
    near(s.total, expected.score, tolerance);
    expect(ranksOf(s)).toEqual(expected.rank);
  });

  it("with weights of any sum (pymcdm)", () => {
    const { input, expected, tolerance } = vectors["wsm-pymcdm-sum"];
    const s = scored(
      shares(input.matrix, (c) => input.types[c] === 1),
      input.weights,
    );
    near(
      s.total.map((v) => v * sum(input.weights)),
      expected.score,
      tolerance,
    );
    expect(ranksOf(s)).toEqual(expected.rank);
  });
});

describe("values on fixed anchors are 1 - distance of SPOTIS (Dezert 2020)", () => {
  it.each(["mavt-spotis-dezert2020-A", "mavt-spotis-dezert2020-B", "spotis-esp-dezert2020"] as const)("%s", (id) => {
    const { input, expected, tolerance } = vectors[id];
    const s = scored(
      spotis(input.matrix, input.bounds, input.types, "esp" in input ? input.esp : undefined),
      input.weights,
    );
    near(
      s.total.map((v) => 1 - v),
      expected.score,
      tolerance,
    );
    expect(ranksOf(s)).toEqual(expected.rank);
  });

  it("do not turn round when a third candidate joins", () => {
    const { input, expected, tolerance } = vectors["rank-reversal"];
    const value = ([cost, quality]: readonly number[]) => [
      valueOf(
        [
          [0, 1],
          [1000, 0],
        ],
        cost as number,
        false,
      ),
      valueOf(
        [
          [0, 0],
          [100, 1],
        ],
        quality as number,
        false,
      ),
    ];
    const two = input.AB.map(value);
    near(scored(two, input.weights).total, expected.absAB, tolerance);
    near(scored([...two, value(input.C)], input.weights).total, expected.absABC, tolerance);
  });
});

describe("piecewise linear value functions", () => {
  const { input, expected, tolerance } = vectors["pvf-smaa-R"];
  const rows = input.map((f, i) => ({ ...f, wanted: expected[i] as number[] })).filter((f) => f.outOfBounds === "clip");
  it.each(rows)("over $cutoffs (rsmaa)", ({ cutoffs, values, x, wanted }) => {
    const points = cutoffs.map((cutoff, n) => [cutoff, values[n] as number] as const);
    near(
      x.map((figure) => valueOf(points, figure, false)),
      wanted,
      tolerance,
    );
  });

  it("of a table (R MCDA)", () => {
    const { input: table, expected: wanted, tolerance: within } = vectors["pvf-MCDA-transport"];
    const functions = Object.values(table.functions).map(({ x, y }) =>
      x.map((figure, n) => [figure, y[n] as number] as const).sort(([a], [b]) => a - b),
    );
    table.performance.forEach((row, i) => {
      near(
        row.map((figure, c) => valueOf(functions[c] ?? [], figure, false)),
        wanted[i] as number[],
        within,
      );
    });
  });
});

describe("intervals", () => {
  it("run through the sum (MARE, Hodgett 2014)", () => {
    const { input, expected, tolerance } = vectors["interval-MARE-hodgett2014"];
    const most = input.criteria.map((_, c) =>
      Math.max(...[...input.min, ...input.likely, ...input.max].map((r) => r[c] as number)),
    );
    const part = (matrix: Table) => matrix.map((row) => row.map((x, c) => x / (most[c] as number)));
    const s = scored(part(input.min), input.weights, part(input.max));
    near(s.totalLow, column(expected, 0), tolerance);
    near(scored(part(input.likely), input.weights).total, column(expected, 1), tolerance);
    near(s.totalHigh, column(expected, 2), tolerance);
  });

  it("come from rules whose verdict is unknown", () => {
    const { input, expected, tolerance } = vectors["interval-rules-3vl"];
    const verdicts: Readonly<Record<string, Verdict>> = { true: TRUE, unknown: UNKNOWN, false: FALSE };
    const given = input.rules.map(
      ({ verdict, points }): Given => ({ criterion: 0, candidate: 0, verdict: verdicts[verdict] ?? FALSE, points }),
    );
    const s = moved(1, [1], given, input.base);
    near(
      [s.totalLow[0] as number, s.totalHigh[0] as number, s.total[0] as number],
      [expected.lo, expected.hi, expected.rank],
      tolerance,
    );
  });
});

describe("how sure", () => {
  const sure = (s: Scores, lambda: number, samples: number) =>
    robustness(s, orderOf(s), String, (i) => i, { lambda, seed: 1, samples });

  it("λ* against each rival and against all", () => {
    const { input, expected, tolerance } = vectors["eps-certificate"];
    const s = scored(input.values, input.weights);
    near(s.total, expected.score, tolerance);
    expect(orderOf(s)[0]).toBe(expected.winner);
    expected.perRival.forEach((lambda, b) => {
      if (lambda !== null) near([certificate(s, expected.winner, b)], [lambda], tolerance);
    });
    near([sure(s, 0.1, 1).stableUpTo], [expected.lambdaStar], tolerance);
  });

  it("first shares over all weights of two criteria", () => {
    const { input, expected, tolerance } = vectors["smaa2-analytic"];
    const s = scored(input.values, [1, 1]);
    const { finalists } = sure(s, 1, 20_000);
    near(
      [0, 1].map((i) => finalists.find((f) => f.index === i)?.share ?? 0),
      expected.b,
      tolerance,
    );
    expected.cw.forEach((central, i) => {
      // The draws are over eight criteria, of which two count here.
      const [a = 0, b = 0] = finalists.find((f) => f.index === i)?.centralWeights ?? [];
      near([a / (a + b), b / (a + b)], central, tolerance);
    });
  });

  it("who never comes first has no central weights and no confidence (rsmaa)", () => {
    const { expected, tolerance } = vectors["smaa-nacw"];
    const s = scored(
      [
        [1, 1, 1],
        [0, 0, 0],
      ],
      [1, 1, 1],
    );
    const { finalists } = robustness(s, orderOf(s), String, (i) => i, {
      lambda: 0,
      seed: 1,
      samples: 10,
      confidences: 2,
    });
    expect(finalists).toHaveLength(1);
    near([...(finalists[0]?.centralWeights ?? [])].slice(0, 3), expected.cw[0] as number[], tolerance);
    expect(finalists[0]).toMatchObject({ index: 0, confidence: expected.cf[0] });
  });

  it("how far each priority may go, the others in their proportions", () => {
    const { input, expected, tolerance } = vectors["winner-interval"];
    const s = scored(input.values, input.weights);
    const order = orderOf(s);
    expect(order[0]).toBe(expected.winner);
    for (const { criterion, lo, hi } of expected.intervals)
      near(priorityRange(s, order, criterion), [lo, hi], tolerance);
  });

  it("the smallest change of one priority against one rival", () => {
    const { input, expected, tolerance } = vectors["flip-derived"];
    const s = scored([input.vA, input.vB], input.w);
    expected.single.forEach((change, c) => {
      const [low, high] = priorityRange(s, orderOf(s), c);
      const w = input.w[c] as number;
      if (change === null) near([low, high], [0, 1], tolerance);
      else near([change < 0 ? low : high], [w + change], tolerance);
    });
  });

  it("the smallest transfer is half of the smallest change in total weight", () => {
    const { input, expected, tolerance } = vectors["flip-derived"];
    const s = scored([input.vA, input.vB], input.w);
    const [least] = transfers(s, orderOf(s));
    near([least?.weight ?? 0], [expected.minL1 / 2], tolerance);
    // From where A leads most to where B does.
    expect(least).toMatchObject({ from: CRITERIA[0], to: CRITERIA[1], newWinner: 1 });
  });
});
