import type { SavedCandidate, SavedEvidence, SavedWorkload } from "../saved.ts";

/** What the catalog says of a model's life. */
export interface Life {
  readonly lifecycle: string;
  readonly retires: string | null;
}

/** One line of a bill, or the whole of it (`item` null): USD a month before and now, null = no such line. */
export interface PriceChange {
  readonly candidate: string;
  readonly item: string | null;
  readonly old: number | null;
  readonly new: number | null;
  readonly percent: number | null;
}

/** Smaller shares are left over from adding in another order. */
const NOISE = 1e-9;

const isSame = (a: number, b: number): boolean => Math.abs(a - b) <= NOISE * Math.max(1, Math.abs(a), Math.abs(b));

/** Bills of the candidates that both rank: first the sum, then the lines that changed. */
export function changedPrices(before: SavedWorkload, after: SavedWorkload): PriceChange[] {
  return inBoth(before, after).flatMap(([old, now]) => {
    const change = (item: string | null, a: number | undefined, b: number | undefined): PriceChange[] =>
      a === b || (a !== undefined && b !== undefined && isSame(a, b))
        ? []
        : [
            {
              candidate: now.id,
              item,
              old: a ?? null,
              new: b ?? null,
              percent: a !== undefined && b !== undefined && a !== 0 ? (100 * (b - a)) / a : null,
            },
          ];
    const names = [...new Set([...now.tco.items, ...old.tco.items].map((i) => i.item))];
    const sumOf = ({ tco }: SavedCandidate, item: string) => {
      const lines = tco.items.filter((i) => i.item === item);
      return lines.length === 0 ? undefined : lines.reduce((s, i) => s + i.usdPerMonth, 0);
    };
    return [
      ...change(null, old.tco.usdPerMonth?.likely, now.tco.usdPerMonth?.likely),
      ...names.flatMap((item) => change(item, sumOf(old, item), sumOf(now, item))),
    ];
  });
}

/** Models whose stage of life or last day changed; `new` null = the catalog has it no longer. */
export function changedLives(
  before: SavedWorkload,
  after: SavedWorkload,
  lifeOf: ((model: string) => Life | null) | null,
) {
  const lives = (w: SavedWorkload) =>
    new Map(w.ranking.map(({ model: m }) => [m.id, { lifecycle: m.lifecycle, retires: m.retires ?? null }]));
  const now = lives(after);
  return [...lives(before)]
    .flatMap(([model, old]) => {
      const found = now.get(model) ?? (lifeOf ? lifeOf(model) : undefined);
      // A file that does not rank it says nothing of it.
      if (found === undefined) return [];
      const same = found !== null && found.lifecycle === old.lifecycle && found.retires === old.retires;
      return same ? [] : [{ model, old, new: found && { lifecycle: found.lifecycle, retires: found.retires } }];
    })
    .sort((a, b) => (a.model < b.model ? -1 : 1));
}

/** Models whose index or whose results changed, by their best candidate that both rank. */
export function changedQuality(before: SavedWorkload, after: SavedWorkload) {
  const seen = new Set<string>();
  return inBoth(before, after).flatMap(([old, now]) => {
    const model = now.model.id;
    if (seen.has(model)) return [];
    seen.add(model);
    const evidence = changedEvidence(old.quality.evidence, now.quality.evidence);
    const [a, b] = [old.quality.index ?? null, now.quality.index ?? null];
    const isSameIndex = a === b || (a !== null && b !== null && isSame(a, b));
    if (isSameIndex && evidence.new.length + evidence.gone.length + evidence.changed.length === 0) return [];
    return [{ model, candidate: now.id, old: a, new: b, evidence }];
  });
}

function changedEvidence(before: readonly SavedEvidence[], after: readonly SavedEvidence[]) {
  const [old, now] = [keyed(before), keyed(after)];
  const row = ({ benchmark, name, score, date, variant, kind }: SavedEvidence) => ({
    benchmark,
    name,
    score,
    date: date ?? null,
    variant: variant ?? null,
    kind,
  });
  return {
    new: [...now].filter(([k]) => !old.has(k)).map(([, e]) => row(e)),
    gone: [...old].filter(([k]) => !now.has(k)).map(([, e]) => row(e)),
    changed: [...now].flatMap(([k, e]) => {
      const then = old.get(k);
      return then && then.score !== e.score ? [{ ...row(e), old: then.score }] : [];
    }),
  };
}

/** Results by what was measured, when and how; those that say the same of it are told apart by their order. */
function keyed(rows: readonly SavedEvidence[]): Map<string, SavedEvidence> {
  const map = new Map<string, SavedEvidence>();
  const sorted = [...rows].sort((a, b) => a.score - b.score);
  for (const e of sorted) {
    let key = `${e.benchmark}|${e.variant ?? ""}|${e.date ?? ""}|${e.kind}`;
    while (map.has(key)) key += "|";
    map.set(key, e);
  }
  return map;
}

function inBoth(before: SavedWorkload, after: SavedWorkload): [SavedCandidate, SavedCandidate][] {
  const old = new Map(before.ranking.map((c) => [c.id, c]));
  return after.ranking.flatMap((now) => {
    const then = old.get(now.id);
    return then ? [[then, now] as [SavedCandidate, SavedCandidate]] : [];
  });
}
