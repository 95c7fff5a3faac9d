import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadCatalog } from "../../src/catalog/load.ts";
import { requirementsLayer } from "../../src/requirements/schema.ts";
import { layerShape } from "../../src/schemas.ts";
import { fits, type Shape } from "../../src/yaml/fits.ts";

const shape = layerShape() as Shape;
const RICH = {
  schema: "advisor-requirements/1",
  organization: {
    jurisdiction: "DE",
    ownership: ["US"],
    usersIn: ["EU", "CH"],
    annualRevenueUsd: 5e8,
    modelAsAService: false,
    sector: "finance",
    team: { mlOpsFte: 1.5 },
    hardware: [{ accelerator: "nvidia-h100-80gb-sxm", count: 8 }],
    excludedVendors: ["deepseek"],
    discounts: [{ provider: "azure", percent: 12 }],
  },
  workloads: [
    {
      id: "contracts",
      task: "document-analysis",
      languages: ["de", "en"],
      traffic: { requestsPerDay: 5000, cachedInputShare: 0.3, growthPerYear: -0.2, peakToAverage: 3 },
      latency: { firstTokenSeconds: 2, tokensPerSecond: "unknown" },
      quality: "strong",
      data: {
        sensitivity: "regulated",
        regulations: ["gdpr"],
        residency: ["EU"],
        sensitiveShare: 0.4,
        airGapped: null,
      },
      deployments: ["on-premises", "vendor-api"],
      budget: { usdPerMonth: 40_000, hard: true },
      lifetimeMonths: 24,
    },
  ],
  priorities: { performance: 3, tco: 0, privacy: 5 },
  prioritiesDoubt: 0.1,
  evaluations: ["results.json"],
  assumptions: { loadedSalary: 180_000 },
  plan: { mostVendors: 2, leastScore: { contracts: 0.5 }, committed: [{ provider: "azure", usdPerMonth: 1000 }] },
  check: {
    selected: { contracts: "mistral/mistral-large-3@on-premises" },
    failOn: { notInTop: 3, priceDriftPercent: false, ruledOut: true },
    exceptions: [
      { rule: "licensing.cap", candidate: null, reason: "agreed", approver: "legal", expires: "2027-02-28" },
    ],
  },
};

type Path = readonly (string | number)[];
const pathsOf = (x: unknown, at: Path = []): Path[] =>
  typeof x === "object" && x !== null ? [at, ...Object.entries(x).flatMap(([k, v]) => pathsOf(v, [...at, k]))] : [at];

function changed(root: unknown, path: Path, to: (old: unknown) => unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return to(root);
  const copy = (Array.isArray(root) ? [...root] : { ...(root as object) }) as Record<PropertyKey, unknown>;
  copy[head] = changed(copy[head], rest, to);
  return copy;
}

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    "unknown",
    null,
    undefined,
    "",
    "chat",
    "DE",
    "XX",
    "EU",
    "2026-02-30",
    "2026-02-28",
    true,
    0,
  ),
  fc.constantFrom<unknown>(-1, 1.5, 1e16, Number.NaN, Number.POSITIVE_INFINITY, [], {}, ["DE"], ["gdpr", 3], [{}]),
  fc.double({ noNaN: false }),
  fc.integer({ min: -5, max: 200 }),
  fc.string({ maxLength: 600 }),
  fc.constantFrom<unknown>(RICH.workloads, RICH.organization, RICH.priorities, { performance: 0 }, Array(201).fill({})),
);

describe("the quick way past the schema library", () => {
  it("is taken by all that is plainly right: every preset, and a file that says something everywhere", async () => {
    const { presets } = await loadCatalog();
    for (const [name, preset] of Object.entries(presets)) expect(fits(shape, preset), name).toBe(true);
    expect(fits(shape, RICH)).toBe(true);
  });

  it("accepts what the schema accepts and nothing else, wherever something odd is put", () => {
    const paths = pathsOf(RICH);
    let wrong = 0;
    fc.assert(
      fc.property(fc.constantFrom(...paths), odd, fc.option(fc.string({ maxLength: 8 })), (path, value, key) => {
        const isMapping = (x: unknown) => typeof x === "object" && x !== null && !Array.isArray(x);
        const layer = changed(RICH, path, (old) =>
          key !== null && isMapping(old) ? { ...(old as object), [key]: value } : value,
        );
        const { success } = requirementsLayer.safeParse(layer);
        if (!success) wrong++;
        expect(fits(shape, layer)).toBe(success);
      }),
      { numRuns: 2000 },
    );
    expect(wrong).toBeGreaterThan(400);
  });

  it("is not taken where the schema says what is not understood here", () => {
    expect(fits({ type: "string", format: "uri" }, "https://example.org")).toBe(false);
    expect(fits({ holds: "unnamed" }, 3)).toBe(false);
    expect(fits({ type: "symbol" }, "x")).toBe(false);
  });
});
