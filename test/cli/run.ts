import { main } from "../../src/cli/main.ts";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command line in this process, as a pipe without colour, on a fixed day. */
export async function run(
  args: string,
  options: { readonly tty?: boolean; readonly env?: Record<string, string>; readonly columns?: number } = {},
): Promise<Ran> {
  let out = "";
  let err = "";
  const stream = (write: (text: string) => void) => ({ write, isTTY: options.tty ?? false, columns: options.columns });
  const code = await main(args.match(/"[^"]*"|\S+/gu)?.map((a) => a.replace(/^"|"$/gu, "")) ?? [], {
    stdout: stream((text) => {
      out += text;
    }),
    stderr: stream((text) => {
      err += text;
    }),
    env: options.env ?? {},
    today: () => "2026-11-25",
  });
  return { code, out, err };
}
