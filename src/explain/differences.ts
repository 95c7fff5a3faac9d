import { type FieldDiff, fieldDiffs } from "../catalog/diff.ts";
import type { Saved, SavedCandidate, SavedWorkload } from "../saved.ts";
import { changedLives, changedPrices, changedQuality, type Life } from "./changed-facts.ts";
import { changedRules } from "./changed-rules.ts";
import { changedStanding, standingIn } from "./changed-standing.ts";
import { overtaking, type ScoreMove, scoreMove } from "./score-moves.ts";

/**
 * What a step between two recommendations lets change: prices, evidence, rules and the day; the answers of the user; a what-if.
 * `both` where two files differ in answers and in all else, and nobody can compute what lies between.
 */
export type Cause = "knowledge" | "answers" | "what-if" | "both";

/** The recommendation that stands at the end of a step. */
export interface Step {
  readonly by: Cause;
  readonly to: Saved;
}

export interface DifferencesInput {
  readonly before: Saved;
  /** At least one; the last leads to what is compared with. */
  readonly steps: readonly Step[];
  /** Ranks are those of each model's best deployment, as a ranking shows them, not of every deployment. */
  readonly byModel: boolean;
  /** What a candidate or a model is called, by its id. */
  readonly nameOf: (id: string) => string;
  /** The rules at the end by their ids, and what the catalog says then of a model's life; null = only files are known. */
  readonly rules: ReadonlyMap<string, { readonly title: string }> | null;
  readonly lifeOf: ((model: string) => Life | null) | null;
}

/** Ranks that are compared. */
const FIRST = 10;

/** Everything that differs between two recommendations, why, and how much each cause moved each score. */
export function differences(input: DifferencesInput) {
  const { before, steps, nameOf } = input;
  const after = endOf(input);
  const ids = before.workloads.map((w) => w.id).filter((id) => after.workloads.some((w) => w.id === id));
  const workloads = ids.map((id) => workloadDifferences(id, input));
  return {
    winnerChanged: workloads.some((w) => w.winner.changed),
    answers: fieldDiffs(before.requirements, after.requirements).map(({ path, old, new: now }: FieldDiff) => ({
      path,
      old,
      new: now,
    })),
    rules: changedRules(before, after, input.rules),
    warnings: {
      new: textsOf(after).filter((w) => !textsOf(before).some((o) => o.text === w.text)),
      gone: textsOf(before).filter((w) => !textsOf(after).some((o) => o.text === w.text)),
    },
    /** Workloads that only one of the two is about. */
    onlyBefore: before.workloads.map((w) => w.id).filter((id) => !ids.includes(id)),
    onlyAfter: after.workloads.map((w) => w.id).filter((id) => !ids.includes(id)),
    causes: steps.map((s) => s.by),
    workloads: workloads.map((w) => ({ ...w, names: namesIn(w, nameOf) })),
  };
}

export type Differences = ReturnType<typeof differences>;
export type WorkloadDifferences = Differences["workloads"][number];

const endOf = ({ before, steps }: DifferencesInput): Saved => steps.at(-1)?.to ?? before;
const textsOf = ({ warnings }: Saved) => (warnings ?? []).map(({ code, text }) => ({ code, text }));
const workloadOf = (saved: Saved, id: string): SavedWorkload | undefined => saved.workloads.find((w) => w.id === id);

function workloadDifferences(id: string, input: DifferencesInput) {
  const chain = [input.before, ...input.steps.map((s) => s.to)].map((s) => workloadOf(s, id) as SavedWorkload);
  const before = chain[0] as SavedWorkload;
  const after = chain.at(-1) as SavedWorkload;
  const scores = movesBetween(before, after);
  const standing = changedStanding(
    chain,
    input.steps.map((s) => s.by),
  );
  const [from, to] = [before.winner ?? null, after.winner ?? null];
  return {
    id,
    title: after.title,
    winner: {
      changed: from !== to,
      old: from,
      new: to,
      /** Where each of the two stands on the other side. */
      oldNow: from === null ? null : standingIn(after, from),
      newThen: to === null ? null : standingIn(before, to),
    },
    verdict: { old: before.verdict, new: after.verdict },
    robustness: { old: sureOf(before), new: sureOf(after) },
    nextBest: runnerUp(after)?.id ?? null,
    figures: { old: figuresOf(before, from), new: figuresOf(after, to), next: figuresOf(after, runnerUp(after)?.id) },
    overtaking: from === null || to === null || from === to ? null : overtakingIn(chain, input.steps, from, to),
    ranking: rankingMoves(before, after, input.byModel),
    prices: input.steps.flatMap(({ by }, n) =>
      changedPrices(chain[n] as SavedWorkload, chain[n + 1] as SavedWorkload).map((p) => ({ ...p, by })),
    ),
    lives: changedLives(before, after, input.lifeOf),
    quality: changedQuality(before, after),
    ...standing,
    scores: scores.map((s) => ({ ...s, by: byCause(s, chain, input.steps) })),
  };
}

