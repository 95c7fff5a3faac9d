import type { Recommendation } from "../recommendation.ts";
import { terminal } from "./terminal.ts";

export interface RenderOptions {
  readonly width: number;
  readonly color: 0 | 1 | 2 | 3;
  /** Ranks shown where a reader reads. */
  readonly top: number;
  /** Ranks written where a program reads; absent or null: all of them. */
  readonly limit?: number | null;
  readonly unicode?: boolean;
}

export type Render = (recommendation: Recommendation, options: RenderOptions) => string;

interface Row {
  readonly endings: readonly string[];
  /** Only the terminal is loaded before it is asked for. */
  readonly load: () => Promise<Render> | Render;
}

/** A report format is one file and one row. */
const ROWS = {
  table: { endings: [".txt"], load: () => terminal },
  markdown: { endings: [".md", ".markdown"], load: async () => (await import("./markdown.ts")).markdown },
  json: { endings: [".json"], load: async () => (await import("./json.ts")).json },
  csv: { endings: [".csv"], load: async () => (await import("./csv.ts")).csv },
} as const satisfies Readonly<Record<string, Row>>;

export type Format = keyof typeof ROWS;

/** The names that `--format` takes. */
export const FORMATS = Object.keys(ROWS) as readonly Format[];

/** The format that a file's ending asks for. */
export function formatOf(fileName: string): Format | null {
  const name = fileName.toLowerCase();
  return FORMATS.find((format) => ROWS[format].endings.some((ending) => name.endsWith(ending))) ?? null;
}

export async function render(format: Format, recommendation: Recommendation, options: RenderOptions): Promise<string> {
  const one: Render = await ROWS[format].load();
  return one(recommendation, options);
}
