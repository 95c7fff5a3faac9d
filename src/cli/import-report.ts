import type { Difference, FieldChange, Reason } from "../catalog/import/compare.ts";
import type { ImportResult } from "../catalog/import/index.ts";

const SHOWN = 5;

const WHY: Readonly<Record<Reason, string>> = {
  "newer-reading": "ours was read later and explains the difference",
  "same-day": "ours was read on the same day and is kept as curated",
  "time-bands": "ours has prices by the hour; theirs is one of them at most",
  implausible: "more than twenty times apart; a mistake of units is likely",
};

/** What an import found, as lines for a screen or a log; `all` lists every difference. */
export function importReport(r: ImportResult, all: boolean): string {
  const changed = r.differences.filter((d) => d.kept === null);
  const lines = [
    `${r.outside} as of ${r.asOf}, imported on ${r.today}: ${count(r.entries, "entry", "entries")}.`,
    `${r.matched} of our offers matched; ${r.compared} have a price on both sides, ${r.unpriced} on one side at most.`,
    `${r.agree} of ${r.compared} agree within 1 % in input and output price (${percent(r.agree, r.compared)}), ${r.agreeWholly} in every figure that both give.`,
    ...(r.confirmed.length > 0
      ? [`${r.confirmed.length} of our prices are confirmed by a later reading (--refresh takes over its day).`]
      : []),
    ...section("Changed", changed, all),
    ...offers("New offers", r.fresh, all),
    ...offers("Not added, the provider was read on that day or later without them", r.leftOut, all),
  ];
  for (const reason of Object.keys(WHY) as Reason[]) {
    const kept = r.differences.filter((d) => d.kept === reason);
    lines.push(...section(`Kept, ${WHY[reason]}`, kept, all));
  }
  lines.push(
    "",
    `Not matched: ${r.unknown.length} entries of providers that we list, ${r.elsewhere} of others; ${r.notFound} of our offers have no entry.`,
    ...some(r.unknown, all).map((row) => `  ${row.key.replace(/\p{C}/gu, "·")}`),
    ...more(r.unknown.length, all),
  );
  return `${lines.join("\n")}\n`;
}

function section(title: string, differences: readonly Difference[], all: boolean): string[] {
  if (differences.length === 0) return [];
  const byPrice = differences.filter((d) => d.fields.some(isPrice)).length;
  return [
    "",
    `${title}: ${differences.length} (${byPrice} in a price, ${differences.length - byPrice} in limits or tiers only)`,
    ...some(differences, all).flatMap((d) => [
      `  ${d.slot.model}@${d.slot.provider}/${d.slot.endpoint}  ours ${d.offer.checked}, ${d.offer.source}${d.otherTime ? "; theirs is our price of another time" : ""}`,
      ...d.fields.map(
        (f) => `    ${f.field} ${show(f.old)} → ${show(f.new)}${f.percent === null ? "" : ` (${signed(f.percent)})`}`,
      ),
    ]),
    ...more(differences.length, all),
  ];
}

function offers(title: string, list: ImportResult["fresh"], all: boolean): string[] {
  if (list.length === 0) return [];
  const price = (x: number | null) => x ?? "not stated";
  return [
    "",
    `${title}: ${list.length}`,
    ...some(list, all).map(
      ({ model, provider, endpoint, row }) =>
        `  ${model}@${provider}/${endpoint}  ${price(row.inputUsdPerMtok)}/${price(row.outputUsdPerMtok)} USD per million tokens`,
    ),
    ...more(list.length, all),
  ];
}

const isPrice = (f: FieldChange): boolean => f.field.endsWith("UsdPerMtok");
const show = (x: number | string | null): string => (x === null ? "not stated" : String(x));
/** A share as `+12.5 %`. */
export const signed = (percent: number): string => `${percent > 0 ? "+" : ""}${Number(percent.toFixed(1))} %`;
const percent = (part: number, whole: number): string =>
  whole === 0 ? "none" : `${Math.round((100 * part) / whole)} %`;
const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
const some = <T>(list: readonly T[], all: boolean): readonly T[] => (all ? list : list.slice(0, SHOWN));
const more = (n: number, all: boolean): string[] =>
  all || n <= SHOWN ? [] : [`  … and ${n - SHOWN} more (--all lists them)`];