const sureOf = ({ robustness: r }: SavedWorkload) =>
  r
    ? {
        stableUpTo: r.stableUpTo,
        stableUpToOtherModels: r.stableUpToOtherModels,
        firstShare: r.firstShare,
        familyFirstShare: r.familyFirstShare,
      }
    : null;

/** The best of another model than the winner's: a second host of the same model is no other answer. */
function runnerUp({ ranking }: SavedWorkload): SavedCandidate | undefined {
  const [first] = ranking;
  return ranking.find((c) => c.model.id !== first?.model.id);
}

function figuresOf({ ranking }: SavedWorkload, id: string | null | undefined) {
  const found = ranking.find((c) => c.id === id);
  return found
    ? {
        id: found.id,
        score: found.score,
        usdPerMonth: found.tco.usdPerMonth?.likely ?? null,
        quality: found.quality.index ?? null,
      }
    : null;
}

function movesBetween(before: SavedWorkload, after: SavedWorkload): ScoreMove[] {
  const old = new Map(before.ranking.map((c) => [c.id, c]));
  return after.ranking.flatMap((c) => {
    const then = old.get(c.id);
    return then ? [scoreMove(then, c)] : [];
  });
}

/** The difference of a score, step by step; null where a step's end does not rank the candidate. */
function byCause({ id }: ScoreMove, chain: readonly SavedWorkload[], steps: readonly Step[]) {
  const scores = chain.map((w) => w.ranking.find((c) => c.id === id)?.score);
  if (scores.some((s) => s === undefined)) return null;
  return steps.map(({ by }, n) => ({ by, difference: (scores[n + 1] as number) - (scores[n] as number) }));
}

/** From the first end on at which both are ranked: `since` is the step that leads to it, null = from the start. */
function overtakingIn(chain: readonly SavedWorkload[], steps: readonly Step[], from: string, to: string) {
  const rowIn = (w: SavedWorkload | undefined, id: string) => w?.ranking.find((c) => c.id === id);
  const start = chain.findIndex((w) => rowIn(w, from) && rowIn(w, to));
  const moveOf = (id: string): ScoreMove | null => {
    const [old, now] = [rowIn(chain[start], id), rowIn(chain.at(-1), id)];
    return old && now ? scoreMove(old, now) : null;
  };
  const [fromMove, toMove] = [moveOf(from), moveOf(to)];
  if (start < 0 || start === chain.length - 1 || !fromMove || !toMove) return null;
  return { since: steps[start - 1]?.by ?? null, ...overtaking(fromMove, toMove) };
}

/** Ranks side by side. */
function rankingMoves(before: SavedWorkload, after: SavedWorkload, byModel: boolean) {
  const listOf = ({ ranking }: SavedWorkload) => (byModel ? bestOfEachModel(ranking) : ranking);
  const [old, now] = [listOf(before), listOf(after)];
  const keyOf = (c: SavedCandidate) => (byModel ? c.model.id : c.id);
  const place = (list: readonly SavedCandidate[], key: string) => {
    const i = list.findIndex((c) => keyOf(c) === key);
    return i < 0 ? null : { rank: i + 1, id: (list[i] as SavedCandidate).id, score: (list[i] as SavedCandidate).score };
  };
  const keys = [...now.slice(0, FIRST), ...old.slice(0, FIRST)].map(keyOf);
  return [...new Set(keys)].map((key) => {
    const [then, today] = [place(old, key), place(now, key)];
    const id = (today ?? then)?.id as string;
    return {
      old: then,
      new: today,
      /** Where it stands on the side that does not rank it. */
      oldStanding: then ? null : standingIn(before, id),
      newStanding: today ? null : standingIn(after, id),
      /** Where a deployment stands now that was the model's best before and no longer is. */
      oldNow: then && today && then.id !== today.id ? standingIn(after, then.id) : null,
    };
  });
}

function bestOfEachModel(ranking: readonly SavedCandidate[]): SavedCandidate[] {
  const seen = new Set<string>();
  return ranking.filter((c) => !seen.has(c.model.id) && seen.add(c.model.id));
}

/** Names of every id that is spoken of. */
function namesIn(w: ReturnType<typeof workloadDifferences>, nameOf: (id: string) => string): Record<string, string> {
  const ids = [
    w.winner.old,
    w.winner.new,
    w.nextBest,
    ...w.ranking.flatMap((r) => [r.old?.id, r.new?.id, (r.new ?? r.old)?.id.split("@")[0]]),
    ...w.prices.map((p) => p.candidate),
    ...w.quality.map((q) => q.model),
    ...w.lives.map((l) => l.model),
    ...[w.gates.ruledOut, w.gates.freed, w.gates.toVerify, w.gates.verified].flat().map((g) => g.id),
    ...[...w.candidates.new, ...w.candidates.gone].map((c) => c.id),
    ...w.scores.map((s) => s.id),
  ].filter((id): id is string => typeof id === "string");
  return Object.fromEntries([...new Set(ids)].sort().map((id) => [id, nameOf(id)]));
}
