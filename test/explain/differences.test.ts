import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differences, type Step } from "../../src/explain/differences.ts";
import { overtaking, scoreMove } from "../../src/explain/score-moves.ts";
import { switching } from "../../src/explain/switching.ts";
import { Failure } from "../../src/failure.ts";
import { isSaved, type Saved, type SavedCandidate, type SavedWorkload, savedFrom } from "../../src/saved.ts";
import { CRITERIA, type Criterion } from "../../src/vocabulary.ts";

type Term = readonly [rule: string, points: number, verdict?: string];

/** A candidate from its terms; values are clipped as the score clips them. */
function candidate(
  id: string,
  terms: Partial<Record<Criterion, readonly Term[]>> = {},
  more: Partial<SavedCandidate> & { readonly weights?: Partial<Record<Criterion, number>> } = {},
): SavedCandidate {
  const { weights, ...fields } = more;
  const criteria = Object.fromEntries(
    CRITERIA.map((c) => {
      const list = terms[c] ?? [];
      const value = Math.min(
        1,
        Math.max(
          0,
          list.reduce((sum, [, points]) => sum + points, 0),
        ),
      );
      const weight = weights?.[c] ?? 1 / CRITERIA.length;
      return [
        c,
        {
          value,
          weight,
          contribution: weight * value,
          terms: list.map(([rule, points, verdict = "true"]) => ({ rule, title: `Title of ${rule}`, points, verdict })),
        },
      ];
    }),
  ) as SavedCandidate["criteria"];
  const [model = id] = id.split("@");
  return {
    id,
    rank: 1,
    model: { id: model, name: model, lifecycle: "active", retires: null },
    score: CRITERIA.reduce((sum, c) => sum + (criteria[c]?.contribution ?? 0), 0),
    otherDeployments: 0,
    criteria,
    tco: { usdPerMonth: { low: 90, likely: 100, high: 110 }, items: [{ item: "tokens", usdPerMonth: 100 }] },
    quality: { index: 70, evidence: [] },
    reasons: [],
    ...fields,
  };
}

function saved(
  ranking: readonly SavedCandidate[],
  workload: Partial<SavedWorkload> = {},
  more: Partial<Saved> = {},
): Saved {
  const sorted = [...ranking].sort((a, b) => b.score - a.score).map((c, n) => ({ ...c, rank: n + 1 }));
  const { toVerify = [], ruledOut = [] } = workload;
  return {
    today: "2026-11-25",
    catalog: { digest: "sha256:a" },
    rules: { digest: "sha256:r", packs: ["privacy"], count: 3 },
    requirements: { workloads: [{ id: "w", traffic: { requestsPerDay: 10 } }] },
    workloads: [
      {
        id: "w",
        title: "Work",
        winner: sorted[0]?.id ?? null,
        verdict: "clear",
        ranking: sorted,
        toVerify,
        ruledOut,
        counts: {
          candidates: sorted.length + toVerify.length + ruledOut.length,
          listed: sorted.length,
          ranked: sorted.length,
          toVerify: toVerify.length,
          ruledOut: ruledOut.length,
        },
        robustness: { stableUpTo: 0.2, stableUpToOtherModels: 0.2, firstShare: 0.9, familyFirstShare: 0.9 },
        ...workload,
      },
    ],
    ...more,
  };
}

const between = (
  before: Saved,
  after: Saved | readonly Step[],
  rules: Parameters<typeof differences>[0]["rules"] = null,
) => {
  const steps = Array.isArray(after) ? (after as readonly Step[]) : [{ by: "knowledge" as const, to: after as Saved }];
  const all = differences({ before, steps, byModel: true, nameOf: (id) => `Name of ${id}`, rules, lifeOf: null });
  return { ...all, w: all.workloads[0] as (typeof all.workloads)[number] };
};
const out = (id: string, rule: string) => ({ id, gates: [{ rule, title: `Title of ${rule}` }] });

