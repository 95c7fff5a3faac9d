import { grouped, percent, usd } from "../quantity/format.ts";
import type { RankedCandidate, Reason, Recommendation, WorkloadResult } from "../recommendation.ts";
import { code, escaped } from "./escape-markdown.ts";
import { row } from "./markdown-row.ts";
import { monthly } from "./money.ts";
import { together } from "./portfolio-markdown.ts";
import { factsOf } from "./reasoning.ts";
import { assumptions, question, valueAt } from "./settled.ts";
import { counted, runs } from "./words.ts";

const REASONS = 6;
const ALTERNATIVES = 5;
const GATES = 8;
const ROLES = ["Owner of the decision", "Architecture", "Security", "Legal and privacy", "Finance"] as const;

/** The recommendation as an architecture decision record: what is proposed, why, what follows, what else was looked at, who agrees. */
export function decisionRecord(recommendation: Recommendation): string {
  const { workloads, today } = recommendation;
  const isSingle = workloads.length === 1;
  const blocks = [
    `# ${escaped(title(workloads))}`,
    `- Status: ${workloads.every((w) => w.winner !== null) ? "proposed" : "open: nothing passes every condition"}\n- Date: ${today}`,
    ...workloads.flatMap((result) => [
      ...(isSingle ? [] : [`## ${escaped(result.title)}`]),
      ...workload(recommendation, result, isSingle ? "##" : "###"),
    ]),
    ...together(recommendation),
    "## Exceptions",
    exceptions(recommendation),
    "## When to look at it again",
    again(recommendation),
    "## Sign-off",
    signOff(),
    provenance(recommendation),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function title(workloads: readonly WorkloadResult[]): string {
  const [only] = workloads;
  if (workloads.length !== 1 || !only) return `Models for ${workloads.map((w) => w.title).join(" and ")}`;
  const chosen = chosenIn(only);
  return chosen ? `Use ${chosen.name} for ${only.title}` : `No model for ${only.title} yet`;
}

interface Chosen {
  readonly id: string;
  readonly name: string;
  /** Null where the ranking does not list it: its reasons are a command away. */
  readonly row: RankedCandidate | null;
}

/** What the requirements say was selected, else the first of the ranking. */
function chosenIn({ selected, ranking, winner, passed }: WorkloadResult): Chosen | null {
  const id = selected?.id ?? winner;
  if (id === null) return null;
  const row = ranking.find((c) => c.id === id) ?? null;
  const name = selected?.name ?? passed?.find((c) => c.id === id)?.name;
  return { id, name: name ?? (row ? `${row.model.name}, ${runs(row)}` : id), row };
}

function workload(recommendation: Recommendation, result: WorkloadResult, level: string): string[] {
  const chosen = chosenIn(result);
  const others = result.ranking.filter((c) => c.id !== chosen?.id).slice(0, ALTERNATIVES);
  return [
    `${level} Context`,
    context(recommendation, result),
    `${level} Decision`,
    ...decision(result, chosen),
    `${level} Consequences`,
    ...consequences(result, chosen),
    `${level} Alternatives`,
    ...(others.length > 0 ? [alternatives(others)] : ["Nothing else passes every condition."]),
    ...(result.ruledOutBy.length > 0 ? [ruledOut(result)] : []),
  ];
}

function context(recommendation: Recommendation, result: WorkloadResult): string {
  const { catalog } = recommendation;
  const { candidates, ranked, toVerify, ruledOut: out } = result.counts;
  const assumed = assumptions(recommendation, result).map(({ text }) => text);
  return [
    `${escaped(question(recommendation, result).join(" · "))}.`,
    `Of ${counted(candidates, "way", "ways")} to run a model ${grouped(ranked)} ${ranked === 1 ? "passes" : "pass"} every condition, ${grouped(out)} ${out === 1 ? "is" : "are"} ruled out, and ${grouped(toVerify)} would have to be verified first. Figures were read between ${catalog.checked.oldest} and ${catalog.checked.newest}.`,
    ...(assumed.length > 0 ? [`Assumed, because nobody said otherwise: ${escaped(assumed.join("; "))}.`] : []),
  ].join("\n");
}

function decision(result: WorkloadResult, chosen: Chosen | null): string[] {
  if (!chosen) return [escaped(result.summary)];
  const { selected, winner } = result;
  const first = result.ranking[0];
  const isWinner = chosen.id === winner;
  const standing =
    selected &&
    {
      ranked: `It ranks ${selected.rank}`,
      "to-verify": "It would have to be verified first",
      "ruled-out": "A condition rules it out",
    }[selected.standing];
  return [
    `We use **${escaped(chosen.name)}** (${code(chosen.id)}).`,
    isWinner
      ? escaped(result.summary)
      : `${standing}${selected && selected.gates.length > 0 ? ` (${selected.gates.map(code).join(", ")})` : ""}; ${first ? `first in the ranking is ${escaped(`${first.model.name}, ${runs(first)}`)} (${code(first.id)})` : "nothing passes every condition"}. _Say here why it was chosen all the same._`,
    ...(chosen.row ? [factsOf(chosen.row).map(escaped).join(" · ")] : []),
  ];
}

const HEADS: Readonly<Record<Reason["kind"], string>> = {
  for: "What speaks for it",
  against: "What speaks against it",
  caution: "Risks",
  obligation: "Duties",
};

function consequences(result: WorkloadResult, chosen: Chosen | null): string[] {
  if (!chosen) return [nothingPasses(result)];
  const { row } = chosen;
  const cost = row?.tco.usdPerMonth ?? result.selected?.tco.usdPerMonth ?? null;
  const total = row?.tco.usdTotal ?? null;
  const lists = (Object.keys(HEADS) as Reason["kind"][]).flatMap((kind) => {
    const own = row?.reasons.filter((r) => r.kind === kind) ?? [];
    // Duties are never cut: each has to be met.
    const shown = kind === "obligation" ? own : own.slice(0, REASONS);
    const left = own.length - shown.length;
    return shown.length === 0
      ? []
      : [
          `**${HEADS[kind]}**`,
          [
            ...shown.map(({ text, source }) => `- ${escaped(text)}${source ? ` _Source: ${escaped(source)}_` : ""}`),
            ...(left > 0 ? [`- ${left} more: \`advisor explain ${shellId(chosen.id)}\``] : []),
          ].join("\n"),
        ];
  });
  return [
    `It costs ${cost ? monthly(cost) : "an amount that is not known"}${total ? `, ${usd(total.likely)} (${usd(total.low)} to ${usd(total.high)}) over its lifetime` : ""}.`,
    ...lists,
    ...(row === null ? [`Its reasons and sources: \`advisor explain ${shellId(chosen.id)}\``] : []),
    ...certainty(result, chosen),
  ];
}

const shellId = (id: string): string => (/^[\w./@:+-]+$/u.test(id) ? id : "ID");

function certainty({ robustness: r, flips, winner }: WorkloadResult, chosen: Chosen): string[] {
  if (chosen.id !== winner) return [];
  const sure = r
    ? [
        `How sure: it stays ahead of other models while the priorities are off by up to ${percent(r.stableUpToOtherModels)}; in ${grouped(r.samples)} trials with priorities and every figure varied within their ranges its model came first in ${percent(r.familyFirstShare)}.`,
      ]
    : [];
  return [
    ...sure,
    ...(flips.length > 0 ? ["**What would change it**", flips.map(({ text }) => `- ${escaped(text)}`).join("\n")] : []),
  ];
}

const nothingPasses = ({ ruledOutBy }: WorkloadResult): string =>
  `Nothing can be decided until a condition gives way${ruledOutBy[0] ? `; the first that rules out most: ${escaped(ruledOutBy[0].title)}` : ""}.`;

function alternatives(others: readonly RankedCandidate[]): string {
  return [
    row(["rank", "candidate", "score", "quality", "$/month", "against it"]),
    row(["--:", ":--", "--:", "--:", "--:", ":--"]),
    ...others.map((c) =>
      row([
        String(c.rank),
        `${escaped(c.model.name)}, ${escaped(runs(c))}`,
        c.score.toFixed(2),
        c.quality.index === null ? "not measured" : String(Math.round(c.quality.index)),
        c.tco.usdPerMonth ? usd(c.tco.usdPerMonth.likely) : "unknown",
        escaped(c.reasons.find((r) => r.kind === "against")?.text ?? ""),
      ]),
    ),
  ].join("\n");
}

function ruledOut({ ruledOutBy }: WorkloadResult): string {
  const shown = ruledOutBy.slice(0, GATES);
  return [
    "Ruled out:",
    "",
    ...shown.map(
      ({ count, title: what, nearest }) =>
        `- ${grouped(count)}: ${escaped(what)}${nearest === null ? "" : ` (nearest: ${escaped(nearest)})`}`,
    ),
    ...(ruledOutBy.length > shown.length
      ? [`- and by ${counted(ruledOutBy.length - shown.length, "further condition")}`]
      : []),
  ].join("\n");
}

function exceptions({ requirements }: Recommendation): string {
  const said = valueAt(requirements, "check.exceptions");
  const list: readonly unknown[] = Array.isArray(said) ? said : [];
  if (list.length === 0) return "None.";
  const cell = (e: unknown, key: string, missing = ""): string => {
    const value = valueAt(e, key);
    return typeof value === "string" ? escaped(value) : missing;
  };
  return [
    row(["condition", "candidate", "reason", "approved by", "until"]),
    row([":--", ":--", ":--", ":--", ":--"]),
    ...list.map((e) =>
      row([cell(e, "rule"), cell(e, "candidate", "all"), cell(e, "reason"), cell(e, "approver"), cell(e, "expires")]),
    ),
  ].join("\n");
}

function again({ workloads }: Recommendation): string {
  const ends = workloads.flatMap((w) => {
    const chosen = chosenIn(w);
    const last = chosen?.row?.model.retires;
    return chosen && last ? [`- ${escaped(chosen.name)} retires ${last}.`] : [];
  });
  return [
    ...ends,
    "- `advisor check` tells in every pipeline run whether prices, terms, evidence and lives still carry this decision.",
  ].join("\n");
}

const signOff = (): string =>
  [
    row(["role", "name", "agrees", "date"]),
    row([":--", ":--", ":--", ":--"]),
    ...ROLES.map((role) => row([role, "", "☐ yes ☐ no", ""])),
  ].join("\n");

function provenance({ catalog, rules, today, advisor, seed, warnings }: Recommendation): string {
  return [
    ...(warnings.length > 0 ? ["Notes:", "", ...warnings.map(({ text }) => `- ${escaped(text)}`), ""] : []),
    "---",
    "",
    `${today} · advisor ${escaped(advisor.version)} · seed ${seed} · catalog ${code(catalog.digest)} · rules ${code(rules.digest)}`,
  ].join("\n");
}
