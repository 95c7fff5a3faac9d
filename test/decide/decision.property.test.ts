import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coverageOf, rank } from "../../src/decide/rank.ts";
import { ALPHA } from "../../src/decide/score.ts";
import { valueOf } from "../../src/decide/value-function.ts";
import { subjectColumns, valueAt } from "../../src/rules/columns.ts";
import type { Subject } from "../../src/rules/fact.ts";
import { FACTS, grainOf } from "../../src/rules/facts.ts";
import { CRITERIA } from "../../src/vocabulary.ts";
import {
  ALL_PATHS,
  CANDIDATE_PATHS,
  type Facts,
  factsIn,
  REQUIREMENT_PATHS,
  VOCABULARY,
  type World,
} from "../rules/arbitrary.ts";
import { type Answer, naive } from "../rules/naive.ts";
import { basesOf, type Case, cases, decideCase, type RawRule, rulebookOf, spread, subjectsOf, told } from "./case.ts";

const SEED = 20_261_124;
const check = <T>(property: fc.IProperty<T>, numRuns = 100) => fc.assert(property, { seed: SEED, numRuns });

const anyCase = cases();
/** Nothing is asked about what is known: learning a fact can then only settle what was open. */
const plainCase = cases({ known: false });

const move = <T>(list: readonly T[], keys: readonly number[]): T[] =>
  list
    .map((x, i) => [keys[i] ?? i, x] as const)
    .sort(([a], [b]) => a - b)
    .map(([, x]) => x);
const keys = fc.array(fc.nat(), { minLength: 12, maxLength: 12 });
/** null = the requirements switch the rule off. */
function answer({ onlyWhen, when }: RawRule, facts: Facts): Answer | "off" {
  const on = onlyWhen === null ? true : naive(onlyWhen, facts);
  if (on === false) return "off";
  return on === null ? naive({ all: [onlyWhen, when] }, facts) : naive(when, facts);
}

/** Interval of each criterion of one candidate, added up the slow way. */
function cells(c: Case, facts: Facts, index: number | null): [number, number][] {
  return CRITERIA.map((criterion) => {
    const base = basesOf(c).find((b) => b.criterion === criterion);
    const month = facts["candidate.usdPerMonth"];
    const read = (x: number) => valueOf(base?.breakpoints ?? [], x, base?.log ?? false);
    let [low, high] = [base?.constant ?? 0.5, base?.constant ?? 0.5];
    if (criterion === "performance") [low, high] = index === null ? [0, 1] : [read(index - 5), read(index + 5)];
    if (criterion === "tco")
      [low, high] = typeof month === "number" ? [read(spread(month).high), read(spread(month).low)] : [0, 1];
    for (const rule of c.rules) {
      if (rule.kind === "gate") continue;
      const of = (e: RawRule["otherwise"]) => (e?.criterion === criterion ? e.points : 0);
      const t = answer(rule, facts);
      const [yes, no] = [of(rule.then), of(rule.otherwise)];
      const outcomes = t === "off" ? [0] : t === null ? [yes, no] : [t ? yes : no];
      low += Math.min(...outcomes);
      high += Math.max(...outcomes);
    }
    const clip = (x: number) => Math.min(1, Math.max(0, x));
    return [clip(low), clip(high)];
  });
}

const indexOf = ({ world, indices }: Case, i: number) =>
  indices[(world.candidates[i] as World["candidates"][number]).model] ?? null;

describe("the candidates of these tests", () => {
  it("have the facts that they are meant to have", () => {
    check(
      fc.property(anyCase, (c) => {
        const all = factsIn(c.world);
        subjectsOf(c).forEach((s, i) => {
          for (const path of ALL_PATHS) expect(FACTS[path]?.read(s), path).toEqual(all[i]?.[path] ?? null);
        });
      }),
      30,
    );
  });

  it("keep their facts in columns, also in those of some of them", () => {
    check(
      fc.property(anyCase, keys, fc.subarray(ALL_PATHS), (c, k, before) => {
        const subjects = subjectsOf(c);
        const columns = subjectColumns(subjects);
        for (const path of before) columns.column(path);
        const some = move(subjects, k).slice(0, 4);
        const picked = columns.pick(some.map((s) => subjects.indexOf(s)));
        for (const path of CANDIDATE_PATHS) {
          const held = some.map((_, i) => valueAt(picked.column(path), i));
          expect(held, path).toEqual(some.map((s) => FACTS[path]?.read(s)));
        }
      }),
    );
  });
});

