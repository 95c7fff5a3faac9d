import { describe, expect, it } from "vitest";
import { Failure } from "../../src/failure.ts";
import { fileOf, flagsOf, shellLine } from "../../src/interview/command.ts";
import { begin, type Interview, NOTHING, type Reply } from "../../src/interview/interview.ts";
import { keptText, readKept } from "../../src/interview/kept.ts";
import { checkLayer } from "../../src/requirements/check-layer.ts";
import { flagLayer } from "../../src/requirements/flag-layer.ts";
import { loadQuestions } from "../../src/requirements/load-questions.ts";
import { setLayer } from "../../src/requirements/set-layer.ts";

const reply = (question: string, sets: Record<string, unknown>, job = 0): Reply => ({
  question,
  job,
  sets,
  chosen: [],
  isUnknown: false,
  said: "",
});
const said = (...replies: Reply[]): Interview => ({ ...begin(NOTHING), replies });

const EVERYTHING = said(
  reply("task", { task: "chat" }),
  reply("sensitivity", { "data.sensitivity": "unknown" }),
  reply("regulations", { "data.regulations": ["gdpr", "hipaa"] }),
  reply("residency", { "data.residency": [] }),
  reply("reach", { deployments: ["on-premises"], "data.airGapped": true }),
  reply("barred", { "organization.excludedOrigins": ["CN", "RU"] }),
  reply("hardware", { "organization.hardware": [{ accelerator: "nvidia-h100-80gb-sxm", count: 8 }] }),
  reply("traffic", { "traffic.requestsPerDay": 5000 }),
  reply("wall", { "budget.hard": false }),
  reply("licence", { "license.trainOnOutputs": true }),
  reply("priorities", { priorities: { tco: 30, privacy: 70 }, prioritiesDoubt: 0.2 }),
);

/** The requirements that a command's flags say. */
function layersOf(flags: readonly string[]): Record<string, unknown>[] {
  const values: Record<string, string | string[] | boolean> = {};
  const sets: string[] = [];
  for (let i = 0; i < flags.length; i++) {
    const name = (flags[i] as string).slice(2);
    const value = flags[i + 1];
    if (name === "set") sets.push(flags[++i] as string);
    else if (value === undefined || value.startsWith("--")) values[name] = true;
    else {
      values[name] = value;
      i++;
    }
  }
  const layers = [flagLayer(values), setLayer(sets, [])].flatMap((l) => (l ? [l] : []));
  for (const layer of layers) checkLayer(layer);
  return layers.map((l) => l.value as Record<string, unknown>);
}

const merged = (list: readonly Record<string, unknown>[]): unknown => list.reduce((a, b) => merge(a, b), {});
function merge(a: unknown, b: unknown): Record<string, unknown> {
  const out = { ...(a as Record<string, unknown>) };
  for (const [k, v] of Object.entries(b as object)) {
    const before = out[k];
    if (k === "workloads" && Array.isArray(before)) out[k] = (v as unknown[]).map((w, i) => merge(before[i] ?? {}, w));
    else
      out[k] =
        before && typeof before === "object" && v && typeof v === "object" && !Array.isArray(v) ? merge(before, v) : v;
  }
  return out;
}

describe("the command", () => {
  it("says exactly what was answered", () => {
    const { schema: _, ...file } = fileOf(EVERYTHING) as Record<string, unknown>;
    expect(merged(layersOf(flagsOf(EVERYTHING)))).toEqual(file);
  });

  it("names the ready example, and answers of a second job by --set", () => {
    const interview: Interview = {
      ...begin({ from: "preset", name: "startup-chatbot", value: { workloads: [{ task: "chat" }] } }),
      added: 1,
      replies: [reply("task", { task: "coding" }, 1), reply("quality", { quality: "strong" }, 1)],
    };
    expect(flagsOf(interview)).toEqual([
      "--preset",
      "startup-chatbot",
      "--set",
      "workloads[1].task=coding",
      "--set",
      "workloads[1].quality=strong",
    ]);
  });

  it("is quoted for a shell", () => {
    expect(shellLine(["advisor", "--set", "workloads[0].data.residency=[]", "it's"])).toBe(
      `advisor --set 'workloads[0].data.residency=[]' 'it'\\''s'`,
    );
  });
});

describe("the file", () => {
  it("is legal, and holds the start with the answers in their places", () => {
    const interview: Interview = {
      ...begin({
        from: "file",
        name: "a.yaml",
        value: { organization: { sector: "health" }, workloads: [{ id: "a", task: "chat", quality: "basic" }] },
      }),
      replies: [reply("quality", { quality: "strong" })],
    };
    const file = fileOf(interview);
    expect(file).toEqual({
      schema: "advisor-requirements/1",
      organization: { sector: "health" },
      workloads: [{ id: "a", task: "chat", quality: "strong" }],
    });
    const layer = { origin: "file" as const, value: file, locate: () => ({ file: "a.yaml" }) };
    expect(() => checkLayer(layer)).not.toThrow();
  });
});

describe("a kept interview", () => {
  it("is read as it was", async () => {
    const kept = readKept(keptText(EVERYTHING, "2026-11-25"), "kept.json", await loadQuestions());
    expect(kept).toEqual({ interview: EVERYTHING, saved: "2026-11-25", dropped: 0 });
  });

  it("loses answers to questions that are no longer asked, and says how many", async () => {
    const interview = said(
      reply("task", { task: "chat" }),
      reply("gone", { quality: "strong" }),
      reply("traffic", { "data.sensitivity": "public" }),
    );
    const kept = readKept(keptText(interview, "2026-11-25"), "kept.json", await loadQuestions());
    expect(kept.dropped).toBe(2);
    expect(kept.interview.replies.map((r) => r.question)).toEqual(["task"]);
  });

  it.each([
    "",
    "{",
    "[]",
    "null",
    '{"schema":"advisor-interview/1"}',
    '{"schema":"advisor-interview/1","start":{"from":"x"},"replies":[]}',
  ])("is refused where it is none: %j", async (text) => {
    const questions = await loadQuestions();
    expect(() => readKept(text, "kept.json", questions)).toThrow(Failure);
  });
});
