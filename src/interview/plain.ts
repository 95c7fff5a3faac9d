import { createInterface } from "node:readline";
import { type Asker, type Card, Interrupted, type Look, type Outcome, search } from "./card.ts";
import { type Row, rowsOf } from "./card-page.ts";
import { LEAVE_LABEL, UNKNOWN_LABEL } from "./words.ts";

/** Where lines are read from and written to. */
export interface LineTerminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: Pick<NodeJS.WritableStream, "write">;
}

/** So many hits of a search are read out at once. */
const READ_OUT = 9;

/** Asks line by line: nothing is repainted, every choice has a number. For screen readers, and wherever a cursor cannot be moved. */
export function plainAsker({ input, output }: LineTerminal, look: Look): Asker & { readonly close: () => void } {
  const lines = createInterface({ input, terminal: false });
  const waiting: string[] = [];
  let isClosed = false;
  let wake: (() => void) | null = null;
  const nudge = () => {
    wake?.();
    wake = null;
  };
  lines.on("line", (line) => {
    waiting.push(line);
    nudge();
  });
  lines.on("close", () => {
    isClosed = true;
    nudge();
  });
  const say = (text: string) => {
    for (const line of look.wrap(text, look.size().columns)) output.write(`${line}\n`);
  };
  const read = async (): Promise<string> => {
    output.write("> ");
    while (waiting.length === 0) {
      if (isClosed) throw new Interrupted();
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return (waiting.shift() as string).trim();
  };

  const askLine: Asker["askLine"] = async ({ text, usual, read: reader }) => {
    for (;;) {
      say(`${text} ${usual === null ? "Enter alone goes back." : `Enter alone: ${usual}.`}`);
      const typed = await read();
      if (typed === "") return usual;
      const result = reader(typed);
      if (!("problem" in result)) return typed;
      say(String(result.problem));
    }
  };

  const ask = async (card: Card): Promise<Outcome> => {
    say(card.text);
    for (const note of card.notes) say(note);
    let shown = card.form === "search" ? [] : readOut(rowsOf(card, ""));
    for (;;) {
      say(instruction(card, shown));
      const typed = await read();
      if (typed === "?") {
        for (const line of card.why?.() ?? ["This question only steers the program."]) say(line);
        continue;
      }
      const single = singleKey(card, typed);
      if (single) return single;
      if (typed === "" && card.isUnknown) return { kind: "unknown" };
      if (typed === "" && card.chosen.length > 0) return { kind: "chosen", ids: card.chosen };
      if (typed === "" && card.none !== undefined) return { kind: "chosen", ids: [] };
      const numbers = typed.split(/[,\s]+/u).map(Number);
      if (typed !== "" && numbers.every((n) => Number.isInteger(n) && n >= 1 && n <= shown.length)) {
        const rows = [...new Set(numbers)].map((n) => shown[n - 1] as Row);
        const outcome = taken(card, rows);
        if (outcome === "typing") {
          const text = card.typing
            ? await askLine({ text: card.typing.ask, usual: null, read: card.typing.read })
            : null;
          if (text !== null) return { kind: "typed", text };
        } else if (outcome) return outcome;
        else say("Give one number.");
        continue;
      }
      if (card.form === "search" && typed !== "") {
        const hits = typed === "l" ? [...card.options] : search(card.options, typed);
        if (
          card.typing &&
          !("problem" in card.typing.read(typed)) &&
          !hits.some((h) => h.label.toLowerCase() === typed.toLowerCase())
        )
          return { kind: "typed", text: typed };
        const [only] = hits;
        if (hits.length === 1 && only) return { kind: "chosen", ids: [only.id] };
        if (hits.length > 0) {
          shown = readOut(
            hits.slice(0, typed === "l" ? hits.length : READ_OUT).map((o): Row => ({ kind: "option", ...o })),
          );
          continue;
        }
      }
      say(typed === "" ? "Nothing is preselected here." : `"${typed}" is no answer here.`);
    }
  };

  function readOut(rows: readonly Row[]): readonly Row[] {
    const kept = rows.filter((r) => r.kind === "option" || r.kind === "none" || r.kind === "typed");
    kept.forEach((r, n) => say(`${n + 1}. ${r.label}${r.hint === "" ? "" : `: ${r.hint}`}`));
    return kept;
  }

  return {
    ask,
    askLine,
    tell: (paragraphs) => {
      for (const p of paragraphs) say(p);
    },
    show: (line) => {
      output.write(`${line}\n`);
    },
    close: () => lines.close(),
  };
}

function singleKey(card: Card, typed: string): Outcome | null {
  if (typed === "u" && card.mayBeUnknown) return { kind: "unknown" };
  if (typed === "b" && card.mayGoBack) return { kind: "back" };
  if ((typed === "s" || typed === "q") && card.mayLeave) return { kind: "leave" };
  return null;
}

function taken(card: Card, rows: readonly Row[]): Outcome | "typing" | null {
  const [one] = rows;
  if (rows.some((r) => r.kind === "none")) return { kind: "chosen", ids: [] };
  if (rows.length === 1 && one?.kind === "typed") return "typing";
  if (rows.length > 1 && card.form !== "several" && card.form !== "order") return null;
  return { kind: "chosen", ids: rows.flatMap((r) => (r.kind === "option" ? [r.id] : [])) };
}

function instruction(card: Card, shown: readonly Row[]): string {
  const labels = card.chosen.map((id) => card.options.find((o) => o.id === id)?.label ?? id);
  const enter = card.isUnknown ? UNKNOWN_LABEL : labels.length > 0 ? labels.join(", ") : (card.none ?? null);
  const many =
    card.form === "several"
      ? "Numbers, with commas"
      : card.form === "order"
        ? "Numbers in their order, with commas"
        : "A number";
  const parts = [
    ...(card.form === "search" ? ["A word to search for, l for the list"] : []),
    ...(shown.length > 0 ? [many] : []),
    ...(enter === null ? [] : [`Enter for: ${enter}`]),
    ...(card.why ? ["? why"] : []),
    ...(card.mayBeUnknown ? ["u I don't know"] : []),
    ...(card.mayGoBack ? ["b back"] : []),
    ...(card.mayLeave ? [`s ${LEAVE_LABEL.toLowerCase()}`] : []),
  ];
  return `${parts.join("; ")}.`;
}
