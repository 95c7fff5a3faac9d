import { describe, expect, it } from "vitest";
import type { Candidate } from "../../src/candidates/candidate.ts";
import type { Model } from "../../src/catalog/catalog.ts";
import { estimate } from "../../src/estimate/tco.ts";
import type { Organization, Workload } from "../../src/requirements/requirements.ts";
import { accelerators, candidate, cloud, context, model, offer, organization, workload } from "./builders.ts";

const sizes: Model[] = [
  model({ id: "m/small", parameters: { totalB: 4, activeB: null } }),
  model({ id: "m/dense", parameters: { totalB: 70.6, activeB: null } }),
  model({ id: "m/sparse", parameters: { totalB: 397, activeB: 17 } }),
];
const places: [string, (m: Model) => Candidate][] = [
  ["api", (m) => candidate("vendor-api", { offers: [offer({ inputUsdPerMtok: 1, outputUsdPerMtok: 4 })] }, m)],
  ["aws", (m) => candidate("cloud-gpu", { provider: cloud("aws"), processingIn: ["US", "SE"] }, m)],
  ["nebius", (m) => candidate("cloud-gpu", { provider: cloud("nebius-cloud"), processingIn: ["EU"] }, m)],
  ["own", (m) => candidate("on-premises", {}, m)],
  ["laptop", (m) => candidate("edge", { device: "laptop" }, m)],
];
const each = places.flatMap(([place, at]) => sizes.map((m) => [`${m.id}@${place}`, at(m)] as const));
const of = (c: Candidate, w: Workload, o: Organization = organization(), own: Record<string, number> = {}) =>
  estimate(c, w, o, context(own));

describe.each(each)("%s", (_, c) => {
  it.each([
    ["steady", {}, {}],
    ["growing", { growthPerYear: 1 }, {}],
    ["in a hurry", {}, { latency: { firstTokenSeconds: 2, tokensPerSecond: 20 } }],
    ["always up", {}, { uptimePercent: 99.9 }],
  ])("costs no less with more traffic: %s", (_, traffic, own) => {
    let before = 0;
    for (const requestsPerDay of [1, 1000, 30_000, 300_000, 3_000_000]) {
      const e = of(c, workload({ ...traffic, requestsPerDay }, own));
      if (!e.usdPerMonth) return expect(e.fits).toBe(false);
      expect(e.usdPerMonth.likely).toBeGreaterThanOrEqual(before);
      expect(e.usdPerMonth.low).toBeLessThanOrEqual(e.usdPerMonth.likely);
      expect(e.usdPerMonth.likely).toBeLessThanOrEqual(e.usdPerMonth.high);
      before = e.usdPerMonth.likely;
    }
  });
  it("adds up, names a source for each item, and really fits", () => {
    const e = of(c, workload());
    const sum = e.items.reduce((total, i) => total + i.usdPerMonth.likely, 0);
    if (e.usdPerMonth) expect(sum).toBeCloseTo(e.usdPerMonth.likely, 6);
    expect(e.items.filter((i) => i.source === "")).toEqual([]);
    if (!e.hardware) return;
    const { accelerator, perReplica, replicas, quantization } = e.hardware;
    const bytes = { bf16: 2, fp8: 1, int4: 0.5625, q4_k_m: 0.6 }[quantization] ?? 2;
    const label = accelerators.find((a) => a.id === accelerator)?.memoryGB ?? 0;
    expect((c.model.parameters.totalB ?? 0) * bytes).toBeLessThanOrEqual(perReplica * label);
    expect(replicas).toBeGreaterThanOrEqual(1);
  });
});