describe("values", () => {
  it("are where a criterion starts and the points that its rules add, and sum up by weight", () => {
    check(
      fc.property(anyCase, (c) => {
        const { scores, subjects } = decideCase(c);
        const sum = c.priorities.reduce((a, b) => a + b, 0);
        const all = subjectsOf(c).map((s) => s.candidate.id);
        subjects.forEach((s, n) => {
          const i = all.indexOf(s.candidate.id);
          const expected = cells(c, factsIn(c.world)[i] as Facts, indexOf(c, i));
          let total = 0;
          expected.forEach(([low, high], k) => {
            expect(scores.low[k]?.[n], CRITERIA[k]).toBeCloseTo(low, 9);
            expect(scores.high[k]?.[n], CRITERIA[k]).toBeCloseTo(high, 9);
            total += ((c.priorities[k] as number) / sum) * (low + ALPHA * (high - low));
          });
          expect(scores.total[n]).toBeCloseTo(total, 9);
        });
      }),
      200,
    );
  });

  it("of two candidates differ by the sum of what each criterion contributes", () => {
    check(
      fc.property(anyCase, (c) => {
        const { scores, subjects } = decideCase(c);
        subjects.forEach((_, a) => {
          subjects.forEach((_, b) => {
            const part = (rows: readonly Float64Array[], k: number) =>
              (scores.weights[k] as number) * ((rows[k]?.[a] as number) - (rows[k]?.[b] as number));
            const whole = (rows: readonly Float64Array[]) => CRITERIA.reduce((s, _, k) => s + part(rows, k), 0);
            expect((scores.total[a] as number) - (scores.total[b] as number)).toBeCloseTo(whole(scores.value), 12);
            expect((scores.totalLow[a] as number) - (scores.totalLow[b] as number)).toBeCloseTo(whole(scores.low), 12);
            expect((scores.totalHigh[a] as number) - (scores.totalHigh[b] as number)).toBeCloseTo(
              whole(scores.high),
              12,
            );
          });
        });
      }),
    );
  });

  it("rest on weights that are not negative, sum to 1 and mean the same on any scale", () => {
    check(
      fc.property(anyCase, fc.integer({ min: 2, max: 1000 }), (c, k) => {
        const { weights } = decideCase(c).scores;
        const scaled = decideCase({ ...c, priorities: c.priorities.map((p) => p * k) }).scores.weights;
        expect(weights.every((w) => w >= 0)).toBe(true);
        expect(Math.abs(weights.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(1e-12);
        weights.forEach((w, i) => expect(scaled[i]).toBeCloseTo(w, 12));
      }),
    );
  });
});

describe("the order", () => {
  it("puts nobody above a candidate that is better on every criterion", () => {
    check(
      fc.property(anyCase, (c) => {
        const { order, scores } = decideCase(c);
        const at = (rows: readonly Float64Array[], k: number, i: number) => rows[k]?.[i] as number;
        order.forEach((j, above) => {
          for (const i of order.slice(above + 1)) {
            const dominates = CRITERIA.every(
              (_, k) => at(scores.low, k, i) >= at(scores.low, k, j) && at(scores.high, k, i) >= at(scores.high, k, j),
            );
            // Equals stand in the order of their coverage and ids.
            if (dominates) expect(scores.total[i]).toBeCloseTo(scores.total[j] as number, 8);
          }
        });
      }),
      200,
    );
  });

  it("and all that goes with it is the same whatever the order of the candidates", () => {
    check(
      fc.property(anyCase, keys, (c, k) => {
        expect(told(decideCase(c, { subjects: move(subjectsOf(c), k) }))).toEqual(told(decideCase(c)));
      }),
      200,
    );
  });

  it("and what is ruled out are the same whatever the order of the rules", () => {
    check(
      fc.property(anyCase, keys, (c, k) => {
        const { bases, rules, ...rest } = rulebookOf(c);
        const moved = told(decideCase(c, { rulebook: { ...rest, bases: move(bases, k), rules: move(rules, k) } }));
        const { order, toVerify, out, ruledOut, totals } = told(decideCase(c));
        expect(moved).toMatchObject({ order, toVerify, out, ruledOut });
        for (const [id, total] of Object.entries(totals)) expect(moved.totals[id]).toBeCloseTo(total, 12);
      }),
      200,
    );
  });

  it("keeps every pair and every value when a candidate comes or goes", () => {
    check(
      fc.property(anyCase, fc.nat(), (c, pick) => {
        const all = subjectsOf(c);
        fc.pre(all.length > 1);
        const gone = (all[pick % all.length] as Subject).candidate.id;
        const whole = told(decideCase(c));
        const less = told(decideCase(c, { subjects: all.filter((s) => s.candidate.id !== gone) }));
        expect(less.order).toEqual(whole.order.filter((id) => id !== gone));
        expect(less.toVerify.map((v) => v.id)).toEqual(whole.toVerify.map((v) => v.id).filter((id) => id !== gone));
        expect(less.ruledOut).toEqual(whole.ruledOut.filter((r) => r.id !== gone));
        for (const [id, total] of Object.entries(less.totals)) expect(total).toBe(whole.totals[id]);
      }),
      200,
    );
  });

  it("is the same over its own candidates again", () => {
    check(
      fc.property(anyCase, (c) => {
        const first = decideCase(c);
        fc.pre(first.order.length > 0);
        const subjects = first.order.map((i) => first.subjects[i] as Subject);
        const [once, again] = [told(first), told(decideCase(c, { subjects }))];
        expect(again).toMatchObject({ order: once.order, out: [], toVerify: [], robustness: once.robustness });
        for (const id of once.order) expect(again.totals[id]).toBe(once.totals[id]);
      }),
    );
  });

  it("ties a candidate with its double, and is as stable as before", () => {
    check(
      fc.property(anyCase, fc.nat(), (c, pick) => {
        const all = subjectsOf(c);
        const original = all[pick % all.length] as Subject;
        const id = `${original.candidate.id}~`;
        const double: Subject = { ...original, candidate: { ...original.candidate, id } };
        const before = told(decideCase(c));
        const after = decideCase(c, { subjects: [...all, double] });
        const ids = told(after).order;
        expect(ids.includes(id)).toBe(ids.includes(original.candidate.id));
        if (!ids.includes(id)) return;
        const [a, b] = [id, original.candidate.id].map((x) => after.order[ids.indexOf(x)] as number) as [
          number,
          number,
        ];
        expect(after.scores.total[a]).toBe(after.scores.total[b]);
        expect(coverageOf(after.scores, a)).toBe(coverageOf(after.scores, b));
        expect(after.robustness?.stableUpTo).toBe(before.robustness?.stableUpTo);
      }),
    );
  });
});

describe("gates", () => {
  it("reject, leave to verify or pass each candidate by what they say of it alone", () => {
    check(
      fc.property(anyCase, (c) => {
        const stopped: Record<"out" | "open" | "passed", string[]> = { out: [], open: [], passed: [] };
        const ids = subjectsOf(c).map((s) => s.candidate.id);
        factsIn(c.world).forEach((facts, i) => {
          const says = c.rules.filter((r) => r.kind === "gate").map((r) => [answer(r, facts), r.onUnknown] as const);
          const out = says.some(([t, unknown]) => t === true || (t === null && unknown === "reject"));
          const open = says.some(([t, unknown]) => t === null && unknown === "verify");
          stopped[out ? "out" : open ? "open" : "passed"].push(ids[i] as string);
        });
        const result = told(decideCase(c));
        expect(result.order.sort()).toEqual(stopped.passed.sort());
        expect(result.toVerify.map((v) => v.id).sort()).toEqual(stopped.open.sort());
        expect(result.out).toEqual(stopped.out.sort());
        expect(result.verdict === "no-candidate").toBe(stopped.passed.length === 0);
      }),
      250,
    );
  });

  it("leave the ranking as it is when fewer of those that they stop are examined", () => {
    check(
      fc.property(plainCase, fc.nat({ max: 3 }), (c, nearMisses) => {
        const whole = told(decideCase(c));
        const decision = decideCase(c, { nearMisses });
        const some = told(decision);
        const { order, robustness, transfers, out } = whole;
        expect(some).toMatchObject({ order, robustness, transfers, out });
        expect(whole.toVerify).toEqual(expect.arrayContaining(some.toVerify));
        expect(some.toVerify.length + decision.leftOpen).toBe(whole.toVerify.length);
      }),
      700,
    );
  });

  it("give those to verify the rank that they would have, ties apart", () => {
    check(
      fc.property(anyCase, (c) => {
        const { order, scores, subjects, toVerify } = decideCase(c);
        const id = (i: number) => (subjects[i] as Subject).candidate.id;
        const total = (i: number) => scores.total[i] as number;
        for (const { index, rankIfPassed } of toVerify) {
          if (order.some((i) => Math.abs(total(i) - total(index)) < 1e-8)) continue;
          expect(rankIfPassed).toBe(1 + rank(scores, [...order, index], id).indexOf(index));
        }
      }),
      200,
    );
  });
});

describe("learning what was unknown", () => {
  /** The same case where one fact of one model, place or candidate has become known, and perhaps every quality. */
  const learned: fc.Arbitrary<readonly [Case, Case]> = fc
    .record({
      c: plainCase,
      fact: fc
        .constantFrom(...ALL_PATHS)
        .chain((path) =>
          fc.constantFrom(...(VOCABULARY[path]?.values ?? [])).map((value): Facts => ({ [path]: value })),
        ),
      who: fc.nat({ max: 6 }),
      index: fc.option(fc.integer({ min: 10, max: 90 })),
    })
    .map(({ c, fact, who, index }) => [
      c,
      { ...c, world: withFact(c.world, fact, who), indices: c.indices.map((x) => x ?? index) },
    ]);

  function withFact(world: World, fact: Facts, who: number): World {
    const add = (facts: Facts): Facts => ({ ...fact, ...facts });
    const nth = <T>(list: readonly T[], f: (x: T) => T) => list.map((x, i) => (i === who % list.length ? f(x) : x));
    const [path] = Object.keys(fact) as [string];
    if (REQUIREMENT_PATHS.includes(path)) return { ...world, requirements: add(world.requirements) };
    const grain = grainOf(path);
    if (grain === "model") return { ...world, models: nth(world.models, add) };
    if (grain === "place") return { ...world, places: nth(world.places, add) };
    return { ...world, candidates: nth(world.candidates, (x) => ({ ...x, own: add(x.own) })) };
  }

  const NEAR = 1e-12;

  it("only narrows the interval of a value", () => {
    check(
      fc.property(learned, ([before, after]) => {
        const free = (c: Case) => decideCase({ ...c, rules: c.rules.filter((r) => r.kind === "score") }).scores;
        const [a, b] = [free(before), free(after)];
        const within = (lows: Float64Array[], highs: Float64Array[], i: number) =>
          (lows[1]?.[i] as number) >= (lows[0]?.[i] as number) - NEAR &&
          (highs[1]?.[i] as number) <= (highs[0]?.[i] as number) + NEAR;
        for (let i = 0; i < a.count; i++) {
          const pair = (rows: "low" | "high", k: number) => [a[rows][k] as Float64Array, b[rows][k] as Float64Array];
          expect(CRITERIA.filter((_, k) => !within(pair("low", k), pair("high", k), i))).toEqual([]);
          expect(within([a.totalLow, b.totalLow], [a.totalHigh, b.totalHigh], i)).toBe(true);
          expect(coverageOf(b, i)).toBeGreaterThanOrEqual(coverageOf(a, i) - NEAR);
        }
      }),
      400,
    );
  });

  it("never brings back whom a gate rejects, and never stops whom every gate passes", () => {
    check(
      fc.property(learned, (both) => {
        const verify = both.map((c) => ({ ...c, rules: c.rules.map((r) => ({ ...r, onUnknown: "verify" as const })) }));
        const [before, after] = verify.map((c) => told(decideCase(c))) as [
          ReturnType<typeof told>,
          ReturnType<typeof told>,
        ];
        expect(after.out).toEqual(expect.arrayContaining(before.out));
        expect(after.order).toEqual(expect.arrayContaining(before.order));
      }),
      250,
    );
  });
});
