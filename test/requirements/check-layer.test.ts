import { describe, expect, it } from "vitest";
import { Failure, problemLine } from "../../src/failure.ts";
import { checkLayer } from "../../src/requirements/check-layer.ts";
import { parseYaml } from "../../src/yaml/parse.ts";

const problems = (text: string): string[] => {
  try {
    checkLayer({ origin: "file", ...parseYaml(text, "advisor.yaml") });
    return [];
  } catch (error) {
    if (error instanceof Failure) return error.problems.map(problemLine);
    throw error;
  }
};

describe("a requirements file", () => {
  it.each([
    ["organization: {nonProfit: true}\n", /nonProfit: is not a key here\. Keys here: jurisdiction, ownership, /u],
    ["organization: {offline: true}\n", /offline: is not a key here\. Did you mean workloads\[\]\.offline\?/u],
    ["organization: {annualRevenueUsd: $1.5M}\n", /"\$1\.5M" is not a number\. Did you mean 1500000\?/u],
    ['organization: {annualRevenueUsd: "20,000"}\n', /"20,000" is not a number\. Did you mean 20000\?/u],
    ['organization: {annualRevenueUsd: "20,00"}\n', /"20,00" is not a number\.$/u],
    ["organization: {jurisdiction: UK}\n", /"UK" is not a country code\. Did you mean GB\?/u],
  ])("gives the cure of what is no key and no country: %s", (text, said) => {
    expect(problems(text).join("\n")).toMatch(said);
  });

  it("reports every problem at its place, with what is allowed and the nearest spelling", () => {
    const text = `schema: advisor-requirements/1
organization: {sektor: finance, jurisdiction: Germany}
workloads:
  - task: chatt
    data: {sensitivity: regulatd, residency: [EU, XX]}
    traffic:
      cachedInputShare: 1.4
      requestsPerDay: -3
      inputTokens: .nan
      outputTokens: .inf
    lifetimeMonths: 0
`;
    expect(problems(text)).toMatchInlineSnapshot(`
      [
        "advisor.yaml:2:16 organization.sektor: is not a key here. Did you mean sector?",
        "advisor.yaml:2:47 organization.jurisdiction: "Germany" is not a country code. Did you mean DE?",
        "advisor.yaml:4:11 workloads[0].task: "chatt" is not one of chat, writing, summarization, translation, extraction, classification, question-answering, reasoning, coding, agents, document-analysis, embedding, reranking, image-understanding, video-understanding, ocr, image-generation, image-editing, video-generation, speech-recognition, speech-synthesis, music-generation, voice-agent, protein-structure, binding-affinity, materials-design, autonomous-driving, robot-control, world-simulation, forecasting, tabular-prediction. Did you mean chat?",
        "advisor.yaml:5:25 workloads[0].data.sensitivity: "regulatd" is not one of public, internal, confidential, regulated, unknown. Did you mean regulated?",
        "advisor.yaml:5:51 workloads[0].data.residency[1]: "XX" is not a country code. Countries are ISO 3166-1 alpha-2 (DE, US, CN), or EU.",
        "advisor.yaml:7:25 workloads[0].traffic.cachedInputShare: 1.4 is above 1; it must be at most 1.",
        "advisor.yaml:8:23 workloads[0].traffic.requestsPerDay: -3 is below 0; it must be at least 0.",
        "advisor.yaml:9:20 workloads[0].traffic.inputTokens: NaN is not a finite number.",
        "advisor.yaml:10:21 workloads[0].traffic.outputTokens: Infinity is not a finite number.",
        "advisor.yaml:11:21 workloads[0].lifetimeMonths: 0 is below 1; it must be at least 1.",
      ]
    `);
  });

  it.each(["unknown", "null"])("lets %s stand wherever the user may not know", (word) => {
    expect(
      problems(
        `organization: {sector: ${word}, annualRevenueUsd: ${word}}\nworkloads: [{task: chat, quality: ${word}}]`,
      ),
    ).toEqual([]);
  });

  it.each([
    ["a list", "- chat", /is not a mapping/u],
    ["a text", "chat", /is not a mapping/u],
    ["no workloads", "workloads: []", /too short/u],
    ["priorities of zero", "priorities: {tco: 0}", /all zero/u],
    ["another schema", "schema: advisor-requirements/9", /not one of advisor-requirements\/1/u],
  ])("refuses %s", (_, text, expected) => {
    expect(problems(text).join("\n")).toMatch(expected);
  });
});
