import { undominated } from "./dominance.ts";
import { Ledger } from "./ledger.ts";
import { added, leastOf, mostOf, Outlook } from "./outlook.ts";
import {
  better,
  type Choice,
  isAllowed,
  type Option,
  type Problem,
  type Solution,
  solutionOf,
  valueOfParts,
} from "./problem.ts";

export interface Searched {
  /** Null where no choice keeps within the limits, or none was found. */
  readonly solution: Solution | null;
  /** Every choice was looked at or ruled out by a bound. */
  readonly isComplete: boolean;
}

/**
 * Exact search, lot by lot. A branch is left where the most that open lots can bring and the least that they pay cannot beat the
 * best choice so far. `mostNodes` bounds the work.
 */
export function search(problem: Problem, mostNodes: number): Searched {
  const { lots } = problem;
  if (lots.some((l) => l.options.length === 0)) return { solution: null, isComplete: true };
  const kept = lots.map((_, l) => undominated(problem, l));
  // The fewest branches first, so that a bound cuts off the most.
  const order = lots.map((_, l) => l).sort((a, b) => (kept[a]?.length ?? 0) - (kept[b]?.length ?? 0) || a - b);
  const outlook = new Outlook(problem, order, kept);
  let best = startOf(problem, kept);
  let nodes = 0;
  const choice: number[] = lots.map(() => -1);
  const ledger = new Ledger(problem);

  const descend = (depth: number, value: number): boolean => {
    const l = order[depth];
    if (l === undefined) return true;
    const { weight, options } = lots[l] as Problem["lots"][number];
    const branches = (kept[l] ?? []).flatMap((o) => {
      const option = options[o] as Option;
      ledger.put(option, 1);
      const bill = ledger.usdPerMonth();
      const after = outlook.from(depth + 1, (p) => ledger.isOn(p));
      const isOpen = ledger.isAllowed(added(bill, leastOf(after)));
      ledger.put(option, -1);
      if (!isOpen) return [];
      const v = value + weight * option.value;
      return [{ o, v, most: v + mostOf(problem, bill, after) }];
    });
    branches.sort((a, b) => b.most - a.most || a.o - b.o);
    for (const { o, v, most } of branches) {
      if (best !== null && most < best.score - EQUAL) break;
      if (++nodes > mostNodes) return false;
      choice[l] = o;
      if (depth === order.length - 1) {
        const found = solutionOf(problem, [...choice]);
        if (isAllowed(problem, found.bill) && (best === null || better(found, best) < 0)) best = found;
        continue;
      }
      ledger.put(options[o] as Option, 1);
      const isDone = descend(depth + 1, v);
      ledger.put(options[o] as Option, -1);
      if (!isDone) return false;
    }
    return true;
  };
  const isComplete = descend(0, 0);
  return { solution: best, isComplete };
}

const EQUAL = 1e-9;

/** A good choice to begin with: each lot in turn takes what serves the whole best, until nothing moves. */
function startOf(problem: Problem, kept: readonly (readonly number[])[]): Solution | null {
  const starts: Choice[] = [
    kept.map((open, l) => bestOf(open, (o) => problem.lots[l]?.options[o]?.value ?? 0)),
    kept.map((open, l) => bestOf(open, (o) => -(problem.lots[l]?.options[o]?.own.likely ?? 0))),
  ];
  let best: Solution | null = null;
  for (const start of starts) {
    const found = climbed(problem, kept, start);
    if (isAllowed(problem, found.bill) && (best === null || better(found, best) < 0)) best = found;
  }
  return best;
}

const bestOf = (list: readonly number[], of: (o: number) => number): number =>
  list.reduce((best, o) => (of(o) > of(best) ? o : best), list[0] ?? 0);

const ROUNDS = 20;

/** Each lot in turn takes the option with which the whole scores most; what is within the limits goes before what is not. */
export function climbed(problem: Problem, kept: readonly (readonly number[])[], start: Choice): Solution {
  const { lots, billValue } = problem;
  const choice = [...start];
  const ledger = new Ledger(problem);
  const at = (l: number, o: number): Option => lots[l]?.options[o] as Option;
  choice.forEach((o, l) => {
    ledger.put(at(l, o), 1);
  });
  const standing = (value: number): Standing => {
    const usd = ledger.usdPerMonth();
    return { isAllowed: ledger.isAllowed(usd), score: value + billValue(usd), usd: usd.likely };
  };
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false;
    for (const [l, open] of kept.entries()) {
      const was = choice[l] as number;
      const rest = valueOfParts(problem, choice) - (lots[l]?.weight ?? 0) * at(l, was).value;
      let best = was;
      let top = standing(valueOfParts(problem, choice));
      ledger.put(at(l, was), -1);
      for (const o of open) {
        if (o === was) continue;
        ledger.put(at(l, o), 1);
        const next = standing(rest + (lots[l]?.weight ?? 0) * at(l, o).value);
        ledger.put(at(l, o), -1);
        if (isBetter(next, top)) [best, top] = [o, next];
      }
      ledger.put(at(l, best), 1);
      choice[l] = best;
      moved ||= best !== was;
    }
    if (!moved) break;
  }
  return solutionOf(problem, choice);
}

interface Standing {
  readonly isAllowed: boolean;
  readonly score: number;
  readonly usd: number;
}

function isBetter(a: Standing, b: Standing): boolean {
  if (a.isAllowed !== b.isAllowed) return a.isAllowed;
  return a.score > b.score + EQUAL || (a.score > b.score - EQUAL && a.usd < b.usd - 1e-3);
}
