import type { SizeContext, SizeInput } from "../estimate/size-input.ts";
import type { Sizing } from "../estimate/sizing.ts";
import type { SizingRow } from "../estimate/sizing-table.ts";
import { compact, grouped } from "../quantity/format.ts";
import type { Range } from "../quantity/range.ts";
import { hang, wrap } from "../report/flow.ts";
import type { Paint } from "../report/paint.ts";

const GB = 1e9;
const gigabytes = (bytes: number): string => `${grouped(bytes / GB, bytes < 10 * GB ? 1 : 0)} GB`;
const range = ({ low, likely, high }: Range, unit: string): string =>
  `${figure(likely)} ${unit} (${figure(low)} to ${figure(high)})`;
const figure = (x: number): string => (x >= 1000 ? compact(x) : grouped(x, x < 1 ? 2 : x < 10 ? 1 : 0));

/** One sizing as people read it: the answer, where the memory goes, how fast, and what it rests on. */
export function sizingPage(
  input: SizeInput,
  { fits, binding, memory, throughput, profile }: Sizing,
  { catalog }: SizeContext,
  width: number,
  paint: Paint,
): string[] {
  const model = catalog.models.find((m) => m.id === input.model)?.name ?? input.model ?? "This model";
  const devices = input.accelerator.includes(" ") ? input.accelerator : `${input.count ?? 1} × ${input.accelerator}`;
  const { weightsBytes, kvBytesPerSequence, overheadBytes, availableBytes, maxConcurrency } = memory;
  const free = availableBytes - weightsBytes - overheadBytes;
  const answer = fits
    ? `${model} fits on ${devices}: ${gigabytes(Math.max(0, free))} are left for requests, ${grouped(maxConcurrency)} at once.`
    : `${model} does not fit on ${devices}: ${gigabytes(weightsBytes + overheadBytes + kvBytesPerSequence)} are needed, ${gigabytes(availableBytes)} are there.`;
  const line = (label: string, value: string): string[] =>
    hang(`  ${paint.quiet(label.padEnd(20))}  `, 24, [{ text: value }], width);
  const bar = (bytes: number): string => {
    const cells = Math.max(0, Math.min(30, Math.round((30 * bytes) / Math.max(availableBytes, 1))));
    return width >= 70 ? `  ${"█".repeat(cells)}${"·".repeat(30 - cells)}` : "";
  };
  const asked = input.concurrency === "max" ? maxConcurrency : Math.min(input.concurrency ?? 1, maxConcurrency);
  const kv = kvBytesPerSequence * Math.max(1, asked);
  const tokens = `${compact(input.inputTokens ?? 1000)} tokens in, ${compact(input.outputTokens ?? 500)} out`;
  return [
    ...wrap(`${answer} It is bound by ${binding}.`, width),
    "",
    paint.strong("Memory"),
    ...line("weights", `${gigabytes(weightsBytes).padStart(8)}${bar(weightsBytes)}`),
    ...line("engine", `${gigabytes(overheadBytes).padStart(8)}${bar(overheadBytes)}`),
    ...line(
      `cache of ${grouped(Math.max(1, asked))} request${asked > 1 ? "s" : ""}`,
      `${gigabytes(kv).padStart(8)}${bar(kv)}`,
    ),
    ...line("usable", gigabytes(availableBytes).padStart(8)),
    ...line("cache per request", `${gigabytes(kvBytesPerSequence)} (${tokens})`),
    "",
    paint.strong("Speed"),
    ...(throughput
      ? [
          ...line("all together", range(throughput.outputTokensPerSecond, "tokens a second")),
          ...line("each request", range(throughput.tokensPerSecondPerUser, "tokens a second")),
          ...line("first token", range(throughput.firstTokenSeconds, "s")),
          ...line("reading", range(throughput.prefillTokensPerSecond, "tokens a second")),
        ]
      : [fits ? "  not estimated" : "  none: it does not fit"]),
    "",
    ...evidenceLines(profile).flatMap((text) => hang("  ", 4, [{ text, style: paint.quiet }], width)),
  ];
}

/** The measured case where there is one; what the formula was fitted on, and the measurements nearby, where it had to be asked. */
function evidenceLines({ engine, date, basis, fittedOn, calibration }: Sizing["profile"]): string[] {
  const said = calibration === null ? [] : [`${calibration[0]?.toUpperCase()}${calibration.slice(1)}`];
  return basis === "measured" && calibration !== null
    ? [...said, `Beside it the formula of ${engine}, profile of ${date}: ${fittedOn}`]
    : [`${engine}, profile of ${date}, ${basis}: ${fittedOn}`, ...said];
}

export const tableHeads = [
  "accelerator",
  "devices",
  "weights in",
  "weights",
  "requests at once",
  "tokens/s each",
  "tokens/s in all",
] as const;

export function tableCells({ accelerator, count, quantization, sizing }: SizingRow): string[] {
  const { fits, memory, throughput } = sizing;
  return [
    accelerator,
    fits ? String(count) : `not on ${count}`,
    quantization,
    gigabytes(memory.weightsBytes),
    fits ? grouped(memory.maxConcurrency) : "",
    throughput ? figure(throughput.tokensPerSecondPerUser.likely) : "",
    throughput ? figure(throughput.outputTokensPerSecond.likely) : "",
  ];
}
