import { render } from "@inquirer/testing";
import { describe, expect, it } from "vitest";
import type { Card, Look, Option } from "../../src/interview/card.ts";
import { cardPrompt } from "../../src/interview/prompt.ts";
import { wrap } from "../../src/report/flow.ts";
import { displayWidth } from "../../src/report/width.ts";

const same = (text: string) => text;
const look = (columns = 80, rows = 40): Look => ({
  wrap,
  strong: same,
  quiet: same,
  good: same,
  careful: same,
  size: () => ({ columns, rows }),
  isRich: true,
});
const option = (id: string, label: string, hint = "", words?: string): Option => ({
  id,
  label,
  hint,
  ...(words ? { words } : {}),
});
const LEVELS = [
  option("public", "Public", "anybody may read it"),
  option("internal", "Internal"),
  option("regulated", "Regulated"),
];
const card = (over: Partial<Card> = {}): Card => ({
  form: "one",
  text: "How sensitive?",
  notes: ["question 3 of at most 11"],
  options: LEVELS,
  chosen: ["internal"],
  mayBeUnknown: true,
  mayGoBack: true,
  mayLeave: true,
  why: () => ["23 rules read it."],
  ...over,
});
const ask = (over: Partial<Card> = {}, columns?: number) =>
  render(cardPrompt, { card: card(over), look: look(columns) });
type Shown = Awaited<ReturnType<typeof ask>>;
const key = (shown: Shown, ...names: string[]) => {
  for (const name of names) {
    if (name.length === 1) shown.events.keypress({ name, sequence: name } as never);
    else shown.events.keypress(name);
  }
};

