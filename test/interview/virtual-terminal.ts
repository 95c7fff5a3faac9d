import { PassThrough, Writable } from "node:stream";
import xterm from "@xterm/headless";
import type { Keyboard } from "../../src/cli/io.ts";

const KEYS: Readonly<Record<string, string>> = {
  enter: "\r",
  up: "\u001b[A",
  down: "\u001b[B",
  left: "\u001b[D",
  escape: "\u001b",
  space: " ",
  backspace: "\u007f",
  "ctrl-c": "\u0003",
};

/** A terminal without a screen: keys go in, and what a person would see comes out, scrolled lines included. */
export class VirtualTerminal {
  readonly keyboard: Keyboard;
  readonly isRaw: boolean[] = [];
  /** Bytes as they were written. */
  raw = "";
  private readonly input = new PassThrough();
  private readonly terminal: xterm.Terminal;

  constructor(columns = 80, rows = 40) {
    this.terminal = new xterm.Terminal({
      cols: columns,
      rows,
      scrollback: 5000,
      allowProposedApi: true,
      convertEol: true,
    });
    const setRawMode = (is: boolean) => {
      this.isRaw.push(is);
      return this.input;
    };
    Object.assign(this.input, { isTTY: true, setRawMode });
    const output = new Writable({
      decodeStrings: false,
      write: (chunk: string | Buffer, _, done) => {
        this.write(String(chunk));
        done();
      },
    });
    // What pipes into a standard stream does not end it.
    this.keyboard = {
      input: this.input as unknown as Keyboard["input"],
      output: Object.assign(output, { isTTY: true, columns, rows, _isStdio: true }),
    };
  }

  /** Standard output on the same screen. */
  write(text: string): void {
    this.raw += text;
    this.terminal.write(text);
  }

  press(...keys: readonly string[]): void {
    for (const key of keys) this.input.write(KEYS[key] ?? key);
  }

  /** Everything that is on the screen or was scrolled off it. */
  async lines(): Promise<string[]> {
    await new Promise<void>((resolve) => this.terminal.write("", resolve));
    const { active } = this.terminal.buffer;
    const lines: string[] = [];
    for (let i = 0; i < active.length; i++) lines.push(active.getLine(i)?.translateToString(true) ?? "");
    while (lines.length > 0 && lines.at(-1) === "") lines.pop();
    return lines;
  }

  /** Lines that went on beyond the right edge. */
  async overflowing(): Promise<string[]> {
    await this.lines();
    const { active } = this.terminal.buffer;
    return Array.from({ length: active.length }, (_, i) => active.getLine(i)).flatMap((l) =>
      l?.isWrapped ? [l.translateToString(true)] : [],
    );
  }

  /** How many prompts have been answered. */
  async answered(): Promise<number> {
    return (await this.lines()).filter((l) => DONE.test(l)).length;
  }

  /** The open prompt, its lines from the question on, as soon as more than `answered` prompts have been answered. */
  async prompt(answered: number, seconds = 20): Promise<string> {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      const lines = await this.lines();
      const from = lines.findLastIndex((l) => l.startsWith("? "));
      const text = lines.slice(from).join("\n");
      const isNew = lines.filter((l) => DONE.test(l)).length > answered;
      if (isNew && from > lines.findLastIndex((l) => DONE.test(l)) && READY.test(text)) return text;
      if (Date.now() > end) throw new Error(`nothing was asked:\n${lines.slice(-30).join("\n")}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

const DONE = /^[✔↶] /u;
/** What stands under every prompt. */
const READY = /Enter( ·|$)|\(Enter/mu;
