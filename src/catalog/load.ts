import { join } from "node:path";
import { ROOT } from "../root.ts";
import { loadCompiled, readSources } from "../yaml/compiled.ts";
import type { Catalog } from "./catalog.ts";
import { join as joinCatalog } from "./join.ts";

/**
 * The catalog that comes with the package, with overlay folders laid over it: a file of an overlay replaces the file with the same
 * path, later folders win.
 * @throws Failure with every problem, at line and column
 */
export async function loadCatalog(overlays: readonly string[] = [], root: string = ROOT): Promise<Catalog> {
  const folder = join(root, "catalog");
  const compiler = async () => (await import("./compile-catalog.ts")).compileCatalog;
  if (overlays.length === 0)
    return joinCatalog((await loadCompiled(join(root, "dist", "catalog.json"), folder, compiler)).data);
  const files = [folder, ...overlays].flatMap((f) => readSources(f).files);
  const { digestOf } = await import("../yaml/digest.ts");
  return joinCatalog((await compiler())(files, digestOf(files)));
}
