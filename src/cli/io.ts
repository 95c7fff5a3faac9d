/** The world as the command sees it; tests give their own. */
export interface Io {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** YYYY-MM-DD */
  readonly today: () => string;
  /** Where questions are asked and answers typed; looked at by the interview alone. */
  readonly keyboard?: () => Keyboard;
  /** Milliseconds that a question waits for what stands beside it. */
  readonly patience?: number;
}

export interface Keyboard {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & {
    readonly isTTY?: boolean;
    readonly columns?: number;
    readonly rows?: number;
  };
}

export interface Stream {
  readonly write: (text: string) => void;
  readonly isTTY: boolean;
  readonly columns: number | undefined;
}

/** 0 = no colour. `NO_COLOR` and `--no-color` win, then `FORCE_COLOR`, then whether stdout is a terminal. */
export function colorLevel(io: Io, allowed: boolean): 0 | 1 | 2 | 3 {
  if (!allowed || io.env["NO_COLOR"]) return 0;
  const force = io.env["FORCE_COLOR"];
  if (force !== undefined && force !== "")
    return force === "0" || force === "false" ? 0 : force === "2" ? 2 : force === "3" ? 3 : 1;
  if (!io.stdout.isTTY || io.env["TERM"] === "dumb") return 0;
  if (/^(truecolor|24bit)$/u.test(io.env["COLORTERM"] ?? "")) return 3;
  return /256/u.test(io.env["TERM"] ?? "") ? 2 : 1;
}
