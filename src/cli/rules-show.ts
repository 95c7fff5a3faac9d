import { Command } from "commander";
import { conditionInWords, effectInWords, leafInWords } from "../explain/condition-words.ts";
import { Failure, nearest } from "../failure.ts";
import { hang } from "../report/flow.ts";
import { inertJson } from "../report/inert-json.ts";
import type { Paint } from "../report/paint.ts";
import { clean } from "../report/width.ts";
import { type Condition, FALSE, factsOf, TRUE, UNKNOWN } from "../rules/condition.ts";
import { applyRule, verdictOf } from "../rules/evaluate.ts";
import { FACT_WORDS } from "../rules/fact-words.ts";
import { FACTS } from "../rules/facts.ts";
import { loadPacks } from "../rules/load.ts";
import type { Rule, Rulebook } from "../rules/rulebook.ts";
import { traceOf } from "../rules/trace.ts";
import { rulesOf } from "./catalog-options.ts";
import { type Options, oneOf, readShared, remark, text } from "./common-options.ts";
import type { Io } from "./io.ts";
import { paintFor } from "./paint-for.ts";
import { addWorldOptions, statedWorlds } from "./rules-world.ts";
import { type Asking, candidatesIn, type World } from "./worlds.ts";

const FORMATS = ["table", "json"] as const;

/** `advisor rules show ID`: one rule whole, and how many candidates it touches for the given requirements. */
export function rulesShowCommand(io: Io): Command {
  const command = new Command("show")
    .description("print one rule whole, and how many candidates it touches for given requirements")
    .argument("<id>", "id of the rule")
    .argument("[file]", "requirements; ./advisor.yaml where there is one")
    .option("--format <FORMAT>", `${FORMATS.join(", ")} (default: table)`);
  return addWorldOptions(command).action(async (id: string, file: string | undefined, options: Options) => {
    const { today, width } = readShared(options, io);
    const format = oneOf(options, "format", FORMATS, "table");
    const { book, locate } = await loadPacks(rulesOf(options));
    const rule = ruleById(book, id);
    const worlds = await statedWorlds(file, options, book, today);
    const place = locate(rule.id);
    const shown = {
      file: place ? `${place.file}:${place.line ?? 1}` : null,
      touches: worlds.map((w) => touched(rule, w)),
      candidate: tracesOf(rule, worlds, text(options, "candidate"), {
        rulebook: book,
        exceptions: [],
        tell: remark(options, io),
      }),
    };
    if (format === "json") io.stdout.write(inertJson(document(rule, shown)));
    else io.stdout.write(`${page(rule, shown, width, await paintFor(options, io)).join("\n")}\n`);
  });
}

function ruleById({ rules, changes }: Rulebook, id: string): Rule {
  const rule = rules.find((r) => r.id === id);
  if (rule) return rule;
  const off = changes.disabled.find((d) => d.rule === id);
  const close = nearest(
    id,
    rules.map((r) => r.id),
  );
  throw new Failure({
    place: { file: "rules show" },
    text: off ? `${id} is disabled here: ${off.reason}` : `there is no rule "${id}".`,
    ...(!off && close ? { hint: `Did you mean ${close}?` } : {}),
  });
}

interface Touched {
  readonly workload: string;
  /** The requirements switch the rule off. */
  readonly off: boolean;
  readonly true: number;
  readonly unknown: number;
  readonly false: number;
}

function touched(rule: Rule, { name, columns, subjects }: World): Touched {
  const verdicts = applyRule(rule, columns);
  const count = (v: number) =>
    verdicts === null ? 0 : subjects.reduce((n, _, i) => n + (verdictOf(verdicts, i) === v ? 1 : 0), 0);
  return { workload: name, off: verdicts === null, true: count(TRUE), unknown: count(UNKNOWN), false: count(FALSE) };
}

function tracesOf(rule: Rule, worlds: readonly World[], word: string | null, asking: Asking) {
  if (word === null) return null;
  if (worlds.length === 0)
    throw new Failure({
      place: { file: "--candidate" },
      text: "needs requirements.",
      hint: "Name a --preset, a --task or a file.",
    });
  const named = candidatesIn(worlds, [word], asking);
  return worlds.flatMap((w, n) =>
    (named[n] ?? []).map((subject) => ({
      workload: w.name,
      id: subject.candidate.id,
      ...traceOf(rule, w.columns, w.subjects.indexOf(subject)),
    })),
  );
}

interface Shown {
  readonly file: string | null;
  readonly touches: readonly Touched[];
  readonly candidate: ReturnType<typeof tracesOf>;
}

const verdictWord = (v: number | null): string =>
  v === null ? "off" : v === TRUE ? "true" : v === UNKNOWN ? "unknown" : "false";

