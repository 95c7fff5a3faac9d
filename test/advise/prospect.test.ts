import { beforeAll, describe, expect, it } from "vitest";
import { Prospect } from "../../src/advise/prospect.ts";
import { subjectsOf } from "../../src/advise/subjects.ts";
import { type AskableQuestion, valueOfQuestions } from "../../src/advise/value-of-questions.ts";
import { enumerate, moved } from "../../src/candidates/enumerate.ts";
import type { Catalog } from "../../src/catalog/catalog.ts";
import { loadCatalog } from "../../src/catalog/load.ts";
import { decide } from "../../src/decide/decide.ts";
import { readsOf } from "../../src/estimate/reads.ts";
import { estimate, leastUsdPerMonth } from "../../src/estimate/tco.ts";
import type { Organization, Workload } from "../../src/requirements/requirements.ts";
import { type Settled, settle } from "../../src/requirements/settle.ts";
import type { Subject } from "../../src/rules/fact.ts";
import { FACTS, OF_PLACES, OF_REQUIREMENTS, READ_BY_CAPS } from "../../src/rules/facts.ts";
import { loadRules } from "../../src/rules/load.ts";
import type { Rulebook } from "../../src/rules/rulebook.ts";
import { CUSTOMIZATIONS, DEPLOYMENT_KINDS, QUALITY_LEVELS, SENSITIVITIES, type Task } from "../../src/vocabulary.ts";

const TODAY = "2026-11-25";
let catalog: Catalog;
let rulebook: Rulebook;
beforeAll(async () => {
  [catalog, rulebook] = await Promise.all([loadCatalog(), loadRules()]);
});

/** What is said first wins. */
function settledBy(...said: readonly unknown[]): Settled {
  const layers = said.map((value) => ({ origin: "file" as const, value, locate: () => ({ file: "test" }) }));
  return settle(layers, { requirements: catalog.defaults, tasks: catalog.tasks });
}

function decisionOf(settled: Settled, n = 0) {
  const workload = settled.requirements.workloads[n] as Workload;
  const subjects = subjectsOf({ settled, catalog, today: TODAY }, workload);
  return decide(subjects, rulebook, { seed: 1, samples: 1, lambda: 0.1, nearMisses: 1, exceptions: [] });
}

const winnerOf = (settled: Settled): string | null => {
  const { order, subjects } = decisionOf(settled);
  return order[0] === undefined ? null : (subjects[order[0]] as Subject).candidate.id;
};

const inWorkload = (w: object) => ({ workloads: [w] });
const VARIATIONS: readonly object[] = [
  ...SENSITIVITIES.map((sensitivity) => inWorkload({ data: { sensitivity } })),
  inWorkload({ data: { residency: ["EU"] } }),
  inWorkload({ data: { residency: [] } }),
  ...[50, 200_000].map((requestsPerDay) => inWorkload({ traffic: { requestsPerDay } })),
  inWorkload({ quality: "frontier" }),
  inWorkload({ customization: "full-fine-tuning" }),
  inWorkload({ budget: { usdPerMonth: 900, hard: true } }),
  { organization: { jurisdiction: "US", annualRevenueUsd: 90_000_000, modelAsAService: true } },
  { organization: { excludedOrigins: ["CN"], hardware: [] } },
  { priorities: { tco: 1, privacy: 2 } },
];

describe("a prospect", () => {
  it.each(["regulated-bank-contracts", "startup-chatbot", "marketing-images", "call-center-transcription"])(
    "has the winner of the whole decision under any requirements, one after the other: %s",
    (preset) => {
      const prospect = new Prospect({ catalog, rulebook, today: TODAY });
      const base = catalog.presets[preset];
      const winners = [{}, ...VARIATIONS, {}].map((said) => {
        const settled = settledBy(said, base);
        const { contest } = prospect.standings(settled, 0);
        const first = contest.first();
        const id = first === null ? null : contest.idOf(first);
        expect(id, JSON.stringify(said)).toBe(winnerOf(settled));
        return id;
      });
      expect(new Set(winners).size).toBeGreaterThan(2);
    },
    60_000,
  );

  it("names the same candidates in the same order whatever is asked", () => {
    const ids = [{}, ...VARIATIONS].map((said) => {
      const { requirements } = settledBy(said, inWorkload({ task: "chat" }));
      return enumerate(catalog, requirements.organization, requirements.workloads[0] as Workload).map((c) => c.id);
    });
    for (const other of ids) expect(other).toEqual(ids[0]);
  });
});

