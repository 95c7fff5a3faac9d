/** How long the lists of a workload are: a report on many is read for its answers, and stays a page that can be mailed. */
export interface Depth {
  /** Lines of the ranking with a bar, at most. */
  readonly charted: number;
  /** Lines of the ranking below the charted ones. */
  readonly further: number;
  /** Candidates to verify that are shown, and that are folded away. */
  readonly verify: number;
  readonly folded: number;
  /** Candidates that are reasoned about. */
  readonly reasoned: number;
  /** Arguments for a candidate beyond these are folded or left away; what speaks against it and what it asks for never is. */
  readonly arguments: number;
  /** Inputs of the bill that are listed with their sources. */
  readonly inputs: number;
  /** Candidates whose share of first ranks is charted. */
  readonly shares: number;
  /** Conditions that ruled candidates out. */
  readonly gates: number;
  /**
   * What is the same for many workloads stands once for all of them: priorities, reasons, inputs of the bills, settled requirements,
   * addresses of sources; a chart is drawn in one size.
   */
  readonly isShared: boolean;
}

const WHOLE: Depth = {
  charted: Number.POSITIVE_INFINITY,
  further: 100,
  verify: 12,
  folded: 30,
  reasoned: 3,
  arguments: 6,
  inputs: 30,
  shares: 8,
  gates: 12,
  isShared: false,
};

const FEW: Depth = { ...WHOLE, further: 10, verify: 8, folded: 0, reasoned: 2, inputs: 8, gates: 8 };

const MANY: Depth = {
  charted: 3,
  further: 7,
  verify: 3,
  folded: 0,
  reasoned: 1,
  arguments: 4,
  inputs: 5,
  shares: 4,
  gates: 4,
  isShared: true,
};

export const depthFor = (workloads: number): Depth => (workloads === 1 ? WHOLE : workloads <= 3 ? FEW : MANY);
