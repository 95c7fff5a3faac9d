import { noChange, shareChange, volumeChange } from "../../explain/portfolio-words.ts";
import type { Portfolio } from "../../portfolio.ts";
import type { Requirements } from "../../requirements/requirements.ts";
import { ordinaryOf } from "./lots.ts";

type Advice = Portfolio["advice"];
export type Change = Portfolio["changesAt"][number];

const VOLUMES = [3, 10, 30, 100];
const SHARES = [0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9];
const HALVINGS = 3;

/**
 * At which volume, and at which sensitive share, the advice becomes the other: found on a coarse grid and halved from there. `adviceAt`
 * makes the plan anew under changed requirements, null where it has none.
 */
export async function turningPoints(
  requirements: Requirements,
  advice: Advice,
  adviceAt: (changed: Requirements) => Promise<Advice | null>,
): Promise<{ readonly changes: readonly Change[]; readonly text: string }> {
  const other: Advice = advice === "hybrid" ? "single" : "hybrid";
  const changes: Change[] = [];
  const { workloads } = requirements;
  const perDay = workloads.reduce((sum, w) => sum + w.traffic.requestsPerDay, 0);
  const isSplit = workloads.some(
    (w) => w.data.sensitiveShare > 0 && w.data.sensitiveShare < 1 && ordinaryOf(w.data.sensitivity),
  );
  const canDiffer = isSplit || workloads.length > 1;
  if (canDiffer) {
    const up = advice === "single";
    const at = await firstOf(
      VOLUMES,
      1,
      async (f) => (await adviceAt(scaled(requirements, up ? f : 1 / f))) === other,
      Math.sqrt,
    );
    if (at !== null) {
      const value = perDay * (up ? at : 1 / at);
      changes.push({ what: "requestsPerDay", value, text: volumeChange(value, other, up ? "up" : "down") });
    }
  }
  const alone = workloads.length === 1;
  if (alone) {
    const [w] = workloads;
    const now = isSplit ? (w?.data.sensitiveShare ?? 0) : 0;
    const up = advice === "single" || isSplit;
    const grid = up ? SHARES.filter((s) => s > now) : [];
    const at = await firstOf(
      grid,
      now,
      async (s) => (await adviceAt(withShare(requirements, s, isSplit))) === other,
      null,
    );
    if (at !== null) changes.push({ what: "sensitiveShare", value: at, text: shareChange(at, other) });
  }
  const words = changes.map((c) => c.text);
  const none = canDiffer && changes.length === 0 ? noChange(advice, VOLUMES.at(-1) ?? 0, alone) : "";
  const never = !canDiffer && changes.length === 0 ? "No share of regulated requests would change that." : "";
  return { changes, text: [...words, none, never].filter((t) => t !== "").join(" ") };
}

/** The first of a grid that holds, narrowed down from the one before it; null where none does. */
async function firstOf(
  grid: readonly number[],
  start: number,
  holds: (x: number) => Promise<boolean>,
  root: ((x: number) => number) | null,
): Promise<number | null> {
  let low = start;
  for (const x of grid) {
    if (!(await holds(x))) {
      low = x;
      continue;
    }
    let high = x;
    for (let i = 0; i < HALVINGS; i++) {
      const middle = root ? root(low * high) : (low + high) / 2;
      if (await holds(middle)) high = middle;
      else low = middle;
    }
    return high;
  }
  return null;
}

const scaled = (r: Requirements, factor: number): Requirements => ({
  ...r,
  workloads: r.workloads.map((w) => ({
    ...w,
    traffic: { ...w.traffic, requestsPerDay: w.traffic.requestsPerDay * factor },
  })),
});

/** So much of the traffic is sensitive; where nothing is sensitive now it would be regulated. */
const withShare = (r: Requirements, share: number, isSplit: boolean): Requirements => ({
  ...r,
  workloads: r.workloads.map((w) => ({
    ...w,
    data: { ...w.data, sensitiveShare: share, ...(isSplit ? {} : { sensitivity: "regulated" as const }) },
  })),
});
