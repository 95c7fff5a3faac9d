import type { Fact } from "./fact.ts";
import { FACT_WORDS } from "./fact-words.ts";
import { FACTS } from "./facts.ts";
import { LEGAL } from "./read-condition.ts";

const GROUPS: readonly (readonly [prefix: string, title: string])[] = [
  ["organization.", "The organization"],
  ["workload.", "The workload"],
  ["priorities.", "Priorities"],
  ["model.", "The model"],
  ["deployment.", "The deployment"],
  ["candidate.", "The candidate"],
];

const STAGES: Readonly<Record<Fact["stage"], string>> = {
  requirement: "requirements",
  catalog: "catalog",
  estimate: "estimate",
};

/** The vocabulary of the rules as a page for whoever writes them: `docs/facts.md`. */
export function factsPage(): string {
  const paths = Object.keys(FACTS);
  const sections = GROUPS.map(([prefix, title]) => {
    const own = paths.filter((p) => p.startsWith(prefix));
    return `## ${title}\n\n| fact | type | says | from |\n|---|---|---|---|\n${own.map(row).join("\n")}\n`;
  });
  return `${INTRODUCTION}\n${sections.join("\n")}`;
}

function row(path: string): string {
  const fact = FACTS[path] as Fact;
  return `| \`${path}\` | ${typeOf(fact)} | ${FACT_WORDS[path]?.replaceAll("|", "\\|") ?? ""} | ${STAGES[fact.stage]} |`;
}

function typeOf({ type, unit, values, countries }: Fact): string {
  if (type === "number") return `number, ${unit}`;
  if (countries) return type === "set" ? "set of countries" : "country";
  if (values && values.length <= 12) return `${type}: ${values.join(" \\| ")}`;
  return values ? `${type} of ${values.length} words` : type;
}

const INTRODUCTION = `# Facts

What rules may read. This page is made from the program by \`npm run build\`; how rules are written stands in [rules.md](rules.md).
Every fact may be unknown. Facts from requirements are the same for all candidates and may stand in \`onlyWhen\` and on the right
of a comparison; those from the catalog are read, those from an estimate are worked out, candidate by candidate. Countries: \`EU\`
stands for its members.

| type | operators |
|---|---|
${Object.entries(LEGAL)
  .map(([type, operators]) => `| ${type} | ${operators.map((o) => `\`${o}\``).join(" ")} |`)
  .join("\n")}
`;
