import { describe, expect, it } from "vitest";
import { Failure } from "../../src/failure.ts";
import { readNumber } from "../../src/quantity/read-number.ts";
import { flagLayer } from "../../src/requirements/flag-layer.ts";
import type { Layer, Origin } from "../../src/requirements/layer.ts";
import { setLayer } from "../../src/requirements/set-layer.ts";
import { type Defaults, settle } from "../../src/requirements/settle.ts";
import { TASKS, type Task } from "../../src/vocabulary.ts";

const taskDefaults = {
  title: "Job",
  defaults: {
    requestsPerDay: 1000,
    inputTokens: 1200,
    outputTokens: 300,
    inputImages: 0,
    inputSeconds: 0,
    outputImages: 0,
    outputSeconds: 0,
    contextTokens: 8000,
    quality: "capable" as const,
  },
};
const defaults: Defaults = {
  requirements: {
    organization: {
      jurisdiction: "unknown",
      ownership: [],
      team: { mlOpsFte: "unknown" },
      hardware: [],
      excludedOrigins: [],
      excludedHosts: [],
      excludedVendors: [],
      discounts: [],
    },
    workloads: [
      {
        interface: "api",
        languages: [],
        traffic: { cachedInputShare: 0, batchShare: 0, peakToAverage: 3, growthPerYear: 0 },
        latency: {},
        data: { sensitivity: "internal", sensitiveShare: 1 },
        customization: "prompting",
        deployments: ["vendor-api", "hosted-api"],
        license: { commercialUse: true },
        support: "community",
        budget: {},
        lifetimeMonths: 24,
        offline: false,
      },
    ],
    priorities: {
      performance: 20,
      tco: 20,
      privacy: 20,
      customization: 10,
      geopolitics: 10,
      security: 10,
      support: 5,
      innovation: 5,
    },
    evaluations: [],
    assumptions: {},
  },
  tasks: Object.fromEntries(TASKS.map((t) => [t, taskDefaults])) as unknown as Record<Task, typeof taskDefaults>,
};
const layer = (origin: Origin, value: unknown): Layer => ({ origin, value, locate: () => ({ file: origin }) });
const task = layer("preset", { workloads: [{ task: "chat" }] });

describe("settle", () => {
  it("lets the first layer that speaks win: flag > set > file > preset > default", () => {
    const says = (n: number) => ({ workloads: [{ task: "chat", traffic: { requestsPerDay: n } }] });
    const all = [layer("flag", says(1)), layer("set", says(2)), layer("file", says(3)), layer("preset", says(4))];
    for (let k = 0; k < all.length; k++) {
      const { requirements, origins } = settle(all.slice(k), defaults);
      expect(requirements.workloads[0]?.traffic.requestsPerDay).toBe(k + 1);
      expect(origins["workloads[0].traffic.requestsPerDay"]).toBe(all[k]?.origin);
    }
    const { requirements, origins } = settle([task], defaults);
    expect(requirements.workloads[0]?.traffic.requestsPerDay).toBe(1000);
    expect(origins["workloads[0].traffic.requestsPerDay"]).toBe("default");
  });

  it("keeps what the user does not know unknown", () => {
    const { requirements, origins } = settle([layer("file", { organization: { sector: "unknown" } }), task], defaults);
    expect(requirements.organization.sector).toBeNull();
    expect(requirements.organization.jurisdiction).toBeNull();
    expect(requirements.organization.team.mlOpsFte).toBeNull();
    expect(origins["organization.sector"]).toBe("file");
  });

  it("believes the doubt of whoever stated the priorities, and nobody else's", () => {
    const doubtOf = (...said: Layer[]) => settle([...said, task], defaults).requirements.prioritiesDoubt;
    const file = layer("file", { priorities: { privacy: 9 }, prioritiesDoubt: 0.35 });
    expect(doubtOf(file)).toBe(0.35);
    expect(doubtOf(layer("flag", { priorities: { tco: 3 } }), file)).toBeUndefined();
    expect(doubtOf(layer("flag", { prioritiesDoubt: 0.02 }), file)).toBe(0.02);
    expect(doubtOf()).toBeUndefined();
    const { origins } = settle([file, task], defaults);
    expect(origins["prioritiesDoubt"]).toBe("file");
    expect(settle([task], defaults).origins).not.toHaveProperty("prioritiesDoubt");
  });

  it("takes stated priorities whole", () => {
    const { requirements } = settle(
      [layer("flag", { priorities: { tco: 3 } }), layer("file", { priorities: { privacy: 9 } }), task],
      defaults,
    );
    expect(requirements.priorities).toEqual({
      performance: 0,
      tco: 3,
      privacy: 0,
      customization: 0,
      geopolitics: 0,
      security: 0,
      support: 0,
      innovation: 0,
    });
  });

  it("names a workload after its task, and refuses two of one name", () => {
    expect(settle([task], defaults).requirements.workloads[0]?.id).toBe("chat");
    expect(() => settle([layer("file", { workloads: [{ task: "chat" }, { task: "chat" }] })], defaults)).toThrow(
      /already the id of workloads\[0\]/u,
    );
  });

  it("asks for the job when there is none", () => {
    expect(() => settle([], defaults)).toThrow(Failure);
    expect(() => settle([layer("flag", { organization: { sector: "finance" } })], defaults)).toThrow(
      /workloads\[0\]\.task: is missing/u,
    );
  });

  it("never takes the longest request for shorter than one request", () => {
    const w = settle([layer("flag", { workloads: [{ task: "chat", contextTokens: 10 }] })], defaults).requirements
      .workloads[0];
    expect(w?.contextTokens).toBe(1500);
  });

  it("adds edge where the job is offline and app where people may work by hand", () => {
    const kinds = (w: object) =>
      settle([layer("flag", { workloads: [{ task: "chat", ...w }] })], defaults).requirements.workloads[0]?.deployments;
    expect(kinds({ offline: true })).toEqual(["vendor-api", "hosted-api", "edge"]);
    expect(kinds({ interface: "either" })).toEqual(["vendor-api", "hosted-api", "app"]);
    expect(kinds({ interface: "app", deployments: ["vendor-api"] })).toEqual(["vendor-api"]);
  });
});

