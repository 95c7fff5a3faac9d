import { stripVTControlCharacters } from "node:util";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import type { Recommendation } from "../../src/recommendation.ts";
import { shortSource } from "../../src/report/short-source.ts";
import { terminal } from "../../src/report/terminal.ts";
import {
  candidate,
  noCandidate,
  ranking,
  recommendation,
  secondWorkload,
  settledWorkload,
  workload,
} from "./recommendation.fixture.ts";

const WIDTHS = [30, 40, 59, 60, 61, 72, 80, 100, 120, 160, 200, 240] as const;
const print = (r: Recommendation, width: number, color: 0 | 1 | 2 | 3 = 0) => terminal(r, { width, color, top: 10 });
/** Without the breaks, so that what a line break divided is whole again. */
const joined = (text: string) => text.replace(/\s+/gu, "");

const two = recommendation({
  workloads: [workload(), secondWorkload()],
  requirements: { workloads: [settledWorkload, { ...settledWorkload, id: "support", title: "客户支持" }] },
  origins: { "workloads[1].traffic.peakToAverage": "default" },
  portfolio: {
    advice: "hybrid",
    text: "Keep contracts inside, send the rest out.",
    routes: [
      {
        workload: "contracts",
        traffic: "sensitive",
        share: 0.3,
        candidate: "mistral/mistral-small-4@on-premises",
        fallback: null,
        failClosed: true,
      },
    ],
  },
  warnings: [{ code: "stale-catalog", text: "The newest figure of the catalog was read 130 days ago." }],
});

describe.each(WIDTHS)("at %i columns", (width) => {
  it.each([
    ["one workload", recommendation()],
    ["no candidate", recommendation({ workloads: [noCandidate()] })],
    ["several workloads", two],
  ])("no line is wider, and colour changes nothing but colour: %s", (_, r) => {
    const plain = print(r, width);
    expect(plain.split("\n").filter((line) => stringWidth(line) > width)).toEqual([]);
    expect(plain).not.toContain("\u001b");
    for (const color of [1, 2, 3] as const) expect(stripVTControlCharacters(print(r, width, color))).toBe(plain);
  });

  it("leaves no space behind a line and no two empty lines", () => {
    expect(print(two, width)).not.toMatch(/[ \u00a0]\n|\n\n\n/u);
  });

  it("names every candidate, its weights, its reasons and sources", () => {
    const text = print(recommendation(), width);
    for (const { model } of ranking) {
      for (const word of model.name.split(/[\s-]/u)) expect(joined(text)).toContain(word);
      expect(joined(text)).toContain(model.weights);
    }
    for (const c of ranking.slice(0, 3)) {
      for (const { text: sentence, source } of c.reasons) {
        for (const word of `${sentence} ${shortSource(source)}`.split(" ")) expect(joined(text)).toContain(word);
      }
    }
    for (const word of [
      "nothing",
      "leaves",
      "tunable",
      "unknown",
      "2027-01-14",
      "preview",
      "notmeasured",
      "+12other",
    ]) {
      expect(joined(text)).toContain(word);
    }
  });
});

