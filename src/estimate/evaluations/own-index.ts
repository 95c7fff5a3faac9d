import type { BenchmarksFile } from "../../catalog/schema/benchmarks.ts";
import { nearest } from "../../failure.ts";
import { type Day, monthsBetween } from "../../quantity/day.ts";
import type { OwnEvidence, Quality } from "../estimate.ts";
import { type EvaluationRow, groupBy, told, type Warning } from "./row.ts";

/** A result of the user's own that speaks for a model of the catalog. */
export interface OwnResult extends EvaluationRow {
  readonly model: string;
}

/** What `--evaluations` said. */
export interface OwnEvaluations {
  readonly results: readonly OwnResult[];
  readonly warnings: readonly Warning[];
}

/** One own result on the common index. */
export interface OwnIndex {
  readonly row: OwnEvidence;
  /** 0–100 */
  readonly index: number;
  /** 80 % half-width of what this result alone leaves open, index points: it sets the weight. */
  readonly half: number;
  /** 80 % half-width of where the whole suite stands, index points: it moves all its models together, so it only widens. */
  readonly shared: number;
}

export interface OwnIndices {
  /** By model id. */
  readonly byModel: ReadonlyMap<string, readonly OwnIndex[]>;
  readonly warnings: readonly Warning[];
}

type Scale = BenchmarksFile["combination"]["own"];

/** Half-width of an 80 % interval over the standard deviation. */
export const Z80 = 1.2816;

/**
 * Own results of one workload on the common index. A rate p of n cases stands at x = pointsPerLogit × ln(p / (1 − p)), with
 * p = (passed + ½) / (n + 1) and the binomial error √(p(1 − p) / n). Index = x + offset; the offset of a suite is the mean
 * difference between public index and x over its models with both, weighted by 1 / (interval² + error²). The error of the
 * offset, and `slopeError` of the distance from the suite's centre, are shared by the suite. A suite without a public index to
 * lean on is read as index = 100 p, give or take `unstitchedError`. docs/quality-index.md
 */
export function ownIndices(
  results: readonly OwnResult[],
  workload: { readonly id: string; readonly task: string },
  publicOf: (model: string) => Quality | null,
  { own }: BenchmarksFile["combination"],
): OwnIndices {
  const byModel = new Map<string, OwnIndex[]>();
  const warnings: Warning[] = [];
  const speaking = results.filter((r) => r.workload === null || r.workload === workload.id);
  for (const suite of groupBy(speaking, (r) => r.suite).values()) {
    const pooled = pool(suite, own);
    const anchored = pooled.flatMap((p) => {
      const board = publicOf(p.result.model);
      return board === null || board.index === null ? [] : [anchorOf(p, board.index, board, own)];
    });
    const stitch = stitched(anchored);
    if (!stitch) {
      warnings.push({
        code: "evaluation-scale",
        text: `${workload.id}: no model of your evaluation (${pooled[0]?.result.metric}) has a public result for ${workload.task}, so its rates are read as the index, give or take ${own.unstitchedError} points.`,
      });
    } else if (pooled.length === 1) {
      warnings.push({
        code: "evaluation-alone",
        text: `${workload.id}: your evaluation (${pooled[0]?.result.metric}) has one model, ${pooled[0]?.result.model}; how hard your cases are shows only beside a second one, so it moves nothing yet.`,
      });
    }
    for (const p of pooled) {
      const place = stitch ? onIndex(p, stitch, own) : { index: 100 * p.rate, half: own.unstitchedError, shared: 0 };
      const entry = { row: evidenceOf(p.result), ...place };
      const list = byModel.get(p.result.model);
      if (list) list.push(entry);
      else byModel.set(p.result.model, [entry]);
    }
  }
  return { byModel, warnings: told(warnings) };
}