const points = fc.integer({ min: -60, max: 90 }).map((x) => x / 100);
const someTerms = fc.dictionary(fc.constantFrom("base", "a", "b", "c", "d"), points, { maxKeys: 5 });
const cell = fc.record({ terms: someTerms, weight: fc.integer({ min: 0, max: 100 }) });
const anyCandidate = (id: string) =>
  fc.array(cell, { minLength: 8, maxLength: 8 }).map((cells) => {
    const sum = cells.reduce((s, c) => s + c.weight, 0) || 1;
    return candidate(id, Object.fromEntries(CRITERIA.map((c, n) => [c, Object.entries(cells[n]?.terms ?? {})])), {
      weights: Object.fromEntries(CRITERIA.map((c, n) => [c, (cells[n]?.weight ?? 0) / sum])),
    });
  });

describe("the difference of a score", () => {
  it("is the sum of its criteria, and each of those the sum of priority, terms and what is cut off", () => {
    fc.assert(
      fc.property(anyCandidate("m@p"), anyCandidate("m@p"), (a, b) => {
        const move = scoreMove(a, b);
        const sum = move.criteria.reduce((s, c) => s + c.difference, 0);
        expect(Math.abs(sum - (b.score - a.score))).toBeLessThan(1e-9);
        for (const c of move.criteria) {
          const parts = c.byWeight + c.byCutOff + c.terms.reduce((s, t) => s + t.score, 0);
          expect(Math.abs(parts - c.difference)).toBeLessThan(1e-12);
          expect(c.difference).toBeCloseTo(c.new - c.old, 12);
        }
      }),
    );
  });

  it("is nothing where nothing moved, and turned round where old and new change places", () => {
    fc.assert(
      fc.property(anyCandidate("m@p"), anyCandidate("m@p"), (a, b) => {
        expect(scoreMove(a, a)).toMatchObject({ difference: 0, criteria: [] });
        expect(scoreMove(a, b).difference).toBeCloseTo(-scoreMove(b, a).difference, 12);
      }),
    );
  });

  it("names the rules with their points before and now", () => {
    const a = candidate("m@p", {
      privacy: [
        ["base", 0.5],
        ["privacy.own", 0.3],
        ["privacy.gone", -0.1],
      ],
    });
    const b = candidate("m@p", {
      privacy: [
        ["base", 0.5],
        ["privacy.own", 0.2],
        ["privacy.new", 0.1],
      ],
    });
    const [only, ...others] = scoreMove(a, b).criteria;
    expect(others).toEqual([]);
    expect(only?.terms.map((t) => [t.rule, t.old, t.new])).toEqual([
      ["privacy.own", 0.3, 0.2],
      ["privacy.new", null, 0.1],
      ["privacy.gone", -0.1, null],
    ]);
    expect(only?.byCutOff).toBeCloseTo(0, 12);
  });

  it("tells points above 1 apart: they count for nothing", () => {
    const move = scoreMove(
      candidate("m@p", { support: [["base", 0.9]] }),
      candidate("m@p", {
        support: [
          ["base", 0.9],
          ["x", 0.4],
        ],
      }),
    );
    expect(move.criteria[0]?.difference).toBeCloseTo(0.1 / 8, 12);
    expect(move.criteria[0]?.byCutOff).toBeCloseTo(-0.3 / 8, 12);
  });
});

describe("an overtaking", () => {
  it("is explained to the last bit: causes and criteria sum to the change of the lead", () => {
    const four = fc.tuple(anyCandidate("a@p"), anyCandidate("a@p"), anyCandidate("b@p"), anyCandidate("b@p"));
    fc.assert(
      fc.property(four, ([a, a2, b, b2]) => {
        const o = overtaking(scoreMove(a, a2), scoreMove(b, b2));
        const moved = o.leadNew - o.leadOld;
        expect(Math.abs(o.criteria.reduce((s, c) => s + c.difference, 0) - moved)).toBeLessThan(1e-9);
        expect(Math.abs(o.causes.reduce((s, c) => s + c.score, 0) - moved)).toBeLessThan(1e-9);
      }),
    );
  });

  it("leaves out a rule that moved both the same way", () => {
    const was = (id: string, cost: number) => candidate(id, { tco: [["base", cost]], support: [["s", 0.1]] });
    const is = (id: string, cost: number) => candidate(id, { tco: [["base", cost]], support: [["s", 0.2]] });
    const { w } = between(saved([was("a@p", 0.8), was("b@p", 0.6)]), saved([is("a@p", 0.5), is("b@p", 0.6)]));
    expect(w.winner).toMatchObject({ changed: true, old: "a@p", new: "b@p" });
    expect(w.overtaking?.causes.map((c) => [c.candidate, c.rule, c.old, c.new])).toEqual([["a@p", "base", 0.8, 0.5]]);
    expect(w.overtaking?.since).toBeNull();
  });

  it("is taken from the first step that ranks both, where the file does not", () => {
    const [a, b] = [candidate("a@p", { tco: [["base", 0.8]] }), candidate("b@p", { tco: [["base", 0.7]] })];
    const steps: Step[] = [
      { by: "knowledge", to: saved([a, b]) },
      { by: "answers", to: saved([a, candidate("b@p", { tco: [["base", 0.9]] })]) },
    ];
    const { w } = between(saved([a]), steps);
    expect(w.overtaking).toMatchObject({ since: "knowledge", from: "a@p", to: "b@p" });
    expect(w.scores[0]?.by).toEqual([
      { by: "knowledge", difference: 0 },
      { by: "answers", difference: 0 },
    ]);
  });
});

