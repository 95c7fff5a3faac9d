import { Failure, gathering, nearest, type Place, type Problem } from "../failure.ts";
import { check } from "../yaml/check.ts";
import { type Parsed, parseYaml } from "../yaml/parse.ts";
import { factsOf } from "./condition.ts";
import { FACTS } from "./facts.ts";
import { type PackFile, pack as packSchema } from "./pack-schema.ts";
import { type Report, readCondition } from "./read-condition.ts";
import type { Base, Rule, Rulebook, SharedFact } from "./rulebook.ts";

type PackSource = { readonly file: string; readonly text: string };
type Locate = (path: readonly PropertyKey[], key?: boolean) => Place;

/** A rulebook, and where each part of each of its rules stands; rules that come from a kept rulebook have no place. */
export interface CompiledPacks {
  readonly book: Rulebook;
  readonly locate: (rule: string, path?: readonly PropertyKey[]) => Place | undefined;
}

const NOTHING: Rulebook = {
  digest: "",
  packs: [],
  bases: [],
  rules: [],
  shared: [],
  changes: { added: [], replaced: [], disabled: [] },
};

/**
 * Folders of packs, one laid over the other, over `base`: a later folder adds rules, replaces them by their id, or disables them
 * with a reason.
 * @throws Failure with every problem of every file, at line and column
 */
export function compilePacks(
  folders: readonly (readonly PackSource[])[],
  digest: string,
  base: Rulebook | null = null,
): CompiledPacks {
  const work = new Compilation(base ?? NOTHING);
  folders.forEach((files, n) => work.addFolder(files, base !== null || n > 0));
  if (work.problems.length > 0) throw new Failure(work.problems);
  return { book: { ...work.book(), digest }, locate: (rule, path = []) => work.places.get(rule)?.(path) };
}

class Compilation {
  readonly problems: Problem[] = [];
  readonly places = new Map<string, Locate>();
  private readonly rules: Map<string, Rule>;
  private readonly bases: Map<string, Base>;
  private readonly packs: string[];
  private readonly shared: SharedFact[];
  private readonly added = new Set<string>();
  private readonly replaced = new Set<string>();
  private readonly disabled = new Map<string, string>();

  constructor(base: Rulebook) {
    this.rules = new Map(base.rules.map((r) => [r.id, r]));
    this.bases = new Map(base.bases.map((b) => [b.criterion, b]));
    this.packs = [...base.packs];
    this.shared = [...base.shared];
  }

  book(): Omit<Rulebook, "digest"> {
    return {
      packs: this.packs,
      bases: [...this.bases.values()],
      rules: [...this.rules.values()],
      shared: this.shared,
      changes: {
        added: [...this.added],
        replaced: [...this.replaced],
        disabled: [...this.disabled].map(([rule, reason]) => ({ rule, reason })),
      },
    };
  }

  addFolder(files: readonly PackSource[], isOverlay: boolean): void {
    const collect = gathering(this.problems);
    const own = new Map<string, string>();
    for (const { file, text } of files) collect(() => this.addPack(parseYaml(text, file), own, isOverlay));
  }

  private addPack(parsed: Parsed, own: Map<string, string>, isOverlay: boolean): void {
    const file = check(packSchema, parsed.value, parsed.locate);
    const report: Report = (path, problem, key) => this.problems.push({ ...problem, place: parsed.locate(path, key) });
    if (!this.packs.includes(file.pack)) this.packs.push(file.pack);
    for (const [i, b] of file.bases.entries()) {
      this.places.set(b.id, (path, key) => parsed.locate(["bases", i, ...path], key));
      if ((b.constant === undefined) === (b.of === undefined))
        report(["bases", i], { text: "a base has either `constant`, or `of` with `breakpoints`." });
      if (b.of !== undefined && !ordered(b.breakpoints ?? []))
        report(["bases", i, "breakpoints"], { text: "breakpoints need two or more figures in rising order." });
      this.bases.set(b.criterion, {
        ...b,
        constant: b.constant ?? null,
        of: b.of ?? null,
        breakpoints: b.breakpoints ?? [],
      });
    }
    for (const [i, s] of file.shared.entries()) {
      if (!FACTS[s.fact]) report(["shared", i, "fact"], { text: `unknown path '${s.fact}'.` });
      this.shared.push(s);
    }
    for (const [i, { rule, reason }] of file.disable.entries()) {
      if (!this.rules.has(rule)) {
        const close = nearest(rule, this.rules.keys());
        report(["disable", i, "rule"], {
          text: `there is no rule '${rule}' to disable.`,
          ...(close ? { hint: `Did you mean '${close}'?` } : {}),
        });
      }
      this.rules.delete(rule);
      this.disabled.set(rule, reason);
    }
    for (const [i, r] of file.rules.entries()) {
      const at = ["rules", i] as const;
      const place = parsed.locate([...at, "id"]);
      const twin = own.get(r.id);
      if (twin !== undefined) report([...at, "id"], { text: `'${r.id}' is the id of two rules; the other: ${twin}.` });
      own.set(r.id, `${place.file}:${place.line ?? 1}`);
      const rule = readRule(r, file.pack, at, report);
      if (!rule) continue;
      if (isOverlay) (this.rules.has(r.id) && !this.added.has(r.id) ? this.replaced : this.added).add(r.id);
      this.rules.set(r.id, rule);
      this.places.set(r.id, (path, key) => parsed.locate([...at, ...path], key));
    }
  }
}

/** A rule whose conditions have been read and whose sentences name facts; null when a condition has a problem. */
function readRule(r: PackFile["rules"][number], pack: string, at: readonly PropertyKey[], report: Report): Rule | null {
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
  if (r.kind === "gate" && (r.confidence === "low" || r.confidence === "unverified"))
    report([...at, "confidence"], { text: `a fact of ${r.confidence} confidence may caution, never gate.` });
  for (const [n, example] of r.examples.entries()) {
    for (const path of Object.keys(example.facts)) {
      if (!FACTS[path]) report([...at, "examples", n, "facts", path], { text: `unknown path '${path}'.` }, true);
    }
  }
  if (!when || (r.onlyWhen !== undefined && !onlyWhen)) return null;
  const needsEstimate = [...factsOf(when)].some((fact) => FACTS[fact]?.stage === "estimate");
  const common = { ...r, pack, when, onlyWhen, needsEstimate };
  if (r.kind === "gate")
    return { ...common, kind: "gate", onUnknown: r.onUnknown, question: r.question ?? null, decisive: r.decisive };
  if (r.kind === "score")
    return {
      ...common,
      kind: "score",
      then: r.then,
      otherwise: r.otherwise ?? null,
      otherwiseBecause: r.otherwiseBecause ?? null,
    };
  return { ...common, kind: "note", tone: r.tone, criterion: r.criterion ?? null };
}

function checkSlots(sentence: string, path: readonly PropertyKey[], report: Report): void {
  for (const [, slot] of sentence.matchAll(/\{([^}]*)\}/gu)) {
    if (slot !== undefined && !FACTS[slot]) report(path, { text: `unknown path '${slot}' in the sentence.` });
  }
}

const ordered = (points: readonly (readonly [number, number])[]): boolean =>
  points.length >= 2 && points.every((p, i) => i === 0 || p[0] > (points[i - 1]?.[0] ?? 0));
