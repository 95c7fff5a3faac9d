import type { Choice, Problem } from "./problem.ts";

export interface Restricted {
  /** Lots that somebody may serve, with the options that stay; it may have none. */
  readonly problem: Problem;
  /** A choice of it as one of the whole problem; −1 = nobody. */
  readonly whole: (choice: Choice) => number[];
  readonly isWhole: boolean;
}

/** A problem with fewer options. Lots that keep none are left out; the weights of the others stay as they are. */
export function restricted(problem: Problem, isOpen: (lot: number, option: number) => boolean): Restricted {
  const open = problem.lots.map((lot, l) => [...lot.options.keys()].filter((o) => isOpen(l, o)));
  const places = open.flatMap((options, l) => (options.length > 0 ? [l] : []));
  return {
    problem: {
      ...problem,
      lots: places.map((l) => {
        const lot = problem.lots[l] as Problem["lots"][number];
        return { ...lot, options: (open[l] ?? []).map((o) => lot.options[o] as (typeof lot.options)[number]) };
      }),
    },
    whole: (choice) =>
      problem.lots.map((_, l) => {
        const at = places.indexOf(l);
        return at < 0 ? -1 : (open[l]?.[choice[at] ?? -1] ?? -1);
      }),
    isWhole: places.length === problem.lots.length,
  };
}
