/** The law of the house: who may import whom, and which package lives in which room. */

export interface SourceText {
  /** Below `src`, with forward slashes: `rules/facts.ts`. */
  readonly file: string;
  readonly text: string;
}

/** Rooms are folders of `src`; a file directly in `src` is a room of its own, named without its ending. */
export const LAW: Readonly<Record<string, readonly string[] | "everything">> = {
  cli: "everything",
  index: "everything",
  schemas: ["catalog", "recommendation", "portfolio", "check-result", "requirements", "rules"],
  interview: ["requirements", "advise", "recommendation"],
  report: ["recommendation", "portfolio", "check-result"],
  client: ["decide", "report", "recommendation"],
  handoff: ["recommendation", "portfolio"],
  advise: [
    "recommendation",
    "portfolio",
    "explain",
    "decide",
    "rules",
    "estimate",
    "candidates",
    "catalog",
    "requirements",
  ],
  recheck: [
    "check-result",
    "advise",
    "explain",
    "check",
    "saved",
    "decide",
    "rules",
    "estimate",
    "candidates",
    "catalog",
    "requirements",
  ],
  "check-result": ["requirements"],
  portfolio: [],
  recommendation: ["portfolio", "explain", "decide", "estimate", "candidates", "requirements"],
  explain: ["check", "saved", "decide", "rules", "estimate", "candidates", "catalog", "requirements"],
  check: ["saved", "decide", "rules", "estimate", "candidates", "catalog", "requirements"],
  decide: ["rules", "requirements", "estimate"],
  rules: ["estimate", "candidates", "catalog", "requirements", "yaml"],
  estimate: ["candidates", "catalog", "requirements"],
  candidates: ["catalog", "requirements"],
  catalog: ["yaml"],
  requirements: ["yaml"],
  saved: [],
  yaml: [],
  quantity: [],
  failure: [],
  vocabulary: [],
  version: [],
  root: [],
};

/** Every room may use these. */
const COMMONS = ["quantity", "failure", "vocabulary", "version", "root"];

export const FENCES: readonly { readonly packages: RegExp; readonly within: RegExp; readonly why: string }[] = [
  { packages: /^commander$/u, within: /^cli\//u, why: "flags are parsed in cli alone" },
  { packages: /^(inquirer|@inquirer\/)/u, within: /^interview\/prompt\.ts$/u, why: "one file asks questions" },
  { packages: /^yaml$/u, within: /^yaml\//u, why: "texts become values with positions in one room" },
  { packages: /^(chalk|cli-table3)$/u, within: /^(report|cli)\//u, why: "colour and tables are a matter of output" },
  { packages: /^(node:)?fs(\/promises)?$/u, within: /^(cli|yaml)\//u, why: "the core is pure" },
  {
    packages: /^(node:)?(https?|http2|net|tls|dgram|dns|undici)$/u,
    within: /^catalog\/import\//u,
    why: "only imports of outside catalogs use the network",
  },
  { packages: /^(node:)?child_process$/u, within: /^cli\//u, why: "the core starts nothing" },
  {
    packages: /^zod(\/|$)/u,
    within:
      /^(catalog\/schema\/.*|requirements\/schema\.ts|requirements\/question-schema\.ts|rules\/pack-schema\.ts|recommendation\.ts|portfolio\.ts|check-result\.ts|schemas\.ts|yaml\/check\.ts|catalog\/compile-catalog\.ts)$/u,
    why: "the schema library is not loaded on the hot path",
  },
];

const roomOf = (file: string): string => (file.includes("/") ? (file.split("/")[0] ?? "") : file.replace(/\.ts$/u, ""));

/** Every breach, in words. */
export function breaches(files: readonly SourceText[]): string[] {
  return files.flatMap(({ file, text }) => importsOf(text).flatMap((target) => breachOf(file, target)));
}

function breachOf(file: string, target: string): string[] {
  const room = roomOf(file);
  if (!target.startsWith(".")) {
    return FENCES.filter((f) => f.packages.test(target) && !f.within.test(file)).map(
      (f) => `${file} imports ${target}: ${f.why}`,
    );
  }
  const to = roomOf(resolve(file, target));
  const allowed = LAW[room];
  if (allowed === undefined) return [`${file}: there is no room "${room}"`];
  if (allowed === "everything" || to === room || COMMONS.includes(to) || allowed.includes(to)) return [];
  return [`${file} imports from "${to}"; "${room}" may import ${allowed.join(", ") || "nothing"}`];
}

function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)["']([^"']+)["']/gu)].map((m) => m[1] ?? "");
}

function resolve(file: string, target: string): string {
  const parts = file.split("/").slice(0, -1);
  for (const step of target.split("/")) {
    if (step === "..") parts.pop();
    else if (step !== ".") parts.push(step);
  }
  return parts.join("/");
}