describe("self-hosting", () => {
  const dense = sizes[1] ?? model();
  const rented = candidate("cloud-gpu", { provider: cloud("lambda"), processingIn: ["US"] }, dense);

  it("pays for a whole replica however small the traffic", () => {
    const e = of(rented, workload({ requestsPerDay: 1 }));
    expect(e.hardware?.replicas).toBe(1);
    expect(e.remarks.map((r) => r.code)).toContain("one-replica-floor");
    const rent = e.items.find((i) => i.item === "accelerators")?.usdPerMonth.likely ?? 0;
    expect(rent).toBeGreaterThanOrEqual(730 * (e.hardware?.perReplica ?? 1));
  });
  it("rents only in the allowed countries", () => {
    const nebius = (processingIn: string[]) =>
      candidate("cloud-gpu", { provider: cloud("nebius-cloud"), processingIn }, dense);
    expect(of(nebius(["FI"]), workload()).hardware?.region).toBe("eu-north1");
    expect(of(nebius(["EU"]), workload()).hardware?.region).toBe("eu-north1");
    expect(of(nebius(["JP"]), workload())).toMatchObject({ usdPerMonth: null, hardware: null, fits: null });
  });
  it("adds a spare replica for 99.9 % and more", () => {
    const plain = of(rented, workload()).hardware?.replicas ?? 0;
    expect(of(rented, workload({}, { uptimePercent: 99.9 })).hardware?.replicas).toBe(plain + 1);
  });
  it("uses owned accelerators first, at no purchase price", () => {
    const own = organization({ hardware: [{ accelerator: "nvidia-h100-80gb-sxm", count: 8 }] });
    const e = of(candidate("on-premises", {}, dense), workload(), own);
    expect(e.hardware).toMatchObject({ accelerator: "nvidia-h100-80gb-sxm", owned: true });
    expect(e.items.find((i) => i.item === "accelerators")?.usdPerMonth.likely).toBe(0);
    expect(e.items.find((i) => i.item === "power")?.usdPerMonth.likely).toBeGreaterThan(0);
    expect(e.usdPerMonth?.likely).toBeLessThan(
      of(candidate("on-premises", {}, dense), workload()).usdPerMonth?.likely ?? 0,
    );
  });
  it("says when the owned accelerators are too small", () => {
    const own = organization({ hardware: [{ accelerator: "nvidia-rtx-3090-24gb", count: 1 }] });
    const e = of(candidate("on-premises", {}, dense), workload(), own);
    expect(e.remarks.map((r) => r.code)).toContain("owned-hardware-too-small");
    expect(e.hardware?.owned).toBe(false);
  });
  it("does not put 70 billion parameters on a laptop", () => {
    expect(of(candidate("edge", { device: "laptop" }, dense), workload())).toMatchObject({
      fits: false,
      usdPerMonth: null,
    });
  });
  it("knows nothing where the parameters are not published", () => {
    const secret = model({ parameters: { totalB: null, activeB: null } });
    expect(of(candidate("on-premises", {}, secret), workload())).toMatchObject({ fits: null, usdPerMonth: null });
  });
  it("reads the user's own assumptions", () => {
    const at = (own: Record<string, number>) =>
      of(rented, workload(), organization(), own).items.find((i) => i.item === "staff");
    expect(at({ "staffFte.cloud-gpu": 0.25, loadedSalary: 120_000, "staffFte.perNode": 0 })?.usdPerMonth.likely).toBe(
      2500,
    );
    expect(at({ "staffFte.cloud-gpu": 0.25 })?.source).toBe("requirements: assumptions.staffFte.cloud-gpu");
  });
  it("sizes speech, images and proteins by assumed rates, more for more", () => {
    const whisper = model({
      parameters: { totalB: 1.55, activeB: null },
      modalities: { in: ["audio"], out: ["text"] },
    });
    const c = candidate("cloud-gpu", { provider: cloud("nebius-cloud"), processingIn: ["FI"] }, whisper);
    const at = (requestsPerDay: number) =>
      of(c, workload({ requestsPerDay, inputSeconds: 300 }, { task: "speech-recognition" }));
    expect(at(100).fits).toBe(true);
    expect(at(1_000_000).usdPerMonth?.likely).toBeGreaterThan(at(100).usdPerMonth?.likely ?? 0);
  });
});