describe("what is kept between requirements", () => {
  it("are candidates and facts of a place elsewhere, those of places excepted", () => {
    const here = settledBy({ organization: { jurisdiction: "DE" } }, inWorkload({ task: "chat" }));
    const changing = new Set<string>();
    const subjects = (settled: Settled) =>
      subjectsOf({ settled, catalog, today: TODAY }, settled.requirements.workloads[0] as Workload);
    const before = subjects(here);
    for (const said of [
      { organization: { jurisdiction: "US" } },
      { organization: { usersIn: ["FR", "JP"] } },
      { workloads: [{ data: { residency: ["EU"] } }] },
      { organization: { jurisdiction: "CN" }, workloads: [{ data: { residency: ["CN"] } }] },
    ]) {
      const there = settledBy(said, { organization: { jurisdiction: "DE" } }, inWorkload({ task: "chat" }));
      const { organization, workloads } = there.requirements;
      const after = subjects(there);
      const all = before.map((s) => s.candidate);
      expect(moved(all, catalog, organization, workloads[0] as Workload)).toEqual(after.map((s) => s.candidate));
      for (const [path, fact] of Object.entries(FACTS)) {
        if (fact.stage !== "catalog" || OF_REQUIREMENTS.includes(path)) continue;
        const differs = before.some((s, i) => {
          const [a, b] = [fact.read(s), fact.read(after[i] as Subject)];
          return a !== b && JSON.stringify(a) !== JSON.stringify(b);
        });
        if (differs) changing.add(path);
      }
    }
    expect([...changing].sort()).toEqual([...OF_PLACES].sort());
  });

  it("are catalog facts that hang on none, those named excepted", () => {
    const settled = settledBy({ organization: { jurisdiction: "DE" } }, inWorkload({ task: "chat" }));
    const [workload] = settled.requirements.workloads as [Workload];
    let asked: string | null = null;
    const asking = new Set<string>();
    const keys = new Set<string>();
    for (const s of subjectsOf({ settled, catalog, today: TODAY }, workload)) {
      const watched = new Proxy(s, {
        get(target, key) {
          const value = Reflect.get(target, key, target);
          if (!["organization", "workload", "priorities"].includes(String(key)) || !asked) return value;
          asking.add(asked);
          return new Proxy(value as object, {
            get: (of, k) => {
              keys.add(String(k));
              return Reflect.get(of, k);
            },
          });
        },
      });
      for (const [path, fact] of Object.entries(FACTS)) {
        if (fact.stage !== "catalog") continue;
        asked = path;
        fact.read(watched);
      }
    }
    expect([...asking].sort()).toEqual([...OF_REQUIREMENTS].sort());
    expect([...keys].map((k) => `organization.${k}`).sort()).toEqual([...READ_BY_CAPS].sort());
  });

  /** Another value for every requirement. */
  const CHANGED: {
    readonly organization: object;
    readonly workload: object;
    readonly traffic: object;
    readonly data: object;
  } = {
    organization: {
      jurisdiction: "US",
      ownership: ["CN"],
      usersIn: ["US"],
      annualRevenueUsd: 5e9,
      monthlyActiveUsers: 9e8,
      modelAsAService: true,
      sector: "finance",
      team: { mlOpsFte: 7 },
      hardware: [{ accelerator: "nvidia-h100-80gb-sxm", count: 8 }],
      excludedOrigins: ["CN"],
      excludedHosts: ["US"],
      excludedVendors: ["OpenAI"],
      discounts: [
        { provider: "openai", percent: 30 },
        { provider: "runpod", percent: 30 },
      ],
    },
    workload: {
      id: "other",
      title: "Other",
      task: "coding",
      languages: ["zh"],
      interface: "either",
      contextTokens: 90_000,
      latency: { firstTokenSeconds: 0.3, tokensPerSecond: 90 },
      quality: "frontier",
      customization: "light-fine-tuning",
      deployments: ["edge"],
      license: { commercialUse: false, osiApproved: true, redistributeDerivatives: true, trainOnOutputs: true },
      support: "enterprise-sla",
      uptimePercent: 99.99,
      budget: { usdPerMonth: 10, hard: true },
      lifetimeMonths: 7,
      offline: true,
    },
    traffic: {
      requestsPerDay: 777_777,
      inputTokens: 3333,
      outputTokens: 1234,
      cachedInputShare: 0.7,
      batchShare: 0.6,
      peakToAverage: 9,
      growthPerYear: 0.7,
      inputImages: 2,
      inputSeconds: 30,
      outputImages: 2,
      outputSeconds: 30,
    },
    data: {
      sensitivity: "regulated",
      regulations: ["gdpr"],
      residency: ["US"],
      sensitiveShare: 0.5,
      zeroRetention: true,
      airGapped: true,
    },
  };

  it.each(["chat", "image-generation", "speech-recognition"] satisfies Task[])(
    "are estimates of which no reading changed: every other requirement leaves them as they are (%s)",
    (task) => {
      const { requirements } = settledBy(inWorkload({ task }));
      const [workload] = requirements.workloads as [Workload];
      const seen = [...new Set(DEPLOYMENT_KINDS)].flatMap((kind) =>
        enumerate(catalog, requirements.organization, workload)
          .filter((c) => c.deployment.kind === kind && c.model.tasks.includes(task))
          .filter((_, i) => i % 9 === 0),
      );
      const figures = (w: Workload, o: Organization) =>
        enumerate(catalog, o, w)
          .filter((c) => seen.some((s) => s.id === c.id))
          .map((c) => ({
            id: c.id,
            kind: c.deployment.kind,
            e: estimate(c, w, o, { catalog, today: TODAY, assumptions: { deviceBoughtShare: 1 } }),
          }));
      const before = figures(workload, requirements.organization);
      const context = { catalog, today: TODAY, assumptions: { deviceBoughtShare: 1 } };
      for (const { id, e } of before) {
        const candidate = seen.find((c) => c.id === id);
        const least = candidate && leastUsdPerMonth(candidate, workload, requirements.organization, context);
        if (e.usdPerMonth) expect(least, id).toBeLessThanOrEqual(e.usdPerMonth.high);
      }
      const missed = new Set<string>();
      for (const [where, values] of Object.entries(CHANGED) as [keyof typeof CHANGED, object][]) {
        const given =
          where === "organization" ? requirements.organization : where === "workload" ? workload : workload[where];
        expect(Object.keys(values).sort()).toEqual(
          Object.keys(given)
            .filter((k) => where !== "workload" || (k !== "traffic" && k !== "data"))
            .sort(),
        );
        for (const [key, value] of Object.entries(values)) {
          const o =
            where === "organization" ? { ...requirements.organization, [key]: value } : requirements.organization;
          const w =
            where === "organization"
              ? workload
              : where === "workload"
                ? { ...workload, [key]: value }
                : { ...workload, [where]: { ...workload[where], [key]: value } };
          const after = figures(w, o);
          before.forEach(({ id, kind, e }, i) => {
            const reads: readonly string[] = readsOf(kind)[where];
            if (reads.includes(key)) return;
            if (JSON.stringify(after[i]?.e) !== JSON.stringify(e)) missed.add(`${where}.${key} changes ${kind}: ${id}`);
          });
        }
      }
      expect([...missed]).toEqual([]);
    },
    120_000,
  );
});

