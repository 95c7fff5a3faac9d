import * as z from "zod";
import { CHECKS } from "./requirements/check-names.ts";

/** What `advisor check` answers: every format is a pure function of it. */

const place = z
  .strictObject({
    file: z.string().describe("As it was named, or the flag that said it"),
    line: z.number().int().nullable(),
    column: z.number().int().nullable(),
  })
  .nullable()
  .describe("Where the requirements say it; null = nobody said it");

const exception = z.strictObject({
  rule: z.string(),
  candidate: z.string().nullable(),
  reason: z.string(),
  approver: z.string(),
  expires: z.string().describe("The last day on which it holds"),
});

export const CODES = [
  "not-in-catalog",
  "ruled-out",
  "to-verify",
  "not-in-top",
  "over-budget",
  "cost-unknown",
  "price-drift",
  "retires",
  "maker-retires",
  "term-changed",
  "evidence-old",
  "evidence-none",
  "prices-old",
  "winner-changed",
  "baseline-lacks",
] as const;

const finding = z.strictObject({
  code: z.enum(CODES),
  rule: z.string().describe("What an exception names: a gate of the rule packs, or the check"),
  outcome: z
    .enum(["fails", "accepted", "unknown"])
    .describe(
      "accepted: by an exception that holds; unknown: it cannot be told, which fails only under failOn.unknown",
    ),
  text: z.string(),
  cure: z.string().nullable().describe("What to do about it"),
  command: z.string().nullable().describe("The command that does it, or tells more"),
  source: z.string().nullable(),
  place,
  exception: exception.nullable().describe("The one that accepts it"),
  expired: exception.nullable().describe("One that accepted it once"),
  fingerprint: z.string().describe("The same finding has the same one tomorrow"),
  data: z.record(z.string(), z.unknown()).describe("The figures of the text, by code"),
});

const note = z.strictObject({ code: z.string(), text: z.string(), place });

export const checkResult = z.strictObject({
  schema: z.literal("advisor-check/1"),
  advisor: z.strictObject({ version: z.string() }),
  today: z.string(),
  catalog: z.strictObject({ digest: z.string() }),
  rules: z.strictObject({ digest: z.string() }),
  file: z.string().nullable().describe("The requirements"),
  baseline: z
    .strictObject({ file: z.string(), today: z.string(), advisor: z.string().nullable() })
    .nullable()
    .describe("The saved recommendation that was compared with"),
  holds: z.boolean().describe("No check fails"),
  counts: z
    .strictObject({
      fail: z.number().int(),
      accepted: z.number().int(),
      unknown: z.number().int(),
      hold: z.number().int(),
    })
    .describe("Checks of all workloads, each by the worst of its findings"),
  workloads: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      selected: z.string().nullable().describe("null: nothing is selected, so nothing was checked"),
      name: z.string().nullable(),
      holds: z.boolean().nullable(),
      place,
      checks: z.array(
        z.strictObject({
          check: z.enum(CHECKS),
          limit: z.union([z.boolean(), z.number()]),
          outcome: z.enum(["fails", "accepted", "unknown", "holds"]),
          findings: z.array(finding),
        }),
      ),
      notes: z.array(note),
    }),
  ),
  exceptions: z.array(
    z.strictObject({
      ...exception.shape,
      place,
      holds: z.boolean(),
      accepts: z.number().int().describe("Findings"),
      letsIn: z.number().int().describe("Candidates, selected or not, that its gate would stop or leave to verify"),
    }),
  ),
  notes: z.array(note),
  definitions: z
    .array(z.strictObject({ id: z.string(), title: z.string(), help: z.string(), url: z.string().nullable() }))
    .describe("Every check, and the gates that findings name"),
});

export type CheckResult = z.infer<typeof checkResult>;
export type CheckedWorkload = CheckResult["workloads"][number];
export type CheckFinding = z.infer<typeof finding>;
export type CheckNote = z.infer<typeof note>;
export type CheckException = z.infer<typeof exception>;
