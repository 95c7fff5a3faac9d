/** One file of the folder. */
export interface HandoffFile {
  /** Below the folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** What it is and how it starts, for the README. */
  readonly what: string;
}

/** First line of every file. */
export const written = (today: string): string =>
  `Written by advisor plan on ${today}. Yours to change; advisor overwrites it with --force only.`;
