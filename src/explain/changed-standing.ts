import type { Saved, SavedWorkload } from "../saved.ts";
import type { Cause } from "./differences.ts";

/**
 * Where a candidate stands in a recommendation. `not-in-file`: it may or may not have been a candidate, the file does not list
 * everybody; nothing is guessed.
 */
export type Standing = "ranked" | "to-verify" | "ruled-out" | "no-candidate" | "not-in-file";

const known = (s: Standing): boolean => s !== "no-candidate" && s !== "not-in-file";

/** Ranks every deployment, not only the best of each model. */
export const ranksEveryDeployment = ({ workloads }: Saved): boolean =>
  workloads.some(({ ranking }) => new Set(ranking.map((c) => c.model.id)).size < ranking.length);

interface Index {
  readonly standings: ReadonlyMap<string, Standing>;
  readonly gates: ReadonlyMap<string, readonly { readonly rule: string; readonly title: string }[]>;
  readonly open: ReadonlyMap<string, readonly string[]>;
  /** Whoever is not listed was no candidate, unless its model has deployments that are not listed. */
  readonly isComplete: boolean;
  readonly hidden: ReadonlySet<string>;
}

const indices = new WeakMap<SavedWorkload, Index>();

function indexOf(w: SavedWorkload): Index {
  const old = indices.get(w);
  if (old) return old;
  const made: Index = {
    standings: new Map<string, Standing>([
      ...w.ruledOut.map((c): [string, Standing] => [c.id, "ruled-out"]),
      ...w.toVerify.map((c): [string, Standing] => [c.id, "to-verify"]),
      ...w.ranking.map((c): [string, Standing] => [c.id, "ranked"]),
    ]),
    gates: new Map(w.ruledOut.map((c) => [c.id, c.gates])),
    open: new Map(w.toVerify.map((c) => [c.id, c.unknown.map((u) => u.rule)])),
    isComplete:
      w.ranking.length >= w.counts.listed &&
      w.toVerify.length >= w.counts.toVerify &&
      w.ruledOut.length >= w.counts.ruledOut,
    hidden: new Set(w.ranking.filter((c) => c.otherDeployments > 0).map((c) => c.model.id)),
  };
  indices.set(w, made);
  return made;
}

export function standingIn(w: SavedWorkload, id: string): Standing {
  const { standings, isComplete, hidden } = indexOf(w);
  const found = standings.get(id);
  if (found) return found;
  return isComplete && !hidden.has(id.slice(0, id.indexOf("@"))) ? "no-candidate" : "not-in-file";
}

/** Who was ruled out, let in, come or gone; `by` is the last step that moved it to where it stands. */
export function changedStanding(chain: readonly SavedWorkload[], causes: readonly Cause[]) {
  const before = chain[0] as SavedWorkload;
  const after = chain.at(-1) as SavedWorkload;
  const ids = [...new Set([...indexOf(before).standings.keys(), ...indexOf(after).standings.keys()])].sort();
  const moved = ids.flatMap((id) => {
    const [old, now] = [standingIn(before, id), standingIn(after, id)];
    if (old === now || old === "not-in-file" || now === "not-in-file") return [];
    const steps = chain.map((w) => standingIn(w, id));
    const last = steps.findLastIndex((s, n) => n > 0 && s !== steps[n - 1]);
    return [{ id, old, new: now, by: causes[last - 1] ?? (causes.at(-1) as Cause) }];
  });
  type Moved = (typeof moved)[number];
  const gatesIn = (w: SavedWorkload, id: string) =>
    (indexOf(w).gates.get(id) ?? []).map(({ rule, title }) => ({ rule, title }));
  const between = (m: Moved) => known(m.old) && known(m.new);
  return {
    gates: {
      ruledOut: moved
        .filter((m) => between(m) && m.new === "ruled-out")
        .map((m) => ({ ...m, gates: gatesIn(after, m.id) })),
      freed: moved
        .filter((m) => between(m) && m.old === "ruled-out")
        .map((m) => ({ ...m, gates: gatesIn(before, m.id) })),
      toVerify: moved
        .filter((m) => m.old === "ranked" && m.new === "to-verify")
        .map((m) => ({ ...m, rules: [...(indexOf(after).open.get(m.id) ?? [])] })),
      verified: moved
        .filter((m) => m.old === "to-verify" && m.new === "ranked")
        .map((m) => ({ ...m, rules: [...(indexOf(before).open.get(m.id) ?? [])] })),
    },
    candidates: {
      new: moved.filter((m) => m.old === "no-candidate").map(({ id, new: standing, by }) => ({ id, standing, by })),
      gone: moved.filter((m) => m.new === "no-candidate").map(({ id, old: standing, by }) => ({ id, standing, by })),
      /** Listed on one side; whether the other knew them cannot be told. */
      notInSaved: ids.filter((id) => standingIn(before, id) === "not-in-file").length,
      notInNew: ids.filter((id) => standingIn(after, id) === "not-in-file").length,
    },
  };
}
