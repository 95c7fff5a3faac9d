import { createHash } from "node:crypto";
import { ownFor, subjectsOf } from "./advise/subjects.ts";
import { type AdviseInput, decideWorkload } from "./advise.ts";
import { acceptance, speaksOf } from "./check/accept.ts";
import type { Case } from "./check/case.ts";
import { cheaperElsewhere } from "./check/cheaper.ts";
import { runChecks } from "./check/checks.ts";
import type { Finding } from "./check/finding.ts";
import { type Limits, limitsOf } from "./check/limits.ts";
import { type Bill, billOf, snapshotOf, subjectIn } from "./check/snapshot.ts";
import { settleSaved, thenOf } from "./check/then.ts";
import type { CheckException, CheckedWorkload, CheckFinding, CheckResult } from "./check-result.ts";
import type { Decision } from "./decide/decide.ts";
import { covers, holds } from "./decide/exceptions.ts";
import { caseNotes, exceptionNotes, type NoteSaid, nothingSelected } from "./explain/check-notes.ts";
import { definitions, findingWords, type Scene } from "./explain/check-words.ts";
import { displayName } from "./explain/place.ts";
import { questionOf } from "./explain/standing.ts";
import { warningsOf } from "./explain/warnings.ts";
import type { Place } from "./failure.ts";
import type { Exception, Workload } from "./requirements/requirements.ts";
import type { Settled } from "./requirements/settle.ts";
import { subjectColumns } from "./rules/columns.ts";
import { FALSE } from "./rules/condition.ts";
import { applyRule, verdictOf } from "./rules/evaluate.ts";
import type { Subject } from "./rules/fact.ts";
import type { Saved } from "./saved.ts";

export interface RecheckInput extends Omit<AdviseInput, "all" | "limit"> {
  readonly file: string | null;
  readonly baseline: { readonly file: string; readonly saved: Saved } | null;
  /** Where the requirements say what stands at a path; null = nobody said it. */
  readonly placeOf: (path: readonly (string | number)[], key?: boolean) => Place | null;
  /** The commands that save a baseline anew, and that tell what changed since. */
  readonly save: string;
  readonly diff: string;
  /** Hears what is going on. */
  readonly tell?: (what: string) => void;
}

/** Does the decision still hold? Requirements + catalog + baseline → decision → findings → exceptions → words. Pure. */
export function recheck(input: RecheckInput): CheckResult {
  const { settled, catalog, rulebook, today, baseline, version, file } = input;
  const { requirements } = settled;
  const { check } = requirements;
  const limits = limitsOf(check?.failOn, baseline !== null);
  const exceptions = check?.exceptions ?? [];
  const oldSettled = baseline && settleSaved(baseline.saved, { requirements: catalog.defaults, tasks: catalog.tasks });
  const checked = requirements.workloads.map((workload, n) => {
    input.tell?.(`checking ${workload.id} (${n + 1} of ${requirements.workloads.length})`);
    return checkWorkload(input, workload, limits, oldSettled);
  });
  const told = exceptions.map((e, n) => tellException(e, n, checked, input));
  const workloads = checked.map((c) => c.view);
  const outcomes = workloads.flatMap((w) => w.checks.map((c) => c.outcome));
  const count = (outcome: string) => outcomes.filter((o) => o === outcome).length;
  const rules = workloads.flatMap((w) => w.checks.flatMap((c) => c.findings.map((f) => f.rule)));
  return {
    schema: "advisor-check/1",
    advisor: { version },
    today,
    catalog: { digest: catalog.digest },
    rules: { digest: rulebook.digest },
    file,
    baseline: baseline && {
      file: baseline.file,
      today: baseline.saved.today,
      advisor: baseline.saved.advisor?.version ?? null,
    },
    holds: count("fails") === 0,
    counts: { fail: count("fails"), accepted: count("accepted"), unknown: count("unknown"), hold: count("holds") },
    workloads,
    exceptions: told.map((t) => t.view),
    notes: [...told.flatMap((t) => t.notes), ...generalNotes(input)],
    definitions: definitions(rules, rulebook),
  };
}

