import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { advise } from "../../src/advise.ts";
import { loadCatalog } from "../../src/catalog/load.ts";
import { rank } from "../../src/decide/rank.ts";
import { robustness } from "../../src/decide/robustness.ts";
import { normalize } from "../../src/decide/score.ts";
import { valueOf } from "../../src/decide/value-function.ts";
import { settle } from "../../src/requirements/settle.ts";
import type { Subject } from "../../src/rules/fact.ts";
import { loadRules } from "../../src/rules/load.ts";
import { CRITERIA } from "../../src/vocabulary.ts";
import { type Case, cases, decideCase, type RawRule, rulebookOf, spread, subjectsOf, told } from "./case.ts";
import { problemArbitrary, scoresOf } from "./problem.ts";

// What docs/decision-method.md lists and no other test proves.

const check = <T>(property: fc.IProperty<T>, numRuns = 200) => fc.assert(property, { seed: 20_261_125, numRuns });

const readsFigures = (rule: RawRule): boolean =>
  /candidate\.(quality|usdPerMonth)|workload\.(quality|budget)/u.test(JSON.stringify([rule.when, rule.onlyWhen]));
/** A better figure moves the base of its criterion and nothing else. */
const plain = cases().map((c): Case => ({ ...c, rules: c.rules.filter((r) => !readsFigures(r)) }));

describe("2: a better fact never lowers a rank", () => {
  const altered = (s: Subject, change: Partial<Subject>): Subject => ({ ...s, ...change });

  it.each(["quality", "cost"] as const)("%s", (what) => {
    let tried = 0;
    check(
      fc.property(plain, fc.nat(), fc.integer({ min: 1, max: 40 }), (c, pick, by) => {
        const all = subjectsOf(c);
        const who = all[pick % all.length] as Subject;
        const { model } = who.candidate;
        const { index } = who.quality;
        const month = who.estimate.usdPerMonth?.likely ?? null;
        fc.pre(what === "quality" ? index !== null : month !== null);
        const better = all.map((s) => {
          if (what === "cost")
            return s === who
              ? altered(s, { estimate: { ...s.estimate, usdPerMonth: spread((month as number) / (1 + by / 10)) } })
              : s;
          if (s.candidate.model.id !== model.id) return s;
          const risen = Math.min(100, (index as number) + by);
          return altered(s, { quality: { ...s.quality, index: risen, low: risen - 5, high: risen + 5 } });
        });
        const [before, after] = [told(decideCase(c)).order, told(decideCase(c, { subjects: better })).order];
        expect([...after].sort()).toEqual([...before].sort());
        const { id } = who.candidate;
        if (!before.includes(id)) return;
        const above = (order: readonly string[]) =>
          order.slice(0, order.indexOf(id)).filter((x) => what === "cost" || !x.startsWith(`${model.id}@`));
        for (const x of above(after)) expect(above(before)).toContain(x);
        tried++;
      }),
    );
    expect(tried).toBeGreaterThan(50);
  });
});

