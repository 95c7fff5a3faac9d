import { Failure } from "./failure.ts";
import type { Criterion } from "./vocabulary.ts";

/** What is read of a recommendation, be it a moment old or saved long ago by an older version; fields that came later may be missing. */
export interface Saved {
  readonly advisor?: { readonly version: string } | null | undefined;
  readonly today: string;
  readonly catalog: { readonly digest: string };
  readonly rules: { readonly digest: string; readonly packs: readonly string[]; readonly count: number };
  readonly requirements: unknown;
  readonly origins?: Readonly<Record<string, string>> | null | undefined;
  readonly workloads: readonly SavedWorkload[];
  readonly warnings?: readonly { readonly code: string; readonly text: string }[] | null | undefined;
}

export interface SavedWorkload {
  readonly id: string;
  readonly title: string;
  readonly winner: string | null;
  readonly selected?: SavedSelection | null | undefined;
  readonly verdict: string;
  readonly ranking: readonly SavedCandidate[];
  readonly toVerify: readonly {
    readonly id: string;
    readonly name?: string | null | undefined;
    readonly unknown: readonly { readonly rule: string }[];
  }[];
  readonly ruledOut: readonly {
    readonly id: string;
    readonly name?: string | null | undefined;
    readonly gates: readonly { readonly rule: string; readonly title: string }[];
  }[];
  readonly counts: {
    readonly candidates: number;
    readonly listed: number;
    readonly ranked: number;
    readonly toVerify: number;
    readonly ruledOut: number;
  };
  readonly robustness: {
    readonly stableUpTo: number;
    readonly stableUpToOtherModels: number;
    readonly firstShare: number;
    readonly familyFirstShare: number;
  } | null;
}

/** The candidate that was selected, wherever it stands. */
export interface SavedSelection {
  readonly id: string;
  readonly standing: "ranked" | "to-verify" | "ruled-out";
  readonly tco: SavedBill;
  readonly terms: SavedTerms;
}

export type SavedTerms = Readonly<Record<string, string | number | boolean | readonly string[] | null>>;

export interface SavedBill {
  readonly usdPerMonth: { readonly low: number; readonly likely: number; readonly high: number } | null;
  readonly items: readonly SavedItem[];
}

export interface SavedCandidate {
  readonly id: string;
  readonly rank: number;
  readonly model: {
    readonly id: string;
    readonly name: string;
    readonly lifecycle: string;
    readonly retires: string | null;
  };
  readonly score: number;
  readonly otherDeployments: number;
  readonly criteria: Readonly<Partial<Record<Criterion, SavedCriterion>>>;
  readonly tco: SavedBill;
  readonly terms?: SavedTerms | null | undefined;
  readonly quality: { readonly index: number | null; readonly evidence: readonly SavedEvidence[] };
  readonly reasons: readonly { readonly rule: string }[];
}

export interface SavedCriterion {
  readonly value: number;
  readonly weight: number;
  readonly contribution: number;
  readonly terms: readonly SavedTerm[];
}

export interface SavedTerm {
  readonly rule: string;
  readonly title: string;
  readonly points: number;
  readonly verdict: string;
}

export interface SavedItem {
  readonly item: string;
  readonly usdPerMonth: number;
  readonly basis?: string | null | undefined;
  readonly range?: { readonly low: number; readonly likely: number; readonly high: number } | null | undefined;
}

export interface SavedEvidence {
  readonly benchmark: string;
  readonly name: string;
  readonly score: number;
  readonly date: string | null;
  readonly variant: string | null;
  readonly kind: string;
}

type Shape = "text" | "number" | "anything" | readonly [Shape] | { readonly [key: string]: Shape };

const TCO: Shape = {
  "usdPerMonth?": { low: "number", likely: "number", high: "number" },
  items: [
    {
      item: "text",
      usdPerMonth: "number",
      "basis?": "text",
      "range?": { low: "number", likely: "number", high: "number" },
    },
  ],
};

/** Keys with a question mark may be missing or null. */
const CANDIDATE: Shape = {
  id: "text",
  rank: "number",
  model: { id: "text", name: "text", lifecycle: "text", "retires?": "text" },
  score: "number",
  otherDeployments: "number",
  criteria: {
    "*": {
      value: "number",
      weight: "number",
      contribution: "number",
      terms: [{ rule: "text", title: "text", points: "number", verdict: "text" }],
    },
  },
  tco: TCO,
  "terms?": { "*": "anything" },
  quality: {
    "index?": "number",
    evidence: [{ benchmark: "text", name: "text", score: "number", "date?": "text", "variant?": "text", kind: "text" }],
  },
  reasons: [{ rule: "text" }],
};