describe("standing", () => {
  const [a, b] = [candidate("a@p", { tco: [["base", 0.8]] }), candidate("b@p", { tco: [["base", 0.6]] })];

  it("tells who is newly ruled out, let in, new and gone, and by which rule", () => {
    const before = saved([a, b], { ruledOut: [out("c@p", "old.gate"), out("e@p", "same.gate")] });
    const after = saved([a, candidate("c@p"), candidate("d@p")], {
      ruledOut: [out("b@p", "new.gate"), out("e@p", "same.gate")],
    });
    const { gates, candidates } = between(before, after).w;
    expect(gates.ruledOut.map((g) => [g.id, g.gates[0]?.rule, g.by])).toEqual([["b@p", "new.gate", "knowledge"]]);
    expect(gates.freed.map((g) => [g.id, g.gates[0]?.rule])).toEqual([["c@p", "old.gate"]]);
    expect(candidates.new.map((c) => c.id)).toEqual(["d@p"]);
    expect(between(after, before).w.candidates.gone.map((c) => c.id)).toEqual(["d@p"]);
    expect(candidates.notInSaved).toBe(0);
  });

  it("is not guessed where the file does not list everybody", () => {
    const whole = saved([a, b]);
    const cut = saved([a], { counts: { candidates: 2, listed: 2, ranked: 2, toVerify: 0, ruledOut: 0 } });
    const { w } = between(cut, whole);
    expect(w.candidates).toMatchObject({ new: [], gone: [], notInSaved: 1 });
    expect(w.ranking[1]).toMatchObject({ old: null, oldStanding: "not-in-file", new: { rank: 2 } });
    const other = saved([{ ...a, otherDeployments: 1 }]);
    const more = saved([a, candidate("a@q")]);
    expect(between(other, more).w.candidates).toMatchObject({ new: [], notInSaved: 1 });
    expect(between(saved([a]), more).w.candidates.new.map((c) => c.id)).toEqual(["a@q"]);
  });

  it("compares ranks of models where only the best deployment of each is listed", () => {
    const after = saved([b, candidate("a@q", { tco: [["base", 0.5]] }), candidate("b@q", { tco: [["base", 0.55]] })]);
    const { ranking } = between(saved([a, b]), after).w;
    expect(ranking.map((r) => [r.old?.id, r.old?.rank, r.new?.id, r.new?.rank])).toEqual([
      ["b@p", 2, "b@p", 1],
      ["a@p", 1, "a@q", 2],
    ]);
    expect(ranking[1]?.oldNow).toBe("no-candidate");
  });

  it("says which step moved it", () => {
    const steps: Step[] = [
      { by: "knowledge", to: saved([a, b]) },
      { by: "answers", to: saved([a], { ruledOut: [out("b@p", "g")] }) },
      { by: "what-if", to: saved([a], { ruledOut: [out("b@p", "g")] }) },
    ];
    expect(between(saved([a, b]), steps).w.gates.ruledOut).toMatchObject([{ id: "b@p", by: "answers" }]);
  });
});

