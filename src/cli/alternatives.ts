import { doubt, subjectsOf } from "../advise.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { decide } from "../decide/decide.ts";
import { displayName } from "../explain/place.ts";
import type { Requirements, Workload } from "../requirements/requirements.ts";
import type { Settled } from "../requirements/settle.ts";
import type { Subject } from "../rules/fact.ts";
import type { Rulebook } from "../rules/rulebook.ts";
import { CUSTOMIZATIONS, QUALITY_LEVELS, SENSITIVITIES, SUPPORTS } from "../vocabulary.ts";

/** Another answer, or another traffic, under which another model wins. */
export interface Alternative {
  readonly kind: "answer" | "traffic";
  readonly path: string;
  readonly value: unknown;
  readonly newWinner: string | null;
  readonly text: string;
}

interface Question {
  readonly path: string;
  readonly others: readonly unknown[];
  readonly at: (workload: Workload) => unknown;
  readonly change: (requirements: Requirements, n: number, value: unknown) => Requirements;
}

const inWorkload =
  (change: (w: Workload, value: never) => Workload): Question["change"] =>
  (r, n, value) => ({ ...r, workloads: r.workloads.map((w, i) => (i === n ? change(w, value as never) : w)) });

const QUESTIONS: readonly Question[] = [
  {
    path: "data.sensitivity",
    others: SENSITIVITIES,
    at: (w) => w.data.sensitivity,
    change: inWorkload((w, sensitivity: Workload["data"]["sensitivity"]) => ({
      ...w,
      data: { ...w.data, sensitivity },
    })),
  },
  {
    path: "data.residency",
    others: [[]],
    at: (w) => w.data.residency,
    change: inWorkload((w, residency: Workload["data"]["residency"]) => ({ ...w, data: { ...w.data, residency } })),
  },
  {
    path: "data.zeroRetention",
    others: [true, false],
    at: (w) => w.data.zeroRetention,
    change: inWorkload((w, zeroRetention: boolean) => ({ ...w, data: { ...w.data, zeroRetention } })),
  },
  {
    path: "data.airGapped",
    others: [true, false],
    at: (w) => w.data.airGapped,
    change: inWorkload((w, airGapped: boolean) => ({ ...w, data: { ...w.data, airGapped } })),
  },
  {
    path: "quality",
    others: QUALITY_LEVELS,
    at: (w) => w.quality,
    change: inWorkload((w, quality: Workload["quality"]) => ({ ...w, quality })),
  },
  {
    path: "customization",
    others: CUSTOMIZATIONS,
    at: (w) => w.customization,
    change: inWorkload((w, customization: Workload["customization"]) => ({ ...w, customization })),
  },
  {
    path: "support",
    others: SUPPORTS,
    at: (w) => w.support,
    change: inWorkload((w, support: Workload["support"]) => ({ ...w, support })),
  },
  {
    path: "uptimePercent",
    others: [null, 99.9],
    at: (w) => w.uptimePercent,
    change: inWorkload((w, uptimePercent: number | null) => ({ ...w, uptimePercent })),
  },
];

const TRAFFIC: readonly number[] = [0.01, 0.1, 0.5, 2, 10, 100];

/**
 * Other answers to what was answered, and other traffic, each replayed through the whole decision: those under which another model
 * wins, the least traffic change first.
 */
export function alternativesFor(
  settled: Settled,
  n: number,
  catalog: Catalog,
  rulebook: Rulebook,
  today: string,
  tell: (text: string) => void,
): Alternative[] {
  const workload = settled.requirements.workloads[n] as Workload;
  const winnerUnder = (requirements: Requirements): Subject | null => {
    const changed = { ...settled, requirements };
    const subjects = subjectsOf({ settled: changed, catalog, today }, requirements.workloads[n] as Workload);
    const { order, subjects: examined } = decide(subjects, rulebook, {
      seed: 1,
      samples: 1,
      lambda: doubt(settled),
      nearMisses: 1,
      exceptions: (requirements.check?.exceptions ?? []).filter((e) => today <= e.expires),
    });
    return order[0] === undefined ? null : (examined[order[0]] as Subject);
  };
  const now = winnerUnder(settled.requirements)?.candidate.model.id ?? null;
  const said = (kind: Alternative["kind"], path: string, value: unknown, winner: Subject | null, before: string) => ({
    kind,
    path,
    value,
    newWinner: winner?.candidate.id ?? null,
    text: `${before}, ${winner ? `${displayName(winner.candidate)} wins` : "nothing passes"}.`,
  });
  const answered = QUESTIONS.filter((q) => isAnswered(settled, n, q.path));
  const answers = answered.flatMap((q) =>
    q.others.flatMap((value): Alternative[] => {
      if (JSON.stringify(value) === JSON.stringify(q.at(workload))) return [];
      tell(`trying ${q.path}: ${spoken(value)}`);
      const winner = winnerUnder(q.change(settled.requirements, n, value));
      if ((winner?.candidate.model.id ?? null) === now) return [];
      return [
        said("answer", q.path, value, winner, `With ${q.path} ${spoken(value)} instead of ${spoken(q.at(workload))}`),
      ];
    }),
  );
  const { requestsPerDay } = workload.traffic;
  const traffic = [TRAFFIC.filter((k) => k < 1).reverse(), TRAFFIC.filter((k) => k > 1)].flatMap((steps) => {
    let same: number = 1;
    for (const k of steps) {
      tell(`trying ${Math.round(requestsPerDay * k)} requests a day`);
      const at = (factor: number) => winnerUnder(withTraffic(settled.requirements, n, requestsPerDay * factor));
      if ((at(k)?.candidate.model.id ?? null) === now) {
        same = k;
        continue;
      }
      let [keep, flip] = [same, k];
      for (let i = 0; i < 6; i++) {
        const middle = Math.sqrt(keep * flip);
        if ((at(middle)?.candidate.model.id ?? null) === now) keep = middle;
        else flip = middle;
      }
      const q = Math.round(requestsPerDay * flip);
      return [said("traffic", "traffic.requestsPerDay", q, at(flip), `At ${q.toLocaleString("en-US")} requests a day`)];
    }
    return [];
  });
  tell("");
  return [...traffic, ...answers];
}

const withTraffic = (r: Requirements, n: number, requestsPerDay: number): Requirements => ({
  ...r,
  workloads: r.workloads.map((w, i) => (i === n ? { ...w, traffic: { ...w.traffic, requestsPerDay } } : w)),
});

const isAnswered = ({ origins }: Settled, n: number, path: string): boolean => {
  const origin = origins[`workloads[${n}].${path}`];
  return origin !== undefined && origin !== "default";
};

const spoken = (value: unknown): string =>
  Array.isArray(value)
    ? value.length === 0
      ? "anywhere"
      : value.join(", ")
    : value === null
      ? "not asked"
      : value === true
        ? "yes"
        : value === false
          ? "no"
          : String(value);
