import {
  createPrompt,
  ExitPromptError,
  isBackspaceKey,
  isDownKey,
  isEnterKey,
  isSpaceKey,
  isUpKey,
  type KeypressEvent,
  useEffect,
  useKeypress,
  useState,
} from "@inquirer/core";
import inquirer from "inquirer";
import { type Asker, type Card, Interrupted, type Line, type Look, type Outcome } from "./card.ts";
import { first, page, type Row, rowsOf } from "./card-page.ts";

/** Where prompts are read from and written to. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

interface CardConfig {
  readonly card: Card;
  readonly look: Look;
}

/** What happens to a row by a key. */
type Deed = { readonly outcome: Outcome } | { readonly picked: readonly string[] } | { readonly complaint: string };

/** A card on a terminal: rows, a cursor, and single keys for what every question offers. */
export const cardPrompt = createPrompt<Outcome, CardConfig>(({ card, look }, done) => {
  const [notes, setNotes] = useState(card.notes);
  useEffect(() => {
    card.onNotes?.(setNotes);
    return () => card.onNotes?.(() => undefined);
  }, []);
  const [term, setTerm] = useState("");
  const [picked, setPicked] = useState<readonly string[]>(card.form === "several" ? card.chosen : []);
  const rows = rowsOf(card, term);
  const [active, setActive] = useState(first(rows, card));
  const [isWhy, setWhy] = useState(false);
  const [complaint, setComplaint] = useState<string | null>(null);
  const [finished, setFinished] = useState<Outcome | null>(null);

  const finish = (outcome: Outcome) => {
    setFinished(outcome);
    done(outcome);
  };
  const act = (deed: Deed) => {
    setComplaint("complaint" in deed ? deed.complaint : null);
    if ("outcome" in deed) finish(deed.outcome);
    else if ("picked" in deed) setPicked(deed.picked);
  };

  useKeypress((key, rl) => {
    const isSearch = card.form === "search";
    const typed = isSearch ? rl.line.replaceAll("?", "") : "";
    const sign = signOf(key);
    const row = rows[active];
    if (isUpKey(key) || isDownKey(key) || (key.ctrl && (key.name === "p" || key.name === "n"))) {
      restore(rl, term);
      const step = isUpKey(key) || key.name === "p" ? -1 : 1;
      setActive((active + step + rows.length) % rows.length);
    } else if (isEnterKey(key)) {
      restore(rl, term);
      if (row) act(enter(card, row, picked, term));
    } else if (sign === "?") {
      restore(rl, term);
      if (card.why) setWhy(!isWhy);
    } else if (key.name === "escape") {
      if (card.mayGoBack) finish({ kind: "back" });
    } else if (isSearch) {
      if (typed !== term || isBackspaceKey(key)) {
        setTerm(typed);
        setActive(first(rowsOf(card, typed), card));
        setComplaint(null);
      }
    } else {
      rl.clearLine(0);
      if (isSpaceKey(key) && row) act(toggle(card, row, picked));
      else if (sign === "b" || key.name === "left") card.mayGoBack && finish({ kind: "back" });
      else if (sign === "u") card.mayBeUnknown && finish({ kind: "unknown" });
      else if (sign === "s" || sign === "q") card.mayLeave && finish({ kind: "leave" });
      else if (sign === "k" || sign === "j") setActive((active + (sign === "k" ? -1 : 1) + rows.length) % rows.length);
      else if (/^[1-9]$/u.test(sign) && rows[Number(sign) - 1]) setActive(Number(sign) - 1);
    }
  });

  return page({ card: { ...card, notes }, look, rows, active, picked, term, isWhy, complaint, finished });
});

const signOf = (key: KeypressEvent): string =>
  (key as { sequence?: string }).sequence && !key.ctrl
    ? String((key as { sequence?: string }).sequence)
    : (key.name ?? "");

/** What was typed stays in the line: keys that are no text must not change it. */
function restore(rl: { line: string; clearLine: (d: 0) => void; write: (text: string) => void }, term: string): void {
  rl.clearLine(0);
  if (term !== "") rl.write(term);
}

function enter(card: Card, row: Row, picked: readonly string[], term: string): Deed {
  switch (row.kind) {
    case "typed":
      return { outcome: { kind: "typed", text: term } };
    case "none":
      return { outcome: { kind: "chosen", ids: [] } };
    case "unknown":
    case "back":
    case "leave":
      return { outcome: { kind: row.kind } };
    case "option":
      if (card.form === "one" || card.form === "search") return { outcome: { kind: "chosen", ids: [row.id] } };
      if (picked.length > 0) return { outcome: { kind: "chosen", ids: picked } };
      return {
        complaint: card.none ? `Space ticks; "${card.none}" says that none applies.` : "Space takes the first one.",
      };
  }
}

function toggle(card: Card, row: Row, picked: readonly string[]): Deed {
  if (row.kind !== "option" || card.form === "one") return { picked };
  return { picked: picked.includes(row.id) ? picked.filter((p) => p !== row.id) : [...picked, row.id] };
}

/** Asks on a terminal, by inquirer. */
export function terminalAsker({ input, output }: Terminal, look: Look): Asker {
  const ask = inquirer.createPromptModule({ input, output } as Parameters<typeof inquirer.createPromptModule>[0]);
  ask.registerPrompt("card", cardPrompt as never);
  const answerTo = async (question: object): Promise<unknown> => {
    try {
      const answers = await ask([{ ...question, name: "answer" }] as never);
      return (answers as { answer: unknown }).answer;
    } catch (error) {
      if (error instanceof ExitPromptError || (error instanceof Error && error.name === "ExitPromptError"))
        throw new Interrupted();
      throw error;
    }
  };
  const askLine = async ({ text, usual, read }: Line): Promise<string | null> => {
    const typed = String(
      await answerTo({
        type: "input",
        message: [
          ...look.wrap(text, look.size().columns - 2),
          usual === null ? "(Enter goes back)" : `(Enter: ${usual})`,
        ].join("\n  "),
        theme: {
          style: { message: (s: string) => look.strong(s), answer: (s: string) => look.good(s) },
          prefix: { idle: look.good("?"), done: look.good(look.isRich ? "✔" : "*") },
        },
        validate: (given: string) => {
          if (given.trim() === "") return true;
          const result = read(given);
          return "problem" in result ? result.problem : true;
        },
      }),
    ).trim();
    return typed === "" ? usual : typed;
  };
  return {
    askLine,
    ask: async (card) => {
      for (;;) {
        const outcome = (await answerTo({ type: "card", message: card.text, card, look })) as Outcome;
        if (outcome.kind !== "typed" || outcome.text !== "" || !card.typing) return outcome;
        const text = await askLine({ text: card.typing.ask, usual: null, read: card.typing.read });
        if (text !== null) return { kind: "typed", text };
      }
    },
    show: (line) => {
      output.write(`  ${line}\n\n`);
    },
    tell: (paragraphs) => {
      const width = Math.min(look.size().columns, MEASURE);
      output.write(`${paragraphs.map((p) => look.wrap(p, width).join("\n")).join("\n")}\n\n`);
    },
  };
}

/** Lines longer than this are hard to read. */
const MEASURE = 100;
