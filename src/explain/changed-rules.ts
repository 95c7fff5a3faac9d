import type { Saved } from "../saved.ts";
import { CRITERIA } from "../vocabulary.ts";

/**
 * Rules that a saved answer and a new one do not share. A recommendation holds the rules that spoke of somebody: what is silent on
 * one side may have been there, and is only called removed where the packs of today do not have it.
 */
export function changedRules(before: Saved, after: Saved, now: ReadonlyMap<string, { readonly title: string }> | null) {
  const isSame = before.rules.digest === after.rules.digest;
  const [old, spoken] = [spokenIn(before, after), spokenIn(after, before)];
  // Reasons do not carry the title of their rule.
  const titleOf = (rule: string, said = rule) => (said === rule ? (now?.get(rule)?.title ?? rule) : said);
  const named = (ids: string[], from: ReadonlyMap<string, string>) =>
    ids.sort().map((rule) => ({ rule, title: titleOf(rule, from.get(rule)) }));
  const silent = [...old.keys()].filter((id) => !spoken.has(id));
  const speaking = [...spoken.keys()].filter((id) => !old.has(id));
  return {
    same: isSame,
    digest: { old: before.rules.digest, new: after.rules.digest },
    count: { old: before.rules.count, new: after.rules.count },
    packs: {
      added: after.rules.packs.filter((p) => !before.rules.packs.includes(p)),
      removed: before.rules.packs.filter((p) => !after.rules.packs.includes(p)),
    },
    /** In no pack of today. */
    removed: named(isSame || !now ? [] : silent.filter((id) => !now.has(id)), old),
    /** Spoke of nobody before: new, or switched on. */
    speakingNow: named(isSame ? [] : speaking, spoken),
    /** Speak of nobody now, for all that is known still there. */
    silentNow: named(isSame ? [] : silent.filter((id) => !now || now.has(id)), old),
    changed: isSame ? [] : changedEffects(before, after),
  };
}

/**
 * Every rule that says something of a candidate that the other side lists too, with its title; estimates and what-ifs speak as well,
 * but are no rules.
 */
function spokenIn({ workloads }: Saved, other: Saved): Map<string, string> {
  const spoken = new Map<string, string>();
  const add = (rule: string, title?: string) => {
    if (/^(?:estimate\.|what-if$)/u.test(rule)) return;
    if (title !== undefined || !spoken.has(rule)) spoken.set(rule, title ?? rule);
  };
  for (const { id, ranking, toVerify, ruledOut } of workloads) {
    const there = other.workloads.find((w) => w.id === id);
    const ranked = new Set(there?.ranking.map((c) => c.id));
    const listed = new Set([...ranked, ...[...(there?.toVerify ?? []), ...(there?.ruledOut ?? [])].map((c) => c.id)]);
    for (const c of ranking) {
      if (!ranked.has(c.id)) continue;
      for (const { rule } of c.reasons) add(rule);
      for (const criterion of CRITERIA) for (const t of c.criteria[criterion]?.terms ?? []) add(t.rule, t.title);
    }
    for (const c of toVerify) if (listed.has(c.id)) for (const { rule } of c.unknown) add(rule);
    for (const c of ruledOut) if (listed.has(c.id)) for (const g of c.gates) add(g.rule, g.title);
  }
  return spoken;
}

interface Effect {
  readonly criterion: string;
  readonly title: string;
  readonly points: number;
}

/** The same verdict on the same candidate gives other points, on another criterion or under another title. */
function changedEffects(before: Saved, after: Saved) {
  const [old, now] = [effectsIn(before), effectsIn(after)];
  const changed = new Map<string, { rule: string; old: Effect; new: Effect }>();
  for (const [key, effect] of now) {
    const then = old.get(key);
    const rule = key.slice(key.lastIndexOf("|") + 1);
    if (!then || changed.has(rule)) continue;
    if (then.points !== effect.points || then.criterion !== effect.criterion || then.title !== effect.title)
      changed.set(rule, { rule, old: then, new: effect });
  }
  return [...changed.values()].sort((a, b) => (a.rule < b.rule ? -1 : 1));
}

function effectsIn({ workloads }: Saved): Map<string, Effect> {
  const effects = new Map<string, Effect>();
  for (const w of workloads)
    for (const c of w.ranking)
      for (const criterion of CRITERIA) {
        // The first says where the criterion starts; a figure moves it, not a rule.
        const [, ...terms] = c.criteria[criterion]?.terms ?? [];
        for (const { rule, title, points, verdict } of terms)
          effects.set(`${w.id}|${c.id}|${verdict}|${rule}`, { criterion, title, points });
      }
  return effects;
}
