import type { Range } from "../quantity/range.ts";
import type { Bench } from "./bench.ts";
import type { Remark } from "./estimate.ts";
import type { Replica } from "./throughput.ts";

/** Factors on the token counts that the user stated: what a model reads, and what it writes (reasoning included). */
export interface TokenSpread {
  readonly input: Range;
  readonly output: Range;
}

/**
 * Tokenizers differ, most on Chinese, Japanese and Korean, and models write at different length: low and high of both. Likely is
 * the user's own count; what is published of a model moves the ends, unless the user has set the factor.
 */
export function tokenSpread(bench: Bench, model: string): TokenSpread {
  const { assumptions: a, context } = bench;
  const name = bench.isCjk ? "tokenizerSpread.cjk" : "tokenizerSpread";
  const input = within(a.range(name), tokenizerOf(bench, model)?.[bench.isCjk ? "cjk" : "text"]);
  const wordy = a.range("outputVerbosity");
  const own = context.catalog.assumptions.outputLengths[model]?.factor;
  const length = wordy.low === wordy.high || own === undefined ? wordy : widened(wordy, own);
  return {
    input,
    output: { low: input.low * length.low, likely: input.likely * length.likely, high: input.high * length.high },
  };
}

const tokenizerOf = ({ context: { catalog } }: Bench, model: string) =>
  catalog.assumptions.tokenizers[model] ?? catalog.assumptions.tokenizers[model.slice(0, model.indexOf("/"))];

const within = (general: Range, known: readonly [number, number] | undefined): Range =>
  known && general.low < general.high ? { low: known[0], likely: general.likely, high: known[1] } : general;

const widened = (r: Range, x: number): Range => ({
  low: Math.min(r.low, x),
  likely: r.likely,
  high: Math.max(r.high, x),
});

/** What is published of this model's token counts and lies outside what is assumed of all. */
export function tokenRemarks(bench: Bench, model: string): Remark[] {
  const { assumptions: a, workload, context } = bench;
  const { inputTokens, outputTokens } = workload.traffic;
  const remarks: Remark[] = [];
  const general = a.range(bench.isCjk ? "tokenizerSpread.cjk" : "tokenizerSpread");
  const tokenizer = tokenizerOf(bench, model);
  const high = tokenSpread(bench, model).input.high;
  if (tokenizer && high > general.high && inputTokens + outputTokens > 0)
    remarks.push({ code: "more-tokens", args: { percent: Math.round(100 * (high - 1)), source: tokenizer.source } });
  const length = context.catalog.assumptions.outputLengths[model];
  const wordy = a.range("outputVerbosity");
  if (length && wordy.low < wordy.high && length.factor > wordy.high && outputTokens > 0)
    remarks.push({ code: "writes-more", args: { factor: length.factor, source: length.source } });
  return remarks;
}

/** Seconds of a replica that a request takes at the ends of the token counts, over those that are planned: prefill follows the input, decoding the output. */
export function workSpread(bench: Bench, model: string, replica: Replica | null, busySeconds: number): Range {
  if (!replica) return { low: 1, likely: 1, high: 1 };
  const { input, output } = tokenSpread(bench, model);
  const read = Math.min(1, replica.prefillSeconds / replica.stages / busySeconds);
  const at = (end: "low" | "high"): number =>
    (read * input[end]) / input.likely + ((1 - read) * output[end]) / output.likely;
  return { low: at("low"), likely: 1, high: at("high") };
}
