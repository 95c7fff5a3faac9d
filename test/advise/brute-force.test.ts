import { describe, expect, it } from "vitest";
import { otherAnswers, otherTraffic } from "../../src/advise/alternatives.ts";
import { ANSWERABLES } from "../../src/advise/answers.ts";
import { Prospect } from "../../src/advise/prospect.ts";
import type { Offer, Provider } from "../../src/catalog/catalog.ts";
import { loadCatalog } from "../../src/catalog/load.ts";
import type { Decision } from "../../src/decide/decide.ts";
import { factChangesOf } from "../../src/explain/fact-flips.ts";
import { flipsOf } from "../../src/explain/flips.ts";
import { wouldWin } from "../../src/explain/would-win.ts";
import { parsePath, valueAt } from "../../src/requirements/layer.ts";
import type { Settled } from "../../src/requirements/settle.ts";
import type { Subject } from "../../src/rules/fact.ts";
import { loadRules } from "../../src/rules/load.ts";
import { CRITERIA, CUSTOMIZATIONS } from "../../src/vocabulary.ts";
import {
  adviseIn,
  Draws,
  decideIn,
  firstIn,
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

/** As many in which somebody wins, the same for all kinds of change. */
const problems = ((): Problem[] => {
  const found: Problem[] = [];
  for (let seed = 1; found.length < PROBLEMS; seed++) {
    const world = randomWorld({ catalog, rulebook }, seed);
    const settled = settledIn(world);
    const decision = decideIn(world, settled);
    const ids = decision.order.map((i) => decision.subjects[i]?.candidate.id as string);
    if (ids.length > 0) found.push({ seed, world, settled, decision, ids, draws: new Draws(seed ^ 0x5bd1e995) });
  }
  return found;
})();

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

const prospectOf = (world: RandomWorld) => new Prospect({ ...world, today: TODAY });

const yesOrNo = () => [true, false];
const none = (now: unknown) => ((now as readonly unknown[] | null)?.length ? [[]] : []);
/** None of a list, and all but each. */
const fewer = (now: unknown) => {
  const list = (now ?? []) as readonly unknown[];
  return [...none(list), ...(list.length > 1 ? list.map((_, i) => list.filter((__, k) => k !== i)) : [])];
};
/** What else could have been answered, of all that is answered by one of a few words. */
const OTHER_ANSWERS: Readonly<Record<string, (now: unknown) => readonly unknown[]>> = {
  "workloads[0].data.sensitivity": () => ["public", "internal", "confidential", "regulated"],
  "workloads[0].data.regulations": fewer,
  "workloads[0].data.residency": none,
  "workloads[0].data.zeroRetention": yesOrNo,
  "workloads[0].data.airGapped": yesOrNo,
  "workloads[0].quality": () => ["basic", "capable", "strong", "frontier"],
  "workloads[0].customization": () => CUSTOMIZATIONS,
  "workloads[0].deployments": (now) => {
    const kinds = now as readonly string[];
    const all = ["vendor-api", "hosted-api", "cloud-gpu", "on-premises", "edge", "app"];
    return [all.filter((k) => !["edge", "app"].includes(k) || kinds.includes(k)), ...fewer(kinds).slice(1)];
  },
  "workloads[0].support": () => ["community", "business", "enterprise-sla"],
  "workloads[0].uptimePercent": (now) => (now === null ? [99.9] : [null, 99.9]),
  "workloads[0].lifetimeMonths": () => [6, 12, 24, 36, 60],
  "workloads[0].budget.hard": yesOrNo,
  "workloads[0].latency.firstTokenSeconds": (now) => (now === null ? [] : [null]),
  "workloads[0].latency.tokensPerSecond": (now) => (now === null ? [] : [null]),
  "workloads[0].license.osiApproved": yesOrNo,
  "workloads[0].license.commercialUse": yesOrNo,
  "workloads[0].license.redistributeDerivatives": yesOrNo,
  "workloads[0].license.trainOnOutputs": yesOrNo,
  "organization.modelAsAService": yesOrNo,
  "organization.excludedOrigins": fewer,
  "organization.excludedHosts": fewer,
  "organization.excludedVendors": fewer,
  "organization.hardware": none,
  "organization.team.mlOpsFte": () => [0, 1, 3],
};

describe("on 1,000 random problems", () => {
  it("who is first when it is tried out is whom the answer names", () => {
    for (const { seed, world, settled, ids } of problems) {
      if (seed % 10 !== 0) continue;
      expect(firstIn(world, settled), String(seed)).toBe(ids[0]);
      expect(adviseIn(world).winner, String(seed)).toBe(ids[0]);
    }
  });

  it("a gate is named for the best that it alone holds back, and none that is not", () => {
    let named = 0;
    problems.forEach(({ seed, world, decision, ids: [winner] }) => {
      const winnerWithout = (some: readonly { readonly id: string; readonly gate: string }[]) =>
        firstIn(world, settledIn(world, except(some.map((r) => ({ ...r, gates: [r.gate] })))));
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
    problems.forEach((p) => {
      const { seed, world, settled, decision, ids, draws } = p;
      const [winner] = ids as [string];
      const changes = factChangesOf(decision, judgeOf(p));
      const subjectOf = (id: string) => decision.subjects.find((s) => s.candidate.id === id) as Subject;
      const models = [...new Set(ids.map(modelOf))] as string[];
      const bestOf = (model: string) => ids.find((id) => modelOf(id) === model) as string;
      const first = (w: RandomWorld, altered?: (s: Subject) => Subject) => firstIn(w, settled, altered);
      /** The whole number just below, and sometimes another. */
      const below = (most: number) =>
        [most - 1, ...(draws.chance(0.4) ? [draws.integer(1, most)] : [])].filter((k) => k > 0 && k < most);

      const [, ...others] = models.slice(0, 4);
      const rival = others.length > 0 ? draws.of(others) : null;

      // A rival's price, at its best way to run.
      if (rival !== null) {
        const id = bestOf(rival);
        const subject = subjectOf(id);
        const at = (off: number) => {
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
        const isOther = (id: string | null) => (end === 100 ? modelOf(id) === model : modelOf(id) !== model);
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
    problems.forEach((p) => {
      const { seed, world, decision, ids, draws } = p;
      const losers = decision.subjects.filter((s) => s.candidate.id !== ids[0]);
      if (losers.length === 0) return;
      const loser = draws.of(losers);
      const { id, model, deployment } = loser.candidate;
      const gates = world.rulebook.rules.flatMap((r) => (r.kind === "gate" ? [r.id] : []));
      const free = settledIn(world, except([{ id, gates }]));
      const first = (w: RandomWorld, s: Settled = free, altered?: (s: Subject) => Subject) => firstIn(w, s, altered);
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

  it("another answer changes the winner just as it is said, and one that is not said does not", () => {
    let [named, tried] = [0, 0];
    problems.forEach(({ seed, world, settled, ids, draws }) => {
      const said = otherAnswers(prospectOf(world), settled, 0);
      const given = Object.entries(OTHER_ANSWERS).flatMap(([path, others]) => {
        const now = valueAt(world.said, parsePath(path));
        if (now === undefined) return [];
        const isNow = (value: unknown) => JSON.stringify(value) === JSON.stringify(now);
        return others(now === "unknown" ? null : now).flatMap((value) => (isNow(value) ? [] : [{ path, value }]));
      });
      const key = ({ path, value }: { readonly path: string; readonly value: unknown }) =>
        JSON.stringify([path, value]);
      for (const { change, newWinner, text } of said) {
        const [{ path, value }] = change as [NonNullable<typeof change>[number]];
        expect(given.map(key), `${seed}: ${text}`).toContain(key({ path, value }));
        expect(adviseIn(world, [{ path, value }]).winner, `${seed}: ${text}`).toBe(newWinner);
        expect(modelOf(newWinner), `${seed}: ${text}`).not.toBe(modelOf(ids[0]));
        named++;
      }
      const changed = new Set(said.map(({ change }) => key(change?.[0] as { path: string; value: unknown })));
      const unsaid = given.filter((c) => !changed.has(key(c)));
      for (let k = 0; k < 1 && unsaid.length > 0; k++) {
        const [change] = unsaid.splice(draws.integer(0, unsaid.length - 1), 1) as [(typeof unsaid)[number]];
        expect(modelOf(firstIn(world, settledIn(world, [change]))), `${seed}: ${key(change)}`).toBe(modelOf(ids[0]));
        tried++;
      }
    });
    expect(named).toBeGreaterThan(300);
    expect(tried).toBeGreaterThan(800);
  }, 180_000);

  it.each(Object.entries(OTHER_ANSWERS))("of %s all that else could be answered is tried", (path, others) => {
    const answerable = ANSWERABLES.find(
      (a) => path === (a.path.startsWith("organization") ? a.path : `workloads[0].${a.path}`),
    );
    const written = (list: readonly unknown[], now: unknown) =>
      [...new Set(list.map((x) => JSON.stringify(x)))].filter((x) => x !== JSON.stringify(now)).sort();
    expect(ANSWERABLES).toHaveLength(Object.keys(OTHER_ANSWERS).length);
    const isList = /regulations|residency|deployments|excluded|hardware/u.test(path);
    const nows = isList ? [[], ["US"], ["DE", "US", "CN"], ["vendor-api", "edge"]] : [null, ...others(null)];
    for (const now of nows)
      expect(written(answerable?.others(now as never) ?? [], now)).toEqual(written(others(now), now));
  });

  it("another traffic changes the winner just as it is said, and none nearer to now does", () => {
    let [named, rounded, tried, teeth] = [0, 0, 0, 0];
    for (const { seed, world, settled, ids, draws } of problems) {
      const now = settled.requirements.workloads[0]?.traffic.requestsPerDay as number;
      const at = (requestsPerDay: number) => [{ path: "workloads[0].traffic.requestsPerDay", value: requestsPerDay }];
      const [winner] = ids;
      const said = otherTraffic(prospectOf(world), settled, 0);
      for (const direction of [-1, 1]) {
        const valueOf = (f: (typeof said)[number]) => f.change?.[0]?.value as number;
        const flip = said.find((f) => Math.sign(valueOf(f) - now) === direction);
        // Powers of ten that lie between; narrowed to 2 % and rounded to three figures.
        const free = flip
          ? Math.abs(Math.log10(valueOf(flip) / now)) - Math.log10(1.035)
          : direction < 0
            ? Math.min(2, Math.log10(now))
            : 2;
        const nearer = [free, ...(draws.chance(0.5) ? [draws.next() * free] : [])].filter((x) => x > 0);
        if (flip) {
          expect(adviseIn(world, at(valueOf(flip))).winner, `${seed}: ${flip.text}`).toBe(flip.newWinner);
          expect(modelOf(flip.newWinner), `${seed}: ${flip.text}`).not.toBe(modelOf(winner));
          named++;
          if (Number(valueOf(flip).toPrecision(3)) === valueOf(flip)) rounded++;
        }
        const isOther = (x: number) =>
          modelOf(firstIn(world, settledIn(world, at(now * 10 ** (direction * x))))) !== modelOf(winner);
        for (const x of nearer) {
          tried++;
          if (!isOther(x)) continue;
          // One tooth of the stairs on which machines are added: narrower than what is searched.
          const isAround = [x - 1 / 16, x + 1 / 16].some((y) => y > 0 && y < free && isOther(y));
          expect(isAround, `${seed}: at ${now * 10 ** (direction * x)}, now ${now}, ${flip?.text}`).toBe(false);
          teeth++;
        }
      }
    }
    expect(teeth).toBeLessThan(10);
    expect(rounded).toBeGreaterThan(0.9 * named);
    expect(named).toBeGreaterThan(200);
    expect(tried).toBeGreaterThan(2000);
  }, 180_000);
});
