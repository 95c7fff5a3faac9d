import type { Catalog } from "../catalog/catalog.ts";
import { loadCatalog } from "../catalog/load.ts";
import type { Layer } from "../requirements/layer.ts";
import { readLayers, type Said } from "../requirements/read-layers.ts";
import { type Settled, settle } from "../requirements/settle.ts";
import { loadRules } from "../rules/load.ts";
import type { Rulebook } from "../rules/rulebook.ts";

/** Catalog and rules, with the overlays the user named. */
export async function loadKnowledge(
  catalogDirs: readonly string[],
  ruleDirs: readonly string[],
): Promise<{ catalog: Catalog; rulebook: Rulebook }> {
  const [catalog, rulebook] = await Promise.all([loadCatalog(catalogDirs), loadRules(ruleDirs)]);
  return { catalog, rulebook };
}

/** What the user said, settled against the catalog's names and defaults. */
export async function settleRequirements(said: Said, catalog: Catalog, rulebook: Rulebook): Promise<Settled> {
  return settle(await layersOf(said, catalog, rulebook), { requirements: catalog.defaults, tasks: catalog.tasks });
}

/** What the user said, layer over layer, checked. */
export function layersOf(said: Said, catalog: Catalog, rulebook: Rulebook): Promise<readonly Layer[]> {
  return readLayers(said, {
    presets: catalog.presets,
    accelerators: catalog.accelerators.map((a) => a.id),
    vendors: Object.keys(catalog.vendors),
    providers: catalog.providers.map((p) => p.id),
    assumptions: catalog.assumptions.values,
    models: catalog.models.map((m) => m.id),
    rules: new Map(rulebook.rules.map((r) => [r.id, r.kind])),
  });
}