describe("flags", () => {
  it("puts each flag at its key", () => {
    const value = flagLayer({
      task: "chat",
      regulation: ["gdpr,hipaa"],
      residency: ["de", "FR"],
      hardware: ["nvidia-h100-80gb-sxm:8"],
      priority: ["tco=30,privacy=70"],
      "air-gapped": true,
      "requests-per-day": "20k",
      jurisdiction: "de",
      "cached-input-share": "40%",
    })?.value;
    expect(value).toEqual({
      organization: { jurisdiction: "DE", hardware: [{ accelerator: "nvidia-h100-80gb-sxm", count: 8 }] },
      priorities: { tco: 30, privacy: 70 },
      workloads: [
        {
          task: "chat",
          data: { regulations: ["gdpr", "hipaa"], residency: ["DE", "FR"], airGapped: true },
          traffic: { requestsPerDay: 20000, cachedInputShare: 0.4 },
        },
      ],
    });
  });

  it.each([
    ["20k", 20000],
    ["1.5M", 1.5e6],
    ["1_000", 1000],
    ["-5", -5],
    ["1e3", 1000],
    ["abc", "abc"],
    ["", ""],
    ["NaN", Number.NaN],
    ["Infinity", Number.NaN],
  ])("reads %s", (text, expected) => expect(readNumber(text)).toEqual(expected));
});

describe("--set", () => {
  it("belongs to the first workload if unnamed, or to the one that is named", () => {
    expect(
      setLayer(
        ["quality=strong", "organization.sector=finance", "b.task=chat", "workloads[b].quality=basic"],
        ["a", "b"],
      )?.value,
    ).toEqual({
      organization: { sector: "finance" },
      workloads: [{ quality: "strong" }, { task: "chat", quality: "basic" }],
    });
  });

  it("reads numbers, booleans, lists and nothing", () => {
    expect(
      setLayer(
        ["data.airGapped=true", "traffic.requestsPerDay=20k", "data.residency=[EU, US]", "budget.usdPerMonth=null"],
        [],
      )?.value,
    ).toEqual({
      workloads: [
        {
          data: { airGapped: true, residency: ["EU", "US"] },
          traffic: { requestsPerDay: 20000 },
          budget: { usdPerMonth: null },
        },
      ],
    });
  });

  it.each(["quality", "=x", "__proto__.x=1", "workloads[999].task=chat"])("refuses %s", (text) => {
    expect(() => setLayer([text], [])).toThrow(Failure);
  });
});