describe("4: another unit changes nothing", () => {
  const points = fc
    .uniqueArray(fc.integer({ min: 1, max: 5000 }), { minLength: 2, maxLength: 6 })
    .chain((xs) =>
      fc.tuple(
        fc.constant([...xs].sort((a, b) => a - b)),
        fc.array(fc.integer({ min: 0, max: 100 }), { minLength: xs.length, maxLength: xs.length }),
      ),
    )
    .map(([xs, ys]) => xs.map((x, i) => [x, (ys[i] as number) / 100] as const));

  it("of a value function, on a straight and on a log scale", () => {
    check(
      fc.property(
        points,
        fc.integer({ min: 1, max: 9000 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.boolean(),
        (p, x, k, log) => {
          const scaled = p.map(([at, v]) => [at * k, v] as const);
          expect(valueOf(scaled, x * k, log)).toBeCloseTo(valueOf(p, x, log), 9);
        },
      ),
    );
  });

  it("of a decision, where costs and their anchors are in cents", () => {
    check(
      fc.property(plain, (c) => {
        const book = rulebookOf(c);
        const cents = {
          ...book,
          bases: book.bases.map((b) =>
            b.of === "candidate.usdPerMonth"
              ? { ...b, breakpoints: b.breakpoints.map(([x, v]) => [100 * x, v] as const) }
              : b,
          ),
        };
        const dear = subjectsOf(c).map((s): Subject => {
          const month = s.estimate.usdPerMonth;
          return { ...s, estimate: { ...s.estimate, usdPerMonth: month && spread(100 * month.likely) } };
        });
        const [a, b] = [decideCase(c), decideCase(c, { subjects: dear, rulebook: cents })].map(told);
        expect(b?.order).toEqual(a?.order);
        for (const [id, total] of Object.entries(a?.totals ?? {})) expect(b?.totals[id]).toBeCloseTo(total, 9);
      }),
    );
  });
});

describe("6: weights are not negative and sum to 1", () => {
  it("after every ready profile, and after nothing was said", async () => {
    const catalog = await loadCatalog();
    const said = [...Object.values(catalog.presets), { workloads: [{ task: "chat" }] }];
    for (const value of said) {
      const { requirements } = settle([{ origin: "preset", value, locate: () => ({ file: "" }) }], {
        requirements: catalog.defaults,
        tasks: catalog.tasks,
      });
      const weights = normalize(requirements.priorities);
      expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
      expect(Math.abs(weights.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(1e-12);
    }
  });
});

describe("8: another seed", () => {
  it("moves first shares by less than 0.03", () => {
    check(
      fc.property(problemArbitrary(false, 6), fc.integer({ min: 1, max: 1e6 }), (p, seed) => {
        const s = scoresOf(p);
        const order = rank(s, [...p.low.keys()], (i) => String(i));
        const shares = [seed, seed + 7].map((k) => {
          const { finalists } = robustness(s, order, String, (i) => 977 * i, {
            lambda: 0.35,
            seed: k,
            samples: 10_000,
          });
          return (i: number) => finalists.find((f) => f.index === i)?.share ?? 0;
        });
        for (const i of order)
          expect(Math.abs((shares[0]?.(i) as number) - (shares[1]?.(i) as number))).toBeLessThan(0.03);
      }),
      40,
    );
  });
});

describe("14: gates", () => {
  it("said twice reject no more, and nobody who is rejected is ranked", () => {
    check(
      fc.property(cases(), (c) => {
        const once = told(decideCase(c));
        const gates = c.rules.filter((r) => r.kind === "gate");
        const twice = told(decideCase({ ...c, rules: [...c.rules, ...gates] }));
        expect(twice.order).toEqual(once.order);
        expect(twice.out).toEqual(once.out);
        expect(twice.toVerify.map((v) => v.id)).toEqual(once.toVerify.map((v) => v.id));
        for (const id of once.out) expect(once.order).not.toContain(id);
        for (const { id } of once.toVerify) expect(once.order).not.toContain(id);
      }),
    );
  });
});

describe("16: what is not known lies within the interval", () => {
  it("whatever a quality or a bill turns out to be", () => {
    check(
      fc.property(plain, fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 100_000 }), (c, index, month) => {
        const open = subjectsOf(c).map(
          (s): Subject => ({
            ...s,
            estimate: { ...s.estimate, usdPerMonth: null },
            quality: { ...s.quality, index: null, low: 0, high: 100 },
          }),
        );
        const known = open.map(
          (s): Subject => ({
            ...s,
            estimate: { ...s.estimate, usdPerMonth: { low: month, likely: month, high: month } },
            quality: { ...s.quality, index, low: index, high: index },
          }),
        );
        const free = { ...c, rules: c.rules.filter((r) => r.kind === "score") };
        const [before, after] = [open, known].map((subjects) => decideCase(free, { subjects }).scores);
        for (let i = 0; i < open.length; i++) {
          for (const rows of ["totalLow", "total", "totalHigh"] as const) {
            expect(after?.[rows][i]).toBeGreaterThanOrEqual((before?.totalLow[i] as number) - 1e-12);
            expect(after?.[rows][i]).toBeLessThanOrEqual((before?.totalHigh[i] as number) + 1e-12);
          }
          CRITERIA.forEach((_, k) => {
            expect(after?.value[k]?.[i]).toBeGreaterThanOrEqual((before?.low[k]?.[i] as number) - 1e-12);
            expect(after?.value[k]?.[i]).toBeLessThanOrEqual((before?.high[k]?.[i] as number) + 1e-12);
          });
        }
      }),
    );
  });
});

describe("8: the same question", () => {
  it("has the same bytes for an answer", async () => {
    const once = async () => {
      const [catalog, rulebook] = await Promise.all([loadCatalog(), loadRules()]);
      const layer = { origin: "preset" as const, value: catalog.presets["rag-search"], locate: () => ({ file: "" }) };
      const settled = settle([layer], { requirements: catalog.defaults, tasks: catalog.tasks });
      const how = { today: "2026-11-25", seed: 3, all: false, limit: null, version: "0" };
      return JSON.stringify(advise({ settled, catalog, rulebook, ...how }));
    };
    expect(await once()).toBe(await once());
  }, 60_000);
});
