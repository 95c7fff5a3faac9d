/** How long the lists of a workload are: a report on many is read for its answers, and stays a page that can be mailed. */
export interface Depth {
  /** Lines of the ranking below the charted ones. */
  readonly further: number;
  /** Candidates to verify that are shown, and that are folded away. */
  readonly verify: number;
  readonly folded: number;
  /** Candidates that are reasoned about. */
  readonly reasoned: number;
  /** Inputs of the bill that are listed with their sources. */
  readonly inputs: number;
  /** Conditions that ruled candidates out. */
  readonly gates: number;
}

export const depthFor = (workloads: number): Depth =>
  workloads === 1
    ? { further: 100, verify: 12, folded: 30, reasoned: 3, inputs: 30, gates: 12 }
    : workloads <= 3
      ? { further: 10, verify: 8, folded: 0, reasoned: 2, inputs: 8, gates: 8 }
      : { further: 10, verify: 6, folded: 0, reasoned: 1, inputs: 8, gates: 6 };