function document(rule: Rule, { file, touches, candidate }: Shown) {
  return {
    schema: "advisor-rule/1",
    id: rule.id,
    pack: rule.pack,
    kind: rule.kind,
    title: rule.title,
    does: effectInWords(rule),
    ...(rule.kind === "gate" ? { onUnknown: rule.onUnknown, question: rule.question } : {}),
    ...(rule.kind === "score" ? { then: rule.then, otherwise: rule.otherwise } : {}),
    ...(rule.kind === "note" ? { tone: rule.tone, criterion: rule.criterion } : {}),
    onlyWhen: rule.onlyWhen === null ? null : conditionInWords(rule.onlyWhen),
    when: conditionInWords(rule.when),
    because: rule.because,
    source: rule.cite,
    confidence: rule.confidence,
    reviewed: rule.reviewed,
    facts: factsRead(rule),
    examples: rule.examples,
    file,
    touches,
    ...(candidate
      ? {
          candidate: candidate.map(({ workload, id, verdict, deciding, missing }) => ({
            workload,
            id,
            verdict: verdictWord(verdict),
            deciding: deciding.map((l) => ({ ...l, verdict: verdictWord(l.verdict) })),
            missing,
          })),
        }
      : {}),
  };
}

const factsRead = ({ onlyWhen, when }: Rule): { path: string; what: string; stage: string }[] =>
  [...new Set([...(onlyWhen ? factsOf(onlyWhen) : []), ...factsOf(when)])].map((path) => ({
    path,
    what: FACT_WORDS[path] ?? "",
    stage: FACTS[path]?.stage ?? "",
  }));

function page(rule: Rule, { file, touches, candidate }: Shown, width: number, paint: Paint): string[] {
  const line = (label: string, value: string): string[] =>
    hang(`  ${paint.quiet(label.padEnd(12))}  `, 16, [{ text: value }], width);
  const item = (value: string): string[] => hang("  · ", 4, [{ text: value }], width);
  const condition = (c: Condition | null) => (c === null ? "always" : conditionInWords(c));
  return [
    `${paint.strong(clean(rule.title))}  ${paint.quiet(`${rule.kind} · ${rule.id}`)}`,
    "",
    ...line("does", doesInFull(rule)),
    ...line("asked when", condition(rule.onlyWhen)),
    ...line("true when", conditionInWords(rule.when)),
    ...line("says", rule.because),
    ...(rule.kind === "score" && rule.otherwiseBecause ? line("else says", rule.otherwiseBecause) : []),
    ...(rule.kind === "gate" && rule.question ? line("asks", rule.question) : []),
    ...rule.cite.flatMap((c, n) => line(n === 0 ? "source" : "", c)),
    ...line("confidence", `${rule.confidence}, reviewed ${rule.reviewed}`),
    ...(file ? line("file", file) : []),
    "",
    paint.strong("Facts it reads"),
    ...factsRead(rule).flatMap(({ path, what }) => item(`${path}: ${what}`)),
    "",
    paint.strong(`Examples (${rule.examples.length})`),
    ...rule.examples.flatMap(({ verdict, facts }) =>
      item(
        `${verdict}: ${
          Object.entries(facts)
            .map(([k, v]) => `${k} ${JSON.stringify(v)}`)
            .join(", ") || "nothing is known"
        }`,
      ),
    ),
    "",
    paint.strong("Candidates it touches"),
    ...(touches.length === 0
      ? item("Name a --preset, a --task or a file to see how many.")
      : touches.flatMap((t) => item(touchedWords(t, rule)))),
    ...(candidate ?? []).flatMap(({ workload, id, verdict, deciding, missing }) => [
      "",
      paint.strong(`${clean(id)} in ${workload}: ${verdictWord(verdict)}`),
      ...deciding.flatMap((l) => item(`${leafInWords(l)} (${verdictWord(l.verdict)})`)),
      ...(missing.length > 0 ? item(`find out: ${missing.join(", ")}`) : []),
    ]),
  ];
}

function doesInFull(rule: Rule): string {
  if (rule.kind !== "gate") return effectInWords(rule);
  const unknown = {
    verify: "what is not known is to be verified",
    reject: "what is not known is rejected too",
    pass: "what is not known passes",
  };
  return `rejects the candidate where it is true; ${unknown[rule.onUnknown]}`;
}

function touchedWords({ workload, off, ...counts }: Touched, rule: Rule): string {
  if (off) return `${workload}: switched off by these requirements`;
  const what = rule.kind === "gate" ? "rejected" : "true";
  return `${workload}: ${counts.true} ${what}, ${counts.unknown} unknown, ${counts.false} false`;
}
