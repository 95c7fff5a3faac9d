import { beforeAll, describe, expect, it } from "vitest";
import { Foresight } from "../../src/advise/foresight.ts";
import type { Catalog } from "../../src/catalog/catalog.ts";
import { loadCatalog } from "../../src/catalog/load.ts";
import type { Asker, Card, Outcome } from "../../src/interview/card.ts";
import type { Context } from "../../src/interview/context.ts";
import { converse, type Host } from "../../src/interview/conversation.ts";
import { Guide } from "../../src/interview/guide.ts";
import { begin, type Interview, NOTHING, settledOf } from "../../src/interview/interview.ts";
import { cardFor } from "../../src/interview/question-card.ts";
import { loadQuestions } from "../../src/requirements/load-questions.ts";
import { loadRules } from "../../src/rules/load.ts";
import type { Rulebook } from "../../src/rules/rulebook.ts";

let catalog: Catalog;
let rulebook: Rulebook;
let context: Context;
let guide: Guide;
beforeAll(async () => {
  [catalog, rulebook] = await Promise.all([loadCatalog(), loadRules()]);
  context = {
    questions: await loadQuestions(),
    defaults: { requirements: catalog.defaults, tasks: catalog.tasks },
    accelerators: catalog.accelerators.map((a) => a.id),
  };
  guide = new Guide(context, new Foresight({ catalog, rulebook, today: "2026-11-25" }));
});

type Says = (card: Card) => Outcome | undefined;

/** Takes what is preselected unless it says otherwise. */
function hostWith(says: Says): { host: Host; cards: Card[]; told: string[]; kept: Interview[] } {
  const cards: Card[] = [];
  const told: string[] = [];
  const kept: Interview[] = [];
  const asker: Asker = {
    ask: async (card) => {
      cards.push(card);
      if (cards.length > 60) throw new Error("it does not end");
      const first = card.options[0]?.id;
      const usual =
        card.chosen.length > 0 || card.form === "several" ? card.chosen : first === undefined ? [] : [first];
      return says(card) ?? { kind: "chosen", ids: usual };
    },
    askLine: async ({ usual }) => usual,
    tell: (paragraphs) => void told.push(...paragraphs),
    show: (line) => void told.push(line),
  };
  const host = {
    guide,
    context,
    asker,
    presets: catalog.presets,
    file: null,
    keep: (i: Interview) => void kept.push(i),
    patience: Number.POSITIVE_INFINITY,
  };
  return { host, cards, told, kept };
}

const choose = (...ids: string[]): Outcome => ({ kind: "chosen", ids });
const byShort =
  (answers: Readonly<Record<string, Outcome>>): Says =>
  (card) =>
    answers[card.short ?? ""];

