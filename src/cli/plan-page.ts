import type { Alternative, Portfolio, PortfolioRoute } from "../portfolio.ts";
import { grouped, percent, usd } from "../quantity/format.ts";
import type { Range } from "../quantity/range.ts";
import { hang, wrap } from "../report/flow.ts";
import type { Paint } from "../report/paint.ts";
import type { Workload } from "../requirements/requirements.ts";
import { CRITERION } from "../vocabulary.ts";
import { grid } from "./grid.ts";

/** Wider lines are hard to read. */
const MEASURE = 112;

export const ALTERNATIVE: Readonly<Record<Alternative["name"], string>> = {
  hybrid: "hybrid",
  "best-single": "best single model",
  "all-closed": "everything closed",
  "all-self-hosted": "everything self-hosted",
};

/** `$21,400` and `15,000 to 30,300` */
export const money = (r: Range | null): string => (r === null ? "" : usd(r.likely));
export const span = (r: Range | null): string => (r === null ? "" : `${usd(r.low)} to ${usd(r.high)}`);

/** The advice in words, who serves what, what it costs and shares, and the alternatives. */
export function planPage(p: Portfolio, workloads: readonly Workload[], width: number, paint: Paint): string[] {
  const measure = Math.min(width, MEASURE);
  const title = `${workloads.length === 1 ? (workloads[0]?.title ?? "") : `${workloads.length} workloads`} · ${grouped(
    workloads.reduce((sum, w) => sum + w.traffic.requestsPerDay, 0),
  )} requests a day · plan`;
  return [
    ...wrap(title, measure).map(paint.strong),
    "",
    ...hang("  ", 2, [{ text: p.text }], measure),
    ...p.unserved.flatMap((u) => hang("  ! ", 4, [{ text: `Not served: ${u.text}`, style: paint.careful }], measure)),
    ...(p.routes.length === 0 ? [] : rest(p, width, measure, paint)),
  ];
}

function rest(p: Portfolio, width: number, measure: number, paint: Paint): string[] {
  return [
    "",
    paint.strong("Routes"),
    ...p.routes.flatMap((r) => routeLines(r, measure, paint)),
    "",
    paint.strong("The bill, what is shared counted once"),
    ...grid(
      ["line", "a month", "low to high", "for"],
      [
        ...p.bill.map((b) => [
          b.item,
          money(b.usdPerMonth),
          span(b.usdPerMonth),
          b.of.length === p.routes.length && p.routes.length > 1 ? "all" : b.of.join(", "),
        ]),
        ["in all", money(p.usdPerMonth), span(p.usdPerMonth), ""],
        ...(p.fallbacksUsdPerMonth.high > 0
          ? [["fallbacks kept ready, on top", money(p.fallbacksUsdPerMonth), span(p.fallbacksUsdPerMonth), ""]]
          : []),
      ],
      width,
      paint,
    ),
    "",
    paint.strong("Beside it"),
    ...grid(
      ["plan", "score", "a month", "low to high", "weakest", "first in", "candidates"],
      p.alternatives.map((a) => [
        ALTERNATIVE[a.name],
        a.score === null ? "fails" : a.score.toFixed(3),
        money(a.usdPerMonth),
        span(a.usdPerMonth),
        a.weakest ? `${CRITERION[a.weakest.criterion]} ${a.weakest.value.toFixed(2)}` : "",
        a.firstShare === null ? "" : percent(a.firstShare),
        a.candidates.join(", "),
      ]),
      width,
      paint,
    ),
    ...p.alternatives.flatMap((a) =>
      a.fails.flatMap((f) => hang("  · ", 4, [{ text: `${ALTERNATIVE[a.name]} fails at ${f}` }], measure)),
    ),
    ...(p.scenarios.length > 0
      ? ["", paint.strong("What if"), ...p.scenarios.flatMap((x) => hang("  · ", 4, [{ text: x.text }], measure))]
      : []),
    "",
    ...hang("  ", 2, [{ text: solvedText(p), style: paint.quiet }], measure),
    ...p.assumptions.flatMap((a) => hang("  ", 2, [{ text: a, style: paint.quiet }], measure)),
  ];
}

function routeLines(r: PortfolioRoute, measure: number, paint: Paint): string[] {
  const line = (label: string, text: string) => hang(`    ${paint.quiet(label.padEnd(9))} `, 14, [{ text }], measure);
  return [
    ...hang(
      "  ",
      2,
      [
        {
          text: `${r.workload}${r.traffic === "all" ? "" : `, ${r.traffic} ${percent(r.share)}`}`,
          style: paint.strong,
        },
        { text: `→ ${r.primary.name}` },
      ],
      measure,
    ),
    ...line("when", r.condition.text),
    ...line(
      "runs",
      `${r.candidate}${machines(r)}, score ${r.score.toFixed(3)}, alone ${usd(r.usdPerMonth.likely)} a month`,
    ),
    ...line("fallback", fallbackText(r)),
    ...line("suite", r.evaluation),
    ...(r.obligations.length > 0
      ? line("duties", `${r.obligations.length}: ${r.obligations.map((o) => o.rule).join(", ")}`)
      : []),
  ];
}

function machines({ primary: { deployment } }: PortfolioRoute): string {
  const h = deployment.hardware;
  return h
    ? ` on ${h.perReplica * h.replicas} × ${h.accelerator} (${h.quantization}, ${h.engine}${h.owned ? ", yours" : ""})`
    : "";
}

export function fallbackText(r: PortfolioRoute): string {
  const closed = r.failClosed ? "; beyond it, stop: nobody else may see these requests" : "";
  if (r.second) return `${r.second.name} (${r.second.id})${closed}`;
  return `none: ${r.whyNoFallback ?? "nobody"}${r.failClosed ? "; it stops" : ""}`;
}

export function solvedText({ solved: { by, gap, considered } }: Portfolio): string {
  const passed = considered.reduce((sum, c) => sum + c.passed, 0);
  const finalists = considered.reduce((sum, c) => sum + c.finalists, 0);
  const how =
    by === "search"
      ? "every assignment was looked at or ruled out by a bound"
      : `a mixed-integer program; at this price of a dollar none is better by more than ${gap < 1e-6 ? "nothing" : gap.toFixed(5)}`;
  return `Of ${grouped(passed)} candidates that pass, ${grouped(finalists)} finalists were assigned: ${how}.`;
}