describe("the value of a question", () => {
  const questions = (base: unknown): AskableQuestion[] => {
    const ask = (path: string, answers: readonly object[], priors: readonly number[] = answers.map(() => 1)) => ({
      path,
      answers: answers.map((a, i) => ({ settled: settledBy(a, base), prior: priors[i] as number })),
    });
    return [
      ask(
        "data.sensitivity",
        SENSITIVITIES.map((sensitivity) => inWorkload({ data: { sensitivity } })),
        [4, 3, 2, 1],
      ),
      ask(
        "quality",
        QUALITY_LEVELS.map((quality) => inWorkload({ quality })),
      ),
      ask(
        "customization",
        CUSTOMIZATIONS.map((customization) => inWorkload({ customization })),
      ),
      ask(
        "traffic",
        [100, 100_000].map((requestsPerDay) => inWorkload({ traffic: { requestsPerDay } })),
      ),
      ask("organization.hardware", [
        {},
        { organization: { hardware: [{ accelerator: "nvidia-h100-80gb-sxm", count: 8 }] } },
      ]),
      ask("organization.sector", [{ organization: { sector: "media" } }, { organization: { sector: "industry" } }]),
    ];
  };

  it.each(["startup-chatbot", "regulated-bank-contracts"])(
    "is that of the whole decision under every answer: %s",
    (preset) => {
      const base = catalog.presets[preset];
      const prospect = new Prospect({ catalog, rulebook, today: TODAY });
      const settled = settledBy(base);
      const asked = questions(base);
      const values = valueOfQuestions(prospect, settled, asked);
      const modelOf = (id: string | null) => id?.split("@")[0] ?? null;
      const now = modelOf(winnerOf(settled));
      let flipping = 0;
      asked.forEach(({ path, answers }, q) => {
        const value = values[q];
        expect(value?.path).toBe(path);
        const whole = answers.reduce((s, a) => s + a.prior, 0);
        const decisions = answers.map((a) => decisionOf(a.settled));
        const totals = decisions.map(({ order, subjects, scores }) =>
          Object.fromEntries(order.map((i) => [(subjects[i] as Subject).candidate.id, scores.total[i] as number])),
        );
        const p = answers.map((a) => a.prior / whole);
        const ids = [...new Set(totals.flatMap((t) => Object.keys(t)))];
        const informed = totals.reduce((s, t, a) => s + (p[a] as number) * Math.max(0, ...Object.values(t)), 0);
        const blind = Math.max(
          0,
          ...ids.map((id) => totals.reduce((s, t, a) => s + (p[a] as number) * (t[id] ?? 0), 0)),
        );
        expect(value?.evoi, path).toBeCloseTo(informed - blind, 9);
        const winners = answers.map((a) => winnerOf(a.settled));
        expect(value?.winners.map((w) => w[0])).toEqual(winners);
        const flip = winners.reduce((s, w, a) => s + (modelOf(w) === now ? 0 : (p[a] as number)), 0);
        expect(value?.flipProbability, path).toBeCloseTo(flip, 12);
        if (flip > 0) flipping++;
        if (flip > 0 || informed - blind > 1e-9) expect(value?.candidatesTouched, path).toBeGreaterThan(0);
      });
      expect(flipping).toBeGreaterThan(0);
    },
    60_000,
  );

  it("is nothing, and touches nobody, where no rule and no estimate reads the answer", () => {
    const base = catalog.presets["startup-chatbot"];
    const prospect = new Prospect({ catalog, rulebook, today: TODAY });
    const answers = ["A", "B"].map((title) => ({ settled: settledBy(inWorkload({ title }), base), prior: 1 }));
    const [value] = valueOfQuestions(prospect, settledBy(base), [{ path: "title", answers }]);
    expect(value).toMatchObject({ evoi: 0, flipProbability: 0, candidatesTouched: 0, ruledOutUpTo: 0, rules: [] });
  });
});
