import { describe, expect, it } from "vitest";
import type { Offer, Provider } from "../../src/catalog/catalog.ts";
import { loadCatalog } from "../../src/catalog/load.ts";
import type { Decision } from "../../src/decide/decide.ts";
import { factChangesOf } from "../../src/explain/fact-flips.ts";
import { flipsOf } from "../../src/explain/flips.ts";
import { wouldWin } from "../../src/explain/would-win.ts";
import type { Settled } from "../../src/requirements/settle.ts";
import type { Subject } from "../../src/rules/fact.ts";
import { loadRules } from "../../src/rules/load.ts";
import { CRITERIA } from "../../src/vocabulary.ts";
import {
  adviseIn,
  type Bias,
  Draws,
  decideIn,
  idsIn,
  measuredIn,
  modelOf,
  pricedIn,
  type RandomWorld,
  randomWorld,
  settledIn,
  TODAY,
} from "./random-world.ts";

// What is said to change the winner, against trying it out on 1,000 random problems of each kind: small catalogs of invented models,
// some of the rules, random requirements. Trying it out is deciding afresh, from nothing that was kept.

const [catalog, rulebook] = await Promise.all([loadCatalog(), loadRules()]);
const PROBLEMS = 1000;

interface Problem {
  readonly seed: number;
  readonly world: RandomWorld;
  readonly settled: Settled;
  readonly decision: Decision;
  /** Best first. */
  readonly ids: readonly string[];
  /** Further draws for what is tried. */
  readonly draws: Draws;
}

/** So many problems in which somebody wins. */
function onProblems(bias: Partial<Bias>, first: number, tried: (p: Problem) => void): void {
  for (let seed = first, found = 0; found < PROBLEMS; seed++) {
    const world = randomWorld({ catalog, rulebook }, seed, bias);
    const settled = settledIn(world);
    const decision = decideIn(world, settled);
    const ids = idsIn(decision);
    if (ids.length === 0) continue;
    found++;
    tried({ seed, world, settled, decision, ids, draws: new Draws(seed ^ 0x5bd1e995) });
  }
}

const judgeOf = ({ world, settled, decision }: Problem) => ({
  rulebook: world.rulebook,
  exceptions: [],
  context: { catalog: world.catalog, today: TODAY, assumptions: settled.requirements.assumptions },
  weights: decision.scores.weights,
});

/** Each of some candidates is excepted from its gates. */
const except = (some: readonly { readonly id: string; readonly gates: readonly string[] }[]) => [
  {
    path: "check.exceptions",
    value: some.flatMap(({ id, gates }) =>
      gates.map((rule) => ({ rule, candidate: id, reason: "tried", approver: "nobody", expires: TODAY })),
    ),
  },
];

const isEdge = (s: Subject) => s.candidate.deployment.kind === "edge";
const isMetered = (s: Subject) => s.candidate.deployment.offers.length > 0;

/** The bill of a candidate times a factor, or that of all that its model is run by oneself. */
const billedAt =
  (factor: number, isMeant: (s: Subject) => boolean) =>
  (s: Subject): Subject => {
    if (!isMeant(s)) return s;
    const { estimate } = s;
    const times = (r: typeof estimate.usdPerMonth) =>
      r && { low: r.low * factor, likely: r.likely * factor, high: r.high * factor };
    const usdPerMonth = times(estimate.usdPerMonth);
    return new Proxy(s, {
      get: (of, key) => (key === "estimate" ? { ...estimate, usdPerMonth } : Reflect.get(of, key, of)),
    });
  };

