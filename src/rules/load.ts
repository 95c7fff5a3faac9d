import { join } from "node:path";
import { ROOT } from "../root.ts";
import { loadCompiled, readSources } from "../yaml/compiled.ts";
import type { Rulebook } from "./rulebook.ts";

/**
 * The rule packs that come with the package, and further folders after them: a later rule replaces an earlier one with the same id.
 * @throws Failure with every problem, at line and column
 */
export async function loadRules(overlays: readonly string[] = [], root: string = ROOT): Promise<Rulebook> {
  const folder = join(root, "rules");
  const compiler = async () => {
    const { compilePacks } = await import("./compile-packs.ts");
    return (files: Parameters<typeof compilePacks>[0], digest: string) => ({
      data: withoutExamples(compilePacks(files, digest)),
      text: "",
    });
  };
  if (overlays.length === 0) return (await loadCompiled(join(root, "dist", "rules.json"), folder, compiler)).data;
  const files = [folder, ...overlays].flatMap((f) => readSources(f).files);
  const { digestOf } = await import("../yaml/digest.ts");
  return (await compiler())(files, digestOf(files)).data;
}

/** Examples are for tests; a run does without them. */
const withoutExamples = (book: Rulebook): Rulebook => ({
  ...book,
  rules: book.rules.map((rule) => ({ ...rule, examples: [] })),
});
