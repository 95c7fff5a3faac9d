import { type ExitCode, Failure } from "../failure.ts";
import type { Card } from "../interview/card.ts";
import { flagsOf, shellLine } from "../interview/command.ts";
import { changeAnAnswer, type Host } from "../interview/conversation.ts";
import type { Interview } from "../interview/interview.ts";
import type { Recommendation } from "../recommendation.ts";
import { runs } from "../report/words.ts";
import type { Run } from "./interview.ts";
import { forgetKept } from "./interview-kept.ts";
import type { Io } from "./io.ts";

export interface MenuRoom {
  readonly host: Host;
  readonly io: Io;
  readonly run: Run;
  /** Options that every command of this interview carries: overlays, day, seed. */
  readonly shared: readonly string[];
  /** Writes the requirements; throws Failure where it cannot. */
  readonly save: (interview: Interview, file: string, force: boolean) => void;
}

/** The ranking, then what can be done with it until somebody has enough. The exit code is that of the last ranking. */
export async function rankAndMenu(room: MenuRoom, confirmed: Interview): Promise<ExitCode> {
  let interview = confirmed;
  let code = await rank(room, interview);
  forgetKept();
  for (;;) {
    const outcome = await room.host.asker.ask(MENU);
    const id = outcome.kind === "chosen" ? outcome.ids[0] : "end";
    if (id === "end") break;
    if (id === "change") {
      const changed = await changeAnAnswer(room.host, interview);
      if (changed) {
        interview = changed;
        code = await rank(room, interview);
      }
    } else if (id !== undefined) await ACTS[id]?.(room, interview);
  }
  room.host.asker.tell(["The same again without questions, for example in CI:"]);
  room.host.asker.show(repeating(room, interview));
  return code;
}

const MENU: Card = {
  form: "one",
  text: "What next?",
  short: "menu",
  notes: [],
  chosen: ["details"],
  options: [
    { id: "details", label: "Details of one", hint: "every rule, figure and source; what would make it win" },
    { id: "compare", label: "Compare two", hint: "term by term" },
    { id: "what-if", label: "What if", hint: "a vendor cuts you off, a price triples, a model retires, an export ban" },
    { id: "change", label: "Change an answer", hint: "and rank again" },
    {
      id: "export",
      label: "Export a report",
      hint: "HTML to read in a browser, Markdown, JSON, CSV, by the ending of the name",
    },
    { id: "save", label: "Save advisor.yaml", hint: "the requirements, to keep beside your code" },
    { id: "command", label: "Show the command", hint: "that gives this ranking without questions" },
    { id: "end", label: "That is all", hint: "" },
  ],
};

type Act = (room: MenuRoom, interview: Interview) => Promise<void>;

const ACTS: Readonly<Record<string, Act>> = {
  details: async (room, interview) => {
    const [id] = await pick(room, interview, "Which one?", 1);
    if (id !== undefined) await room.run(["explain", id, ...opening(room, interview)]);
  },
  compare: async (room, interview) => {
    const ids = await pick(room, interview, "Which ones? Two to five.", 2);
    if (ids.length >= 2) await room.run(["compare", ...ids.slice(0, 5), ...opening(room, interview)]);
  },
  "what-if": async (room, interview) => {
    const said = await supposition(room, interview);
    if (said !== null) await room.run([...recommending(room, interview), "--what-if", said]);
  },
  export: async (room, interview) => {
    const file = await room.host.asker.askLine({
      text: "File to write; its ending tells the format: .html is the report to read in a browser, with charts; .md, .txt, .json and .csv are the others.",
      usual: "decision.md",
      read: () => ({}),
    });
    if (file !== null) await room.run([...recommending(room, interview), "--output", file]);
  },
  save: async (room, interview) => {
    const file = await room.host.asker.askLine({ text: "File to write.", usual: "advisor.yaml", read: () => ({}) });
    if (file === null) return;
    if (await saved(room, interview, file)) room.host.asker.show(shellLine(["advisor", "recommend", file]));
  },
  command: async (room, interview) => {
    room.host.asker.show(repeating(room, interview));
  },
};

const rank = (room: MenuRoom, interview: Interview): Promise<ExitCode> => room.run(recommending(room, interview));

