import { describe, expect, it } from "vitest";
import { doubt, SAMPLES, subjectsOf } from "../../src/advise.ts";
import { loadCatalog } from "../../src/catalog/load.ts";
import { argumentFor, differencesOf } from "../../src/decide/argument.ts";
import { decide } from "../../src/decide/decide.ts";
import { normalize } from "../../src/decide/score.ts";
import { openedCandidates, pairView } from "../../src/explain/comparison.ts";
import { atCost, atQuality } from "../../src/explain/fact-flips.ts";
import { outlookOf } from "../../src/explain/outlook.ts";
import { wouldWin } from "../../src/explain/would-win.ts";
import { settle } from "../../src/requirements/settle.ts";
import type { Subject } from "../../src/rules/fact.ts";
import { loadRules } from "../../src/rules/load.ts";
import { CRITERIA } from "../../src/vocabulary.ts";

const [catalog, rulebook] = await Promise.all([loadCatalog(), loadRules()]);
const today = "2026-11-25";

function world(preset: string) {
  const layer = { origin: "preset" as const, value: catalog.presets[preset], locate: () => ({ file: preset }) };
  const settled = settle([layer], { requirements: catalog.defaults, tasks: catalog.tasks });
  const workload = settled.requirements.workloads[0];
  if (!workload) throw new Error("no workload");
  const options = { seed: 1, samples: SAMPLES, lambda: doubt(settled), nearMisses: null, exceptions: [] };
  const subjects = subjectsOf({ settled, catalog, today }, workload);
  const decision = decide(subjects, rulebook, options);
  const context = { catalog, today, assumptions: settled.requirements.assumptions };
  const judge = { rulebook, exceptions: [], context, weights: decision.scores.weights };
  return { subjects, options, decision, judge };
}

/** The same subject with other priorities, cost or quality. */
const altered = (s: Subject, change: Partial<Subject>): Subject => ({
  organization: s.organization,
  workload: s.workload,
  priorities: s.priorities,
  task: s.task,
  today: s.today,
  candidate: s.candidate,
  estimate: s.estimate,
  quality: s.quality,
  ...change,
});

describe.each(["support-agents", "startup-chatbot", "marketing-images", "hospital-summaries"])("%s", (preset) => {
  const { subjects, options, decision, judge } = world(preset);
  const ranked = decision.order.map((i) => decision.subjects[i] as Subject);
  /** Twins that are alike in everything share the first rank. */
  const firsts = (list: readonly Subject[]): string[] => {
    const d = decide(list, rulebook, options);
    const top = Math.max(...d.order.map((i) => d.scores.total[i] as number));
    return d.order
      .filter((i) => (d.scores.total[i] as number) >= top - 1e-9)
      .map((i) => (d.subjects[i] as Subject).candidate.id);
  };

  it("what would make a loser win does, replayed through the decision, and a little less does not", () => {
    const tried = new Set<string>();
    for (const loser of ranked.slice(1, 12)) {
      const rest = ranked.filter((s) => s !== loser);
      const { id } = loser.candidate;
      for (const { transfer, factor, index, text } of wouldWin(decision, judge, loser).changes) {
        if (factor !== null) {
          expect(firsts([atCost(loser, factor, judge), ...rest]), `${id}: ${text}`).toEqual([id]);
          expect(firsts([atCost(loser, factor + 0.01, judge), ...rest]), `${id}: ${text}`).not.toContain(id);
          tried.add("price");
        }
        if (index !== null) {
          const now = loser.quality.index ?? 0;
          const isIts = (s: Subject) => s.candidate.model.id === loser.candidate.model.id;
          const at = (whole: number) =>
            firsts([loser, ...rest].map((s) => (isIts(s) ? atQuality(s, whole - now, judge) : s)));
          expect(at(index), `${id}: ${text}`).toEqual([id]);
          if (index - 1 > now) expect(at(index - 1), `${id}: ${text}`).not.toContain(id);
          tried.add("quality");
        }
        if (transfer !== null) {
          const w = normalize((subjects[0] as Subject).priorities);
          const priorities = (t: number) =>
            Object.fromEntries(
              CRITERIA.map((c, k) => [
                c,
                (w[k] as number) + (c === transfer.to ? t : 0) - (c === transfer.from ? t : 0),
              ]),
            ) as unknown as Subject["priorities"];
          const replay = (points: number) =>
            firsts(ranked.map((s) => altered(s, { priorities: priorities(points / 100) })));
          expect(replay(transfer.points), `${id}: ${text}`).toEqual([id]);
          if (Number.isInteger(transfer.points)) expect(replay(transfer.points - 1)).not.toEqual([id]);
          tried.add("priority");
        }
      }
    }
    expect(tried.size).toBeGreaterThan(0);
  }, 60_000);

  it("the winner stays first within the range of each priority and not outside it", () => {
    const outlook = outlookOf(decision);
    const w = normalize((subjects[0] as Subject).priorities);
    const winner = outlook?.winner;
    for (const { criterion, low, high } of outlook?.priorities ?? []) {
      const c = CRITERIA.indexOf(criterion);
      const own = w[c] as number;
      const replay = (x: number) => {
        const priorities = Object.fromEntries(
          CRITERIA.map((name, k) => [name, k === c ? x : ((w[k] as number) * (1 - x)) / (1 - own)]),
        ) as unknown as Subject["priorities"];
        return firsts(ranked.map((s) => altered(s, { priorities })));
      };
      for (const inside of [low + 1e-6, high - 1e-6])
        if (inside > 0 && inside < 1) expect(replay(inside), criterion).toContain(winner);
      if (low > 1e-5) expect(replay(low - 1e-5), criterion).not.toContain(winner);
      if (high < 1 - 1e-5) expect(replay(high + 1e-5), criterion).not.toContain(winner);
    }
  });

  it("a comparison sums to the difference of the scores, and its argument is sufficient and shortest", () => {
    const [a, b] = openedCandidates(ranked.slice(0, 2), rulebook, {}, []);
    if (!a || !b) return;
    const pair = pairView(a, b);
    expect(pair.criteria.reduce((sum, c) => sum + c.difference, 0)).toBeCloseTo(a.score - b.score, 12);
    const { advantages, against, isFirst } = argumentFor(differencesOf(a.scores, a.index, b.index));
    const size = (list: typeof advantages) => list.reduce((sum, d) => sum + Math.abs(d.difference), 0);
    expect(isFirst).toBe(true);
    expect(size(advantages)).toBeGreaterThan(size(against));
    expect(size(advantages.slice(0, -1))).toBeLessThanOrEqual(size(against));
  });

  it("shares of first ranks sum to one however they are grouped", () => {
    const shares = outlookOf(decision)?.firstShares;
    for (const group of [shares?.models, shares?.weights, shares?.kinds])
      expect(Object.values(group ?? {}).reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 9);
  });
});
