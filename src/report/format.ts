import type { Recommendation } from "../recommendation.ts";
import type { Commands } from "./html.ts";
import { page } from "./page.ts";
import { PLAIN } from "./paint.ts";

export interface RenderOptions {
  readonly width: number;
  readonly color: 0 | 1 | 2 | 3;
  /** Ranks shown where a reader reads. */
  readonly top: number;
  /** Ranks written where a program reads; absent or null: all of them. */
  readonly limit?: number | null;
  readonly unicode?: boolean;
  /** Name by which a bot finds its comment again. */
  readonly marker?: string | null;
  /** What was typed, for a report that says how to make it again. */
  readonly commands?: Commands;
}

export type Render = (recommendation: Recommendation, options: RenderOptions) => string;

interface Row {
  readonly endings: readonly string[];
  /** Endings that mean this format only where `--format` names it. */
  readonly also?: readonly string[];
  /** Whatever costs time to load, chalk too, is loaded when it is asked for. */
  readonly load: (options: RenderOptions) => Promise<Render> | Render;
}

const plainPage: Render = (recommendation, options) => page(recommendation, options, PLAIN);
const coloured = async (): Promise<Render> => (await import("./terminal.ts")).terminal;

/** A report format is one file and one row. */
const ROWS = {
  table: { endings: [".txt"], load: (options) => (options.color === 0 ? plainPage : coloured()) },
  markdown: { endings: [".md", ".markdown"], load: async () => (await import("./marked-markdown.ts")).markedMarkdown },
  decision: {
    endings: [".adr.md"],
    also: [".md", ".markdown"],
    load: async () => (await import("./decision-record.ts")).decisionRecord,
  },
  html: { endings: [".html", ".htm"], load: async () => (await import("./html.ts")).htmlPage },
  json: { endings: [".json"], load: async () => (await import("./json.ts")).json },
  csv: { endings: [".csv"], load: async () => (await import("./csv.ts")).csv },
} as const satisfies Readonly<Record<string, Row>>;

export type Format = keyof typeof ROWS;

/** The names that `--format` takes. */
export const FORMATS = Object.keys(ROWS) as readonly Format[];

/** What tells the format of a file. */
export const ENDINGS: Readonly<Record<Format, Omit<Row, "load">>> = ROWS;

export async function render(format: Format, recommendation: Recommendation, options: RenderOptions): Promise<string> {
  const row: Row = ROWS[format];
  const one = await row.load(options);
  return one(recommendation, options);
}
