import type { Engine } from "../vocabulary.ts";
import type { WholeCatalog } from "./catalog.ts";
import type { Conditions, Figures, MeasuredModel } from "./schema/measurements.ts";

/** One published measurement: its conditions and what came out. */
export interface Measurement extends Conditions, Figures {
  /** `<file>/<row>` of catalog/measurements. */
  readonly id: string;
  readonly note?: string | undefined;
}

export interface MeasurementSource {
  readonly title: string;
  readonly source: string;
  readonly url: string;
  readonly published: string;
  readonly lengthsAssumed: boolean;
}

/** The measurements of one build of an engine and of the models that share a number of layers and a width: what is read together. */
export interface MeasuredGroup {
  readonly engine: Engine;
  /** Month, YYYY-MM. */
  readonly build: string;
  readonly layers: number;
  readonly hidden: number;
  readonly accelerators: readonly string[];
  readonly models: Readonly<Record<string, MeasuredModel>>;
  /** By the first part of a measurement's id. */
  readonly sources: Readonly<Record<string, MeasurementSource>>;
  readonly rows: readonly Measurement[];
}

type Files = Pick<WholeCatalog, "measurements" | "measuredModels" | "models">;

/** Every row with the conditions that its file says once. References and gaps have been checked when the catalog was compiled. */
export const measurementsOf = (file: WholeCatalog["measurements"][number]): Measurement[] =>
  file.rows.map((row) => ({ ...file.conditions, ...row, id: `${file.id}/${row.id}` }) as Measurement);

/** Dimensions of a model that measurements name: its own entry, else that of the catalog; null where neither has any. */
export function measuredModel(
  { measuredModels, models }: Omit<Files, "measurements">,
  id: string,
): MeasuredModel | null {
  const own = measuredModels[id];
  if (own) return own;
  const model = models.find((m) => m.id === id);
  if (!model?.geometry || model.parameters.totalB === null) return null;
  const { source: _, checked: __, ...geometry } = model.geometry;
  const { totalB, activeB } = model.parameters;
  return { name: model.name, parameters: { totalB, activeB: activeB ?? totalB }, geometry };
}

/** All measurements by what is read together, sorted. */
export function measuredGroups(files: Files): MeasuredGroup[] {
  const groups = new Map<string, Writable<MeasuredGroup>>();
  for (const file of files.measurements) {
    for (const row of measurementsOf(file)) {
      const model = measuredModel(files, row.model);
      if (!model) throw new Error(`no dimensions of ${row.model}`);
      const { layers, hidden } = model.geometry;
      const key = `${row.engine} ${layers} ${hidden} ${row.build}`;
      const group = groups.get(key) ?? {
        engine: row.engine,
        build: row.build,
        layers,
        hidden,
        accelerators: [],
        models: {},
        sources: {},
        rows: [],
      };
      groups.set(key, group);
      if (!group.accelerators.includes(row.accelerator)) group.accelerators.push(row.accelerator);
      group.models[row.model] = model;
      const { title, source, url, published, lengthsAssumed = false } = file;
      group.sources[file.id] = { title, source, url, published, lengthsAssumed };
      group.rows.push(row);
    }
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

type Writable<T> = {
  -readonly [K in keyof T]: T[K] extends readonly (infer E)[]
    ? E[]
    : T[K] extends Readonly<Record<string, infer E>>
      ? Record<string, E>
      : T[K];
};
