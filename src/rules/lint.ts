import type { Place, Problem } from "../failure.ts";
import type { Criterion } from "../vocabulary.ts";
import { type Columns, exampleColumns } from "./columns.ts";
import type { CompiledPacks } from "./compile-packs.ts";
import { type Condition, factsOf } from "./condition.ts";
import { applyRule, verdictOf } from "./evaluate.ts";
import { FACTS } from "./facts.ts";
import type { Example, Rule, Rulebook, ScoreRule } from "./rulebook.ts";
import { canBeTrue } from "./satisfiable.ts";

const WORDS = ["false", "unknown", "true"] as const;

/** What the rule says of the facts of an example. */
export function judge(rule: Pick<Rule, "onlyWhen" | "when">, facts: Example["facts"]): Example["verdict"] {
  const verdicts = applyRule(rule, exampleColumns(facts));
  return verdicts === null ? "off" : WORDS[verdictOf(verdicts, 0)];
}

/** Examples that do not hold, and rules that lack one of them. */
export function testExamples({ book, locate }: CompiledPacks): { examples: number; problems: Problem[] } {
  let examples = 0;
  const problems = book.rules.flatMap((rule): Problem[] => {
    const wrong = rule.examples.flatMap(({ facts, verdict }, n): Problem[] => {
      examples += 1;
      const said = judge(rule, facts);
      if (said === verdict) return [];
      return [at(locate(rule.id, ["examples", n]), `${rule.id} is ${said} here, the example says ${verdict}.`)];
    });
    const shown = new Set(rule.examples.map((e) => e.verdict));
    const lacking = (["true", "false"] as const).filter((v) => !shown.has(v) && canBe(rule, v));
    return [...wrong, ...lacking.map((v) => at(locate(rule.id), `${rule.id} has no example that makes it ${v}.`))];
  });
  return { examples, problems };
}

const canBe = ({ when }: Rule, verdict: "true" | "false"): boolean => canBeTrue(when, verdict === "false");

/** What is wrong with the rules by themselves, whatever the catalog holds. */
export function lint({ book, locate }: CompiledPacks): Problem[] {
  return [
    ...book.rules.flatMap((rule) => neverOrAlways(rule, (path) => locate(rule.id, path))),
    ...doubleCounting(book).map(({ rule, text }) => at(locate(rule, ["when"]), text, SHARE)),
  ];
}

const SHARE = "Give leave under `shared` with a reason, or let one of them go.";

function neverOrAlways(
  { id, onlyWhen, when }: Rule,
  locate: (path: readonly PropertyKey[]) => Place | undefined,
): Problem[] {
  if (onlyWhen !== null && !canBeTrue(onlyWhen))
    return [at(locate(["onlyWhen"]), `${id} can never be switched on: its conditions exclude each other.`)];
  if (!canBeTrue(when)) return [at(locate(["when"]), `${id} can never be true: its conditions exclude each other.`)];
  if (onlyWhen !== null && !canBeTrue({ all: [onlyWhen, when] }))
    return [
      at(locate(["when"]), `${id} can never be true where it is switched on: onlyWhen and when exclude each other.`),
    ];
  if (!canBeTrue(when, true)) return [at(locate(["when"]), `${id} can never be false: it says nothing.`)];
  return [];
}

/** One comparison that moves two criteria the same way without leave: the same fact would count twice. */
function doubleCounting({ rules, shared }: Rulebook): { rule: string; text: string }[] {
  const moved = new Map<string, { path: string; by: Map<Criterion, string> }>();
  const found: { rule: string; text: string }[] = [];
  for (const rule of rules) {
    if (rule.kind !== "score") continue;
    for (const { criterion, sign } of directions(rule)) {
      for (const { path, text } of comparisons(rule.when)) {
        const key = `${text} ${sign}`;
        const entry = moved.get(key) ?? { path, by: new Map<Criterion, string>() };
        moved.set(key, entry);
        const other = [...entry.by].find(([c]) => c !== criterion && !mayShare(shared, path, c, criterion));
        if (other && !entry.by.has(criterion))
          found.push({
            rule: rule.id,
            text: `${rule.id} counts '${text}' for ${criterion}; ${other[1]} counts it for ${other[0]} in the same direction.`,
          });
        if (!entry.by.has(criterion)) entry.by.set(criterion, rule.id);
      }
    }
  }
  return found;
}

const mayShare = (shared: Rulebook["shared"], path: string, a: Criterion, b: Criterion): boolean =>
  shared.some((s) => s.fact === path && s.criteria.includes(a) && s.criteria.includes(b));

const directions = ({ then, otherwise }: ScoreRule): { criterion: Criterion; sign: string }[] =>
  (otherwise ? [then, { ...otherwise, points: -otherwise.points }] : [then]).map(({ criterion, points }) => ({
    criterion,
    sign: points > 0 ? "+" : "-",
  }));

/** Comparisons of candidate facts, each once; requirements only switch. */
function comparisons(condition: Condition, negated = false): { path: string; text: string }[] {
  if ("not" in condition) return comparisons(condition.not, !negated);
  if ("all" in condition || "any" in condition) {
    const list = ("all" in condition ? condition.all : condition.any).flatMap((c) => comparisons(c, negated));
    return [...new Map(list.map((c) => [c.text, c])).values()];
  }
  const { path, operator, operand } = condition;
  if (FACTS[path]?.stage === "requirement") return [];
  const want = "fact" in operand ? operand.fact : JSON.stringify(operand.value);
  return [{ path, text: `${negated ? "not " : ""}${path} ${operator} ${want}` }];
}

/** Facts that rules read and no candidate of any of these worlds states: such a rule is never decided. */
export function neverKnown({ book, locate }: CompiledPacks, worlds: readonly Columns[]): Problem[] {
  const isKnown = new Map<string, boolean>();
  const known = (path: string): boolean => {
    let answer = isKnown.get(path);
    if (answer === undefined) {
      answer = worlds.some((w) => w.column(path).values.some((v) => v !== null));
      isKnown.set(path, answer);
    }
    return answer;
  };
  return book.rules.flatMap((rule) =>
    [...factsOf(rule.when)]
      .filter((path) => FACTS[path]?.stage !== "requirement" && !known(path))
      .map((path) =>
        at(locate(rule.id, ["when"]), `${rule.id} reads '${path}', which no candidate of the catalog states.`),
      ),
  );
}

const at = (place: Place | undefined, text: string, hint?: string): Problem => ({
  ...(place ? { place } : {}),
  text,
  ...(hint ? { hint } : {}),
});