describe("a question with one answer", () => {
  it("starts on what is preselected", async () => {
    const shown = await ask();
    expect(shown.getScreen()).toMatchInlineSnapshot(`
      "? How sensitive?
        question 3 of at most 11
        Public        anybody may read it
      ❯ Internal
        Regulated
        I don't know
        ← back
        ↑↓ Enter · ? why · u I don't know · b back · s save and leave"
    `);
    key(shown, "enter");
    await expect(shown.answer).resolves.toEqual({ kind: "chosen", ids: ["internal"] });
    expect(shown.getScreen()).toContain("✔ How sensitive? Internal");
  });

  it.each([
    [["down"], "regulated"],
    [["up"], "public"],
    [["j"], "regulated"],
    [["k"], "public"],
    [["1"], "public"],
    [["up", "up"], null],
  ])("moves with %j", async (keys, id) => {
    const shown = await ask();
    key(shown, ...keys);
    key(shown, "enter");
    await expect(shown.answer).resolves.toEqual(id === null ? { kind: "back" } : { kind: "chosen", ids: [id] });
  });

  it("starts on what was not known before", async () => {
    const shown = await ask({ chosen: [], isUnknown: true });
    expect(shown.getScreen()).toContain("❯ I don't know");
    key(shown, "enter");
    await expect(shown.answer).resolves.toEqual({ kind: "unknown" });
  });

  it("shows what is found out while it is open, and keeps the cursor", async () => {
    let show: (notes: readonly string[]) => void = () => undefined;
    const shown = await ask({ onNotes: (by) => void (show = by) });
    key(shown, "down");
    show(["question 3 of at most 11 · leader: Kimi"]);
    expect(shown.getScreen()).toContain("leader: Kimi");
    expect(shown.getScreen()).toContain("❯ Regulated");
    key(shown, "enter");
    await expect(shown.answer).resolves.toEqual({ kind: "chosen", ids: ["regulated"] });
  });

  it("says why, and puts it away again", async () => {
    const shown = await ask();
    expect(shown.getScreen()).not.toContain("23 rules");
    key(shown, "?");
    expect(shown.getScreen()).toContain("why: 23 rules read it.");
    key(shown, "?");
    expect(shown.getScreen()).not.toContain("23 rules");
    key(shown, "enter");
    await shown.answer;
  });

  it.each([
    ["u", "unknown"],
    ["b", "back"],
    ["left", "back"],
    ["escape", "back"],
    ["s", "leave"],
    ["q", "leave"],
  ])("takes the key %s", async (name, kind) => {
    const shown = await ask();
    key(shown, name);
    await expect(shown.answer).resolves.toEqual({ kind });
  });

  it("has no keys for what it does not offer", async () => {
    const shown = await ask({ mayBeUnknown: false, mayGoBack: false, mayLeave: false });
    key(shown, "u", "b", "s", "escape");
    expect(shown.getScreen()).not.toMatch(/back|don't know|save/u);
    key(shown, "enter");
    await expect(shown.answer).resolves.toEqual({ kind: "chosen", ids: ["internal"] });
  });

  it("leads to a line of one's own", async () => {
    const shown = await ask({ typing: { label: "Another", ask: "Which?", read: () => ({ sets: {}, said: "" }) } });
    key(shown, "down", "down", "enter");
    await expect(shown.answer).resolves.toEqual({ kind: "typed", text: "" });
  });

  it("keeps every line within a narrow terminal", async () => {
    const shown = await ask(
      {
        options: [
          option("a", "A label of some length", "and a hint that goes on and on past the edge of what is narrow"),
        ],
      },
      40,
    );
    for (const line of shown.getScreen().split("\n")) expect(displayWidth(line)).toBeLessThan(40);
    key(shown, "enter");
    await shown.answer;
  });

  it("shows the lines about the cursor where there is no room for all", async () => {
    const many = Array.from({ length: 40 }, (_, i) => option(String(i), `Number ${i}`));
    const shown = await render(cardPrompt, { card: card({ options: many, chosen: ["20"] }), look: look(80, 16) });
    expect(shown.getScreen()).toContain("❯ Number 20");
    expect(shown.getScreen()).toMatch(/more above[\s\S]*more below/u);
    expect(shown.getScreen().split("\n").length).toBeLessThan(16);
    key(shown, "enter");
    await shown.answer;
  });
});

describe("a question with several answers", () => {
  const several = { form: "several", none: "None of these", chosen: ["internal"] } as const;

  it("ticks with Space and takes what is ticked with Enter", async () => {
    const shown = await ask(several);
    expect(shown.getScreen()).toContain("◉ Internal");
    shown.events.keypress("up");
    shown.events.keypress("space");
    expect(shown.getScreen()).toContain("◉ Public");
    key(shown, "enter");
    await expect(shown.answer).resolves.toEqual({ kind: "chosen", ids: ["internal", "public"] });
  });

  it("does not take nothing for none", async () => {
    const shown = await ask(several);
    shown.events.keypress("space");
    key(shown, "enter");
    expect(shown.getScreen()).toContain(`Space ticks; "None of these" says that none applies.`);
    key(shown, "down", "down", "enter");
    await expect(shown.answer).resolves.toEqual({ kind: "chosen", ids: [] });
  });

  it("starts on none where nothing is preselected", async () => {
    const shown = await ask({ ...several, chosen: [] });
    key(shown, "enter");
    await expect(shown.answer).resolves.toEqual({ kind: "chosen", ids: [] });
  });
});

describe("improvements in an order", () => {
  it("are numbered as they are chosen", async () => {
    const shown = await ask({ form: "order", chosen: [], mayBeUnknown: false });
    key(shown, "down", "down");
    shown.events.keypress("space");
    key(shown, "up", "up");
    shown.events.keypress("space");
    expect(shown.getScreen()).toMatch(/2\. Public[\s\S]*1\. Regulated/u);
    key(shown, "enter");
    await expect(shown.answer).resolves.toEqual({ kind: "chosen", ids: ["regulated", "public"] });
  });

  it("are at least one", async () => {
    const shown = await ask({ form: "order", chosen: [] });
    key(shown, "enter");
    expect(shown.getScreen()).toContain("Space takes the first one.");
    shown.events.keypress("space");
    key(shown, "enter");
    await expect(shown.answer).resolves.toEqual({ kind: "chosen", ids: ["public"] });
  });
});

describe("a search", () => {
  const jobs = [
    option("chat", "Chat", "an assistant", "chat assistant bot"),
    option("document-analysis", "Analysis of documents", "contracts", "analysis documents contract contracts review"),
    option("coding", "Code", "programs", "code review program"),
  ];
  const searching = { form: "search", options: jobs, chosen: [] } as const;

  it.each([
    ["contract", "document-analysis"],
    ["review contracts", "document-analysis"],
    ["I need a model for contract review", "document-analysis"],
    ["prog", "coding"],
  ])("finds %j", async (term, id) => {
    const shown = await ask(searching);
    shown.events.type(term);
    key(shown, "enter");
    await expect(shown.answer).resolves.toEqual({ kind: "chosen", ids: [id] });
  });

  it("says where nothing fits, and goes on", async () => {
    const shown = await ask(searching);
    shown.events.type("xyz");
    expect(shown.getScreen()).toContain(`Nothing fits "xyz"`);
    for (let i = 0; i < 3; i++) shown.events.keypress("backspace");
    expect(shown.getScreen()).toContain("Chat");
    key(shown, "enter");
    await expect(shown.answer).resolves.toEqual({ kind: "chosen", ids: ["chat"] });
  });

  it("explains itself without taking ? for a letter", async () => {
    const shown = await ask(searching);
    shown.events.type("co");
    shown.events.keypress({ name: "?", sequence: "?" } as never);
    expect(shown.getScreen()).toContain("why: 23 rules read it.");
    expect(shown.getScreen()).toContain("› co");
    key(shown, "escape");
    await expect(shown.answer).resolves.toEqual({ kind: "back" });
  });

  it("takes what is typed where it can be read", async () => {
    const read = (text: string) => (text === "Portugal" ? { sets: {}, said: text } : { problem: "no country" });
    const shown = await ask({ ...searching, typing: { label: "Another", ask: "Which?", read } });
    shown.events.type("Portugal");
    key(shown, "enter");
    await expect(shown.answer).resolves.toEqual({ kind: "typed", text: "Portugal" });
  });

  it("offers unknown, back and leave as lines, since letters are typed", async () => {
    const shown = await ask(searching);
    key(shown, "up");
    key(shown, "enter");
    await expect(shown.answer).resolves.toEqual({ kind: "leave" });
  });
});

it("Ctrl-C breaks off", async () => {
  const shown = await ask();
  const broken = expect(shown.answer).rejects.toThrow(/force closed/u);
  shown.events.keypress({ name: "c", ctrl: true });
  await broken;
});
