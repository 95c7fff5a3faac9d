import type { CheckFinding, CheckNote, CheckResult } from "../check-result.ts";
import { atMost, countWords, findingsOf, oneText, selectedName, sentence, verdictWords } from "./check-words.ts";

/** A check as workflow commands of GitHub Actions, which become annotations of the file. */
export function github(result: CheckResult, uriOf: (file: string) => string): string {
  const command = (level: string, place: CheckFinding["place"], title: string, text: string): string => {
    const at =
      place === null || place.line === null
        ? []
        : [
            `file=${property(uriOf(place.file))}`,
            `line=${place.line}`,
            ...(place.column === null ? [] : [`col=${place.column}`]),
          ];
    return `::${level} ${[...at, `title=${property(atMost(title, 200))}`].join(",")}::${data(atMost(text, 4000))}`;
  };
  const LEVEL = { fails: "error", unknown: "warning", accepted: "notice" } as const;
  const note = (n: CheckNote) => command("warning", n.place, `advisor: ${n.code}`, sentence(n.text));
  return `${[
    ...result.workloads.flatMap((w) => [
      ...findingsOf(w).map((f) =>
        command(LEVEL[f.outcome], f.place, `${w.id}: ${selectedName(w)}: ${f.rule}`, oneText(f)),
      ),
      ...w.notes.map(note),
    ]),
    ...result.notes.map(note),
    data(`${verdictWords(result)} (${countWords(result)}). ${result.today} · advisor ${result.advisor.version}`),
  ].join("\n")}\n`;
}

/** The runner reads %, CR and LF as its own; in a property also colon and comma. */
const data = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
