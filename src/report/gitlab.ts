import type { CheckResult } from "../check-result.ts";
import { atMost, findingsOf, oneText, placeInFile } from "./check-words.ts";
import { inertJson } from "./inert-json.ts";

const SEVERITY = { fails: "major", unknown: "minor", accepted: "info" } as const;

/** A check as GitLab's code quality report: findings that stand in no file are left out, for it knows no others. */
export function gitlab(result: CheckResult, uriOf: (file: string) => string): string {
  const entries = result.workloads.flatMap((w) =>
    findingsOf(w).flatMap((f) => {
      const place = placeInFile(result, f);
      return place === null || place.line === null
        ? []
        : [
            {
              description: atMost(`${w.title}: ${oneText(f)}`, 2000),
              engine_name: "advisor",
              check_name: f.rule,
              fingerprint: f.fingerprint,
              severity: SEVERITY[f.outcome],
              location: { path: uriOf(place.file), lines: { begin: place.line } },
            },
          ];
    }),
  );
  return inertJson(entries);
}
