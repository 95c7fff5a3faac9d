import type { CheckResult } from "../check-result.ts";
import { checkMarkdown } from "./check-markdown.ts";
import { checkPage } from "./check-page.ts";
import { github } from "./github.ts";
import { gitlab } from "./gitlab.ts";
import { inertJson } from "./inert-json.ts";
import { junit } from "./junit.ts";
import { marked } from "./marker.ts";
import type { Paint } from "./paint.ts";
import { sarif } from "./sarif.ts";

export interface CheckOptions {
  readonly width: number;
  readonly paint: Paint;
  /** A file by its path from the root of the repository, as a relative address. */
  readonly uriOf: (file: string) => string;
  /** The same, as a path. */
  readonly pathOf: (file: string) => string;
  readonly marker: string | null;
}

interface Row {
  readonly endings: readonly string[];
  /** Endings that mean this format only where `--format` names it. */
  readonly also?: readonly string[];
  readonly render: (result: CheckResult, options: CheckOptions) => string;
}

/** A format is one file and one row. */
const ROWS = {
  table: { endings: [".txt"], render: (r, o) => checkPage(r, o.width, o.paint) },
  markdown: { endings: [".md", ".markdown"], render: (r, o) => marked(checkMarkdown(r), o.marker) },
  json: { endings: [".json"], render: (r) => inertJson(r) },
  junit: { endings: [".xml"], render: (r) => junit(r) },
  sarif: { endings: [".sarif", ".sarif.json"], also: [".json"], render: (r, o) => sarif(r, o.uriOf) },
  github: { endings: [], also: [".txt"], render: (r, o) => github(r, o.pathOf) },
  gitlab: { endings: [], also: [".json"], render: (r, o) => gitlab(r, o.pathOf) },
} as const satisfies Readonly<Record<string, Row>>;

export type CheckFormat = keyof typeof ROWS;
export const CHECK_FORMATS = Object.keys(ROWS) as readonly CheckFormat[];
export const CHECK_ENDINGS: Readonly<Record<CheckFormat, Omit<Row, "render">>> = ROWS;

export const renderCheck = (format: CheckFormat, result: CheckResult, options: CheckOptions): string =>
  (ROWS[format] as Row).render(result, options);
