import type { Evidence, Model } from "../catalog/catalog.ts";
import type { BenchmarksFile } from "../catalog/schema/benchmarks.ts";
import { type Day, monthsBetween } from "../quantity/day.ts";
import { QUALITY_LEVELS, type QualityLevel, type Task } from "../vocabulary.ts";
import type { OwnEvidence, Quality } from "./estimate.ts";
import { freshness, type OwnIndex, Z80 } from "./evaluations/own-index.ts";

type Board = BenchmarksFile["benchmarks"][string];
type Combination = BenchmarksFile["combination"];
type Anchor = Board["anchors"][number];

/** Half-width of an 80 % interval over the half-width of the published 95 % interval. */
const FROM_95 = Z80 / 1.96;

/**
 * Index of `model` for `task`, 0–100: the weighted mean of its results. A result weighs its board's say in the task × kind ×
 * age / spread². `low` and `high` hold the true value four times in five; they are 0 and 100 where there is no evidence.
 * Beside results of the user's own, boards count as 1 / `own.outweighs`: they measure other cases than the user's.
 */
export function quality(
  model: Pick<Model, "id" | "evidence">,
  task: Task,
  benchmarks: BenchmarksFile,
  today: Day,
  own: readonly OwnIndex[] = [],
): Quality {
  const boards = boardsFor(pick(model, benchmarks), task, benchmarks, today);
  if (own.length === 0) return combine(boards, task, benchmarks);
  const { halfLifeMonths, own: factors } = benchmarks.combination;
  const mine = own.map(({ row, index, half }) => ({
    row,
    index,
    weight: freshness(row, today, halfLifeMonths) / half ** 2,
  }));
  const theirs = boards.map((w) => ({ ...w, weight: w.weight / factors.outweighs }));
  const total = (list: readonly Weighed[]) => list.reduce((sum, w) => sum + w.weight, 0);
  const all = total(mine) + total(theirs);
  const shared = own.reduce((sum, o, i) => sum + (mine[i]?.weight ?? 0) * o.shared, 0) / all;
  return { ...combine([...mine, ...theirs], task, benchmarks, shared), ownShare: total(mine) / all };
}

/** The boards that speak for the task, else those that stand in. */
function boardsFor(rows: readonly Evidence[], task: Task, benchmarks: BenchmarksFile, today: Day): readonly Weighed[] {
  const { standIn } = benchmarks.combination;
  const direct = weigh(rows, (board) => board.tasks[task] ?? 0, 1, benchmarks, today);
  if (direct.length > 0 || !standIn.tasks.includes(task)) return direct;
  const elsewhere = (board: Board) => Math.max(0, ...standIn.from.map((t) => board.tasks[t] ?? 0));
  return weigh(rows, elsewhere, standIn.spreadFactor, benchmarks, today);
}

/** The level that `index` reaches; null where the index is unknown or the task has no levels. */
export function levelOf(index: number | null, task: Task, benchmarks: BenchmarksFile): QualityLevel | null {
  const levels = benchmarks.levels.find((group) => group.tasks.includes(task));
  if (index === null || !levels) return null;
  if (index >= levels.frontier) return "frontier";
  if (index >= levels.strong) return "strong";
  return index >= levels.capable ? "capable" : "basic";
}

/** Whether the best single value reaches `level`; null = not known. Everything is at least `basic`, with or without evidence. */
export function atLeast(quality: Pick<Quality, "level">, level: QualityLevel): boolean | null {
  if (level === "basic") return true;
  return quality.level === null ? null : QUALITY_LEVELS.indexOf(quality.level) >= QUALITY_LEVELS.indexOf(level);
}

/** Index of one score on a board: piecewise linear between the anchors, clipped at both ends. */
export function toIndex(score: number, { anchors }: Pick<Board, "anchors">): number {
  const first = anchors[0] as Anchor;
  const last = anchors[anchors.length - 1] as Anchor;
  const rising = last.score >= first.score;
  for (let i = 0; i < anchors.length; i++) {
    const b = anchors[i] as Anchor;
    if (rising ? score >= b.score : score <= b.score) continue;
    if (i === 0) return b.index;
    const a = anchors[i - 1] as Anchor;
    return a.index + ((score - a.score) / (b.score - a.score)) * (b.index - a.index);
  }
  return last.index;
}

const NOTHING: Quality = { index: null, low: 0, high: 100, level: null, evidence: [] };

/**
 * One row a board: the newest; of one day the one whose variant names this very model, then the highest effort, then the
 * lower score.
 */
