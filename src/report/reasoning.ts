import { percent } from "../quantity/format.ts";
import type { RankedCandidate, Reason } from "../recommendation.ts";
import { type Cell, cell, rowLines } from "./columns.ts";
import { hang, type Span, type Style } from "./flow.ts";
import { monthly, span } from "./money.ts";
import type { Paint } from "./paint.ts";
import { shortSource } from "./short-source.ts";
import { countryName, hardwareInFull, IN_COMMON, REASON_KIND, REASON_KINDS, runs } from "./words.ts";

/** How many reasons of a kind are printed; the others are a command away. */
const SHOWN: Readonly<Record<Reason["kind"], number>> = { for: 3, against: 3, caution: 3, obligation: 3 };
const LABEL = 7;
const INDENT = 3;
/** Text and source stand side by side from here on. */
const SIDE_BY_SIDE = 100;
const MEASURE = 76;

/** The reasons of each candidate as sentences with their sources; what is the same for all of them is said once. */
export function reasoning(candidates: readonly RankedCandidate[], width: number, paint: Paint): string[] {
  const shared = sharedNotes(candidates);
  const common = candidates[0]?.reasons.filter((r) => shared.has(keyOf(r))) ?? [];
  const own = candidates.flatMap((c, n) => [
    ...(n > 0 ? [""] : []),
    ...candidateReasons(
      c,
      c.reasons.filter((r) => !shared.has(keyOf(r))),
      width,
      paint,
    ),
  ]);
  if (common.length === 0) return own;
  const heading = IN_COMMON[candidates.length] ?? IN_COMMON[0];
  return [...own, "", paint.strong(heading), ...reasonLines(common, width, paint)];
}

const keyOf = (r: Reason): string => `${r.kind} ${r.rule} ${r.text}`;

function sharedNotes(candidates: readonly RankedCandidate[]): Set<string> {
  const [first, ...others] = candidates;
  if (!first || others.length === 0) return new Set();
  const notes = first.reasons.filter((r) => r.kind === "caution" || r.kind === "obligation").map(keyOf);
  const sets = others.map((c) => new Set(c.reasons.map(keyOf)));
  return new Set(notes.filter((key) => sets.every((s) => s.has(key))));
}

function candidateReasons(c: RankedCandidate, reasons: readonly Reason[], width: number, paint: Paint): string[] {
  const number = `${c.rank}  `;
  return [
    ...hang(number, number.length, [{ text: `${c.model.name},`, style: paint.strong }, { text: runs(c) }], width),
    ...hang(
      " ".repeat(number.length),
      number.length,
      [{ text: factsOf(c).join(" · "), style: paint.quiet }],
      Math.min(width, MEASURE + 40),
    ),
    ...reasonLines(reasons, width, paint),
    ...moreLine(reasons, width, paint),
  ];
}

function moreLine(reasons: readonly Reason[], width: number, paint: Paint): string[] {
  const hidden = REASON_KINDS.reduce(
    (n, kind) => n + Math.max(0, reasons.filter((r) => r.kind === kind).length - SHOWN[kind]),
    0,
  );
  if (hidden === 0) return [];
  return hang("   ", 3, [{ text: `+ ${hidden} more with --format markdown or json`, style: paint.quiet }], width);
}

/** The facts behind the figures, each only where it is known. */
export function factsOf({
  model,
  deployment,
  tco,
  quality,
  latency,
  coverage,
  scoreRange: [low, high],
}: RankedCandidate): string[] {
  const { operatorJurisdiction: law, processingIn: where } = deployment;
  return [
    `${model.vendor}, ${model.origin}`,
    model.license,
    hardwareInFull(deployment.hardware),
    where && where.length > 0
      ? `processed in ${where.map(countryName).join(", ")}`
      : where === null
        ? "where it is processed is not known"
        : null,
    law ? `operated under ${law} law` : null,
    tco.usdPerMonth ? monthly(tco.usdPerMonth) : "cost not known",
    quality.index === null
      ? "quality not measured"
      : `quality ${Math.round(quality.index)}${quality.range ? ` (${Math.round(quality.range[0])} to ${Math.round(quality.range[1])})` : ""}`,
    latency.firstTokenSeconds ? `first token in ${span(latency.firstTokenSeconds, 1)} s` : null,
    latency.tokensPerSecond ? `${span(latency.tokensPerSecond, 0)} tokens a second` : null,
    `score ${low.toFixed(2)} to ${high.toFixed(2)}`,
    coverage < 0.995 ? `${percent(coverage)} of what counts is known` : null,
  ].filter((fact) => fact !== null);
}

function reasonLines(reasons: readonly Reason[], width: number, paint: Paint): string[] {
  const styles: Readonly<Record<Reason["kind"], Style>> = {
    for: paint.good,
    against: paint.bad,
    caution: paint.careful,
    obligation: paint.duty,
  };
  return REASON_KINDS.flatMap((kind) =>
    reasons
      .filter((r) => r.kind === kind)
      .slice(0, SHOWN[kind])
      .flatMap(({ text, source }) =>
        reasonLine(
          cell(REASON_KIND[kind], styles[kind]),
          { text },
          { text: shortSource(source), style: paint.quiet },
          width - INDENT,
        ),
      )
      .map((line) => " ".repeat(INDENT) + line),
  );
}

/** The source stands beside the sentence where there is room, behind it in brackets where there is none. */
function reasonLine(label: Cell, text: Span, source: Span, width: number): string[] {
  const room = width - LABEL - 2;
  if (width < SIDE_BY_SIDE) {
    const cited = source.text ? [text, { ...source, text: `[${source.text}]` }] : [text];
    return rowLines([label, [cited]], [LABEL, room]);
  }
  const measure = Math.min(MEASURE, Math.floor(room * 0.64));
  return rowLines([label, [[text]], [[source]]], [LABEL, measure, Math.min(MEASURE, room - measure - 2)]);
}
