import { describe, expect, it } from "vitest";
import { recommendation as schema } from "../../src/recommendation.ts";
import { noCandidate, recommendation, secondWorkload, workload } from "./recommendation.fixture.ts";

describe("the fixture", () => {
  it.each([
    ["one workload", recommendation()],
    ["no candidate", recommendation({ workloads: [noCandidate()] })],
    ["several workloads", recommendation({ workloads: [workload(), secondWorkload()] })],
  ])("is a recommendation: %s", (_, fixture) => {
    expect(schema.safeParse(fixture).error).toBeUndefined();
  });
});
