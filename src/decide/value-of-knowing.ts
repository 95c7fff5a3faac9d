/** What it is worth to know something before choosing. */
export interface ValueOfKnowing {
  /** EVOI: Σ p·max V − max Σ p·V, in points of the score. */
  readonly evoi: number;
  /** The probability of an outcome under which another family is first. */
  readonly flipProbability: number;
}

/**
 * `values[a][i]` is the score of candidate i under outcome a, which has the probability `p[a]`. `first` is who is chosen now;
 * `familyOf` tells whether another first is another answer.
 */
export function valueOfKnowing(
  values: readonly (readonly number[])[],
  p: readonly number[],
  first: number,
  familyOf: (i: number) => string = String,
): ValueOfKnowing {
  const count = values[0]?.length ?? 0;
  let informed = 0;
  let flipProbability = 0;
  values.forEach((row, a) => {
    const most = Math.max(...row);
    informed += (p[a] as number) * most;
    // Whoever is level with somebody of the chosen family does not dethrone it.
    const stays = row.some((v, i) => v >= most - LEVEL && familyOf(i) === familyOf(first));
    if (!stays) flipProbability += p[a] as number;
  });
  let blind = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++)
    blind = Math.max(
      blind,
      values.reduce((sum, row, a) => sum + (p[a] as number) * (row[i] as number), 0),
    );
  return { evoi: Math.max(0, informed - blind), flipProbability };
}

const LEVEL = 1e-9;
