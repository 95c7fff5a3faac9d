import type { WholeCatalog } from "./catalog.ts";
import { couldBeOnDevice } from "./on-device.ts";

/** A branch of the taxonomy: what it is, how many entries of the catalog hang on it, and which. */
export interface Branch {
  readonly id: string;
  readonly name: string;
  readonly what: string | null;
  readonly count: number;
  readonly unit: string;
  /** Names of some of its entries. */
  readonly examples: readonly string[];
  readonly branches: readonly Branch[];
}

type Model = WholeCatalog["models"][number];
type Terms = WholeCatalog["taxonomy"]["architectures"];

/** The taxonomy with counts: architecture, traits, modality, role in the ecosystem, access mode. */
export function taxonomyTree(catalog: WholeCatalog): Branch[] {
  const { models, taxonomy } = catalog;
  const newest = [...models].sort((a, b) => (b.released ?? "").localeCompare(a.released ?? ""));
  const leaf = (id: string, name: string, what: string | null, of: readonly Model[]): Branch => ({
    id,
    name,
    what,
    count: of.length,
    unit: "model",
    examples: of.slice(0, 4).map((m) => m.name),
    branches: [],
  });
  const terms = (all: Terms, has: (m: Model, id: string) => boolean): Branch[] =>
    Object.entries(all).map(([id, t]) =>
      leaf(
        id,
        t.name,
        t.what,
        newest.filter((m) => has(m, id)),
      ),
    );
  const undisclosed = newest.filter((m) => m.architecture === null);
  const media = [...new Set(models.flatMap((m) => m.modalities.out))].sort();
  return [
    group("architecture", "Architecture", models.length, "model", [
      ...terms(taxonomy.architectures, (m, id) => m.architecture === id),
      leaf("undisclosed", "Not disclosed", "The maker does not say.", undisclosed),
    ]),
    group(
      "traits",
      "Traits",
      models.length,
      "model",
      terms(taxonomy.traits, (m, id) => m.traits.includes(id)),
    ),
    group(
      "modality",
      "Modality (what comes out)",
      models.length,
      "model",
      media.map((medium) =>
        leaf(
          medium,
          medium,
          null,
          newest.filter((m) => m.modalities.out.includes(medium)),
        ),
      ),
    ),
    group("role", "Role in the ecosystem", taxonomy.systems.length, "system", roles(catalog)),
    group("access", "Access", models.length, "model", access(catalog)),
  ];
}

const group = (id: string, name: string, count: number, unit: string, branches: readonly Branch[]): Branch => ({
  id,
  name,
  what: null,
  count,
  unit,
  examples: [],
  branches: branches.filter((b) => b.count > 0),
});

/** Kinds of entries and of systems that the source document names. */
function roles({ taxonomy, vendors, providers, accelerators, benchmarks }: WholeCatalog): Branch[] {
  const count = (id: string, unit: string, names: readonly string[]): Branch => {
    const term = taxonomy.roles[id];
    return {
      id,
      name: term?.name ?? id,
      what: term?.what ?? null,
      count: names.length,
      unit,
      examples: names.slice(0, 4),
      branches: [],
    };
  };
  const byRole = (role: string) => providers.filter((p) => p.role === role).map((p) => p.name);
  const named = (kind: RegExp) => taxonomy.systems.filter((s) => kind.test(s.kind)).map((s) => s.name);
  const boards = Object.values(benchmarks.benchmarks).map((b) => b.name);
  return [
    count(
      "model-maker",
      "maker",
      Object.values(vendors).map((v) => v.name),
    ),
    count("hyperscaler", "provider", byRole("hyperscaler")),
    count("inference-host", "provider", [...byRole("inference-host"), ...byRole("router")]),
    count(
      "hardware",
      "accelerator",
      accelerators.map((a) => a.name),
    ),
    count("framework", "system", named(/framework|library|agent|software/u)),
    count("hub", "system", named(/hub|platform|registry/u)),
    count("benchmark", "benchmark", boards),
    count("dataset", "system", named(/dataset/u)),
    count("technique", "system", named(/technique|method|architecture/u)),
    count("product", "provider", byRole("product")),
  ];
}

function access({ taxonomy, models, providers, assumptions }: WholeCatalog): Branch[] {
  const offered = (role: (p: WholeCatalog["providers"][number], model: string) => boolean) => {
    const ids = new Set(providers.flatMap((p) => p.offers.filter((o) => role(p, o.model)).map((o) => o.model)));
    return models.filter((m) => ids.has(m.id));
  };
  const own = (p: WholeCatalog["providers"][number], model: string) => p.vendor === model.split("/")[0];
  const runnable = models.filter((m) => m.weights !== "closed");
  const sets: Readonly<Record<string, readonly Model[]>> = {
    "open-weights": models.filter((m) => m.weights === "open"),
    "restricted-weights": models.filter((m) => m.weights === "restricted"),
    closed: models.filter((m) => m.weights === "closed"),
    "vendor-api": offered((p, m) => p.role !== "product" && own(p, m)),
    "hosted-api": offered((p, m) => p.role !== "product" && !own(p, m)),
    "cloud-gpu": runnable,
    "on-premises": runnable,
    edge: runnable.filter((m) => couldBeOnDevice(m, assumptions)),
    app: offered((p) => p.role === "product"),
  };
  return Object.entries(taxonomy.access).map(([id, t]) => ({
    id,
    name: t.name,
    what: t.what,
    count: sets[id]?.length ?? 0,
    unit: "model",
    examples: (sets[id] ?? []).slice(0, 4).map((m) => m.name),
    branches: [],
  }));
}