interface Checked {
  readonly view: CheckedWorkload;
  readonly decision: Decision;
  readonly selected: string | null;
  readonly findings: readonly Finding[];
}

function checkWorkload(input: RecheckInput, workload: Workload, limits: Limits, oldSettled: Settled | null): Checked {
  const { settled, rulebook, catalog, baseline } = input;
  const whole: AdviseInput = { ...input, all: true, limit: null };
  const decision = decideWorkload(whole, workload, ownFor(whole, workload));
  const { id, title } = workload;
  const selected = settled.requirements.check?.selected?.[id] ?? null;
  const place = placeIn(input, ["check", "selected", id], true);
  if (selected === null) {
    const notes = [{ ...nothingSelected(id), place: placeIn(input, ["check", "selected"], true) }];
    const view = { id, title, selected, name: null, holds: null, place: null, checks: [], notes };
    return { view, decision, selected, findings: [] };
  }
  const c = caseOf(input, workload, decision, selected, oldSettled);
  const names = new Map(decision.subjects.map((s) => [s.candidate.id, displayName(s.candidate)]));
  const nameOf = (of: string): string =>
    names.get(of) ?? catalog.models.find((m) => m.id === of)?.name ?? nameIn(decision, of) ?? of;
  const first = decision.order[0];
  const alone = c.subject && subjectColumns([c.subject]);
  const scene: Omit<Scene, "limit"> = {
    workload,
    selected,
    subject: c.subject,
    rulebook,
    nameOf,
    questionOf: (gate) => (c.subject && alone ? questionOf(gate, alone, c.subject, 0) : gate.title),
    winner: first === undefined ? null : (decision.subjects[first] as Subject).candidate.id,
    save: input.save,
    diff: input.diff,
  };
  const ran = runChecks(c, limits);
  const checks = ran.map(({ check, findings }) => {
    const views = findings.map((f) => findingView(f, { ...scene, limit: limits[check] }, input));
    return { check, limit: limits[check], outcome: worst(views), findings: views };
  });
  const percent = Number(limits.priceDriftPercent === false ? Number.POSITIVE_INFINITY : limits.priceDriftPercent);
  const falls = cheaperElsewhere(c, baseline?.saved ?? null, percent);
  const view: CheckedWorkload = {
    id,
    title,
    selected,
    name: c.subject && displayName(c.subject.candidate),
    holds: checks.every((k) => k.outcome !== "fails"),
    place,
    checks,
    notes: caseNotes(c, falls, nameOf).map((n) => ({ ...n, place })),
  };
  return { view, decision, selected, findings: ran.flatMap((r) => r.findings) };
}

function caseOf(
  { settled, rulebook, catalog, today, baseline }: RecheckInput,
  workload: Workload,
  decision: Decision,
  selected: string,
  oldSettled: Settled | null,
): Case {
  const subject = subjectIn(decision, selected);
  const held = (settled.requirements.check?.exceptions ?? []).filter((e) => holds(e, today));
  const billOn = (old: Settled, of: Workload): Bill | null => {
    const found = subjectsOf({ settled: old, catalog, today }, of).find((s) => s.candidate.id === selected);
    return found ? billOf(found) : null;
  };
  return {
    workload,
    today,
    catalog,
    decision,
    selected,
    subject,
    now: subject && snapshotOf(decision, subject, rulebook, []),
    isOut: subject !== null && snapshotOf(decision, subject, rulebook, held).standing === "ruled-out",
    then: baseline && thenOf(baseline.saved, workload, selected, settled, oldSettled, billOn),
  };
}

const nameIn = (decision: Decision, id: string): string | null => {
  const subject = subjectIn(decision, id);
  return subject && displayName(subject.candidate);
};

