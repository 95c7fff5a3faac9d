import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Contest, catalogVerdicts, MAY_PASS, OPEN, OUT } from "../../src/decide/contest.ts";
import { subjectColumns } from "../../src/rules/columns.ts";
import type { Subject } from "../../src/rules/fact.ts";
import { type Case, cases, decideCase, rulebookOf, subjectsOf } from "./case.ts";

const check = <T>(property: fc.IProperty<T>, numRuns = 300) => fc.assert(property, { seed: 20_261_125, numRuns });

/** Half of what is known at the high end; nothing where nothing is. */
const leastOf = (s: Subject): number => (s.estimate.usdPerMonth?.high ?? 0) / 2;

/** Nothing is kept from elsewhere; the estimates of some have been made. */
function contestOf(c: Case, estimated: readonly boolean[]): Contest {
  const subjects = subjectsOf(c);
  const rulebook = rulebookOf(c);
  const columns = subjectColumns(subjects);
  const field = {
    subjects,
    columns,
    ends: new Map(),
    verdicts: new Map(rulebook.rules.map((r) => [r, catalogVerdicts(r, columns, columns.unestimated())])),
    starts: <T>(_: unknown, make: () => T) => make(),
    isEstimated: (i: number) => estimated[i] === true,
    leastUsdPerMonth: (i: number) => leastOf(subjects[i] as Subject),
  };
  return new Contest(field, rulebook, []);
}

const marks = fc.array(fc.boolean(), { minLength: 7, maxLength: 7 });

describe("a contest", () => {
  it("has the winner of the whole decision, whoever has been estimated before", () => {
    let won = 0;
    check(
      fc.property(cases(), marks, (c, estimated) => {
        const d = decideCase(c);
        const contest = contestOf(c, estimated);
        const first = contest.first();
        const [winner] = d.order;
        expect(first === null ? null : contest.idOf(first)).toBe(
          winner === undefined ? null : (d.subjects[winner] as Subject).candidate.id,
        );
        if (winner !== undefined) won++;
      }),
    );
    expect(won).toBeGreaterThan(100);
  });

  it("scores whoever passes as the whole decision does, never above its bound, and nobody else", () => {
    check(
      fc.property(cases(), marks, (c, estimated) => {
        const d = decideCase(c);
        const contest = contestOf(c, estimated);
        const totals = new Map(d.order.map((i) => [(d.subjects[i] as Subject).candidate.id, d.scores.total[i]]));
        contest.field.subjects.forEach((s, i) => {
          const total = totals.get(s.candidate.id);
          if (total === undefined) expect(contest.scoresOf([i])[0]).toBe(0);
          else {
            expect(contest.standing[i]).toBe(MAY_PASS);
            expect(contest.scoresOf([i])[0]).toBeCloseTo(total, 12);
            expect(contest.bounds[i]).toBeGreaterThanOrEqual(total - 1e-12);
          }
        });
      }),
    );
  });

  it("calls out or open whom the catalog alone stops", () => {
    let stopped = 0;
    check(
      fc.property(cases(), marks, (c, estimated) => {
        const d = decideCase(c);
        const contest = contestOf(c, estimated);
        const passing = new Set(d.order.map((i) => (d.subjects[i] as Subject).candidate.id));
        contest.field.subjects.forEach((s, i) => {
          if (contest.standing[i] !== OUT && contest.standing[i] !== OPEN) return;
          stopped++;
          expect(passing.has(s.candidate.id)).toBe(false);
        });
      }),
    );
    expect(stopped).toBeGreaterThan(100);
  });
});
