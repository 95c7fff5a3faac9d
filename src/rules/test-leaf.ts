import { FALSE, type Operator, TRUE, UNKNOWN, type Verdict } from "./condition.ts";
import { expand, type Fact, type FactValue, PERHAPS_OTHERS } from "./fact.ts";

const verdict = (x: boolean): Verdict => (x ? TRUE : FALSE);

/**
 * The test of one leaf as a function of the fact's value. Strong Kleene: an unknown value, or an unknown value to compare with,
 * gives unknown; only `known` is two-valued. `EU` stands for its members on both sides.
 */
export function testLeaf(
  fact: Fact,
  operator: Operator,
  want: FactValue | readonly number[],
): (value: FactValue) => Verdict {
  if (operator === "known") return (v) => verdict((v !== null) === want);
  if (want === null) return () => UNKNOWN;
  const test =
    fact.type === "set"
      ? setTest(fact, operator, want)
      : fact.type === "number"
        ? numberTest(operator, want)
        : wordTest(fact, operator, want);
  return (v) => (v === null ? UNKNOWN : test(v));
}

type Test = (value: NonNullable<FactValue>) => Verdict;

function numberTest(operator: Operator, want: unknown): Test {
  const [low, high] = Array.isArray(want) ? (want as number[]) : [want as number, want as number];
  const a = low ?? Number.NaN;
  const b = high ?? Number.NaN;
  const of: Partial<Record<Operator, Test>> = {
    is: (x) => (x === a ? TRUE : FALSE),
    above: (x) => ((x as number) > a ? TRUE : FALSE),
    atLeast: (x) => ((x as number) >= a ? TRUE : FALSE),
    below: (x) => ((x as number) < a ? TRUE : FALSE),
    atMost: (x) => ((x as number) <= a ? TRUE : FALSE),
    between: (x) => ((x as number) >= a && (x as number) <= b ? TRUE : FALSE),
  };
  return of[operator] ?? (() => FALSE);
}

function wordTest(fact: Fact, operator: Operator, want: unknown): Test {
  if (fact.type === "boolean") return (v) => verdict(v === want);
  if (operator === "atLeast" || operator === "atMost") {
    const order = fact.values ?? [];
    const mark = order.indexOf(want as string);
    return (v) =>
      verdict(operator === "atLeast" ? order.indexOf(v as string) >= mark : order.indexOf(v as string) <= mark);
  }
  const list = expand(fact, (Array.isArray(want) ? want : [want]) as string[]);
  const negative = operator === "isNot" || operator === "notIn";
  return (v) => verdict(list.includes(v as string) !== negative);
}

function setTest(fact: Fact, operator: Operator, want: unknown): Test {
  if (operator === "isEmpty") return (v) => verdict(((v as readonly string[]).length === 0) === want);
  const wanted = (Array.isArray(want) ? want : [want]) as string[];
  const wide = expand(fact, wanted);
  if (operator === "within") return (v) => verdict((v as readonly string[]).every((x) => wide.includes(x)));
  // Something may happen `anywhere`, and a list may be known in part: what it does not name is then neither in it nor not.
  const absent = (set: readonly string[]): Verdict =>
    set.includes("anywhere") || set.includes(PERHAPS_OTHERS) ? UNKNOWN : FALSE;
  const any = (set: readonly string[]): Verdict => (set.some((x) => wide.includes(x)) ? TRUE : absent(set));
  const all = (set: readonly string[]): Verdict =>
    wanted.every((w) => expand(fact, [w]).some((x) => set.includes(x))) ? TRUE : absent(set);
  const test = operator === "hasAllOf" ? all : any;
  return (v) => {
    const t = test(expand(fact, v as readonly string[]));
    return operator === "hasNoneOf" ? ((2 - t) as Verdict) : t;
  };
}