describe("a conversation", () => {
  it("says once which questions an answer has made unnecessary, and why", async () => {
    const { host, told } = hostWith(
      byShort({ job: choose("document-analysis"), sector: choose("finance"), "may leave": choose("inside") }),
    );
    const { isLeft } = await converse(host, null);
    expect(isLeft).toBe(false);
    const skipped = told.filter((t) =>
      /skipped: your data may not leave the building \(.*prompts kept.*\)\.$/u.test(t),
    );
    expect(skipped).toHaveLength(1);
  }, 60_000);

  it("says so of public data", async () => {
    const { host, told } = hostWith(byShort({ job: choose("image-generation"), data: choose("public") }));
    await converse(host, null);
    expect(told.filter((t) => /\d questions skipped: your data are public/u.test(t))).toHaveLength(1);
  }, 60_000);

  it("offers to stop early, and tells in the summary what is assumed", async () => {
    const { host, cards, told } = hostWith(byShort({ job: choose("protein-structure") }));
    const { interview } = await converse(host, null);
    const offer = cards.find((c) => c.short === "the rest");
    expect(offer?.text).toMatch(/changes the leader with .* probability\. Stop here\?$/u);
    expect(interview.finished).toBe(1);
    expect(told.some((t) => /^Assumed, not asked: /u.test(t))).toBe(true);
  }, 60_000);

  it("goes on where the offer is declined", async () => {
    const { host, cards, kept } = hostWith(byShort({ job: choose("protein-structure"), "the rest": choose("go-on") }));
    await converse(host, null);
    expect(cards.filter((c) => c.short === "the rest")).toHaveLength(1);
    expect(kept.at(-1)?.finished).toBe(0);
  }, 60_000);

  it("drops answers that make no sense after an earlier one has been changed", async () => {
    let changes = 0;
    const { host } = hostWith((card) => {
      if (card.short === "job") return choose("chat");
      if (card.short === "may leave") return choose("inside");
      if (card.short === "summary") return choose(changes++ === 0 ? "change" : "rank");
      if (card.short === "change") return choose("0 sensitivity");
      if (card.short === "data" && changes > 0) return choose("public");
      return undefined;
    });
    const { interview } = await converse(host, null);
    expect(interview.replies.map((r) => r.question)).not.toContain("reach");
    expect(interview.replies.find((r) => r.question === "sensitivity")?.sets).toEqual({ "data.sensitivity": "public" });
  }, 60_000);

  it("leaves with what was said", async () => {
    const { host, kept } = hostWith(byShort({ job: choose("chat"), data: { kind: "leave" } }));
    const { isLeft, interview } = await converse(host, null);
    expect(isLeft).toBe(true);
    expect(interview.replies.map((r) => r.question)).toEqual(["task", "sector"]);
    expect(kept.at(-1)).toEqual(interview);
  }, 60_000);

  it("goes back from the first question to the start, and from the start of a further job to the summary", async () => {
    let backs = 0;
    const first = hostWith((card) => {
      if (card.short === "job") return backs++ === 0 ? { kind: "back" } : { kind: "leave" };
      return undefined;
    });
    await converse(first.host, null);
    expect(first.cards.map((c) => c.short)).toEqual(["start", "job", "start", "job"]);
    let summaries = 0;
    const second = hostWith((card) => {
      if (card.short === "summary") return choose(summaries++ === 0 ? "add" : "rank");
      if (card.short === "job") return summaries > 0 ? { kind: "back" } : choose("chat");
      return undefined;
    });
    const { interview } = await converse(second.host, null);
    expect(interview.added).toBe(0);
    expect(summaries).toBe(2);
  }, 60_000);
});

describe("why a question is asked", () => {
  it("comes from the rules and estimates that read its answer, for every question", () => {
    const reply = (id: string, sets: Record<string, unknown>) => ({
      question: id,
      job: 0,
      sets,
      chosen: [],
      isUnknown: false,
      said: "",
    });
    const titles = new Set(rulebook.rules.map((r) => r.title));
    const silent: string[] = [];
    for (const task of ["chat", "image-generation", "speech-recognition", "video-generation"]) {
      const interview: Interview = { ...begin(NOTHING), replies: [reply("task", { task })] };
      const settled = settledOf(interview, context.defaults);
      for (const { question } of guide.answerable(interview)) {
        const card = cardFor({ guide, context }, interview, settled, question, 0, { step: null, before: null });
        const lines = card.why?.() ?? [];
        const [, listed] = /reads? it[^:]*: (.*?)(?:; and \d+ more)?\.$/u.exec(lines[0] ?? "") ?? [];
        for (const title of listed?.split("; ") ?? []) expect(titles, title).toContain(title);
        if (listed === undefined && !lines.some((l) => l.startsWith("The estimates"))) silent.push(question.id);
        if (question.id === "task") expect(lines).toHaveLength(2);
        else expect(lines.join(" "), question.id).toMatch(/It touches .*It changes the leader with/u);
      }
    }
    expect([...new Set(silent)]).toEqual([]);
  }, 120_000);
});