describe("facts", () => {
  it("are compared line by line: prices, lives and evidence", () => {
    const row = (benchmark: string, score: number, date = "2026-10-01") => ({
      benchmark,
      name: benchmark,
      score,
      date,
      variant: null,
      kind: "independent",
    });
    const old = candidate(
      "a@p",
      {},
      {
        quality: { index: 70, evidence: [row("x", 1), row("y", 2), row("z", 3)] },
      },
    );
    const now = candidate(
      "a@p",
      {},
      {
        model: { id: "a", name: "a", lifecycle: "deprecated", retires: "2027-01-14" },
        tco: {
          usdPerMonth: { low: 1, likely: 80, high: 100 },
          items: [
            { item: "tokens", usdPerMonth: 50 },
            { item: "staff", usdPerMonth: 30 },
          ],
        },
        quality: { index: 72.5, evidence: [row("x", 1), row("y", 5), row("n", 9)] },
      },
    );
    const { w } = between(saved([old]), saved([now]));
    expect(w.prices).toEqual([
      { candidate: "a@p", item: null, old: 100, new: 80, percent: -20, by: "knowledge" },
      { candidate: "a@p", item: "tokens", old: 100, new: 50, percent: -50, by: "knowledge" },
      { candidate: "a@p", item: "staff", old: null, new: 30, percent: null, by: "knowledge" },
    ]);
    expect(w.lives).toEqual([
      {
        model: "a",
        old: { lifecycle: "active", retires: null },
        new: { lifecycle: "deprecated", retires: "2027-01-14" },
      },
    ]);
    expect(w.quality).toMatchObject([{ model: "a", old: 70, new: 72.5 }]);
    const { evidence } = w.quality[0] as (typeof w.quality)[number];
    expect(evidence.new.map((e) => e.benchmark)).toEqual(["n"]);
    expect(evidence.gone.map((e) => e.benchmark)).toEqual(["z"]);
    expect(evidence.changed).toMatchObject([{ benchmark: "y", old: 2, score: 5 }]);
  });

  it("ask the catalog about models that are ranked no more, where there is one", () => {
    const input = {
      before: saved([candidate("a@p")]),
      steps: [{ by: "knowledge" as const, to: saved([]) }],
      byModel: true,
    };
    const ask = (lifeOf: Parameters<typeof differences>[0]["lifeOf"]) =>
      differences({ ...input, nameOf: String, rules: null, lifeOf }).workloads[0]?.lives;
    expect(ask(null)).toEqual([]);
    expect(ask(() => null)).toMatchObject([{ model: "a", new: null }]);
    expect(ask(() => ({ lifecycle: "retired", retires: null }))).toMatchObject([{ new: { lifecycle: "retired" } }]);
  });

  it("tell answers by their path", () => {
    const asked = (n: number): Partial<Saved> => ({
      requirements: { workloads: [{ id: "w", traffic: { requestsPerDay: n } }] },
    });
    expect(between(saved([]), saved([], {}, asked(50))).answers).toEqual([
      { path: "workloads[w].traffic.requestsPerDay", old: 10, new: 50 },
    ]);
  });
});

describe("rules", () => {
  const rules = (digest: string, count: number, packs = ["privacy"]) => ({ rules: { digest, count, packs } });
  const before = saved(
    [
      candidate("a@p", {
        privacy: [
          ["base", 0.5],
          ["p.one", 0.1],
          ["p.two", 0.1],
        ],
      }),
    ],
    {},
    rules("r1", 3),
  );
  const after = saved(
    [
      candidate("a@p", {
        privacy: [
          ["base", 0.4],
          ["p.one", 0.3],
          ["p.new", 0.1],
        ],
      }),
    ],
    {},
    rules("r2", 3, ["company"]),
  );

  it("are the same where their digest is", () => {
    expect(between(before, { ...after, ...rules("r1", 3) }).rules).toMatchObject({
      same: true,
      changed: [],
      removed: [],
    });
  });

  it("are called removed only where today's packs do not have them, and changed where the same verdict gives other points", () => {
    const known = between(
      before,
      after,
      new Map([
        ["p.one", { title: "One" }],
        ["p.new", { title: "New" }],
      ]),
    ).rules;
    expect(known.removed.map((r) => r.rule)).toEqual(["p.two"]);
    expect(known.speakingNow.map((r) => r.rule)).toEqual(["p.new"]);
    expect(known.silentNow).toEqual([]);
    expect(known.changed).toMatchObject([{ rule: "p.one", old: { points: 0.1 }, new: { points: 0.3 } }]);
    expect(known.packs).toEqual({ added: ["company"], removed: ["privacy"] });
    const files = between(before, after).rules;
    expect(files).toMatchObject({ removed: [], silentNow: [{ rule: "p.two" }] });
  });
});

