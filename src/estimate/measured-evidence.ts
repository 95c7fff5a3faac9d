import type { Measurement } from "../catalog/measured-groups.ts";
import { grouped } from "../quantity/format.ts";
import type { Correction } from "./correction.ts";
import type { MeasuredCase } from "./measured-cases.ts";

/** A published measurement with where it was published. */
export interface Citation extends Measurement {
  /** Of the model that was measured; others of its dimensions count as the same. */
  readonly name: string;
  readonly source: string;
  readonly url: string;
  readonly published: string;
}

/** What published measurements say about one figure of a sizing. */
export interface Evidence {
  readonly figure: "outputTokensPerSecond" | "tokensPerSecondPerUser" | "prefillTokensPerSecond";
  /** `exact`: measured under these very conditions, and taken as it is; `near`: the formula's answer is corrected. */
  readonly match: "exact" | "near";
  /** On the formula's answer. */
  readonly factor: number;
  /** Measurements that are near. */
  readonly count: number;
  readonly nearest: Citation;
}

/** Of a case and in words: told again and again while many models are sized. */
const citations = new WeakMap<MeasuredCase, Citation>();
const lines = new WeakMap<Citation, string>();

export function citationOf({ nearest }: Correction): Citation {
  let citation = citations.get(nearest);
  if (!citation) {
    const { source, url, published } = nearest.source;
    citation = { ...nearest.measurement, name: nearest.name, source, url, published };
    citations.set(nearest, citation);
  }
  return citation;
}

export const evidenceOf = (figure: Evidence["figure"], c: Correction): Evidence => ({
  figure,
  match: c.match,
  factor: c.factor,
  count: c.count,
  nearest: citationOf(c),
});

/** All of it in one line: `measured: …`, or `calibrated on 9 published measurements nearby, nearest: …`; null = nothing. */
export function calibratedOn(evidence: readonly Evidence[]): string | null {
  return evidence.length === 0 ? null : evidence.map(evidenceLine).join("; ");
}

const PART: Readonly<Record<Evidence["figure"], string>> = {
  outputTokensPerSecond: "",
  tokensPerSecondPerUser: "decoding ",
  prefillTokensPerSecond: "prefill ",
};

/** What one correction rests on. */
export const correctionLine = (c: Correction): string => evidenceLine(evidenceOf("outputTokensPerSecond", c));

function evidenceLine({ figure, match, count, nearest }: Evidence): string {
  const part = PART[figure];
  if (match === "exact") return `${part}measured: ${citationLine(nearest)}`;
  const measurements = count === 1 ? "1 published measurement" : `${count} published measurements`;
  return `${part}calibrated on ${measurements} nearby, nearest: ${citationLine(nearest)}`;
}

/** `Llama 3.3 70B fp8 on 2 × nvidia-h100-80gb-sxm, 1,000 tokens in, 2,000 out, as many at once as fit: 4,146 tokens/s in all (tensorrt-llm 2025-09; source)` */
export function citationLine(m: Citation): string {
  const known = lines.get(m) ?? lineOf(m);
  lines.set(m, known);
  return known;
}

function lineOf(m: Citation): string {
  const held = m.concurrency === "max" ? "as many at once as fit" : `${m.concurrency} at once`;
  const lengths = `${grouped(m.inputTokens)} tokens in, ${grouped(m.outputTokens)} out, ${held}`;
  return `${m.name} ${m.quantization} on ${m.count} × ${m.accelerator}, ${lengths}: ${figureOf(m)} (${m.engine} ${m.build}; ${m.source})`;
}

const rate = (x: number): string => grouped(x, x < 100 ? 1 : 0);

function figureOf(m: Citation): string {
  if (m.outputTokensPerSecond !== undefined) return `${rate(m.outputTokensPerSecond)} tokens/s in all`;
  if (m.tokensPerSecondPerUser !== undefined) return `${rate(m.tokensPerSecondPerUser)} tokens/s of one stream`;
  if (m.prefillTokensPerSecond !== undefined) return `${rate(m.prefillTokensPerSecond)} tokens/s of prefill`;
  return `${m.interTokenSeconds} s between tokens`;
}