describe("terminal", () => {
  it("is read by people", async () => {
    await expect(print(recommendation(), 100)).toMatchFileSnapshot("./__golden__/terminal-100.txt");
    await expect(print(recommendation(), 160)).toMatchFileSnapshot("./__golden__/terminal-160.txt");
    await expect(print(recommendation(), 60)).toMatchFileSnapshot("./__golden__/terminal-60.txt");
    await expect(print(recommendation(), 44)).toMatchFileSnapshot("./__golden__/terminal-44.txt");
    await expect(print(recommendation({ workloads: [noCandidate()] }), 80)).toMatchFileSnapshot(
      "./__golden__/no-candidate-80.txt",
    );
    await expect(print(two, 120)).toMatchFileSnapshot("./__golden__/two-workloads-120.txt");
  });

  it("keeps Chinese whole", () => {
    const text = print(two, 80);
    expect(text).toContain("客户支持");
    expect(text).toContain("智谱 GLM-5 旗舰版");
    expect(text).toContain(secondWorkload().summary);
  });

  it("says first what to do", () => {
    const [heading, empty, answer] = print(recommendation(), 120).split("\n");
    expect(heading).toMatch(
      /^Contract review · document analysis · regulated data \(GDPR\) · stays in the EU · 5,000 requests a day/u,
    );
    expect(empty).toBe("");
    expect(answer).toMatch(/^ {2}Run Mistral Small 4 on your own 2 × H100 80GB\./u);
  });

  it("shows as many ranks as asked and how to see the others", () => {
    const text = terminal(recommendation(), { width: 100, color: 0, top: 2 });
    expect(text).not.toContain("GPT-4o");
    expect(text).toContain("+ 8 models further down: --top 10");
  });

  it("says what was assumed and how to say otherwise, of the second workload by path", () => {
    expect(joined(print(recommendation(), 100))).toContain(
      joined("peak 3× average (--peak-to-average), 0 % growth a year (--growth-per-year)"),
    );
    expect(joined(print(two, 100))).toContain(joined("peak 3× average (--set workloads[1].traffic.peakToAverage)"));
  });

  it("says what would have to change when nothing passes", () => {
    const text = print(recommendation({ workloads: [noCandidate()] }), 100);
    expect(text).toContain("What would have to change");
    expect(text).toContain("Nearest: GPT-6.1 Sol at Azure (global).");
    expect(text).not.toContain("Why");
  });

  it("names the closest when every candidate fails several conditions", () => {
    const far = noCandidate();
    const text = print(recommendation({ workloads: [{ ...far, ruledOut: far.ruledOut.slice(1) }] }), 100);
    expect(text).toContain("Every candidate fails at least 2 conditions. Closest: Llama 4 Maverick on premises:");
  });

  it("prints what all three share once", () => {
    const text = print(recommendation(), 100);
    expect(text.split("Tell users that a machine drafted it")).toHaveLength(2);
    expect(text).toContain("The same for all three");
  });

  it("keeps its own signs to ASCII where it must", () => {
    const plain = recommendation({ workloads: [workload({ ranking: [candidate()] })] });
    const text = terminal(plain, { width: 100, color: 0, top: 10, unicode: false });
    expect(text).toMatch(/^[\n -~]+$/u);
    expect(text.split("\n").map((line) => line.length)).toEqual(
      print(plain, 100)
        .split("\n")
        .map((line) => line.length),
    );
  });

  it("lets no title repaint the terminal", () => {
    const evil = "\u001b[31mred\u001b]0;title\u0007\r\nnext";
    const text = print(
      recommendation({
        workloads: [
          workload({
            title: evil,
            summary: evil,
            ranking: [candidate({ model: { ...candidate().model, name: evil } })],
          }),
        ],
      }),
      80,
    );
    expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });

  it("gives one line to all who wait for the same answer, the best of them first", () => {
    const asks = (name: string, question: string, rankIfPassed: number) => ({
      id: `x/${name}`,
      name,
      unknown: [{ rule: "x.y", question }],
      rankIfPassed,
    });
    const toVerify = [
      asks("B in Dublin", "May B be tuned?", 3),
      asks("A at home", "Is A licensed?", 2),
      asks("B in Ohio", "May B be tuned?", 1),
      asks("B in Tokyo", "May B be tuned?", 4),
    ];
    const counts = { ...workload().counts, toVerify: 9 };
    const text = print(recommendation({ workloads: [workload({ toVerify, counts })] }), 100);
    expect(text).toMatch(/would.rank.1 {2}B in Ohio and 2 others {2,}May B be tuned\?\n.*would.rank.2 {2}A at home/u);
    expect(text).toContain("+ 5 further down");
  });

  it.each([
    [
      "nothing known",
      {
        requirements: null,
        origins: {},
        workloads: [workload({ ranking: [], toVerify: [], ruledOut: [], ruledOutBy: [], robustness: null, flips: [] })],
      },
    ],
    ["no workload", { workloads: [] }],
    ["odd requirements", { requirements: { workloads: [null, 3, { traffic: "much" }] } }],
    ["odd portfolio", { portfolio: { text: "Both.", routes: [null, 7] } }],
    [
      "no criteria, no reasons",
      {
        workloads: [
          workload({
            ranking: [
              candidate({
                criteria: {} as never,
                reasons: [],
                latency: { firstTokenSeconds: null, tokensPerSecond: null, basis: null, source: null },
              }),
            ],
          }),
        ],
      },
    ],
    ["empty texts", { workloads: [workload({ title: "", summary: "" })] }],
  ])("survives %s", (_, patch) => {
    for (const width of WIDTHS) {
      const text = print(recommendation(patch as Partial<Recommendation>), width);
      expect(text).not.toMatch(/undefined|NaN|null|\[object/u);
      expect(text.split("\n").filter((line) => stringWidth(line) > width)).toEqual([]);
    }
  });
});
