import { usd } from "../quantity/format.ts";
import { flow, hang, wrap } from "../report/flow.ts";
import type { Paint } from "../report/paint.ts";
import { CRITERIA } from "../vocabulary.ts";
import type { Compared, ComparedCandidate } from "./compare.ts";
import { grid } from "./grid.ts";

const LETTERS = "ABCDE";
const signed = (x: number): string => `${x > 0 ? "+" : x < 0 ? "−" : ""}${Math.abs(x).toFixed(3)}`;
const RULES_SHOWN = 4;

/** The argument in a sentence, the criteria with the rules that differ, then everything else side by side. */
export function comparePage({ title, candidates, pairs }: Compared, width: number, paint: Paint): string[] {
  const names = candidates.map((c, n) => `${LETTERS[n]} ${c.name}`);
  return [
    ...flow([{ text: title, style: paint.strong }], width),
    "",
    ...pairs.flatMap((p) => wrap(p.text, width)),
    "",
    ...names.flatMap((n) => wrap(`  ${n}`, width)),
    "",
    ...grid(
      [
        "criterion",
        "weight",
        ...candidates.map((_, n) => LETTERS[n] ?? ""),
        ...pairs.map((_, n) => `A−${LETTERS[n + 1]}`),
      ],
      [
        ...CRITERIA.map((c, k) => [
          c,
          (candidates[0]?.criteria[c].weight ?? 0).toFixed(2),
          ...candidates.map((x) => x.criteria[c].value.toFixed(2)),
          ...pairs.map((p) => signed(p.criteria[k]?.difference ?? 0)),
        ]),
        ["score", "", ...candidates.map((c) => c.score.toFixed(3)), ...pairs.map((p) => signed(p.difference))],
      ],
      width,
      paint,
    ),
    ...pairs.flatMap((p, n) => [
      "",
      paint.strong(`Why A and ${LETTERS[n + 1]} differ`),
      ...[...p.criteria]
        .filter((c) => c.difference !== 0)
        .sort((x, y) => Math.abs(y.difference) - Math.abs(x.difference))
        .flatMap((c) => [
          ...hang("  ", 2, [{ text: `${c.criterion} ${signed(c.difference)}`, style: paint.strong }], width),
          ...c.rules
            .slice(0, RULES_SHOWN)
            .flatMap((r) =>
              hang("    ", 4, [{ text: `${signed(r.a)} : ${signed(r.b)}  ${r.text} [${r.rule}]` }], width),
            ),
          ...(c.rules.length > RULES_SHOWN
            ? [`    + ${c.rules.length - RULES_SHOWN} more rules with --format json`]
            : []),
        ]),
    ]),
    "",
    ...grid(["", ...candidates.map((_, n) => LETTERS[n] ?? "")], sideBySide(candidates), width, paint),
  ];
}

/** Everything that is no score: gates, cost, machines, speed, quality, law. */
export function sideBySide(candidates: readonly ComparedCandidate[]): string[][] {
  const row = (label: string, of: (c: ComparedCandidate) => string): string[] => [label, ...candidates.map(of)];
  return [
    row("standing", (c) =>
      c.standing === "passes"
        ? "passes every condition"
        : `${c.standing}: ${[...c.ruledOutBy, ...c.toVerify].map((s) => s.title).join("; ")}`,
    ),
    row("USD a month", (c) =>
      c.tco.usdPerMonth
        ? `${usd(c.tco.usdPerMonth.likely)} (${usd(c.tco.usdPerMonth.low)} to ${usd(c.tco.usdPerMonth.high)})`
        : "not known",
    ),
    row("largest lines", (c) =>
      [...c.tco.items]
        .sort((x, y) => y.usdPerMonth - x.usdPerMonth)
        .slice(0, 3)
        .map((i) => `${i.item} ${usd(i.usdPerMonth)}`)
        .join(", "),
    ),
    row("machines", (c) =>
      c.deployment.hardware
        ? `${c.deployment.hardware.perReplica * c.deployment.hardware.replicas} × ${c.deployment.hardware.accelerator} (${c.deployment.hardware.quantization})`
        : "none of yours",
    ),
    row("speed of one stream", (c) =>
      c.latency.tokensPerSecond ? `${Math.round(c.latency.tokensPerSecond.likely)} tokens a second` : "not known",
    ),
    row("quality", (c) =>
      c.quality.index === null
        ? "not measured"
        : `${c.quality.level ?? ""} ${Math.round(c.quality.index)} (${Math.round(c.quality.range?.[0] ?? 0)} to ${Math.round(c.quality.range?.[1] ?? 100)})`,
    ),
    row("evidence", (c) =>
      c.quality.evidence
        .slice(0, 3)
        .map((e) => `${e.name} ${Math.round(e.score * 10) / 10}, ${e.date ?? "no date"}`)
        .join("; "),
    ),
    row(
      "maker and law",
      (c) =>
        `${c.model.vendor}, ${c.model.origin} · operated under ${c.deployment.operatorJurisdiction ?? "unknown"} law`,
    ),
    row("processed in", (c) => c.deployment.processingIn?.join(", ") ?? "not known"),
    row("weights, licence", (c) => `${c.model.weights}, ${c.model.license}`),
    row("known", (c) => `${Math.round(100 * c.coverage)} % of what counts`),
  ];
}
