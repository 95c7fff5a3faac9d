import type { CheckedWorkload, CheckFinding, CheckResult } from "../check-result.ts";
import { acceptedWords, oneText, selectedName } from "./check-words.ts";
import { xmlText } from "./xml.ts";

type Check = CheckedWorkload["checks"][number];

/** A check as JUnit XML: a suite for each workload, a test for each check; what cannot be told is a skipped test. */
export function junit(result: CheckResult): string {
  const cases = result.workloads.map((w) => ({ w, count: w.checks.length }));
  const total = cases.reduce((n, c) => n + c.count, 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="advisor check" tests="${total}" failures="${result.counts.fail}" errors="0" time="0">`,
    ...cases.flatMap(({ w }, n) => suite(w, n, result.today)),
    "</testsuites>\n",
  ].join("\n");
}

function suite(w: CheckedWorkload, id: number, today: string): string[] {
  const checks = w.selected === null ? [] : w.checks;
  const of = (outcome: Check["outcome"]) => checks.filter((c) => c.outcome === outcome).length;
  const isUnchecked = w.selected === null;
  const tests = checks.length + (isUnchecked ? 1 : 0);
  const skipped = of("unknown") + (isUnchecked ? 1 : 0);
  const notes = w.notes.map((n) => n.text).join(" ");
  const name = isUnchecked ? w.id : `${w.id}: ${selectedName(w)}`;
  return [
    `  <testsuite name="${xmlText(name)}" id="${id}" tests="${tests}" failures="${of("fails")}" errors="0" skipped="${skipped}" time="0" timestamp="${xmlText(today)}T00:00:00" hostname="localhost">`,
    ...(isUnchecked
      ? [
          `    <testcase name="selected" classname="${xmlText(w.id)}" time="0">`,
          `      <skipped>${xmlText(notes)}</skipped>`,
          "    </testcase>",
        ]
      : checks.flatMap((c) => testcase(w, c))),
    ...(notes !== "" && !isUnchecked ? [`    <system-out>${xmlText(notes)}</system-out>`] : []),
    "  </testsuite>",
  ];
}

function testcase(w: CheckedWorkload, { check, findings, outcome }: Check): string[] {
  const open = `    <testcase name="${xmlText(check)}" classname="${xmlText(w.id)}" time="0"`;
  const of = (o: CheckFinding["outcome"]) => findings.filter((f) => f.outcome === o);
  const texts = (list: readonly CheckFinding[]) => list.map(oneText).join(" ");
  const inside = [
    ...(outcome === "unknown" ? [`      <skipped>${xmlText(texts(of("unknown")))}</skipped>`] : []),
    ...of("fails").map(
      (f) => `      <failure message="${xmlText(f.text)}" type="${xmlText(f.rule)}">${xmlText(oneText(f))}</failure>`,
    ),
    ...of("accepted").map((f) => `      <system-out>${xmlText(`${f.text}: ${acceptedWords(f)}`)}</system-out>`),
  ];
  return inside.length === 0 ? [`${open}/>`] : [`${open}>`, ...inside, "    </testcase>"];
}