function findingView(finding: Finding, scene: Scene, input: RecheckInput): CheckFinding {
  const { check, rule, outcome, code, ...data } = finding;
  const exceptions = input.settled.requirements.check?.exceptions ?? [];
  const { by, expired } = acceptance(finding, scene.selected, exceptions, input.today);
  const { text, cure, command, source } = findingWords(finding, scene);
  const over = by === null && expired !== null;
  return {
    code,
    rule,
    outcome: by ? "accepted" : over ? "fails" : outcome,
    text: over ? `${text.replace(/\.$/u, "")}; the exception of ${expired.approver} ended on ${expired.expires}` : text,
    cure,
    command,
    source,
    place: placeIn(input, ["check", "selected", scene.workload.id]),
    exception: by && exceptionView(by),
    expired: over ? exceptionView(expired) : null,
    fingerprint: fingerprint([check, rule, code, scene.workload.id, scene.selected, partOf(finding)]),
    data,
  };
}

/** What tells two findings of one rule apart. */
const partOf = (f: Finding): string =>
  f.code === "price-drift"
    ? (f.item ?? "bill")
    : f.code === "term-changed"
      ? f.term
      : f.code === "retires"
        ? f.what
        : "";

const fingerprint = (parts: readonly string[]): string =>
  createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 32);

const exceptionView = ({ rule, candidate, reason, approver, expires }: Exception): CheckException => ({
  rule,
  candidate: candidate ?? null,
  reason,
  approver,
  expires,
});

const ORDER = ["fails", "unknown", "accepted"] as const;
const worst = (findings: readonly CheckFinding[]) =>
  ORDER.find((o) => findings.some((f) => f.outcome === o)) ?? ("holds" as const);

function tellException(e: Exception, n: number, checked: readonly Checked[], input: RecheckInput) {
  const place = placeIn(input, ["check", "exceptions", n]);
  const accepts = checked.reduce(
    (sum, { selected, findings }) =>
      sum + (selected === null ? 0 : findings.filter((f) => speaksOf(e, f, selected)).length),
    0,
  );
  const letsIn = checked.reduce((sum, { decision }) => sum + coveredBy(e, decision, input), 0);
  const isHeld = holds(e, input.today);
  const view = { ...exceptionView(e), place, holds: isHeld, accepts, letsIn };
  return { view, notes: exceptionNotes(e, isHeld, accepts, letsIn, input.today).map((note) => ({ ...note, place })) };
}

/** Candidates that the gate of an exception would stop, or leave to verify. */
function coveredBy(e: Exception, { subjects, dismissed }: Decision, { rulebook }: RecheckInput): number {
  const rule = rulebook.rules.find((r) => r.kind === "gate" && r.id === e.rule);
  const own = [...subjects, ...dismissed.map((d) => d.subject)].filter((s) => covers(e, s));
  const verdicts = rule && own.length > 0 ? applyRule(rule, subjectColumns(own)) : null;
  return verdicts === null ? 0 : own.filter((_, i) => verdictOf(verdicts, i) !== FALSE).length;
}

/** What the reader of any answer should know, exceptions aside. */
function generalNotes({ settled, catalog, rulebook, today, evaluations }: RecheckInput) {
  const { workloads, check } = settled.requirements;
  const said: NoteSaid[] = [
    ...warningsOf(
      { ...settled.requirements, workloads, check: check && { ...check, exceptions: [] } },
      catalog,
      rulebook,
      today,
    ),
    ...(evaluations?.warnings ?? []),
  ];
  return said.filter((n) => n.code !== "other-tools").map((n) => ({ code: n.code, text: n.text, place: null }));
}

function placeIn({ placeOf }: RecheckInput, path: readonly (string | number)[], key = false) {
  const place = placeOf(path, key);
  return place && { file: place.file, line: place.line ?? null, column: place.column ?? null };
}
