import { Command } from "commander";
import { conditionInWords, effectInWords } from "../explain/condition-words.ts";
import { EXIT, type ExitCode, Failure } from "../failure.ts";
import { csvText } from "../report/csv-text.ts";
import { escaped } from "../report/escape-markdown.ts";
import { inertJson } from "../report/inert-json.ts";
import type { Paint } from "../report/paint.ts";
import { TRUE, UNKNOWN } from "../rules/condition.ts";
import { loadPacks } from "../rules/load.ts";
import type { Rule } from "../rules/rulebook.ts";
import { type Trace, traceOf } from "../rules/trace.ts";
import { CRITERIA } from "../vocabulary.ts";
import { rulesOf } from "./catalog-options.ts";
import { type Options, oneOf, readShared, remark, text } from "./common-options.ts";
import { grid } from "./grid.ts";
import type { Io } from "./io.ts";
import { paintFor } from "./paint-for.ts";
import { addWorldOptions, statedWorlds } from "./rules-world.ts";
import { candidateIn } from "./worlds.ts";

const FORMATS = ["table", "json", "csv", "markdown"] as const;
const KINDS = ["gate", "score", "note"] as const;
const EFFECTS = ["rejects", "for", "against", "caution", "obligation"] as const;
type Effect = (typeof EFFECTS)[number];
const VERDICTS = ["true", "false", "unknown", "off"] as const;
const GROUPS = ["pack", "criterion", "effect"] as const;

/** What a rule does where it is true. */
const effectOf = (rule: Rule): Effect =>
  rule.kind === "gate" ? "rejects" : rule.kind === "note" ? rule.tone : rule.then.points > 0 ? "for" : "against";

const criteriaOf = (rule: Rule): readonly string[] =>
  rule.kind === "score"
    ? [...new Set([rule.then.criterion, ...(rule.otherwise ? [rule.otherwise.criterion] : [])])]
    : rule.kind === "note" && rule.criterion
      ? [rule.criterion]
      : [];

/** `advisor rules list`: every rule, grouped; with `--candidate` how each comes out for it. */
export function rulesListCommand(io: Io, done: (code: ExitCode) => void): Command {
  const command = new Command("list")
    .description("list the rules, by pack, by criterion or by effect")
    .argument("[file]", "requirements, to see how the rules come out for --candidate")
    .option("--by <GROUP>", `${GROUPS.join(", ")} (default: pack)`)
    .option("--pack <NAME>", "rules of one pack")
    .option("--criterion <NAME>", `rules that move one criterion: ${CRITERIA.join(", ")}`)
    .option("--kind <KIND>", KINDS.join(", "))
    .option("--effect <EFFECT>", EFFECTS.join(", "))
    .option("--verdict <VERDICT>", `with --candidate: ${VERDICTS.join(", ")}`)
    .option("--format <FORMAT>", `${FORMATS.join(", ")} (default: table)`);
  return addWorldOptions(command).action(async (file: string | undefined, options: Options) => {
    const { today, width } = readShared(options, io);
    const format = oneOf(options, "format", FORMATS, "table");
    const by = oneOf(options, "by", GROUPS, "pack");
    const { book } = await loadPacks(rulesOf(options));
    const traces = await tracesFor(file, options, book, today, remark(options, io));
    const wanted = filterOf(options, book.packs);
    const rows = book.rules
      .map((rule) => ({ rule, trace: traces?.get(rule) ?? null }))
      .filter(({ rule, trace }) => wanted(rule, trace));
    if (format === "json") io.stdout.write(inertJson(document(rows, book, today)));
    else if (format === "csv") io.stdout.write(csv(rows));
    else if (format === "markdown") io.stdout.write(`${markdown(rows)}\n`);
    else io.stdout.write(`${page(rows, by, width, await paintFor(options, io)).join("\n")}\n`);
    done(rows.length > 0 ? EXIT.answered : EXIT.negative);
  });
}

interface Row {
  readonly rule: Rule;
  readonly trace: Trace | null;
}

