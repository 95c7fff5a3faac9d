import type { CheckFinding, CheckNote, CheckResult } from "../check-result.ts";
import { acceptedWords, atMost, findingsOf, oneText, placeInFile, sentence } from "./check-words.ts";
import { inertJson } from "./inert-json.ts";

/** Longer texts are cut by the tools that show them. */
const LONGEST = 4000;
const LEVEL = { fails: "error", unknown: "warning", accepted: "note" } as const;

/** A check as SARIF 2.1.0; the same finding has the same fingerprint on every day and line. */
export function sarif(result: CheckResult, uriOf: (file: string) => string): string {
  const { definitions } = result;
  const indexOf = new Map(definitions.map((d, n) => [d.id, n]));
  const results = result.workloads.flatMap((w) =>
    findingsOf(w).map((f) => ({
      ruleId: f.rule,
      ruleIndex: indexOf.get(f.rule) ?? -1,
      level: LEVEL[f.outcome],
      message: { text: atMost(`${w.title}: ${oneText(f)}`, LONGEST) },
      ...locations(placeInFile(result, f), uriOf),
      partialFingerprints: { "advisorFinding/v1": f.fingerprint },
      ...(f.outcome === "accepted"
        ? { suppressions: [{ kind: "external", status: "accepted", justification: atMost(acceptedWords(f), LONGEST) }] }
        : {}),
      properties: {
        workload: w.id,
        candidate: w.selected,
        code: f.code,
        outcome: f.outcome,
        ...(f.source ? { source: f.source } : {}),
      },
    })),
  );
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "advisor",
            version: result.advisor.version,
            semanticVersion: result.advisor.version,
            rules: definitions.map(({ id, title, help, url }) => ({
              id,
              name: pascal(id),
              shortDescription: { text: atMost(sentence(title), LONGEST) },
              fullDescription: { text: atMost(sentence(title), LONGEST) },
              help: { text: atMost(help, LONGEST) },
              ...(url ? { helpUri: url } : {}),
            })),
          },
        },
        columnKind: "utf16CodeUnits",
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications(result, uriOf) }],
        results,
      },
    ],
  };
  return inertJson(log);
}

function locations(place: CheckFinding["place"], uriOf: (file: string) => string) {
  if (place === null || place.line === null) return {};
  const { line, column } = place;
  const region = { startLine: line, ...(column === null ? {} : { startColumn: column }) };
  return { locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(place.file) }, region } }] };
}

/** Notes are no results: they say something of the run, not of a decision. */
function notifications({ workloads, notes }: CheckResult, uriOf: (file: string) => string) {
  const told: readonly CheckNote[] = [...workloads.flatMap((w) => w.notes), ...notes];
  return told.map((n) => ({
    descriptor: { id: n.code },
    level: "warning",
    message: { text: atMost(sentence(n.text), LONGEST) },
    ...locations(n.place, uriOf),
  }));
}

/** `privacy.third-party-retention` → `PrivacyThirdPartyRetention`, as SARIF likes names. */
const pascal = (id: string): string =>
  id
    .split(/[^\p{L}\p{N}]+/u)
    .map((w) => w.charAt(0).toUpperCase() + w.slice(1))
    .join("") || "Rule";
