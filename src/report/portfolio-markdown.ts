import type { Recommendation } from "../recommendation.ts";
import { code, escaped } from "./escape-markdown.ts";
import { row } from "./markdown-row.ts";
import { portfolioOf } from "./portfolio.ts";
import { fallbackWords } from "./words.ts";

/** What is advised for all workloads together; nothing where there is one. */
export function together(recommendation: Recommendation): string[] {
  const portfolio = portfolioOf(recommendation);
  if (!portfolio) return [];
  const routes = portfolio.routes.map((r) =>
    row([escaped(r.workload), escaped(r.traffic), code(r.candidate), r.fallback ? code(r.fallback) : fallbackWords(r)]),
  );
  return [
    "## All together",
    escaped(portfolio.text),
    ...(routes.length > 0
      ? [
          [row(["workload", "traffic", "candidate", "fallback"]), row([":--", ":--", ":--", ":--"]), ...routes].join(
            "\n",
          ),
        ]
      : []),
  ];
}
