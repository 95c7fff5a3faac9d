import { type Card, type Look, type Option, type Outcome, search } from "./card.ts";
import { BACK_LABEL, LEAVE_LABEL, UNKNOWN_LABEL } from "./words.ts";

/** A line that the cursor can stand on. */
export type Row =
  | ({ readonly kind: "option" } & Option)
  | {
      readonly kind: "typed" | "none" | "unknown" | "back" | "leave";
      readonly id: string;
      readonly label: string;
      readonly hint: string;
    };

export interface PageState {
  readonly card: Card;
  readonly look: Look;
  readonly rows: readonly Row[];
  readonly active: number;
  readonly picked: readonly string[];
  readonly term: string;
  readonly isWhy: boolean;
  readonly complaint: string | null;
  readonly finished: Outcome | null;
}

/** All that may be answered now: what a search found, then what every question offers. */
export function rowsOf(card: Card, term: string): Row[] {
  const { options, typing, none } = card;
  const found = card.form === "search" ? search(options, term) : options;
  const row = (kind: Exclude<Row["kind"], "option">, label: string, hint = ""): Row => ({
    kind,
    id: kind,
    label,
    hint,
  });
  const typed = term.trim();
  const isReadable = typing !== undefined && typed !== "" && !("problem" in typing.read(typed));
  const isListed = options.some((o) => o.label.toLowerCase() === typed.toLowerCase());
  return [
    ...(isReadable && card.form === "search" && !isListed ? [row("typed", typed)] : []),
    ...found.map((o): Row => ({ kind: "option", ...o })),
    ...(none === undefined ? [] : [row("none", none)]),
    ...(typing && card.form !== "search" ? [row("typed", typing.label)] : []),
    ...(card.mayBeUnknown ? [row("unknown", UNKNOWN_LABEL)] : []),
    ...(card.mayGoBack ? [row("back", BACK_LABEL)] : []),
    ...(card.mayLeave && card.form === "search" ? [row("leave", LEAVE_LABEL)] : []),
  ];
}

/** Where the cursor starts: on what is preselected, else on the first line. */
export function first(rows: readonly Row[], card: Card): number {
  if (card.isUnknown)
    return Math.max(
      0,
      rows.findIndex((r) => r.kind === "unknown"),
    );
  if (card.form === "several" && card.chosen.length === 0)
    return Math.max(
      0,
      rows.findIndex((r) => r.kind === "none"),
    );
  return Math.max(
    0,
    rows.findIndex((r) => r.kind === "option" && r.id === card.chosen[0]),
  );
}

const CURSOR_HIDE = "\u001b[?25l";
/** A search shows so many lines: who does not see what they want types. */
const LISTED = 12;
/** Under so many columns hints stand under their labels. */
const NARROW = 70;

/** The whole prompt; of a finished one the question and its answer alone. The part below the line that is typed into comes second. */
export function page(state: PageState): string | [string, string] {
  const { card, look, term, finished } = state;
  const { columns } = look.size();
  const width = Math.max(20, Math.min(columns, 100) - 1);
  if (finished) return doneLine(state, finished);
  const question = look
    .wrap(card.text, width - 2)
    .map((line, n) => `${n === 0 ? look.good("?") : " "} ${look.strong(line)}`);
  const notes = card.notes.flatMap((n) => look.wrap(n, width - 2)).map((line) => `  ${look.quiet(line)}`);
  const footer = [
    ...(state.complaint ? ["", ...look.wrap(state.complaint, width - 2).map((line) => `  ${look.careful(line)}`)] : []),
    ...look.wrap(keys(card, look), width - 2).map((line) => `  ${look.quiet(line)}`),
    ...(state.isWhy ? ["", ...whyLines(card, look, width)] : []),
  ];
  const isSearch = card.form === "search";
  const above = question.length + notes.length + (isSearch ? 1 : 0);
  const room = look.size().rows - above - footer.length - 4;
  const rows = window(state, width, isSearch ? Math.min(room, LISTED) : room);
  if (!isSearch) return [...question, ...notes, ...rows, ...footer].join("\n") + CURSOR_HIDE;
  return [[...question, ...notes, `  ${look.isRich ? "›" : ">"} ${term}`].join("\n"), [...rows, ...footer].join("\n")];
}

function keys(card: Card, look: Look): string {
  const arrows = look.isRich ? "↑↓" : "arrows";
  const move =
    card.form === "several"
      ? `${arrows} Space ticks Enter`
      : card.form === "order"
        ? `${arrows} Space takes the next Enter`
        : `${arrows} Enter`;
  const single = card.form !== "search";
  return [
    card.form === "search" ? `type to find · ${move}` : move,
    ...(card.why ? ["? why"] : []),
    ...(single && card.mayBeUnknown ? ["u I don't know"] : []),
    ...(card.mayGoBack ? [single ? "b back" : "Esc back"] : []),
    ...(single && card.mayLeave ? ["s save and leave"] : []),
  ].join(" · ");
}