/** `advisor recommend …` as it repeats this interview. */
export function recommending({ shared, host }: MenuRoom, interview: Interview): string[] {
  const { from, name } = interview.start;
  const isOther = host.file !== null && from === "nothing";
  return [
    "recommend",
    ...(from === "file" && name !== null ? [name] : []),
    ...(isOther ? ["--fresh"] : []),
    ...flagsOf(interview),
    ...shared,
  ];
}

/** The same for a command that opens candidates. */
function opening(room: MenuRoom, interview: Interview): string[] {
  const [, ...rest] = recommending(room, interview);
  return interview.start.from === "file" ? ["--file", ...rest] : rest;
}

const repeating = (room: MenuRoom, interview: Interview): string =>
  shellLine(["advisor", ...recommending(room, interview)]);

async function saved({ save, host }: MenuRoom, interview: Interview, file: string): Promise<boolean> {
  try {
    save(interview, file, false);
    return true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    host.asker.tell([error.message]);
    const outcome = await host.asker.ask({
      form: "one",
      text: `Overwrite ${file}?`,
      short: "overwrite",
      notes: [],
      chosen: ["no"],
      options: [
        { id: "no", label: "No, keep it", hint: "" },
        { id: "yes", label: "Yes, overwrite it", hint: "" },
      ],
    });
    if (outcome.kind !== "chosen" || outcome.ids[0] !== "yes") return false;
    save(interview, file, true);
    return true;
  }
}

/** Candidates of the ranking, by their ids. */
async function pick(room: MenuRoom, interview: Interview, text: string, least: number): Promise<readonly string[]> {
  const { workloads } = await answerOf(room, interview);
  const options = workloads.flatMap((w) =>
    w.ranking.slice(0, SHOWN).map((c) => ({
      id: c.id,
      label: `${c.rank}. ${c.model.name}`,
      hint: `${runs(c)}, score ${c.score.toFixed(2)}${workloads.length > 1 ? `, ${w.title}` : ""}`,
    })),
  );
  if (options.length < least) {
    room.host.asker.tell(["The ranking has too few candidates for that."]);
    return [];
  }
  const outcome = await room.host.asker.ask({
    form: least > 1 ? "several" : "one",
    text,
    short: "candidates",
    notes: [],
    options,
    chosen: least > 1 ? options.slice(0, 2).map((o) => o.id) : [],
    mayGoBack: true,
  });
  return outcome.kind === "chosen" ? outcome.ids : [];
}

const SHOWN = 20;

/** What might happen to the winner of the first job, or whatever is typed. */
async function supposition(room: MenuRoom, interview: Interview): Promise<string | null> {
  const { workloads } = await answerOf(room, interview);
  const [first] = workloads[0]?.ranking ?? [];
  const provider = first?.deployment.provider ?? null;
  const options = first
    ? [
        {
          id: `vendor-cut-off=${first.model.id.split("/")[0]}`,
          label: `${first.model.vendor} cuts you off`,
          hint: "its own services and its licence",
        },
        ...(provider === null
          ? []
          : [{ id: `price=${provider}:x3`, label: `${provider} triples its prices`, hint: "" }]),
        { id: `retire=${first.model.id}`, label: `${first.model.name} is retired`, hint: "wherever it runs" },
        { id: `export-ban=${first.model.origin}`, label: `Models from ${first.model.origin} are banned`, hint: "" },
      ]
    : [];
  const outcome = await room.host.asker.ask({
    form: "one",
    text: "What if …",
    short: "what if",
    notes: [],
    options,
    chosen: [],
    typing: { label: "Something else", ask: SUPPOSITIONS, read: (text) => ({ sets: {}, said: text }) },
    mayGoBack: true,
  });
  if (outcome.kind === "typed") return outcome.text;
  return outcome.kind === "chosen" ? (outcome.ids[0] ?? null) : null;
}

const SUPPOSITIONS = "vendor-cut-off=<vendor>, price=<provider>:x3, retire=<model> or export-ban=<country>";

/** The whole answer as data, by the very command. */
async function answerOf(room: MenuRoom, interview: Interview): Promise<Recommendation> {
  let text = "";
  const stdout = { ...room.io.stdout, isTTY: false, columns: 100, write: (s: string) => void (text += s) };
  await room.run([...recommending(room, interview), "--format", "json", "--top", String(SHOWN)], {
    ...room.io,
    stdout,
  });
  return JSON.parse(text) as Recommendation;
}