describe("on 1,000 random problems", () => {
  it("a gate is named for the best that it alone holds back, and none that is not", () => {
    let named = 0;
    onProblems({ gates: 0.3, open: 0.04 }, 1, ({ seed, world, decision, ids: [winner] }) => {
      const winnerWithout = (some: readonly { readonly id: string; readonly gate: string }[]) =>
        idsIn(decideIn(world, settledIn(world, except(some.map((r) => ({ ...r, gates: [r.gate] }))))))[0];
      const isDecisive = (gate: string) =>
        world.rulebook.rules.some((r) => r.id === gate && "decisive" in r && r.decisive);
      const near = decision.ruledOut
        .map(({ index, gates }) => ({ id: decision.subjects[index]?.candidate.id as string, gates }))
        .flatMap(({ id, gates: [gate, ...more] }) => (gate && more.length === 0 ? [{ id, gate: gate.id }] : []))
        .filter(({ id, gate }) => !isDecisive(gate) && modelOf(id) !== modelOf(winner));
      const models = new Set<string | null>();
      const said = new Set<string>();
      const flips = flipsOf(decision).filter((f) => f.kind === "gate");
      for (const { newWinner, text } of flips) {
        const found = near.find((r) => r.id === newWinner);
        expect(found, `${seed}: ${text}`).toBeDefined();
        const gate = found?.gate as string;
        expect(adviseIn(world, except([{ id: newWinner as string, gates: [gate] }])).winner, `${seed}: ${text}`).toBe(
          newWinner,
        );
        const rivals = near.filter((r) => r.gate === gate && !models.has(modelOf(r.id)));
        expect(winnerWithout(rivals), `${seed}: ${text}`).toBe(newWinner);
        models.add(modelOf(newWinner));
        said.add(gate);
        named++;
      }
      // Nobody's score hangs on who else is there: together they win where one of them does.
      const unnamed = near.filter((r) => !said.has(r.gate) && !models.has(modelOf(r.id)));
      if (flips.length < 3 && unnamed.length > 0) expect(winnerWithout(unnamed), String(seed)).toBe(winner);
    });
    expect(named).toBeGreaterThan(100);
  }, 120_000);

  it("a price and a quality at which somebody else wins: so it is there, not a step nearer, and nowhere where none is named", () => {
    const found: Record<string, number> = {};
    onProblems({}, 1_000_000, (p) => {
      const { seed, world, settled, decision, ids, draws } = p;
      const [winner] = ids as [string];
      const changes = factChangesOf(decision, judgeOf(p));
      const subjectOf = (id: string) => decision.subjects.find((s) => s.candidate.id === id) as Subject;
      const models = [...new Set(ids.map(modelOf))] as string[];
      const bestOf = (model: string) => ids.find((id) => modelOf(id) === model) as string;
      const first = (w: RandomWorld, altered?: (s: Subject) => Subject) =>
        idsIn(decideIn(w, settled, altered))[0] as string;
      /** The whole number just below, and another. */
      const below = (most: number) => new Set([most - 1, draws.integer(1, most)].filter((k) => k > 0 && k < most));

      const [, ...others] = models.slice(0, 4);
      const rival = others.length > 0 ? draws.of(others) : null;

      // A rival's price, at its best way to run.
      if (rival !== null) {
        const id = bestOf(rival);
        const subject = subjectOf(id);
        const at = (off: number): string => {
          const factor = (100 - off) / 100;
          if (!isMetered(subject))
            return first(
              world,
              billedAt(factor, (s) => s.candidate.id === id),
            );
          const { provider, endpoint } = subject.candidate.deployment;
          return first(
            pricedIn(
              world,
              factor,
              (o, q) => o.model === rival && q.id === provider?.id && o.endpoint === endpoint?.id,
            ),
          );
        };
        const said = changes.find((c) => c.factor !== null && c.newWinner.id === id && c.of.id === id);
        const off = said ? Math.round(100 - 100 * (said.factor as number)) : 100;
        if (subject.estimate.usdPerMonth !== null) {
          if (said) expect(at(off), `${seed}: ${said.text}`).toBe(id);
          for (const nearer of below(off))
            expect(at(nearer), `${seed}: ${nearer} % off ${id}, ${said?.text}`).not.toBe(id);
        }
        found["cheaper"] = (found["cheaper"] ?? 0) + Number(said !== undefined);
      }

      // A rival's quality, wherever it runs; the winner's, down to nothing.
      for (const [model, end] of [
        [rival, 100],
        [models[0] as string, 0],
      ] as const) {
        if (model === null || others.length === 0) continue;
        const now = subjectOf(bestOf(model)).quality.index;
        if (now === null || decision.subjects.some((s) => s.candidate.model.id === model && isEdge(s))) continue;
        const at = (index: number) => first(measuredIn(world, model, index));
        const isOther = (id: string) => (end === 100 ? modelOf(id) === model : modelOf(id) !== model);
        const said = changes.find((c) => c.index !== null && c.of.model.id === model);
        if (said) expect(at(said.index as number), `${seed}: ${said.text}`).toBe(said.newWinner.id);
        const between = (k: number) => (end === 100 ? Math.floor(now) + k : Math.ceil(now) - k);
        const most = said ? Math.abs((said.index as number) - between(0)) : Math.abs(end - between(0)) + 1;
        for (const k of below(most))
          expect(isOther(at(between(k))), `${seed}: ${model} at ${between(k)}, ${said?.text}`).toBe(false);
        const kind = end === 100 ? "better" : "worse";
        found[kind] = (found[kind] ?? 0) + Number(said !== undefined);
      }

      // The winner's price, everywhere; or its bill, wherever one runs it oneself.
      if (others.length > 0 && subjectOf(winner).estimate.usdPerMonth !== null) {
        const model = models[0] as string;
        const metered = isMetered(subjectOf(winner));
        const at = (factor: number) =>
          metered
            ? first(pricedIn(world, factor, (o) => o.model === model))
            : first(
                world,
                billedAt(factor, (s) => s.candidate.model.id === model && !isMetered(s)),
              );
        const said = changes.find((c) => c.factor !== null && c.of.id === winner);
        const steps = Array.from({ length: 1080 }, (_, k) => (k < 100 ? (101 + k) / 100 : (20 + k - 99) / 10));
        if (said) expect(at(said.factor as number), `${seed}: ${said.text}`).toBe(said.newWinner.id);
        const most = said ? steps.indexOf(said.factor as number) + 1 : steps.length + 1;
        expect(most, said?.text).toBeGreaterThan(0);
        for (const k of below(most))
          expect(modelOf(at(steps[k - 1] as number)), `${seed}: ${steps[k - 1]} times, ${said?.text}`).toBe(model);
        found["dearer"] = (found["dearer"] ?? 0) + Number(said !== undefined);
      }
    });
    for (const kind of ["cheaper", "better", "dearer", "worse"]) expect(found[kind], kind).toBeGreaterThan(60);
  }, 180_000);

  it("what would put one loser first does, its conditions set aside, and a step less does not", () => {
    const found: Record<string, number> = {};
    onProblems({}, 2_000_000, (p) => {
      const { seed, world, decision, ids, draws } = p;
      const losers = decision.subjects.filter((s) => s.candidate.id !== ids[0]);
      if (losers.length === 0) return;
      const loser = draws.of(losers);
      const { id, model, deployment } = loser.candidate;
      const gates = world.rulebook.rules.flatMap((r) => (r.kind === "gate" ? [r.id] : []));
      const free = settledIn(world, except([{ id, gates }]));
      const first = (w: RandomWorld, s: Settled = free, altered?: (s: Subject) => Subject) =>
        idsIn(decideIn(w, s, altered))[0] as string;
      const { changes, isFirstOnceAllowed } = wouldWin(decision, judgeOf(p), loser);
      expect(isFirstOnceAllowed, `${seed}: ${id}`).toBe(first(world) === id);
      if (isFirstOnceAllowed) return;
      const saidOf = (pick: (c: (typeof changes)[number]) => boolean) => changes.find(pick);

      const at = (off: number) => {
        if (!isMetered(loser))
          return first(
            world,
            free,
            billedAt((100 - off) / 100, (s) => s.candidate.id === id),
          );
        const isIts = (o: Offer, q: Provider) =>
          o.model === model.id && q.id === deployment.provider?.id && o.endpoint === deployment.endpoint?.id;
        return first(pricedIn(world, (100 - off) / 100, isIts));
      };
      if (loser.estimate.usdPerMonth !== null) {
        const price = saidOf((c) => c.factor !== null);
        const off = price ? Math.round(100 - 100 * (price.factor as number)) : 100;
        if (price) expect(at(off), `${seed}: ${price.text}`).toBe(id);
        if (off > 1) expect(at(off - 1), `${seed}: ${id} ${price?.text}`).not.toBe(id);
        found["price"] = (found["price"] ?? 0) + Number(price !== undefined);
      }

      const now = loser.quality.index;
      if (now !== null && !decision.subjects.some((s) => s.candidate.model.id === model.id && isEdge(s))) {
        const quality = saidOf((c) => c.index !== null);
        const index = quality?.index ?? 101;
        if (quality) expect(first(measuredIn(world, model.id, index)), `${seed}: ${quality.text}`).toBe(id);
        if (index - 1 > now)
          expect(first(measuredIn(world, model.id, index - 1)), `${seed}: ${id} ${quality?.text}`).not.toBe(id);
        found["quality"] = (found["quality"] ?? 0) + Number(quality !== undefined);
      }

      const transfer = saidOf((c) => c.transfer !== null)?.transfer;
      if (transfer) {
        const { priorities } = p.settled.requirements;
        const whole = CRITERIA.reduce((sum, c) => sum + priorities[c], 0);
        const moved = (points: number) =>
          settledIn(world, [
            ...except([{ id, gates }]),
            {
              path: "priorities",
              value: Object.fromEntries(
                CRITERIA.map((c) => {
                  const by = c === transfer.to ? points : c === transfer.from ? -points : 0;
                  return [c, priorities[c] + (by / 100) * whole];
                }),
              ),
            },
          ]);
        expect(first(world, moved(transfer.points)), `${seed}: ${id}`).toBe(id);
        if (Number.isInteger(transfer.points) && transfer.points > 1)
          expect(first(world, moved(transfer.points - 1)), `${seed}: ${id}`).not.toBe(id);
        found["priority"] = (found["priority"] ?? 0) + 1;
      }
    });
    for (const kind of ["price", "quality", "priority"]) expect(found[kind], kind).toBeGreaterThan(60);
  }, 180_000);
});
