import type { MeasuredGroup } from "./measured-groups.ts";
import type { AcceleratorFile } from "./schema/accelerator.ts";
import type { AssumptionsFile } from "./schema/assumptions.ts";
import type { BenchmarksFile } from "./schema/benchmarks.ts";
import type { LicenseFile } from "./schema/license.ts";
import type { MeasuredModelsFile, MeasurementsFile } from "./schema/measurements.ts";
import type { Evidence as EvidenceFile, ModelFile } from "./schema/model.ts";
import type { Endpoint, Offer as OfferFile, ProviderFile } from "./schema/provider.ts";
import type { TasksFile } from "./schema/tasks.ts";
import type { TaxonomyFile } from "./schema/taxonomy.ts";
import type { VendorFile } from "./schema/vendor.ts";

/** A published result, without where to look it up. */
export type Evidence = Omit<EvidenceFile, "url">;

/** A model with its id (the path of its file) and its maker, without what only somebody who looks it up wants to read. */
export interface Model extends Omit<ModelFile, "aliases" | "note" | "licenseNote" | "evidence"> {
  readonly evidence: readonly Evidence[];
  readonly id: string;
  readonly vendor: string;
  readonly maker: VendorFile;
  readonly origin: string;
  readonly terms: License;
}
export interface License extends LicenseFile {
  readonly id: string;
}
export type Offer = Omit<OfferFile, "note" | "providerModelId">;
export interface Provider extends Omit<ProviderFile, "note" | "offers"> {
  readonly id: string;
  readonly offers: readonly Offer[];
}
export interface Accelerator extends AcceleratorFile {
  readonly id: string;
}

/** The joined catalog. Lists are sorted by id. */
export interface Catalog {
  readonly digest: string;
  readonly models: readonly Model[];
  readonly providers: readonly Provider[];
  readonly licenses: readonly License[];
  readonly accelerators: readonly Accelerator[];
  readonly vendors: Readonly<Record<string, VendorFile>>;
  readonly tasks: TasksFile["tasks"];
  readonly benchmarks: BenchmarksFile;
  readonly assumptions: AssumptionsFile;
  readonly measurements: readonly MeasuredGroup[];
  /** Unsettled requirements by preset name, as written. */
  readonly presets: Readonly<Record<string, unknown>>;
  /** The requirements that are assumed where nobody said. */
  readonly defaults: unknown;
  readonly checked: { readonly oldest: string; readonly newest: string };
  /** Files of overlays that hide a file read later than they were; days are those of the newest reading. */
  readonly outdated: readonly { readonly file: string; readonly read: string; readonly hiddenRead: string }[];
}

export type { Endpoint };

/** Every field of every file, before makers and licences are joined to the models: for whoever looks entries up. */
export interface WholeCatalog extends Omit<Catalog, "models" | "providers" | "measurements"> {
  readonly models: readonly (ModelFile & { readonly id: string })[];
  readonly providers: readonly (ProviderFile & { readonly id: string })[];
  readonly measurements: readonly (MeasurementsFile & { readonly id: string })[];
  readonly measuredModels: MeasuredModelsFile["models"];
  readonly taxonomy: TaxonomyFile;
}
