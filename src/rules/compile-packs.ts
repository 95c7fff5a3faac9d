import { Failure, type Problem } from "../failure.ts";
import { check } from "../yaml/check.ts";
import { type Parsed, parseYaml } from "../yaml/parse.ts";
import { factsOf } from "./condition.ts";
import { FACTS } from "./facts.ts";
import { pack as packSchema } from "./pack-schema.ts";
import { type Report, readCondition } from "./read-condition.ts";
import type { Base, Rule, Rulebook } from "./rulebook.ts";

/**
 * The packs as one rulebook. Later files may replace a rule of an earlier one by its id.
 * @throws Failure with every problem of every file, at line and column
 */
export function compilePacks(
  files: readonly { readonly file: string; readonly text: string }[],
  digest: string,
): Rulebook {
  const problems: Problem[] = [];
  const rules = new Map<string, Rule>();
  const bases = new Map<string, Base>();
  const packs: string[] = [];
  for (const { file, text } of files) {
    try {
      const parsed = parseYaml(text, file);
      readPack(parsed, problems, rules, bases, packs);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new Failure(problems);
  return { digest, packs, bases: [...bases.values()], rules: [...rules.values()] };
}

function readPack(
  parsed: Parsed,
  problems: Problem[],
  rules: Map<string, Rule>,
  bases: Map<string, Base>,
  packs: string[],
): void {
  const file = check(packSchema, parsed.value, parsed.locate);
  if (!packs.includes(file.pack)) packs.push(file.pack);
  const report: Report = (path, problem, key) => problems.push({ ...problem, place: parsed.locate(path, key) });
  for (const [i, b] of file.bases.entries()) {
    if ((b.constant === undefined) === (b.of === undefined))
      report(["bases", i], { text: "a base has either `constant`, or `of` with `breakpoints`." });
    if (b.of !== undefined && !ordered(b.breakpoints ?? []))
      report(["bases", i, "breakpoints"], { text: "breakpoints need two or more figures in rising order." });
    bases.set(b.criterion, { ...b, constant: b.constant ?? null, of: b.of ?? null, breakpoints: b.breakpoints ?? [] });
  }
  const own = new Set<string>();
  for (const [i, r] of file.rules.entries()) {
    const at = ["rules", i] as const;
    if (own.has(r.id)) report([...at, "id"], { text: `'${r.id}' is the id of two rules.` });
    own.add(r.id);
    const when = readCondition(r.when, [...at, "when"], report);
    const onlyWhen = r.onlyWhen === undefined ? null : readCondition(r.onlyWhen, [...at, "onlyWhen"], report);
    for (const fact of onlyWhen ? factsOf(onlyWhen) : []) {
      if (FACTS[fact]?.stage !== "requirement")
        report([...at, "onlyWhen"], { text: `'${fact}' is no requirement; onlyWhen reads requirements only.` });
    }
    checkSlots(r.because, [...at, "because"], report);
    for (const [n, source] of r.cite.entries()) checkSlots(source, [...at, "cite", n], report);
    if (r.kind === "score" && r.otherwise && !r.otherwiseBecause)
      report(at, { text: "`otherwise` needs `otherwiseBecause`: the sentence for that case." });
    if (r.kind === "gate" && (r.confidence === "low" || r.confidence === "unverified")) {
      report([...at, "confidence"], { text: `a fact of ${r.confidence} confidence may caution, never gate.` });
    }
    for (const [n, example] of r.examples.entries()) {
      for (const path of Object.keys(example.facts)) {
        if (!FACTS[path]) report([...at, "examples", n, "facts", path], { text: `unknown path '${path}'.` }, true);
      }
    }
    if (!when || (r.onlyWhen !== undefined && !onlyWhen)) continue;
    const needsEstimate = [...factsOf(when)].some((fact) => FACTS[fact]?.stage === "estimate");
    const common = { ...r, pack: file.pack, when, onlyWhen, needsEstimate };
    if (r.kind === "gate")
      rules.set(r.id, {
        ...common,
        kind: "gate",
        onUnknown: r.onUnknown,
        question: r.question ?? null,
        decisive: r.decisive,
      });
    else if (r.kind === "score") {
      rules.set(r.id, {
        ...common,
        kind: "score",
        then: r.then,
        otherwise: r.otherwise ?? null,
        otherwiseBecause: r.otherwiseBecause ?? null,
      });
    } else rules.set(r.id, { ...common, kind: "note", tone: r.tone, criterion: r.criterion ?? null });
  }
}

function checkSlots(sentence: string, path: readonly PropertyKey[], report: Report): void {
  for (const [, slot] of sentence.matchAll(/\{([^}]*)\}/gu)) {
    if (slot !== undefined && !FACTS[slot]) report(path, { text: `unknown path '${slot}' in the sentence.` });
  }
}

const ordered = (points: readonly (readonly [number, number])[]): boolean =>
  points.length >= 2 && points.every((p, i) => i === 0 || p[0] > (points[i - 1]?.[0] ?? 0));