async function tracesFor(
  file: string | undefined,
  options: Options,
  book: Parameters<typeof statedWorlds>[2],
  today: string,
  tell: (line: string) => void,
): Promise<Map<Rule, Trace> | null> {
  const id = text(options, "candidate");
  if (id === null) {
    if (text(options, "verdict") === null) return null;
    throw new Failure({ place: { file: "--verdict" }, text: "needs --candidate: a verdict is about somebody." });
  }
  const [world] = await statedWorlds(file, options, book, today);
  if (!world)
    throw new Failure({
      place: { file: "--candidate" },
      text: "needs requirements.",
      hint: "Name a --preset, a --task or a file.",
    });
  const i = candidateIn(world, id, { rulebook: book, exceptions: [], tell });
  return new Map(book.rules.map((rule) => [rule, traceOf(rule, world.columns, i)]));
}

const verdictWord = ({ verdict }: Trace): (typeof VERDICTS)[number] =>
  verdict === null ? "off" : verdict === TRUE ? "true" : verdict === UNKNOWN ? "unknown" : "false";

function filterOf(options: Options, packs: readonly string[]): (rule: Rule, trace: Trace | null) => boolean {
  const choice = <T extends string>(name: string, legal: readonly T[]): T | null =>
    text(options, name) === null ? null : oneOf(options, name, legal, legal[0] as T);
  const pack = choice("pack", packs);
  const criterion = choice("criterion", CRITERIA);
  const kind = choice("kind", KINDS);
  const effect = choice("effect", EFFECTS);
  const verdict = choice("verdict", VERDICTS);
  return (rule, trace) =>
    (pack === null || rule.pack === pack) &&
    (criterion === null || criteriaOf(rule).includes(criterion)) &&
    (kind === null || rule.kind === kind) &&
    (effect === null || effectOf(rule) === effect) &&
    (verdict === null || (trace !== null && verdictWord(trace) === verdict));
}

function page(rows: readonly Row[], by: (typeof GROUPS)[number], width: number, paint: Paint): string[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const names = by === "pack" ? [row.rule.pack] : by === "effect" ? [effectOf(row.rule)] : criteriaOf(row.rule);
    for (const name of names.length > 0 ? names : ["none"]) groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  const heads = ["id", "does", ...(rows[0]?.trace ? ["here"] : []), "title"];
  const lines = [...groups].flatMap(([name, own]) => [
    paint.strong(`${name} (${own.length})`),
    ...grid(
      heads,
      own.map(({ rule, trace }) => [rule.id, effectInWords(rule), ...(trace ? [verdictWord(trace)] : []), rule.title]),
      width,
      paint,
    ),
    "",
  ]);
  return [...lines, `${rows.length} rule${rows.length === 1 ? "" : "s"} · advisor rules show ID tells one whole`];
}

const flat = ({ rule, trace }: Row) => ({
  id: rule.id,
  pack: rule.pack,
  kind: rule.kind,
  effect: effectOf(rule),
  criteria: criteriaOf(rule),
  does: effectInWords(rule),
  title: rule.title,
  onlyWhen: rule.onlyWhen === null ? null : conditionInWords(rule.onlyWhen),
  when: conditionInWords(rule.when),
  source: rule.cite.join("; "),
  confidence: rule.confidence,
  reviewed: rule.reviewed,
  ...(trace ? { verdict: verdictWord(trace), missing: trace.missing } : {}),
});

const document = (rows: readonly Row[], { digest }: { readonly digest: string }, today: string) => ({
  schema: "advisor-rules-list/1",
  today,
  rules: { digest },
  count: rows.length,
  rows: rows.map(flat),
});

/** No cell starts a formula in a spreadsheet. */
function csv(rows: readonly Row[]): string {
  const list = rows.map(flat);
  const keys = Object.keys(list[0] ?? {}) as (keyof ReturnType<typeof flat>)[];
  const cellOf = (x: unknown) => (Array.isArray(x) ? x.join(" ") : x);
  return csvText([keys, ...list.map((r) => keys.map((k) => cellOf(r[k])))]);
}

function markdown(rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(["id", "does", "title", "true when", "source"]),
    line(["---", "---", "---", "---", "---"]),
    ...rows.map(flat).map((r) => line([r.id, r.does, r.title, r.when, r.source].map(escaped))),
  ].join("\n");
}
