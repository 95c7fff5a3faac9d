import { main } from "../../src/cli/main.ts";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command line in this process, as a pipe without colour, on a fixed day. */
export async function run(
  args: string | readonly string[],
  options: {
    readonly today?: string;
    readonly tty?: boolean;
    readonly env?: Record<string, string>;
    readonly columns?: number;
  } = {},
): Promise<Ran> {
  let out = "";
  let err = "";
  const stream = (write: (text: string) => void) => ({ write, isTTY: options.tty ?? false, columns: options.columns });
  const argv = typeof args === "string" ? words(args) : args;
  const code = await main([...argv], {
    stdout: stream((text) => {
      out += text;
    }),
    stderr: stream((text) => {
      err += text;
    }),
    env: options.env ?? {},
    today: () => options.today ?? "2026-11-25",
  });
  return { code, out, err };
}

const words = (line: string): string[] => line.match(/"[^"]*"|\S+/gu)?.map((a) => a.replace(/^"|"$/gu, "")) ?? [];