const SAVED: Shape = {
  "advisor?": { version: "text" },
  today: "text",
  catalog: { digest: "text" },
  rules: { digest: "text", packs: ["text"], count: "number" },
  requirements: { workloads: ["anything"] },
  "origins?": { "*": "text" },
  workloads: [
    {
      id: "text",
      title: "text",
      "winner?": "text",
      "selected?": { id: "text", standing: "text", tco: TCO, terms: { "*": "anything" } },
      verdict: "text",
      ranking: [CANDIDATE],
      toVerify: [{ id: "text", "name?": "text", unknown: [{ rule: "text" }] }],
      ruledOut: [{ id: "text", "name?": "text", gates: [{ rule: "text", title: "text" }] }],
      counts: { candidates: "number", listed: "number", ranked: "number", toVerify: "number", ruledOut: "number" },
      "robustness?": {
        stableUpTo: "number",
        stableUpToOtherModels: "number",
        firstShare: "number",
        familyFirstShare: "number",
      },
    },
  ],
  "warnings?": [{ code: "text", text: "text" }],
};

export const SAVED_SCHEMA = "advisor-recommendation/1";

/** What to do about a file that is none. */
export const SAVED_CURE = "Save one with: advisor recommend … --output decision.json";

/** Does the text say that it is a recommendation, of this or another version? */
export function isSaved(text: string): boolean {
  return /^\s*\{/u.test(text) && /"schema"\s*:\s*"advisor-recommendation\//u.test(text.slice(0, 2000));
}

/**
 * A recommendation from the text of a file.
 * @throws Failure, one problem: not JSON, another schema, or damaged
 */
export function savedFrom(text: string, file: string): Saved {
  const fail = (what: string, path?: string, hint = SAVED_CURE): never => {
    throw new Failure({ place: { file }, text: what, hint, ...(path ? { path } : {}) });
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (text.trim() === "") return fail("is empty; a saved recommendation is JSON.");
    const why = error instanceof Error ? error.message.replace(/\s+/gu, " ").slice(0, 120) : "";
    return fail(`is not JSON, as a saved recommendation is (${why}).`);
  }
  const schema = isMapping(value) ? value["schema"] : undefined;
  if (schema !== SAVED_SCHEMA)
    return fail(
      typeof schema === "string"
        ? `is "${schema.slice(0, 60)}", not a saved recommendation (${SAVED_SCHEMA}).`
        : `is JSON, but no saved recommendation: it does not say "schema": "${SAVED_SCHEMA}".`,
    );
  const wrong = firstWrong(value, SAVED, "");
  return wrong ? fail(wrong.text, wrong.path, "The file was changed or cut off; save it anew.") : (value as Saved);
}

function firstWrong(value: unknown, shape: Shape, path: string): { path: string; text: string } | null {
  const wrong = (wanted: string) => ({ path, text: value === undefined ? "is missing." : `is not ${wanted}.` });
  if (shape === "anything") return null;
  if (shape === "text") return typeof value === "string" ? null : wrong("a text");
  if (shape === "number") return typeof value === "number" && Number.isFinite(value) ? null : wrong("a number");
  if (isList(shape)) {
    if (!Array.isArray(value)) return wrong("a list");
    for (const [i, item] of value.entries()) {
      const found = firstWrong(item, shape[0], `${path}[${i}]`);
      if (found) return found;
    }
    return null;
  }
  if (!isMapping(value)) return wrong("a mapping");
  for (const [name, inner] of Object.entries(shape)) {
    const key = name.replace("?", "");
    const keys = key === "*" ? Object.keys(value) : [key];
    for (const k of keys) {
      if (name.endsWith("?") && (value[k] === undefined || value[k] === null)) continue;
      const found = firstWrong(value[k], inner, path ? `${path}.${k}` : k);
      if (found) return found;
    }
  }
  return null;
}

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);
const isMapping = (x: unknown): x is Record<string, unknown> =>
  typeof x === "object" && x !== null && !Array.isArray(x);
