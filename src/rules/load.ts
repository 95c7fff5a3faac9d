import { join } from "node:path";
import { ROOT } from "../root.ts";
import { type Compiled, type Loaded, loadCompiled, readSources, type YamlFile } from "../yaml/compiled.ts";
import { entriesOf, type Packed, packed } from "../yaml/packed.ts";
import type { CompiledPacks } from "./compile-packs.ts";
import type { Rule, Rulebook } from "./rulebook.ts";

/**
 * The rule packs that come with the package, and further folders laid over them: they add rules, replace them by their id or
 * disable them.
 * @throws Failure with every problem, at line and column
 */
export async function loadRules(overlays: readonly string[] = [], root: string = ROOT): Promise<Rulebook> {
  const folder = join(root, "rules");
  const compiler = async () => (await import("./compile-packs.ts")).compilePacks;
  const base = unpack(
    await loadCompiled(join(root, "dist", "rules.json"), folder, async () => {
      const compile = await compiler();
      return (files: readonly YamlFile[], digest: string) => pack(compile([files], digest).book);
    }),
  );
  if (overlays.length === 0) return base;
  const folders = overlays.map((f) => readSources(f).files);
  const { digestOf } = await import("../yaml/digest.ts");
  const digest = digestOf([{ path: "", text: base.digest }, ...folders.flat()]);
  return (await compiler())(folders, digest, base).book;
}

/**
 * The same with every example and the place of every rule, all read from the YAML files: for whoever looks after the rules.
 * @throws Failure with every problem, at line and column
 */
export async function loadPacks(overlays: readonly string[] = [], root: string = ROOT): Promise<CompiledPacks> {
  const folders = [join(root, "rules"), ...overlays].map((f) => readSources(f).files);
  const [{ compilePacks }, { digestOf }] = await Promise.all([
    import("./compile-packs.ts"),
    import("../yaml/digest.ts"),
  ]);
  return compilePacks(folders, digestOf(folders.flat()));
}

interface PackedRulebook extends Omit<Rulebook, "rules"> {
  readonly rules: Packed;
}

/** What says whether a rule speaks at all, and where; its condition is parsed when it does, its words when somebody listens. */
const AT_HAND = ["id", "kind", "onlyWhen", "needsEstimate", "onUnknown", "decisive", "then", "otherwise"] as const;

function pack({ rules, ...book }: Rulebook): Compiled<PackedRulebook> {
  const text: string[] = [];
  // Examples are for tests; a run does without them.
  const spoken = rules.map((rule) => ({ ...rule, examples: [] }));
  return { data: { ...book, rules: packed(spoken, AT_HAND, [["when"]], text) }, text: text.join("") };
}

const unpack = ({ data, part }: Loaded<PackedRulebook>): Rulebook => ({
  ...data,
  rules: entriesOf<Rule>(data.rules, part),
});
