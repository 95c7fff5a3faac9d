import { usd } from "../../quantity/format.ts";
import type { Range } from "../../quantity/range.ts";
import type { Requirements } from "../../requirements/requirements.ts";
import type { Rulebook } from "../../rules/rulebook.ts";
import type { Field } from "./field.ts";
import { dearestAnchor } from "./portfolio-problem.ts";

/** What a plan takes for granted, in sentences. */
export function assumptionsIn(
  { workloads }: Requirements,
  rulebook: Rulebook,
  fields: readonly Field[],
  bill: Range,
): string[] {
  const isSplit = fields.some((f) => f.lot.traffic !== "all");
  const dearest = dearestAnchor(rulebook);
  const isBeyond = dearest !== null && bill.high / workloads.length > dearest;
  return [
    "Workloads weigh the same; the bill is read as that of an average workload.",
    ...(isBeyond
      ? [
          `The bill is above the last anchor of cost, ${usd(dearest)} a month and workload: a plan reads it on below 0 as along the last stretch, else the dearest would be as good as the cheapest.`,
        ]
      : []),
    ...(isSplit
      ? [
          "Ordinary requests are taken as internal (public where internal was the most sensitive), and free of laws on content (HIPAA, PCI DSS, GLBA, ITAR); residency and all else holds for both.",
        ]
      : []),
    "Each further provider and kind of deployment is onboarded once (assumptions.onboardingWeeks.vendor, .platform); people of a kind of deployment are shared by all that runs there.",
    ...(workloads.length > 1
      ? ["Peaks of workloads on one pool are taken to meet; work that can wait fills what they leave."]
      : []),
  ];
}