describe("switching", () => {
  const values = {
    loadedSalary: { value: 52_000 },
    weeksPerYear: { value: 52 },
    evaluationWeeks: { value: { low: 2, likely: 4, high: 6 } },
  } as unknown as Parameters<typeof switching>[3]["values"];
  const bill = (id: string, likely: number, exit: number) =>
    candidate(
      id,
      {},
      {
        tco: {
          usdPerMonth: { low: 0, likely, high: 2 * likely },
          items: [{ item: "exit", usdPerMonth: exit, range: { low: 0, likely: exit, high: 2 * exit } }],
        },
      },
    );

  it("is evaluation at its salary, the exit line over the lifetime, and the difference of the bills", () => {
    const move = switching(bill("a@p", 3000, 50), bill("b@p", 2000, 9), 24, { values }, {});
    expect(move.evaluationUsd).toEqual({ low: 2000, likely: 4000, high: 6000 });
    expect(move.exitUsd).toEqual({ low: 0, likely: 1200, high: 2400 });
    expect(move.onceUsd).toEqual({ low: 2000, likely: 5200, high: 8400 });
    expect(move.usdPerMonth).toEqual({ old: 3000, new: 2000, difference: -1000 });
    expect(move.paysBackMonths).toBeCloseTo(5.2, 9);
    expect(
      switching(bill("a@p", 1, 0), bill("b@p", 2, 0), 24, { values }, { evaluationWeeks: 1 }).evaluationUsd.likely,
    ).toBe(1000);
  });

  it("of the same model to another place needs no evaluation; what has no bill is not known", () => {
    expect(switching(bill("a@p", 1, 50), bill("a@q", 2, 9), 24, { values }, {}).evaluationUsd.likely).toBe(0);
    const unknown = { ...bill("a@p", 1, 1), tco: { usdPerMonth: null, items: [] } };
    expect(switching(unknown, bill("b@p", 2, 9), 24, { values }, {})).toMatchObject({
      exitUsd: null,
      usdPerMonth: null,
      paysBackMonths: null,
    });
  });
});

describe("a saved file", () => {
  const text = (change: (x: Record<string, unknown>) => void): string => {
    const value = JSON.parse(JSON.stringify({ schema: "advisor-recommendation/1", ...saved([candidate("a@p")]) }));
    change(value);
    return JSON.stringify(value);
  };
  const problem = (t: string): string => {
    try {
      savedFrom(t, "old.json");
    } catch (error) {
      if (error instanceof Failure) return error.message;
      throw error;
    }
    return "nothing is wrong";
  };

  it("is read with more keys than are known, and without those that may be missing", () => {
    expect(problem(text((x) => Object.assign(x, { later: 1 })))).toBe("nothing is wrong");
    expect(problem(text((x) => delete x["warnings"]))).toBe("nothing is wrong");
    expect(isSaved(text(() => {}))).toBe(true);
    expect(isSaved("workloads: [{task: chat}]")).toBe(false);
  });

  it.each([
    ["", /^old\.json: is empty.*Save one with/u],
    ["not json", /^old\.json: is not JSON.*Save one with/u],
    ["[]", /no saved recommendation.*Save one with/u],
    ["null", /no saved recommendation/u],
    ['{"schema":"advisor-tco/1"}', /is "advisor-tco\/1", not a saved recommendation/u],
    [text((x) => Object.assign(x, { schema: "advisor-recommendation/2" })), /is "advisor-recommendation\/2"/u],
    [text((x) => delete x["workloads"]), /old\.json workloads: is missing.*save it anew/u],
    [text((x) => Object.assign(x, { rules: [] })), /old\.json rules: is not a mapping/u],
    [
      text((x) => Object.assign((x["workloads"] as Record<string, unknown>[])[0] ?? {}, { counts: { ranked: "1" } })),
      /workloads\[0\]\.counts\.candidates: is missing/u,
    ],
  ])("tells in one sentence what is wrong with it and what to do", (t, message) => {
    expect(problem(t)).toMatch(message);
    expect(problem(t).split("\n")).toHaveLength(1);
  });
});
