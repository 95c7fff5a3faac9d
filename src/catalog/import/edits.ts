import { type Confirmed, type Difference, figuresOf, PRICES, SIZES } from "./compare.ts";
import type { Matched } from "./match.ts";
import type { Edit } from "./overlay.ts";
import { type Figures, type Plain, plain } from "./row.ts";

/** Keys of an offer that a new reading sets anew. */
const RESET = [...PRICES, "tiers", ...SIZES] as const;
const REWRITTEN: ReadonlySet<string> = new Set([...RESET, "from", "until", "note", "source", "checked"]);

interface Growing {
  readonly ended: Map<number, string>;
  readonly dropped: Set<number>;
  readonly reread: Map<number, { source: string; checked: string }>;
  readonly added: Edit["added"][number][];
}

interface When {
  readonly outside: { readonly name: string };
  readonly asOf: string;
  readonly today: string;
}

/**
 * The edits of each provider's file: a changed price ends the day before, its successor begins today; a price that would begin and
 * end today is replaced.
 * @param fileOf the value of a provider's file as it stands
 */
export function editsOf(
  differences: readonly Difference[],
  fresh: Matched["fresh"],
  confirmed: readonly Confirmed[],
  when: When,
  fileOf: (provider: string) => unknown,
): Map<string, Edit> {
  const edits = new Map<string, Growing>();
  const editOf = (provider: string) => {
    const edit: Growing = edits.get(provider) ?? { ended: new Map(), dropped: new Set(), reread: new Map(), added: [] };
    edits.set(provider, edit);
    return edit;
  };
  const read = (row: { provider: string }) => ({
    source: `${when.outside.name} ${when.asOf} (${row.provider})`,
    checked: when.asOf,
  });
  const yesterday = dayBefore(when.today);
  for (const { slot, index, offer, row } of differences.filter((d) => d.kept === null)) {
    const edit = editOf(slot.provider);
    const isNew = (offer.from ?? "") > yesterday;
    if (isNew) edit.dropped.add(index);
    else edit.ended.set(index, yesterday);
    const offers = plain(fileOf(slot.provider))["offers"];
    const old = Object.entries(plain(Array.isArray(offers) ? offers[index] : null));
    const rest = old.filter(([key]) => !REWRITTEN.has(key));
    edit.added.push({
      after: index,
      offer: {
        ...Object.fromEntries(rest.filter(([key]) => key !== "terms")),
        ...stated(figuresOf(offer, row, slot)),
        from: when.today,
        ...(offer.until === null ? {} : { until: offer.until }),
        ...Object.fromEntries(rest.filter(([key]) => key === "terms")),
        ...read(row),
      },
    });
  }
  for (const { slot, index, row } of confirmed) editOf(slot.provider).reread.set(index, read(row));
  for (const { provider, endpoint, model, row } of fresh) {
    const offer = {
      model,
      endpoint,
      providerModelId: row.ids.at(-1) ?? null,
      ...stated(row),
      from: when.today,
      ...read(row),
    };
    editOf(provider).added.push({ after: -1, offer });
  }
  return edits;
}

/** Figures that are known, in the order of the curated files. */
function stated(figures: Figures): Plain {
  const known = RESET.map((key): [string, unknown] => [key, figures[key]]);
  return Object.fromEntries(known.filter(([, v]) => v !== null && !(Array.isArray(v) && v.length === 0)));
}

const dayBefore = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