/** Warnings on rows that name no workload, or one that is not there. */
export function workloadWarnings(results: readonly OwnResult[], ids: readonly string[]): Warning[] {
  const strangers = new Set(
    results.flatMap((r) => (r.workload === null || ids.includes(r.workload) ? [] : [r.workload])),
  );
  const named = [...strangers].map((name) => {
    const close = nearest(name, ids);
    const text = `Your evaluations name a workload "${name}", which is not among ${ids.join(", ")}; these results are not used.`;
    return { code: "evaluation-workload", text: close ? `${text} Did you mean ${close}?` : text };
  });
  return [
    ...told(named),
    ...(ids.length > 1 && results.some((r) => r.workload === null)
      ? [
          {
            code: "evaluation-every-workload",
            text: `Your evaluations do not say for which workload they were made, so they count for each of ${ids.join(", ")}. A CSV with a column "workload" tells them apart.`,
          },
        ]
      : []),
  ];
}

/** How much an own result counts at this age; never nothing. */
export const freshness = (row: OwnEvidence, today: Day, halfLifeMonths: number): number =>
  row.date === null ? 1 : Math.max(0.001, 0.5 ** (Math.max(0, monthsBetween(row.date, today)) / halfLifeMonths));

interface Pooled {
  readonly result: OwnResult;
  /** p, pulled off 0 and 1 by half a case. */
  readonly rate: number;
  readonly logit: number;
  /** Index points; `floor` is the least that so many cases leave open, at p = ½. */
  readonly error: number;
  readonly floor: number;
}

/** One result a model: the mean over its results, weighted by their cases. */
function pool(results: readonly OwnResult[], own: Scale): Pooled[] {
  return [...groupBy(results, (r) => r.model).values()].map((mine) => {
    const cases = (r: OwnResult) => r.samples ?? own.unknownSamples;
    const n = mine.reduce((sum, r) => sum + cases(r), 0);
    const score = mine.reduce((sum, r) => sum + r.score * cases(r), 0) / n;
    const rate = (score * n + 0.5) / (n + 1);
    const [first] = mine as [OwnResult];
    return {
      result: {
        ...first,
        score,
        samples: mine.some((r) => r.samples === null) ? null : n,
        date: mine.reduce<string | null>((d, r) => (r.date !== null && (d === null || r.date > d) ? r.date : d), null),
        source: [...new Set(mine.map((r) => r.source))].join(", "),
      },
      rate,
      logit: Math.log(rate / (1 - rate)),
      error: (Z80 * own.pointsPerLogit) / Math.sqrt(n * rate * (1 - rate)),
      floor: (Z80 * own.pointsPerLogit) / Math.sqrt(n / 4),
    };
  });
}

interface Anchor {
  readonly logit: number;
  readonly offset: number;
  readonly weight: number;
}

function anchorOf({ logit, error }: Pooled, index: number, { low, high }: Quality, own: Scale): Anchor {
  return { logit, offset: index - own.pointsPerLogit * logit, weight: 1 / (((high - low) / 2) ** 2 + error ** 2) };
}

interface Stitch {
  readonly offset: number;
  /** Half-width, index points. Models that disagree on the offset widen their own intervals, where boards and own results meet. */
  readonly error: number;
  readonly centre: number;
}

function stitched(anchors: readonly Anchor[]): Stitch | null {
  if (anchors.length === 0) return null;
  const total = anchors.reduce((sum, a) => sum + a.weight, 0);
  const mean = (of: (a: Anchor) => number) => anchors.reduce((sum, a) => sum + a.weight * of(a), 0) / total;
  return { offset: mean((a) => a.offset), error: 1 / Math.sqrt(total), centre: mean((a) => a.logit) };
}

/** Beyond the ends of the index nothing is left open: a model that solves all of many cases is surely at the top. */
function onIndex({ logit, error, floor }: Pooled, stitch: Stitch, own: Scale): Omit<OwnIndex, "row"> {
  const slope = own.slopeError * own.pointsPerLogit * Math.abs(logit - stitch.centre);
  const clip = (index: number) => Math.min(100, Math.max(0, index));
  const index = stitch.offset + own.pointsPerLogit * logit;
  return {
    index: clip(index),
    half: Math.max(floor, (clip(index + error) - clip(index - error)) / 2),
    shared: Math.hypot(stitch.error, slope),
  };
}

const evidenceOf = ({ score, samples, metric, date, source }: OwnResult): OwnEvidence => ({
  benchmark: "own",
  name: `Your own evaluation (${source})`,
  score,
  samples,
  date,
  variant: metric,
  kind: "own",
  source,
});
