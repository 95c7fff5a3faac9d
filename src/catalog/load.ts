import { join } from "node:path";
import { ROOT } from "../root.ts";
import { loadCompiled, readSources, type YamlFile } from "../yaml/compiled.ts";
import type { Catalog, WholeCatalog } from "./catalog.ts";
import { join as joinCatalog } from "./join.ts";
import { pack, unpack } from "./pack.ts";

/**
 * The catalog that comes with the package, with overlay folders laid over it: a file of an overlay replaces the file with the same
 * path, later folders win.
 * @throws Failure with every problem, at line and column
 */
export async function loadCatalog(overlays: readonly string[] = [], root: string = ROOT): Promise<Catalog> {
  const folder = join(root, "catalog");
  const compiler = async () => (await import("./compile-catalog.ts")).compileCatalog;
  if (overlays.length === 0) {
    return unpack(
      await loadCompiled(join(root, "dist", "catalog.json"), folder, async () => {
        const compile = await compiler();
        return (files: readonly YamlFile[], digest: string) => pack(compile(files, digest));
      }),
    );
  }
  return joinCatalog(await loadWholeCatalog(overlays, root));
}

/**
 * The same catalog with every field of every file, for whoever looks entries up.
 * @throws Failure with every problem, at line and column
 */
export async function loadWholeCatalog(overlays: readonly string[] = [], root: string = ROOT): Promise<WholeCatalog> {
  const folder = join(root, "catalog");
  const compiler = async () => (await import("./compile-catalog.ts")).compileCatalog;
  const { data: base } = await loadCompiled(join(root, "dist", "catalog-whole.json"), folder, async () => {
    const compile = await compiler();
    return (files: readonly YamlFile[], digest: string) => ({ data: compile(files, digest), text: "" });
  });
  if (overlays.length === 0) return base;
  const files = overlays.flatMap((f) => readSources(f).files);
  const { digestOf } = await import("../yaml/digest.ts");
  const digest = digestOf([{ path: "", file: "", text: base.digest }, ...files]);
  return (await compiler())(files, digest, base);
}
