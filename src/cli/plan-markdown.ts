import type { Portfolio } from "../portfolio.ts";
import { percent, usd } from "../quantity/format.ts";
import { code, escaped } from "../report/escape-markdown.ts";
import type { Workload } from "../requirements/requirements.ts";
import { CRITERION } from "../vocabulary.ts";
import { ALTERNATIVE, fallbackText, money, solvedText, span } from "./plan-page.ts";

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(heads), row(heads.map(() => ":--")), ...rows.map(row)].join("\n");

/** The plan for a wiki or a pull request. */
export function planMarkdown(p: Portfolio, workloads: readonly Workload[]): string {
  const title = workloads.length === 1 ? (workloads[0]?.title ?? "") : `${workloads.length} workloads`;
  const blocks = [
    `# Plan: ${escaped(title)}`,
    escaped(p.text),
    ...p.unserved.map((u) => `- Not served: ${escaped(u.text)}`),
    ...(p.routes.length === 0
      ? []
      : [
          "## Routes",
          table(
            ["route", "condition", "candidate", "fallback", "fail closed", "suite"],
            p.routes.map((r) => [
              code(r.id),
              escaped(r.condition.text),
              code(r.candidate),
              escaped(fallbackText(r)),
              r.failClosed ? "yes" : "no",
              code(r.evaluation),
            ]),
          ),
          ...p.routes.flatMap((r) =>
            r.obligations.length === 0
              ? []
              : [
                  `### Duties of ${code(r.id)}`,
                  r.obligations.map((o) => `- ${escaped(o.text)} (${escaped(o.source)})`).join("\n"),
                ],
          ),
          "## The bill, what is shared counted once",
          table(
            ["line", "USD a month", "low to high", "for"],
            [
              ...p.bill.map((b) => [
                escaped(b.item),
                money(b.usdPerMonth),
                span(b.usdPerMonth),
                b.of.map(escaped).join(", "),
              ]),
              ["in all", money(p.usdPerMonth), span(p.usdPerMonth), ""],
              ["fallbacks kept ready, on top", usd(p.fallbacksUsdPerMonth.likely), span(p.fallbacksUsdPerMonth), ""],
            ],
          ),
          "## Beside it",
          table(
            ["plan", "score", "USD a month", "weakest", "first in", "candidates", "fails"],
            p.alternatives.map((a) => [
              ALTERNATIVE[a.name],
              a.score === null ? "" : a.score.toFixed(3),
              money(a.usdPerMonth),
              a.weakest ? `${CRITERION[a.weakest.criterion]} ${a.weakest.value.toFixed(2)}` : "",
              a.firstShare === null ? "" : percent(a.firstShare),
              a.candidates.map(code).join(", "),
              a.fails.map(escaped).join(" "),
            ]),
          ),
          ...(p.scenarios.length > 0 ? ["## What if", p.scenarios.map((x) => `- ${escaped(x.text)}`).join("\n")] : []),
          [solvedText(p), ...p.assumptions].map((a) => `- ${escaped(a)}`).join("\n"),
        ]),
  ];
  return `${blocks.join("\n\n")}\n`;
}
