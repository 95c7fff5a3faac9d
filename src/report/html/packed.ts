import type { WorkloadResult } from "../../recommendation.ts";
import { CRITERIA } from "../../vocabulary.ts";
import { described, reasonWords } from "./row-view.ts";

/** Distinct values, and which of them each candidate has, in digits of base 64: as many for each as the last one needs. */
export interface Column<T> {
  readonly values: readonly T[];
  readonly of: string;
}

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const widthFor = (values: readonly unknown[]): number => (values.length <= 64 ? 1 : values.length <= 64 ** 2 ? 2 : 3);

/** The values of a column, candidate by candidate. */
export function unpacked<T>({ values, of }: Column<T>): T[] {
  const width = widthFor(values);
  return Array.from({ length: of.length / width }, (_, i) => {
    let place = 0;
    for (const digit of of.slice(i * width, (i + 1) * width)) place = 64 * place + DIGITS.indexOf(digit);
    return values[place] as T;
  });
}

/** Both ends of a criterion, each a decimal, or in base 36 how many steps of the grid it is; one where they are the same. */
export type Interval = number | string;

/** What the page's script ranks again: everybody who passed, column by column. */
export interface PackedWorkload {
  readonly top: number;
  /** Lines further down that are written. */
  readonly further: number;
  /** Every way to run a model is listed, not only the best. */
  readonly all: boolean;
  readonly samples: number;
  /** Id, name, note, weights and origin of each model. */
  readonly models: Column<readonly [string, string, string | null, string, string]>;
  /** What follows the model in the id; after a space, all of it. */
  readonly places: Column<string>;
  readonly runs: Column<string>;
  readonly costs: Column<string>;
  readonly qualities: Column<string>;
  /** Each criterion, in the order of the criteria. */
  readonly criteria: readonly Column<Interval>[];
  /** Reasons in a few words, by place in the columns, of those for whom they are worked out. */
  readonly because: Readonly<Record<number, string>>;
}

/** Columns whose values are the same words in many workloads. */
const WORDS = ["models", "places", "runs", "costs", "qualities"] as const;
type Words = (typeof WORDS)[number];

/** The values of those columns of all workloads, and each workload with which of them it has. */
export interface Shared {
  readonly words: { readonly [K in Words]: PackedWorkload[K]["values"] };
  readonly workloads: readonly ((Omit<PackedWorkload, Words> & { readonly [K in Words]: string }) | null)[];
}

export interface PackedPage extends Shared {
  /** Stated weights by criterion. */
  readonly priorities: Readonly<Record<string, number>>;
  readonly seed: number;
  /** How far any priorities may be off, where the command says so; else null. */
  readonly doubt: number | null;
  /** The command that leads to this page, without priorities. */
  readonly command: string;
}

/** Workloads that say the words of their columns once for all. */
export function sharing(workloads: readonly (PackedWorkload | null)[]): Shared {
  const joint = WORDS.map((name) => {
    const lists = workloads.map((w) => (w ? unpacked(w[name] as Column<unknown>) : []));
    const { values, of } = column(lists.flat());
    const width = widthFor(values);
    let start = 0;
    return { name, values, of: lists.map((list) => of.slice(start, (start += list.length * width))) };
  });
  const own = (n: number) => Object.fromEntries(joint.map(({ name, of }) => [name, of[n] ?? ""]));
  return {
    words: Object.fromEntries(joint.map(({ name, values }) => [name, values])) as unknown as Shared["words"],
    workloads: workloads.map(
      (w, n) => w && ({ ...w, ...own(n) } as unknown as NonNullable<Shared["workloads"][number]>),
    ),
  };
}

/** The workloads of a page, each with its words. */
export const apart = ({ words, workloads }: Shared): (PackedWorkload | null)[] =>
  workloads.map(
    (w) =>
      w &&
      ({
        ...w,
        ...Object.fromEntries(WORDS.map((name) => [name, { values: words[name], of: w[name] }])),
      } as unknown as PackedWorkload),
  );

/** Null where there is nothing to rank again. */
export function packed(result: WorkloadResult, top: number, further: number): PackedWorkload | null {
  const { passed, counts, ranking, robustness } = result;
  if (!passed || passed.length < 2 || !robustness) return null;
  const views = passed.map(described);
  const placeOf = new Map(passed.map((c, i) => [c.id, i]));
  const said = ranking.slice(0, top).flatMap((c): [number, string][] => {
    const i = placeOf.get(c.id);
    return i === undefined ? [] : [[i, reasonWords(c)]];
  });
  return {
    top,
    further,
    all: counts.listed === counts.ranked,
    samples: robustness.samples,
    models: column(
      passed.map((c, i) => {
        const { name, note, weights, origin } = views[i] as (typeof views)[number];
        return [c.model.id, name, note, weights, origin] as const;
      }),
    ),
    places: column(passed.map(({ id, model }) => (id.startsWith(model.id) ? id.slice(model.id.length) : ` ${id}`))),
    runs: column(views.map((v) => v.runs)),
    costs: column(views.map((v) => v.cost)),
    qualities: column(views.map((v) => v.quality)),
    criteria: CRITERIA.map((k) =>
      column(passed.map((c): Interval => interval(short(c.criteria[k][0]), short(c.criteria[k][1])))),
    ),
    because: Object.fromEntries(said),
  };
}

function column<T>(list: readonly T[]): Column<T> {
  const places = new Map<string, number>();
  const values: T[] = [];
  const which = list.map((value) => {
    const key = JSON.stringify(value);
    let place = places.get(key);
    if (place === undefined) {
      place = values.length;
      places.set(key, place);
      values.push(value);
    }
    return place;
  });
  const width = widthFor(values);
  const digits = (n: number): string => {
    let text = "";
    for (let k = width - 1; k >= 0; k--) text += DIGITS[Math.floor(n / 64 ** k) % 64];
    return text;
  };
  return { values, of: which.map(digits).join("") };
}

/** Values lie on a grid this fine, so that sums of them are exact. */
const GRID = 2 ** 44;

/** The shortest way to say a value exactly: a decimal that the scores round to the very same value, or steps of the grid in base 36. */
function short(x: number): string {
  for (let digits = 2; digits <= 8; digits++) {
    const text = x.toFixed(digits);
    if (Number(text) + 256 - 256 === x) return text;
  }
  return Number.isInteger(x * GRID) ? (x * GRID).toString(36) : x.toFixed(20);
}

function interval(low: string, high: string): Interval {
  if (low !== high) return `${low} ${high}`;
  return low.includes(".") ? Number(low) : low;
}

/** Both ends that were packed, but for what the scores round away. */
export function endsOf(packed: Interval): readonly [low: number, high: number] {
  if (typeof packed === "number") return [packed, packed];
  const [low = "", high = low] = packed.split(" ");
  return [figureOf(low), figureOf(high)];
}

const figureOf = (text: string): number => (text.includes(".") ? Number(text) : Number.parseInt(text, 36) / GRID);