const whyLines = ({ why }: Card, look: Look, width: number): string[] =>
  (why?.() ?? []).flatMap((line, n) =>
    look
      .wrap(`${n === 0 ? "why: " : ""}${line}`, width - 8)
      .map((text, i) => `  ${n > 0 || i > 0 ? "     " : ""}${text}`),
  );

/** The rows about the cursor, as many as there is room for. */
function window({ card, look, rows, active, picked, term }: PageState, width: number, room: number): string[] {
  const label = Math.max(...rows.map((r) => mark(card, look, r, picked).length + r.label.length), 8);
  const isNarrow = width < NARROW;
  const blocks = rows.map((r, i) => block(r, i === active));
  if (rows.every((r) => r.kind !== "option" && r.kind !== "typed") && term !== "")
    blocks.unshift([`  ${look.careful(`Nothing fits "${term}"; try another word.`)}`]);
  const heights = blocks.map((b) => b.length);
  const at = active + (blocks.length - rows.length);
  let from = at;
  let to = at + 1;
  let used = heights[at] ?? 0;
  for (;;) {
    const up = from > 0 ? (heights[from - 1] as number) : 0;
    const down = to < blocks.length ? (heights[to] as number) : 0;
    const takesDown =
      down > 0 && used + down <= Math.max(room, 4) && (to - at <= at - from || up === 0 || used + up > room);
    if (takesDown) [to, used] = [to + 1, used + down];
    else if (up > 0 && used + up <= Math.max(room, 4)) [from, used] = [from - 1, used + up];
    else break;
  }
  const dots = look.isRich ? "…" : "...";
  return [
    ...(from > 0 ? [look.quiet(`  ${dots} ${from} more above`)] : []),
    ...blocks.slice(from, to).flat(),
    ...(to < blocks.length ? [look.quiet(`  ${dots} ${blocks.length - to} more below`)] : []),
  ];

  function block(row: Row, isActive: boolean): string[] {
    const cursor = isActive ? (look.isRich ? "❯" : ">") : " ";
    const head = `${mark(card, look, row, picked)}${row.kind === "back" && look.isRich ? "← back" : row.label}`;
    const style = isActive ? look.good : (s: string) => s;
    if (row.hint === "") return [`${style(`${cursor} ${head}`)}`];
    const indent = Math.min(label, Math.floor(width / 2));
    if (isNarrow || head.length > indent) {
      const lines = look.wrap(row.hint, width - 6).map((line) => `      ${look.quiet(line)}`);
      return [style(`${cursor} ${head}`), ...lines];
    }
    const [one = "", ...others] = look.wrap(row.hint, width - indent - 4);
    return [
      `${style(`${cursor} ${head.padEnd(indent)}`)}  ${look.quiet(one)}`,
      ...others.map((line) => `${" ".repeat(indent + 4)}${look.quiet(line)}`),
    ];
  }
}

function mark({ form }: Card, look: Look, row: Row, picked: readonly string[]): string {
  if (row.kind !== "option" || form === "one" || form === "search") return "";
  const at = picked.indexOf(row.id);
  if (form === "order") return at < 0 ? "   " : `${at + 1}. `;
  return at < 0 ? (look.isRich ? "◯ " : "[ ] ") : look.isRich ? "◉ " : "[x] ";
}

function doneLine({ card, look, rows, term }: PageState, outcome: Outcome): string {
  const labels =
    outcome.kind === "chosen" ? outcome.ids.map((id) => card.options.find((o) => o.id === id)?.label ?? id) : [];
  const answer =
    outcome.kind === "chosen"
      ? labels.join(", ") || (card.none ?? "none")
      : outcome.kind === "typed"
        ? term || (rows.find((r) => r.kind === "typed")?.label ?? "")
        : { unknown: UNKNOWN_LABEL, back: "back", leave: LEAVE_LABEL }[outcome.kind];
  const sign = outcome.kind === "back" ? (look.isRich ? "↶" : "<") : look.isRich ? "✔" : "*";
  const lines = look.wrap(`${card.text} ${answer}`, look.size().columns - 3);
  const [head = "", ...rest] = lines;
  if (rest.length > 0) return [`${look.good(sign)} ${head}`, ...rest.map((line) => `  ${line}`)].join("\n");
  return `${look.good(sign)} ${look.quiet(card.text)} ${look.strong(answer)}`;
}