function pick({ id, evidence }: Pick<Model, "id" | "evidence">, benchmarks: BenchmarksFile): readonly Evidence[] {
  if (evidence.length < 2) return evidence;
  let name: string | undefined;
  const ownName = () => (name ??= plain(id.slice(id.indexOf("/") + 1)));
  const better = (a: Evidence, b: Evidence): boolean => {
    const order =
      compareText(a.date, b.date) ||
      Number(plain(a.variant ?? "").includes(ownName())) - Number(plain(b.variant ?? "").includes(ownName())) ||
      effort(a, benchmarks.combination) - effort(b, benchmarks.combination) ||
      (b.score - a.score) * (benchmarks.benchmarks[a.benchmark]?.higherIsBetter === false ? -1 : 1);
    return order > 0;
  };
  const best = new Map<string, Evidence>();
  for (const row of evidence) {
    const old = best.get(row.benchmark);
    if (!old || better(row, old)) best.set(row.benchmark, row);
  }
  return [...best.values()];
}

function effort({ variant }: Evidence, { efforts }: Combination): number {
  const words = (variant ?? "").toLowerCase().split(/[^a-z0-9.]+/u);
  return efforts.findLastIndex((word) => words.includes(word));
}
/** Lower-case letters and digits only; spelled out, since it runs for every result before the first answer. */
function plain(text: string): string {
  const lower = text.toLowerCase();
  let out = "";
  for (let i = 0; i < lower.length; i++) {
    const c = lower.charCodeAt(i);
    if ((c >= 97 && c <= 122) || (c >= 48 && c <= 57)) out += lower[i];
  }
  return out;
}
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface Weighed {
  readonly row: Evidence | OwnEvidence;
  readonly index: number;
  /** 1 / index points², of an 80 % half-width. */
  readonly weight: number;
}

function weigh(
  rows: readonly Evidence[],
  say: (board: Board) => number,
  widening: number,
  { benchmarks, combination }: BenchmarksFile,
  today: Day,
): readonly Weighed[] {
  const weighed: { row: Evidence; index: number; weight: number; family: string }[] = [];
  for (const row of rows) {
    const board = benchmarks[row.benchmark];
    const share = board ? say(board) : 0;
    if (!board || share === 0) continue;
    const age = Math.max(0, monthsBetween(row.date, today));
    const spread = board.spread * widening * conditionFactor(row, combination);
    const published =
      row.low !== null && row.high !== null
        ? (FROM_95 * Math.abs(toIndex(row.high, board) - toIndex(row.low, board))) / 2
        : 0;
    const trust = share * combination.kindWeight[row.kind] * 0.5 ** (age / combination.halfLifeMonths);
    if (trust === 0) continue;
    weighed.push({
      row,
      index: Math.max(0, toIndex(row.score, board) - combination.kindDiscount[row.kind]),
      weight: trust / (spread * spread + published * published),
      family: board.family ?? row.benchmark,
    });
  }
  const relatives = new Map<string, number>();
  for (const { family } of weighed) relatives.set(family, (relatives.get(family) ?? 0) + 1);
  if (relatives.size < weighed.length) for (const w of weighed) w.weight /= relatives.get(w.family) ?? 1;
  return weighed;
}

function conditionFactor({ conditions }: Evidence, { conditionSpread }: Combination): number {
  let factor = 1;
  if (conditions === null) return factor;
  for (const word in conditionSpread) {
    if (conditions.includes(word)) factor = Math.max(factor, conditionSpread[word] as number);
  }
  return factor;
}

/** Boards that disagree more than their spreads allow widen the interval (Birge ratio); agreement never narrows it below the common error. */
function combine(weighed: readonly Weighed[], task: Task, benchmarks: BenchmarksFile, shared = 0): Quality {
  if (weighed.length === 0) return NOTHING;
  let total = 0;
  let sum = 0;
  for (const { weight, index } of weighed) {
    total += weight;
    sum += weight * index;
  }
  const index = sum / total;
  let scatter = 0;
  for (const w of weighed) scatter += w.weight * (w.index - index) ** 2;
  const birge = weighed.length > 1 ? Math.max(1, (Z80 * Z80 * scatter) / (weighed.length - 1)) : 1;
  const half = Math.sqrt(benchmarks.combination.commonError ** 2 + shared ** 2 + birge / total);
  return {
    index,
    low: Math.max(0, index - half),
    high: Math.min(100, index + half),
    level: levelOf(index, task, benchmarks),
    evidence: [...weighed].sort((a, b) => b.weight - a.weight).map((w) => w.row),
  };
}
