import type { SizeContext, SizeInput } from "../estimate/size-input.ts";
import { size } from "../estimate/sizing.ts";
import { EXIT, type ExitCode, Failure, problemLine } from "../failure.ts";
import { readText } from "../yaml/read.ts";
import type { Io } from "./io.ts";

const MAX_BYTES = 50_000_000;

/** One result line for each line of the file, in its order; a line that cannot be sized says why, and the others still run. */
export function casesFrom(file: string, context: SizeContext, io: Io): ExitCode {
  const lines = readText(file === "-" ? "/dev/stdin" : file, MAX_BYTES).split(/\r?\n/u);
  let failed = false;
  const out = lines.flatMap((line, n): string[] => {
    if (line.trim() === "") return [];
    const { id, result } = sized(line, context);
    if ("error" in result) failed = true;
    return [JSON.stringify("error" in result ? { schema: "advisor-size/1", id: id ?? n + 1, ...result } : result)];
  });
  io.stdout.write(out.length > 0 ? `${out.join("\n")}\n` : "");
  if (out.length === 0) throw new Failure({ place: { file }, text: "holds no case.", hint: "One JSON object a line." });
  return failed ? EXIT.usage : EXIT.answered;
}

function sized(line: string, context: SizeContext) {
  let id: unknown;
  try {
    const input: unknown = JSON.parse(line);
    if (input === null || typeof input !== "object" || Array.isArray(input))
      return { id, result: { error: { text: "is not a JSON object." } } };
    ({ id } = input as { id?: unknown });
    const sizing = size(withoutNulls(input) as unknown as SizeInput, context);
    return { id, result: id === undefined ? sizing : { ...sizing, id } };
  } catch (error) {
    if (error instanceof Failure) return { id, result: { error: { text: error.problems.map(problemLine).join(" ") } } };
    if (error instanceof SyntaxError) return { id, result: { error: { text: `is not JSON: ${error.message}` } } };
    throw error;
  }
}

/** A field that is null has not been given. */
const withoutNulls = (input: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(input).filter(([, v]) => v !== null));
