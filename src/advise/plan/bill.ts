import { type Bill, optionsOf, type Problem } from "../../decide/portfolio/problem.ts";
import type { Portfolio } from "../../portfolio.ts";
import { plus, type Range } from "../../quantity/range.ts";
import type { Entrant } from "./field.ts";
import type { Choices } from "./portfolio-problem.ts";

const NOTHING: Range = { low: 0, likely: 0, high: 0 };

/** The bill by what makes it: shared things once, with whom they serve. */
export function billLines(
  problem: Problem,
  bill: Bill,
  lots: readonly Choices[],
  choice: readonly number[],
): Portfolio["bill"] {
  const chosen = optionsOf(problem, choice);
  const routesOf = (is: (o: (typeof chosen)[number]) => boolean): string[] =>
    chosen.flatMap((o, l) => (is(o) ? [lots[l]?.field.lot.id ?? ""] : []));
  const line = (item: string, usdPerMonth: Range, of: string[]) => ({ item, usdPerMonth, of });
  return [
    ...problem.fixed.flatMap(({ key, usdPerMonth }, f) => {
      const of = routesOf((o) => o.fixed.includes(f));
      if (of.length === 0) return [];
      return [
        line(
          key.startsWith("staff ")
            ? `people for ${key.slice(6)}`
            : `evaluation, migration and exit of ${key.split(" ")[1]}`,
          usdPerMonth,
          of,
        ),
      ];
    }),
    ...bill.pools.map(({ pool, devices, usdPerMonth }) =>
      line(
        `${devices} × ${pool.accelerator}`,
        usdPerMonth,
        routesOf((o) => o.claim?.pool.key === pool.key),
      ),
    ),
    ...chosen.flatMap((o, l) =>
      o.own.high > 0
        ? [
            line(`consumption at ${problem.vendors[o.vendor ?? -1] ?? "the place"}`, o.own, [
              lots[l]?.field.lot.id ?? "",
            ]),
          ]
        : [],
    ),
    ...(problem.commitments.length > 0
      ? [
          line(
            `committed spend at ${problem.commitments.map((c) => c.provider).join(", ")}`,
            bill.committed,
            routesOf((o) => o.metered !== null),
          ),
        ]
      : []),
    ...(bill.onboarding.high > 0
      ? [
          line(
            "further contracts and kinds of deployment",
            bill.onboarding,
            routesOf(() => true),
          ),
        ]
      : []),
  ];
}

/** Contracts of providers and tests of models that only fallbacks need. */
export function fallbackCost(
  routes: Portfolio["routes"],
  problem: Problem,
  lots: readonly Choices[],
  bill: Bill,
): Range {
  const providers = new Set(bill.vendors.map((v) => problem.vendors[v]));
  const seen = new Set<string>();
  return plus(
    ...routes.flatMap((r, l): Range[] => {
      const e = lots[l]?.field.entrants.find((x) => x.id === r.fallback);
      if (!e) return [];
      const { provider } = e.subject.candidate.deployment;
      const isNew = provider !== null && !providers.has(provider.id);
      if (provider) providers.add(provider.id);
      const key = `${r.workload} ${e.subject.candidate.model.id}`;
      const tests = seen.has(key) ? [] : [e.sharing.oneOffs];
      seen.add(key);
      return [...(isNew ? [problem.usdPerVendor] : []), ...tests];
    }),
  );
}

/** What a second kind of deployment costs before it serves anything: the cheapest that passes somewhere. */
export function secondStack(lots: readonly Choices[], primaries: readonly Entrant[], problem: Problem): Range | null {
  const used = new Set(primaries.map((p) => p.sharing.platform));
  const others = lots.flatMap((l) => l.entrants).filter((e) => !used.has(e.sharing.platform));
  const costs = others.map((e) =>
    plus(
      e.sharing.staff,
      e.sharing.oneOffs,
      problem.usdPerPlatform,
      e.subject.candidate.deployment.provider ? problem.usdPerVendor : NOTHING,
    ),
  );
  return costs.reduce<Range | null>((best, c) => (best === null || c.likely < best.likely ? c : best), null);
}
